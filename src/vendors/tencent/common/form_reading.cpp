#include "form_reading.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include <algorithm>

namespace tandem::api::tencent {

namespace {

bool less_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

bool stands_before(const FormReading& reading, std::string_view a, std::string_view b) {
    switch (reading.order) {
        case Order::by_name:
            return a < b;
        case Order::descending:
            return b < a;
        case Order::ignoring_case:
            return less_ignoring_case(a, b);
        case Order::as_sent:
            break;
    }
    return false;
}

// Equal ones stay in the order in which they were sent.
std::vector<const Parameter*> in_order(const FormReading& reading) {
    std::vector<const Parameter*> sorted;
    for (const Parameter& parameter : reading.parameters) {
        if (!reading.drop_at_values || !parameter.value.starts_with('@')) sorted.push_back(&parameter);
    }
    std::ranges::sort(sorted, [&](const Parameter* a, const Parameter* b) {
        if (stands_before(reading, a->name, b->name)) return true;
        return !stands_before(reading, b->name, a->name) && a < b;
    });
    return sorted;
}

// The joined parameters; `append_value` writes a value.
template <class AppendValue>
void append_parameters(std::string& to, const FormReading& reading, AppendValue append_value) {
    bool first = true;
    for (const Parameter* parameter : in_order(reading)) {
        if (!first) to += reading.separator;
        first = false;
        const std::size_t begin = to.size();
        to += parameter->name;
        if (reading.underscore_to_dot) {
            std::replace(to.begin() + static_cast<std::ptrdiff_t>(begin), to.end(), '_', '.');
        }
        to += '=';
        append_value(to, *parameter);
    }
}

// The text that is signed. It may hold plaintext: the caller wipes it, and it does not grow.
std::string text_of(const FormReading& reading) {
    constexpr std::size_t kMostGrowth = 9;  // escaped twice
    std::string text;
    text.reserve(kMostGrowth * reading.size() + 64);
    text.append(reading.method).append(reading.host).append(reading.path).append(reading.question);
    const std::size_t begin = text.size();
    append_parameters(text, reading, [&](std::string& to, const Parameter& parameter) {
        const std::size_t value = to.size();
        if (reading.values == nullptr) {
            to += parameter.value;
        } else {
            doctor::append_escaped(to, parameter.value, *reading.values);
        }
        if (reading.blanks_are_plus) {
            std::replace(to.begin() + static_cast<std::ptrdiff_t>(value), to.end(), ' ', '+');
        }
    });
    text += reading.tail;
    if (reading.whole == nullptr) return text;
    const auto joined = doctor::PrivateText{std::string_view{text}.substr(begin)};
    text.resize(begin);
    doctor::append_escaped(text, joined.view(), *reading.whole);
    return text;
}

Bytes digest_of(const FormReading& reading, std::string_view text) {
    if (reading.digest == SignatureV1Method::hmac_sha1) {
        const crypto::Sha1Digest digest = crypto::hmac_sha1(reading.secret.bytes(), as_bytes(text));
        return {digest.begin(), digest.end()};
    }
    const crypto::Sha256Digest digest = crypto::HmacSha256Key{reading.secret.bytes()}.sign(as_bytes(text));
    return {digest.begin(), digest.end()};
}

std::string signature_of(const FormReading& reading, ByteView digest) {
    switch (reading.digest_text) {
        case DigestText::base64:
            return base64_encode(digest);
        case DigestText::hexadecimal:
            return hex_encode(digest);
        case DigestText::base64_of_hexadecimal:
            return base64_encode(as_bytes(hex_encode(digest)));
        case DigestText::base64_url: {
            std::string text = base64_encode(digest);
            std::ranges::replace(text, '+', '-');
            std::ranges::replace(text, '/', '_');
            return text;
        }
    }
    return {};
}

}  // namespace

std::size_t FormReading::size() const {
    std::size_t size = method.size() + host.size() + path.size() + question.size();
    for (const Parameter& parameter : parameters) size += parameter.name.size() + parameter.value.size() + 2;
    return size;
}

bool FormReading::matches() const {
    std::string text = text_of(*this);
    const WipeOnExit plaintext_in_text{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
    return constant_time_equal(as_bytes(signature_of(*this, digest_of(*this, text))), as_bytes(signature));
}

std::string FormReading::string_to_sign() const {
    std::string text = printable(method + host + path + question);
    FormReading named = *this;
    for (Parameter& parameter : named.parameters) parameter.name = shown_name(parameter.name);
    append_parameters(text, named, [&](std::string& to, const Parameter& parameter) {
        std::string value;
        if (values != nullptr && parameter_may_be_shown(parameter.name)) {
            doctor::append_escaped(value, parameter.value, *values);
        } else {
            value = parameter.value;
        }
        to += shown_parameter(parameter.name, value);
    });
    return text;
}

std::vector<Parameter> signed_parameters(const ParameterList& parameters) {
    std::vector<Parameter> all;
    for (const Parameter& parameter : parameters) {
        if (parameter.name != "Signature") all.push_back(parameter);
    }
    return all;
}

}  // namespace tandem::api::tencent
