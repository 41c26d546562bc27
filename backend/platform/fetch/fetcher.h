#pragma once

#include "backend/base/error.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace tradepost::fetch {

struct Config {
    std::uint64_t largest = 32u << 20; // bytes of an answer
    std::chrono::milliseconds connect{5'000}, total{30'000};
    int redirects = 3;
    bool loopback = false; // for tests only: this machine's own servers too
};

// Gets files from the public internet. Thread-safe.
class Fetcher {
public:
    explicit Fetcher(Config config = {});

    // Blocks, at most as long as the config says. INVALID_ARGUMENT, with field "url":
    //   FETCH_URL_REFUSED      no http(s) URL, one with a user's name in it, or nobody there speaks HTTP
    //   FETCH_ADDRESS_REFUSED  its name, or that of a redirect, leads to no public address or to a port not in use for
    //   it FETCH_UNREACHABLE      nobody answers, or not with a good certificate, or not to the end FETCH_TIMED_OUT,
    //   FETCH_TOO_LARGE, FETCH_REDIRECTED (too often), FETCH_STATUS (another answer than 200)
    // UNAVAILABLE / INTERRUPTED after stop().
    Result<std::string> get(const std::string& url);
    // Ends what is under way, and whatever comes later, soon.
    void stop() { m_stopping = true; }

private:
    const Config m_config;
    std::atomic<bool> m_stopping{false};
};

} // namespace tradepost::fetch
