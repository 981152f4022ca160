#include "tandem/service/actions/key_lifecycle.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"

namespace tandem::api::tencent::v2019 {

Result<void> archive_key(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::archive_key(action.call, *key));
    return {};
}

Result<void> cancel_key_archive(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::cancel_archive(action.call, *key));
    return {};
}

}  // namespace tandem::api::tencent::v2019
