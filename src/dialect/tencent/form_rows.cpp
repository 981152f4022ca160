#include "diagnosis.hpp"
#include "doctor/hosts.hpp"
#include "doctor/secrets.hpp"
#include "tencent/form_reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace tandem::dialect::tencent {

namespace {

void add_each(FormVariations& to, std::vector<doctor::SignedSecret> secrets) {
    for (doctor::SignedSecret& other : secrets) {
        to.push_back({other.hypothesis, std::move(other.sentence),
                      [secret = std::move(other.secret)](FormReading& reading) { reading.secret = secret; }});
    }
}

void add_other_secrets(const FormCase& refused, FormVariations& to) {
    add_each(to, doctor::other_secrets(refused.store, refused.credential));
}

void add_secrets_with_blanks(const FormCase& refused, FormVariations& to) {
    add_each(to, doctor::secrets_with_blanks(refused.credential));
}

void add_times(const FormCase& refused, FormVariations& to) {
    const std::string_view sent = refused.parameters.value("Timestamp");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(sent.data(), sent.data() + sent.size(), seconds);
    if (error != std::errc{} || end != sent.data() + sent.size() || seconds > 1'000'000'000'000'000) return;
    const auto add = [&](std::int64_t signed_at, std::string sentence) {
        to.push_back({"clock", std::move(sentence),
                      [text = std::make_shared<const std::string>(std::to_string(signed_at))](FormReading& reading) {
                          for (Parameter& parameter : reading.parameters) {
                              if (parameter.name == "Timestamp") parameter.value = *text;
                          }
                      }});
    };
    for (std::int64_t off = 1; off <= 5; ++off) {
        const std::string sentence = "The time that was signed is " + std::to_string(off) +
                                     " s from the Timestamp that came. Take the time once and use it in both places.";
        add(seconds - off, sentence);
        add(seconds + off, sentence);
    }
    add(seconds * 1'000, "Milliseconds were signed, and Timestamp has seconds. Sign what is sent.");
}

void add_hosts(const FormCase& refused, FormVariations& to) {
    for (doctor::SignedHost& other : doctor::hosts_to_try(refused.request, refused.endpoints)) {
        to.push_back({other.hypothesis, std::move(other.sentence),
                      [host = std::move(other.host)](FormReading& reading) { reading.host = host; }});
    }
}

// The signature covers parameters, so what changes a form's body on its way shows in them.
void add_bodies(const FormCase&, FormVariations& to) {
    const auto trim = [](FormReading& reading) {
        reading.signature.erase(reading.signature.find_last_not_of(" \t\r\n") + 1);
        for (Parameter& parameter : reading.parameters) {
            const std::size_t last = parameter.value.find_last_not_of(" \t\r\n");
            parameter.value = parameter.value.substr(0, last == std::string_view::npos ? 0 : last + 1);
        }
    };
    to.push_back(
        {"body",
         "A parameter that came ends in blanks or line feeds that were not signed: the body has more at its end "
         "than was signed. Send exactly what is signed.",
         trim});
    constexpr std::array<std::string_view, 3> kEnds = {"\n", "\r\n", " "};
    for (const std::string_view end : kEnds) {
        to.push_back(
            {"body",
             "The text that was signed has a blank or a line feed at its end that did not come. Send exactly what "
             "is signed.",
             [end](FormReading& reading) { reading.tail = end; }});
    }
}

void add_paths(const FormCase& refused, FormVariations& to) {
    const std::string sent{refused.request.path};
    if (sent.size() > 2'048) return;
    const auto add = [&](std::string path) {
        if (path == refused.server.path) return;
        std::string sentence = "The client signed the path \"" + path + "\", but it sent \"" + sent + "\". ";
        to.push_back({"path", sentence + "Sign the path of the request.",
                      [path](FormReading& reading) { reading.path = path; }});
    };
    for (const std::string& path : {sent + "/", std::string{"/"}, std::string{}, std::string{"/v2/index.php"},
                                    std::string{"/v2/index.php/"}, std::string{"/v3/index.php"},
                                    std::string{"/index.php"}, std::string{"/v2/"}, std::string{"/v2"}, "/" + sent}) {
        add(path);
    }
    if (sent.ends_with('/')) add(sent.substr(0, sent.size() - 1));
}

void add_orders(const FormCase&, FormVariations& to) {
    const auto add = [&](Order order, std::string_view how) {
        to.push_back({"query",
                      "The client joined its parameters " + std::string{how} +
                          ". They are sorted by name in the order of bytes, capital letters first.",
                      [order](FormReading& reading) { reading.order = order; }});
    };
    add(Order::as_sent, "in the order in which it sent them");
    add(Order::ignoring_case, "sorted without regard to capital letters");
    add(Order::descending, "sorted in descending order");
    const auto add_joint = [&](std::string_view question, std::string_view separator, std::string_view how) {
        to.push_back({"query",
                      "The client joined method, host, path and parameters " + std::string{how} +
                          ". It is METHOD + host + path + \"?\" + the pairs joined by \"&\".",
                      [question, separator](FormReading& reading) {
                          reading.question = question;
                          reading.separator = separator;
                      }});
    };
    add_joint("", "&", "without \"?\"");
    add_joint("?", "", "without \"&\"");
    add_joint("&", "&", "with \"&\" in place of \"?\"");
    add_joint("\n", "&", "with a line feed in place of \"?\"");
    to.push_back({"query", "The client signed no parameters. All of them but Signature are signed.",
                  [](FormReading& reading) { reading.parameters.clear(); }});
}

// Parameters that clients sign and then do not send.
void add_absent(const FormCase& refused, FormVariations& to) {
    constexpr std::array<Parameter, 12> kAbsent = {{{"SignatureMethod", "HmacSHA256"},
                                                    {"SignatureMethod", "HmacSHA1"},
                                                    {"Signature", ""},
                                                    {"Version", "2019-01-18"},
                                                    {"Region", ""},
                                                    {"Region", "ap-guangzhou"},
                                                    {"Region", "ap-beijing"},
                                                    {"Region", "ap-shanghai"},
                                                    {"Region", "gz"},
                                                    {"Language", "zh-CN"},
                                                    {"Token", ""},
                                                    {"RequestClient", ""}}};
    for (const Parameter& absent : kAbsent) {
        if (refused.parameters.find(absent.name) != nullptr && absent.name != "Signature") continue;
        to.push_back({"parameters",
                      "The parameter " + std::string{absent.name} + " was signed but did not come" +
                          (absent.name == "Signature" ? " so. Signature itself is not signed."
                                                      : ". Send all parameters that are signed."),
                      [absent](FormReading& reading) { reading.parameters.push_back(absent); }});
    }
}

// A POST may carry parameters in its query beside those of its body.
void add_places(const FormCase& refused, FormVariations& to) {
    const std::string_view query = refused.request.query;
    if (refused.request.method == "GET" || query.empty() || refused.request.body.empty()) return;
    const auto in_query = [query](std::string_view name) {
        std::string_view rest = query;
        while (!rest.empty()) {
            const std::string_view piece = rest.substr(0, rest.find('&'));
            rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
            if (piece.substr(0, piece.find('=')) == name) return true;
        }
        return false;
    };
    for (const bool query_alone : {false, true}) {
        to.push_back({"parameters",
                      std::string{"The client signed the parameters of its "} + (query_alone ? "query" : "body") +
                          " alone, and others came beside them. All that come are signed.",
                      [in_query, query_alone](FormReading& reading) {
                          std::erase_if(reading.parameters,
                                        [&](const Parameter& p) { return in_query(p.name) != query_alone; });
                      }});
    }
}

void add_parameters(const FormCase& refused, FormVariations& to) {
    constexpr std::size_t kMostParameters = 60;
    std::size_t tried = 0;
    for (const Parameter& parameter : refused.server.parameters) {
        if (++tried > kMostParameters) break;
        to.push_back({"parameters",
                      "The parameter " + std::string{shown_name(parameter.name)} +
                          " came but was not signed. Sign all parameters but Signature, after the last one is added.",
                      [name = parameter.name](FormReading& reading) {
                          std::erase_if(reading.parameters, [&](const Parameter& p) { return p.name == name; });
                      }});
    }
    add_absent(refused, to);
    add_places(refused, to);
}

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

// Gives every parameter the name that `rename` makes of its own.
template <class Rename>
void rename_all(FormReading& reading, Rename rename) {
    auto names = std::make_shared<std::vector<std::string>>();
    names->reserve(reading.parameters.size());
    for (Parameter& parameter : reading.parameters) {
        names->push_back(rename(std::string{parameter.name}));
        parameter.name = names->back();
    }
    reading.names = names;
}

// "Names.0" -> "Names[0]"
std::string with_brackets(std::string name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot + 1 == name.size()) return name;
    return name.substr(0, dot) + "[" + name.substr(dot + 1) + "]";
}

void add_names(const FormCase& refused, FormVariations& to) {
    const auto add = [&](std::string sentence, auto apply) { to.push_back({"naming", std::move(sentence), apply}); };
    const bool to_dot = refused.server.underscore_to_dot;
    add(to_dot ? "The client signed names with \"_\". This API signs them with \".\" in its place."
               : "The client signed names with \".\" for \"_\". This API signs names as they are sent.",
        [to_dot](FormReading& reading) { reading.underscore_to_dot = !to_dot; });
    add("The client signed lists as Names[0] and sent them as Names.0. Sign the names that are sent.",
        [](FormReading& reading) { rename_all(reading, with_brackets); });
    add("The client signed names that begin with a capital letter and sent others. Sign the names that are sent.",
        [](FormReading& reading) {
            rename_all(reading, [](std::string name) {
                if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
                return name;
            });
        });
    add("The client signed its own parameters with a small first letter and sent others. Sign the names that are sent.",
        [](FormReading& reading) {
            rename_all(reading, [](std::string name) {
                const bool own = !parameter_may_be_shown(name) && name != "Token";
                if (own && !name.empty() && name[0] >= 'A' && name[0] <= 'Z') {
                    name[0] = static_cast<char>(name[0] - 'A' + 'a');
                }
                return name;
            });
        });
    add("The client signed names in small letters. Sign the names that are sent.", [](FormReading& reading) {
        rename_all(reading, [](std::string name) {
            for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            return name;
        });
    });
}

constexpr doctor::Row<FormCase, FormReading> kRows[] = {
    {add_other_secrets},           // secret-other
    {add_secrets_with_blanks, 1},  // secret-blanks
    {add_times},                   // clock
    {add_hosts, 20},               // host-port, host-case, host-forwarded, host-endpoint
    {add_bodies, 2},               // body
    {add_paths, 4},                // path
    {add_orders, 2},               // query
    {add_parameters, 12},          // parameters
    {add_methods, 2},              // method
    {add_algorithms, 1},           // algorithm
    {add_encodings, 4},            // encoding
    {add_names, 1},                // naming
};

}  // namespace

FormVariations form_variations(const FormCase& refused, std::span<const std::string> accepted_hosts) {
    FormVariations all;
    for (const std::string& host : accepted_hosts) {
        all.push_back({"", "", [host](FormReading& reading) { reading.host = host; }});
    }
    std::ranges::move(doctor::variations_of<FormCase, FormReading>(refused, kRows), std::back_inserter(all));
    return all;
}

}  // namespace tandem::dialect::tencent
