// Mistakes with the method, the digest and the encodings of values and signature.

#include "form_rows.hpp"

#include <algorithm>

namespace tandem::api::tencent {

void add_methods(const FormCase& refused, FormVariations& to) {
    for (const std::string_view method : {"GET", "POST", "get", "post", "PUT", ""}) {
        if (method == refused.request.method) continue;
        to.push_back({"method",
                      "The client signed the method \"" + std::string{method} + "\" and sent " +
                          std::string{refused.request.method} + ". Sign the method that is sent, in upper case.",
                      [method](FormReading& reading) { reading.method = method; }});
    }
}

void add_algorithms(const FormCase& refused, FormVariations& to) {
    const bool sha1 = refused.server.digest == SignatureV1Method::hmac_sha1;
    const std::string made = sha1 ? "HmacSHA256" : "HmacSHA1";
    to.push_back({"algorithm",
                  "The client signed with " + made + ", but SignatureMethod " +
                      (sha1 ? "does not say so: send SignatureMethod=HmacSHA256, and sign it too."
                            : "says HmacSHA256. Sign with that, or leave SignatureMethod out."),
                  [other = sha1 ? SignatureV1Method::hmac_sha256 : SignatureV1Method::hmac_sha1](FormReading& reading) {
                      reading.digest = other;
                  }});
    to.push_back(
        {"algorithm", "The client put \"TC3\" before its secret. That belongs to TC3-HMAC-SHA256 alone.",
         [](FormReading& reading) { reading.secret = doctor::PrivateText::joined({"TC3", reading.secret.view()}); }});
    to.push_back(
        {"algorithm", "The client put \"&\" behind its secret. That belongs to another cloud's signature.",
         [](FormReading& reading) { reading.secret = doctor::PrivateText::joined({reading.secret.view(), "&"}); }});
}

void add_encodings(const FormCase& refused, FormVariations& to) {
    const auto add = [&](std::string sentence, auto apply) { to.push_back({"encoding", std::move(sentence), apply}); };
    add("The client signed the digest's hexadecimal text in base64. Signature is the base64 of the raw digest.",
        [](FormReading& reading) { reading.digest_text = DigestText::base64_of_hexadecimal; });
    add("Signature came in hexadecimal digits. It is the base64 of the raw digest.",
        [](FormReading& reading) { reading.digest_text = DigestText::hexadecimal; });
    add("Signature came in the base64 of URLs. Its alphabet is the standard one, with + and /.",
        [](FormReading& reading) { reading.digest_text = DigestText::base64_url; });
    add("Signature came with blanks where base64 has \"+\": it was sent without percent-encoding. Send \"+\" as %2B.",
        [](FormReading& reading) { std::ranges::replace(reading.signature, ' ', '+'); });
    add("Signature came percent-encoded twice. Encode it once.", [](FormReading& reading) {
        std::string once;
        doctor::append_unescaped(once, reading.signature, false);
        reading.signature = once;
    });
    add("Signature came without the = at its end.", [](FormReading& reading) {
        while (reading.signature.size() % 4 != 0) reading.signature += '=';
    });
    add("A value came with blanks where \"+\" was signed: it was sent without percent-encoding. Send \"+\" as %2B.",
        [](FormReading& reading) { reading.blanks_are_plus = true; });
    for (const doctor::EscapeStyle& style : doctor::escape_styles()) {
        const std::string how{style.name};
        add("The client signed values " + how + ". They are signed as they are and encoded for sending alone.",
            [&style](FormReading& reading) { reading.values = &style; });
        add("The client signed its joined parameters " + how + ". They are signed as they are.",
            [&style](FormReading& reading) { reading.whole = &style; });
    }
    if (refused.request.method != "POST") return;
    add("The client did or did not sign a value that begins with \"@\"; on POST those are left out.",
        [](FormReading& reading) { reading.drop_at_values = !reading.drop_at_values; });
}

}  // namespace tandem::api::tencent
