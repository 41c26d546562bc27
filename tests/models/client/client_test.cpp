#include "models/client/live_stream.h"
#include "models/client/methods.h"
#include "models/client/session_store.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using namespace tradepost::client;

namespace {

// Answers nothing; lets a test end the streams that were started.
class StreamOnlyClient final : public ClientInterface {
public:
    void openLocal(const QString&) override {}
    void signIn(const RemoteStore&, const QString&, const QString&, bool) override {}
    bool resume(const RemoteStore&) override { return false; }
    void signOut() override {}
    void retryNow() override {}
    QUrl mediaBase() const override { return {}; }
    void setPhase(Phase phase) {
        ConnectionState state;
        state.phase = phase;
        setConnection(state);
    }
    std::vector<StreamSpec> streams;
    std::vector<CallSpec> calls;

protected:
    void startCall(CallSpec spec) override { calls.push_back(std::move(spec)); }
    void startStream(StreamSpec spec) override { streams.push_back(std::move(spec)); }
};

template<class Request, class Reply>
void checkMethod(const char* path, bool streaming) {
    const QString name = QString(path).mid(1).replace('/', '.');
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name.toStdString());
    QVERIFY2(method, path);
    QCOMPARE(method->input_type()->full_name(), Request::descriptor()->full_name());
    QCOMPARE(method->output_type()->full_name(), Reply::descriptor()->full_name());
    QCOMPARE(method->server_streaming(), streaming);
}
template<class Request, class Reply>
void check(const Method<Request, Reply>& method) {
    checkMethod<Request, Reply>(method.path, false);
}
template<class Request, class Reply>
void check(const StreamMethod<Request, Reply>& method) {
    checkMethod<Request, Reply>(method.path, true);
}

} // namespace

class ClientTest : public QObject {
    Q_OBJECT
private slots:
    void methodsAreThoseOfTheContract() {
        namespace m = methods;
        check(m::signIn);
        check(m::signInLocally);
        check(m::refreshSession);
        check(m::signOut);
        check(m::getMe);
        check(m::listSellers);
        check(m::getSeller);
        check(m::getProduct);
        check(m::listProducts);
        check(m::countProducts);
        check(m::createProductSnapshot);
        check(m::readProductSnapshot);
        check(m::createProduct);
        check(m::updateProduct);
        check(m::publishProduct);
        check(m::unpublishProduct);
        check(m::archiveProduct);
        check(m::listCategories);
        check(m::watchProducts);
        check(m::listProductHistory);
        check(m::listQueue);
        check(m::countQueue);
        check(m::getReview);
        check(m::claimItems);
        check(m::releaseItems);
        check(m::decide);
        check(m::listReasonTemplates);
        check(m::createImport);
        check(m::uploadImportData);
        check(m::previewImport);
        check(m::startImport);
        check(m::getImport);
        check(m::listImports);
        check(m::pauseImport);
        check(m::resumeImport);
        check(m::cancelImport);
        check(m::rollBackImport);
        check(m::listImportRows);
        check(m::readBadRows);
        check(m::setMapping);
        check(m::listMappings);
        check(m::deleteMapping);
        check(m::getCategory);
        check(m::submitProduct);
        check(m::withdrawProduct);
        check(m::getPendingRevision);
        check(m::discardPendingRevision);
        check(m::uploadMedia);
        check(m::getMedia);
        check(m::listOperations);
        check(m::cancelOperation);
    }

    void addressesAreParsed() {
        QCOMPARE(RemoteStore::parse("shop.example.org").label(), "shop.example.org");
        QCOMPARE(RemoteStore::parse(" shop.example.org:9443 ").port, quint16(9443));
        QCOMPARE(RemoteStore::parse("[::1]:9000").host, "::1");
        QCOMPARE(RemoteStore::parse("[::1]:9000").label(), "[::1]:9000");
        QVERIFY(RemoteStore::parse("").host.isEmpty());
        QVERIFY(RemoteStore::parse("shop.example.org/path").host.isEmpty());
        QVERIFY(RemoteStore::parse("user@shop.example.org").host.isEmpty());
        QVERIFY(RemoteStore::parse("shop.example.org:99999").host.isEmpty());
    }

    void versionsOfOneSeriesFit() {
        QVERIFY(versionsCompatible("0.1.0", "0.1.9"));
        QVERIFY(!versionsCompatible("0.1.0", "0.2.0"));
        QVERIFY(versionsCompatible("1.1.0", "1.4.2"));
        QVERIFY(!versionsCompatible("1.0.0", "2.0.0"));
    }

    void backoffGrowsAndIsBounded() {
        QCOMPARE(backoffMs(1, 0), 250);
        QCOMPARE(backoffMs(2, 0), 500);
        QVERIFY(backoffMs(1, 0.999) <= 500);
        QVERIFY(backoffMs(1000, 0.999) <= 30'000);
    }

    void rememberedSessionsAreTheOwnersOnly() {
        QTemporaryDir folder;
        const SessionStore store(folder.filePath("sessions"));
        QVERIFY(store.save("shop.example.org", "first"));
        QVERIFY(store.save("shop.example.org", "second"));
        QVERIFY(store.save("other.example.org", "other"));
        QCOMPARE(store.load("shop.example.org").value(), "second");
        const auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        const auto files = QDir(folder.filePath("sessions")).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 2);
        for (const QFileInfo& file : files)
            QCOMPARE(int(file.permissions() & ~ownerOnly), 0);
        store.forget("shop.example.org");
        QVERIFY(!store.load("shop.example.org"));
        QCOMPARE(store.load("other.example.org").value(), "other");
    }

    void repliesOfGoneContextsAreNotWanted() {
        StreamOnlyClient client;
        auto context = std::make_unique<QObject>();
        const auto handle = client.call(methods::getMe, identity::v1::GetMeRequest(), context.get(),
                                        std::function([](const identity::v1::User&) {}), [](const Error&) {});
        QVERIFY(client.calls.front().wanted());
        context.reset();
        QVERIFY(!client.calls.front().wanted());
        QVERIFY(handle.active());
    }

    void cancelledCallsAreNotWanted() {
        StreamOnlyClient client;
        auto handle = client.call(methods::getMe, identity::v1::GetMeRequest(), this,
                                  std::function([](const identity::v1::User&) {}), [](const Error&) {});
        bool transportTold = false;
        client.calls.front().state->cancelTransport = [&] { transportTold = true; };
        handle.cancel();
        handle.cancel();
        QVERIFY(transportTold);
        QVERIFY(!client.calls.front().wanted());
    }

    void streamsResumeWhereTheyWere() {
        StreamOnlyClient client;
        client.setPhase(Phase::Online);
        std::int64_t position = 0;
        LiveStream<catalog::v1::WatchProductsRequest, catalog::v1::ProductChanges> stream(
            client, methods::watchProducts,
            [&] {
                catalog::v1::WatchProductsRequest request;
                request.mutable_after()->set_position(position);
                return request;
            },
            [&](const auto& changes) { position = changes.back()->position().position(); });
        stream.start();
        QCOMPARE(client.streams.size(), 1U);
        auto change = std::make_shared<catalog::v1::ProductChanges>();
        change->mutable_position()->set_position(7);
        client.streams[0].onItems({change});
        client.streams[0].state->active = false;
        client.streams[0].onEnd({Code::Unavailable, "TRANSPORT", "gone", {}});
        QCOMPARE(stream.failures(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(client.streams.size(), 2U, 20'000);
        const auto& again = static_cast<const catalog::v1::WatchProductsRequest&>(*client.streams[1].request);
        QCOMPARE(again.after().position(), 7);
    }

    void offlineStreamsWaitForTheClient() {
        StreamOnlyClient client;
        client.setPhase(Phase::Reconnecting);
        LiveStream<catalog::v1::WatchProductsRequest, catalog::v1::ProductChanges> stream(
            client, methods::watchProducts, [] { return catalog::v1::WatchProductsRequest(); }, [](const auto&) {});
        stream.start();
        QVERIFY(client.streams.empty());
        client.setPhase(Phase::Online);
        QCOMPARE(client.streams.size(), 1U);
    }

    void refusedStreamsStop() {
        StreamOnlyClient client;
        client.setPhase(Phase::Online);
        LiveStream<catalog::v1::WatchProductsRequest, catalog::v1::ProductChanges> stream(
            client, methods::watchProducts, [] { return catalog::v1::WatchProductsRequest(); }, [](const auto&) {});
        int refused = 0;
        connect(&stream, &LiveStreamBase::refused, this, [&] { ++refused; });
        stream.start();
        client.streams[0].state->active = false;
        client.streams[0].onEnd({Code::Aborted, "POSITION_GONE", "gone", {}});
        QCOMPARE(refused, 1);
        QVERIFY(!stream.running());
    }
};

QTEST_GUILESS_MAIN(ClientTest)
#include "client_test.moc"
