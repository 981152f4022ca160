#include "doctor/hosts.hpp"

#include <algorithm>
#include <array>

namespace tandem::dialect::doctor {

namespace {

std::string_view without_port(std::string_view host) noexcept {
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos) return host;
    const std::string_view port = host.substr(colon + 1);
    return std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; }) ? host.substr(0, colon) : host;
}

std::string with_case(std::string_view text, char from, char to) {
    std::string out{text};
    for (char& c : out) {
        if (c >= from && c <= from + 25) c = static_cast<char>(c - from + to);
    }
    return out;
}

class List {
  public:
    explicit List(std::string_view sent) : sent_(sent) {}

    void add(std::string_view hypothesis, std::string host, std::string_view why, std::string_view remedy) {
        const auto same = [&](const SignedHost& known) { return known.host == host; };
        if (host == sent_ || std::ranges::any_of(hosts_, same)) return;
        std::string sentence = "The client signed the host \"" + host + "\"";
        sentence.append(why).append(", but the Host header says \"").append(sent_).append("\". ").append(remedy);
        hosts_.push_back({hypothesis, std::move(host), std::move(sentence)});
    }
    std::vector<SignedHost> take() { return std::move(hosts_); }

  private:
    std::string_view sent_;
    std::vector<SignedHost> hosts_;
};

// The value of host= in a Forwarded header (RFC 7239).
std::string_view forwarded_host(std::string_view value) noexcept {
    const std::size_t at = value.find("host=");
    if (at == std::string_view::npos) return {};
    value.remove_prefix(at + 5);
    if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
    return value.substr(0, value.find_first_of(";,"));
}

void add_ports(List& list, std::string_view name) {
    constexpr std::string_view kRemedy =
        "Sign exactly the text of the Host header: with the port when it has one, without when it has none.";
    list.add("host-port", std::string{name}, " without its port", kRemedy);
    for (const char* port : {":443", ":80", ":8990", ":8080", ":8443", ":8000"}) {
        list.add("host-port", std::string{name} + port, "", kRemedy);
    }
}

void add_cases(List& list, std::string_view sent) {
    constexpr std::string_view kRemedy = "Sign the header's text in the letters in which it is sent.";
    for (const std::string_view host : {sent, without_port(sent)}) {
        list.add("host-case", with_case(host, 'A', 'a'), " in lower case", kRemedy);
        list.add("host-case", with_case(host, 'a', 'A'), " in upper case", kRemedy);
    }
}

void add_forwarded(List& list, const WireRequest& request) {
    constexpr std::string_view kRemedy =
        "Let the proxy keep Host, or add the name to dialects.public_hosts where the API allows it.";
    for (const char* name : {"X-Forwarded-Host", "X-Original-Host", "X-Forwarded-Server", "X-Host"}) {
        std::string_view host = request.header(name);
        host = host.substr(0, host.find(','));
        if (host.empty()) continue;
        const std::string why = std::string{" of "} + name + ": a proxy changed Host";
        list.add("host-forwarded", std::string{host}, why, kRemedy);
        list.add("host-forwarded", std::string{without_port(host)}, why, kRemedy);
        const std::string_view port = request.header("X-Forwarded-Port");
        if (!port.empty()) list.add("host-forwarded", std::string{host}.append(":").append(port), why, kRemedy);
    }
    const std::string_view host = forwarded_host(request.header("Forwarded"));
    if (!host.empty()) list.add("host-forwarded", std::string{host}, " of Forwarded: a proxy changed Host", kRemedy);
}

void add_endpoints(List& list, std::string_view sent, std::span<const std::string> endpoints) {
    constexpr std::string_view kRemedy =
        "Give the client this server as its endpoint instead of only sending it here, or add the name to "
        "dialects.public_hosts where the API allows it.";
    constexpr std::string_view kPlain = "Sign the bare text of the Host header.";
    for (const std::string& endpoint : endpoints) list.add("host-endpoint", endpoint, "", kRemedy);
    const std::string_view port = sent.substr(without_port(sent).size());
    for (const char* local : {"localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal"}) {
        list.add("host-endpoint", std::string{local}.append(port), "", kRemedy);
        list.add("host-endpoint", local, "", kRemedy);
    }
    for (const std::string_view host : {sent, without_port(sent)}) {
        for (const char* scheme : {"http://", "https://"}) {
            list.add("host-endpoint", std::string{scheme}.append(host), "", kPlain);
            list.add("host-endpoint", std::string{scheme}.append(host).append("/"), "", kPlain);
        }
        list.add("host-endpoint", std::string{host}.append("/"), "", kPlain);
    }
    list.add("host-endpoint", "", " of no text at all", kPlain);
}

}  // namespace

std::vector<SignedHost> hosts_to_try(const WireRequest& request, std::span<const std::string> endpoints) {
    constexpr std::size_t kLongestHost = 256;
    const std::string_view sent = request.header("Host");
    if (sent.size() > kLongestHost) return {};
    List list{sent};
    add_ports(list, without_port(sent));
    add_cases(list, sent);
    add_forwarded(list, request);
    add_endpoints(list, sent, endpoints);
    return list.take();
}

}  // namespace tandem::dialect::doctor
