#pragma once

#include <cstdlib>
#include <signal.h>
#include <string>
#include <vector>

namespace tradepost::e2e {

struct Finished {
    int code = -1;
    std::string out, err;
};
// Runs tradepostd to its end.
Finished runTool(const std::string& arguments, const std::string& input = {});
// Any program, found as the shell finds it.
Finished runProgram(const std::string& commandLine, const std::string& input = {});

// The real program on free ports, killed with this object.
class ServerProcess {
public:
    explicit ServerProcess(std::string data);
    ~ServerProcess();
    bool start(const std::vector<std::string>& further = {}); // arguments; until it says "ready"
    void kill();                                              // as a crash does
    int stop();                                               // SIGTERM; its exit code
    void signal(int number) const { ::kill(m_pid, number); }
    int wait(); // for its end; its exit code
    int pid() const { return m_pid; }
    const std::string& http() const { return m_http; } // "127.0.0.1:4711"
    const std::string& grpc() const { return m_grpc; }
    std::string log() const;

private:
    std::string m_data, m_http, m_grpc;
    int m_pid = -1;
};

// Bytes to and from a server, as they are.
class RawConnection {
public:
    explicit RawConnection(const std::string& address);
    ~RawConnection();
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;
    bool send(const std::string& bytes);
    std::string receive(const std::string& until = {}); // up to and with `until`, or to the end

private:
    int m_fd;
    bool m_connected = false;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
};
HttpAnswer get(const std::string& address, const std::string& path, const std::string& token = {});
HttpAnswer post(const std::string& address, const std::string& path, const std::string& json);
HttpAnswer patch(const std::string& address, const std::string& path, const std::string& json,
                 const std::string& token);
// An access token.
std::string signIn(const std::string& address, const std::string& email, const std::string& password);

} // namespace tradepost::e2e
