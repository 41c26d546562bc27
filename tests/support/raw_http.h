#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <cctype>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <poll.h>

namespace tradepost::test {

// An answer as it came; header names in lower case.
struct RawAnswer {
    int status = 0;
    std::multimap<std::string, std::string> headers;
    std::string body;

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

// A blocking HTTP client that sends exactly the bytes it is told to.
class RawHttp {
public:
    explicit RawHttp(std::uint16_t port) : m_socket(m_io) {
        m_socket.connect({boost::asio::ip::address_v4::loopback(), port});
        m_socket.set_option(boost::asio::ip::tcp::no_delay(true));
    }

    // False when the peer has closed.
    bool send(std::string_view bytes) {
        boost::system::error_code ec;
        boost::asio::write(m_socket, boost::asio::buffer(bytes.data(), bytes.size()), ec);
        return !ec;
    }

    // The next answer; nothing when the peer closed or nothing came in time. `bodiless` for answers to HEAD.
    std::optional<RawAnswer> receive(bool bodiless = false) {
        RawAnswer answer;
        const auto head = readUntil("\r\n\r\n");
        if (!head)
            return std::nullopt;
        answer.status = std::stoi(head->substr(9, 3));
        for (auto at = head->find("\r\n") + 2; at < head->size() - 2;) {
            const auto end = head->find("\r\n", at);
            auto name = head->substr(at, head->find(": ", at) - at);
            for (char& c : name)
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            answer.headers.emplace(name, head->substr(at + name.size() + 2, end - at - name.size() - 2));
            at = end + 2;
        }
        if (bodiless || answer.status == 304 || answer.status == 204 || answer.status == 100)
            return answer;
        if (answer.header("transfer-encoding") == "chunked")
            return answer; // read on with chunk()
        const auto length = answer.header("content-length");
        if (length.empty() || !readBytes(std::stoul(length), answer.body))
            return std::nullopt;
        return answer;
    }

    RawAnswer exchange(std::string_view bytes, bool bodiless = false) {
        send(bytes);
        return receive(bodiless).value_or(RawAnswer{});
    }

    // The next chunk of a chunked body; empty at its end or when nothing came in time.
    std::string chunk() {
        const auto line = readUntil("\r\n");
        std::string bytes, end;
        if (line && readBytes(std::stoul(*line, nullptr, 16), bytes))
            readBytes(2, end);
        return bytes;
    }

    bool closedByPeer() {
        while (wait()) {
            char scrap[512];
            boost::system::error_code ec;
            m_socket.read_some(boost::asio::buffer(scrap), ec);
            if (ec)
                return true;
        }
        return false;
    }

    std::chrono::milliseconds patience{20'000};
    boost::asio::ip::tcp::socket& socket() { return m_socket; }

private:
    bool wait() {
        pollfd descriptor{m_socket.native_handle(), POLLIN, 0};
        return ::poll(&descriptor, 1, static_cast<int>(patience.count())) > 0;
    }
    bool more() {
        if (!wait())
            return false;
        char bytes[16384];
        boost::system::error_code ec;
        const auto size = m_socket.read_some(boost::asio::buffer(bytes), ec);
        m_read.append(bytes, size);
        return !ec;
    }
    std::optional<std::string> readUntil(std::string_view end) {
        while (m_read.find(end) == std::string::npos)
            if (!more())
                return std::nullopt;
        const auto size = m_read.find(end) + end.size();
        auto text = m_read.substr(0, size);
        m_read.erase(0, size);
        return text;
    }
    bool readBytes(std::size_t size, std::string& out) {
        while (m_read.size() < size)
            if (!more())
                return false;
        out = m_read.substr(0, size);
        m_read.erase(0, size);
        return true;
    }

    boost::asio::io_context m_io;
    boost::asio::ip::tcp::socket m_socket;
    std::string m_read;
};

} // namespace tradepost::test
