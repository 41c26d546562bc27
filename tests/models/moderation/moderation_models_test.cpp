// The moderator's models against the sample store: what waits, who is at it, decisions and their refusal.
#include "models/moderation/queue_model.h"
#include "models/moderation/reason_templates.h"
#include "models/moderation/review_desk.h"
#include "models/moderation/seller_names.h"
#include "models/sample/sample_client.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace tradepost;
using namespace tradepost::models;
using QueueStatus = QueueModel::Status;
using DeskStatus = ReviewDesk::Status;

namespace {

const Error kDown{Code::Unavailable, "TRANSPORT", "The store does not answer.", {}};

struct Fixture {
    explicit Fixture(int items = 12) : client({.products = 2'000}), queue(client), desk(client, queue) {
        client.moderation().setSize(items);
        client.openLocal({});
        QTRY_VERIFY(client.online());
        queue.setQuery({});
        QTRY_COMPARE(queue.status(), QueueStatus::Ready);
        QTRY_VERIFY(queue.counts().total >= 0);
    }
    void openFirst() {
        desk.open(queue.at(0).id);
        QTRY_COMPARE(desk.status(), DeskStatus::Ready);
        QTRY_COMPARE(queue.at(0).claimedBy, client.user().id);
        QTRY_COMPARE(queue.at(1).claimedBy, client.user().id);
        settle();
    }
    static void settle() {
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
    }
    std::string holderOf(const QString& id) { return client.moderation().find(id.toStdString())->item().claimed_by(); }
    SampleClient client;
    QueueModel queue;
    ReviewDesk desk;
};

} // namespace

class ModerationModelsTest : public QObject {
    Q_OBJECT
private slots:
    void theQueueIsReadPageByPage() {
        Fixture f(120);
        QCOMPARE(f.queue.rowCount(), QueueModel::kPageSize);
        QCOMPARE(f.queue.counts().total, 120);
        QAbstractItemModelTester tester(&f.queue); // asks for more on its own
        QTRY_COMPARE(f.queue.status(), QueueStatus::Ready);
        QSet<QString> ids;
        while (f.queue.canFetchMore({})) {
            f.queue.fetchMore({});
            QVERIFY(!f.queue.canFetchMore({})); // one page at a time
            QTRY_COMPARE(f.queue.status(), QueueStatus::Ready);
        }
        QCOMPARE(f.queue.rowCount(), 120);
        for (int row = 0; row < 120; ++row)
            ids.insert(f.queue.at(row).id);
        QCOMPARE(ids.size(), 120);
        QVERIFY(f.queue.at(0).submitted < f.queue.at(119).submitted);
    }

    void countsAreByFindingAndAge() {
        Fixture f(46);
        qint64 byAge = 0, gtins = 0;
        for (const auto& [days, count] : f.queue.counts().ages)
            byAge += count;
        for (const auto& [kind, count] : f.queue.counts().findings)
            gtins += kind == FindingKind::GtinElsewhere ? count : 0;
        QCOMPARE(byAge, 46);
        QVERIFY(gtins > 0);
        f.queue.setQuery(
            {.order = QueueQuery::Order::MostFindingsFirst, .finding = FindingKind::GtinElsewhere, .sellerId = {}});
        QTRY_COMPARE(f.queue.rowCount(), int(gtins));
        moderation::v1::ListQueueRequest sent; // which the store would refuse
        QVERIFY(sent.ParseFromString(f.client.lastRequest("ListQueue")));
        QCOMPARE(sent.order(), moderation::v1::ListQueueRequest::OLDEST_FIRST);
    }

    void aQueueThatFailsComesBackWithTheConnection() {
        Fixture f;
        f.client.failNext("ListQueue", kDown);
        f.queue.refresh();
        QTRY_COMPARE(f.queue.status(), QueueStatus::Failed);
        QCOMPARE(f.queue.rowCount(), 12); // what was there stays
        f.client.loseConnection(5);
        f.client.goOnline();
        QTRY_COMPARE(f.queue.status(), QueueStatus::Ready);
    }

    void otherPeoplesWorkIsToldAndOurOwnIsNot() {
        Fixture f;
        f.openFirst();
        f.desk.decide({});
        QTRY_COMPARE(f.client.calls("CountQueue"), 2);
        Fixture::settle();
        QVERIFY(!f.queue.outdated());
        f.client.moderation().decideAs(f.queue.at(5).id.toStdString());
        f.queue.loadCounts();
        QTRY_VERIFY(f.queue.outdated());
        f.queue.refresh();
        QTRY_VERIFY(!f.queue.outdated());
        QTRY_COMPARE(f.queue.rowCount(), 10);
    }

    void anItemShowsWhatThereIsToDecide() {
        Fixture f;
        f.openFirst();
        const Review& review = *f.desk.review();
        QCOMPARE(review.item.id, f.queue.at(0).id);
        QCOMPARE(review.item.findings.front().kind, FindingKind::GtinElsewhere);
        const QString other = review.item.findings.front().otherProductId;
        QTRY_VERIFY(f.desk.other(other));
        QVERIFY(!f.desk.other(other)->variants.empty());
        QTRY_VERIFY(!f.desk.history().empty());
        const auto& reviews = f.client.moderation().reviews();
        const auto edited = std::ranges::find_if(reviews, [](const auto& each) { return each.item().revision(); });
        QVERIFY(edited != reviews.end());
        f.desk.open(QString::fromStdString(edited->item().product_id()));
        QTRY_COMPARE(f.desk.status(), DeskStatus::Ready);
        const auto& changes = f.desk.review()->changes;
        QCOMPARE(changes.front().field, "title");
        QVERIFY(changes.front().after.contains("2026"));
        QCOMPARE(changes.back().added.size(), std::size_t(1));
    }

    void theNextItemIsThereBeforeItIsWanted() {
        Fixture f;
        f.openFirst();
        const QString first = f.desk.id();
        f.client.holdAll("GetReview"); // nothing more is answered
        QVERIFY(f.desk.next());
        QCOMPARE(f.desk.status(), DeskStatus::Ready);
        QVERIFY(f.desk.previous());
        QCOMPARE(f.desk.id(), first);
        QVERIFY(!f.desk.previous());
    }

    void whatIsLeftIsReleased() {
        Fixture f;
        f.openFirst();
        const QString first = f.queue.at(0).id, second = f.queue.at(1).id;
        f.desk.open(f.queue.at(4).id);
        QTRY_COMPARE(f.holderOf(first), "");
        QCOMPARE(f.holderOf(second), "");
        QTRY_VERIFY(!f.holderOf(f.queue.at(4).id).empty());
        Fixture::settle();
        f.desk.close();
        QTRY_COMPARE(f.holderOf(f.queue.at(4).id), "");
        QCOMPARE(f.desk.status(), DeskStatus::Empty);
        f.desk.open(f.queue.at(2).id);
        f.desk.close(); // before the claim is answered
        QTRY_COMPARE(f.client.calls("ClaimItems"), 6);
        Fixture::settle();
        QCOMPARE(f.holderOf(f.queue.at(2).id), "");
    }

    void twoModeratorsNeverTakeTheSameItem() {
        Fixture f;
        f.client.moderation().claimAs(f.queue.at(1).id.toStdString(), "0another");
        f.desk.open(f.queue.at(0).id);
        QTRY_COMPARE(f.queue.at(1).claimedBy, "0another"); // told by the claim
        QTRY_COMPARE(f.queue.at(2).claimedBy, f.client.user().id);
        QVERIFY(f.desk.next());
        QCOMPARE(f.desk.id(), f.queue.at(2).id);
        // Who opens it all the same sees that someone is at it.
        f.desk.open(f.queue.at(1).id);
        QTRY_COMPARE(f.desk.status(), DeskStatus::Ready);
        QVERIFY(f.desk.heldByOther());
        QVERIFY(f.desk.heldUntil().isValid());
        f.desk.decide({});
        QCOMPARE(f.client.calls("Decide"), 0);
        f.desk.takeOver();
        QTRY_VERIFY(f.desk.mayDecide());
        QCOMPARE(f.holderOf(f.queue.at(1).id), f.client.user().id.toStdString());
    }

    void aDecisionIsSentAndTheNextItemShownAtOnce() {
        Fixture f;
        f.openFirst();
        const QString first = f.queue.at(0).id, second = f.queue.at(1).id;
        QSignalSpy decided(&f.desk, &ReviewDesk::decided);
        f.client.holdAll("Decide");
        f.desk.decide({Verdict::Reject, "Not allowed here.", "third time"});
        QCOMPARE(f.desk.id(), second);
        QCOMPARE(f.desk.status(), DeskStatus::Ready);
        QCOMPARE(f.queue.rowOf(first), -1);
        QCOMPARE(f.queue.counts().total, 11);
        f.client.release("Decide");
        QTRY_COMPARE(decided.size(), 1);
        const auto& sent = f.client.moderation().decisions().front();
        QCOMPARE(sent.product_id(), first.toStdString());
        QCOMPARE(sent.verdict(), catalog::v1::REJECT);
        QCOMPARE(sent.reason(), "Not allowed here.");
        QCOMPARE(sent.note(), "third time");
        QVERIFY(!sent.etag().empty());
    }

    void whatOthersDecidedIsToldAndStaysGone() {
        Fixture f;
        f.openFirst();
        const QString first = f.queue.at(0).id;
        QSignalSpy refused(&f.desk, &ReviewDesk::refused);
        f.client.moderation().decideAs(first.toStdString());
        f.desk.decide({});
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused[0][2].value<Error>().reason, "ALREADY_DECIDED");
        QCOMPARE(f.queue.rowOf(first), -1);
    }

    void whatChangedMeanwhileComesBackAsItIsNow() {
        Fixture f;
        f.openFirst();
        const QString first = f.queue.at(0).id;
        QSignalSpy refused(&f.desk, &ReviewDesk::refused);
        auto& review = *f.client.moderation().find(first.toStdString());
        review.mutable_item()->set_etag("newer");
        review.mutable_item()->set_title("Another title");
        f.desk.decide({});
        QCOMPARE(f.queue.rowOf(first), -1);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused[0][2].value<Error>().reason, "STALE_ETAG");
        QCOMPARE(f.queue.rowOf(first), 0);
        QCOMPARE(f.queue.at(0).title, "Another title");
        QCOMPARE(f.queue.counts().total, 12);
        f.desk.open(first);
        QTRY_COMPARE(f.desk.status(), DeskStatus::Ready);
        f.desk.decide({});
        QTRY_COMPARE(f.client.moderation().decisions().size(), std::size_t(1));
    }

    void aDecisionThatDoesNotArriveIsNotLost() {
        Fixture f;
        f.openFirst();
        const QString first = f.queue.at(0).id;
        QSignalSpy refused(&f.desk, &ReviewDesk::refused);
        f.client.failNext("Decide", kDown);
        f.client.failNext("GetReview", kDown, 9);
        f.desk.decide({});
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(f.queue.rowOf(first), 0);
    }

    void manyAreDecidedAndTheRefusedTold() {
        Fixture f(130);
        while (f.queue.canFetchMore({})) {
            f.queue.fetchMore({});
            QTRY_COMPARE(f.queue.status(), QueueStatus::Ready);
        }
        f.openFirst();
        QStringList ids;
        for (int row = 0; row < 120; ++row)
            ids.append(f.queue.at(row).id);
        f.client.moderation().claimAs(ids[3].toStdString(), "0another");
        f.client.moderation().find(ids[110].toStdString())->mutable_item()->set_etag("newer");
        QSignalSpy done(&f.desk, &ReviewDesk::decidedMany);
        f.desk.decideMany(ids, {Verdict::RequestChanges, "A picture, please.", {}});
        QCOMPARE(f.queue.rowCount(), 10);
        QCOMPARE(f.desk.id(), f.queue.at(0).id);
        QTRY_COMPARE(done.size(), 1);
        QCOMPARE(done[0][0].toInt(), 118);
        QCOMPARE(done[0][1].toInt(), 2);
        QCOMPARE(f.client.calls("Decide"), 2); // kDecidedAtOnce at a time
        QTRY_COMPARE(f.queue.counts().total, 12);
        QTRY_VERIFY(f.queue.rowOf(ids[3]) >= 0);
        QVERIFY(f.queue.rowOf(ids[110]) >= 0);
    }

    void theLastOneLeavesNothingOpen() {
        Fixture f(2);
        f.openFirst();
        f.desk.decide({});
        f.desk.decide({});
        QCOMPARE(f.desk.status(), DeskStatus::Empty);
        QTRY_COMPARE(f.client.moderation().decisions().size(), std::size_t(2));
        QTRY_COMPARE(f.queue.counts().total, 0);
    }

    void reasonsAreInTheSellersLanguage() {
        Fixture f;
        ReasonTemplates templates(f.client);
        QSignalSpy changed(&templates, &ReasonTemplates::changed);
        templates.load();
        QTRY_COMPARE(changed.size(), 1);
        const auto rejections = templates.of(Verdict::Reject);
        QCOMPARE(rejections.size(), std::size_t(2));
        QVERIFY(rejections[0].text("de-AT").startsWith("Dieses"));
        QVERIFY(rejections[0].text("fr").startsWith("This"));
        QVERIFY(templates.of(Verdict::Approve).empty());
    }

    void sellersAreAskedForOnce() {
        Fixture f;
        SellerNames names(f.client);
        QCOMPARE(names.name("0seller"), "");
        QCOMPARE(names.name("0seller"), "");
        QTRY_COMPARE(names.name("0seller"), "Nordlicht");
        QCOMPARE(f.client.calls("GetSeller"), 1);
    }
};

QTEST_GUILESS_MAIN(ModerationModelsTest)
#include "moderation_models_test.moc"
