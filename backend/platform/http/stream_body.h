#pragma once

#include "backend/platform/http/response.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace tradepost::http {

// Between a producer and the connection that sends: a bounded buffer. Both run on the strand, where everything but
// close(), closed() and onClose() must be called.
class StreamBody final : public BodyStream, public std::enable_shared_from_this<StreamBody> {
public:
    using Strand = boost::asio::strand<boost::asio::any_io_executor>;

    explicit StreamBody(const boost::asio::any_io_executor& executor);

    Task<bool> write(std::string bytes) override;
    bool closed() const override { return m_closed.load(std::memory_order_acquire); }
    void onClose(std::function<void()> notify) override;

    const Strand& strand() const { return m_strand; }
    void end(); // the producer has returned
    // Waits for bytes, at most `patience`. Empty: nothing came.
    Task<std::string> take(std::chrono::milliseconds patience);
    bool finished() const { return closed() || (m_ended && m_pending.empty()); }
    void close(); // the peer is gone or the server drains; from any thread

private:
    Strand m_strand;
    boost::asio::steady_timer m_arrived, m_room;
    std::string m_pending;
    bool m_ended = false;
    std::atomic<bool> m_closed{false};
    std::mutex m_mutex; // of m_notify
    std::function<void()> m_notify;
};

} // namespace tradepost::http
