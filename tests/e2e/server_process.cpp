#include "tests/e2e/server_process.h"

#include <arpa/inet.h>
#include <boost/json.hpp>
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tradepost::e2e {

namespace {

std::string contentOf(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

HttpAnswer request(const std::string& address, const std::string& text) {
    RawConnection connection(address);
    const std::string answer = connection.send(text) ? connection.receive() : std::string();
    HttpAnswer result;
    if (answer.starts_with("HTTP/1.1 "))
        result.status = std::atoi(answer.c_str() + 9);
    if (const auto head = answer.find("\r\n\r\n"); head != std::string::npos)
        result.body = answer.substr(head + 4);
    return result;
}

std::string withBody(const std::string& method, const std::string& address, const std::string& path,
                     const std::string& json, const std::string& fields) {
    return method + " " + path + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n" + fields +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(json.size()) + "\r\n\r\n" + json;
}

} // namespace

Finished runTool(const std::string& arguments, const std::string& input) {
    return runProgram(std::string(TRADEPOSTD) + " " + arguments, input);
}

Finished runProgram(const std::string& commandLine, const std::string& input) {
    char folder[] = "/tmp/tp-tool-XXXXXX";
    if (::mkdtemp(folder) == nullptr)
        return {};
    const std::string base = folder;
    std::ofstream(base + "/in") << input;
    const std::string command = commandLine + " <" + base + "/in >" + base + "/out 2>" + base + "/err";
    const int status = std::system(command.c_str());
    Finished finished{WIFEXITED(status) ? WEXITSTATUS(status) : -1, contentOf(base + "/out"), contentOf(base + "/err")};
    for (const char* name : {"/in", "/out", "/err"})
        ::unlink((base + name).c_str());
    ::rmdir(base.c_str());
    return finished;
}

ServerProcess::ServerProcess(std::string data) : m_data(std::move(data)) {}

ServerProcess::~ServerProcess() {
    kill();
}

bool ServerProcess::start(const std::vector<std::string>& further) {
    const std::string out = m_data + ".out", err = m_data + ".err";
    ::unlink(out.c_str()); // what an earlier run said
    std::vector<std::string> command{TRADEPOSTD, "serve",       "--data", m_data,
                                     "--http",   "127.0.0.1:0", "--grpc", "127.0.0.1:0"};
    command.insert(command.end(), further.begin(), further.end());
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& argument : command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    m_pid = ::fork();
    if (m_pid == 0) {
        const int toOut = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        const int toErr = ::open(err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (toOut < 0 || toErr < 0 || ::dup2(toOut, 1) < 0 || ::dup2(toErr, 2) < 0)
            ::_exit(126);
        ::execv(TRADEPOSTD, arguments.data());
        ::_exit(127);
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (contentOf(out).find("\nready\n") == std::string::npos) {
        if (::waitpid(m_pid, nullptr, WNOHANG) == m_pid || std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    const auto json = boost::json::parse(contentOf(m_data + "/server.json"));
    m_http = json.at("http").as_string().c_str();
    m_grpc = json.at("grpc").as_string().c_str();
    return true;
}

int ServerProcess::wait() {
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ServerProcess::kill() {
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGKILL);
    wait();
}

int ServerProcess::stop() {
    ::kill(m_pid, SIGTERM);
    return wait();
}

std::string ServerProcess::log() const {
    return contentOf(m_data + ".err");
}

RawConnection::RawConnection(const std::string& address) : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto colon = address.rfind(':');
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
    inet_pton(AF_INET, address.substr(0, colon).c_str(), &peer.sin_addr);
    m_connected = ::connect(m_fd, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) == 0;
}

RawConnection::~RawConnection() {
    ::close(m_fd);
}

bool RawConnection::send(const std::string& bytes) {
    return m_connected && ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

std::string RawConnection::receive(const std::string& until) {
    std::string received;
    char buffer[16'384];
    for (ssize_t got; (until.empty() || received.find(until) == std::string::npos) &&
                      (got = ::recv(m_fd, buffer, sizeof buffer, 0)) > 0;)
        received.append(buffer, static_cast<std::size_t>(got));
    return received;
}

HttpAnswer get(const std::string& address, const std::string& path, const std::string& token) {
    return request(address, "GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n" +
                                (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n");
}

HttpAnswer post(const std::string& address, const std::string& path, const std::string& json) {
    return request(address, withBody("POST", address, path, json, {}));
}

HttpAnswer patch(const std::string& address, const std::string& path, const std::string& json,
                 const std::string& token) {
    return request(address, withBody("PATCH", address, path, json, "Authorization: Bearer " + token + "\r\n"));
}

std::string signIn(const std::string& address, const std::string& email, const std::string& password) {
    const HttpAnswer answer =
        post(address, "/v1/sessions", R"({"email":")" + email + R"(","password":")" + password + R"("})");
    return answer.status == 200 ? boost::json::parse(answer.body).at("accessToken").as_string().c_str() : "";
}

} // namespace tradepost::e2e
