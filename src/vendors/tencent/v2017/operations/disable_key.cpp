// DisableKey (2017 API, section 6.6).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

#include <array>

namespace tandem::api::tencent::v2017::disable_key {

namespace {

constexpr FieldRule kFields[] = {{"keyId", FieldType::text, true}};
constexpr DeclaredKey kKeys[] = {{.field = "keyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("keyId")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::disable_keys(request.call(), std::array{&request.key()}, service::Repeat::harmless));
    write_success(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableKey", .fields = kFields, .keys = kKeys, .place = Place::worker, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2017::disable_key
