#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tradepost::test {

// Other people's HTTP server, on loopback: answers of any bytes by path, one for each connection.
class FileServer {
public:
    FileServer() : m_listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_listening, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listening, 64) != 0 ||
            ::getsockname(m_listening, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("no port to listen on");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { accept(); });
    }
    ~FileServer() {
        m_stopping = true;
        ::shutdown(m_listening, SHUT_RDWR);
        m_thread.join();
        for (std::thread& each : m_connections)
            each.join();
        ::close(m_listening);
    }
    FileServer(const FileServer&) = delete;
    FileServer& operator=(const FileServer&) = delete;

    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(m_port) + path; }
    void file(const std::string& path, const std::string& bytes) {
        raw(path, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes);
    }
    void redirect(const std::string& path, const std::string& to) {
        raw(path, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n");
    }
    // The answer as it goes over the wire; `held` keeps the connection open until the client closes it.
    void raw(const std::string& path, std::string answer, bool held = false) {
        const std::lock_guard lock(m_mutex);
        m_answers[path] = {std::move(answer), held};
    }
    int asked(const std::string& path) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_asked.find(path);
        return found == m_asked.end() ? 0 : found->second;
    }

private:
    struct Answer {
        std::string bytes = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        bool held = false;
    };
    void accept() {
        for (;;) {
            const int client = ::accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0 || m_stopping) {
                if (client >= 0)
                    ::close(client);
                return;
            }
            m_connections.emplace_back([this, client] { serve(client); });
        }
    }
    void serve(int client) {
        std::string head;
        char buffer[4096];
        while (head.find("\r\n\r\n") == std::string::npos) {
            const auto got = ::recv(client, buffer, sizeof buffer, 0);
            if (got <= 0)
                break;
            head.append(buffer, static_cast<std::size_t>(got));
        }
        const auto begin = head.find(' ') + 1;
        const std::string path = head.substr(begin, head.find(' ', begin) - begin);
        Answer answer;
        {
            const std::lock_guard lock(m_mutex);
            ++m_asked[path];
            if (const auto found = m_answers.find(path); found != m_answers.end())
                answer = found->second;
        }
        for (std::size_t sent = 0; sent < answer.bytes.size();) {
            const auto put = ::send(client, answer.bytes.data() + sent, answer.bytes.size() - sent, MSG_NOSIGNAL);
            if (put <= 0)
                break;
            sent += static_cast<std::size_t>(put);
        }
        if (answer.held)
            (void)::recv(client, buffer, sizeof buffer, 0);
        ::shutdown(client, SHUT_RDWR);
        ::close(client);
    }

    const int m_listening;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopping{false};
    mutable std::mutex m_mutex;
    std::map<std::string, Answer> m_answers;
    std::map<std::string, int> m_asked;
    std::thread m_thread;
    std::vector<std::thread> m_connections; // touched by m_thread, then by the destructor
};

} // namespace tradepost::test
