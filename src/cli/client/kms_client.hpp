#pragma once
// The client verbs' way to a server: the Huawei dialect over the real wire, signed with SDK-HMAC-SHA256.

#include "tandem/base/clock.hpp"
#include "tandem/base/secret.hpp"

#include "http_client.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tandem::cli {

struct ClientCredential {
    std::string id;
    SecretBytes secret;
};

// Adds X-Sdk-Date and Authorization (Huawei spec section 2.2). The target must have no query and no escapes.
void sign_request(HttpRequest& request, const std::string& host, const ClientCredential& credential, TimePoint now);

class KmsClient {
  public:
    KmsClient(ServerAddress server, HttpOptions options, ClientCredential credential);

    // One operation of the KMS service ("encrypt-data"). Throws UserError with the vendor's code and text.
    nlohmann::json call(std::string_view operation, const nlohmann::json& body);

    // The id of the caller's first project; the server is asked once.
    const std::string& project();

  private:
    nlohmann::json send(std::string method, std::string target, const nlohmann::json& body);

    ServerAddress server_;
    HttpOptions options_;
    ClientCredential credential_;
    std::string project_;
};

}  // namespace tandem::cli
