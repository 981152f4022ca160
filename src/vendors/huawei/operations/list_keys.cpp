#include "tandem/service/actions/list_keys.hpp"

#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_specs.hpp"
#include "huawei/wire/paging.hpp"

namespace tandem::api::huawei {

namespace {

struct Filter {
    std::optional<keys::KeySpec> spec;  // AES_256 unless asked; nothing: ALL
    std::string_view state;             // a digit, or empty for all

    bool operator()(const keys::KeyClass& one) const {
        return (!spec || one.spec == *spec) && (state.empty() || state_digit(one.state) == state);
    }
};

Filter read_key_filter(const Fields& fields) {
    const std::string_view spec = fields.text("key_spec");
    Filter filter{.spec = value_of(kKeySpecs, spec), .state = fields.text("key_state")};
    if (spec == kEverySpec) filter.spec.reset();
    return filter;
}

}  // namespace

Result<void> list_keys(OperationCall& call) {
    const Page page = page_of(call.fields);
    const Filter filter = read_key_filter(call.fields);
    TANDEM_TRY(const service::ListKeysOutput found,
               service::list_keys(call.service, {.offset = page.offset, .limit = page.limit, .of_class = filter}));

    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_array("keys");
    for (const store::Key* key : found.page) json.text_element(key->id.text());
    json.end_array().begin_array("key_details");
    for (const store::Key* key : found.page) {
        json.begin_object();
        write_key_details(json, call, *key);
        json.end_object();
    }
    json.end_array()
        .plain("next_marker", page.next_marker(found.total))
        .plain("truncated", page.has_more(found.total) ? "true" : "false")
        .integer("total", static_cast<std::int64_t>(found.total))
        .end_object();
    return {};
}

}  // namespace tandem::api::huawei
