#include "state.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/sweep.hpp"

#include "documents/refusal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tandem::standin {
namespace {

using api::AdminCall;
using nlohmann::json;

constexpr std::size_t kMostSavepoints = 100;
constexpr std::array<std::string_view, 4> kKindNames{"create", "change", "same", "remove"};

// ---- answers ----

json step_json(const SeedStep& step) {
    json out{{"step", kKindNames[static_cast<std::size_t>(step.kind)]},
             {"what", step.what},
             {"tenant", step.tenant},
             {"id", step.id}};
    if (!step.name.empty()) out["name"] = step.name;
    if (!step.detail.empty()) out["changes"] = step.detail;
    return out;
}

void answer_steps(const AdminCall& call, const std::vector<SeedStep>& steps) {
    std::array<std::size_t, 4> counts{};
    json list = json::array();
    for (const auto& step : steps) {
        ++counts[static_cast<std::size_t>(step.kind)];
        if (step.kind != SeedStep::Kind::same) list.push_back(step_json(step));
    }
    api::answer_json(call.exchange, 200,
                     json{{"created", counts[0]},
                          {"changed", counts[1]},
                          {"same", counts[2]},
                          {"removed", counts[3]},
                          {"steps", std::move(list)}}
                         .dump(-1, ' ', false, json::error_handler_t::replace));
}

// A refusal in reading or applying a document is an answer here, where it would end a start.
template <class Work>
Result<void> answering(const AdminCall& call, const Work& work) {
    try {
        work();
        return {};
    } catch (const UserError& error) {
        answer_refusal(call.exchange, error);
        return {};
    }
}

Existing existing_from(const AdminCall& call) {
    const auto word = api::query_parameter(call.exchange.request, "existing");
    if (word.empty() || word == "update") return Existing::update;
    if (word == "keep") return Existing::keep;
    if (word == "replace") return Existing::replace;
    throw UserError{UserError::configuration,
                    {.place = "existing", .text = "\"" + word + "\" is not one of update, keep, replace"}};
}

// A document that came over HTTP may name neither files nor variables: both are the server's own.
const app::Environment kNoVariables;

SeedObject<api::huawei::Agency> configured_agency(const app::AgencyConfig& config) {
    SeedObject<api::huawei::Agency> agency;
    agency.tenant = config.tenant;
    agency.object.name = config.name;
    agency.object.id = config.id;
    agency.object.trusted = config.trusted;
    agency.object.allow = config.allow;
    agency.relative_dates = true;
    return agency;
}

Seed configured_identities(const app::Config& config) {
    Seed seed;
    for (const auto& tenant : config.tenants) seed.tenants.push_back({tenant, tenant.place, tenant.stated});
    for (const auto& credential : config.credentials)
        seed.credentials.push_back(
            {{credential.id, credential.secret.clone(), credential.tenant, credential.user_name, credential.enabled,
              credential.expires, credential.session_token, credential.allow, credential.login_only, credential.place},
             {}});
    for (const auto& agency : config.agencies) seed.of<api::huawei::Agency>().push_back(configured_agency(agency));
    return seed;
}

bool plan_only_from(const AdminCall& call) {
    const auto word = api::query_parameter(call.exchange.request, "plan");
    if (word.empty() || word == "no") return false;
    if (word == "yes") return true;
    throw UserError{UserError::configuration, {.place = "plan", .text = "\"" + word + "\" is not one of yes, no"}};
}

// The name of the document in the caller's errors: the file that it came from.
std::string name_from(const AdminCall& call, std::string_view otherwise) {
    constexpr std::size_t kLongest = 255;
    const auto name = api::query_parameter(call.exchange.request, "name");
    return name.empty() ? std::string{otherwise} : name.substr(0, kLongest);
}

Seed read_seed_body(const AdminCall& call, const std::string& name, const SeedSources& sources) {
    std::string text{call.exchange.request.body};
    const WipeOnExit wiped{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
    return read_seed(text, name, sources);
}

bool is_savepoint_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) || c == '.' || c == '_' || c == '-';
    });
}

}  // namespace

StandInState::StandInState(service::Services& services, const app::Config& config, MovableClock& clock,
                           service::DestructionGate& gate, spdlog::logger& log)
    : services_(services),
      clock_(clock),
      gate_(gate),
      clock_at_start_(clock.offset()),
      project_name_(config.vendors.huawei.region),
      configured_(configured_identities(config)),
      seeded_(configured_identities(config)) {
    resolve_seed(services_, configured_);
    resolve_seed(services_, seeded_);
    Seed seeds;
    const auto& given = config.stand_in;
    for (const auto& path : given.seeds) merge_seed(seeds, read_seed_path(path, sources(given.environment)));
    for (const auto& [name, text] : given.seed_texts)
        merge_seed(seeds, read_seed(text, name, sources(given.environment)));
    if (!seeds.empty()) apply_at_start(std::move(seeds), log);
}

void StandInState::leave_removed(std::vector<SeedCredential>& credentials, spdlog::logger& log) const {
    const auto guard = services_.store.read();
    std::erase_if(credentials, [&](const SeedCredential& one) {
        const bool removed = services_.store.find_removed_credential(one.config.id) != nullptr;
        if (removed)
            log.warn("the credential {} of {} stays removed; `tandem credential enable {}` lets it come back",
                     one.config.id, one.origin, one.config.id);
        return removed;
    });
}

// Credentials are configuration: the seed's hold, but for what was removed on purpose. Keys may have been changed
// since, and stay.
void StandInState::apply_at_start(Seed seeds, spdlog::logger& log) {
    Seed identities;
    identities.tenants = std::move(seeds.tenants);
    identities.credentials = std::move(seeds.credentials);
    leave_removed(identities.credentials, log);
    seeds.tenants.clear();
    seeds.credentials.clear();
    apply_seed(services_, identities, Existing::replace, Others::stay);
    resolve_seed(services_, identities);
    const auto steps = apply_seed(services_, seeds, Existing::keep, Others::stay);
    const auto count = [&](SeedStep::Kind kind) {
        return std::ranges::count_if(steps, [&](const auto& step) { return step.what == "key" && step.kind == kind; });
    };
    log.info("seed: made {} keys, kept {}", count(SeedStep::Kind::create), count(SeedStep::Kind::same));
    resolve_seed(services_, seeds);
    replace_in_seed(seeded_, std::move(identities));
    replace_in_seed(seeded_, std::move(seeds));
}

SeedSources StandInState::sources(const app::Environment& environment) const {
    return {environment, std::nullopt, clock_.now(), project_name_};
}

// ---- seeds ----

Result<void> StandInState::post_seed(const Call& call) {
    return answering(call, [&] {
        const auto existing = existing_from(call);
        const auto plan_only = plan_only_from(call);
        auto seed = read_seed_body(call, name_from(call, "seed"), sources(kNoVariables));
        const std::scoped_lock lock{mutex_};
        if (plan_only) return answer_steps(call, plan_seed(services_, seed, existing, Others::stay));
        answer_steps(call, apply_seed(services_, seed, existing, Others::stay));
        resolve_seed(services_, seed);
        replace_in_seed(seeded_, std::move(seed));
    });
}

Result<void> StandInState::get_seed(const Call& call) {
    return answering(call, [&] {
        const bool bare = api::query_parameter(call.exchange.request, "material") == "no";
        auto text = write_seed(capture_seed(services_), bare ? WithMaterial::no : WithMaterial::yes);
        text.pop_back();  // answer_json ends the line
        api::answer_json(call.exchange, 200, std::move(text));
    });
}

Result<void> StandInState::put_snapshot(const Call& call) {
    return answering(call, [&] {
        const auto seed = read_seed_body(call, name_from(call, "snapshot"), sources(kNoVariables));
        if (seed.tenants.empty())
            throw UserError{UserError::configuration,
                            {.place = "snapshot", .text = "\"tenants\" is missing; this is no snapshot"}};
        const std::scoped_lock lock{mutex_};
        answer_steps(call, apply_seed(services_, seed, Existing::replace, Others::go));
    });
}

// ---- reset and savepoints ----

void StandInState::go_back(const Call& call, const Seed& to, Milliseconds clock) {
    clock_.move_to(clock);
    const auto steps = apply_seed(services_, to, Existing::replace, Others::go);
    service::sweep(services_, gate_);  // as after every move of the clock
    answer_steps(call, steps);
}

Result<void> StandInState::reset(const Call& call) {
    return answering(call, [&] {
        const auto to = api::query_parameter(call.exchange.request, "to");
        if (!to.empty() && to != "seed" && to != "empty")
            throw UserError{UserError::configuration,
                            {.place = "to", .text = "\"" + to + "\" is not one of seed, empty"}};
        const std::scoped_lock lock{mutex_};
        for (const auto& part : also_reset_) part();
        go_back(call, to == "empty" ? configured_ : seeded_, clock_at_start_);
    });
}

Result<void> StandInState::list_savepoints(const Call& call) {
    const std::scoped_lock lock{mutex_};
    json names = json::array();
    for (const auto& [name, savepoint] : savepoints_)
        names.push_back({{"name", name}, {"keys", savepoint.seed.keys.size()}});
    api::answer_json(call.exchange, 200, json{{"savepoints", std::move(names)}}.dump());
    return {};
}

Result<void> StandInState::make_savepoint(const Call& call) {
    if (!is_savepoint_name(call.tail))
        return fail(ErrorCode::parameter_invalid, "NAME", "1 to 64 letters, digits, '.', '_' or '-'");
    return answering(call, [&] {
        auto seed = capture_seed(services_);
        const std::scoped_lock lock{mutex_};
        if (savepoints_.size() >= kMostSavepoints && !savepoints_.contains(call.tail))
            throw UserError{UserError::conflict, {.text = "there are 100 savepoints already", .remedy = "remove one"}};
        const auto keys = seed.keys.size();
        savepoints_.insert_or_assign(std::string{call.tail}, Savepoint{std::move(seed), clock_.offset()});
        api::answer_json(call.exchange, 200, json{{"savepoint", call.tail}, {"keys", keys}}.dump());
    });
}

Result<void> StandInState::restore_savepoint(const Call& call) {
    return answering(call, [&] {
        const std::scoped_lock lock{mutex_};
        const auto found = savepoints_.find(call.tail);
        if (found == savepoints_.end()) refuse_no_savepoint(call);
        go_back(call, found->second.seed, found->second.clock);
    });
}

void StandInState::refuse_no_savepoint(const Call& call) const {
    std::vector<std::string> names;
    names.reserve(savepoints_.size());
    for (const auto& [name, savepoint] : savepoints_) names.push_back(name);
    throw UserError{
        UserError::not_found,
        {.text = "no savepoint " + in_quotes(call.tail), .remedy = did_you_mean(nearest_name(call.tail, names))}};
}

Result<void> StandInState::drop_savepoint(const Call& call) {
    return answering(call, [&] {
        const std::scoped_lock lock{mutex_};
        const auto found = savepoints_.find(call.tail);
        if (found == savepoints_.end()) refuse_no_savepoint(call);
        savepoints_.erase(found);
        api::answer_json(call.exchange, 200, json{{"removed", call.tail}}.dump());
    });
}

std::vector<api::AdminRoute> StandInState::routes() {
    using Handler = Result<void> (StandInState::*)(const Call&);
    const auto route = [this](std::string_view method, std::string_view path, std::string_view action,
                              Handler handler) {
        return api::AdminRoute{method, path, action,
                               [this, handler](const Call& call) { return (this->*handler)(call); }, true};
    };
    return {route("POST", "/_tandem/seed", "ApplySeed", &StandInState::post_seed),
            route("GET", "/_tandem/seed", "ExportSeed", &StandInState::get_seed),
            route("POST", "/_tandem/reset", "Reset", &StandInState::reset),
            route("GET", "/_tandem/savepoints", "ListSavepoints", &StandInState::list_savepoints),
            route("POST", "/_tandem/savepoints/{}", "MakeSavepoint", &StandInState::make_savepoint),
            route("DELETE", "/_tandem/savepoints/{}", "RemoveSavepoint", &StandInState::drop_savepoint),
            route("POST", "/_tandem/savepoints/{}/restore", "RestoreSavepoint", &StandInState::restore_savepoint),
            route("GET", "/_tandem/snapshot", "MakeSnapshot", &StandInState::get_seed),
            route("PUT", "/_tandem/snapshot", "RestoreSnapshot", &StandInState::put_snapshot)};
}

}  // namespace tandem::standin
