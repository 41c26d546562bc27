// The product editor by keyboard and mouse, against the sample store.
#include "models/catalog/variant_matrix.h"
#include "models/sample/sample_client.h"
#include "ui/catalog/editor/attributes_section.h"
#include "ui/catalog/editor/basics_section.h"
#include "ui/catalog/editor/category_section.h"
#include "ui/catalog/editor/chip_edit.h"
#include "ui/catalog/editor/conflict_dialog.h"
#include "ui/catalog/editor/history_section.h"
#include "ui/catalog/editor/markets_section.h"
#include "ui/catalog/editor/media_row.h"
#include "ui/catalog/editor/media_section.h"
#include "ui/catalog/editor/outline.h"
#include "ui/catalog/editor/preview_panel.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/catalog/editor/seo_section.h"
#include "ui/catalog/editor/state_notice.h"
#include "ui/catalog/editor/texts_section.h"
#include "ui/catalog/editor/variant_options_dialog.h"
#include "ui/catalog/editor/variants_section.h"
#include "ui/kit/banner.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/form.h"
#include "ui/kit/toasts.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace tradepost;
using namespace tradepost::ui;
using models::Field;
using models::FieldRef;
using models::ProductDraft;
using Status = models::ProductEditModel::Status;

namespace {

constexpr int kLamp = 6;

struct Fixture {
    Fixture()
        : client({.products = 40}), settings(folder.filePath("c.ini")), actions(theme), toasts(theme, &window),
          workspace{client, theme, settings, format, actions, nullptr, toasts, [](const Location&) {}, [] {}} {
        theme.applyTo(*qApp);
        client.openLocal({});
        QTRY_VERIFY(client.online());
        page = new ProductEditorPage(workspace);
        (new QVBoxLayout(&window))->addWidget(page);
        window.resize(1'100, 760);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
    }
    ~Fixture() { delete page; }
    void open(int index = kLamp) {
        page->activate(QString::fromStdString(client.catalog().idAt(index)));
        QTRY_COMPARE(model().status(), Status::Editing);
        QTRY_VERIFY(!model().attributes().loading());
        QTRY_VERIFY(!page->history().loading());
    }
    void save() { actions.find("product.save")->trigger(); }
    models::ProductEditModel& model() { return page->model(); }
    catalog::v1::Product stored() { return client.catalog().at(kLamp); }
    template<class Section>
    Section& section() {
        return page->section<Section>();
    }

    QTemporaryDir folder;
    models::SampleClient client;
    Theme theme;
    Settings settings;
    Format format;
    ActionRegistry actions;
    QWidget window;
    ToastArea toasts;
    Workspace workspace;
    ProductEditorPage* page = nullptr;
};

void pressKeys(QWidget* widget, const QString& text) {
    QTest::keyClicks(widget, text);
}

} // namespace

class EditorPageTest : public QObject {
    Q_OBJECT
private slots:
    void ctrlSSavesWhatIsTyped() {
        Fixture f;
        f.open();
        auto* title = qobject_cast<QLineEdit*>(f.page->field(Field::Title)->control());
        QVERIFY(title->hasFocus());
        title->selectAll();
        pressKeys(title, "Another title");
        QVERIFY(f.page->findChild<SaveBar*>()->isVisible());
        QTest::keyClick(title, Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!f.model().dirty());
        QCOMPARE(f.stored().title(), std::string("Another title"));
        QVERIFY(!f.page->findChild<SaveBar*>()->isVisible());
        QTRY_COMPARE(f.page->history().entries()[0].fields, QStringList{"title"}); // read anew
    }

    void aRefusedSaveGoesToWhatIsWrong() {
        Fixture f;
        f.page->activate({});
        f.save();
        QCOMPARE(f.client.calls("CreateProduct"), 0);
        pressKeys(f.page->field(Field::Title)->control(), "Lamp");
        f.save();
        auto* price = f.page->field(Field::Price);
        QVERIFY(!price->problem().isEmpty());
        QVERIFY(price->control()->hasFocus());
        // It can be seen.
        auto* scroll = f.page->findChild<QScrollArea*>();
        const QPoint at = price->control()->mapTo(scroll->viewport(), QPoint(0, 0));
        QVERIFY(at.y() >= 0 && at.y() < scroll->viewport()->height());
    }

    void theOutlineLeadsThroughTheForm() {
        Fixture f;
        f.open();
        QCOMPARE(f.page->outline().current(), 0);
        const auto entries = f.page->outline().findChildren<QAbstractButton*>();
        QCOMPARE(entries.size(), 9);
        entries[3]->click();
        QVERIFY(f.page->findChild<QScrollArea*>()->verticalScrollBar()->value() > 0);
        QCOMPARE(f.page->outline().current(), 3);
        f.model().setValue(Field::Price, "x");
        f.save();
        QVERIFY(entries[3]->accessibleName().contains("1 problem"));
        QVERIFY(entries[3]->accessibleName().contains("changed"));
        QCOMPARE(entries[0]->accessibleName(), "Basics");
    }

    void textsStandSideBySideInAnyTwoLanguages() {
        Fixture f;
        f.open();
        auto& texts = f.section<TextsSection>();
        texts.setLanguage(1, "fr");
        auto* french = qobject_cast<QLineEdit*>(f.page->field({Field::Title, QString("fr")})->control());
        pressKeys(french, "Lampe");
        QCOMPARE(f.model().value({Field::Title, "fr"}), "Lampe");
        texts.setLanguage(0, "fr"); // both cannot show the same
        QCOMPARE(texts.languageBox(1)->currentData().toString(), "en");
        texts.setLanguage(0, "es");
        QVERIFY(!f.page->field({Field::Title, QString("fr")}));
        f.model().setValue({Field::Title, "fr"}, QString(301, 'x'));
        f.save(); // turns to the language that is wrong
        QVERIFY(f.page->field({Field::Title, QString("fr")})->control()->hasFocus());
    }

    void optionsMakeVariants() {
        Fixture f;
        f.open();
        auto& section = f.section<VariantsSection>();
        QVERIFY(!section.table()->isVisible());
        f.actions.find("product.options")->trigger();
        auto* dialog = section.findChild<VariantOptionsDialog*>();
        QVERIFY(dialog);
        auto* name = dialog->findChild<QLineEdit*>();
        pressKeys(name, "Colour");
        auto* chips = dialog->findChild<ChipEdit*>();
        for (const char* value : {"Red", "Blue", "Red"}) {
            pressKeys(chips->input(), value);
            QTest::keyClick(chips->input(), Qt::Key_Return);
        }
        QCOMPARE(chips->values(), (QStringList{"Red", "Blue"}));
        QVERIFY2(dialog->summary().startsWith("2 variant"), qPrintable(dialog->summary()));
        QVERIFY(dialog->isVisible()); // Enter added a value, it did not end the dialog
        dialog->applyButton()->click();
        QCOMPARE(f.model().variantCount(), 2);
        QVERIFY(section.table()->isVisible());
        QCOMPARE(section.tableModel().index(1, 0).data().toString(), "Blue");
        // Typing into a cell.
        section.table()->setCurrentIndex(section.tableModel().index(1, models::VariantTableModel::PriceColumn));
        section.table()->setFocus();
        QTest::keyClick(section.table(), Qt::Key_F2);
        auto* cell = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(cell);
        cell->selectAll();
        pressKeys(cell, "55.00");
        QTest::keyClick(cell, Qt::Key_Return);
        QTRY_COMPARE(f.model().value({Field::Price, 1}), "55.00"); // the editor of a cell ends a moment later
        f.save();
        QTRY_VERIFY(!f.model().dirty());
        QCOMPARE(f.stored().variants(1).options(0).value(), std::string("Blue"));
        QCOMPARE(f.stored().variants(1).price().amount_minor(), 5'500);
    }

    void cellsAreCopiedAndPasted() {
        Fixture f;
        f.open();
        f.model().change([](ProductDraft& draft) { models::apply(draft, {{"Size", {"S", "M", "L"}}}); });
        auto& section = f.section<VariantsSection>();
        QApplication::clipboard()->setText("10.00\t12.00\n11.00\t13.00\n");
        section.table()->setCurrentIndex(section.tableModel().index(1, models::VariantTableModel::PriceColumn));
        QTest::keyClick(section.table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(f.model().value({Field::Price, 2}), "11.00");
        QCOMPARE(f.model().value({Field::CompareAt, 1}), "12.00");
        section.table()->selectAll();
        QTest::keyClick(section.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text().split('\n').size(), 3);
    }

    void aCategoryIsFoundAndBringsItsAttributes() {
        Fixture f;
        f.open();
        auto& section = f.section<CategorySection>();
        pressKeys(section.search(), "headp");
        QTest::keyClick(section.search(), Qt::Key_Return);
        QTRY_VERIFY(f.section<AttributesSection>().editorOf("battery_life"));
        QVERIFY(!f.section<AttributesSection>().editorOf("dimmable"));
        auto* material = qobject_cast<QComboBox*>(f.section<AttributesSection>().editorOf("material"));
        material->setCurrentIndex(material->findText("Steel"));
        emit material->activated(material->currentIndex());
        auto* hours = f.section<AttributesSection>().editorOf("battery_life");
        pressKeys(hours, "31.5");
        QVERIFY(f.section<AttributesSection>().editorOf("battery_life") == hours); // the row stayed while typing
        auto* quiet = qobject_cast<QComboBox*>(f.section<AttributesSection>().editorOf("noise_cancelling"));
        quiet->setCurrentIndex(2);
        emit quiet->activated(2);
        f.save();
        QTRY_VERIFY(!f.model().dirty());
        const auto product = f.stored();
        QCOMPARE(product.attributes_size(), 3);
        QCOMPARE(product.attributes(0).text(), std::string("Steel"));
        QCOMPARE(product.attributes(1).number(), 31.5);
        QCOMPARE(product.attributes(1).unit(), std::string("h"));
        QVERIFY(product.attributes(2).has_flag() && !product.attributes(2).flag());
    }

    void tagsAndMarketsAreChosen() {
        Fixture f;
        f.open();
        auto* tags = f.section<SeoSection>().tags();
        pressKeys(tags->input(), "desk,gift");
        QTest::keyClick(tags->input(), Qt::Key_Return);
        QCOMPARE(f.model().draft().tags, (QStringList{"desk", "gift"}));
        QTest::keyClick(tags->input(), Qt::Key_Backspace);
        QCOMPARE(f.model().draft().tags, QStringList{"desk"});
        auto& markets = f.section<MarketsSection>();
        QVERIFY(markets.everywhere()->isChecked());
        markets.some()->click();
        QVERIFY(!f.model().draft().markets.contains("DE"));
        markets.box("DE")->click();
        QCOMPARE(f.model().draft().markets, QStringList{"DE"});
        markets.everywhere()->click();
        QVERIFY(f.model().draft().markets.isEmpty());
    }

    void picturesAreDroppedMovedAndDescribed() {
        Fixture f;
        f.open();
        QStringList files;
        for (const char* name : {"a.png", "b.png"}) {
            QFile file(f.folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("picture");
            files.append(file.fileName());
        }
        auto& media = f.section<MediaSection>();
        media.zone().offer({f.folder.filePath("a.exe")});
        QVERIFY(!media.zone().problem().isEmpty());
        f.client.holdAll("UploadMedia");
        media.zone().offer(files);
        f.save();
        QCOMPARE(f.client.calls("UpdateProduct"), 0); // a picture would be missing
        f.client.release("UploadMedia");
        QTRY_COMPARE(f.model().draft().images.size(), 3U);
        const QString last = f.model().draft().images[2].url;
        media.row(2)->alt()->setFocus();
        pressKeys(media.row(2)->alt(), "From the side");
        QTest::keyClick(media.row(2), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(f.model().draft().images[1].url, last);
        media.row(0)->down()->click();
        QTRY_COMPARE(f.model().draft().images[0].url, last);
        media.row(2)->removeButton()->click();
        QTRY_COMPARE(f.model().draft().images.size(), 2U);
        f.save();
        QTRY_VERIFY(!f.model().dirty());
        QCOMPARE(f.stored().images(0).alt(), std::string("From the side"));
    }

    void aConflictAsksFieldByField() {
        Fixture f;
        f.open();
        catalog::v1::UpdateProductRequest theirs;
        theirs.mutable_product()->set_id(f.client.catalog().idAt(kLamp));
        theirs.mutable_product()->set_title("Theirs");
        theirs.mutable_update_mask()->add_paths("title");
        QVERIFY(f.client.catalog().update(theirs).has_value());
        f.model().setValue(Field::Title, "Mine");
        f.model().setValue(Field::Brand, "Mine too");
        f.save();
        QTRY_VERIFY(f.page->findChild<ConflictDialog*>());
        auto* dialog = f.page->findChild<ConflictDialog*>();
        dialog->choose(Field::Title, models::ProductEditModel::Choice::Theirs);
        dialog->accept();
        QTRY_VERIFY(!f.model().dirty());
        QCOMPARE(f.stored().title(), std::string("Theirs"));
        QCOMPARE(f.stored().brand(), std::string("Mine too"));
    }

    void moderatorsWordsAreShown() {
        Fixture f;
        const std::string id = f.client.catalog().idAt(kLamp);
        (void)f.client.catalog().transition(id, {}, catalog::v1::CHANGES_REQUESTED);
        f.client.catalog().tell(id, "request_changes", "Another picture, please.");
        f.open();
        QVERIFY(f.page->notice().isVisible());
        bool said = false;
        for (const auto* label : f.page->notice().findChildren<QLabel*>())
            said = said || label->text().contains("Another picture, please.");
        QVERIFY(said);
        f.model().setValue(Field::Brand, "Changed");
        QVERIFY(!f.page->notice().button()->isEnabled()); // saved first
        f.save();
        QTRY_VERIFY(!f.model().dirty());
        f.page->notice().button()->click();
        QTRY_COMPARE(f.model().state(), models::ProductState::Submitted);
    }

    void aFormerVersionIsPutIntoTheForm() {
        Fixture f;
        f.open();
        const QString title = f.model().value(Field::Title);
        f.model().setValue(Field::Title, "Second");
        f.save();
        QTRY_VERIFY(!f.model().dirty());
        QTRY_VERIFY(f.page->history().entries().size() == 5);
        bool asked = false;
        f.page->confirmRestoring = [&] {
            asked = true;
            return false;
        };
        f.model().setValue(Field::Brand, "typed");
        f.section<HistorySection>().restoreButtons().first()->click();
        QVERIFY(asked);
        QCOMPARE(f.model().value(Field::Title), "Second");
        f.model().revert();
        f.section<HistorySection>().restoreButtons().first()->click();
        QCOMPARE(f.model().value(Field::Title), title);
        QVERIFY(f.model().dirty());
    }

    void unsavedChangesAreOfferedAgain() {
        QTemporaryDir folder;
        Fixture f;
        f.open();
        f.model().setValue(Field::Title, "Before the crash");
        // The console ends without a farewell: another page finds what it left.
        QTRY_VERIFY(!QDir(f.settings.folder() + "/drafts").entryList(QDir::Files).isEmpty());
        auto* second = new ProductEditorPage(f.workspace);
        f.window.layout()->addWidget(second);
        second->activate(QString::fromStdString(f.client.catalog().idAt(kLamp)));
        QTRY_VERIFY(second->offer().isVisible());
        emit second->offer().clicked();
        QCOMPARE(second->model().value(Field::Title), "Before the crash");
        QVERIFY(!second->offer().isVisible());
        delete second;
    }

    void thePreviewFollowsTheForm() {
        Fixture f;
        f.open();
        QVERIFY(!f.page->preview().isVisible());
        f.actions.find("product.preview")->trigger();
        QVERIFY(f.page->preview().isVisible());
        f.model().setValue(Field::Title, "Shown at once");
        QVERIFY(f.page->preview().json().contains("\"title\": \"Shown at once\""));
        QTRY_VERIFY(f.page->preview().findChild<QPlainTextEdit*>()->toPlainText().contains("Shown at once"));
        QVERIFY(f.settings.get(settings::productPreview));
    }

    void archivedProductsAreReadOnly() {
        Fixture f;
        (void)f.client.catalog().transition(f.client.catalog().idAt(kLamp), {}, catalog::v1::ARCHIVED);
        f.open();
        QVERIFY(!f.page->field(Field::Title)->control()->isEnabled());
        QVERIFY(f.page->notice().isVisible());
    }
};

QTEST_MAIN(EditorPageTest)
#include "editor_page_test.moc"
