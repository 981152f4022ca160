#include "token.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/caller_rules.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/timestamps.hpp"

#include <algorithm>
#include <chrono>

namespace tandem::api::huawei {

namespace {

constexpr std::uint8_t kTokenVersion = 2;
constexpr std::string_view kTokenSecretLabel = "tandem/v1/token-secret";
constexpr std::size_t kSaltBytes = 8;
constexpr std::size_t kSecretMarkBytes = 16;
constexpr std::size_t kFixedBytes = 1 + kSaltBytes + 16 + 8 + 8 + 1 + 1 + kSecretMarkBytes;
constexpr std::size_t kProofBytes = sizeof(crypto::Sha256Digest);
constexpr std::size_t kMaxTokenCharacters = 2048;

std::string_view label_of(TokenKind kind) noexcept {
    return kind == TokenKind::login ? "tandem/v1/token" : "tandem/v1/security-token";
}

// Another one for each secret that the user ever had; it says nothing of the secret to who has not the tenant's key.
std::array<std::uint8_t, kSecretMarkBytes> secret_mark(const store::Tenant& tenant, const store::Credential& user) {
    const crypto::Sha256Digest digest = tenant.derive(kTokenSecretLabel, user.secret.expose_secret());
    std::array<std::uint8_t, kSecretMarkBytes> mark;
    std::copy_n(digest.begin(), mark.size(), mark.begin());
    return mark;
}

void append_text(Bytes& to, std::string_view text) {
    to.push_back(static_cast<std::uint8_t>(text.size()));
    append(to, as_bytes(text));
}

// Reads from the front; after the first failure everything is empty and `failed` stays set.
class Reader {
  public:
    explicit Reader(ByteView bytes) noexcept : rest_(bytes) {}
    ByteView take(std::size_t count) noexcept {
        failed_ |= count > rest_.size();
        if (failed_) return {};
        const ByteView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    std::string_view text() noexcept {
        const ByteView length = take(1);
        return length.empty() ? std::string_view{} : as_text(take(length[0]));
    }
    [[nodiscard]] bool finished() const noexcept { return !failed_ && rest_.empty(); }

  private:
    ByteView rest_;
    bool failed_ = false;
};

TimePoint read_time(ByteView bytes) noexcept {
    return from_milliseconds(static_cast<std::int64_t>(load_u64_be(bytes.data())));
}

Error invalid(std::string_view detail = {}) { return fail(ErrorCode::token_invalid, {}, detail); }
Error expired(TimePoint when) { return fail(ErrorCode::token_expired, iso_microseconds(when)); }

// Whether the user is still who got the token.
Result<void> check_user(const Token& token, ByteView mark, TimePoint now) {
    const store::CredentialFacts& user = token.user->facts;
    if (!user.is_usable()) return fail(ErrorCode::token_user_disabled, {}, "the user " + user.id + " is disabled");
    if (user.expires && *user.expires <= now) return expired(*user.expires);
    if (!constant_time_equal(secret_mark(*token.tenant, *token.user), mark)) {
        return fail(ErrorCode::token_outdated, {}, "the user " + user.id + " has another secret by now");
    }
    return {};
}

Result<void> check_role(const Token& token, std::string_view agency) {
    if (agency.empty()) {
        const bool own = token.user->facts.tenant == token.tenant->facts.id;
        return own ? Result<void>{} : invalid();
    }
    const bool trusted = token.agency != nullptr && is_trusted(*token.agency, token.user->tenant->facts) &&
                         may_assume_roles(*token.user);
    return trusted ? Result<void>{}
                   : invalid(
                         "the agency is gone, or trusts the user's domain no longer, or their rules have AssumeRole no "
                         "longer");
}

}  // namespace

bool may_assume_roles(const store::Credential& user) {
    service::CallerRules rules{user.facts.allow, user.facts.tenant, kName, "AssumeRole"};
    return rules.check_operation().has_value() && !rules.demands_a_key();
}

std::string write_token(const Token& token, TokenKind kind) {
    std::array<std::uint8_t, kSaltBytes> salt;
    crypto::random_bytes(salt);
    Bytes bytes;
    bytes.push_back(kTokenVersion);
    append(bytes, salt);
    append(bytes, token.tenant->facts.id.bytes);
    append_u64_be(bytes, static_cast<std::uint64_t>(to_milliseconds(token.issued)));
    append_u64_be(bytes, static_cast<std::uint64_t>(to_milliseconds(token.expires)));
    bytes.push_back(static_cast<std::uint8_t>(token.scope));
    bytes.push_back(token.methods);
    append(bytes, secret_mark(*token.tenant, *token.user));
    append_text(bytes, token.user->facts.id);
    append_text(bytes, token.agency == nullptr ? std::string_view{} : token.agency->name);
    append_text(bytes, token.project_id);
    append_text(bytes, token.project_name);
    append(bytes, token.tenant->derive(label_of(kind), bytes));
    return base64_encode(bytes);
}

Result<Token> read_token(const service::Services& services, std::string_view text, TokenKind kind, Arena& arena) {
    if (text.size() > kMaxTokenCharacters) return invalid();
    const MutableBytes room = arena.bytes(base64_capacity(text.size()));
    const auto size = base64_decode_to(room, text);
    if (!size || *size < kFixedBytes + kProofBytes) return invalid();
    const ByteView said = room.first(*size - kProofBytes);
    const ByteView proof = room.subspan(said.size(), kProofBytes);

    Reader reader{said};
    if (reader.take(1)[0] != kTokenVersion) return invalid();
    reader.take(kSaltBytes);
    TenantId tenant_id;
    std::ranges::copy(reader.take(tenant_id.bytes.size()), tenant_id.bytes.begin());
    Token token;
    token.tenant = services.store.find_tenant(tenant_id);
    if (token.tenant == nullptr) return invalid();
    if (!constant_time_equal(token.tenant->derive(label_of(kind), said), proof)) return invalid();

    token.issued = read_time(reader.take(8));
    token.expires = read_time(reader.take(8));
    token.scope = static_cast<TokenScope>(reader.take(1)[0]);
    token.methods = reader.take(1)[0];
    const ByteView mark = reader.take(kSecretMarkBytes);
    const std::string_view user = reader.text();
    const std::string_view agency = reader.text();
    token.project_id = reader.text();
    token.project_name = reader.text();
    if (!reader.finished()) return invalid();

    const TimePoint now = services.clock.now();
    if (token.expires <= now) return expired(token.expires);
    token.user = services.store.find_credential(user);
    if (token.user == nullptr) return invalid("its user is gone");
    if (!agency.empty()) token.agency = store::Objects<Agency>{*token.tenant}.find_named(agency);
    TANDEM_CHECK(check_role(token, agency));
    TANDEM_CHECK(check_user(token, mark, now));
    return token;
}

bool is_trusted(const Agency& agency, const store::TenantFacts& domain) noexcept {
    return std::ranges::any_of(agency.trusted, [&](const std::string& trusted) {
        return trusted == domain.domain_name || trusted == domain.domain_id;
    });
}

}  // namespace tandem::api::huawei
