#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tradepost::server {

// What the program was told, by flags and by DIR/tradepost.toml; flags win.
struct Settings {
    std::string data;                    // the data directory
    std::string http = "127.0.0.1:8080"; // empty: no REST
    std::string grpc = "127.0.0.1:8081"; // empty: no gRPC over TCP
    std::string socket;                  // empty: DIR/server.sock
    std::string tlsCertificate, tlsKey;  // PEM files, both or none; for REST and gRPC
    std::string logLevel = "info", logFile;
    std::vector<std::string> targets{"all"}; // modules to run, by name, with what they need
    int ioThreads = 2;
    int cacheMegabytes = 192; // finished answers kept as bytes
    std::vector<std::string> corsOrigins;
    int keepEventDays = 7;               // events are kept that long for readers that come later,
    std::int64_t keepEvents = 1'000'000; // at most so many of each log; what a consumer still needs is kept besides
    std::string shopUrl, mailFrom = "no-reply@localhost";
    std::uint64_t passwordPasses = 0, passwordMemory = 0; // argon2id; 0: the program's own
    int accessSeconds = 0;                                // life of an access token; 0: the program's own
    int mediaThreads = 1;                                 // that make renditions
    int mediaGraceHours = 24;                             // before a picture that nothing shows is removed
    std::string mediaPurgeUrl, mediaPurgeSecret;          // told what a CDN must drop; both or none
    bool importsFromLoopback = false; // for tests: pictures of imports may come from this machine's own servers
    std::map<std::string, std::string> databases; // service -> url; absent: a SQLite file in the data directory
};

// Takes over what the file says, but for the keys in `setByFlag`. A missing file is no error unless `required`.
// Errors name file and key.
Result<void> readSettingsFile(const std::string& file, bool required, const std::vector<std::string>& setByFlag,
                              Settings& settings);

// "HOST:PORT" in its parts; IPv6 hosts stand in brackets. `field` names the flag in errors.
struct Address {
    std::string host;
    std::uint16_t port = 0;
};
Result<Address> parseAddress(const std::string& text, const std::string& field);

} // namespace tradepost::server
