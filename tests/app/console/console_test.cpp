// The whole console against the sample store: sign-in, pages, keyboard, accessibility, pictures.
#include "app/console/console.h"
#include "app/console/tour.h"
#include "models/sample/sample_client.h"
#include "models/sample/sample_images.h"
#include "ui/catalog/catalog_page.h"
#include "ui/catalog/editor/conflict_dialog.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/gallery/gallery.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/dialog.h"
#include "ui/kit/form.h"
#include "ui/kit/popup.h"
#include "ui/kit/saved_views.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/sign_in_page.h"
#include "ui/shell/status_line.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QCryptographicHash>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using client::Phase;
using client::Role;
using models::Field;

namespace {

struct Fixture {
    explicit Fixture(std::set<Role> roles = {Role::Seller}, const QString& language = "en")
        : client({.products = 3'000, .roles = std::move(roles)}) {
        ui::Settings(folder.filePath("c.ini")).set(ui::settings::language, language);
        app::Console::Config config;
        config.settingsFile = folder.filePath("c.ini");
        config.localDirectory = folder.filePath("store");
        console = std::make_unique<app::Console>(config, client, images);
        console->show();
    }
    void signIn() {
        console->openLastStore();
        QTRY_VERIFY(console->window().currentPage());
    }
    ui::MainWindow& window() { return console->window(); }
    template<class T>
    T* find() {
        return window().findChild<T*>();
    }
    QTemporaryDir folder;
    models::SampleClient client;
    models::SampleImageLoader images;
    std::unique_ptr<app::Console> console;
};

QByteArray hashOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
}

} // namespace

class ConsoleTest : public QObject {
    Q_OBJECT
private slots:
    void aLocalStoreOpensOnTheCatalog() {
        Fixture f;
        QVERIFY(f.find<ui::SignInPage>()->isVisible());
        f.signIn();
        QCOMPARE(f.window().location().page, "catalog");
        QTRY_COMPARE(f.window().currentPage()->count(), "3,000");
        QVERIFY(!f.find<ui::SignInPage>()->isVisible());
    }

    void aWrongPasswordIsTold() {
        Fixture f;
        auto* page = f.find<ui::SignInPage>();
        page->showRemoteForm(true);
        page->submit();
        QCOMPARE(f.client.connection().phase, Phase::SignedOut); // nothing sent: fields are empty
        const auto edits = page->findChildren<QLineEdit*>();
        QCOMPARE(edits.size(), 3);
        edits[0]->setText("shop.example.org");
        edits[1]->setText("mara@example.org");
        edits[2]->setText("wrong");
        page->submit();
        QTRY_VERIFY(!f.client.connection().message.isEmpty());
        QVERIFY(page->isVisible());
        edits[2]->setText("demo");
        QTest::keyClick(edits[2], Qt::Key_Return);
        QTRY_VERIFY(f.window().currentPage());
        QVERIFY(edits[2]->text().isEmpty()); // not kept once used
    }

    void pagesFollowTheRole() {
        Fixture moderator({Role::Moderator});
        moderator.signIn();
        QCOMPARE(moderator.window().visiblePages(), (QStringList{"catalog", "review"}));
        moderator.window().open({"catalog/edit", {}});
        QCOMPARE(moderator.window().location().page, "catalog"); // not for moderators
    }

    void backAndForwardKeepTheWay() {
        Fixture f;
        f.signIn();
        f.window().open({"catalog/edit", {}});
        QCOMPARE(f.window().location().page, "catalog/edit");
        f.window().back();
        QCOMPARE(f.window().location().page, "catalog");
        f.window().forward();
        QCOMPARE(f.window().location().page, "catalog/edit");
    }

    void unsavedChangesAreNotLeftSilently() {
        Fixture f;
        f.signIn();
        f.window().open({"catalog/edit", {}});
        auto* form = f.find<ui::ProductEditorPage>();
        bool leave = false;
        int asked = 0;
        form->confirmLeaving = [&] {
            ++asked;
            return leave;
        };
        auto* title = qobject_cast<QLineEdit*>(form->field(Field::Title)->control());
        QTest::keyClicks(title, "Desk lamp");
        f.window().back();
        QCOMPARE(f.window().location().page, "catalog/edit");
        QCOMPARE(title->text(), "Desk lamp");
        leave = true;
        f.window().back();
        QCOMPARE(f.window().location().page, "catalog");
        QCOMPARE(asked, 2);
    }

    void aProductIsMadeByKeyboard() {
        Fixture f;
        f.signIn();
        f.window().activateWindow();
        f.window().actions().find("catalog.new")->trigger();
        auto* form = f.find<ui::ProductEditorPage>();
        QTRY_COMPARE(form->model().status(), models::ProductEditModel::Status::Editing);
        const auto type = [&](Field field, const QString& text) {
            QTest::keyClicks(form->field(field)->control(), text);
        };
        type(Field::Title, "Desk lamp");
        f.window().actions().find("product.save")->trigger();
        QVERIFY(!form->field(Field::Price)->problem().isEmpty());
        QVERIFY(!form->field(Field::Sku)->problem().isEmpty());
        type(Field::Price, "49.90");
        type(Field::Sku, "LAMP-1");
        f.window().actions().find("product.save")->trigger();
        QTRY_VERIFY(!form->model().isNew());
        QCOMPARE(f.window().toasts().texts(), QStringList{"Saved."});
        f.window().actions().find("product.publish")->trigger();
        QTRY_COMPARE(form->model().state(), models::ProductState::Published);
    }

    void aConflictAsksAndNothingIsLost() {
        Fixture f;
        f.signIn();
        const std::string id = f.client.catalog().idAt(2);
        f.window().open({"catalog/edit", QString::fromStdString(id)});
        auto* form = f.find<ui::ProductEditorPage>();
        QTRY_COMPARE(form->model().status(), models::ProductEditModel::Status::Editing);
        catalog::v1::UpdateProductRequest theirs;
        theirs.mutable_product()->set_id(id);
        theirs.mutable_product()->set_title("Theirs");
        theirs.mutable_update_mask()->add_paths("title");
        QVERIFY(f.client.catalog().update(theirs).has_value());
        form->model().setValue(Field::Title, "Mine");
        f.window().actions().find("product.save")->trigger();
        QTRY_VERIFY(form->findChild<ui::ConflictDialog*>());
        QCOMPARE(form->model().value(Field::Title), "Mine");
        form->findChild<ui::ConflictDialog*>()->accept();
        QTRY_COMPARE(f.client.catalog().find(id)->title(), std::string("Mine"));
    }

    void offlineKeepsWhatIsThereAndComesBack() {
        Fixture f;
        f.signIn();
        QTRY_COMPARE(f.window().currentPage()->count(), "3,000");
        f.client.loseConnection(10);
        QVERIFY(f.window().currentPage()->isVisible());
        QVERIFY(f.find<ui::Banner>()); // the shell's
        f.client.retryNow();
        QVERIFY(f.client.online());
        QCOMPARE(f.window().currentPage()->count(), "3,000");
    }

    void thePaletteFindsPagesAndActions() {
        QCOMPARE(ui::matchScore("Catalog", "cat"), 300);
        QVERIFY(ui::matchScore("New product", "prod") > ui::matchScore("Unproductive", "prod"));
        QVERIFY(ui::matchScore("Catalog", "ctl") > 0);
        QCOMPARE(ui::matchScore("Catalog", "xyz"), -1);
        Fixture f;
        f.signIn();
        f.window().openPalette();
        auto* palette = f.find<ui::CommandPalette>();
        QVERIFY(palette);
        QTest::keyClicks(palette->input(), "new prod");
        QTest::keyClick(palette->input(), Qt::Key_Return);
        QCOMPARE(f.window().location().page, "catalog/edit");
    }

    void thePaletteFindsProductsAndRecentOnes() {
        Fixture f;
        f.signIn();
        const auto product = f.client.catalog().at(7);
        f.window().openPalette();
        auto* palette = f.find<ui::CommandPalette>();
        palette->input()->setText(QString::fromStdString(product.variants(0).sku()));
        QTRY_COMPARE(palette->shownCount(), 1);
        QCOMPARE(f.client.calls("ListProducts"), 0); // typing has not paused yet
        QTRY_COMPARE(f.client.calls("ListProducts"), 1);
        QCoreApplication::processEvents();
        QTest::keyClick(palette->input(), Qt::Key_Return);
        QTRY_COMPARE(f.window().location().page, "catalog/edit");
        QCOMPARE(f.window().location().argument.toStdString(), product.id());
        auto* form = f.find<ui::ProductEditorPage>();
        QTRY_COMPARE(form->subject().toStdString(), product.title());
        f.window().open({"catalog", {}});
        QTRY_VERIFY(!f.find<ui::CommandPalette>());
        f.window().openPalette();
        palette = f.find<ui::CommandPalette>();
        QTest::keyClick(palette->input(), Qt::Key_Return); // the first entry
        QCOMPARE(f.window().location().argument.toStdString(), product.id());
    }

    void noticesCanBeReadAgain() {
        Fixture f;
        f.signIn();
        auto& log = f.window().notifications();
        f.window().toasts().show(ui::Tone::Good, "Saved.");
        f.window().toasts().show(ui::Tone::Bad, "Not saved.");
        QCOMPARE(log.unread(), 2);
        QCOMPARE(log.all()[0].text, "Not saved."); // newest first
        f.window().actions().find("shell.notifications")->trigger();
        QCOMPARE(log.unread(), 0);
        QVERIFY(f.find<ui::Popup>());
        f.client.signOut();
        QVERIFY(log.all().empty()); // the next person does not see them
    }

    void jobsAreFollowedInTheStatusLine() {
        Fixture f;
        auto& operation = f.client.operations().emplace_back();
        operation.set_id("1");
        operation.set_title("Import of lamps.csv");
        operation.set_state(operations::v1::Operation::RUNNING);
        f.signIn();
        QTRY_COMPARE(f.window().jobs().running(), 1);
        QVERIFY(f.find<ui::StatusLine>()->jobsButton()->isVisible());
        f.client.operations()[0].set_state(operations::v1::Operation::SUCCEEDED);
        f.window().jobs().refresh();
        QTRY_COMPARE(f.window().toasts().texts(), QStringList{"Done: Import of lamps.csv"});
        QVERIFY(!f.find<ui::StatusLine>()->jobsButton()->isVisible());
    }

    void aViewIsSavedAndComesBack() {
        Fixture f;
        f.signIn();
        auto* page = f.find<ui::CatalogPage>();
        auto* button = f.find<ui::ViewButton>();
        QCOMPARE(button->text(), "All products");
        models::ProductQuery query;
        query.states = {models::ProductState::Rejected};
        query.sortField = "price";
        page->setQuery(query);
        QCOMPARE(button->text(), "Unsaved view");
        button->askToSave();
        auto* dialog = f.find<ui::Dialog>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>()->setText("To correct");
        dialog->findChildren<QPushButton*>().last()->click();
        QCOMPARE(button->text(), "To correct");
        page->setQuery({});
        QCOMPARE(button->text(), "All products");
        emit button->chosen(query.toState());
        QVERIFY(page->model().query() == query);
    }

    void theLanguageChangesInPlace() {
        Fixture f;
        f.signIn();
        QCOMPARE(f.window().currentPage()->title(), "Catalog");
        f.console->setLanguage("de");
        QVERIFY(f.window().currentPage());
        QCOMPARE(f.window().currentPage()->title(), "Katalog");
        QTRY_COMPARE(f.window().currentPage()->count(), "3.000");
        QVERIFY(f.window().isVisible());
        QCOMPARE(QKeySequence("Ctrl+K").toString(QKeySequence::NativeText), "Strg+K");
    }

    void anAuthorityCountsForItsStoreOnly() {
        Fixture f;
        auto& settings = f.console->settings();
        settings.set(ui::settings::storeAuthority, QString("/etc/shop-ca.pem"));
        settings.set(ui::settings::storeAuthorityOf, QString("shop.example.org"));
        QCOMPARE(ui::chosenStore(settings, "shop.example.org:8443").caFile, "/etc/shop-ca.pem");
        QVERIFY(ui::chosenStore(settings, "other.example.org").caFile.isEmpty());
        QVERIFY(ui::chosenStore(settings, "").caFile.isEmpty());
    }

    void everythingHasAName() {
        Fixture f;
        f.signIn();
        f.window().open({"catalog/edit", QString::fromStdString(f.client.catalog().idAt(1))});
        f.find<ui::CatalogPage>()->showDetails(0);
        const auto widgets = f.window().findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                                 qobject_cast<QPlainTextEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                                 qobject_cast<ui::DataGrid*>(widget);
            // Parts inside Qt's own widgets are named by their owner; an empty hidden button is not shown at all.
            const QString owner = widget->parentWidget() ? widget->parentWidget()->metaObject()->className() : "";
            if (!control || !widget->isVisible() || owner.startsWith("Q") == false ||
                QString(widget->metaObject()->className()).startsWith("QLineEditIcon") || owner == "QLineEdit" ||
                qobject_cast<QAbstractItemView*>(widget->parentWidget()))
                continue;
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(accessible);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString(widget->metaObject()->className()) + " in " + owner));
            QVERIFY(accessible->role() != QAccessible::NoRole);
        }
    }

    void everyTextIsTranslated() {
        for (const char* name : {"tradepost_de.ts", "tradepost_en.ts"}) {
            QFile file(QString(TRANSLATIONS) + '/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray text = file.readAll();
            QVERIFY(text.contains("<message"));
            QVERIFY2(!text.contains("type=\"unfinished\""), name);
            QVERIFY2(!text.contains("type=\"vanished\""), name);
        }
    }

    void theTourRepeatsItsPixels() {
        QTemporaryDir folder;
        std::array<QProcess, 2> tours;
        for (int run = 0; run < 2; ++run) {
            QProcess& tour = tours[std::size_t(run)];
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert("QT_HASH_SEED", run == 0 ? "0" : "4711"); // no order of a hash may show
            tour.setProcessEnvironment(environment);
            tour.start(TRADEPOST, {"--tour", folder.filePath(QString::number(run)), "--size", "1280x800"});
        }
        for (QProcess& tour : tours) {
            QVERIFY(tour.waitForFinished(480'000));
            QCOMPARE(tour.exitCode(), 0);
        }
        const QStringList pictures = QDir(folder.filePath("0")).entryList(QDir::Files);
        QCOMPARE(pictures.size(), qsizetype((app::tourScenes().size() + ui::galleryItems().size()) * 4));
        for (const QString& picture : pictures) {
            const QByteArray first = hashOf(folder.filePath("0/" + picture));
            QVERIFY(!first.isEmpty());
            QVERIFY2(first == hashOf(folder.filePath("1/" + picture)), qPrintable(picture));
        }
        QVERIFY(hashOf(folder.filePath("0/catalog-light-en.png")) != hashOf(folder.filePath("0/catalog-dark-de.png")));
    }
};

QTEST_MAIN(ConsoleTest)
#include "console_test.moc"
