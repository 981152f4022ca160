#include "token.hpp"

#include "tandem/base/encoding.hpp"

#include "timestamps.hpp"

#include <algorithm>
#include <chrono>

namespace tandem::dialect::huawei {

namespace {

// version u8 ‖ tenant 16 ‖ issued u64 ‖ expires u64 ‖ scope u8 ‖ three texts, each u8 length and bytes: user's access
// key id, project id, project name ‖ HMAC-SHA-256 of "tandem/v1/token" and all before.
constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kLabel = "tandem/v1/token";
constexpr std::size_t kFixedBytes = 1 + 16 + 8 + 8 + 1;
constexpr std::size_t kProofBytes = sizeof(crypto::Sha256Digest);
constexpr std::size_t kMaxTokenCharacters = 2048;

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

Error invalid() { return fail(ErrorCode::token_invalid); }

bool is_authentic(const store::Tenant& tenant, ByteView said, ByteView proof) noexcept {
    return constant_time_equal(tenant.token_key.sign({as_bytes(kLabel), said}), proof);
}

}  // namespace

std::string write_token(const Token& token) {
    Bytes bytes;
    bytes.push_back(kVersion);
    append(bytes, token.tenant->facts.id.bytes);
    append_u64_be(bytes, static_cast<std::uint64_t>(to_milliseconds(token.issued)));
    append_u64_be(bytes, static_cast<std::uint64_t>(to_milliseconds(token.expires)));
    bytes.push_back(static_cast<std::uint8_t>(token.scope));
    append_text(bytes, token.user->facts.id);
    append_text(bytes, token.project_id);
    append_text(bytes, token.project_name);
    append(bytes, token.tenant->token_key.sign({as_bytes(kLabel), bytes}));
    return base64_encode(bytes);
}

Result<Token> read_token(const service::Services& services, std::string_view text, Arena& arena) {
    if (text.size() > kMaxTokenCharacters) return invalid();
    const MutableBytes room = arena.bytes(base64_capacity(text.size()));
    const auto size = base64_decode_to(room, text);
    if (!size || *size < kFixedBytes + kProofBytes) return invalid();
    const ByteView said = room.first(*size - kProofBytes);
    const ByteView proof = room.subspan(said.size(), kProofBytes);

    Reader reader{said};
    if (reader.take(1)[0] != kVersion) return invalid();
    TenantId tenant_id;
    std::ranges::copy(reader.take(tenant_id.bytes.size()), tenant_id.bytes.begin());
    Token token;
    token.tenant = services.store.find_tenant(tenant_id);
    if (token.tenant == nullptr || !is_authentic(*token.tenant, said, proof)) return invalid();
    token.issued = read_time(reader.take(8));
    token.expires = read_time(reader.take(8));
    token.scope = static_cast<TokenScope>(reader.take(1)[0]);
    const std::string_view user = reader.text();
    token.project_id = reader.text();
    token.project_name = reader.text();
    if (!reader.finished()) return invalid();
    if (token.expires <= services.clock.now()) {
        return fail(ErrorCode::token_expired, iso_microseconds(token.expires));
    }
    token.user = services.store.find_credential(user);
    if (token.user == nullptr || !token.user->facts.enabled || token.user->facts.tenant != tenant_id) return invalid();
    return token;
}

}  // namespace tandem::dialect::huawei
