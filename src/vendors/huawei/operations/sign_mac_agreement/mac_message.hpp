#pragma once
// The parts that generate-mac and verify-mac share (section 6.7).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/macs.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/choices.hpp"

namespace tandem::api::huawei {

inline constexpr FieldLimit kMacMessage{.form = "base64 of 1 to 4096 bytes", .breach = ErrorCode::parameter_invalid};
inline constexpr auto kMacAlgorithmNames = names_of(kMacAlgorithms);
inline constexpr FieldLimit kMacAlgorithm{.breach = ErrorCode::algorithm_invalid, .choices = kMacAlgorithmNames};

// Names the key, and decodes the message.
Result<ByteView> read_mac_message(Request& request, const DeclaredKey& declared);
service::MacInput mac_input(const Request& request, ByteView message);
// Members of both answers, into an open object.
void write_mac_head(JsonWriter& json, const Request& request);

}  // namespace tandem::api::huawei
