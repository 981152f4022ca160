#include "banner.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/keys/key_facts.hpp"
#include "tandem/service/actions/tenants.hpp"

#include <ostream>

namespace tandem::cli {
namespace {

constexpr std::size_t kMostKeysShown = 5;

const store::Key* first_named_cipher(const store::KeyStore& store, const store::Tenant& tenant) {
    const store::Key* found = nullptr;
    store.visit_keys(tenant, store::KeyOrder::newest_first, [&found](const store::Key& key) {
        const auto& settings = key.settings;
        if (!settings.primary_alias.empty() && settings.state == keys::KeyState::enabled &&
            keys::is_symmetric_cipher(key.spec))
            found = &key;
        return found == nullptr;
    });
    return found;
}

void print_keys(std::ostream& out, service::Services& services) {
    const auto guard = services.store.read();
    const auto* tenant = services.store.find_tenant_by_name(app::kDevelopmentTenant);
    const std::size_t count = tenant ? services.store.key_count(*tenant) : 0;
    if (count == 0) {
        out << "  try      tandem key create demo && tandem encrypt demo hello\n";
        return;
    }
    const char* label = "  keys     ";
    for (const auto* key : services.store.keys(*tenant, store::KeyOrder::newest_first, 0, kMostKeysShown)) {
        const auto& alias = key->settings.primary_alias;
        out << label << key->id.text() << "  " << keys::name_of(key->spec) << "  " << (alias.empty() ? "-" : alias)
            << '\n';
        label = "           ";
    }
    if (count > kMostKeysShown) out << label << "and " << count - kMostKeysShown << " more: tandem key list\n";
    if (const auto* named = first_named_cipher(services.store, *tenant))
        out << "  try      tandem encrypt " << named->settings.primary_alias << " hello\n";
}

// Where to reach it from here: a listener on every address has none of its own to connect to.
std::string reachable(const std::string& address) {
    for (const std::string_view any : {"0.0.0.0:", "[::]:"})
        if (address.starts_with(any)) return "localhost:" + address.substr(any.size());
    return address;
}

void print_addresses(std::ostream& out, app::Application& application) {
    const auto addresses = application.addresses();  // in the order of the configuration's listeners
    const auto& listeners = application.config().listeners;
    const char* label = "  API      ";
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (listeners[i].impersonates) continue;
        const auto address = reachable(addresses[i]);
        out << label << "http://" << address << "   https://" << address << '\n';
        label = "           ";
    }
    label = "  vendors  ";
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (!listeners[i].impersonates) continue;
        out << label << "https://" << addresses[i]
            << "   as kms.tencentcloudapi.com, kms.<region>.myhuaweicloud.com, ...\n";
        label = "           ";
    }
    if (application.config().tls.certificate.empty()) out << "  https    tandem ca > ca.pem   # for clients to trust\n";
}

}  // namespace

void print_banner(std::ostream& out, app::Application& application, bool open_to_others, bool in_container) {
    const auto& config = application.config();
    out << "tandem " << app::version()
        << "  DEVELOPMENT MODE: the credential is published, do not expose this server\n";
    print_addresses(out, application);
    if (open_to_others)
        out << "           OPEN TO OTHER MACHINES: it listens on more than this machine's own addresses"
            << (in_container ? " (a container)\n" : "\n");
    out << "  id/key   " << app::kDevelopmentId << " / " << app::kDevelopmentSecret << '\n'
        << "  project  " << app::kDevelopmentProject << " (" << config.vendors.huawei.region << ", or any name)\n";
    if (config.storage.database.empty())
        out << "  storage  IN MEMORY: every key is LOST when this server ends (--data DIR keeps them)\n";
    else
        out << "  storage  " << config.storage.database.string() << ", unsealed by "
            << config.storage.unseal_key.string() << '\n';
    if (!config.stand_in.faults.empty() || !config.stand_in.fault_texts.empty())
        out << "  faults   SOME ANSWERS GO WRONG ON PURPOSE: tandem faults list\n";
    print_keys(out, application.services());
    // The command above goes to the default address unless it is told another.
    if (application.port() != app::kDefaultPort)
        out << "  use      export TANDEM_ADDR=http://127.0.0.1:" << application.port() << '\n';
    const Clock& clock = application.services().clock;
    if (clock.now() != clock.real_now() && !config.stand_in.clock.empty())
        out << "  clock    " << app::format_date(clock.now()) << " (tandem clock reset)\n";
    out << "  SDKs     tandem snippet --list     eval \"$(tandem env)\"\n";
}

}  // namespace tandem::cli
