#include "backend/platform/http/stream_body.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tradepost::http {
namespace {

namespace asio = boost::asio;
constexpr std::size_t mostPending = 256 * 1024;

} // namespace

StreamBody::StreamBody(const asio::any_io_executor& executor)
    : m_strand(asio::make_strand(executor)), m_arrived(m_strand), m_room(m_strand) {}

Task<bool> StreamBody::write(std::string bytes) {
    while (!closed() && !m_pending.empty() && m_pending.size() + bytes.size() > mostPending) {
        boost::system::error_code ec;
        m_room.expires_at(asio::steady_timer::time_point::max());
        co_await m_room.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    if (closed())
        co_return false;
    m_pending.append(bytes);
    m_arrived.cancel();
    co_return true;
}

void StreamBody::onClose(std::function<void()> notify) {
    {
        const std::lock_guard lock(m_mutex);
        if (!closed()) {
            m_notify = std::move(notify);
            return;
        }
    }
    notify();
}

void StreamBody::end() {
    m_ended = true;
    m_arrived.cancel();
}

Task<std::string> StreamBody::take(std::chrono::milliseconds patience) {
    if (m_pending.empty() && !finished()) {
        boost::system::error_code ec;
        m_arrived.expires_after(patience);
        co_await m_arrived.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    std::string taken;
    taken.swap(m_pending);
    m_room.cancel();
    co_return taken;
}

void StreamBody::close() {
    std::function<void()> notify;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed.exchange(true, std::memory_order_acq_rel))
            return;
        notify.swap(m_notify);
    }
    if (notify)
        notify();
    asio::post(m_strand, [self = shared_from_this()] {
        self->m_arrived.cancel();
        self->m_room.cancel();
    });
}

} // namespace tradepost::http
