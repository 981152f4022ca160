#include "form_rows.hpp"

#include "tandem/doctor/hosts.hpp"
#include "tandem/doctor/secrets.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace tandem::api::tencent {

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

}  // namespace tandem::api::tencent
