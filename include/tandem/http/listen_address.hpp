#pragma once
// Addresses that may be listened on.

#include <string>

namespace tandem::http {

// Throws UserError when ListenerOptions::address could never be listened on: no address, or the path of a socket
// that is empty or longer than the 107 bytes that the system takes (unix(7)). Looks at the text alone.
void check_listen_address(const std::string& address);

}  // namespace tandem::http
