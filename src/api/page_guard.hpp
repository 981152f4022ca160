#pragma once
// Keeps web pages of others out: a page can make a browser on this machine send requests here, by a link, a form or a
// script, also under a name of the page's own that it leads to 127.0.0.1 (DNS rebinding).
//
// A browser says where a request comes from in Origin (of a script or a form) and in Sec-Fetch-Site; the name that it
// believes to talk to is in Host, which no page can change. Other clients send neither of the first two.

#include "tandem/api/page_rules.hpp"
#include "tandem/api/wire.hpp"

namespace tandem::api {

class PageGuard {
  public:
    explicit PageGuard(PageRules rules);

    // On every path: no request of a page from another origin, be it of the same site. On private ones: a good Host.
    // Error: foreign_page, with what to do in its detail.
    [[nodiscard]] Result<void> check(const WireRequest& request) const;

  private:
    [[nodiscard]] bool is_own_origin(const WireRequest& request, std::string_view origin) const;
    [[nodiscard]] bool has_good_host(const WireRequest& request) const;
    [[nodiscard]] bool is_good(std::string_view host) const;
    [[nodiscard]] bool is_named(std::string_view name) const;

    bool guards_private_paths_;
    std::vector<std::string> own_hosts_;  // lower case, without ports
};

}  // namespace tandem::api
