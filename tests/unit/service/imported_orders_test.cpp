// A key that is given several materials, in random orders of all that can happen to it, held against a small model that
// knows nothing of how the store keeps them.

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/keys/encryption_context.hpp"
#include "tandem/service/actions/import.hpp"
#include "tandem/service/actions/messages.hpp"
#include "tandem/service/actions/sweep.hpp"
#include "tandem/service/key_state.hpp"
#include "tandem/store/imported_memory.hpp"

#include "service_test.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

namespace tandem::service {
namespace {

using std::chrono::minutes;

const ByteView kUnboundContext = keys::EncryptionContext::canonical_empty();
const Bytes kPlaintext(20, 0x5a);

// ---- a store that can be closed and opened again ----

// Rows that outlive the store in front of them.
class KeptBackend : public store::Backend {
  public:
    explicit KeptBackend(std::shared_ptr<store::Backend> kept) : kept_(std::move(kept)) {}
    void load(store::Table table, const std::function<void(const store::RowView&)>& visit) override {
        kept_->load(table, visit);
    }
    Result<void> apply(const std::vector<std::vector<store::RowWrite>>& batches) override {
        return kept_->apply(batches);
    }
    [[nodiscard]] bool is_durable() const noexcept override { return kept_->is_durable(); }

  private:
    std::shared_ptr<store::Backend> kept_;
};

using OpenBackend = std::function<std::unique_ptr<store::Backend>()>;

OpenBackend in_memory() {
    return [kept = std::shared_ptr<store::Backend>{store::make_memory_backend()}] {
        return std::make_unique<KeptBackend>(kept);
    };
}

// Nothing here depends on when the disk has what was written.
OpenBackend in_file(const std::filesystem::path& file) {
    return [file] { return store::open_sqlite_backend({file, {}, true}); };
}

// ---- the model ----

struct ModelMaterial {
    bool is_there = false;
    OptionalTime ends;
};

class Model {
  public:
    [[nodiscard]] bool usable(TimePoint now) const { return !order.empty() && is_there(order.back(), now); }
    [[nodiscard]] bool is_there(int material, TimePoint now) const {
        const ModelMaterial& one = materials.at(material);
        return one.is_there && (!one.ends || *one.ends > now);
    }

    std::vector<int> order;  // the material of each version
    std::map<int, ModelMaterial> materials;
    std::optional<int> waiting;
    OptionalTime waiting_ends;
};

// ---- one order ----

class ImportedOrder {
  public:
    ImportedOrder(OpenBackend open, std::uint32_t seed) : open_(std::move(open)), random_(seed) {
        start();
        store::TenantFacts facts;
        facts.id = tenant_;
        facts.name = "ours";
        std::vector<store::Change> changes;
        changes.emplace_back(store::CreateTenant{facts});
        EXPECT_THAT(store_->commit(tenant_, std::move(changes)), Succeeds());
        const store::ReadGuard guard = store_->read();
        key_ = (*create_key(call(), {.origin = keys::KeyOrigin::external}))->id;
    }

    void run(int steps) {
        for (int i = 0; i < steps && !testing::Test::HasFailure(); ++i) {
            step();
            SCOPED_TRACE("after" + told_.str());
            check();
        }
    }

  private:
    struct Sealed {
        Bytes wire;
        std::size_t version;
    };

    void start() {
        store_.reset();
        store_ = store::KeyStore::open(open_(), SecretBytes{32}, clock_);
        services_.emplace(Services{*store_, clock_, {}});
    }
    Call call() { return {*services_, *store_->find_tenant(tenant_)}; }
    const store::Key& at(const KeyId& id) { return *find_key(call(), id).value(); }
    int any(int below) { return std::uniform_int_distribution<int>{0, below - 1}(random_); }
    [[nodiscard]] TimePoint now() const { return clock_.now(); }

    void step() {
        constexpr int kSteps = 12;
        switch (any(kSteps)) {
            case 0:
                return remove();
            case 1:
                told_ << " advance";
                return clock_.advance(minutes{any(50)});
            case 2:
                told_ << " sweep";
                (void)sweep(*services_);
                return;
            case 3:
                told_ << " restart";
                return start();
            case 4:
            case 5:
                return rotate();
            case 6:
            case 7:
                return seal();
            default:
                return import();
        }
    }

    void import() {
        constexpr int kMaterials = 5;
        const int material = any(kMaterials);
        const bool may_wait = any(2) == 0;
        const OptionalTime ends = any(3) == 0 ? OptionalTime{now() + minutes{1 + any(120)}} : OptionalTime{};
        told_ << (may_wait ? " bring " : " import ") << material << (ends ? "(ends)" : "");
        const store::ReadGuard guard = store_->read();
        const auto states = may_wait ? ImportStates::pending_import_or_waiting : ImportStates::also_enabled;
        const auto parameters = get_import_parameters(
            call(), {.key = at(key_), .algorithm = WrappingAlgorithm::sm2, .states = ImportStates::any});
        ASSERT_THAT(parameters, Succeeds());
        const auto wrapping_key = crypto::PublicKey::from_der(parameters->public_key);
        const Bytes raw(32, static_cast<std::uint8_t>(material + 1));
        const Bytes wrapped = *wrapping_key->sm2_encrypt(crypto::Sm2Form::asn1, raw);
        const auto done = import_material(
            call(),
            {.key = at(key_), .token = parameters->token, .wrapped = wrapped, .expires = ends, .states = states});

        if (model_.order.empty()) model_.order.push_back(material);
        if (std::ranges::find(model_.order, material) != model_.order.end()) {
            model_.materials[material] = {true, ends};
            EXPECT_THAT(done, Succeeds());
        } else if (may_wait && model_.usable(now())) {
            model_.waiting = material;
            model_.waiting_ends = ends;
            EXPECT_THAT(done, Succeeds());
        } else {
            EXPECT_THAT(done, FailsWith(ErrorCode::material_mismatch));
        }
    }

    void rotate() {
        told_ << " rotate";
        const store::ReadGuard guard = store_->read();
        const auto done = rotate_to_imported(call(), at(key_));
        if (!model_.usable(now())) {
            EXPECT_THAT(done, FailsWith(ErrorCode::key_pending_import));
        } else if (!model_.waiting || (model_.waiting_ends && *model_.waiting_ends <= now())) {
            EXPECT_THAT(done, FailsWith(ErrorCode::parameter_invalid));
        } else {
            EXPECT_THAT(done, Succeeds());
            model_.order.push_back(*model_.waiting);
            model_.materials[*model_.waiting] = {true, model_.waiting_ends};
            model_.waiting.reset();
        }
    }

    void remove() {
        told_ << " delete";
        const store::ReadGuard guard = store_->read();
        const auto done = delete_imported_material(call(), at(key_));
        if (!model_.usable(now())) {
            EXPECT_THAT(done, FailsWith(ErrorCode::key_pending_import));
            return;
        }
        EXPECT_THAT(done, Succeeds());
        for (auto& [material, one] : model_.materials) one.is_there = false;
        model_.waiting.reset();
    }

    void seal() {
        told_ << " seal";
        const store::ReadGuard guard = store_->read();
        keys::Envelope envelope;
        const auto done = encrypt(
            call(),
            {.key = at(key_), .plaintext = kPlaintext, .context = kUnboundContext, .shape = keys::Shape::trailed},
            envelope);
        if (!model_.usable(now())) {
            EXPECT_THAT(done, FailsWith(ErrorCode::key_pending_import));
            return;
        }
        ASSERT_THAT(done, Succeeds());
        Bytes wire(envelope.encoded_length());
        write_trailed(envelope, wire);
        sealed_.push_back({std::move(wire), model_.order.size() - 1});
    }

    void check() {
        const store::ReadGuard guard = store_->read();
        const store::Key& key = **find_key(call(), key_);
        const bool usable = model_.usable(now());
        EXPECT_EQ(state_of(key, clock_), usable ? KeyState::enabled : KeyState::pending_import);
        if (!model_.order.empty()) {
            EXPECT_EQ(key.versions.size(), model_.order.size());
        }
        for (std::size_t i = 0; i < model_.order.size(); ++i) {
            if (!model_.is_there(model_.order[i], now())) continue;
            EXPECT_NE(key.version(static_cast<std::uint32_t>(i)), nullptr) << i;
            EXPECT_EQ(store::material_end(key, i), model_.materials[model_.order[i]].ends) << i;
        }
        for (const Sealed& one : sealed_) check(one, usable);
    }

    void check(const Sealed& sealed, bool usable) {
        keys::Envelope envelope;
        ASSERT_THAT(read_trailed(sealed.wire, envelope), Succeeds());
        Bytes plaintext(envelope.ciphertext().size());
        const auto opened =
            decrypt(call(), at(envelope.header().key), {.context = kUnboundContext}, envelope, plaintext);
        if (!usable || !model_.is_there(model_.order[sealed.version], now())) {
            EXPECT_THAT(opened, FailsWith(ErrorCode::key_pending_import)) << "version " << sealed.version;
            return;
        }
        ASSERT_THAT(opened, Succeeds()) << "version " << sealed.version;
        plaintext.resize(opened->plaintext_bytes);
        EXPECT_EQ(plaintext, kPlaintext);
    }

    test::FakeClock clock_;
    OpenBackend open_;
    std::unique_ptr<store::KeyStore> store_;
    std::optional<Services> services_;
    const TenantId tenant_ = crypto::random_id<TenantId>();
    KeyId key_{};
    Model model_;
    std::vector<Sealed> sealed_;
    std::mt19937 random_;
    std::ostringstream told_;
};

constexpr int kSteps = 25;

TEST(ImportedOrders, in_memory_are_as_the_model_says) {
    for (std::uint32_t seed = 0; seed < 150 && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE(seed);
        ImportedOrder{in_memory(), seed}.run(kSteps);
    }
}

TEST(ImportedOrders, in_a_database_are_as_the_model_says) {
    for (std::uint32_t seed = 150; seed < 200 && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE(seed);
        const test::TemporaryFolder folder;
        ImportedOrder{in_file(folder.path() / "tandem.db"), seed}.run(kSteps);
    }
}

}  // namespace
}  // namespace tandem::service
