#pragma once

#include "models/client/call.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>

namespace grpc {
class Channel;
}

namespace tradepost::client {

// Reason of the Unavailable error when the server's certificate is not trusted, or is for another name.
inline constexpr const char* kUntrusted = "UNTRUSTED_CERTIFICATE";

// Runs calls and streams on one gRPC channel and brings their results to the GUI thread. It knows nothing of sessions.
// Everything public is called on the GUI thread and never blocks it: names are resolved, bytes parsed and connections
// made on gRPC's threads.
class GrpcTransport {
public:
    struct Endpoint {
        std::string target; // "dns:///host:port", "unix:/path"
        bool tls = false;
        std::string caPem; // with tls; empty: the system's authorities
    };
    struct Outcome {
        std::optional<Error> error;
        MessagePtr reply;
        std::string serverVersion; // empty when the server did not say
        int elapsedMs = 0;
    };

    explicit GrpcTransport(std::string clientVersion);
    ~GrpcTransport(); // cancels what is in flight; nothing is delivered afterwards

    void open(const Endpoint& endpoint);
    void close();
    bool isOpen() const { return m_channel != nullptr; }

    // `done` runs once, unless the spec was cancelled, its context is gone or the transport is closed meanwhile.
    void unary(std::shared_ptr<CallSpec> spec, const std::string& bearer, std::function<void(Outcome)> done);
    // Runs spec's handlers itself; `ended` runs before spec.onEnd.
    void stream(std::shared_ptr<StreamSpec> spec, const std::string& bearer, std::function<void(const Error&)> ended);

    struct Mailbox;
    struct OpenStream;

private:
    std::string m_clientVersion;
    QObject m_gui; // its thread receives the results
    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<grpc::Channel> m_channel;
    std::vector<std::weak_ptr<OpenStream>> m_streams;
};

} // namespace tradepost::client
