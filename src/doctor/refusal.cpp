#include "tandem/doctor/refusal.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/doctor/signature_doctor.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::doctor {

namespace {

struct Answer {
    std::string_view hypothesis;  // empty: nothing to say
    std::string sentence;
};

// ---- id ----

bool is_capital_or_digit(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Vendor whose form an id has; empty when it is nobody's known one.
std::string_view whose_form(std::string_view id) noexcept {
    if (id.starts_with("AKID") && id.size() == 36) return "Tencent Cloud";
    if (id.size() == 20 && (id.starts_with("AKIA") || id.starts_with("ASIA"))) return "AWS";
    if (id.size() == 20 && std::ranges::all_of(id, is_capital_or_digit)) return "Huawei Cloud";
    if (id.starts_with("LTAI")) return "Alibaba Cloud";
    return {};
}

std::string nearest_id(const store::KeyStore& store, std::string_view id) {
    constexpr std::size_t kMostCredentials = 1'000;
    std::vector<std::string> known;
    for (const store::Credential* credential : store.credentials()) {
        if (known.size() == kMostCredentials) break;
        if (!credential->facts.login_only) known.push_back(credential->facts.id);
    }
    return nearest_name(id, known);
}

Answer unknown_id(Exchange& exchange, const Refusal& refusal) {
    constexpr std::size_t kLongestShown = 128;
    // Somebody who gave the secret where the id belongs must not read it here.
    if (refusal.store != nullptr && is_a_secret(*refusal.store, refusal.access_key_id)) {
        exchange.facts.access_key_id.clear();
        return {"id", "The request names a secret where the id belongs. Swap the two in the client."};
    }
    std::string sentence =
        "There is no access key with the id \"" + std::string{refusal.access_key_id.substr(0, kLongestShown)} + "\". ";
    const std::string nearest = refusal.store != nullptr ? nearest_id(*refusal.store, refusal.access_key_id) : "";
    if (!nearest.empty()) return {"id", sentence + "Did you mean \"" + nearest + "\"?"};
    const std::string_view form = whose_form(refusal.access_key_id);
    const std::string_view own = refusal.cloud == Cloud::tencent ? "Tencent Cloud" : "Huawei Cloud";
    if (!form.empty() && form != own) {
        sentence.append("It has the form of an id of ").append(form).append(", and this is an API of ").append(own);
        return {"id", sentence + ". Check which credential the client was given."};
    }
    return {"id", sentence + "Give the client an id that the server has, or make a credential of this id."};
}

// ---- clock ----

Answer clock(const Exchange& exchange, const Refusal& refusal) {
    if (!refusal.signed_at) {
        return {"clock", std::string{refusal.clock_name} +
                             " is not a time in the form of this API. Tencent Cloud takes "
                             "unix seconds (not milliseconds), Huawei Cloud "
                             "YYYYMMDDTHHMMSSZ in UTC."};
    }
    return {"clock", clock_sentence(exchange.request, refusal.clock_name, *refusal.signed_at, refusal.window_seconds)};
}

// ---- no signature at all, or one of another form ----

Answer unsigned_request(const Exchange& exchange, const Refusal& refusal) {
    const std::string_view authorization = exchange.request.header("Authorization");
    if (authorization == "SKIP") {
        return {
            "unsigned",
            "Authorization is SKIP, the SDKs' mode without a signature. KMS is always signed: make the client with a "
            "credential."};
    }
    if (!authorization.empty()) {
        const std::string scheme{authorization.substr(0, std::min<std::size_t>(authorization.find(' '), 32))};
        return {"unsigned",
                "The Authorization header has the scheme \"" + scheme +
                    "\", which this API does not know, so the request counts as unsigned. It knows " +
                    std::string{refusal.cloud == Cloud::huawei ? "SDK-HMAC-SHA256, V11-HMAC-SHA256, SDK-HMAC-SM3, "
                                                                 "SDK-ECDSA-P256-SHA256 and SDK-SM2-SM3."
                                                               : "TC3-HMAC-SHA256."}};
    }
    return {"unsigned",
            "The request carries no signature. Give the client an access key id and a secret, or check "
            "whether a proxy takes the Authorization header away."};
}

Answer malformed(const Exchange& exchange, const Refusal& refusal) {
    const std::string_view authorization = exchange.request.header("Authorization");
    constexpr std::array<std::string_view, 6> kAlgorithms = {"TC3-HMAC-SHA256",       "SDK-HMAC-SHA256",
                                                             "V11-HMAC-SHA256",       "SDK-HMAC-SM3",
                                                             "SDK-ECDSA-P256-SHA256", "SDK-SM2-SM3"};
    const bool ours = std::ranges::any_of(
        kAlgorithms, [&](std::string_view algorithm) { return authorization.starts_with(algorithm); });
    if (!ours) return unsigned_request(exchange, refusal);
    const std::string what{refusal.malformed.empty() ? "it does not have the form of its algorithm"
                                                     : refusal.malformed};
    return {"malformed", "The Authorization header cannot be read: " + what + "."};
}

Answer token(const Refusal& refusal) {
    const bool expired = refusal.error.code == ErrorCode::token_expired;
    if (refusal.access_key_id.empty()) {
        return {"token", expired ? "X-Auth-Token has expired. Log in again; a token lives 24 hours."
                                 : "X-Auth-Token is not one of this server's, or was cut or altered, or its user is "
                                   "gone. Log in here for another."};
    }
    const std::string id{refusal.access_key_id};
    if (expired) return {"token", "The session token of " + id + " has expired. Get a new temporary credential."};
    return {"token", "The signature is right, but the session token is not the one of " + id +
                         ": a temporary credential sends its own, a permanent one sends none."};
}

Answer answer_of(Exchange& exchange, const Refusal& refusal) {
    const std::string& subject = refusal.error.subject;
    switch (refusal.error.code) {
        case ErrorCode::authorization_missing:
            return unsigned_request(exchange, refusal);
        case ErrorCode::parameter_missing:
            return subject == "Signature" || subject == "SecretId" ? unsigned_request(exchange, refusal) : Answer{};
        case ErrorCode::authorization_malformed:
            return malformed(exchange, refusal);
        case ErrorCode::credential_malformed:
        case ErrorCode::credential_unknown:
            return unknown_id(exchange, refusal);
        case ErrorCode::credential_disabled:
            return {"disabled", "The access key " + std::string{refusal.access_key_id} +
                                    " is disabled. Enable it, or give the client another."};
        case ErrorCode::parameter_type:
            return subject == "Timestamp" ? clock(exchange, refusal) : Answer{};
        case ErrorCode::signature_expired:
            return clock(exchange, refusal);
        case ErrorCode::token_invalid:
        case ErrorCode::token_expired:
            return token(refusal);
        case ErrorCode::token_outdated:
            return {"token", "The user has another secret than when the token was made. Log in again."};
        case ErrorCode::token_user_disabled:
            return {"disabled", "The user who got the token is disabled. Enable it, or log in as another."};
        default:
            return {};
    }
}

}  // namespace

void explain_refusal(Exchange& exchange, const Refusal& refusal) {
    Answer answer = answer_of(exchange, refusal);
    if (answer.hypothesis.empty()) return;
    SignatureExplanation explanation;
    explanation.hypothesis = answer.hypothesis;
    explanation.sentence = std::move(answer.sentence);
    explain(exchange.facts, std::move(explanation));
}

std::string clock_sentence(const WireRequest& request, std::string_view clock_name, std::int64_t signed_at,
                           std::int64_t window_seconds) {
    const std::int64_t ahead = signed_at - to_seconds(request.arrived);
    const std::int64_t skew = ahead < 0 ? -ahead : ahead;
    if (window_seconds == 0 || skew <= window_seconds) return {};
    constexpr std::int64_t kMillisecondsBegin = 100'000'000'000;
    constexpr std::int64_t kHalfHour = 1'800;
    constexpr std::int64_t kNear = 120;
    std::string sentence{clock_name};
    sentence += " is " + std::to_string(skew) + " s " + (ahead < 0 ? "behind" : "ahead of") +
                " the server's clock; the window is " + std::to_string(window_seconds) + " s. ";
    if (signed_at >= kMillisecondsBegin) return sentence + "It looks like milliseconds: send seconds.";
    const std::int64_t rest = skew % kHalfHour;
    const bool zone =
        skew >= kHalfHour && skew <= 14 * 2 * kHalfHour + kNear && (rest <= kNear || kHalfHour - rest <= kNear);
    if (zone) return sentence + "It looks like local time: take it in UTC.";
    return sentence + "Set the client's clock.";
}

}  // namespace tandem::api::doctor
