// CreateGrant (section 7, Grants).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/grants.hpp"

#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"
#include "huawei/views/grant_view.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace tandem::api::huawei::create_grant {

namespace {

constexpr FieldLimit kPrincipal{
    .form = "1 to 64 letters and digits", .breach = ErrorCode::grantee_invalid, .pattern = is_principal};
constexpr std::string_view kPrincipalTypes[] = {"user", "domain"};
constexpr FieldLimit kPrincipalType{.breach = ErrorCode::parameter_invalid, .choices = kPrincipalTypes};
constexpr FieldLimit kName{.form = "1 to 255 of letters, digits and : / _ -",
                           .breach = ErrorCode::parameter_invalid,
                           .pattern = is_grant_name};
constexpr FieldLimit kOperations{.form = "at least one operation that grants know, not create-grant alone",
                                 .breach = ErrorCode::parameter_invalid,
                                 .least = 1,
                                 .pattern = is_grantable};
constexpr FieldRule kFields[] = {
    rules::kOwnKey,
    {"grantee_principal", FieldType::text, true, &kPrincipal},
    {"operations", FieldType::text_list, true, &kOperations},
    {"name", FieldType::text, false, &kName},
    {"retiring_principal", FieldType::text, false, &kPrincipal},
    {"grantee_principal_type", FieldType::text, false, &kPrincipalType},
};
constexpr std::string_view kCreateGrant = "create-grant";
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = kCreateGrant}};

using Operations = std::vector<std::string>;

// Each once, in the order of the request.
Result<Operations> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.fields.text("key_id")));
    Operations operations;
    for (const std::string_view word : request.fields.list("operations"))
        if (std::ranges::find(operations, word) == operations.end()) operations.emplace_back(word);
    if (operations.size() == 1 && operations.front() == kCreateGrant)
        return fail(ErrorCode::grant_operations_insufficient);
    return operations;
}

// A caller that was given the right to grant gives on what it has, and no more.
Result<void> check_grants_own(const Request& request, const CallerIds& caller, const Operations& operations) {
    const store::KeySpace& owner = *request.found().owner;
    if (&owner == request.space) return {};
    const auto own = store::Objects<store::Grant>{owner}.of_key(request.key().id);
    const auto has = [&](const std::string& operation) {
        return std::ranges::any_of(own, [&](const store::Grant* grant) {
            return service::names(*grant, caller.principal()) && service::allows(*grant, operation);
        });
    };
    if (!std::ranges::all_of(operations, has)) return fail(ErrorCode::not_authorized);
    return {};
}

Result<void> run(Request& request, const Operations& operations) {
    const Fields& fields = request.fields;
    const CallerIds caller{request.caller};
    TANDEM_CHECK(check_grants_own(request, caller, operations));
    service::CreateGrantInput input{.key = request.key(),
                                    .name = std::string{fields.text("name")},
                                    .grantee = std::string{fields.text("grantee_principal")},
                                    .grantee_is_domain = fields.text("grantee_principal_type") == "domain",
                                    .operations = operations,
                                    .issuer = caller.user,
                                    .retirer = std::string{fields.text("retiring_principal")}};
    TANDEM_TRY(const store::Grant* grant, service::create_grant(request.call(), std::move(input)));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().unescaped("grant_id", grant_id_text(grant->id)).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateGrant",
    .details = post("/v1.0/{project_id}/kms/create-grant"),
    .fields = kFields,
    .keys = kKeys,
    .remark =
        "beside the nine documented operations a grant may have those of public keys, signatures, MACs, key agreement "
        "and "
        "data key pairs, re-encrypt-from and re-encrypt-to",
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::create_grant
