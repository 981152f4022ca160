#include "read_effect.hpp"

#include <charconv>
#include <limits>

namespace tandem::standin {
namespace {

using std::chrono::milliseconds;

bool read_time(app::SectionReader& section, std::string_view key, milliseconds& to) {
    if (!section.duration(key, to)) return false;
    if (to > kLongestFaultDelay) section.refuse(key, section.node().find(key)->value, "10m at most");
    return true;
}

// ---- delay ----

FaultDelay read_uniform(app::SectionReader section) {
    FaultDelay delay{.kind = FaultDelay::Kind::uniform};
    section.require("from", read_time(section, "from", delay.least));
    section.require("to", read_time(section, "to", delay.most));
    section.finish();
    if (delay.most < delay.least) section.refuse("to", section.node().find("to")->value, "it is less than from");
    return delay;
}

FaultDelay read_lognormal(app::SectionReader section) {
    constexpr double kMostSigma = 10;
    FaultDelay delay{.kind = FaultDelay::Kind::lognormal};
    section.require("median", read_time(section, "median", delay.least));
    section.require("sigma", read_decimal(section, "sigma", delay.sigma, kMostSigma));
    section.finish();
    return delay;
}

void read_delay(app::SectionReader& to_do, FaultEffect& effect) {
    const auto* node = to_do.take("delay");
    if (!node) return;
    FaultDelay delay;
    if (node->kind == app::ConfigNode::Kind::scalar) {
        read_time(to_do, "delay", delay.least);
        effect.delay = delay;
        return;
    }
    app::SectionReader section{*node, to_do.path_of("delay")};
    if (node->members.size() != 1) to_do.refuse("delay", *node, "one of fixed, uniform and lognormal is needed");
    if (section.take("uniform")) delay = read_uniform(section.section("uniform"));
    if (section.take("lognormal")) delay = read_lognormal(section.section("lognormal"));
    read_time(section, "fixed", delay.least);
    section.finish();
    effect.delay = delay;
}

// ---- the kinds ----

void read_drip(app::SectionReader section, FaultEffect& effect) {
    constexpr unsigned kMostChunks = 1'000;
    section.require("chunks", section.number("chunks", effect.drip_chunks, 1, kMostChunks));
    section.require("over", read_time(section, "over", effect.drip_over));
    section.finish();
}

bool read_switch(app::SectionReader& section, std::string_view key) {
    bool on = false;
    section.boolean(key, on);
    return on;
}

// Remembers the kind that is there, and refuses a second one.
class OneKind {
  public:
    OneKind(app::SectionReader& section, FaultEffect& effect) : section_(section), effect_(effect) {}

    void set(std::string_view key, FaultEffect::Kind kind) {
        if (!first_.empty())
            section_.refuse(key, section_.node().find(key)->value,
                            "a rule that has it cannot have " + first_ + ", too");
        first_ = key;
        effect_.kind = kind;
    }

  private:
    app::SectionReader& section_;
    FaultEffect& effect_;
    std::string first_;
};

void read_kind(app::SectionReader& section, FaultEffect& effect) {
    OneKind one{section, effect};
    if (const auto word = section.word("api_error", {"throttled", "internal", "unavailable", "expired_token",
                                                     "disabled", "denied", "not_found"})) {
        effect.api_error = static_cast<ApiError>(*word);
        one.set("api_error", FaultEffect::Kind::api_error);
    }
    if (section.number("http_status", effect.http_status, 200, 599))
        one.set("http_status", FaultEffect::Kind::http_status);
    if (read_switch(section, "reset")) one.set("reset", FaultEffect::Kind::reset);
    if (read_switch(section, "hang")) one.set("hang", FaultEffect::Kind::hang);
    if (read_switch(section, "empty")) one.set("empty", FaultEffect::Kind::empty);
    if (read_switch(section, "garbage")) one.set("garbage", FaultEffect::Kind::garbage);
    if (section.number("truncate", effect.truncate, 0, std::numeric_limits<std::uint32_t>::max()))
        one.set("truncate", FaultEffect::Kind::truncate);
    if (section.take("drip")) {
        read_drip(section.section("drip"), effect);
        one.set("drip", FaultEffect::Kind::drip);
    }
}

}  // namespace

FaultEffect read_effect(app::SectionReader section) {
    FaultEffect effect;
    read_kind(section, effect);
    read_delay(section, effect);
    if (section.word("then", {"close"})) effect.close = true;
    effect.after_action = read_switch(section, "after_action");
    section.finish();
    if (effect.after_action && !FaultEffect{.kind = effect.kind}.replaces_action())
        section.refuse("after_action", section.node().find("after_action")->value,
                       "only for what answers in place of the action: the action runs anyway");
    return effect;
}

bool read_decimal(app::SectionReader& section, std::string_view key, double& to, double most) {
    const auto* node = section.take(key);
    if (!node) return false;
    const std::string& text = section.scalar_of(key, *node);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    // The comparison is false for what is not a number.
    if (error != std::errc{} || end != text.data() + text.size() || !(to >= 0 && to <= most))
        section.refuse(key, *node,
                       "\"" + text + "\" is not a number from 0 to " + std::to_string(static_cast<int>(most)));
    return true;
}

}  // namespace tandem::standin
