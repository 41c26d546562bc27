#include "models/client/grpc_client.h"

#include "models/client/live_stream.h"
#include "models/client/methods.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>

namespace tradepost::client {

namespace {

constexpr std::size_t kMaxWaiting = 256;
constexpr int kProbeTimeoutMs = 3'000;
constexpr int kSignInAgainMs = 100;
constexpr int kMaxSignInTries = 300;

QDateTime fromProto(const google::protobuf::Timestamp& time) {
    return QDateTime::fromMSecsSinceEpoch(time.seconds() * 1000 + time.nanos() / 1'000'000, Qt::UTC);
}

User toUser(const identity::v1::User& user) {
    User result{text(user.id()), text(user.email()), text(user.display_name()), {}, {}};
    for (const int role : user.roles()) {
        if (role == options::v1::SELLER)
            result.roles.insert(Role::Seller);
        else if (role == options::v1::MODERATOR)
            result.roles.insert(Role::Moderator);
        else if (role == options::v1::OPERATOR)
            result.roles.insert(Role::Operator);
        else if (role == options::v1::ADMIN)
            result.roles.insert(Role::Admin);
    }
    for (const auto& seller : user.seller_ids())
        result.sellerIds.append(text(seller));
    return result;
}

} // namespace

GrpcClient::GrpcClient(Config config, QObject* parent)
    : ClientInterface(parent), m_config(std::move(config)), m_transport(m_config.version.toStdString()),
      m_sessions(m_config.sessionDirectory) {
    m_probeTimer.setInterval(m_config.probeMs);
    connect(&m_probeTimer, &QTimer::timeout, this, &GrpcClient::probe);
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &GrpcClient::retry);
}

GrpcClient::~GrpcClient() = default;

ConnectionState GrpcClient::at(Phase phase) const {
    ConnectionState state;
    state.phase = phase;
    state.local = m_backend != nullptr;
    state.storeName = m_backend ? tr("Local store") : m_remote.label();
    state.serverVersion = m_serverVersion;
    return state;
}

void GrpcClient::reset() {
    m_opening.cancel();
    m_probeCall.cancel();
    m_probeTimer.stop();
    m_retryTimer.stop();
    m_transport.close();
    m_backend.reset();
    m_remote = {};
    m_mediaBase.clear();
    m_serverVersion.clear();
    m_accessToken.clear();
    m_refreshToken.clear();
    m_accessExpires = {};
    m_refreshing = false;
    m_attempt = 0;
    m_signInTries = 0;
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto& spec : waiting)
        failLater(spec, {Code::Unauthenticated, "SIGNED_OUT", tr("You are signed out.").toStdString(), {}});
}

void GrpcClient::openLocal(const QString& dataDirectory) {
    reset();
    m_backend = std::make_unique<LocalBackend>(m_config.backendProgram, dataDirectory);
    connect(m_backend.get(), &LocalBackend::ready, this, &GrpcClient::localReady);
    connect(m_backend.get(), &LocalBackend::failed, this, [this](const QString& message) {
        if (m_attempt > 0) { // it ran before: keep what is on screen and keep trying
            scheduleRetry();
            return;
        }
        ConnectionState state = at(Phase::Refused);
        state.message = message;
        setConnection(state);
    });
    connect(m_backend.get(), &LocalBackend::exited, this, [this] {
        lost({Code::Unavailable, "BACKEND_EXITED", tr("The local backend stopped.").toStdString(), {}});
    });
    setConnection(at(Phase::Starting));
    m_backend->start();
}

void GrpcClient::localReady(const LocalBackend::Address& address) {
    if (!checkVersion(address.version))
        return;
    m_mediaBase = QUrl("http://" + address.http);
    m_transport.open({"unix:" + address.socket.toStdString(), false, {}});
    signInLocally();
}

void GrpcClient::signInLocally() {
    if (m_attempt == 0)
        setConnection(at(Phase::Connecting));
    m_opening = call(methods::signInLocally, identity::v1::SignInLocallyRequest(), this,
                     std::function([this](const identity::v1::Session& session) { adopt(session); }),
                     [this](const Error& error) { failToOpen(error); }, {.timeoutMs = 10'000, .authenticated = false});
}

bool GrpcClient::openRemote(const RemoteStore& store) {
    reset();
    m_remote = store;
    std::string caPem;
    if (store.tls && !store.caFile.isEmpty()) {
        QFile file(store.caFile);
        if (!file.open(QIODevice::ReadOnly)) {
            signedOut(tr("The certificate file %1 cannot be read.").arg(store.caFile));
            return false;
        }
        caPem = file.read(1 << 20).toStdString();
    }
    m_mediaBase.setScheme(store.tls ? "https" : "http");
    m_mediaBase.setHost(store.host);
    const QString host = store.host.contains(':') ? '[' + store.host + ']' : store.host;
    m_transport.open({"dns:///" + host.toStdString() + ':' + std::to_string(store.port), store.tls, caPem});
    setConnection(at(Phase::Connecting));
    return true;
}

void GrpcClient::signIn(const RemoteStore& store, const QString& email, const QString& password, bool remember) {
    if (!openRemote(store))
        return;
    m_remember = remember;
    identity::v1::SignInRequest request;
    request.set_email(bytes(email));
    request.set_password(bytes(password));
    m_opening = call(methods::signIn, request, this,
                     std::function([this](const identity::v1::Session& session) { adopt(session); }),
                     [this](const Error& error) { failToOpen(error); }, {.timeoutMs = 15'000, .authenticated = false});
}

bool GrpcClient::resume(const RemoteStore& store) {
    const auto token = m_sessions.load(store.label());
    if (!token || !openRemote(store))
        return false;
    m_remember = true;
    m_refreshToken = token->toStdString();
    refresh();
    return true;
}

void GrpcClient::signOut() {
    if (!m_refreshToken.empty() && m_transport.isOpen() && !m_backend) {
        // Told on a best-effort basis: signing out must work offline, and the token expires by itself.
        identity::v1::SignOutRequest request;
        request.set_refresh_token(m_refreshToken);
        call(methods::signOut, request, this, std::function([](const google::protobuf::Empty&) {}), [](const Error&) {},
             {.timeoutMs = 5'000, .authenticated = false});
    }
    m_sessions.forget(m_remote.label());
    signedOut({});
}

void GrpcClient::signedOut(const QString& message, bool untrusted) {
    reset();
    setUser({});
    ConnectionState state;
    state.message = message;
    state.untrusted = untrusted;
    setConnection(state);
}

void GrpcClient::failToOpen(const Error& error) {
    if (connection().phase == Phase::VersionMismatch) // which explains it better
        return;
    if (m_attempt > 0) {
        if (isTransient(error))
            scheduleRetry();
        else
            signedOut(text(error.message));
        return;
    }
    if (m_backend && isTransient(error) && ++m_signInTries < kMaxSignInTries) { // its services are still opening
        QTimer::singleShot(kSignInAgainMs, m_backend.get(), [this] { signInLocally(); });
        return;
    }
    if (m_backend || error.code == Code::PermissionDenied) {
        ConnectionState state = at(Phase::Refused);
        state.message = text(error.message);
        setConnection(state);
        return;
    }
    signedOut(text(error.message), error.reason == kUntrusted);
}

void GrpcClient::adopt(const identity::v1::Session& session) {
    m_accessToken = session.access_token();
    m_refreshToken = session.refresh_token();
    m_accessExpires = fromProto(session.access_expire_time());
    if (m_remember && !m_backend && !m_refreshToken.empty())
        m_sessions.save(m_remote.label(), text(m_refreshToken));
    if (session.has_user())
        setUser(toUser(session.user()));
    if (connection().phase == Phase::VersionMismatch)
        return;
    m_attempt = 0;
    m_retryTimer.stop();
    if (!online())
        setConnection(at(Phase::Online));
    m_probeTimer.start();
    probe();
}

bool GrpcClient::checkVersion(const QString& version) {
    if (version.isEmpty())
        return true;
    m_serverVersion = version;
    if (versionsCompatible(m_config.version, version))
        return true;
    m_probeTimer.stop();
    m_retryTimer.stop();
    ConnectionState state = at(Phase::VersionMismatch);
    state.message = tr("This console is version %1, the store's backend is version %2.").arg(m_config.version, version);
    setConnection(state);
    return false;
}

bool GrpcClient::tokenExpiresSoon() const {
    return m_accessToken.empty() ||
           QDateTime::currentDateTimeUtc().secsTo(m_accessExpires) < m_config.refreshAheadSeconds;
}

void GrpcClient::startCall(CallSpec spec) {
    dispatch(std::make_shared<CallSpec>(std::move(spec)), true);
}

void GrpcClient::dispatch(const SpecPtr& spec, bool mayRefresh) {
    if (!m_transport.isOpen()) {
        failLater(spec, {Code::Unavailable, "NOT_CONNECTED", tr("No store is open.").toStdString(), {}});
        return;
    }
    if (!spec->options.authenticated) {
        m_transport.unary(spec, {}, [this, spec](const auto& outcome) { finish(spec, outcome, false); });
        return;
    }
    if (m_refreshing || (mayRefresh && tokenExpiresSoon() && !m_refreshToken.empty())) {
        if (m_waiting.size() >= kMaxWaiting) {
            failLater(spec, {Code::ResourceExhausted, "TOO_MANY_CALLS", tr("Too many calls wait.").toStdString(), {}});
            return;
        }
        m_waiting.push_back(spec);
        if (!m_refreshing)
            refresh();
        return;
    }
    m_transport.unary(spec, m_accessToken,
                      [this, spec, mayRefresh](const auto& outcome) { finish(spec, outcome, mayRefresh); });
}

void GrpcClient::finish(const SpecPtr& spec, const GrpcTransport::Outcome& outcome, bool mayRefresh) {
    if (!checkVersion(text(outcome.serverVersion)) && !spec->wanted())
        return;
    if (outcome.error && outcome.error->code == Code::Unauthenticated && mayRefresh && !m_refreshToken.empty()) {
        // The token was revoked or the clocks differ: one refresh, then once more.
        m_waiting.push_back(spec);
        if (!m_refreshing)
            refresh();
        return;
    }
    if (outcome.error && outcome.error->code == Code::Unavailable && spec->options.authenticated)
        lost(*outcome.error);
    if (!spec->wanted())
        return;
    spec->state->active = false;
    spec->state->cancelTransport = {};
    if (outcome.error)
        spec->onError(*outcome.error);
    else
        spec->onReply(*outcome.reply);
}

void GrpcClient::failLater(const SpecPtr& spec, const Error& error) {
    QMetaObject::invokeMethod(
        this,
        [spec, error] {
            if (!spec->wanted())
                return;
            spec->state->active = false;
            spec->onError(error);
        },
        Qt::QueuedConnection);
}

void GrpcClient::startStream(StreamSpec spec) {
    auto shared = std::make_shared<StreamSpec>(std::move(spec));
    if (!m_transport.isOpen() || m_accessToken.empty()) {
        QMetaObject::invokeMethod(
            this,
            [shared] {
                if (!shared->wanted())
                    return;
                shared->state->active = false;
                shared->onEnd({Code::Unavailable, "NOT_CONNECTED", {}, {}});
            },
            Qt::QueuedConnection);
        return;
    }
    m_transport.stream(shared, m_accessToken, [this](const Error& error) {
        // An unauthenticated stream comes back by itself; the probe sees to a fresh token before it does.
        if (error.code == Code::Unauthenticated || error.code == Code::Unavailable)
            probe();
    });
}

void GrpcClient::refresh() {
    m_refreshing = true;
    identity::v1::RefreshSessionRequest request;
    request.set_refresh_token(m_refreshToken);
    m_opening =
        call(methods::refreshSession, request, this, std::function([this](const identity::v1::Session& session) {
                 m_refreshing = false;
                 adopt(session);
                 refreshed({});
             }),
             [this](const Error& error) {
                 m_refreshing = false;
                 refreshed(error);
             },
             {.timeoutMs = 10'000, .authenticated = false});
}

void GrpcClient::refreshed(const std::optional<Error>& error) {
    auto waiting = std::exchange(m_waiting, {});
    if (!error) {
        for (const auto& spec : waiting)
            dispatch(spec, false);
        return;
    }
    for (const auto& spec : waiting)
        failLater(spec, *error);
    if (isTransient(*error)) {
        lost(*error);
    } else if (m_backend) {
        m_refreshToken.clear();
        signInLocally();
    } else {
        m_sessions.forget(m_remote.label());
        signedOut(tr("Your session has ended. Sign in again."));
    }
}

void GrpcClient::probe() {
    if (m_probeCall.active() || !m_transport.isOpen() || connection().phase == Phase::VersionMismatch)
        return;
    auto started = std::make_shared<QElapsedTimer>();
    started->start();
    m_probeCall = call(methods::getMe, identity::v1::GetMeRequest(), this,
                       std::function([this, started](const identity::v1::User& user) {
                           if (connection().phase == Phase::VersionMismatch)
                               return;
                           setUser(toUser(user));
                           m_attempt = 0;
                           m_retryTimer.stop();
                           m_probeTimer.start();
                           ConnectionState state = at(Phase::Online);
                           state.latencyMs = int(started->elapsed());
                           setConnection(state);
                       }),
                       [this](const Error& error) {
                           if (isTransient(error))
                               lost(error);
                       },
                       {.timeoutMs = kProbeTimeoutMs});
}

void GrpcClient::lost(const Error& error) {
    const Phase phase = connection().phase;
    if (phase == Phase::Reconnecting) {
        if (!m_retryTimer.isActive())
            scheduleRetry();
        return;
    }
    if (phase == Phase::Connecting && m_attempt == 0) { // never was online: back to the sign-in with the reason
        signedOut(text(error.message), error.reason == kUntrusted);
        return;
    }
    if (phase == Phase::Online)
        scheduleRetry();
}

void GrpcClient::scheduleRetry() {
    m_probeTimer.stop();
    ++m_attempt;
    const int full = std::min(m_config.firstRetryMs << std::min(m_attempt - 1, 10), 30'000);
    const int delay = full * 3 / 4 + int(QRandomGenerator::global()->bounded(full / 4 + 1));
    ConnectionState state = at(Phase::Reconnecting);
    state.attempt = m_attempt;
    state.retryAt = QDateTime::currentDateTimeUtc().addMSecs(delay);
    setConnection(state);
    m_retryTimer.start(delay);
}

void GrpcClient::retryNow() {
    if (connection().phase == Phase::Reconnecting) {
        m_retryTimer.stop();
        retry();
    }
}

void GrpcClient::retry() {
    m_probeCall.cancel();
    if (m_backend && !m_backend->running()) {
        m_backend->start(); // joins another console's backend when there is one
        return;
    }
    probe();
}

} // namespace tradepost::client
