#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/media/signing.h"

#include <atomic>
#include <chrono>
#include <string>

namespace tradepost::media {

struct PurgeConfig {
    std::string url;    // http or https: what drops copies for shoppers; empty: there is none
    std::string secret; // of the signature; shared with the receiver
    std::chrono::milliseconds timeout{3'000};
    events::RetryPolicy retry{
        .attempts = 10, .first = std::chrono::milliseconds(200), .most = std::chrono::milliseconds(60'000)};
};

// Tells a CDN, by a POST of JSON, which addresses are withdrawn:
//   {"event": "0k3v...", "mediaId": "9f86...", "paths": ["/media/9f86...", ...]}
//   Tradepost-Timestamp: 1780000000
//   Tradepost-Signature: v1=<HMAC-SHA256, in hexadecimal, of the timestamp, a dot and the body>
// Anything but a 2xx is tried again by the feed's rules and then a dead letter. The same event may come again: dropping
// twice is harmless. A receiver refuses timestamps that are more than five minutes old.
class Purge {
public:
    Purge(const Clock& clock, PurgeConfig config);
    // Posts wait on a network inside the consumer's transaction: `database` is the consumer's own, so that nothing else
    // waits for them.
    events::Consumer consumer(sql::Database& database);
    Result<void> send(const events::Event& event);
    void stop(); // what is under way ends at once, and nothing is sent any more

private:
    const Clock& m_clock;
    const PurgeConfig m_config;
    const Signer m_signer;
    std::atomic<bool> m_stopping{false};
};

} // namespace tradepost::media
