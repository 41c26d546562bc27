// The real client against the real backend: a local store from nothing to a product, a killed backend, and the way
// back.
#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_edit_model.h"
#include "models/catalog/product_list_model.h"
#include "models/client/grpc_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tradepost;
using client::Phase;
using models::Field;

class BackendTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString data() const { return m_folder.filePath("store"); }

private slots:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_folder.filePath("run").toUtf8());
        QDir().mkpath(m_folder.filePath("run"));
        QFile::setPermissions(m_folder.filePath("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QProcess demo;
        demo.start(TRADEPOSTD, {"demo", "--data", data(), "--products", "250", "--seed", "1", "--json"});
        QVERIFY(demo.waitForFinished(120'000));
        QVERIFY2(demo.exitCode() == 0, demo.readAllStandardError().constData());
    }

    void aLocalStoreFromStartToRecovery() {
        client::GrpcClient client({.version = "0.1.0",
                                   .backendProgram = TRADEPOSTD,
                                   .sessionDirectory = m_folder.filePath("sessions"),
                                   .probeMs = 200,
                                   .firstRetryMs = 100});
        client.openLocal(data());
        QCOMPARE(client.connection().phase, Phase::Starting);
        QTRY_COMPARE_WITH_TIMEOUT(client.connection().phase, Phase::Online, 20'000);
        QVERIFY(client.mediaBase().port() > 0);
        QTRY_VERIFY(client.connection().latencyMs >= 0);

        models::CategoryTreeModel categories(client);
        categories.load();
        models::ProductListModel list(client, categories);
        list.setQuery({});
        QTRY_COMPARE(list.status(), models::ProductListModel::Status::Ready);
        QTRY_VERIFY(categories.rowCount() > 0);
        QVERIFY(list.rowCount() >= 200);
        list.setVisibleRows(0, 20);
        QTRY_VERIFY(list.row(0).has_value());

        // A change made through the form comes back over the live stream into the list.
        const QString id = list.row(0)->id;
        models::ProductEditModel edit(client);
        edit.load(id);
        QTRY_COMPARE(edit.status(), models::ProductEditModel::Status::Editing);
        edit.setValue(Field::Title, "Renamed by the test");
        QVERIFY(edit.save());
        QTRY_VERIFY(!edit.dirty());
        QTRY_COMPARE(list.row(0)->title, "Renamed by the test");

        // Another writer makes our etag stale: the same field is a conflict.
        models::ProductEditModel other(client);
        other.load(id);
        QTRY_COMPARE(other.status(), models::ProductEditModel::Status::Editing);
        other.setValue(Field::Title, "Theirs");
        QVERIFY(other.save());
        QTRY_VERIFY(!other.dirty());
        bool conflicted = false;
        connect(&edit, &models::ProductEditModel::conflicted, this, [&] { conflicted = true; });
        edit.setValue(Field::Title, "Mine");
        QVERIFY(edit.save());
        QTRY_VERIFY(conflicted);
        edit.resolve({{models::FieldRef(Field::Title), models::ProductEditModel::Choice::Mine}});
        QTRY_COMPARE(list.row(0)->title, "Mine");

        // Who signed in locally acts for no account: the form offers the sellers, and what is made can go on sale.
        models::ProductEditModel made(client);
        made.setLocale(QLocale("en"));
        made.startNew("EUR");
        QTRY_VERIFY(!made.sellers().empty());
        made.setValue(Field::Seller, made.sellers().front().id);
        made.setValue(Field::Title, "Made here");
        made.setValue(Field::Price, "19.99");
        made.setValue(Field::Sku, "MADE-1");
        QVERIFY(made.save());
        QTRY_VERIFY(!made.isNew());
        made.publish();
        QTRY_COMPARE(made.state(), models::ProductState::Published);

        // Killed, the backend is started again and everything is there.
        QFile file(data() + "/server.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto pid = QJsonDocument::fromJson(file.readAll()).object()["pid"].toInteger();
        QVERIFY(pid > 1);
        ::kill(pid_t(pid), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(client.connection().phase, Phase::Reconnecting, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(client.connection().phase, Phase::Online, 30'000);
        models::ProductEditModel after(client);
        after.load(id);
        QTRY_COMPARE(after.value(Field::Title), "Mine");
    }

    void aBackendThatIsJustEndingIsWaitedFor() {
        const QString folder = m_folder.filePath("busy");
        QProcess other; // holds the data, but cannot be joined: as one that drains after its console was killed
        other.start(TRADEPOSTD, {"serve", "--data", folder, "--http", "", "--grpc", "", "--log-level", "error"});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder + "/server.json"), 20'000);
        QVERIFY(QFile::remove(folder + "/server.json"));
        client::GrpcClient client(
            {.version = "0.1.0", .backendProgram = TRADEPOSTD, .sessionDirectory = m_folder.filePath("sessions")});
        client.openLocal(folder);
        QTest::qWait(1'000);
        QCOMPARE(client.connection().phase, Phase::Starting);
        other.terminate();
        QVERIFY(other.waitForFinished(15'000));
        QTRY_COMPARE_WITH_TIMEOUT(client.connection().phase, Phase::Online, 20'000);
    }

    void aMissingBackendIsToldPlainly() {
        client::GrpcClient client({.version = "0.1.0",
                                   .backendProgram = m_folder.filePath("nothing"),
                                   .sessionDirectory = m_folder.filePath("sessions")});
        client.openLocal(m_folder.filePath("elsewhere"));
        QTRY_COMPARE(client.connection().phase, Phase::Refused);
        QVERIFY(client.connection().message.contains("nothing"));
    }

    void anUnreachableStoreLeadsBackToTheSignIn() {
        client::GrpcClient client(
            {.version = "0.1.0", .backendProgram = TRADEPOSTD, .sessionDirectory = m_folder.filePath("sessions")});
        client.signIn({.host = "127.0.0.1", .port = 1, .tls = false, .caFile = {}}, "a@example.org", "x", false);
        QCOMPARE(client.connection().phase, Phase::Connecting);
        QTRY_COMPARE_WITH_TIMEOUT(client.connection().phase, Phase::SignedOut, 20'000);
        QVERIFY(!client.connection().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(BackendTest)
#include "backend_e2e_test.moc"
