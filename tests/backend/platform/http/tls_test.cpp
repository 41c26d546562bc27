#include "backend/platform/http/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include <unistd.h>

namespace tradepost::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class Hello final : public Handler {
public:
    bool answerNow(const Request&, Response& out) override {
        out.body = std::string(100'000, 'h');
        out.compressible = false;
        return true;
    }
    Task<Response> handle(const Request&) override { co_return Response{}; }
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
        std::FILE* const file = std::fopen(path.c_str(), "w");
        ASSERT_NE(file, nullptr);
        print(file);
        std::fclose(file);
    };
    write(certificateFile, [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
    write(keyFile,
          [&](std::FILE* file) { PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

TEST(HttpServerTls, ServesAndDrains) {
    const auto folder = std::filesystem::temp_directory_path() / ("tradepost-tls-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    ServerConfig config;
    config.certificateFile = folder / "certificate.pem";
    config.keyFile = folder / "key.pem";
    config.header = std::chrono::seconds(1); // a handshake on a busy machine is in time
    makeCertificate(config.certificateFile, config.keyFile);

    asio::io_context io;
    Hello handler;
    Server server(io, config, handler);
    const auto started = server.start();
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(started) << started.error().message;
    auto work = asio::make_work_guard(io);
    std::thread thread([&io] { io.run(); });

    {
        asio::io_context clientIo;
        asio::ssl::context context(asio::ssl::context::tls_client);
        asio::ssl::stream<tcp::socket> client(clientIo, context);
        client.next_layer().connect({asio::ip::address_v4::loopback(), server.port()});
        client.handshake(asio::ssl::stream_base::client);
        for (int i = 0; i < 2; ++i) {
            asio::write(client, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: t\r\n\r\n")));
            std::string answer;
            while (answer.find("\r\n\r\n") == std::string::npos ||
                   answer.size() < answer.find("\r\n\r\n") + 4 + 100'000) {
                std::array<char, 8192> bytes;
                const auto size = client.read_some(asio::buffer(bytes));
                answer.append(bytes.data(), size);
            }
            EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
            EXPECT_TRUE(answer.ends_with("hhh"));
        }
        // One that never shakes hands is ended by the time-out.
        tcp::socket silent(clientIo);
        silent.connect({asio::ip::address_v4::loopback(), server.port()});
        char byte = 0;
        boost::system::error_code ec;
        silent.read_some(asio::buffer(&byte, 1), ec);
        EXPECT_TRUE(ec);
        EXPECT_TRUE(server.stop(std::chrono::seconds(20)));
    }
    work.reset();
    io.stop();
    thread.join();
}

} // namespace
} // namespace tradepost::http
