// ListKeys (section 7, Queries).

#include "tandem/service/actions/list_keys.hpp"

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_specs.hpp"
#include "huawei/wire/paging.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tandem::api::huawei::list_keys {

namespace {

constexpr std::string_view kStateDigits[] = {"1", "2", "3", "4", "5"};
constexpr FieldLimit kState{.breach = ErrorCode::parameter_invalid, .choices = kStateDigits};
constexpr auto kSpecNames = [] {
    std::array<std::string_view, kKeySpecs.size() + 1> names;
    *std::ranges::copy(names_of(kKeySpecs), names.begin()).out = kEverySpec;
    return names;
}();
constexpr FieldLimit kSpec{.breach = ErrorCode::parameter_invalid, .choices = kSpecNames};
constexpr FieldRule kFields[] = {
    rules::kLimit,
    rules::kMarker,
    {"key_state", FieldType::text, false, &kState},
    {"key_spec", FieldType::text, false, &kSpec},
    rules::kEnterpriseProject,
};

struct Filter {
    std::optional<keys::KeySpec> spec;  // AES_256 unless asked; nothing: ALL
    std::string_view state;             // a digit, or empty for all

    bool operator()(const keys::KeyClass& one) const {
        return (!spec || one.spec == *spec) && (state.empty() || state_digit(one.state) == state);
    }
};
struct Values {
    Page page;
    Filter filter;
    std::optional<service::ListKeysOutput> found{};
};

Result<Values> read(Request& request) {
    const std::string_view spec = request.fields.text("key_spec");
    Filter filter{.spec = value_of(kKeySpecs, spec), .state = request.fields.text("key_state")};
    if (spec == kEverySpec) filter.spec.reset();
    return Values{.page = page_of(request.fields), .filter = filter};
}

void find(const Request& request, Values& values, std::size_t most) {
    const Page& page = values.page;
    values.found = service::list_keys(request.call(),
                                      {.offset = page.offset, .limit = page.limit, .of_class = values.filter}, most);
}

Place place(const Request& request, Values& values) {
    find(request, values, service::kQuickWalk);
    return values.found ? Place::io_thread : Place::calculator;
}

void write_keys(JsonWriter& json, const Request& request, std::span<const store::Key* const> keys) {
    json.begin_array("keys");
    for (const store::Key* key : keys) json.text_element(key->id.text());
    json.end_array().begin_array("key_details");
    for (const store::Key* key : keys) {
        json.begin_object();
        write_key_details(json, request, *key);
        json.end_object();
    }
    json.end_array();
}

Result<void> run(Request& request, Values& values) {
    if (!values.found) find(request, values, service::kEveryKey);
    const std::size_t total = values.found->total;
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_keys(json, request, values.found->page);
    json.unescaped("next_marker", values.page.next_marker(total))
        .unescaped("truncated", values.page.has_more(total) ? "true" : "false")
        .integer("total", static_cast<std::int64_t>(total))
        .end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKeys",
    .details = post("/v1.0/{project_id}/kms/list-keys"),
    .fields = kFields,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::list_keys
