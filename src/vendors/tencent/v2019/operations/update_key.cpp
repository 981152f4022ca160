#include "tandem/service/actions/key_lifecycle.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"

namespace tandem::api::tencent::v2019 {

Result<void> update_alias(ActionCall& action) {
    const std::string_view alias = action.fields.text("Alias");
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::update_alias(action.call, *key, std::string{alias}));
    return {};
}

Result<void> update_key_description(ActionCall& action) {
    const std::string_view description = action.fields.text("Description");
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::update_description(action.call, *key, std::string{description}));
    return {};
}

}  // namespace tandem::api::tencent::v2019
