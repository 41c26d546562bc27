#include "models/operations/jobs_model.h"
#include "models/sample/sample_client.h"

#include <QSignalSpy>
#include <QTest>

using namespace tradepost;
using models::Job;
using models::JobsModel;
using operations::v1::Operation;

namespace {

Operation operation(const char* id, Operation::State state, std::int64_t done, std::int64_t second) {
    Operation result;
    result.set_id(id);
    result.set_title("Import of products.csv");
    result.set_state(state);
    result.set_done(done);
    result.set_total(10'000);
    result.mutable_update_time()->set_seconds(second);
    return result;
}

} // namespace

class JobsModelTest : public QObject {
    Q_OBJECT
private slots:
    void runningJobsAreFollowedToTheirEnd() {
        models::SampleClient client({.products = 10});
        client.operations() = {operation("a", Operation::RUNNING, 1'000, 100)};
        JobsModel jobs(client);
        QSignalSpy ended(&jobs, &JobsModel::ended);
        QVERIFY(jobs.jobs().empty()); // nobody is signed in
        client.openLocal({});
        QTRY_COMPARE(jobs.running(), 1);
        QCOMPARE(jobs.jobs()[0].perSecond, 0.0);

        client.operations() = {operation("a", Operation::RUNNING, 5'000, 102)};
        jobs.refresh();
        QTRY_COMPARE(jobs.jobs()[0].done, 5'000);
        QCOMPARE(jobs.jobs()[0].perSecond, 2'000.0); // by the store's clock
        QCOMPARE(ended.count(), 0);

        client.operations() = {operation("a", Operation::FAILED, 6'000, 103)};
        client.operations()[0].mutable_error()->set_message("Line 6,001 is not a product.");
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 5'000); // by itself
        QCOMPARE(jobs.running(), 0);
        QCOMPARE(jobs.jobs()[0].problem, "Line 6,001 is not a product.");
    }

    void aJobThatHadEndedBeforeIsNoNews() {
        models::SampleClient client({.products = 10});
        client.operations() = {operation("old", Operation::SUCCEEDED, 10'000, 100)};
        JobsModel jobs(client);
        QSignalSpy ended(&jobs, &JobsModel::ended);
        client.openLocal({});
        QTRY_COMPARE(jobs.jobs().size(), 1U);
        QCOMPARE(ended.count(), 0);
    }

    void cancellingIsAskedForAndFailuresAreTold() {
        models::SampleClient client({.products = 10});
        client.operations() = {operation("a", Operation::RUNNING, 1'000, 100)};
        JobsModel jobs(client);
        QSignalSpy failed(&jobs, &JobsModel::failed);
        client.openLocal({});
        QTRY_COMPARE(jobs.running(), 1);
        jobs.cancel("a");
        QTRY_COMPARE(jobs.jobs()[0].state, Job::State::Cancelling);
        jobs.cancel("no such job");
        QTRY_COMPARE(failed.count(), 1);
    }

    void anotherPersonSeesNoneOfThem() {
        models::SampleClient client({.products = 10});
        client.operations() = {operation("a", Operation::RUNNING, 1'000, 100)};
        JobsModel jobs(client);
        client.openLocal({});
        QTRY_COMPARE(jobs.running(), 1);
        client.signOut();
        QVERIFY(jobs.jobs().empty());
        client.operations().clear();
        client.openLocal({});
        QTRY_VERIFY(client.online());
        QTest::qWait(50);
        QVERIFY(jobs.jobs().empty());
    }
};

QTEST_GUILESS_MAIN(JobsModelTest)
#include "jobs_model_test.moc"
