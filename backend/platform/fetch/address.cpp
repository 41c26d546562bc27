#include "backend/platform/fetch/address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <span>

namespace tradepost::fetch {

namespace {

struct Block4 {
    std::uint32_t network;
    int bits;
};
constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}
constexpr std::array reserved4 = {
    Block4{ip(0, 0, 0, 0), 8},      // this network
    Block4{ip(10, 0, 0, 0), 8},     // private
    Block4{ip(100, 64, 0, 0), 10},  // shared by carriers
    Block4{ip(127, 0, 0, 0), 8},    // loopback
    Block4{ip(169, 254, 0, 0), 16}, // link-local: clouds' metadata too
    Block4{ip(172, 16, 0, 0), 12},  // private
    Block4{ip(192, 0, 0, 0), 24},   // IETF
    Block4{ip(192, 0, 2, 0), 24},   // documentation
    Block4{ip(192, 31, 196, 0), 24}, Block4{ip(192, 52, 193, 0), 24}, Block4{ip(192, 88, 99, 0), 24}, // 6to4 relays
    Block4{ip(192, 168, 0, 0), 16},                                                                   // private
    Block4{ip(192, 175, 48, 0), 24},                                                                  // AS112
    Block4{ip(198, 18, 0, 0), 15},                                                                    // benchmarks
    Block4{ip(198, 51, 100, 0), 24},                                                                  // documentation
    Block4{ip(203, 0, 113, 0), 24},                                                                   // documentation
    Block4{ip(224, 0, 0, 0), 3}, // multicast, reserved, broadcast
};

struct Block6 {
    std::array<std::uint8_t, 4> network;
    unsigned bits;
};
// Within 2000::/3, outside of which nothing is public.
constexpr std::array reserved6 = {
    Block6{{0x20, 0x01, 0x00, 0x00}, 23}, // IETF: Teredo, ORCHID, benchmarks
    Block6{{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    Block6{{0x20, 0x02, 0x00, 0x00}, 16}, // 6to4: stands for an IPv4 address
    Block6{{0x26, 0x20, 0x00, 0x4f}, 32}, // AS112's 2620:4f:8000::/48 and its neighbours
    Block6{{0x3f, 0xff, 0x00, 0x00}, 20}, // documentation
};

std::uint32_t v4(const sockaddr& address) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return ntohl(in.sin_addr.s_addr);
}

std::array<std::uint8_t, 16> v6(const sockaddr& address) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(in.sin6_addr.s6_addr, bytes.begin());
    return bytes;
}

bool begins(std::span<const std::uint8_t> bytes, std::span<const std::uint8_t> network, unsigned bits) {
    for (unsigned bit = 0; bit < bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask))
            return false;
    }
    return true;
}

} // namespace

bool isPublic(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        const std::uint32_t number = v4(address);
        return std::ranges::none_of(reserved4, [&](const Block4& block) {
            return number >> (32 - block.bits) == block.network >> (32 - block.bits);
        });
    }
    if (address.sa_family != AF_INET6)
        return false;
    const auto bytes = v6(address);
    return bytes[0] >> 5 == 1 && std::ranges::none_of(reserved6, [&](const Block6& block) {
               return begins(bytes, block.network, block.bits);
           });
}

bool isLoopback(const sockaddr& address) {
    if (address.sa_family == AF_INET)
        return v4(address) >> 24 == 127;
    std::array<std::uint8_t, 16> one{};
    one[15] = 1;
    return address.sa_family == AF_INET6 && v6(address) == one;
}

} // namespace tradepost::fetch
