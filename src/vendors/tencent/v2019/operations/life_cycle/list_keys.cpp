// ListKeys (API 3.0 spec section 8): those that wait for their deletion and archived ones are not listed (section 6).

#include "tandem/service/actions/list_keys.hpp"

#include "list_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "tencent/v2019/wire/page.hpp"

#include <optional>

namespace tandem::api::tencent::v2019::list_keys {

namespace {

constexpr FieldRule kFields[] = {kOffset, kLimit, kRole, kHsmClusterId};

struct Values {
    Page page;
    bool lists_any;
    service::ListKeysOutput found{};
    bool is_found = false;  // never before the last move
};

Result<Values> read(Request& request) { return Values{read_page(request.fields), asks_for_users_own(request.fields)}; }

// False: more keys would have to be looked at than `most`.
bool look(const Request& request, Values& values, std::size_t most) {
    service::ListKeysInput input{.offset = values.page.offset, .limit = values.page.limit};
    input.of_class = [lists_any = values.lists_any](const keys::KeyClass& one) {
        const bool listed = one.state != keys::KeyState::pending_deletion && one.state != keys::KeyState::archived;
        return lists_any && listed && !usage_of(one).empty();
    };
    std::optional<service::ListKeysOutput> found = service::list_keys(request.call(), input, most);
    values.is_found = found.has_value();
    if (found) values.found = std::move(*found);
    return values.is_found;
}

Place place(Request& request, Values& values) {
    return look(request, values, service::kQuickWalk) ? Place::io_thread : Place::calculator;
}

Result<void> run(Request& request, Values& values) {
    if (!values.is_found) look(request, values, service::kEveryKey);
    JsonWriter& out = request.out;
    out.begin_array("Keys");
    for (const store::Key* key : values.found.page) {
        out.begin_object();
        write_key_id(out, "KeyId", key->id);
        out.end_object();
    }
    out.end_array().integer("TotalCount", static_cast<std::int64_t>(values.found.total));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKeys", .fields = kFields, .errors = kListErrors, .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::list_keys
