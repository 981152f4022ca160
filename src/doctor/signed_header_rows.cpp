// Mistakes with the list of signed headers and with their lines.

#include "tandem/doctor/canonical_reading.hpp"

#include <algorithm>

namespace tandem::api::doctor {

namespace {

using Header = CanonicalReading::Header;
constexpr std::string_view kWord = "signed-headers";
constexpr std::size_t kMostHeaders = 40;  // tried one by one

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// "content-type" -> "Content-Type"
std::string title(std::string_view text) {
    std::string out{text};
    bool start = true;
    for (char& c : out) {
        if (start && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        start = c == '-';
    }
    return out;
}

std::string joined_headers(const std::vector<Header>& headers, std::string_view separator) {
    std::string list;
    for (const Header& header : headers) {
        if (!list.empty()) list += separator;
        list += header.name;
    }
    return list;
}

void sort_by_name(std::vector<Header>& headers) { std::ranges::sort(headers, {}, &Header::name); }

template <class Change>
void add_header_row(CanonicalVariations& to, std::string sentence, Change change) {
    to.push_back({kWord, std::move(sentence), std::move(change)});
}

// The client signed a header that it does not name, or the reverse.
void add_other_lists(const CanonicalCase& refused, CanonicalVariations& to) {
    for (const Header& gone : refused.server.headers) {
        add_header_row(
            to, "The header " + gone.name + " is named in SignedHeaders but was not signed. Name what is signed.",
            [name = gone.name](CanonicalReading& reading) {
                std::erase_if(reading.headers, [&](const Header& header) { return header.name == name; });
                reading.signed_headers = joined_headers(reading.headers, ";");
            });
        add_header_row(to, "The header " + gone.name + " is named in SignedHeaders but has no line in what was signed.",
                       [name = gone.name](CanonicalReading& reading) {
                           std::erase_if(reading.headers, [&](const Header& header) { return header.name == name; });
                       });
    }
    std::size_t tried = 0;
    for (const HeaderField& field : refused.request.headers) {
        const std::string name = lower(field.name);
        if (name == "authorization" || ++tried > kMostHeaders) continue;
        if (std::ranges::any_of(refused.server.headers,
                                [&](const Header& header) { return lower(header.name) == name; }))
            continue;
        for (const bool listed : {true, false}) {
            add_header_row(
                to, "The header " + name + " was signed but is not named in SignedHeaders. Name all that is signed.",
                [name, value = PrivateText{field.value}, listed](CanonicalReading& reading) {
                    reading.headers.push_back({name, value});
                    sort_by_name(reading.headers);
                    if (listed) reading.signed_headers = joined_headers(reading.headers, ";");
                });
        }
    }
}

// A header that is named as signed did not come, but another one has its value.
void add_renamed(const CanonicalCase& refused, CanonicalVariations& to) {
    for (const Header& missing : refused.server.headers) {
        if (refused.request.find_header(missing.name) != nullptr) continue;
        std::size_t tried = 0;
        for (const HeaderField& field : refused.request.headers) {
            if (++tried > kMostHeaders) break;
            add_header_row(to,
                           "The signed header " + missing.name + " did not come, but its value came as " +
                               std::string{field.name} + ": a proxy renamed it.",
                           [name = missing.name, value = PrivateText{field.value}](CanonicalReading& reading) {
                               reading.set_value(name, value);
                           });
        }
    }
}

void add_forms(CanonicalVariations& to) {
    add_header_row(to, "The client signed its headers in another order than it names them. Sort both by name.",
                   [](CanonicalReading& reading) { sort_by_name(reading.headers); });
    add_header_row(to, "The client signed its headers sorted by name and names them in another order. Sort both.",
                   [](CanonicalReading& reading) {
                       sort_by_name(reading.headers);
                       reading.signed_headers = joined_headers(reading.headers, ";");
                   });
    add_header_row(to, "The client signed its headers in the reverse order of SignedHeaders. Sort both by name.",
                   [](CanonicalReading& reading) { std::ranges::reverse(reading.headers); });
    add_header_row(to, "The list of signed headers was signed in another order than it is sent. Send what is signed.",
                   [](CanonicalReading& reading) {
                       std::vector<Header> sorted = reading.headers;
                       sort_by_name(sorted);
                       reading.signed_headers = joined_headers(sorted, ";");
                   });
    for (const bool list_too : {false, true}) {
        add_header_row(to, "The client signed header names with capital letters. They are signed in lower case.",
                       [list_too](CanonicalReading& reading) {
                           for (Header& header : reading.headers) header.name = title(header.name);
                           if (list_too) reading.signed_headers = joined_headers(reading.headers, ";");
                       });
        add_header_row(to,
                       "The client signed header names in lower case and names them otherwise. Both are in lower case.",
                       [list_too](CanonicalReading& reading) {
                           for (Header& header : reading.headers) header.name = lower(header.name);
                           if (list_too) reading.signed_headers = joined_headers(reading.headers, ";");
                       });
    }
    add_header_row(to, "The client signed header values in lower case. They are signed as they are sent.",
                   [](CanonicalReading& reading) {
                       for (Header& header : reading.headers)
                           header.value = PrivateText::from(lower(header.value.view()));
                   });
    add_header_row(to, "The client signed a blank behind each header's colon. Sign \"name:value\".",
                   [](CanonicalReading& reading) {
                       for (Header& header : reading.headers)
                           header.value = PrivateText::joined({" ", header.value.view()});
                   });
    add_header_row(
        to,
        "The client signed no empty line behind its headers. Each header's line ends with a line feed, and the list "
        "of signed headers has an empty line before it.",
        [](CanonicalReading& reading) { reading.after_headers.clear(); });
    add_header_row(to, "The client signed one empty line too many behind its headers.",
                   [](CanonicalReading& reading) { reading.after_headers = "\n\n"; });
    for (const std::string_view separator : {",", ", ", "; ", "&"}) {
        add_header_row(to, "The client signed the list of its headers with other separators than semicolons.",
                       [separator](CanonicalReading& reading) {
                           reading.signed_headers = joined_headers(reading.headers, separator);
                       });
    }
}

}  // namespace

void add_signed_headers(const CanonicalCase& refused, CanonicalVariations& to) {
    add_renamed(refused, to);
    add_other_lists(refused, to);
    add_forms(to);
}

}  // namespace tandem::api::doctor
