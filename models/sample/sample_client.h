#pragma once

#include "models/client/client_interface.h"
#include "models/sample/sample_catalog.h"
#include "models/sample/sample_imports.h"
#include "models/sample/sample_moderation.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <QSet>

#include <map>

namespace tradepost::models {

// A store in memory behind the client's interface. Answers arrive through the event loop, as real ones do.
class SampleClient final : public client::ClientInterface {
    Q_OBJECT
public:
    struct Config {
        int products = 12'408;
        std::uint32_t seed = 1;
        std::int64_t nowSeconds = 1'760'000'000;
        std::set<client::Role> roles{client::Role::Seller};
        QStringList sellers{"0sampleseller"}; // the accounts the user acts for
        QString password = "demo";            // any address signs in with it
    };

    explicit SampleClient(Config config, QObject* parent = nullptr);

    void openLocal(const QString& dataDirectory) override;
    void signIn(const client::RemoteStore& store, const QString& email, const QString& password,
                bool remember) override;
    bool resume(const client::RemoteStore&) override { return false; }
    void signOut() override;
    void retryNow() override;
    QUrl mediaBase() const override { return QUrl("http://sample.invalid"); }

    // Faults. A method is named by the end of its path ("GetProduct").
    void failNext(const QString& method, const Error& error, int times = 1);
    void holdAll(const QString& method) { m_held.insert(method); } // never answers
    void release(const QString& method);                           // answers what was held
    void loseConnection(int retryInSeconds);
    void force(const client::ConnectionState& state) { setConnection(state); }
    void goOnline();
    void expireSnapshots() { m_snapshots.clear(); }
    // What the store works at, newest first.
    std::vector<operations::v1::Operation>& operations() { return m_operations; }

    SampleImports& imports() { return m_imports; }

    // As if someone else did it.
    SampleCatalog& catalog() { return m_catalog; }
    SampleModeration& moderation() { return m_moderation; }
    void announce(const std::string& productId); // to the live streams
    // Ends the live streams, as a backend that restarts does.
    void dropStreams(const Error& error);

    int calls(const QString& method) const { return m_calls.value(method); }
    int liveStreams() const;
    const std::string& lastRequest(const QString& method) { return m_lastRequest[method]; } // serialised

protected:
    void startCall(client::CallSpec spec) override;
    void startStream(client::StreamSpec spec) override;

private:
    void answer(const std::shared_ptr<client::CallSpec>& spec);
    Result<client::MessagePtr> handleImports(const client::CallSpec& spec, std::string_view path);
    Result<client::MessagePtr> handle(const client::CallSpec& spec, const QString& method);
    void adopt(bool local, const QString& storeName);

    Config m_config;
    SampleCatalog m_catalog;
    SampleModeration m_moderation;
    std::map<std::string, std::vector<int>> m_snapshots;
    std::vector<operations::v1::Operation> m_operations;
    SampleImports m_imports;
    int m_snapshotNumber = 0;
    int m_uploads = 0;
    std::int64_t m_position = 1;
    std::vector<std::shared_ptr<client::StreamSpec>> m_streams;
    std::map<QString, std::pair<Error, int>> m_faults;
    QSet<QString> m_held;
    std::vector<std::shared_ptr<client::CallSpec>> m_heldCalls;
    QHash<QString, int> m_calls;
    std::map<QString, std::string> m_lastRequest;
};

} // namespace tradepost::models
