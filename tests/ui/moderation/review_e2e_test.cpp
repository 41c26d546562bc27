// The moderator's page against the real backend: what a seller submits is approved by keyboard and is on sale.
#include "models/client/grpc_client.h"
#include "models/client/methods.h"
#include "ui/kit/toasts.h"
#include "ui/moderation/queue_pane.h"
#include "ui/moderation/review_page.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace tradepost;
using client::GrpcClient;
using client::Phase;

namespace {

constexpr int kOpenMs = 20'000;
constexpr client::Method<catalog::v1::ProductTransitionRequest, catalog::v1::Product> kSubmit{
    "/tradepost.catalog.v1.CatalogReviewService/SubmitProduct"};

} // namespace

class ReviewE2eTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QProcess m_server;
    QHash<QString, std::pair<QString, QString>> m_people; // e-mail and password by role
    QString m_http;
    client::RemoteStore m_store{.host = "127.0.0.1", .port = 0, .tls = false, .caFile = {}};

    std::unique_ptr<GrpcClient> signIn(const QString& role) {
        auto made = std::make_unique<GrpcClient>(GrpcClient::Config{
            .version = "0.1.0", .backendProgram = {}, .sessionDirectory = m_folder.filePath(role + "-sessions")});
        const auto [email, password] = m_people.value(role);
        made->signIn(m_store, email, password, false);
        (void)QTest::qWaitFor([&] { return made->online(); }, kOpenMs);
        return made;
    }
    template<class Request, class Reply>
    Reply ask(GrpcClient& client, const client::Method<Request, Reply>& method, const Request& request) {
        std::optional<Reply> answer;
        QString problem;
        client.call(method, request, this, std::function([&](const Reply& reply) { answer = reply; }),
                    [&](const Error& error) { problem = client::text(error.reason + ": " + error.message); });
        (void)QTest::qWaitFor([&] { return answer || !problem.isEmpty(); }, kOpenMs);
        if (!problem.isEmpty())
            qWarning("%s: %s", method.path, qPrintable(problem));
        return answer.value_or(Reply());
    }
    int statusOf(const QString& path) {
        QNetworkAccessManager network;
        QNetworkReply* reply = network.get(QNetworkRequest(QUrl("http://" + m_http + path)));
        (void)QTest::qWaitFor([&] { return reply->isFinished(); }, kOpenMs);
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

private slots:
    void initTestCase() {
        const QString data = m_folder.filePath("store");
        QProcess demo;
        demo.start(TRADEPOSTD, {"demo", "--data", data, "--products", "20", "--seed", "1", "--json"});
        QVERIFY(demo.waitForFinished(120'000));
        QVERIFY2(demo.exitCode() == 0, demo.readAllStandardError().constData());
        const auto people = QJsonDocument::fromJson(demo.readAllStandardOutput()).object()["signIns"].toArray();
        for (const auto& entry : people) {
            const QJsonObject person = entry.toObject();
            m_people[person["role"].toString()] = {person["email"].toString(), person["password"].toString()};
        }
        QVERIFY(m_people.contains("seller") && m_people.contains("moderator"));
        m_server.start(TRADEPOSTD, {"serve", "--data", data, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0",
                                    "--log-level", "error"});
        QByteArray said;
        while (!said.contains("ready\n")) {
            QVERIFY(m_server.waitForReadyRead(60'000));
            said += m_server.readAllStandardOutput();
        }
        QFile file(data + "/server.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject addresses = QJsonDocument::fromJson(file.readAll()).object();
        m_http = addresses["http"].toString();
        m_store.port = quint16(addresses["grpc"].toString().section(':', -1).toInt());
        QVERIFY(!m_http.isEmpty() && m_store.port != 0);
    }
    void cleanupTestCase() {
        m_server.terminate();
        QVERIFY(m_server.waitForFinished(15'000));
    }

    void whatASellerSubmitsIsApprovedByKeyboardAndOnSale() {
        const auto seller = signIn("seller");
        QVERIFY(seller->online());
        catalog::v1::CreateProductRequest create;
        auto& wanted = *create.mutable_product();
        wanted.set_seller_id(client::bytes(seller->user().sellerIds.value(0)));
        wanted.set_title("Zirconium reading lamp");
        wanted.set_description("Write to lamps@example.org for a discount.");
        auto& variant = *wanted.add_variants();
        variant.set_sku("ZL-1");
        variant.mutable_price()->set_amount_minor(4'990);
        variant.mutable_price()->set_currency("EUR");
        const auto made = ask(*seller, client::methods::createProduct, create);
        QVERIFY(!made.id().empty());
        catalog::v1::ProductTransitionRequest submit;
        submit.set_id(made.id());
        QCOMPARE(ask(*seller, kSubmit, submit).state(), catalog::v1::SUBMITTED);
        const QString id = client::text(made.id());
        QCOMPARE(statusOf("/v1/products/" + id), 404);

        const auto moderator = signIn("moderator");
        QVERIFY(moderator->online());
        ui::Theme theme;
        ui::Settings settings(m_folder.filePath("c.ini"));
        ui::Format format;
        ui::ActionRegistry actions(theme);
        QWidget window;
        ui::ToastArea toasts(theme, &window);
        ui::Workspace workspace{
            *moderator, theme, settings, format, actions, nullptr, toasts, [](const ui::Location&) {}, [] {}};
        const auto page = std::make_unique<ui::ReviewPage>(workspace);
        (new QVBoxLayout(&window))->addWidget(page.get());
        window.resize(1'100, 700);
        window.show();
        window.activateWindow();
        page->activate({});
        // The queue follows the catalog's log, a moment behind.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                if (page->queue().rowOf(id) < 0 && page->queue().status() == models::QueueModel::Status::Ready)
                    page->queue().refresh();
                return page->queue().rowOf(id) >= 0;
            }(),
            kOpenMs);
        QTRY_VERIFY(page->pane().list().hasFocus());
        for (int i = 0; page->desk().id() != id && i < page->queue().rowCount(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_J);
        QCOMPARE(page->desk().id(), id);
        QTRY_VERIFY_WITH_TIMEOUT(page->desk().mayDecide(), kOpenMs);
        const auto findings = page->desk().review()->item.findings;
        QVERIFY(std::ranges::any_of(findings, [](const auto& finding) {
            return finding.kind == models::FindingKind::ContactInText && finding.field == "description";
        }));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A);
        QTRY_COMPARE_WITH_TIMEOUT(page->notice(), "Approved: Zirconium reading lamp", kOpenMs);
        QCOMPARE(page->queue().rowOf(id), -1);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf("/v1/products/" + id), 200, kOpenMs);
    }
};

QTEST_MAIN(ReviewE2eTest)
#include "review_e2e_test.moc"
