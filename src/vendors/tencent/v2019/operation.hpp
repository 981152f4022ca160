#pragma once
// This API's part of an operation and its request (API 3.0 spec sections 5 and 8).

#include "tandem/api/caller.hpp"
#include "tandem/api/json_writer.hpp"
#include "tandem/api/pipeline.hpp"

#include "tencent/common/settings.hpp"
#include "tencent/v2019/wire/request_frame.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace tandem::api::tencent::v2019 {

class Request;

inline constexpr std::string_view kApiVersion = "2019-01-18";
// The vendor's tag service, of which clients of the KMS need a little.
inline constexpr std::string_view kTagApiVersion = "2018-08-13";

struct Details {
    std::uint32_t per_second = 100;  // section 8; 100 where the vendor published none
    std::string_view version = kApiVersion;
    // Names the region whose keys the operation is about; "" or no function: the request's own region.
    std::string_view (*region)(const Fields& fields) = nullptr;
};

using Operation = api::Operation<Request, Details>;

class Request final : public VendorRequest<Caller, Operation, AllSettings> {
  public:
    using VendorRequest::VendorRequest;
    RequestFrame frame{};
    JsonWriter out{exchange.reply.body};  // inside "Response": a handler writes its members once it can no longer fail
};

// All of the API and of the tag service, by name (operations.def).
std::span<const Operation* const> operations() noexcept;
// Whether some operation has that version.
[[nodiscard]] bool is_version(std::string_view version) noexcept;

}  // namespace tandem::api::tencent::v2019
