#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_list_model.h"
#include "models/sample/sample_client.h"
#include "ui/kit/action_registry.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/dialog.h"
#include "ui/kit/form.h"
#include "ui/kit/format.h"
#include "ui/kit/icons.h"
#include "ui/kit/settings.h"

#include <QClipboard>
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using namespace tradepost::ui;
using models::ProductListModel;

class KitTest : public QObject {
    Q_OBJECT
private slots:
    void textContrastIsEnough_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textContrastIsEnough() {
        QFETCH(bool, dark);
        Theme theme;
        theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        const Tokens& t = theme.tokens();
        const QList<QColor> backgrounds{t.surface, t.raised, t.sunken, theme.hovered(), theme.selected()};
        for (const QColor& behind : backgrounds) {
            QVERIFY2(contrast(t.text, behind) >= 4.5, qPrintable(behind.name()));
            QVERIFY2(contrast(t.muted, behind) >= 4.5, qPrintable(behind.name()));
            for (const auto tone : {Tone::Good, Tone::Warn, Tone::Bad, Tone::Info, Tone::Accent})
                QVERIFY2(contrast(theme.tone(tone), behind) >= 3.0, qPrintable(behind.name())); // shapes
        }
        for (const QColor& behind : {t.surface, t.raised, t.sunken}) {
            for (const QColor& text : {t.accent, t.good, t.warn, t.bad, t.info})
                QVERIFY2(contrast(text, behind) >= 4.5, qPrintable(text.name() + " on " + behind.name()));
        }
        for (const auto tone : {Tone::Good, Tone::Warn, Tone::Bad, Tone::Info, Tone::Neutral, Tone::Accent})
            QVERIFY(contrast(t.text, theme.tint(tone)) >= 4.5);
        QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
        QVERIFY(contrast(t.onAccent, t.accentHover) >= 4.5);
    }

    void everyIconIsThereAndTinted() {
        const auto files = QDir(":/icons").entryList({"*.svg"});
        QVERIFY(files.size() > 30);
        for (const QString& file : files) {
            const QImage image = iconPixmap(QFileInfo(file).baseName(), QColor("#C0362C"), 20, 1).toImage();
            bool red = false;
            for (int y = 0; y < 20 && !red; ++y) {
                for (int x = 0; x < 20 && !red; ++x)
                    red = image.pixelColor(x, y).alpha() > 200 && image.pixelColor(x, y).red() > 150;
            }
            QVERIFY2(red, qPrintable(file));
        }
    }

    void moneyAndDatesFollowTheLanguage() {
        const QDateTime now(QDate(2026, 3, 14), QTime(9, 26, 53), Qt::UTC);
        const auto clock = [now] { return now; };
        const Format english(QLocale("en"), clock, Qt::UTC);
        const Format german(QLocale("de"), clock, Qt::UTC);
        const QString space(QChar::Nbsp);
        QCOMPARE(english.money({129900, "EUR"}), "€1,299.00");
        QCOMPARE(german.money({129900, "EUR"}), "1.299,00" + space + "€");
        QCOMPARE(english.money({1980, "JPY"}), "¥1,980");
        QCOMPARE(german.money({-5, "EUR"}), "-0,05" + space + "€");
        QCOMPARE(english.money({100, "CHF"}), "CHF" + space + "1.00");
        QCOMPARE(english.money({}), "");
        QCOMPARE(english.relative(now.addSecs(-20)), "just now");
        QVERIFY(english.relative(now.addSecs(-180)).startsWith("3 min"));
        QCOMPARE(english.relative(now.addDays(-1)), "yesterday");
        QCOMPARE(english.relative(now.addDays(-40)), "2 Feb 2026");
        QCOMPARE(german.exact(now), "14. März 2026 09:26:53");
        QCOMPARE(english.relative(now.addSecs(7200)), "14 Mar 2026"); // a clock ahead of ours
    }

    void settingsKeepAndFallBack() {
        QTemporaryDir folder;
        const QString path = folder.filePath("s.ini");
        {
            Settings settings(path);
            QCOMPARE(settings.get(settings::drawerWidth), 420);
            QSignalSpy changed(&settings, &Settings::changed);
            settings.set(settings::drawerWidth, 500);
            settings.set(settings::drawerWidth, 500);
            QCOMPARE(changed.count(), 1);
        }
        QCOMPARE(Settings(path).get(settings::drawerWidth), 500);
    }

    void actionsComeAndGoWithTheirOwner() {
        Theme theme;
        ActionRegistry registry(theme);
        auto owner = std::make_unique<QWidget>();
        int ran = 0;
        registry.add(owner.get(), {"test.run", "Run", QKeySequence("Ctrl+R"), "refresh", [&] { ++ran; }});
        QCOMPARE(registry.all().size(), 1U);
        QCOMPARE(registry.available().size(), 0U); // not visible
        owner->show();
        QCOMPARE(registry.available().size(), 1U);
        registry.find("test.run")->trigger();
        QCOMPARE(ran, 1);
        owner.reset();
        QVERIFY(registry.all().empty());
        QVERIFY(!registry.find("test.run"));
    }

    void fieldsTellTheirProblem() {
        Theme theme;
        auto* edit = new QLineEdit;
        FormField field(theme, "Price", edit, "In euros.", true);
        QCOMPARE(edit->accessibleName(), "Price");
        field.setProblem("Enter a price.");
        QCOMPARE(edit->accessibleDescription(), "Enter a price.");
        QVERIFY(edit->property("invalid").toBool());
        field.setProblem({});
        QCOMPARE(edit->accessibleDescription(), "In euros.");
        QVERIFY(!edit->property("invalid").toBool());
    }

    void dialogsOpenInTheMiddleAndFit() {
        constexpr int kFrame = 32; // what the platform puts around a window
        Theme theme;
        QWidget window;
        window.setGeometry(20, 30, 700, 560); // on the small screen that tests have
        window.show();
        Dialog small(theme, "Heading", &window);
        small.addText("One line.");
        auto* button = small.addButton(ButtonKind::Primary, "Close", QDialog::Accepted);
        small.open();
        QVERIFY(std::abs(small.geometry().center().x() - window.geometry().center().x()) <= kFrame);
        QVERIFY(std::abs(small.geometry().center().y() - window.geometry().center().y()) <= kFrame);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(small.result(), int(QDialog::Accepted));

        Dialog tall(theme, "Heading", &window);
        tall.addText(QString("Many words that wrap. ").repeated(300));
        tall.addButton(ButtonKind::Plain, "Close", QDialog::Rejected);
        tall.open();
        QVERIFY(tall.height() <= window.height());
        QVERIFY(window.geometry().adjusted(-kFrame, -kFrame, kFrame, kFrame).contains(tall.geometry()));
    }

    void theGridIsWorkedByKeyboard() {
        models::SampleClient client({.products = 1'000'000});
        client.openLocal({});
        QTRY_VERIFY(client.online());
        models::CategoryTreeModel categories(client);
        ProductListModel list(client, categories);
        Theme theme;
        Format format;
        QTemporaryDir folder;
        Settings settings(folder.filePath("s.ini"));
        std::vector<GridColumn> columns(ProductListModel::ColumnCount);
        DataGrid grid(theme, format, nullptr, settings, "test", columns,
                      {.raw = ProductListModel::RawRole, .skeleton = ProductListModel::SkeletonRole});
        grid.resize(1000, 600);
        grid.setModel(&list);
        connect(&grid, &DataGrid::visibleRowsChanged, &list, &ProductListModel::setVisibleRows);
        list.setQuery({});
        grid.show();
        QTRY_VERIFY(list.row(0).has_value());
        QCOMPARE(grid.rowHeight(0), DataGrid::kRowHeight);

        QSignalSpy opened(&grid, &DataGrid::opened);
        QSignalSpy edited(&grid, &DataGrid::editRequested);
        QSignalSpy copied(&grid, &DataGrid::copied);
        grid.setCurrentIndex(list.index(2, 0));
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QTest::keyClick(&grid, Qt::Key_F2);
        QCOMPARE(edited.count(), 1);
        QCOMPARE(grid.selectedRowCount(), 1);
        QTest::keyClick(&grid, Qt::Key_Space);
        QCOMPARE(grid.selectedRowCount(), 0);
        QTest::keyClick(&grid, Qt::Key_Space);
        QTest::keyClick(&grid, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(grid.selectedRowCount(), 2);
        QTest::keyClick(&grid, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(copied.count(), 1);
        const QStringList lines = QGuiApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0].split('\t').size(), int(ProductListModel::ColumnCount));
        QVERIFY(lines[1].startsWith(list.row(2)->title));

        QTest::keyClick(&grid, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(grid.selectedRowCount(), 1'000'000);
        QTest::keyClick(&grid, Qt::Key_Escape);
        QCOMPARE(grid.selectedRowCount(), 0);
        QTest::keyClick(&grid, Qt::Key_End, Qt::ControlModifier);
        QTRY_VERIFY(list.row(999'999).has_value());
        grid.setCompact(true);
        QCOMPARE(grid.rowHeight(0), DataGrid::kCompactRowHeight);
    }
};

QTEST_MAIN(KitTest)
#include "kit_test.moc"
