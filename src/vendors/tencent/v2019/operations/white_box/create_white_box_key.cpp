// CreateWhiteBoxKey (API 3.0 spec section 8).

#include "remark.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/tags.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::create_white_box_key {

namespace {

constexpr FieldLimit kAlias{.form = "1 to 60 of letters, digits, - and _, beginning with a letter or digit",
                            .breach = ErrorCode::alias_malformed,
                            .pattern = is_alias};
constexpr std::string_view kAlgorithms[] = {"AES_256", "SM4"};
constexpr FieldLimit kAlgorithm{.breach = ErrorCode::algorithm_invalid, .choices = kAlgorithms};
constexpr FieldRule kFields[] = {{"Alias", FieldType::text, kRequired, &kAlias},
                                 {"Algorithm", FieldType::text, kRequired, &kAlgorithm},
                                 {"Description", FieldType::text, kOptional, &kDescription},
                                 kTags};

Result<service::WhiteBoxKeyFacts> read(Request& request) {
    const Fields& fields = request.fields;
    TANDEM_TRY(std::vector<store::Tag> tags, read_tags(fields));
    const bool is_sm4 = fields.text("Algorithm") == keys::name_of(keys::KeySpec::sm4);
    return service::WhiteBoxKeyFacts{.name = std::string{fields.text("Alias")},
                                     .spec = is_sm4 ? keys::KeySpec::sm4 : keys::KeySpec::aes_256,
                                     .description = std::string{fields.text("Description")},
                                     .tags = std::move(tags)};
}

Result<void> run(Request& request, service::WhiteBoxKeyFacts& facts) {
    TANDEM_TRY(const store::WhiteBoxKey* key, service::create_white_box_key(request.call(), std::move(facts)));
    TANDEM_TRY(const SecretBytes raw, service::raw_white_box_key(request.call(), *key));
    write_encrypt_key(request.out, *key, raw.expose_secret());
    write_decrypt_key(request.out, raw.expose_secret());
    write_white_box_key_id(request.out, key->id);
    write_tagging(request.out, !key->tags.empty());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "CreateWhiteBoxKey",
                                      .fields = kFields,
                                      .errors = kValueErrors,
                                      .remark = kWhiteBoxRemark,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::create_white_box_key
