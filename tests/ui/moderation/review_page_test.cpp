// The moderator's page by keyboard, against the sample store.
#include "models/sample/sample_client.h"
#include "ui/kit/toasts.h"
#include "ui/moderation/queue_pane.h"
#include "ui/moderation/reason_panel.h"
#include "ui/moderation/review_page.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace tradepost;
using namespace tradepost::ui;
using models::QueueModel;
using models::ReviewDesk;

namespace {

struct Fixture {
    explicit Fixture(int items = 12)
        : client({.products = 2'000, .roles = {client::Role::Moderator}, .sellers = {}}),
          settings(folder.filePath("c.ini")), actions(theme), toasts(theme, &window),
          workspace{client, theme, settings, format, actions, nullptr, toasts, [](const Location&) {}, [] {}} {
        theme.applyTo(*qApp);
        client.moderation().setSize(items);
        client.openLocal({});
        QTRY_VERIFY(client.online());
        page = new ReviewPage(workspace);
        (new QVBoxLayout(&window))->addWidget(page);
        window.resize(1'100, 700);
    }
    ~Fixture() { delete page; }
    void open(const QString& id = {}) {
        window.show();
        window.activateWindow();
        page->activate(id);
        QTRY_COMPARE(page->queue().status(), QueueModel::Status::Ready);
        QTRY_VERIFY(page->queue().counts().total >= 0);
        if (page->queue().rowCount() > 0) {
            QTRY_COMPARE(page->desk().status(), ReviewDesk::Status::Ready);
            QTRY_VERIFY(page->pane().list().hasFocus());
        }
    }
    // To whatever has the focus, as a keyboard does.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }
    ReviewDesk& desk() { return page->desk(); }
    const auto& decisions() { return client.moderation().decisions(); }

    QTemporaryDir folder;
    models::SampleClient client;
    Theme theme;
    Settings settings;
    Format format;
    ActionRegistry actions;
    QWidget window;
    ToastArea toasts;
    Workspace workspace;
    ReviewPage* page = nullptr;
};

} // namespace

class ReviewPageTest : public QObject {
    Q_OBJECT
private slots:
    void theFirstItemIsOpenAtOnce() {
        Fixture f;
        f.open();
        QCOMPARE(f.desk().id(), f.page->queue().at(0).id);
        QCOMPARE(f.page->count(), "12");
        QCOMPARE(f.page->pane().selected(), QStringList{f.desk().id()});
        QVERIFY(f.page->loaded());
    }

    void jAndKGoThroughTheQueue() {
        Fixture f;
        f.open();
        f.press(Qt::Key_J);
        f.press(Qt::Key_J);
        QCOMPARE(f.desk().id(), f.page->queue().at(2).id);
        QCOMPARE(f.page->pane().list().currentIndex().row(), 2);
        f.press(Qt::Key_K);
        QCOMPARE(f.desk().id(), f.page->queue().at(1).id);
        f.press(Qt::Key_Down); // the list's own keys do too
        QCOMPARE(f.desk().id(), f.page->queue().at(2).id);
    }

    void aApprovesAndTheNextIsOpen() {
        Fixture f;
        f.open();
        const QString first = f.desk().id(), second = f.page->queue().at(1).id;
        f.press(Qt::Key_A);
        QCOMPARE(f.desk().id(), second);
        QTRY_COMPARE(f.decisions().size(), std::size_t(1));
        QCOMPARE(f.decisions()[0].product_id(), first.toStdString());
        QCOMPARE(f.decisions()[0].verdict(), catalog::v1::APPROVE);
        QTRY_VERIFY(f.page->notice().startsWith("Approved: "));
        QVERIFY(f.page->pane().list().hasFocus());
        QCOMPARE(f.page->pane().list().currentIndex().row(), 0);
    }

    void rAsksForAReasonByKeyboard() {
        Fixture f;
        f.open();
        const QString first = f.desk().id();
        f.press(Qt::Key_R);
        auto& panel = f.page->reason();
        QVERIFY(panel.asking());
        QVERIFY(panel.findChild<QComboBox*>()->hasFocus());
        // Letters are the panel's now: nothing is approved by accident.
        f.press(Qt::Key_A);
        f.press(Qt::Key_J);
        QCOMPARE(f.desk().id(), first);
        // Without a reason nothing is sent, and the field says so.
        panel.findChild<QComboBox*>()->setCurrentIndex(0);
        panel.findChild<QPlainTextEdit*>()->clear();
        f.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(panel.asking());
        QVERIFY(panel.findChild<QPlainTextEdit*>()->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), "Not a jacket.");
        f.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!panel.asking());
        QTRY_COMPARE(f.decisions().size(), std::size_t(1));
        QCOMPARE(f.decisions()[0].verdict(), catalog::v1::REJECT);
        QCOMPARE(f.decisions()[0].reason(), "Not a jacket.");
        QVERIFY(f.page->pane().list().hasFocus());
    }

    void cTakesAReasonFromATemplate() {
        Fixture f;
        f.open();
        f.press(Qt::Key_C);
        QTRY_COMPARE(f.page->reason().findChild<QComboBox*>()->count(), 4);
        f.press(Qt::Key_Down);
        f.page->reason().findChild<QLineEdit*>()->setText("second time");
        f.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(f.decisions().size(), std::size_t(1));
        QCOMPARE(f.decisions()[0].verdict(), catalog::v1::REQUEST_CHANGES);
        QVERIFY(f.decisions()[0].reason().starts_with("Please take web addresses"));
        QCOMPARE(f.decisions()[0].note(), "second time");
    }

    void escapeGoesBackFromTheReason() {
        Fixture f;
        f.open();
        f.press(Qt::Key_R);
        f.press(Qt::Key_Escape);
        QVERIFY(!f.page->reason().asking());
        QVERIFY(f.page->pane().list().hasFocus());
        f.press(Qt::Key_J); // commands again
        QCOMPARE(f.desk().id(), f.page->queue().at(1).id);
    }

    void manyAreDecidedAfterAConfirmationThatNamesThem() {
        Fixture f;
        f.open();
        const QString title = f.page->queue().at(0).title;
        for (int i = 0; i < 4; ++i)
            f.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(f.page->pane().selected().size(), 5);
        QStringList asked;
        bool answer = false;
        f.page->confirmMany = [&](const QString& question, const QString& text, const QString&) {
            asked = {question, text};
            return answer;
        };
        f.press(Qt::Key_A);
        QVERIFY(asked.value(0).contains("5"));
        QVERIFY(asked.value(1).contains(title.left(20)));
        QCOMPARE(f.client.calls("Decide"), 0);
        answer = true;
        f.press(Qt::Key_A);
        QTRY_COMPARE(f.decisions().size(), std::size_t(5));
        QCOMPARE(f.page->queue().rowCount(), 7);
        QCOMPARE(f.desk().id(), f.page->queue().at(0).id);
        QTRY_COMPARE(f.page->count(), "7");
    }

    void whatSomeoneElseIsAtIsNotDecided() {
        Fixture f;
        const std::string held = f.client.moderation().reviews()[1].item().product_id();
        f.client.moderation().claimAs(held, "0another");
        f.open();
        f.press(Qt::Key_J);
        QCOMPARE(f.desk().id(), f.page->queue().at(2).id); // passed over
        f.press(Qt::Key_Up);
        QCOMPARE(f.desk().id().toStdString(), held);
        QTRY_VERIFY(f.desk().heldByOther());
        QVERIFY(!f.actions.find("review.approve")->isEnabled());
        f.press(Qt::Key_A);
        QCOMPARE(f.client.calls("Decide"), 0);
    }

    void aRefusalIsTold() {
        Fixture f;
        f.open();
        f.client.moderation().decideAs(f.desk().id().toStdString());
        f.press(Qt::Key_A);
        QTRY_VERIFY(f.page->notice().startsWith("Someone else has already decided"));
    }

    void aFindingFiltersTheQueue() {
        Fixture f(46);
        f.open();
        QAbstractButton* facet = nullptr;
        for (auto* button : f.page->findChildren<QAbstractButton*>()) {
            if (button->text() == "GTIN elsewhere")
                facet = button;
        }
        QVERIFY(facet);
        facet->click();
        QTRY_COMPARE(f.page->queue().status(), QueueModel::Status::Ready);
        QTRY_VERIFY(f.page->queue().rowCount() > 0 && f.page->queue().rowCount() < 46);
        QTRY_COMPARE(f.desk().id(), f.page->queue().at(0).id);
        facet->click();
        QTRY_COMPARE(f.page->queue().rowCount(), 46);
    }

    void offlineNothingCanBeDecidedAndNothingIsLost() {
        Fixture f;
        f.open();
        const QString id = f.desk().id();
        f.client.loseConnection(9);
        QVERIFY(!f.actions.find("review.approve")->isEnabled());
        QCOMPARE(f.desk().status(), ReviewDesk::Status::Ready);
        f.client.goOnline();
        QTRY_VERIFY(f.actions.find("review.approve")->isEnabled());
        QCOMPARE(f.desk().id(), id);
    }

    void leavingThePageReleasesWhatItHeld() {
        Fixture f;
        f.open();
        const std::string id = f.desk().id().toStdString();
        QTRY_VERIFY(!f.client.moderation().find(id)->item().claimed_by().empty());
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        f.page->hide();
        QTRY_VERIFY(f.client.moderation().find(id)->item().claimed_by().empty());
    }

    void nothingWaitingIsSaid() {
        Fixture f(0);
        f.open();
        QCOMPARE(f.desk().status(), ReviewDesk::Status::Empty);
        QCOMPARE(f.page->count(), "0");
        QVERIFY(!f.actions.find("review.approve")->isEnabled());
    }

    void everyControlHasAName() {
        Fixture f(46);
        f.open();
        f.press(Qt::Key_R);
        int named = 0;
        const auto widgets = f.page->findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                                 qobject_cast<QPlainTextEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                                 qobject_cast<QListView*>(widget);
            const QString owner = widget->parentWidget()->metaObject()->className();
            if (!control || !widget->isVisible() || owner.startsWith("QComboBox"))
                continue;
            auto* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(accessible);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++named;
        }
        QVERIFY(named > 10);
    }
};

QTEST_MAIN(ReviewPageTest)
#include "review_page_test.moc"
