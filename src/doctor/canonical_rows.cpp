// The mistakes that clients make with a canonical request, whoever's it is.

#include "tandem/doctor/canonical_reading.hpp"
#include "tandem/doctor/escapes.hpp"
#include "tandem/doctor/hosts.hpp"
#include "tandem/doctor/secrets.hpp"

#include "queries.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::doctor {

namespace {

void add_rows(CanonicalVariations& to, std::vector<SignedSecret> secrets) {
    for (SignedSecret& other : secrets) {
        to.push_back({other.hypothesis, std::move(other.sentence),
                      [secret = std::move(other.secret)](CanonicalReading& reading) { reading.secret = secret; }});
    }
}

}  // namespace

void add_other_secrets(const CanonicalCase& refused, CanonicalVariations& to) {
    add_rows(to, other_secrets(refused.store, refused.credential));
}

void add_secrets_with_blanks(const CanonicalCase& refused, CanonicalVariations& to) {
    add_rows(to, secrets_with_blanks(refused.credential));
}

void add_hosts(const CanonicalCase& refused, CanonicalVariations& to) {
    for (SignedHost& other : hosts_to_try(refused.request, refused.endpoints)) {
        const auto apply = [host = PrivateText{other.host}](CanonicalReading& reading) {
            reading.set_value("host", host);
        };
        to.push_back({other.hypothesis, std::move(other.sentence), apply});
    }
}

void add_content_types(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::string_view sent = refused.request.header("Content-Type");
    std::vector<std::string> types;
    const auto add_rows = [&](std::string_view type, std::string_view parameters) {
        std::string text = std::string{type}.append(parameters);
        if (std::ranges::find(types, text) == types.end()) types.push_back(std::move(text));
    };
    constexpr std::array<std::string_view, 5> kParameters = {"", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8",
                                                             ";charset=UTF-8"};
    for (const std::string_view parameters : kParameters) add_rows(media_type(sent), parameters);
    for (const std::string_view type : {"application/json", "application/x-www-form-urlencoded", "text/plain",
                                        "application/octet-stream", "multipart/form-data", "application/xml", "*/*"}) {
        for (const std::string_view parameters : kParameters) add_rows(type, parameters);
    }
    add_rows("", "");
    for (const std::string& type : types) {
        if (type == sent || type.size() > 256) continue;
        to.push_back(
            {"content-type",
             "The client signed the Content-Type \"" + type + "\", but \"" + std::string{sent} +
                 "\" came: an HTTP library or a proxy set it. Set the header yourself and sign that text.",
             [value = PrivateText{type}](CanonicalReading& reading) { reading.set_value("content-type", value); }});
    }
}

void add_payloads(const CanonicalCase& refused, CanonicalVariations& to) {
    for (SignedPayload& other : payloads_to_try(refused.request.body)) {
        const auto apply = [hash = std::move(other.hash)](CanonicalReading& reading) { reading.payload_hash = hash; };
        to.push_back({"body", std::move(other.sentence), apply});
    }
}

void add_paths(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::string path{refused.request.path};
    if (path.size() > 2'048) return;
    const auto add_rows = [&](std::string uri, std::string_view how) {
        if (uri == refused.server.uri) return;
        std::string sentence = "The client signed the path \"" + uri + "\"";
        sentence.append(how).append("; the canonical one here is \"").append(refused.server.uri).append("\".");
        to.push_back({"path", std::move(sentence), [uri](CanonicalReading& reading) { reading.uri = uri; }});
    };
    const auto add_with_ends = [&](const std::string& uri, const std::string& how) {
        std::string bare = uri;
        while (bare.ends_with('/')) bare.pop_back();
        add_rows(bare, how + ", without a slash at its end");
        add_rows(bare + "/", how + ", with a slash at its end");
    };
    const auto escaped = [](std::string_view text) {
        std::string out;
        append_escaped(out, text, {"", "-_.~/"});
        return out;
    };
    std::string decoded;
    append_unescaped(decoded, path, false);
    add_with_ends(path, " as it was sent");
    add_with_ends(decoded, " decoded");
    add_with_ends(escaped(path), " encoded once more");
    add_with_ends(escaped(escaped(path)), " encoded twice more");
    add_rows("/", " alone");
    add_rows("", " of no text");
    add_with_ends("/" + path, " with a second slash before it");
    const std::string host{refused.request.header("Host")};
    add_with_ends("http://" + host + path, " as a whole URL");
    add_with_ends("https://" + host + path, " as a whole URL");
    if (!refused.request.query.empty()) {
        to.push_back({"path", "The client signed path and query together as its path. The query has a line of its own.",
                      [uri = path, query = refused.request.query](CanonicalReading& reading) {
                          reading.uri = uri + "?" + std::string{query};
                      }});
    }
    for (const char* other : {"/v2/index.php", "/index.php", "/kms", "/kms/"}) add_rows(other, "");
}

void add_queries(const CanonicalCase& refused, CanonicalVariations& to) {
    for (SignedQuery& other : queries_to_try(refused.request.query)) {
        to.push_back({"query", std::move(other.sentence),
                      [query = other.query](CanonicalReading& reading) { reading.query = query; }});
    }
}

void add_methods(const CanonicalCase& refused, CanonicalVariations& to) {
    std::string lower{refused.request.method};
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const std::string& method : {std::string{"GET"}, std::string{"POST"}, std::string{"PUT"},
                                      std::string{"DELETE"}, std::string{"HEAD"}, std::string{"PATCH"}, lower}) {
        if (method == refused.request.method) continue;
        to.push_back({"method",
                      "The client signed the method " + method + " and sent " + std::string{refused.request.method} +
                          ". Sign the method that is sent, in upper case.",
                      [method](CanonicalReading& reading) { reading.method = method; }});
    }
}

void add_scope(CanonicalVariations& to, std::string_view word, const std::string& sentence, const std::string& scope,
               std::string_view end) {
    const std::string line = scope + std::string{end};
    to.push_back({word, sentence, [scope](CanonicalReading& reading) { reading.key_scope = scope; }});
    to.push_back({word, sentence, [line](CanonicalReading& reading) { reading.scope = line; }});
    to.push_back({word, sentence, [scope, line](CanonicalReading& reading) {
                      reading.key_scope = scope;
                      reading.scope = line;
                  }});
}

std::string with_slashes(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view& part : parts) {
        if (&part != parts.begin()) text += '/';
        text += part;
    }
    return text;
}

Conclusion the_secret_differs(const WireRequest& request, std::string_view access_key_id) {
    return {"secret",
            "None of the known mistakes makes this signature, so the secret of " + std::string{access_key_id} +
                " in the client most likely differs from the server's. Compare the client's string to sign with the "
                "server's; if they are equal, give the client the secret again." +
                proxy_remark(request)};
}

Conclusion otherwise(const CanonicalCase& refused) {
    for (const CanonicalReading::Header& header : refused.server.headers) {
        if (refused.request.find_header(header.name) != nullptr) continue;
        return {"signed-headers", "The header \"" + header.name +
                                      "\" is named as signed but did not come: a proxy removed or renamed it, or the "
                                      "client never sent it. Let it through, or do not sign it."};
    }
    return the_secret_differs(refused.request, refused.credential.facts.id);
}

}  // namespace tandem::api::doctor
