#pragma once

struct sockaddr;

namespace tradepost::fetch {

// Whether an address belongs to the public internet: neither loopback, private, link-local, shared, documentation,
// multicast nor otherwise reserved (IANA's special-purpose registries), nor an IPv6 address that stands for an IPv4
// one. False for families that are not IP.
bool isPublic(const sockaddr& address);
bool isLoopback(const sockaddr& address);

} // namespace tradepost::fetch
