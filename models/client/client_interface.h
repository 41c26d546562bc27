#pragma once

#include "models/client/call.h"
#include "models/client/connection.h"

#include <QObject>
#include <QUrl>

namespace tradepost::client {

struct RemoteStore {
    QString host;
    quint16 port = 8443;
    bool tls = true;
    QString caFile; // PEM of a private authority; empty: the system's

    // "shop.example.org:8443" as shown and remembered.
    QString label() const;
    // Accepts "host", "host:port" and "[v6]:port"; an empty host means the text is not an address.
    static RemoteStore parse(const QString& text);
    bool operator==(const RemoteStore&) const = default;
};

// The console's way to a store. GUI thread only. Implementations: GrpcClient, and SampleClient for tours and tests.
//
// A call's handlers run on the GUI thread, exactly one of them and only once, never before `call` returns; neither runs
// after the handle was cancelled or the context object is gone.
class ClientInterface : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    template<class Request, class Reply>
    CallHandle call(const Method<Request, Reply>& method, const Request& request, QObject* context,
                    std::function<void(const Reply&)> onReply, ErrorHandler onError, CallOptions options = {}) {
        CallSpec spec;
        spec.method = method.path;
        spec.request = std::make_shared<Request>(request);
        spec.makeReply = [] { return std::make_shared<Reply>(); };
        spec.context = context;
        spec.onReply = [onReply = std::move(onReply)](const google::protobuf::Message& reply) {
            onReply(static_cast<const Reply&>(reply));
        };
        spec.onError = std::move(onError);
        spec.options = options;
        CallHandle handle(spec.state);
        startCall(std::move(spec));
        return handle;
    }

    // One attempt; prefer LiveStream.
    template<class Request, class Item>
    CallHandle stream(const StreamMethod<Request, Item>& method, const Request& request, QObject* context,
                      std::function<void(const std::vector<MessagePtr>&)> onItems, ErrorHandler onEnd) {
        StreamSpec spec;
        spec.method = method.path;
        spec.request = std::make_shared<Request>(request);
        spec.makeItem = [] { return std::make_shared<Item>(); };
        spec.context = context;
        spec.onItems = std::move(onItems);
        spec.onEnd = std::move(onEnd);
        CallHandle handle(spec.state);
        startStream(std::move(spec));
        return handle;
    }

    const ConnectionState& connection() const { return m_connection; }
    bool online() const { return m_connection.phase == Phase::Online; }
    const User& user() const { return m_user; }

    // Starts the bundled backend on this data directory and signs in over its private socket.
    virtual void openLocal(const QString& dataDirectory) = 0;
    // Failure ends in SignedOut or Refused with a message.
    virtual void signIn(const RemoteStore& store, const QString& email, const QString& password, bool remember) = 0;
    // False, and nothing happens, when no session of this store is remembered.
    virtual bool resume(const RemoteStore& store) = 0;
    virtual void signOut() = 0;
    // Skips what is left of the countdown.
    virtual void retryNow() = 0;
    // Where the store's REST edge answers, for media; empty while unknown.
    virtual QUrl mediaBase() const = 0;

signals:
    void connectionChanged(const tradepost::client::ConnectionState& state);
    void userChanged();

protected:
    virtual void startCall(CallSpec spec) = 0;
    virtual void startStream(StreamSpec spec) = 0;

    void setConnection(ConnectionState state);
    void setUser(User user);

private:
    ConnectionState m_connection;
    User m_user;
};

} // namespace tradepost::client
