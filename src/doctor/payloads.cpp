#include "tandem/doctor/payloads.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include "json_spellings.hpp"

#include <algorithm>
#include <utility>

namespace tandem::api::doctor {

namespace {

constexpr std::string_view kRemedy = ". Send exactly the bytes that were signed.";

std::string_view without_end(std::string_view text) noexcept {
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

std::string hash_of_both(std::string_view body, std::string_view more) {
    return hex_encode(crypto::sha256({as_bytes(body), as_bytes(more)}));
}

using Payloads = std::vector<SignedPayload>;

void add_payload(Payloads& to, std::string hash, std::string sentence) {
    to.push_back({std::move(hash), std::move(sentence)});
}

void add_ends(Payloads& to, std::string_view body) {
    const std::string remedy{kRemedy};
    if (without_end(body) != body) {
        add_payload(to, payload_hash(without_end(body)),
                    "The body that came ends in blanks or line feeds that were not signed" + remedy);
    }
    if (body.ends_with('\n')) {
        add_payload(to, payload_hash(body.substr(0, body.size() - 1)),
                    "The body that came has a line feed at its end that was not signed" + remedy);
    }
    for (const std::string_view end : {"\n", "\r\n", " ", "\r"}) {
        add_payload(to, hash_of_both(body, end),
                    "The body that was signed has a blank or line feed at its end that did not come" + remedy);
    }
    add_payload(to, hash_of_both("\xef\xbb\xbf", body),
                "The body that was signed begins with a byte order mark that did not come" + remedy);
}

void add_spellings(Payloads& to, std::string_view body) {
    const std::vector<JsonSpelling> spellings = json_spellings(body);
    for (const std::string_view end : {"", "\n"}) {
        for (const JsonSpelling& spelling : spellings) {
            if (end.empty() && spelling.text.view() == body) continue;
            add_payload(to, hash_of_both(spelling.text.view(), end),
                        "The JSON body was signed " + std::string{spelling.how} + ", and came in another form" +
                            std::string{kRemedy});
        }
    }
}

void add_stand_ins(Payloads& to, std::string_view body) {
    constexpr std::string_view kUnsigned = "UNSIGNED-PAYLOAD";
    const std::string came = ", but one of " + std::to_string(body.size()) + " bytes came. Sign the body that is sent.";
    if (!body.empty()) add_payload(to, payload_hash(""), "The client signed an empty body" + came);
    for (const std::string_view text : {"{}", "null", "\"\"", "[]", "[object Object]"}) {
        if (text != body) add_payload(to, payload_hash(text), "The client signed the body " + std::string{text} + came);
    }
    const std::string why =
        "The client signed UNSIGNED-PAYLOAD in place of the body, and the header that says so did not come or says "
        "something else. Send the header too, or sign the body.";
    add_payload(to, payload_hash(kUnsigned), why);
    add_payload(to, std::string{kUnsigned}, why);
}

void add_forms_of_the_hash(Payloads& to, std::string_view body) {
    const crypto::Sha256Digest digest = crypto::sha256(as_bytes(body));
    const std::string form = "The body's hash is signed in lower-case hexadecimal digits; the client signed it ";
    add_payload(to, hex_encode_upper(digest), form + "in upper case.");
    add_payload(to, base64_encode(digest), form + "in base64.");
    add_payload(to, {}, "The client signed no hash of the body. The canonical request ends with it.");
    add_payload(to, payload_hash(hex_encode(digest)), "The client hashed the body twice. Once is enough.");
}

}  // namespace

std::string payload_hash(std::string_view body) { return hex_encode(crypto::sha256(as_bytes(body))); }

std::vector<SignedPayload> payloads_to_try(std::string_view body) {
    Payloads payloads;
    add_ends(payloads, body);
    add_spellings(payloads, body);
    add_stand_ins(payloads, body);
    add_forms_of_the_hash(payloads, body);
    std::erase_if(payloads, [right = payload_hash(body)](const SignedPayload& other) { return other.hash == right; });
    return payloads;
}

}  // namespace tandem::api::doctor
