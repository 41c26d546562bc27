// The wizard of imports in the whole console, by keyboard and mouse, against the sample store.
#include "app/console/console.h"
#include "models/sample/sample_client.h"
#include "models/sample/sample_images.h"
#include "ui/imports/file_step.h"
#include "ui/imports/import_page.h"
#include "ui/imports/imports_page.h"
#include "ui/imports/mapping_row.h"
#include "ui/imports/mapping_step.h"
#include "ui/imports/outcome_step.h"
#include "ui/imports/preview_table.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/detail_drawer.h"
#include "ui/kit/dialog.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/state_view.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using client::Role;
using models::ImportState;
using Filter = ui::OutcomeStep::Filter;
using Step = ui::ImportPage::Step;

namespace {

const QByteArray kOwn = "sku,title,price,currency\nA,Lamp,12.50,EUR\nB,Chair,cheap,EUR\nC,Table,99,EUR\n";
const QByteArray kForeign = "Nummer;Bezeichnung;Preis\nA;Lampe;12,50\nB;Stuhl;9,00\n";

struct Fixture {
    explicit Fixture(std::set<Role> roles = {Role::Seller}, QStringList sellers = {"0sampleseller"})
        : client({.products = 30, .roles = std::move(roles), .sellers = std::move(sellers)}) {
        ui::Settings(folder.filePath("c.ini")).set(ui::settings::language, QString("en"));
        app::Console::Config config;
        config.settingsFile = folder.filePath("c.ini");
        config.localDirectory = folder.filePath("store");
        console = std::make_unique<app::Console>(config, client, images);
        console->window().resize(1280, 800);
        console->show();
        console->window().activateWindow();
        console->openLastStore();
        if (!QTest::qWaitFor([this] { return console->window().currentPage() != nullptr; }))
            qFatal("not signed in");
    }
    ui::MainWindow& window() { return console->window(); }
    ui::ImportPage& open(const QString& id = {}) {
        window().open({"imports/import", id});
        return *window().findChild<ui::ImportPage*>();
    }
    QString file(const QByteArray& contents, const QString& name = "products.csv") {
        QFile out(folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(contents) != contents.size())
            qFatal("no file");
        return out.fileName();
    }
    QTemporaryDir folder;
    models::SampleClient client;
    models::SampleImageLoader images;
    std::unique_ptr<app::Console> console;
};

} // namespace

class ImportsTest : public QObject {
    Q_OBJECT
private slots:
    void theListIsForSellersAndOpensByKeyboard() {
        Fixture moderator({Role::Moderator});
        QVERIFY(!moderator.window().visiblePages().contains("imports"));
        Fixture f;
        QVERIFY(f.window().visiblePages().contains("imports"));
        f.client.imports().freeze(true);
        f.client.imports().addExamples();
        f.window().open({"imports", {}});
        auto* page = f.window().findChild<ui::ImportsPage*>();
        QTRY_VERIFY(page->model().rowCount() > 3);
        QTest::keyClick(&page->grid(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(&page->grid(), Qt::Key_Down);
        QTest::keyClick(&page->grid(), Qt::Key_Return);
        QCOMPARE(f.window().location().page, "imports/import");
        QCOMPARE(f.window().location().argument, page->model().import(1).id);
        f.window().back();
        QCOMPARE(f.window().location().page, "imports");
    }

    void anEmptyListOffersTheFirstStep() {
        Fixture f;
        f.window().open({"imports", {}});
        auto* page = f.window().findChild<ui::ImportsPage*>();
        auto* state = page->findChild<ui::StateView*>();
        QTRY_VERIFY(state->isVisible());
        QCOMPARE(state->accessibleName(), "No imports yet");
        emit state->primaryClicked();
        QCOMPARE(f.window().location().page, "imports/import");
        QVERIFY(f.open().fileStep().zone().isVisible());
    }

    void aDroppedFileComesIn() {
        Fixture f;
        auto& page = f.open();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(f.file(kOwn))});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page.fileStep().zone(), &enter); // else Qt delivers no drop
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&page.fileStep().zone(), &drop);
        QTRY_VERIFY(page.fileStep().table().isVisible());
        QTRY_VERIFY(page.nextButton()->isEnabled());
        QCOMPARE(page.step(), Step::File);
        QCOMPARE(page.nextButton()->text(), "Check what would change"); // our own format needs no mapping
        QCOMPARE(page.subject(), "products.csv");
        // The cell at fault is marked, and says why.
        const auto* table = page.fileStep().table().model();
        QVERIFY(table->index(1, 3).data(Qt::ToolTipRole).toString().contains("'cheap' is no price"));
        QVERIFY(table->index(0, 3).data(Qt::ToolTipRole).toString().isEmpty());

        // On by keyboard alone.
        page.nextButton()->setFocus();
        QTest::keyClick(&f.window(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(page.model().import().state, ImportState::Staged, 10'000);
        QCOMPARE(page.step(), Step::Outcome);
        QCOMPARE(page.outcomeStep().filter(), Filter::Errors); // what needs the person comes first
        QTRY_COMPARE(page.outcomeStep().rows().rowCount(), 1);
        QTest::keyClick(&page.outcomeStep().grid(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(&page.outcomeStep().grid(), Qt::Key_Return); // the problem in full
        QVERIFY(page.findChild<ui::DetailDrawer*>()->isVisible());
        QTest::mouseClick(page.outcomeStep().tile(Filter::Creates), Qt::LeftButton);
        QTRY_COMPARE(page.outcomeStep().rows().rowCount(), 2);
        QCOMPARE(page.nextButton()->text(), "Import 2 products");
        QVERIFY(page.nextButton()->isEnabled());

        page.saveBadRows(f.folder.filePath("bad.csv"));
        QTRY_VERIFY(f.window().toasts().texts().contains("Bad rows saved to bad.csv."));
        QFile bad(f.folder.filePath("bad.csv"));
        QVERIFY(bad.open(QIODevice::ReadOnly));
        QVERIFY(bad.readAll().contains("B,Chair,cheap"));

        QTest::mouseClick(page.nextButton(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(page.model().import().state, ImportState::Imported, 10'000);
        f.window().jobs().refresh();
        QTRY_VERIFY(!f.window().jobs().jobs().empty()); // seen in the list of jobs

        // Back again: asked first, then done, and what was edited since is told.
        f.client.imports().editedSkus() = {"C"};
        int asked = 0;
        bool answer = false;
        page.confirmed = [&](const QString&, const QString& text, const QString&, const QString&) {
            ++asked;
            return answer && text.contains("products.csv");
        };
        QPushButton* roll = nullptr;
        for (auto* button : page.findChildren<QPushButton*>())
            roll = button->text() == "Roll back…" ? button : roll;
        QVERIFY(roll && roll->isVisible());
        QTest::mouseClick(roll, Qt::LeftButton);
        QCOMPARE(asked, 1);
        QCOMPARE(page.model().import().state, ImportState::Imported);
        answer = true;
        QTest::mouseClick(roll, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(page.model().import().state, ImportState::RolledBack, 10'000);
        QCOMPARE(page.outcomeStep().filter(), Filter::Kept);
        QTRY_COMPARE(page.outcomeStep().rows().rowCount(), 1);
        QVERIFY(!roll->isVisible());
    }

    void aForeignTableIsMapped() {
        Fixture f;
        auto& page = f.open();
        page.fileStep().zone().offer({f.file(kForeign)});
        QTRY_VERIFY(page.setup().mapped() && page.nextButton()->isEnabled());
        QCOMPARE(page.nextButton()->text(), "Next: fields");
        page.nextButton()->click();
        QCOMPARE(page.step(), Step::Mapping);
        auto* title = page.mappingStep().row("title");
        QCOMPARE(title->columnBox()->currentText(), "Bezeichnung");
        // Without a SKU one cannot go on, and is told why.
        auto* sku = page.mappingStep().row("sku");
        sku->columnBox()->setFocus();
        QTest::keyClick(sku->columnBox(), Qt::Key_Home); // "Not in the file"
        QTRY_VERIFY(!page.nextButton()->isEnabled());
        QVERIFY(page.setup().mappingProblem().contains("SKU"));
        sku->columnBox()->setCurrentText("Nummer");
        emit sku->columnBox()->activated(sku->columnBox()->currentIndex());
        QTRY_VERIFY(page.nextButton()->isEnabled());
        QTRY_COMPARE(page.mappingStep().table().model()->rowCount(), 2);
        // The same for all.
        auto* brand = page.mappingStep().row("brand");
        brand->columnBox()->setCurrentIndex(1);
        emit brand->columnBox()->activated(1);
        QTest::keyClicks(brand->constantEdit(), "Nordlicht");
        QTRY_COMPARE(page.mappingStep().table().model()->index(0, 4).data().toString(), "Nordlicht");
        page.mappingStep().addField("options.Size");
        QVERIFY(page.mappingStep().row("options.Size"));

        f.window().actions().find("import.saveMapping")->trigger();
        auto* dialog = page.findChild<ui::Dialog*>();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(), "Supplier");
        dialog->accept();
        QTRY_COMPARE(page.setup().saved().size(), 1U);

        QTRY_VERIFY(page.nextButton()->isEnabled());
        page.nextButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(page.model().import().state, ImportState::Staged, 10'000);
        QCOMPARE(page.model().import().created, 2);
        // From what was checked back to the fields, and on again.
        QPushButton* back = nullptr;
        for (auto* button : page.findChildren<QPushButton*>())
            back = button->text() == "Back" && button->isVisible() ? button : back;
        QVERIFY(back);
        back->click();
        QCOMPARE(page.step(), Step::Mapping);
        QTRY_VERIFY(page.nextButton()->isEnabled());
        page.nextButton()->click();
        QTRY_COMPARE(page.step(), Step::Outcome);
        QTRY_COMPARE_WITH_TIMEOUT(page.model().import().state, ImportState::Staged, 10'000);
    }

    void whatWasFoundOutIsCorrected() {
        Fixture f({Role::Seller}, {"0sampleseller", "0otherseller"});
        auto& page = f.open();
        page.fileStep().zone().offer({f.file(kOwn)});
        QTRY_VERIFY(page.fileStep().table().isVisible());
        QTRY_VERIFY(!page.fileStep().problem().isEmpty()); // several accounts: whose are they?
        QVERIFY(!page.nextButton()->isEnabled());
        const auto boxes = page.fileStep().findChildren<QComboBox*>();
        const auto choose = [&](const QString& name, const QString& text) {
            for (auto* box : boxes) {
                if (box->accessibleName() == name) {
                    box->setCurrentText(text);
                    emit box->activated(box->currentIndex());
                }
            }
        };
        choose("Seller account", "Halden");
        QTRY_VERIFY(page.nextButton()->isEnabled());
        choose("Delimiter", "Semicolon  ;");
        QTRY_COMPARE(page.setup().preview().shape.columns.size(), 1);
        choose("Delimiter", "Comma  ,");
        QTRY_COMPARE(page.setup().preview().shape.columns.size(), 4);
    }

    void aFileOfAnotherKindIsRefusedInWords() {
        Fixture f;
        auto& zone = f.open().fileStep().zone();
        zone.offer({"/tmp/prices.xlsx"});
        QVERIFY(zone.problem().contains("prices.xlsx"));
        QCOMPARE(f.client.calls("CreateImport"), 0);
    }

    void anUploadIsNotLeftSilently() {
        Fixture f;
        f.client.holdAll("UploadImportData");
        auto& page = f.open();
        page.fileStep().zone().offer({f.file(kOwn)});
        QTRY_COMPARE(f.client.calls("UploadImportData"), 1);
        bool leave = false;
        page.confirmed = [&](const QString&, const QString&, const QString&, const QString&) { return leave; };
        f.window().open({"catalog", {}});
        QCOMPARE(f.window().location().page, "imports/import");
        leave = true;
        f.window().open({"catalog", {}});
        QCOMPARE(f.window().location().page, "catalog");
        // It is in the list, and its file is asked for again.
        f.client.release("UploadImportData");
        auto& again = f.open("i1");
        QTRY_VERIFY(again.fileStep().zone().isVisible());
        again.fileStep().zone().offer({f.file(kOwn)});
        QTRY_VERIFY(again.fileStep().table().isVisible());
        QCOMPARE(f.client.calls("CreateImport"), 1);
    }

    void aRunningImportIsPausedAndCancelled() {
        Fixture f;
        f.client.imports().freeze(true);
        f.client.imports().addExamples();
        auto& page = f.open("imp-running");
        QTRY_COMPARE(page.model().import().state, ImportState::Importing);
        const auto button = [&](const QString& text) {
            for (auto* each : page.findChildren<QPushButton*>()) {
                if (each->text() == text && each->isVisible())
                    return each;
            }
            return static_cast<QPushButton*>(nullptr);
        };
        QVERIFY(button("Pause"));
        QTest::mouseClick(button("Pause"), Qt::LeftButton);
        QTRY_VERIFY(page.model().import().paused);
        QTRY_VERIFY(button("Resume"));
        f.window().open({"catalog", {}}); // leaving stops nothing
        QCOMPARE(f.window().location().page, "catalog");
        f.open("imp-running");
        page.confirmed = [](const QString&, const QString&, const QString&, const QString&) { return true; };
        QTest::mouseClick(button("Cancel"), Qt::LeftButton);
        QTRY_COMPARE(page.model().import().state, ImportState::Cancelled);
        QTRY_VERIFY(button("Go on"));
        QVERIFY(button("Roll back…"));
    }

    void everythingHasAName() {
        Fixture f;
        f.client.imports().freeze(true);
        f.client.imports().addExamples();
        for (const QString id : {"imp-own", "imp-mapping", "imp-staged", "imp-running"}) {
            auto& page = f.open(id);
            QTRY_VERIFY(page.loaded());
            if (id == "imp-mapping") {
                QTRY_VERIFY(page.nextButton()->isEnabled());
                page.nextButton()->click();
            }
            const auto widgets = page.findChildren<QWidget*>();
            for (QWidget* widget : widgets) {
                const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                                     qobject_cast<QPlainTextEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                                     qobject_cast<ui::DataGrid*>(widget) || qobject_cast<ui::PreviewTable*>(widget);
                if (!control || !widget->isVisible() || qobject_cast<QAbstractItemView*>(widget->parentWidget()))
                    continue;
                QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(accessible);
                QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
        }
    }
};

QTEST_MAIN(ImportsTest)
#include "imports_test.moc"
