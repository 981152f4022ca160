#pragma once
// This API's part of an operation and its request (2017 API, section 6).

#include "tandem/api/caller.hpp"
#include "tandem/api/form_reader.hpp"
#include "tandem/api/pipeline.hpp"

#include "tencent/common/settings.hpp"

#include <span>

namespace tandem::api::tencent::v2017 {

class Request;

// The vendor's two planes differ in their rate and in the code over it (2017 API, section 8.1).
enum class Plane : std::uint8_t { data, control };

struct Details {
    Plane plane = Plane::control;
    bool empty_is_absent = true;  // false: an empty text says something
};

using Operation = api::Operation<Request, Details>;

class Request final : public VendorRequest<Caller, Operation, AllSettings> {
  public:
    using VendorRequest::VendorRequest;
    ParameterList parameters{};
    bool older_names = false;  // it named its parameters in PascalCase: so does the reply, beside the usual names
};

// Every operation of the API (operations.def).
std::span<const Operation* const> operations() noexcept;

}  // namespace tandem::api::tencent::v2017
