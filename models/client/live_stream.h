#pragma once

#include "models/client/client_interface.h"

#include <QTimer>

namespace tradepost::client {

// Delay before attempt n (from 1): 0.5 s doubling to 30 s, half of it spread by `spread` in [0, 1) so that consoles do
// not return in step.
int backoffMs(int attempt, double spread);

// A server stream that survives lost connections: it starts again after a growing pause, and at once when the client is
// back online, with a request made anew each time so that it resumes at the last position seen.
class LiveStreamBase : public QObject {
    Q_OBJECT
public:
    void start();
    void stop();
    bool running() const { return m_running; }
    // Attempts failed since the last item or fresh start.
    int failures() const { return m_failures; }

signals:
    // The server refused for good (permission, an unknown position): the stream has stopped. Restart from a new state.
    void refused(const tradepost::Error& error);

protected:
    explicit LiveStreamBase(ClientInterface& client, QObject* parent);
    virtual CallHandle attempt() = 0;
    void ended(const Error& error);
    void alive() { m_failures = 0; }
    ClientInterface& client() { return m_client; }

private:
    void connectNow();

    ClientInterface& m_client;
    CallHandle m_call;
    QTimer m_retry;
    bool m_running = false;
    int m_failures = 0;
};

template<class Request, class Item>
class LiveStream final : public LiveStreamBase {
public:
    using Items = std::vector<std::shared_ptr<const Item>>;

    // The functions live as long as the stream and run on the GUI thread.
    LiveStream(ClientInterface& client, const StreamMethod<Request, Item>& method, std::function<Request()> makeRequest,
               std::function<void(const Items&)> onItems, QObject* parent = nullptr)
        : LiveStreamBase(client, parent), m_method(method), m_makeRequest(std::move(makeRequest)),
          m_onItems(std::move(onItems)) {}

protected:
    CallHandle attempt() override {
        return client().stream(
            m_method, m_makeRequest(), this,
            [this](const std::vector<MessagePtr>& messages) {
                alive();
                Items items;
                items.reserve(messages.size());
                for (const auto& message : messages)
                    items.push_back(std::static_pointer_cast<const Item>(message));
                m_onItems(items);
            },
            [this](const Error& error) { ended(error); });
    }

private:
    StreamMethod<Request, Item> m_method;
    std::function<Request()> m_makeRequest;
    std::function<void(const Items&)> m_onItems;
};

} // namespace tradepost::client
