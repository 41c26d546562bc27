#pragma once

#include <cstdlib>
#include <signal.h>
#include <string>

namespace tradepost::e2e {

struct Finished {
    int code = -1;
    std::string out, err;
};
// Runs tradepostd to its end.
Finished runTool(const std::string& arguments, const std::string& input = {});

// The real program on free ports, killed with this object.
class ServerProcess {
public:
    explicit ServerProcess(std::string data);
    ~ServerProcess();
    bool start(); // until it says "ready"
    void kill();  // as a crash does
    int stop();   // SIGTERM; its exit code
    int pid() const { return m_pid; }
    const std::string& http() const { return m_http; } // "127.0.0.1:4711"
    std::string log() const;

private:
    int wait();
    std::string m_data, m_http;
    int m_pid = -1;
};

struct HttpAnswer {
    int status = 0;
    std::string body;
};
HttpAnswer get(const std::string& address, const std::string& path, const std::string& token = {});
HttpAnswer post(const std::string& address, const std::string& path, const std::string& json);

} // namespace tradepost::e2e
