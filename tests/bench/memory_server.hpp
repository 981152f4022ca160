#pragma once
// A server without sockets: a key store in memory with one tenant, credential and key, behind the dispatcher.

#include "tandem/api/dispatch.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/records.hpp"
#include "tandem/vendors/vendors.hpp"

#include "support/tencent_client.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tandem::bench {

inline constexpr std::int64_t kSecond = 1'000'000'000;  // in ticks

[[noreturn]] inline void give_up(std::string_view why) {
    std::cerr << why << '\n';
    std::exit(1);
}

class MemoryServer {
  public:
    MemoryServer() {
        store::TenantFacts tenant;
        tenant.id = crypto::random_id<TenantId>();
        tenant.name = "bench";
        store::CredentialFacts credential;
        credential.tenant = tenant.id;
        credential.id = client_.secret_id;
        commit(tenant.id, store::CreateTenant{tenant});
        commit(tenant.id, store::PutCredential{credential, SecretBytes::copy_of(as_bytes(client_.secret_key))});

        const store::ReadGuard guard = store_->read();
        const service::Call call{services_, *store_->find_tenant(tenant.id)};
        key_ = service::create_key(call, {}).value()->id.text();
    }

    [[nodiscard]] service::Services& services() noexcept { return services_; }
    [[nodiscard]] const std::string& secret() const noexcept { return client_.secret_key; }
    [[nodiscard]] TimePoint now() const noexcept { return clock_.real_now(); }

    // Requests of now, signed with TC3.
    [[nodiscard]] test::RequestText signed_request(std::string_view action, std::string_view body) const {
        return client_.post(action, body, to_seconds(now()));
    }
    [[nodiscard]] test::RequestText encrypt(std::size_t plaintext_bytes) const {
        return signed_request("Encrypt", R"({"KeyId":")" + key_ + R"(","Plaintext":")" +
                                             base64_encode(Bytes(plaintext_bytes, 'x')) + R"("})");
    }
    [[nodiscard]] test::RequestText decrypt(std::size_t plaintext_bytes) {
        api::Exchange exchange;
        const test::RequestText request = encrypt(plaintext_bytes);
        const test::RequestView view{request, now()};
        exchange.request = view.request();
        answer(exchange);
        const std::string_view reply = exchange.reply.body;
        constexpr std::string_view kBefore = R"("CiphertextBlob":")";
        const std::string_view blob = reply.substr(reply.find(kBefore) + kBefore.size());
        return signed_request("Decrypt",
                              R"({"CiphertextBlob":")" + std::string{blob.substr(0, blob.find('"'))} + R"("})");
    }

    // As a session does it: the exchange is a used one, with its buffers. A refused request ends the program.
    void answer(api::Exchange& exchange) const {
        dispatcher_.handle(exchange);
        if (exchange.facts.failed) give_up(exchange.reply.body);
    }

  private:
    void commit(const TenantId& tenant, store::Change change) {
        std::vector<store::Change> changes;
        changes.push_back(std::move(change));
        if (store_->commit(tenant, std::move(changes)).has_error()) give_up("the store refuses its first entries");
    }
    static std::vector<std::shared_ptr<const api::Dialect>> dialects() {
        std::vector<std::shared_ptr<const api::Dialect>> all;
        all.push_back(api::make_tencent_2019({}, {}));
        all.push_back(api::make_tencent_2017({}, {}));
        all.push_back(api::make_huawei({}, {}));
        return all;
    }

    SystemClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock_, api::record_kinds());
    service::Services services_{*store_, clock_, {}};
    api::Dispatcher dispatcher_{services_, dialects()};
    test::TencentClient client_{"bench", "bench-secret"};
    std::string key_;
};

}  // namespace tandem::bench
