// The whole console over a connection that hangs, dies or talks nonsense: it goes on answering the person, and keeps
// what was typed.
#include "app/console/console.h"
#include "models/client/grpc_client.h"
#include "models/sample/sample_images.h"
#include "tests/app/console/faulty_proxy.h"
#include "ui/catalog/catalog_page.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/kit/form.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using client::Phase;
using models::Field;
using Mode = test::FaultyProxy::Mode;
using Status = models::ProductEditModel::Status;

namespace {

constexpr int kPatience = 30'000; // ms; a call's deadline is ten seconds

// The longest time in which the event loop did not turn.
class Watchdog : public QObject {
public:
    Watchdog() {
        m_since.start();
        startTimer(5);
    }
    qint64 longestMs() const { return m_longest; }

protected:
    void timerEvent(QTimerEvent*) override { m_longest = std::max(m_longest, m_since.restart()); }

private:
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

} // namespace

class FaultyStoreTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QProcess m_server;
    quint16 m_port = 0;
    QString m_email, m_password;

    struct Fixture {
        Fixture(const FaultyStoreTest& test, const QString& settings)
            : proxy(test.m_port), client({.version = TRADEPOST_VERSION,
                                          .backendProgram = {},
                                          .sessionDirectory = test.m_folder.filePath("sessions"),
                                          .probeMs = 500,
                                          .firstRetryMs = 200}) {
            app::Console::Config config;
            config.settingsFile = settings;
            console = std::make_unique<app::Console>(config, client, images);
            console->show();
            client.signIn({.host = "127.0.0.1", .port = proxy.port(), .tls = false, .caFile = {}}, test.m_email,
                          test.m_password, false);
        }
        // A product's form with a title that was typed and not saved.
        void editTitle(const QString& typed) {
            QTRY_VERIFY_WITH_TIMEOUT(console->window().currentPage(), kPatience);
            auto* list = console->window().findChild<ui::CatalogPage*>();
            QTRY_VERIFY_WITH_TIMEOUT(list->model().row(0).has_value(), kPatience);
            console->window().open({"catalog/edit", list->model().row(0)->id});
            form = console->window().findChild<ui::ProductEditorPage*>();
            QTRY_COMPARE_WITH_TIMEOUT(form->model().status(), Status::Editing, kPatience);
            auto* title = qobject_cast<QLineEdit*>(form->field(Field::Title)->control());
            title->selectAll();
            QTest::keyClicks(title, typed);
            QCOMPARE(form->model().value(Field::Title), typed);
        }
        void save() { console->window().actions().find("product.save")->trigger(); }

        test::FaultyProxy proxy;
        client::GrpcClient client;
        models::SampleImageLoader images;
        std::unique_ptr<app::Console> console;
        ui::ProductEditorPage* form = nullptr;
    };

private slots:
    void initTestCase() {
        QProcess demo;
        demo.start(TRADEPOSTD,
                   {"demo", "--data", m_folder.filePath("store"), "--products", "50", "--seed", "1", "--json"});
        QVERIFY(demo.waitForFinished(60'000) && demo.exitCode() == 0);
        for (const auto& entry : QJsonDocument::fromJson(demo.readAllStandardOutput()).object()["signIns"].toArray()) {
            const QJsonObject user = entry.toObject();
            if (user["role"].toString() == "seller") {
                m_email = user["email"].toString();
                m_password = user["password"].toString();
            }
        }
        m_server.start(TRADEPOSTD, {"serve", "--data", m_folder.filePath("store"), "--http", "127.0.0.1:0", "--grpc",
                                    "127.0.0.1:0", "--log-level", "error"});
        QByteArray said;
        while (!said.contains("ready\n")) {
            QVERIFY(m_server.waitForReadyRead(60'000));
            said += m_server.readAllStandardOutput();
        }
        QFile file(m_folder.filePath("store/server.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_port = quint16(QJsonDocument::fromJson(file.readAll()).object()["grpc"].toString().section(':', -1).toInt());
        QVERIFY(m_port != 0);
    }
    void cleanupTestCase() {
        m_server.terminate();
        QVERIFY(m_server.waitForFinished(15'000));
    }

    void whatWasTypedOutlivesTheConnection_data() {
        QTest::addColumn<int>("mode");
        QTest::newRow("hangs") << int(Mode::Silent);
        QTest::newRow("talks nonsense") << int(Mode::Garbage);
        QTest::newRow("is gone") << int(Mode::Dead);
    }
    void whatWasTypedOutlivesTheConnection() {
        QFETCH(int, mode);
        Fixture f(*this, m_folder.filePath("c.ini"));
        const QString typed = QString("Lamp %1").arg(mode);
        f.editTitle(typed);
        QVERIFY(f.form);
        Watchdog watchdog;
        f.proxy.setMode(Mode(mode));
        f.save();
        QTRY_VERIFY_WITH_TIMEOUT(
            f.form->model().status() == Status::Editing && f.client.connection().phase != Phase::Online, kPatience);
        QCOMPARE(f.client.connection().phase, Phase::Reconnecting);
        QCOMPARE(f.form->model().value(Field::Title), typed);
        QVERIFY(f.form->isVisible());
        // The person goes on typing meanwhile.
        auto* title = qobject_cast<QLineEdit*>(f.form->field(Field::Title)->control());
        QTest::keyClicks(title, " b");

        f.proxy.setMode(Mode::Dead); // what hangs is not to hold the way back
        f.proxy.setMode(Mode::Forward);
        f.client.retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(f.client.connection().phase, Phase::Online, kPatience);
        QCOMPARE(f.form->model().value(Field::Title), typed + " b");
        f.save();
        QTRY_VERIFY_WITH_TIMEOUT(!f.form->model().dirty(), kPatience);
        // No wait for the network happened on this thread; a loaded machine may still have been slow.
        QVERIFY2(watchdog.longestMs() < 2'000, qPrintable(QString::number(watchdog.longestMs())));
    }
};

QTEST_MAIN(FaultyStoreTest)
#include "faulty_store_test.moc"
