#include "tandem/service/actions/tenants.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/random.hpp"

#include <algorithm>

namespace tandem::service {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kIdPrefix = "AKID";
constexpr std::size_t kIdLetters = 32;
constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

crypto::Sha256Digest digest_of(std::string_view label, std::string_view name) {
    return crypto::sha256({as_bytes(label), as_bytes(name)});
}

// Uniform letters: bytes beyond the last whole multiple of the alphabet are thrown away.
void fill_with_letters(MutableBytes to, std::string_view alphabet) {
    const std::size_t usable = 256 / alphabet.size() * alphabet.size();
    SecretArray<64> random;
    std::size_t next = 64;
    for (auto& letter : to) {
        std::uint8_t byte;
        do {
            if (next == 64) {
                crypto::random_bytes(random.expose_secret_for_writing());
                next = 0;
            }
            byte = random.expose_secret()[next++];
        } while (byte >= usable);
        letter = static_cast<std::uint8_t>(alphabet[byte % alphabet.size()]);
    }
}

std::string random_letters(std::size_t count, std::string_view alphabet) {
    std::string text(count, '\0');
    fill_with_letters({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, alphabet);
    return text;
}

// Where the numbers of a tenant come from: a digest or random bytes, 32 of them for each use.
template <class Source>
store::TenantFacts make_facts(std::string_view name, std::string_view project_name, const Source& source) {
    constexpr std::uint64_t kAccounts = 900'000'000'000;
    constexpr std::uint64_t kApplications = 750'000'000;
    store::TenantFacts facts;
    facts.name = name;
    facts.domain_name = name;
    facts.account_number = kAccounts / 9 + load_u64_be(source("tandem/account/").data()) % kAccounts;
    facts.application_number = 1'250'000'000 + load_u64_be(source("tandem/application/").data()) % kApplications;
    facts.domain_id = hex_encode(ByteView{source("tandem/domain/")}.first(16));
    facts.projects = {{std::string{project_name}, hex_encode(ByteView{source("tandem/project/")}.first(16))}};
    return facts;
}

store::PutCredential put_credential(const TenantId& tenant, const NewCredential& credential) {
    store::CredentialFacts facts;
    facts.id = credential.id;
    facts.tenant = tenant;
    facts.user_name = credential.id;
    facts.origin = store::CredentialOrigin::run_time;
    return {std::move(facts), credential.secret.clone(), store::IfExists::refuse};
}

Result<void> commit_tenant(Services& services, const TenantId& tenant, std::vector<store::Change> changes) {
    TANDEM_CHECK(services.store.commit(tenant, std::move(changes)));
    return {};
}

}  // namespace

store::TenantFacts derived_tenant(std::string_view name, std::string_view project_name) {
    auto facts = make_facts(name, project_name, [&](std::string_view label) { return digest_of(label, name); });
    facts.id = store::tenant_id_of(name);
    return facts;
}

store::TenantFacts random_tenant(std::string_view name, std::string_view project_name) {
    const std::string chosen = name.empty() ? "tenant-" + random_letters(12, kNameLetters) : std::string{name};
    auto facts = make_facts(chosen, project_name, [](std::string_view) {
        crypto::Sha256Digest random;
        crypto::random_bytes(random);
        return random;
    });
    facts.id = crypto::random_id<TenantId>();
    return facts;
}

Result<void> check_tenant_name(std::string_view name) {
    constexpr std::size_t kMaxLength = 64;
    const auto is_letter = [](char c) { return kLetters.find(c) != std::string_view::npos; };
    const bool right =
        !name.empty() && name.size() <= kMaxLength && is_letter(name.front()) &&
        std::ranges::all_of(name, [&](char c) { return is_letter(c) || c == '.' || c == '_' || c == '-'; });
    if (!right) return fail(ErrorCode::parameter_invalid, "name", "1 to 64 letters, digits, '.', '_' or '-'");
    return {};
}

bool has_random_form(std::string_view credential_id) noexcept {
    return credential_id.size() == kIdPrefix.size() + kIdLetters && credential_id.starts_with(kIdPrefix) &&
           credential_id.find_first_not_of(kLetters) == std::string_view::npos;
}

NewCredential random_credential() {
    // The prefix is one that a client's own check of access key ids may ask for.
    NewCredential credential{std::string{kIdPrefix} + random_letters(kIdLetters, kLetters), SecretBytes{40}};
    fill_with_letters(credential.secret.expose_secret_for_writing(), kLetters);
    return credential;
}

Result<void> create_tenant(Services& services, const store::TenantFacts& facts, const NewCredential& credential) {
    {
        const auto guard = services.store.read();
        if (services.store.find_tenant(facts.id) || services.store.find_tenant_by_name(facts.name))
            return fail(ErrorCode::conflict, "name", "a tenant of this name exists");
    }
    std::vector<store::Change> changes;
    changes.emplace_back(store::CreateTenant{facts});
    changes.emplace_back(put_credential(facts.id, credential));
    return commit_tenant(services, facts.id, std::move(changes));
}

Result<void> create_credential(Services& services, std::string_view tenant_name, const NewCredential& credential) {
    TenantId tenant;
    {
        const auto guard = services.store.read();
        const auto* found = services.store.find_tenant_by_name(tenant_name);
        if (!found) return fail(ErrorCode::parameter_invalid, "tenant", "no such tenant");
        tenant = found->facts.id;
    }
    std::vector<store::Change> changes;
    changes.emplace_back(put_credential(tenant, credential));
    return commit_tenant(services, tenant, std::move(changes));
}

}  // namespace tandem::service
