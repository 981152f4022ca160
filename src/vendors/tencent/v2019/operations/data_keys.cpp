// Hosted data keys: hosting, showing and opening them. generate_data_key.cpp makes them.

#include "tandem/keys/key_facts.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/views/tags.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::int64_t kOfCiphertext = 1;  // ImportDataKey.ImportType

// What GenerateDataKey gave, which tells its key itself; KeyId is checked against it.
Result<const store::HostedDataKey*> import_ciphertext(ActionCall& action, service::DataKeyFacts facts) {
    const std::string_view text = action.fields.text("KeyId");
    const std::optional<KeyId> expected = KeyId::parse(text);
    if (!text.empty() && !expected) return fail(ErrorCode::key_id_malformed);
    const std::string_view ciphertext = action.fields.text("ImportKeyMaterial");
    TANDEM_CHECK(service::check_new_data_key(action.call, facts));
    TANDEM_TRY(const KeyId id, service::key_of_sealed_data_key(ciphertext, expected ? &*expected : nullptr));
    TANDEM_TRY(const store::Key* key, service::find_key(action.call, id));
    return service::import_sealed_data_key(action.call, std::move(facts), ciphertext, *key);
}

Result<const store::HostedDataKey*> import_plaintext(ActionCall& action, service::DataKeyFacts facts) {
    if (action.fields.text("KeyId").empty()) return fail(ErrorCode::parameter_missing, "KeyId");
    TANDEM_TRY(const ByteView plaintext,
               decode_base64(action, "ImportKeyMaterial",
                             {keys::kMaxDataKeyBytes, ErrorCode::plaintext_malformed, ErrorCode::plaintext_too_long}));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    return service::import_data_key(action.call, std::move(facts), *key, plaintext);
}

}  // namespace

Result<void> import_data_key(ActionCall& action) {
    TANDEM_TRY(service::DataKeyFacts facts, read_data_key_facts(action.fields));
    const bool sealed = action.fields.integer("ImportType") == kOfCiphertext;
    TANDEM_TRY(const store::HostedDataKey* data_key,
               sealed ? import_ciphertext(action, std::move(facts)) : import_plaintext(action, std::move(facts)));
    write_key_id(action.out, "KeyId", data_key->key);
    write_data_key_id(action.out, data_key->id);
    write_tagging(action.out, !data_key->tags.empty());
    return {};
}

Result<void> describe_data_key(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(action.call, id));
    action.out.begin_object("DataKeyMetadata");
    write_data_key_metadata(action, *data_key);
    action.out.end_object();
    return {};
}

Result<void> describe_data_keys(ActionCall& action) {
    TANDEM_TRY(const std::vector<store::ObjectId> ids, read_data_key_ids(action));
    std::vector<const store::HostedDataKey*> found;
    for (const store::ObjectId& id : ids) {
        TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(action.call, id));
        found.push_back(data_key);
    }
    action.out.begin_array("DataKeyMetadatas");
    for (const store::HostedDataKey* data_key : found) {
        action.out.begin_object();
        write_data_key_metadata(action, *data_key);
        action.out.end_object();
    }
    action.out.end_array();
    return {};
}

Result<void> get_data_key_plaintext(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(action));
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(action.call, id));
    TANDEM_CHECK(service::check_openable(*data_key));
    TANDEM_TRY(const KeyId key_id, service::key_of_data_key(*data_key));
    TANDEM_TRY(const store::Key* key, service::find_key(action.call, key_id));
    TANDEM_TRY(const SecretBytes plaintext, service::open_data_key(action.call, *data_key, *key));
    return write_plaintext(action, wrapping, plaintext.expose_secret());
}

// Only of one that could be opened too: the vendor lists a state code for it (section 6).
Result<void> get_data_key_ciphertext_blob(ActionCall& action) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(action));
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(action.call, id));
    TANDEM_CHECK(service::check_openable(*data_key));
    action.out.plain("CiphertextBlob", data_key->ciphertext);
    return {};
}

}  // namespace tandem::api::tencent::v2019
