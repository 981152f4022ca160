#include "claims.hpp"

#include "tandem/api/body_limit.hpp"
#include "tandem/api/form_reader.hpp"
#include "tandem/base/user_error.hpp"

#include <algorithm>

namespace tandem::api {

namespace {

constexpr std::string_view kRoot = "/";

bool is_header(const Claim& claim) {
    return claim.kind == Claim::Kind::header || claim.kind == Claim::Kind::header_prefix;
}

bool same(const Claim& a, const Claim& b) {
    const bool same_name = is_header(a) ? equal_ignoring_case(a.name, b.name) : a.name == b.name;
    return a.kind == b.kind && same_name && a.value == b.value && a.unless_parameter == b.unless_parameter;
}

// The path without the slashes that a client puts too many when it joins an endpoint and a path. A signature covers the
// path as it was sent. Paths of this server's own API are matched as sent, so that these lead nowhere.
std::string_view path_to_claim(const WireRequest& request) noexcept {
    std::string_view path = request.path;
    while (path.starts_with("//")) path.remove_prefix(1);
    return path;
}

bool holds(const Claim& claim, const WireRequest& request) {
    switch (claim.kind) {
        case Claim::Kind::header:
            return request.find_header(claim.name) != nullptr;
        case Claim::Kind::header_prefix:
            return request.header(claim.name).starts_with(claim.value);
        case Claim::Kind::path_exact:
            return path_to_claim(request) == claim.value;
        case Claim::Kind::path_prefix:
            return path_to_claim(request).starts_with(claim.value);
        case Claim::Kind::parameter_present:
            return carries_parameter(request, claim.name) &&
                   (claim.unless_parameter.empty() || !carries_parameter(request, claim.unless_parameter));
    }
    return false;
}

// The first dialect with a claim that `considered` lets through and that holds.
template <class Considered>
const Dialect* first_claimant(Dialects dialects, const WireRequest& request, Considered considered) {
    for (const auto& dialect : dialects) {
        for (const Claim& claim : dialect->claims()) {
            if (considered(claim) && holds(claim, request)) return dialect.get();
        }
    }
    return nullptr;
}

const Dialect* longest_prefix_claimant(Dialects dialects, const WireRequest& request) {
    const Dialect* best = nullptr;
    std::size_t best_length = 0;
    for (const auto& dialect : dialects) {
        for (const Claim& claim : dialect->claims()) {
            if (claim.kind != Claim::Kind::path_prefix || claim.value.size() <= best_length) continue;
            if (!holds(claim, request)) continue;
            best = dialect.get();
            best_length = claim.value.size();
        }
    }
    return best;
}

}  // namespace

void check_claims(Dialects dialects) {
    for (std::size_t i = 0; i < dialects.size(); ++i) {
        for (std::size_t j = i + 1; j < dialects.size(); ++j) {
            for (const Claim& mine : dialects[i]->claims()) {
                for (const Claim& other : dialects[j]->claims()) {
                    if (!same(mine, other)) continue;
                    throw UserError(UserError::configuration, std::string{dialects[i]->name()} + " and " +
                                                                  std::string{dialects[j]->name()} + " both claim " +
                                                                  describe(mine));
                }
            }
        }
    }
}

const Dialect* claimed_by_header(Dialects dialects, const WireRequest& request) {
    return first_claimant(dialects, request, is_header);
}

const Dialect* claimed_by_path(Dialects dialects, const WireRequest& request) {
    const auto exact_but_root = [](const Claim& claim) {
        return claim.kind == Claim::Kind::path_exact && claim.value != kRoot;
    };
    if (const Dialect* exact = first_claimant(dialects, request, exact_but_root)) return exact;
    return longest_prefix_claimant(dialects, request);
}

const Dialect* claimed_by_parameter(Dialects dialects, const WireRequest& request) {
    return first_claimant(dialects, request,
                          [](const Claim& claim) { return claim.kind == Claim::Kind::parameter_present; });
}

const Dialect* claimed_by_form(Dialects dialects, const WireRequest& request) {
    if (!request.body.empty() || !announces_form(request)) return nullptr;
    const auto finds_by_parameter = [](const auto& dialect) {
        return std::ranges::any_of(dialect->claims(),
                                   [](const Claim& claim) { return claim.kind == Claim::Kind::parameter_present; });
    };
    const auto found = std::ranges::find_if(dialects, finds_by_parameter);
    return found == dialects.end() ? nullptr : found->get();
}

const Dialect* claimed_by_root(Dialects dialects, const WireRequest& request) {
    return first_claimant(dialects, request, [](const Claim& claim) {
        return claim.kind == Claim::Kind::path_exact && claim.value == kRoot;
    });
}

std::string describe(const Claim& claim) {
    const auto text = [](std::string_view what, std::string_view name) { return std::string{what}.append(name); };
    switch (claim.kind) {
        case Claim::Kind::header:
            return text("header ", claim.name);
        case Claim::Kind::header_prefix:
            return text("header ", claim.name).append(": ").append(claim.value) + "...";
        case Claim::Kind::path_exact:
            return text("path ", claim.value);
        case Claim::Kind::path_prefix:
            return text("path ", claim.value) + "...";
        case Claim::Kind::parameter_present:
            break;
    }
    std::string out = text("parameter ", claim.name);
    if (!claim.unless_parameter.empty()) out.append(" without ").append(claim.unless_parameter);
    return out;
}

}  // namespace tandem::api
