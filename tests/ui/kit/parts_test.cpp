// The kit's parts beside lists and forms: differences, views, columns, jobs, files, pictures.
#include "ui/kit/data_grid.h"
#include "ui/kit/diff_view.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/image_viewer.h"
#include "ui/kit/job_progress.h"
#include "ui/kit/saved_views.h"

#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using namespace tradepost::ui;

namespace {

QString joined(const std::vector<DiffPiece>& pieces, DiffKind side) {
    QString text;
    for (const DiffPiece& piece : pieces) {
        if (piece.kind == DiffKind::Same || piece.kind == side)
            text += piece.text;
    }
    return text;
}

bool make(const QString& path, qint64 bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.resize(bytes);
}

} // namespace

class PartsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private slots:
    void wordsAreCompared() {
        const auto pieces = diffWords("Desk lamp, ivory", "Desk lamp with dimmer, ivory");
        QVERIFY(pieces == (std::vector<DiffPiece>{{DiffKind::Same, "Desk lamp"},
                                                  {DiffKind::Added, " with dimmer"},
                                                  {DiffKind::Same, ", ivory"}}));
        QVERIFY(diffWords("same words", "same words") == (std::vector<DiffPiece>{{DiffKind::Same, "same words"}}));
        QVERIFY(diffWords({}, {}).empty());
        QVERIFY(diffWords({}, "new") == (std::vector<DiffPiece>{{DiffKind::Added, "new"}}));
    }

    void bothSidesOfADifferenceAreWhole() {
        const QString texts[] = {"a b c d e", "a c e", "x a b  y\nd", "", " lead and tail ", "a a a b a"};
        for (const QString& before : texts) {
            for (const QString& after : texts) {
                const auto pieces = diffWords(before, after);
                QCOMPARE(joined(pieces, DiffKind::Removed), before);
                QCOMPARE(joined(pieces, DiffKind::Added), after);
            }
        }
        const QString huge = QString("word ").repeated(kMaxDiffWords + 1);
        QCOMPARE(diffWords(huge, huge + "more").size(), 2U); // bounded: replaced whole
    }

    void viewsAreSavedReplacedAndRemoved() {
        Settings settings(m_folder.filePath("views.ini"));
        const QList<SavedView> standard{{"All", "all"}};
        QString problem;
        {
            SavedViews views(settings, "catalog", standard);
            QVERIFY(views.save("  Lamps & more ", "lamps", &problem));
            QVERIFY(views.save("LAMPS & MORE", "better lamps", &problem)); // the same name
            QVERIFY(!views.save("all", "x", &problem));
            QVERIFY(problem.contains("comes with the page"));
            QVERIFY(!views.save("  ", "x", &problem));
            QVERIFY(!problem.isEmpty());
        }
        SavedViews views(settings, "catalog", standard);
        QCOMPARE(views.own(), (QList<SavedView>{{"LAMPS & MORE", "better lamps"}}));
        QCOMPARE(views.nameOf("better lamps"), "LAMPS & MORE");
        QCOMPARE(views.nameOf("all"), "All");
        QVERIFY(views.nameOf("something else").isEmpty());
        QVERIFY(SavedViews(settings, "orders", {}).own().isEmpty());
        for (int i = 0; i < SavedViews::kMaxOwn - 1; ++i)
            QVERIFY(views.save(QString("View %1").arg(i), "s", &problem));
        QVERIFY(!views.save("One more", "s", &problem));
        views.remove("LAMPS & MORE");
        QVERIFY(views.nameOf("better lamps").isEmpty());
    }

    void unwantedColumnsStayAwayAndComeBack() {
        Settings settings(m_folder.filePath("columns.ini"));
        Theme theme;
        Format format;
        QStandardItemModel model(3, 4);
        const std::vector<GridColumn> columns{
            {}, {ColumnKind::Text, 100}, {ColumnKind::Text, 100}, {ColumnKind::Text, 100}};
        const auto make = [&] {
            auto grid = std::make_unique<DataGrid>(theme, format, nullptr, settings, "test", columns, GridRoles{});
            grid->resize(900, 300);
            grid->setModel(&model);
            grid->show();
            return grid;
        };
        auto grid = make();
        grid->setColumnShown(2, false);
        QVERIFY(grid->isColumnHidden(2));
        QVERIFY(!grid->isColumnHidden(1));
        grid->setColumnShown(0, false); // says what a row is
        QVERIFY(!grid->isColumnHidden(0));
        grid = make(); // as after a restart
        QVERIFY(grid->isColumnHidden(2));
        QVERIFY(!grid->columnShown(2));
        grid->resize(1200, 300);
        QVERIFY(grid->isColumnHidden(2)); // room does not bring it back
        grid->resetColumns();
        QVERIFY(!grid->isColumnHidden(2));
    }

    void jobsTellHowFarAndHowLong() {
        const QDateTime now(QDate(2026, 3, 14), QTime(9, 26, 53), Qt::UTC);
        const Format format(QLocale("en"), [now] { return now; }, Qt::UTC);
        using State = Job::State;
        QCOMPARE(jobText({"1", "Import", State::Running, 0, 0, 0, {}, now}, format), "");
        QCOMPARE(jobText({"1", "Import", State::Running, 2'000, 12'000, 500, {}, now}, format),
                 "2,000 of 12,000, 500/s, 21 s left");
        QCOMPARE(jobText({"1", "Import", State::Running, 0, 1'000'000, 100, {}, now}, format),
                 "0 of 1,000,000, 100/s, 3 h left");
        QCOMPARE(jobText({"1", "Import", State::Failed, 6, 12, 3, "Line 7 is wrong.", now}, format),
                 "Line 7 is wrong.");
        QCOMPARE(jobText({"1", "Import", State::Succeeded, 12, 12, 3, {}, now}, format), "12, just now");

        Theme theme;
        JobProgress row(theme, format);
        QSignalSpy cancelled(&row, &JobProgress::cancelled);
        row.setJob({"7", "Import", State::Running, 1, 2, 0, {}, now});
        row.show();
        auto* button = row.findChild<QToolButton*>();
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(cancelled.value(0).value(0).toString(), "7");
        row.setJob({"7", "Import", State::Succeeded, 2, 2, 0, {}, now});
        QVERIFY(!button->isVisible());
    }

    void onlyFilesThatFitAreTaken() {
        Theme theme;
        DropZone zone(theme, "picture", "Drop pictures", {"Pictures", {"png", "jpg"}, 2, 1'000});
        QSignalSpy dropped(&zone, &DropZone::dropped);
        QVERIFY(make(m_folder.filePath("a.PNG"), 10) && make(m_folder.filePath("large.jpg"), 2'000));
        zone.offer({m_folder.filePath("text.pdf")});
        QVERIFY(zone.problem().contains("text.pdf"));
        zone.offer({m_folder.filePath("large.jpg")});
        QVERIFY(zone.problem().contains("large.jpg"));
        const QString fits = m_folder.filePath("a.PNG");
        zone.offer({fits, fits, fits});
        QVERIFY(!zone.problem().isEmpty());
        QCOMPARE(dropped.count(), 0);
        zone.offer({fits, fits});
        QCOMPARE(dropped.count(), 1);
        QVERIFY(zone.problem().isEmpty());
        zone.offer({});
        QCOMPARE(dropped.count(), 1);
    }

    void picturesAreFittedEnlargedAndTurned() {
        Theme theme;
        ImageViewer viewer(theme);
        viewer.resize(400, 344); // the bar takes 44
        viewer.show();
        QImage wide(1600, 400, QImage::Format_RGB32);
        wide.fill(Qt::red);
        QImage small(100, 100, QImage::Format_RGB32);
        small.fill(Qt::blue);
        viewer.setImages({wide, small});
        QCOMPARE(viewer.zoom(), 0.25);
        QTest::keyClick(&viewer, Qt::Key_1);
        QCOMPARE(viewer.zoom(), 1.0);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(&viewer, Qt::Key_Plus);
        QCOMPARE(viewer.zoom(), ImageViewer::kLargest);
        for (int i = 0; i < 80; ++i)
            QTest::keyClick(&viewer, Qt::Key_Minus);
        QCOMPARE(viewer.zoom(), 0.25); // never smaller than fitted
        QTest::keyClick(&viewer, Qt::Key_Right);
        QCOMPARE(viewer.current(), 1);
        QCOMPARE(viewer.zoom(), 1.0); // small ones are not blown up
        QTest::keyClick(&viewer, Qt::Key_Right);
        QCOMPARE(viewer.current(), 1);
        viewer.setImages({});
        QTest::keyClick(&viewer, Qt::Key_Plus);
        QTest::keyClick(&viewer, Qt::Key_Left);
    }
};

QTEST_MAIN(PartsTest)
#include "parts_test.moc"
