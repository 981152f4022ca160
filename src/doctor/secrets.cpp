#include "tandem/doctor/secrets.hpp"

#include "tandem/base/encoding.hpp"

#include <array>

namespace tandem::api::doctor {

namespace {

constexpr std::size_t kMostCredentials = 500;

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

std::vector<SignedSecret> other_secrets(const store::KeyStore& store, const store::Credential& named) {
    std::vector<SignedSecret> to;
    const std::string& id = named.facts.id;
    for (const store::Credential* other : store.credentials()) {
        if (to.size() == kMostCredentials) break;
        if (other == &named || other->secret == named.secret) continue;
        to.push_back({"secret-other", PrivateText{as_text(other->secret.expose_secret())},
                      "The request names " + id + " but is signed with the secret of " + other->facts.id +
                          ". Give the client the id and the secret of one credential."});
    }
    to.push_back({"secret-other", PrivateText{id},
                  "The request is signed with the id " + id + " in place of its secret. Check which is which."});
    to.push_back({"secret-other", PrivateText{std::string_view{}},
                  "The request is signed with an empty secret. Check where the client takes the secret of " + id +
                      " from: a variable may not be set."});
    return to;
}

std::vector<SignedSecret> secrets_with_blanks(const store::Credential& named) {
    std::vector<SignedSecret> to;
    struct Wrapped {
        std::string_view before;
        std::string_view after;
        std::string_view what;
    };
    constexpr std::array<Wrapped, 11> kWrapped = {{{"", "\n", "a line feed behind it"},
                                                   {"", "\r\n", "a carriage return and line feed behind it"},
                                                   {"", "\r", "a carriage return behind it"},
                                                   {"", " ", "a blank behind it"},
                                                   {" ", "", "a blank before it"},
                                                   {" ", " ", "blanks around it"},
                                                   {"", "\t", "a tab behind it"},
                                                   {"\t", "", "a tab before it"},
                                                   {"\n", "", "a line feed before it"},
                                                   {"\"", "\"", "quotation marks around it"},
                                                   {"'", "'", "apostrophes around it"}}};
    const std::string_view secret = as_text(named.secret.expose_secret());
    const auto add = [&](PrivateText text, std::string_view what) {
        to.push_back({"secret-blanks", std::move(text),
                      "The secret that signed is that of " + named.facts.id + " with " + std::string{what} +
                          ". Trim it where the client reads it."});
    };
    for (const Wrapped& row : kWrapped) add(PrivateText::joined({row.before, secret, row.after}), row.what);
    if (trimmed(secret) != secret) {
        add(PrivateText{trimmed(secret)}, "the blanks taken away that the server's own has at an end");
    }
    add(PrivateText::from(base64_encode(as_bytes(secret))), "base64 around it");
    return to;
}

}  // namespace tandem::api::doctor
