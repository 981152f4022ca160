#include "sdk_target.hpp"

#include "tandem/app/config.hpp"
#include "tandem/base/user_error.hpp"

namespace tandem::cli {

SdkTarget sdk_target(const CommandContext& context, const ClientOptions& options, bool with_project) {
    auto server = options.address(context);
    if (server.kind == ServerAddress::Kind::unix_socket)
        throw UserError{UserError::usage,
                        {.place = server.text(), .text = "SDKs need http://host:port or https://host:port"}};
    auto credential = client_credential(context);
    SdkTarget target{server, credential.id, std::string{as_text(credential.secret.expose_secret())}, {}};
    if (!with_project) return target;
    if (target.id == app::kDevelopmentId)
        target.project = app::kDevelopmentProject;
    else
        target.project = KmsClient{server, options.http, std::move(credential)}.project();
    return target;
}

}  // namespace tandem::cli
