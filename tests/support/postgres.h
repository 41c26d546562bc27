#pragma once

#include "tests/support/temporary_directory.h"

#include <string>
#include <sys/types.h>

namespace tradepost::test {

// A PostgreSQL 15 of the test program's own: a fresh cluster in a temporary directory, on a free port of 127.0.0.1,
// without fsync. Its default collation is a language's, so that text that lacks $BINARY shows. It runs as another user
// when the test runs as root, and ends with the program.
class PostgresServer {
public:
    // Starts it at the first call. nullptr when that failed; whyMissing() then says why.
    static PostgresServer* shared();
    static const std::string& whyMissing();

    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    std::string url(const std::string& schema) const;
    void stop();  // at once, as in a crash
    void start(); // again, on the same port and data; throws std::runtime_error

private:
    PostgresServer();
    void initialise();
    bool tryStart();

    TemporaryDirectory m_directory;
    int m_port = 0;
    pid_t m_pid = -1;
};

} // namespace tradepost::test
