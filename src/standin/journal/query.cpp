#include "query.hpp"

#include "tandem/app/dialects.hpp"
#include "tandem/keys/key_facts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace tandem::standin {
namespace {

using nlohmann::json;

constexpr auto kAnyNumber = std::numeric_limits<std::uint64_t>::max();

// ---- keys by name ----

// Where a request names a key.
constexpr std::array<std::string_view, 11> kKeyMembers{"KeyId",     "KeyIds",        "keyId",           "key_id",
                                                       "key_ids",   "Alias",         "alias",           "aliases",
                                                       "key_alias", "target_key_id", "DestinationKeyId"};

bool names_key(const std::string& parameters, const std::string& text) {
    if (parameters.find(text) == std::string::npos) return false;
    const auto members = json::parse(parameters, nullptr, false);
    return std::ranges::any_of(kKeyMembers, [&](std::string_view name) {
        const auto member = members.is_object() ? members.find(name) : members.end();
        if (member == members.end()) return false;
        return *member == text || (member->is_array() && std::ranges::find(*member, json(text)) != member->end());
    });
}

// The keys that are now called so: by alias in any tenant, id or short name.
std::set<KeyId> keys_called(const store::KeyStore& store, const std::string& text) {
    constexpr std::string_view kAliasPrefix = "alias/";
    const auto alias_name = std::string_view{text}.substr(text.starts_with(kAliasPrefix) ? kAliasPrefix.size() : 0);
    std::set<KeyId> found;
    if (const auto id = KeyId::parse(text)) found.insert(*id);
    const auto name = keys::KeyName::parse(text);
    const auto guard = store.read();
    for (const auto* space : store.key_spaces()) {
        if (const auto* alias = store.find_alias(*space, alias_name)) found.insert(alias->key);
        const auto* key = name ? store.find_key(*space, *name) : nullptr;
        if (key != nullptr) found.insert(key->id);
    }
    return found;
}

Result<std::uint64_t> read_number(std::string_view name, std::string_view text, std::uint64_t most) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number > most)
        return fail(ErrorCode::parameter_invalid, name, "a whole number up to " + std::to_string(most));
    return number;
}

Result<bool> read_yes_or_no(std::string_view name, std::string_view text) {
    if (text != "yes" && text != "no") return fail(ErrorCode::parameter_invalid, name, "yes or no");
    return text == "yes";
}

// A name becomes the id of the tenant that has it.
std::string read_queried_tenant(const store::KeyStore& store, const std::string& text) {
    const auto guard = store.read();
    const auto* tenant = store.find_tenant_by_name(text);
    return tenant ? tenant->facts.id.text() : text;
}

Result<std::string> read_queried_dialect(const std::string& text) {
    const auto known = app::vendor_dialects();
    if (std::ranges::find(known, text) != known.end()) return text;
    return fail(ErrorCode::parameter_invalid, "dialect", known[0] + ", " + known[1] + " or " + known[2]);
}

Result<void> read_parameter(const store::KeyStore& store, const std::string& name, const std::string& value,
                            JournalQuery& to) {
    JournalFilter& filter = to.filter;
    if (value.empty()) return fail(ErrorCode::parameter_invalid, name, "empty");
    if (name == "action") filter.action = value;
    if (name == "credential") filter.credential = value;
    if (name == "code") filter.code = value;
    if (name == "key") filter.key = value;
    if (name == "dialect") {
        TANDEM_TRY(filter.dialect, read_queried_dialect(value));
    }
    if (name == "tenant") filter.tenant = read_queried_tenant(store, value);
    if (name == "faulted") {
        TANDEM_TRY(filter.faulted, read_yes_or_no(name, value));
    }
    if (name == "ok") {
        TANDEM_TRY(filter.ok, read_yes_or_no(name, value));
    }
    if (name == "follow") {
        TANDEM_TRY(to.follow, read_yes_or_no(name, value));
    }
    if (name == "limit") {
        TANDEM_TRY(to.limit, read_number(name, value, JournalQuery::kMostLimit));
    }
    if (name == "after") {
        TANDEM_TRY(to.after, read_number(name, value, kAnyNumber));
    }
    return {};
}

}  // namespace

Result<JournalQuery> read_journal_query(const api::AdminCall& call) {
    constexpr std::array<std::string_view, 11> kKnown{"action", "after", "code",  "credential", "dialect", "faulted",
                                                      "follow", "key",   "limit", "ok",         "tenant"};
    TANDEM_TRY(const auto parameters, api::query_parameters(call.exchange.request, kKnown));
    JournalQuery query;
    for (const auto& [name, value] : parameters) TANDEM_CHECK(read_parameter(call.services.store, name, value, query));
    const auto last_event = call.exchange.request.header("Last-Event-ID");
    if (!last_event.empty() && !query.after) {
        TANDEM_TRY(query.after, read_number("Last-Event-ID", last_event, kAnyNumber));
    }
    return query;
}

void JournalFilter::look_up_key(const store::KeyStore& store) {
    if (!key.empty()) keys = keys_called(store, key);
}

bool JournalFilter::matches(const JournalEntry& entry) const {
    const auto agrees = [](const std::string& wanted, std::string_view is) { return wanted.empty() || wanted == is; };
    const auto tenant_id = entry.tenant ? entry.tenant->text() : std::string{};
    // The key agrees by what it is now called, or by what the request called it.
    const auto key_agrees = [&] {
        return key.empty() || (entry.key && keys.contains(*entry.key)) || names_key(entry.parameters, key);
    };
    return agrees(dialect, entry.dialect) && agrees(action, entry.action) && agrees(credential, entry.access_key_id) &&
           agrees(tenant, tenant_id) && agrees(code, entry.vendor_code) &&
           (!faulted || *faulted != entry.fault.empty()) && (!ok || *ok != entry.failed) && key_agrees();
}

}  // namespace tandem::standin
