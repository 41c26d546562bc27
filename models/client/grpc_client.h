#pragma once

#include "models/client/client_interface.h"
#include "models/client/grpc_transport.h"
#include "models/client/local_backend.h"
#include "models/client/session_store.h"
#include "tradepost/identity/v1/identity.pb.h"

#include <QTimer>

#include <deque>

namespace tradepost::client {

// The real client. Keeps the session fresh (a call whose token is about to expire waits for the refresh; a call refused
// as unauthenticated is sent again once after one), probes the connection every few seconds, and reconnects with a
// countdown. Calls made while reconnecting fail at once with Unavailable rather than pile up.
class GrpcClient final : public ClientInterface {
    Q_OBJECT
public:
    struct Config {
        QString version;          // of this console
        QString backendProgram;   // path of the bundled tradepostd
        QString sessionDirectory; // where remembered sessions are kept
        int probeMs = 5'000;
        int firstRetryMs = 1'000;     // doubles up to 30 s
        int refreshAheadSeconds = 30; // a token that expires within this is refreshed before a call
    };

    explicit GrpcClient(Config config, QObject* parent = nullptr);
    ~GrpcClient() override;

    void openLocal(const QString& dataDirectory) override;
    void signIn(const RemoteStore& store, const QString& email, const QString& password, bool remember) override;
    bool resume(const RemoteStore& store) override;
    void signOut() override;
    void retryNow() override;
    QUrl mediaBase() const override { return m_mediaBase; }

protected:
    void startCall(CallSpec spec) override;
    void startStream(StreamSpec spec) override;

private:
    using SpecPtr = std::shared_ptr<CallSpec>;

    void reset();
    bool openRemote(const RemoteStore& store);
    void localReady(const LocalBackend::Address& address);
    void signInLocally();
    void adopt(const identity::v1::Session& session);
    void signedOut(const QString& message, bool untrusted = false);
    void failToOpen(const Error& error);

    void dispatch(const SpecPtr& spec, bool mayRefresh);
    void finish(const SpecPtr& spec, const GrpcTransport::Outcome& outcome, bool mayRefresh);
    void failLater(const SpecPtr& spec, const Error& error);
    void refresh();
    void refreshed(const std::optional<Error>& error);
    bool tokenExpiresSoon() const;
    bool checkVersion(const QString& version);

    void probe();
    void lost(const Error& error);
    void scheduleRetry();
    void retry();
    ConnectionState at(Phase phase) const;

    Config m_config;
    GrpcTransport m_transport;
    SessionStore m_sessions;
    std::unique_ptr<LocalBackend> m_backend; // of a local store
    RemoteStore m_remote;
    QUrl m_mediaBase;
    QString m_serverVersion;

    std::string m_accessToken;
    std::string m_refreshToken;
    QDateTime m_accessExpires;
    bool m_remember = false;
    bool m_refreshing = false;
    std::deque<SpecPtr> m_waiting; // for the refresh
    CallHandle m_opening;          // the sign-in under way

    QTimer m_probeTimer;
    QTimer m_retryTimer;
    CallHandle m_probeCall;
    int m_attempt = 0;
    int m_signInTries = 0; // of a local store
};

} // namespace tradepost::client
