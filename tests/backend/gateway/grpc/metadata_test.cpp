#include "backend/gateway/grpc/metadata.h"

#include <gtest/gtest.h>

namespace tradepost::gateway {

TEST(Metadata, PrefersTheLanguageOfHighestQuality) {
    EXPECT_EQ(preferredLanguage("de"), "de");
    EXPECT_EQ(preferredLanguage("en;q=0.8, de-AT;q=0.9, fr;q=0.1"), "de-AT");
    EXPECT_EQ(preferredLanguage("en,de"), "en");
    EXPECT_EQ(preferredLanguage("de;q=0"), "");
    EXPECT_EQ(preferredLanguage("*, fr;q=0.5"), "fr");
    EXPECT_EQ(preferredLanguage(""), "");
    EXPECT_EQ(preferredLanguage(",;,;q=,"), "");
    EXPECT_EQ(preferredLanguage(std::string(36, 'x')), "");
}

TEST(Metadata, CutsTheHostOutOfAPeer) {
    EXPECT_EQ(hostOfPeer("ipv4:192.0.2.1:50000"), "192.0.2.1");
    EXPECT_EQ(hostOfPeer("ipv6:%5B2001:db8::1%5D:50000"), "2001:db8::1");
    EXPECT_EQ(hostOfPeer("ipv6:[::1]:50000"), "::1");
    EXPECT_EQ(hostOfPeer("unix:"), "");
    EXPECT_EQ(hostOfPeer(""), "");
}

} // namespace tradepost::gateway
