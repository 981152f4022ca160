#include "tandem/doctor/hosts.hpp"

#include "tandem/api/diagnosis.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tandem::api::doctor {

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

class HostList {
  public:
    explicit HostList(std::string_view sent) : sent_(sent) {}

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

// Where people put their servers and proxies, the usual ones first.
constexpr std::array kPorts = std::to_array<std::uint16_t>(
    {443,   80,    8990,  8080,  8443,  8000,  81,    444,   1443,  2443,  3000,  3001,  3443,  4000,  4430,
     4433,  4443,  5000,  5001,  5443,  6443,  7000,  7443,  8001,  8002,  8008,  8010,  8081,  8082,  8083,
     8088,  8090,  8180,  8181,  8280,  8444,  8445,  8500,  8800,  8843,  8880,  8888,  8943,  8991,  9000,
     9001,  9080,  9090,  9443,  9444,  9990,  9999,  10000, 10080, 10443, 11443, 15443, 18080, 18443, 18990,
     20080, 20443, 28080, 28443, 30000, 30080, 30443, 31443, 32443, 38080, 40443, 48080, 50000, 58080, 60443});
constexpr std::size_t kUsualPorts = 6;

std::string with_port(std::string_view name, std::uint16_t port) {
    return std::string{name}.append(":").append(std::to_string(port));
}

// A Host without a port behind a proxy whose own port is not the scheme's: what nginx's $host makes of it.
void add_dropped_ports(HostList& list, std::string_view sent) {
    if (sent.empty() || without_port(sent).size() != sent.size()) return;
    for (const std::uint16_t port : kPorts) {
        list.add("host-port", with_port(sent, port), "",
                 "A proxy dropped the port, as nginx does that sets Host to $host: let it pass $http_host on. Or sign "
                 "the host without its port.");
    }
}

// A Host that is this server's own address as the proxy has it, which is what nginx sends unless told otherwise.
void add_upstreams(HostList& list) {
    for (const char* local : {"localhost", "127.0.0.1", "[::1]"}) {
        for (const std::uint16_t port : kPorts) {
            list.add("host-forwarded", with_port(local, port), ": a proxy put the address of its upstream into Host",
                     "Let the proxy keep Host (nginx: proxy_set_header Host $http_host).");
        }
    }
}

void add_ports(HostList& list, std::string_view name) {
    constexpr std::string_view kRemedy =
        "Sign exactly the text of the Host header: with the port when it has one, without when it has none.";
    list.add("host-port", std::string{name}, " without its port", kRemedy);
    for (const std::uint16_t port : std::span{kPorts}.first(kUsualPorts)) {
        list.add("host-port", with_port(name, port), "", kRemedy);
    }
}

void add_cases(HostList& list, std::string_view sent) {
    constexpr std::string_view kRemedy = "Sign the header's text in the letters in which it is sent.";
    for (const std::string_view host : {sent, without_port(sent)}) {
        list.add("host-case", with_case(host, 'A', 'a'), " in lower case", kRemedy);
        list.add("host-case", with_case(host, 'a', 'A'), " in upper case", kRemedy);
    }
}

// The hosts of these headers as they are, or with the ports that they may have lost on the way.
enum class Ports : bool { as_they_are, lost };

void add_forwarded(HostList& list, std::string_view host, const std::string& why, std::string_view port, Ports ports) {
    constexpr std::string_view kRemedy =
        "Let the proxy keep Host (nginx: proxy_set_header Host $http_host), or add the name to dialects.public_hosts "
        "where the API allows it.";
    if (host.empty()) return;
    const std::string_view name = without_port(host);
    if (ports == Ports::lost) {
        for (const std::uint16_t other : kPorts) list.add("host-forwarded", with_port(name, other), why, kRemedy);
        return;
    }
    list.add("host-forwarded", std::string{host}, why, kRemedy);
    list.add("host-forwarded", std::string{name}, why, kRemedy);
    if (!port.empty()) list.add("host-forwarded", std::string{name}.append(":").append(port), why, kRemedy);
}

void add_forwarded(HostList& list, const WireRequest& request, Ports ports) {
    for (const char* header : {"X-Forwarded-Host", "X-Original-Host", "X-Forwarded-Server", "X-Host"}) {
        const std::string_view hosts = request.header(header);
        add_forwarded(list, hosts.substr(0, hosts.find(',')), std::string{" of "} + header + ": a proxy changed Host",
                      request.header("X-Forwarded-Port"), ports);
    }
    add_forwarded(list, forwarded_host(request.header("Forwarded")), " of Forwarded: a proxy changed Host", {}, ports);
}

void add_endpoints(HostList& list, std::string_view sent, std::span<const std::string> endpoints) {
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
    HostList list{sent};
    add_ports(list, without_port(sent));
    add_cases(list, sent);
    add_forwarded(list, request, Ports::as_they_are);
    add_endpoints(list, sent, endpoints);
    add_dropped_ports(list, sent);
    add_forwarded(list, request, Ports::lost);
    add_upstreams(list);
    return list.take();
}

std::string proxy_remark(const WireRequest& request) {
    const std::string_view sent = request.header("Host");
    const auto says = [&](std::string_view what) {
        return std::string{" "}
            .append(what)
            .append(", and Host says \"")
            .append(printable(sent))
            .append(
                "\": if that is not what the client signs, let the proxy keep Host (nginx: proxy_set_header Host "
                "$http_host).");
    };
    for (const std::string_view header : {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"}) {
        if (request.find_header(header) != nullptr)
            return says("The request came through a proxy (" + std::string{header} + ")");
    }
    if (sent.empty() || without_port(sent).size() != sent.size()) return {};
    return says("A proxy in between may have dropped the port");
}

}  // namespace tandem::api::doctor
