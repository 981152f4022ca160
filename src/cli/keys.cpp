#include "tandem/base/encoding.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/user_error.hpp"

#include "client/json_body.hpp"
#include "client_options.hpp"

#include <array>
#include <istream>
#include <iterator>
#include <memory>
#include <ostream>

namespace tandem::cli {
namespace {

using nlohmann::json;

struct KeyCommandOptions {
    ClientOptions client;
    std::string key;
    std::string text;
    std::string spec = "AES_256";
    bool as_json = false;
    bool no_line_end = false;

    [[nodiscard]] KmsClient connect(const CommandContext& context) const {
        return {client.address(context), client.http, client_credential(context)};
    }
};

// "-" is all of standard input.
std::string given_text(CommandContext& context, const std::string& text) {
    if (text != "-") return text;
    return {std::istreambuf_iterator<char>{context.in}, {}};
}

// The API's reference to a key: its id, or "alias/" and a name.
std::string key_reference(const std::string& key) {
    return KeyId::parse(key) || key.starts_with("alias/") ? key : "alias/" + key;
}

void encrypt(CommandContext& context, const KeyCommandOptions& options) {
    const auto text = given_text(context, options.text);
    if (!is_valid_utf8(text)) throw UserError{UserError::failed, std::string{kNotUtf8}};
    const json request{{"key_id", key_reference(options.key)}, {"plain_text", text}};
    const auto answer = options.connect(context).call("encrypt-data", request);
    context.out << answer.at("cipher_text").get<std::string>() << std::endl;
}

void decrypt(CommandContext& context, const KeyCommandOptions& options) {
    auto client = options.connect(context);
    auto key = key_reference(options.key);
    // decrypt-data takes ids only, and makes sure that the ciphertext is this key's.
    if (!KeyId::parse(key))
        key = client.call("describe-key", {{"key_id", key}}).at("key_info").at("key_id").get<std::string>();
    auto ciphertext = given_text(context, options.text);
    while (ciphertext.ends_with('\n')) ciphertext.pop_back();
    const auto answer = client.call("decrypt-data", {{"key_id", key}, {"cipher_text", ciphertext}});
    const auto plaintext = base64_decode(answer.at("plain_text_base64").get<std::string>());
    if (!plaintext) throw UserError{UserError::server_failed, "the answer's plaintext is not base64"};
    context.out << as_text(*plaintext) << (options.no_line_end ? "" : "\n") << std::flush;
}

std::string_view state_word(const std::string& number) {
    // Huawei spec section 5.3.
    constexpr std::array<std::string_view, 8> kWords{"-",        "activating", "enabled", "disabled",
                                                     "deleting", "importing",  "-",       "frozen"};
    const bool known = number.size() == 1 && number[0] >= '0' && number[0] < '8';
    return known ? kWords[static_cast<std::size_t>(number[0] - '0')] : "-";
}

void list_keys(CommandContext& context, const KeyCommandOptions& options) {
    auto client = options.connect(context);
    json all = json::array();
    std::string marker;
    do {
        json request{{"key_spec", "ALL"}, {"limit", "1000"}};
        if (!marker.empty()) request["marker"] = marker;
        const auto page = client.call("list-keys", request);
        for (const auto& key : page.at("key_details")) all.push_back(key);
        marker = page.value("next_marker", "");
    } while (!marker.empty());

    if (options.as_json) {
        context.out << all.dump(2) << std::endl;
        return;
    }
    for (const auto& key : all)
        context.out << key.value("key_id", "-") << "  " << key.value("key_spec", "-") << "  "
                    << state_word(key.value("key_state", "")) << "  " << key.value("key_alias", "") << '\n';
}

void create_key(CommandContext& context, const KeyCommandOptions& options) {
    const json request{{"key_alias", options.key}, {"key_spec", options.spec}};
    const auto answer = options.connect(context).call("create-key", request);
    context.out << answer.at("key_info").at("key_id").get<std::string>() << std::endl;
}

}  // namespace

void add_key_commands(CLI::App& app, CommandContext& context) {
    const auto options = std::make_shared<KeyCommandOptions>();
    auto* encrypting = add_client_verb(app, context, options, "encrypt", "Encrypt a text; prints the ciphertext",
                                       "  tandem encrypt demo hello\n"
                                       "  tandem encrypt demo - < file",
                                       encrypt);
    encrypting->add_option("KEY", options->key, "Alias or id")->required();
    encrypting
        ->add_option("TEXT", options->text, "At most 4 KiB of UTF-8, other bytes as base64; - reads standard input")
        ->required();

    auto* decrypting = add_client_verb(app, context, options, "decrypt", "Decrypt a ciphertext; prints the text",
                                       "  tandem decrypt demo \"$(tandem encrypt demo hello)\"", decrypt);
    decrypting->add_option("KEY", options->key, "Alias or id of the key that it was made with")->required();
    decrypting->add_option("CIPHERTEXT", options->text, "As encrypt printed it; - reads standard input")->required();
    decrypting->add_flag("-n,--no-line-end", options->no_line_end, "Print the text's own bytes and nothing else");

    auto* key = add_command(app, "key", "Keys of the caller's tenant",
                            "  tandem key create demo\n"
                            "  tandem key list");
    key->require_subcommand(1);
    add_client_verb(*key, context, options, "list", "Show all keys", "  tandem key list\n  tandem key list --json",
                    list_keys)
        ->add_flag("--json", options->as_json, "As the API answers, in one array");
    auto* creating = add_client_verb(*key, context, options, "create", "Make a key; prints its id",
                                     "  tandem key create demo\n"
                                     "  tandem key create rsa-demo --spec RSA_2048",
                                     create_key);
    creating->add_option("ALIAS", options->key, "A name for it")->required();
    creating->add_option("--spec", options->spec, "AES_256 (default), SM4, RSA_2048, ...");
}

}  // namespace tandem::cli
