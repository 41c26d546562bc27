// The product editor against the real backend: a variant matrix, attributes of a category, a picture, and an edit that
// meets someone else's.
#include "models/client/grpc_client.h"
#include "models/client/methods.h"
#include "ui/catalog/editor/attributes_section.h"
#include "ui/catalog/editor/chip_edit.h"
#include "ui/catalog/editor/conflict_dialog.h"
#include "ui/catalog/editor/media_section.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/catalog/editor/variant_options_dialog.h"
#include "ui/catalog/editor/variants_section.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/toasts.h"

#include <QApplication>
#include <QComboBox>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace tradepost;
using client::GrpcClient;
using models::Field;
using models::FieldRef;
using Status = models::ProductEditModel::Status;

namespace {

constexpr int kPatience = 20'000;
constexpr client::Method<catalog::v1::CreateCategoryRequest, catalog::v1::Category> kCreateCategory{
    "/tradepost.catalog.v1.CatalogService/CreateCategory"};

} // namespace

class EditorE2eTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QProcess m_server;
    QHash<QString, std::pair<QString, QString>> m_people; // e-mail and password by role
    client::RemoteStore m_store{.host = "127.0.0.1", .port = 0, .tls = false, .caFile = {}};

    std::unique_ptr<GrpcClient> signIn(const QString& role) {
        auto made = std::make_unique<GrpcClient>(GrpcClient::Config{
            .version = "0.1.0", .backendProgram = {}, .sessionDirectory = m_folder.filePath(role + "-sessions")});
        const auto [email, password] = m_people.value(role);
        made->signIn(m_store, email, password, false);
        (void)QTest::qWaitFor([&] { return made->online(); }, kPatience);
        return made;
    }
    template<class Request, class Reply>
    Reply ask(GrpcClient& client, const client::Method<Request, Reply>& method, const Request& request) {
        std::optional<Reply> answer;
        QString problem;
        client.call(method, request, this, std::function([&](const Reply& reply) { answer = reply; }),
                    [&](const Error& error) { problem = client::text(error.reason + ": " + error.message); });
        (void)QTest::qWaitFor([&] { return answer || !problem.isEmpty(); }, kPatience);
        if (!problem.isEmpty())
            qWarning("%s: %s", method.path, qPrintable(problem));
        return answer.value_or(Reply());
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
        QVERIFY(m_people.contains("seller") && m_people.contains("operator"));
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
        m_store.port = quint16(addresses["grpc"].toString().section(':', -1).toInt());
        QVERIFY(m_store.port != 0);
    }
    void cleanupTestCase() {
        m_server.terminate();
        QVERIFY(m_server.waitForFinished(15'000));
    }

    void aProductIsMadeAndAnEditMeetsAnother() {
        const auto keeper = signIn("operator");
        QVERIFY(keeper->online());
        catalog::v1::CreateCategoryRequest create;
        create.mutable_category()->set_name("Zirconium lamps");
        auto& flux = *create.mutable_category()->add_attributes();
        flux.set_name("luminous_flux");
        flux.set_type(catalog::v1::NUMBER);
        flux.set_unit("lm");
        flux.set_required(true);
        auto& shade = *create.mutable_category()->add_attributes();
        shade.set_name("shade");
        shade.set_type(catalog::v1::TEXT);
        shade.add_allowed_values("Linen");
        shade.add_allowed_values("Glass");
        const auto category = ask(*keeper, kCreateCategory, create);
        QVERIFY(!category.id().empty());

        const auto seller = signIn("seller");
        QVERIFY(seller->online());
        ui::Theme theme;
        ui::Settings settings(m_folder.filePath("c.ini"));
        ui::Format format;
        ui::ActionRegistry actions(theme);
        QWidget window;
        ui::ToastArea toasts(theme, &window);
        ui::Workspace workspace{*seller, theme, settings, format, actions, nullptr, toasts, [](const ui::Location&) {},
                                [] {}};
        const auto page = std::make_unique<ui::ProductEditorPage>(workspace);
        (new QVBoxLayout(&window))->addWidget(page.get());
        window.resize(1'100, 760);
        window.show();
        window.activateWindow();
        page->activate({});
        auto& model = page->model();
        const auto type = [&](const FieldRef& ref, const QString& text) { model.setValue(ref, text); };
        // Who acts for several accounts chooses.
        QTRY_VERIFY_WITH_TIMEOUT(!model.sellers().empty() || !model.value(Field::Seller).isEmpty(), kPatience);
        if (!model.sellers().empty())
            type(Field::Seller, model.sellers().front().id);
        type(Field::Title, "Zirconium lamp");
        type(Field::Price, "49.90");
        type(Field::Sku, "ZL");
        type(Field::Category, client::text(category.id()));

        // The matrix.
        actions.find("product.options")->trigger();
        auto* dialog = page->findChild<ui::VariantOptionsDialog*>();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(), "Colour");
        auto* chips = dialog->findChild<ui::ChipEdit*>();
        for (const char* value : {"Red", "Blue"}) {
            QTest::keyClicks(chips->input(), value);
            QTest::keyClick(chips->input(), Qt::Key_Return);
        }
        dialog->applyButton()->click();
        QCOMPARE(model.variantCount(), 2);

        // Attributes.
        auto& attributes = page->section<ui::AttributesSection>();
        QTRY_VERIFY_WITH_TIMEOUT(attributes.editorOf("luminous_flux"), kPatience);
        QTest::keyClicks(attributes.editorOf("luminous_flux"), "806.5");
        auto* glass = qobject_cast<QComboBox*>(attributes.editorOf("shade"));
        QVERIFY(glass);
        glass->setCurrentIndex(glass->findText("Glass"));
        emit glass->activated(glass->currentIndex());

        // A picture.
        QImage picture(320, 240, QImage::Format_RGB32);
        picture.fill(QColor("#2457D6"));
        QVERIFY(picture.save(m_folder.filePath("lamp.png")));
        page->section<ui::MediaSection>().zone().offer({m_folder.filePath("lamp.png")});
        QTRY_VERIFY_WITH_TIMEOUT(!page->uploads().busy(), 3 * kPatience); // it is decoded there
        QVERIFY2(page->uploads().uploads().empty(),
                 page->uploads().uploads().empty() ? "" : page->uploads().uploads()[0].error.message.c_str());
        QCOMPARE(model.draft().images.size(), std::size_t(1));
        const QString url = model.draft().images[0].url;
        QVERIFY(url.startsWith("/media/"));
        QVERIFY(page->uploads().previewOf(url) != url); // only the seller sees it yet

        actions.find("product.save")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!model.isNew(), kPatience);
        catalog::v1::GetProductRequest get;
        get.set_id(client::bytes(model.id()));
        auto stored = ask(*seller, client::methods::getProduct, get);
        QCOMPARE(stored.variants_size(), 2);
        QCOMPARE(stored.variants(1).sku(), std::string("ZL-BLUE"));
        QCOMPARE(stored.variants(1).options(0).value(), std::string("Blue"));
        QCOMPARE(stored.attributes(0).number(), 806.5);
        QCOMPARE(stored.images(0).url(), client::bytes(url));

        // Someone else saves meanwhile: the same field asks, another one does not.
        catalog::v1::UpdateProductRequest theirs;
        theirs.mutable_product()->set_id(stored.id());
        theirs.mutable_product()->set_title("Their lamp");
        theirs.mutable_product()->set_brand("Their brand");
        theirs.mutable_update_mask()->add_paths("title");
        theirs.mutable_update_mask()->add_paths("brand");
        QVERIFY(!ask(*seller, client::methods::updateProduct, theirs).id().empty());
        type(Field::Title, "My lamp");
        type({Field::Price, 1}, "59.90");
        actions.find("product.save")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(page->findChild<ui::ConflictDialog*>(), kPatience);
        QCOMPARE(model.conflicts().size(), 1U);
        page->findChild<ui::ConflictDialog*>()->accept();
        QTRY_VERIFY_WITH_TIMEOUT(!model.dirty() && model.status() == Status::Editing, kPatience);
        stored = ask(*seller, client::methods::getProduct, get);
        QCOMPARE(stored.title(), std::string("My lamp"));
        QCOMPARE(stored.brand(), std::string("Their brand"));
        QCOMPARE(stored.variants(1).price().amount_minor(), 5'990);

        // What was saved first comes back.
        QTRY_VERIFY_WITH_TIMEOUT(page->history().entries().size() == 3, kPatience);
        const auto first = page->history().asOf(2, model.live());
        QCOMPARE(first.title(), std::string("Zirconium lamp"));
        QCOMPARE(first.variants(1).price().amount_minor(), 4'990);
    }
};

QTEST_MAIN(EditorE2eTest)
#include "editor_e2e_test.moc"
