#pragma once
// Reading the bodies of the server's own API, and showing secrets in its answers once.

#include "tandem/base/error.hpp"
#include "tandem/service/actions/tenants.hpp"

#include "routes.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace tandem::api::admin {

using Members = std::map<std::string, std::string, std::less<>>;

// The body as an object with none but these text members.
Result<Members> read_body(const Request& request, std::initializer_list<std::string_view> known);

nlohmann::json with_secret(const service::NewCredential& credential);

// The reply's body is wiped after the write; this wipes the copy that the JSON value holds.
class WipeSecret {
  public:
    explicit WipeSecret(nlohmann::json& owner) : secret_(owner.at("secret").get_ref<std::string&>()) {}
    WipeSecret(const WipeSecret&) = delete;
    WipeSecret& operator=(const WipeSecret&) = delete;
    ~WipeSecret() { wipe(secret_.data(), secret_.size()); }

  private:
    std::string& secret_;
};

}  // namespace tandem::api::admin
