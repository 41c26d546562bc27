#include "backend/platform/fetch/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <string>

namespace tradepost::fetch {
namespace {

sockaddr_storage addressOf(const std::string& text) {
    sockaddr_storage storage{};
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&storage);
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&storage);
    if (::inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1)
        storage.ss_family = AF_INET;
    else if (::inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1)
        storage.ss_family = AF_INET6;
    return storage;
}

bool publicly(const std::string& text) {
    const sockaddr_storage storage = addressOf(text);
    EXPECT_NE(storage.ss_family, AF_UNSPEC) << text;
    return isPublic(reinterpret_cast<const sockaddr&>(storage));
}

TEST(FetchAddress, TheWorldIsPublic) {
    for (const char* text : {"1.1.1.1",
                             "8.8.8.8",
                             "9.255.255.255",
                             "11.0.0.0",
                             "100.63.255.255",
                             "100.128.0.0",
                             "126.255.255.255",
                             "128.0.0.0",
                             "169.253.0.1",
                             "172.15.255.255",
                             "172.32.0.0",
                             "192.167.255.255",
                             "192.169.0.0",
                             "198.17.255.255",
                             "198.20.0.0",
                             "223.255.255.255",
                             "2606:4700:4700::1111",
                             "2001:4860:4860::8888",
                             "2a00:1450:4001::1",
                             "2003::1"})
        EXPECT_TRUE(publicly(text)) << text;
}

TEST(FetchAddress, WhatIsPrivateOrReservedIsNot) {
    for (const char* text : {"0.0.0.0",
                             "0.1.2.3",
                             "10.0.0.1",
                             "10.255.255.255",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.254",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.88.99.1",
                             "192.168.0.1",
                             "192.168.255.255",
                             "198.18.0.1",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.7",
                             "224.0.0.1",
                             "239.1.1.1",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::ffff:127.0.0.1",
                             "::ffff:8.8.8.8",
                             "::127.0.0.1",
                             "64:ff9b::7f00:1",
                             "64:ff9b:1::1",
                             "100::1",
                             "2001::1",
                             "2001:2::1",
                             "2001:10::1",
                             "2001:db8::1",
                             "2002:7f00:1::1",
                             "3fff::1",
                             "5f00::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1"})
        EXPECT_FALSE(publicly(text)) << text;
}

TEST(FetchAddress, LoopbackIsKnown) {
    for (const auto& [text, is] : {std::pair{"127.0.0.1", true},
                                   {"127.9.9.9", true},
                                   {"::1", true},
                                   {"::2", false},
                                   {"10.0.0.1", false},
                                   {"128.0.0.1", false}}) {
        const sockaddr_storage storage = addressOf(text);
        EXPECT_EQ(isLoopback(reinterpret_cast<const sockaddr&>(storage)), is) << text;
    }
}

TEST(FetchAddress, OtherFamiliesAreNotPublic) {
    sockaddr_storage storage{};
    storage.ss_family = AF_UNIX;
    EXPECT_FALSE(isPublic(reinterpret_cast<const sockaddr&>(storage)));
}

} // namespace
} // namespace tradepost::fetch
