#include "tandem/base/user_error.hpp"
#include "tandem/http/trust_store.hpp"

#include "client_options.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

namespace fs = std::filesystem;

// The password of Java's own trust store; many tools assume it.
constexpr const char* kTrustStorePassword = "changeit";

struct CaOptions {
    ClientOptions client;
    fs::path file;
    fs::path trust_store;
};

std::string fetch_authority(CommandContext& context, const ClientOptions& options) {
    const auto server = options.address(context);
    const auto answer = send_request(server, {"GET", "/_tandem/ca.pem", {}, {}}, options.http);
    if (answer.status == 200 && answer.body.starts_with("-----BEGIN CERTIFICATE-----")) return answer.body;
    throw UserError{answer.status == 404 ? UserError::not_found : UserError::server_failed,
                    {.text = server.text() + " has no certificate authority of its own",
                     .remedy = "`tandem dev` has one, unless tls.cert names certificate files"}};
}

void write_file(const fs::path& file, const std::string& content) {
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    stream << content;
    stream.close();
    if (!stream) throw UserError{UserError::failed, "cannot write " + file.string()};
    // Nothing in it is secret, and who reads it is often another user.
    std::error_code ignored;
    fs::permissions(file, fs::perms{0644}, ignored);
}

void show_authority(CommandContext& context, const CaOptions& options) {
    const auto pem = fetch_authority(context, options.client);
    if (!options.file.empty()) write_file(options.file, pem);
    if (const auto& store = options.trust_store; !store.empty()) {
        write_file(store, http::make_trust_store(pem, kTrustStorePassword));
        context.err << "java -Djavax.net.ssl.trustStore=" << store.string()
                    << " -Djavax.net.ssl.trustStorePassword=" << kTrustStorePassword << std::endl;
    }
    if (options.file.empty() && options.trust_store.empty()) context.out << pem << std::flush;
}

}  // namespace

void add_ca_command(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<CaOptions>();
    auto* command =
        add_command(app, "ca", "Print the certificate of the authority that clients must trust for https",
                    "  tandem ca > ca.pem            # for NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, curl --cacert\n"
                    "  tandem ca --p12 trust.p12     # for Java, password changeit");
    command->add_option("--out", options->file, "Write it there, where no shell can");
    command->add_option("--p12", options->trust_store, "Write a PKCS#12 trust store there");
    add_client_options(*command, options->client);
    command->callback([options, &context] { show_authority(context, *options); });
}

}  // namespace tandem::cli
