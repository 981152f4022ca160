#include "keystore_id.hpp"

#include "tandem/api/rule_names.hpp"
#include "tandem/service/actions/keystores.hpp"

namespace tandem::api::huawei {

Result<store::ObjectId> read_keystore_id(std::string_view text) {
    if (text.empty()) return service::common_keystore(0);
    if (const auto id = store::ObjectId::parse(text); id && service::is_dedicated(*id)) return *id;
    const auto number = parse_integer(text);
    if (!number || *number < 0 || *number >= service::kMostCommonKeystores)
        return fail(ErrorCode::keystore_not_found, "keystore_id");
    return service::common_keystore(static_cast<std::uint8_t>(*number));
}

std::string keystore_id_text(const store::ObjectId& keystore) {
    const auto number = service::number_of_keystore(keystore);
    return number ? std::to_string(*number) : keystore.text();
}

}  // namespace tandem::api::huawei
