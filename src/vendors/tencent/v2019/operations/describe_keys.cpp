#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"

namespace tandem::api::tencent::v2019 {

Result<void> describe_key(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    action.out.begin_object("KeyMetadata");
    write_key_metadata(action, *key);
    action.out.end_object();
    return {};
}

Result<void> describe_keys(ActionCall& action) {
    TANDEM_TRY(const std::vector<const store::Key*> keys, find_keys(action));
    action.out.begin_array("KeyMetadatas");
    for (const store::Key* key : keys) {
        action.out.begin_object();
        write_key_metadata(action, *key);
        action.out.end_object();
    }
    action.out.end_array();
    return {};
}

}  // namespace tandem::api::tencent::v2019
