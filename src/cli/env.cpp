#include "tandem/base/user_error.hpp"

#include "sdk_target.hpp"

#include <CLI/Validators.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

namespace tandem::cli {
namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

struct EnvOptions {
    ClientOptions client;
    std::string vendor;
    std::string shell = "sh";
    std::string region;
};

void check_region(const std::string& region) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (region.empty() || region.size() > 63 || !std::ranges::all_of(region, allowed))
        throw UserError{UserError::usage,
                        {.place = "--region", .text = "\"" + region + "\" is not a region like cn-north-4"}};
}

// Read by the SDKs' default credential providers, and the region by tccli and Terraform.
void add_tencent(Variables& variables, const SdkTarget& target, const std::string& region) {
    variables.insert(variables.end(), {{"TENCENTCLOUD_SECRET_ID", target.id},
                                       {"TENCENTCLOUD_SECRET_KEY", target.secret},
                                       {"TENCENTCLOUD_REGION", region}});
}

// Huawei spec section 14: read by the SDKs of Python, Go and Java when a client is built from a region's id.
void add_huawei(Variables& variables, const SdkTarget& target, const std::string& region) {
    std::string suffix = region;
    std::ranges::transform(suffix, suffix.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    });
    const auto url = target.server.text();
    variables.insert(variables.end(), {{"HUAWEICLOUD_SDK_AK", target.id},
                                       {"HUAWEICLOUD_SDK_SK", target.secret},
                                       {"HUAWEICLOUD_SDK_PROJECT_ID", target.project},
                                       {"HUAWEICLOUD_SDK_REGION_KMS_" + suffix, url},
                                       {"HUAWEICLOUD_SDK_REGION_IAM_" + suffix, url},
                                       {"HUAWEICLOUD_SDK_IAM_ENDPOINT", url}});
}

void add_authority(Variables& variables, const std::string& file) {
    const auto path = std::filesystem::absolute(file).lexically_normal().string();
    for (const char* name : {"NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"})
        variables.emplace_back(name, path);
}

// Between single quotes, with `escape` in front of each character of `escaped`.
std::string quoted(std::string_view text, std::string_view escaped, std::string_view escape) {
    std::string result{"'"};
    for (const char c : text) {
        if (escaped.find(c) != std::string_view::npos) result += escape;
        result += c;
    }
    return result + "'";
}

std::string line_of(const std::string& shell, const std::string& name, const std::string& value) {
    if (shell == "fish") return "set -gx " + name + " " + quoted(value, "'\\", "\\");
    if (shell == "powershell") return "$env:" + name + " = " + quoted(value, "'", "'");
    return "export " + name + "=" + quoted(value, "'", "'\\'");
}

void print_variables(CommandContext& context, const EnvOptions& options) {
    if (!options.region.empty()) check_region(options.region);
    if (!options.region.empty() && options.vendor.empty())
        throw UserError{UserError::usage, "--region needs a vendor: tandem env huawei --region cn-north-4"};
    const auto region_or = [&](const char* standard) { return options.region.empty() ? standard : options.region; };
    const bool tencent = options.vendor != "huawei";
    const bool huawei = options.vendor != "tencent";

    const auto target = sdk_target(context, options.client, huawei);
    Variables variables{{"TANDEM_ADDR", target.server.text()}};
    if (tencent) add_tencent(variables, target, region_or("ap-guangzhou"));
    if (huawei) add_huawei(variables, target, region_or("cn-north-4"));
    if (const auto& file = options.client.http.certificate_authority; !file.empty()) add_authority(variables, file);
    for (const auto& [name, value] : variables) context.out << line_of(options.shell, name, value) << '\n';
}

}  // namespace

void add_env_command(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<EnvOptions>();
    auto* command = add_command(app, "env", "Print variables that lead the vendors' SDKs to the server",
                                "  eval \"$(tandem env huawei --region cn-north-4)\"\n"
                                "  eval \"$(tandem env tencent)\"\n"
                                "  tandem env --shell powershell | Invoke-Expression");
    command->add_option("VENDOR", options->vendor, "tencent or huawei; none is both")
        ->check(CLI::IsMember({"tencent", "huawei"}));
    command->add_option("--shell", options->shell, "sh (default), fish, powershell")
        ->check(CLI::IsMember({"sh", "fish", "powershell"}));
    command->add_option("--region", options->region, "Default ap-guangzhou, cn-north-4");
    add_client_options(*command, options->client);
    command->callback([options, &context] { print_variables(context, *options); });
}

}  // namespace tandem::cli
