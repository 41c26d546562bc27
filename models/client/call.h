#pragma once

#include "backend/base/error.h"

#include <QPointer>
#include <QString>

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <vector>

// Calls as values: what the transport is given and what the caller holds. Everything here lives on the GUI thread.
namespace tradepost::client {

using ErrorHandler = std::function<void(const Error&)>;

// One method of the contract with its types; models/client/methods.h names them all.
template<class Request, class Reply>
struct Method {
    const char* path; // "/tradepost.catalog.v1.CatalogService/GetProduct"
};
template<class Request, class Item>
struct StreamMethod {
    const char* path;
};

inline QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}
inline std::string bytes(const QString& text) {
    return text.toStdString();
}

// Whether sending the same again after a pause may help.
inline bool isTransient(const Error& error) {
    return error.code == Code::Unavailable || error.code == Code::DeadlineExceeded;
}

// A started call or stream. Copies are the same call; dropping the last copy does not cancel it.
class CallHandle {
public:
    struct State {
        bool active = true;
        std::function<void()> cancelTransport; // set by the transport; may be empty
    };

    CallHandle() = default;
    explicit CallHandle(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    // Neither handler runs after this. A request already sent may still take effect at the server.
    void cancel() {
        if (!active())
            return;
        m_state->active = false;
        if (auto cancelTransport = std::exchange(m_state->cancelTransport, {}))
            cancelTransport();
    }
    bool active() const { return m_state && m_state->active; }

private:
    std::shared_ptr<State> m_state;
};

struct CallOptions {
    int timeoutMs = 10'000;
    bool authenticated = true; // false for sign-in itself
};

using MessagePtr = std::shared_ptr<google::protobuf::Message>;

// What a transport needs to run one call. `context` bounds its life: when it is gone, the reply is dropped.
struct CallSpec {
    const char* method = nullptr;
    std::shared_ptr<const google::protobuf::Message> request;
    std::function<MessagePtr()> makeReply;
    QPointer<QObject> context;
    std::function<void(const google::protobuf::Message&)> onReply;
    ErrorHandler onError;
    CallOptions options;
    std::shared_ptr<CallHandle::State> state = std::make_shared<CallHandle::State>();

    bool wanted() const { return state->active && context; }
};

// One attempt of a server stream; LiveStream adds reconnecting. `onEnd` always gets an error: a stream that the server
// closes without one ends with Unavailable.
struct StreamSpec {
    const char* method = nullptr;
    std::shared_ptr<const google::protobuf::Message> request;
    std::function<MessagePtr()> makeItem;
    QPointer<QObject> context;
    std::function<void(const std::vector<MessagePtr>&)> onItems; // in order, several at a time
    ErrorHandler onEnd;
    std::shared_ptr<CallHandle::State> state = std::make_shared<CallHandle::State>();

    bool wanted() const { return state->active && context; }
};

} // namespace tradepost::client
