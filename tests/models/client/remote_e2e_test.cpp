// The real client against the real backend over TLS: sign-in, a token that expires, sign-out, and the ways in that must
// be refused, each with words that say what is wrong.
#include "models/client/grpc_client.h"
#include "models/client/methods.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using client::GrpcClient;
using client::Phase;
using client::RemoteStore;

namespace {

constexpr int kAccessSeconds = 2; // how long the server's access tokens live here
constexpr int kOpenMs = 20'000;

bool run(const QString& program, const QStringList& arguments, QByteArray* output = nullptr) {
    QProcess process;
    process.start(program, arguments);
    const bool ended = process.waitForFinished(60'000) && process.exitCode() == 0;
    if (output)
        *output = process.readAllStandardOutput();
    if (!ended)
        qWarning("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    return ended;
}

} // namespace

class RemoteTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QProcess m_server;
    QString m_email, m_password;
    RemoteStore m_store{.host = "localhost", .port = 0, .tls = true, .caFile = {}};

    QString path(const char* name) const { return m_folder.filePath(name); }

    bool makeAuthority(const char* name) {
        return run("openssl",
                   {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", QString("/CN=%1").arg(name), "-keyout", path(name) + ".key", "-out", path(name) + ".pem"});
    }
    // For the name "localhost" only.
    bool makeServerCertificate() {
        QFile extensions(path("extensions"));
        if (!extensions.open(QIODevice::WriteOnly) || extensions.write("subjectAltName=DNS:localhost\n") < 0)
            return false;
        extensions.close();
        return run("openssl", {"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                               "/CN=localhost", "-keyout", path("server.key"), "-out", path("server.csr")}) &&
               run("openssl",
                   {"x509", "-req", "-in", path("server.csr"), "-CA", path("ours.pem"), "-CAkey", path("ours.key"),
                    "-CAcreateserial", "-days", "2", "-extfile", path("extensions"), "-out", path("server.pem")});
    }
    bool startServer() {
        m_server.start(TRADEPOSTD,
                       {"serve", "--data", path("store"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0",
                        "--tls-cert", path("server.pem"), "--tls-key", path("server.key"), "--log-level", "error"});
        QByteArray said;
        while (!said.contains("ready\n")) {
            if (!m_server.waitForReadyRead(60'000))
                return false;
            said += m_server.readAllStandardOutput();
        }
        QFile file(path("store") + "/server.json");
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QString address = QJsonDocument::fromJson(file.readAll()).object()["grpc"].toString();
        m_store.port = quint16(address.section(':', -1).toInt());
        return m_store.port != 0;
    }
    std::unique_ptr<GrpcClient> makeClient(const QString& version = "0.1.0", int refreshAheadSeconds = 0) {
        return std::make_unique<GrpcClient>(GrpcClient::Config{.version = version,
                                                               .backendProgram = {},
                                                               .sessionDirectory = path("sessions"),
                                                               .refreshAheadSeconds = refreshAheadSeconds});
    }
    QByteArray rememberedSession() const {
        const auto files = QDir(path("sessions")).entryInfoList(QDir::Files);
        QFile file(files.isEmpty() ? QString() : files.first().filePath());
        return !files.isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // Whose answer came, or the reason why none did.
    QString whoAmI(GrpcClient& client) {
        QString answer;
        client.call(client::methods::getMe, identity::v1::GetMeRequest(), this,
                    std::function([&](const identity::v1::User& user) { answer = client::text(user.email()); }),
                    [&](const Error& error) { answer = client::text(error.reason + ": " + error.message); });
        (void)QTest::qWaitFor([&] { return !answer.isEmpty(); }, 10'000);
        return answer;
    }

private slots:
    void initTestCase() {
        QVERIFY(makeAuthority("ours") && makeAuthority("another") && makeServerCertificate());
        m_store.caFile = path("ours.pem");
        QByteArray demo;
        QVERIFY(run(TRADEPOSTD, {"demo", "--data", path("store"), "--products", "20", "--seed", "1", "--json"}, &demo));
        const auto users = QJsonDocument::fromJson(demo).object()["signIns"].toArray();
        for (const auto& entry : users) {
            const QJsonObject user = entry.toObject();
            if (user["role"].toString() == "seller") {
                m_email = user["email"].toString();
                m_password = user["password"].toString();
            }
        }
        QVERIFY(!m_email.isEmpty());
        QFile settings(path("store") + "/tradepost.toml");
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write(QString("access-seconds = %1\n").arg(kAccessSeconds).toUtf8());
        settings.close();
        QVERIFY(startServer());
    }
    void cleanupTestCase() {
        m_server.terminate();
        QVERIFY(m_server.waitForFinished(15'000));
    }

    void aSessionIsRefreshedAndEndsWithTheSignOut() {
        auto client = makeClient();
        client->signIn(m_store, m_email, m_password, true);
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::Online, kOpenMs);
        QVERIFY(client->user().has(client::Role::Seller));
        QCOMPARE(client->connection().storeName, m_store.label());
        const QByteArray first = rememberedSession();
        QVERIFY(!first.isEmpty());
        QCOMPARE(whoAmI(*client), m_email);

        // The access token has expired: the next call brings a new session along.
        QTest::qWait(kAccessSeconds * 1000 + 1100);
        QCOMPARE(whoAmI(*client), m_email);
        const QByteArray second = rememberedSession();
        QVERIFY(!second.isEmpty() && second != first);
        client.reset();

        // Another start resumes it without a password. This one's clock is behind, so it learns from the server's
        // refusal that its token is old.
        client = makeClient("0.1.0", -3600);
        QVERIFY(client->resume(m_store));
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::Online, kOpenMs);
        QTest::qWait(kAccessSeconds * 1000 + 1100);
        QCOMPARE(whoAmI(*client), m_email);
        const QByteArray last = rememberedSession();
        QVERIFY(last != second);

        client->signOut();
        QCOMPARE(client->connection().phase, Phase::SignedOut);
        QVERIFY(client->user().id.isEmpty());
        QVERIFY(rememberedSession().isEmpty());
        QVERIFY(!client->resume(m_store));
        QTest::qWait(300); // the server is told meanwhile

        // Who kept a copy of the session has nothing.
        QVERIFY(client::SessionStore(path("sessions")).save(m_store.label(), QString::fromUtf8(last)));
        QVERIFY(client->resume(m_store));
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::SignedOut, kOpenMs);
        QVERIFY(client->connection().message.contains("session has ended"));
        QVERIFY(rememberedSession().isEmpty());
    }

    void aWrongPasswordIsToldAsSuch() {
        auto client = makeClient();
        client->signIn(m_store, m_email, "not it", false);
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::SignedOut, kOpenMs);
        QVERIFY(!client->connection().message.isEmpty());
        QVERIFY(!client->connection().untrusted);
    }

    void aCertificateOfAnotherAuthorityIsRefused_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("authority");
        QTest::newRow("another authority") << "localhost" << "another.pem";
        QTest::newRow("no authority of our own") << "localhost" << "";
        QTest::newRow("for another name") << "127.0.0.1" << "ours.pem";
    }
    void aCertificateOfAnotherAuthorityIsRefused() {
        QFETCH(QString, host);
        QFETCH(QString, authority);
        RemoteStore store = m_store;
        store.host = host;
        store.caFile = authority.isEmpty() ? QString() : m_folder.filePath(authority);
        auto client = makeClient();
        client->signIn(store, m_email, m_password, false);
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::SignedOut, kOpenMs);
        QVERIFY2(client->connection().message.contains("certificate"), qPrintable(client->connection().message));
        QVERIFY(client->connection().untrusted);
    }

    void aServerWithoutTlsIsToldAsSuch() {
        QTcpServer web; // answers as an HTTP server does to what it does not understand
        connect(&web, &QTcpServer::newConnection, &web, [&web] {
            QTcpSocket* socket = web.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        QVERIFY(web.listen(QHostAddress::LocalHost));
        RemoteStore store = m_store;
        store.host = "127.0.0.1";
        store.port = web.serverPort();
        auto client = makeClient();
        client->signIn(store, m_email, m_password, false);
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::SignedOut, kOpenMs);
        QVERIFY2(client->connection().message.contains("TLS"), qPrintable(client->connection().message));
    }

    void anotherVersionIsToldAtTheFirstAnswer() {
        auto client = makeClient("9.0.0");
        client->signIn(m_store, m_email, m_password, true);
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::VersionMismatch, kOpenMs);
        QVERIFY(client->connection().message.contains("9.0.0"));
        QVERIFY(!client->connection().serverVersion.isEmpty());
        QVERIFY(client->connection().message.contains(client->connection().serverVersion));
        // Also when the call itself is refused, and it stays so.
        client->signIn(m_store, m_email, "not it", false);
        QTRY_COMPARE_WITH_TIMEOUT(client->connection().phase, Phase::VersionMismatch, kOpenMs);
        QTest::qWait(300);
        QCOMPARE(client->connection().phase, Phase::VersionMismatch);
    }
};

QTEST_GUILESS_MAIN(RemoteTest)
#include "remote_e2e_test.moc"
