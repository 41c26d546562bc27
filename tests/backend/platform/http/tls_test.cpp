#include "backend/platform/http/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include <unistd.h>

namespace tradepost::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Three pieces, then the end; or one, then nothing until the reader is gone.
Task<void> produce(std::shared_ptr<BodyStream> body, bool idle, std::atomic<bool>* closed) {
    body->onClose([closed] { *closed = true; });
    for (const char* piece : {"0", "1", "2"}) {
        co_await body->write(idle ? "x" : piece);
        asio::steady_timer timer(co_await asio::this_coro::executor);
        do {
            timer.expires_after(std::chrono::milliseconds(2));
            co_await timer.async_wait(asio::use_awaitable);
        } while (idle && !body->closed());
    }
}

class Hello final : public Handler {
public:
    std::atomic<bool> closed{false}; // the last stream, by its reader

    bool answerNow(const Request& request, Response& out) override {
        if (request.path() != "/")
            return false;
        out.body = std::string(100'000, 'h');
        out.compressible = false;
        return true;
    }
    Task<Response> handle(const Request& request) override {
        Response out;
        const bool idle = request.path() == "/idle";
        out.stream = [this, idle](std::shared_ptr<BodyStream> body) { return produce(std::move(body), idle, &closed); };
        co_return out;
    }
    bool admit(const Request&, std::uint64_t&, Response&) override { return true; }
    std::string allowedMethods(const Request&) override { return "GET"; }
};

// A self-signed certificate for a day, and its key, in PEM files.
void makeCertificate(const std::string& certificateFile, const std::string& keyFile) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400);
    X509_set_pubkey(certificate.get(), key.get());
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    ASSERT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
    const auto write = [](const std::string& path, auto print) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
        ASSERT_TRUE(file);
        print(file.get());
    };
    write(certificateFile, [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
    write(keyFile,
          [&](std::FILE* file) { PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

class HttpServerTls : public testing::Test {
protected:
    using Client = asio::ssl::stream<tcp::socket>;

    HttpServerTls() {
        const auto folder = std::filesystem::temp_directory_path() / ("tradepost-tls-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder);
        ServerConfig config;
        config.certificateFile = folder / "certificate.pem";
        config.keyFile = folder / "key.pem";
        config.header = std::chrono::seconds(1); // a handshake on a busy machine is in time
        makeCertificate(config.certificateFile, config.keyFile);
        server.emplace(io, config, handler);
        const auto started = server->start();
        std::filesystem::remove_all(folder);
        EXPECT_TRUE(started) << started.error().message;
        thread = std::thread([this] { io.run(); });
    }
    ~HttpServerTls() override {
        server->stop(std::chrono::seconds(20));
        work.reset();
        thread.join();
    }
    std::unique_ptr<Client> connect() {
        auto client = std::make_unique<Client>(clientIo, context);
        client->next_layer().connect({asio::ip::address_v4::loopback(), server->port()});
        client->handshake(asio::ssl::stream_base::client);
        return client;
    }
    // What is answered to a GET, up to `end`, or `size` bytes after the head.
    static std::string get(Client& client, const std::string& path, std::string_view end, std::size_t size = 0) {
        asio::write(client, asio::buffer("GET " + path + " HTTP/1.1\r\nHost: t\r\n\r\n"));
        std::string answer;
        const auto whole = [&] {
            const auto head = answer.find("\r\n\r\n");
            return head != std::string::npos && answer.size() >= head + 4 + size && answer.ends_with(end);
        };
        while (!whole()) {
            std::array<char, 8192> bytes;
            answer.append(bytes.data(), client.read_some(asio::buffer(bytes)));
        }
        return answer;
    }

    asio::io_context io, clientIo;
    asio::ssl::context context{asio::ssl::context::tls_client};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    Hello handler;
    std::optional<Server> server;
    std::thread thread;
};

TEST_F(HttpServerTls, ServesAndDrains) {
    const auto client = connect();
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(get(*client, "/", "hhh", 100'000).starts_with("HTTP/1.1 200 OK\r\n"));
    // One that never shakes hands is ended by the time-out.
    tcp::socket silent(clientIo);
    silent.connect({asio::ip::address_v4::loopback(), server->port()});
    char byte = 0;
    boost::system::error_code ec;
    silent.read_some(asio::buffer(&byte, 1), ec);
    EXPECT_TRUE(ec);
    client->next_layer().close();
    EXPECT_TRUE(server->stop(std::chrono::seconds(20)));
}

TEST_F(HttpServerTls, AStreamLeavesTheConnectionUsable) {
    const auto client = connect();
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(get(*client, "/count", "\r\n0\r\n\r\n").find("1\r\n2\r\n") != std::string::npos);
        EXPECT_TRUE(get(*client, "/", "hhh", 100'000).starts_with("HTTP/1.1 200 OK\r\n"));
    }
}

TEST_F(HttpServerTls, AnIdleStreamEndsWhenItsReaderGoes) {
    {
        const auto client = connect();
        get(*client, "/idle", "x\r\n");
        EXPECT_FALSE(handler.closed);
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5); // the heartbeat comes after 15
    while (!handler.closed && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_TRUE(handler.closed);
}

} // namespace
} // namespace tradepost::http
