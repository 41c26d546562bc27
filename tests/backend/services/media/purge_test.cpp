#include "backend/services/media/purge.h"
#include "tests/backend/services/media/fixture.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

namespace tradepost::media {
namespace {

using boost::asio::ip::tcp;

// Answers each request with the next of `statuses`, the last one for ever, and keeps what was sent.
class Receiver {
public:
    explicit Receiver(std::vector<int> statuses) : m_statuses(std::move(statuses)) {
        m_thread = std::thread([this] { serve(); });
    }
    ~Receiver() {
        m_stopping = true;
        boost::asio::io_context io;
        tcp::socket wake(io);
        boost::system::error_code ignored;
        wake.connect(m_acceptor.local_endpoint(), ignored);
        m_thread.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port()) + "/p"; }
    std::vector<std::string> requests() {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    void serve() {
        for (std::size_t i = 0;; ++i) {
            tcp::socket socket(m_io);
            m_acceptor.accept(socket);
            if (m_stopping)
                return;
            boost::system::error_code ignored;
            std::string text;
            const auto head = boost::asio::read_until(socket, boost::asio::dynamic_buffer(text), "\r\n\r\n", ignored);
            const auto at = text.find("Content-Length: ");
            const auto length = at == std::string::npos ? 0 : std::stoul(text.substr(at + 16));
            if (text.size() < head + length) {
                std::string rest(head + length - text.size(), '\0');
                boost::asio::read(socket, boost::asio::buffer(rest), ignored);
                text += rest;
            }
            {
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(text);
            }
            const int status = m_statuses[std::min(i, m_statuses.size() - 1)];
            const std::string answer =
                "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            boost::asio::write(socket, boost::asio::buffer(answer), ignored);
        }
    }
    std::vector<int> m_statuses;
    boost::asio::io_context m_io;
    tcp::acceptor m_acceptor{m_io, {boost::asio::ip::address_v4::loopback(), 0}};
    std::atomic<bool> m_stopping{false};
    std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::thread m_thread;
};

class PurgeTest : public MediaTest {
public:
    // Has one file shown and withdrawn, with a feed that tells the receiver.
    std::vector<events::DeadLetter> withdrawOne(const std::string& url, std::size_t letters,
                                                const std::function<bool()>& done) {
        PurgeConfig config;
        config.url = url;
        config.secret = "shared";
        config.retry = {.attempts = 3, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(5)};
        Purge purge(clock, config);
        const std::string bytes = picture(40, 40);
        EXPECT_EQ(upload(bytes).status, 201);
        hash = hashOf(bytes);
        auto feed = events::openSqlFeed(systemClock());
        EXPECT_TRUE(feed->subscribe(*log, purge.consumer(db())));
        feed->start();
        product(1, {hash}, catalog::v1::PUBLISHED);
        product(1, {}, catalog::v1::PUBLISHED);
        std::vector<events::DeadLetter> found;
        for (int i = 0; i < 1000 && !(done() && found.size() == letters); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            found = feed->deadLetters("media.purge", 0, 10).value();
        }
        purge.stop();
        feed->stop();
        return found;
    }
    std::string hash;
};
TRADEPOST_ON_EVERY_ENGINE(PurgeTest);

TEST_P(PurgeTest, IsSignedAndTriedAgainUntilItIsTaken) {
    Receiver receiver({500, 204});
    EXPECT_TRUE(withdrawOne(receiver.url(), 0, [&] { return receiver.requests().size() == 2; }).empty());
    const auto requests = receiver.requests();
    ASSERT_EQ(requests.size(), 2u);
    const std::string& request = requests[1];
    const std::string body = request.substr(request.find("\r\n\r\n") + 4);
    const std::string time = std::to_string(clock.now() / 1'000'000);
    EXPECT_NE(request.find("Tradepost-Timestamp: " + time + "\r\n"), std::string::npos);
    EXPECT_NE(request.find("Tradepost-Signature: v1=" + Signer("shared").sign(time + "." + body)), std::string::npos);
    for (const std::string& path : {hash, hash + ".jpg", hash + "/320", hash + "/320.webp", hash + "/2048.jpg"})
        EXPECT_NE(body.find("\"/media/" + path + "\""), std::string::npos) << path;
}

TEST_P(PurgeTest, WhatIsNeverTakenBecomesADeadLetter) {
    Receiver receiver({503});
    const auto letters = withdrawOne(receiver.url(), 1, [&] { return receiver.requests().size() >= 3; });
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters[0].attempts, 3);
    EXPECT_NE(letters[0].cause.find("503"), std::string::npos) << letters[0].cause;
}

TEST(Signer, AgreesWithRfc4231) {
    EXPECT_EQ(Signer("Jefe").sign("what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_FALSE(Signer("Jefe").verify("what do ya want for nothing?", "5bdc"));
}

} // namespace
} // namespace tradepost::media
