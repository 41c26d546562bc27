#include "tests/support/postgres.h"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <memory>
#include <netinet/in.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tradepost::test {

namespace {

const std::string binaries = "/usr/lib/postgresql/15/bin/";

// PostgreSQL refuses to run as root.
const passwd* unprivilegedUser() {
    if (::geteuid() != 0)
        return nullptr;
    const passwd* user = ::getpwnam("postgres");
    return user != nullptr ? user : ::getpwnam("nobody");
}

// Runs a program of PostgreSQL with its output in `log`. It dies with the thread that started it.
pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
    const passwd* user = unprivilegedUser();
    std::vector<char*> arguments;
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid < 0)
        throw std::runtime_error("cannot fork");
    if (pid > 0)
        return pid;
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

int freePort() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                       ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(fd);
    if (!bound)
        throw std::runtime_error("there is no free port");
    return ::ntohs(address.sin_port);
}

std::string contentOf(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Shared {
    std::unique_ptr<PostgresServer> server;
    std::string whyMissing;
};

Shared& sharedServer(PostgresServer* (*make)()) {
    static Shared shared = [make] {
        Shared made;
        if (!std::filesystem::exists(binaries + "postgres")) {
            made.whyMissing = "PostgreSQL 15 is not installed (" + binaries + "postgres)";
            return made;
        }
        try {
            made.server.reset(make());
        } catch (const std::exception& error) {
            made.whyMissing = error.what();
        }
        return made;
    }();
    return shared;
}

} // namespace

PostgresServer* PostgresServer::shared() {
    return sharedServer([] { return new PostgresServer; }).server.get();
}

const std::string& PostgresServer::whyMissing() {
    shared();
    return sharedServer(nullptr).whyMissing;
}

PostgresServer::PostgresServer() {
    initialise();
    // Someone else may take the port before the server does.
    for (int attempt = 0; attempt < 5; ++attempt) {
        m_port = freePort();
        if (tryStart())
            return;
    }
    throw std::runtime_error("PostgreSQL does not start: " + contentOf(m_directory.path() + "/log"));
}

PostgresServer::~PostgresServer() {
    stop();
}

void PostgresServer::initialise() {
    if (const passwd* user = unprivilegedUser();
        user != nullptr && ::chown(m_directory.path().c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error("cannot give away " + m_directory.path());
    const pid_t pid = spawn({binaries + "initdb", "--pgdata=" + m_directory.path() + "/data", "--username=tradepost",
                             "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
                             "--icu-locale=en-US", "--no-sync", "--no-instructions"},
                            m_directory.path() + "/log");
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (status != 0)
        throw std::runtime_error("initdb failed: " + contentOf(m_directory.path() + "/log"));
}

bool PostgresServer::tryStart() {
    m_pid = spawn({binaries + "postgres",
                   "-D",
                   m_directory.path() + "/data",
                   "-p",
                   std::to_string(m_port),
                   "-h",
                   "127.0.0.1",
                   "-k",
                   "",
                   "-F",
                   "-c",
                   "full_page_writes=off",
                   "-c",
                   "shared_buffers=32MB",
                   "-c",
                   "max_connections=50",
                   "-c",
                   "autovacuum=off",
                   "-c",
                   "jit=off"},
                  m_directory.path() + "/log");
    for (int i = 0; i < 3000; ++i) {
        if (::waitpid(m_pid, nullptr, WNOHANG) == m_pid) {
            m_pid = -1;
            return false;
        }
        // The server's own word, as another one may answer on the port.
        const std::string state = contentOf(m_directory.path() + "/data/postmaster.pid");
        if (state.starts_with(std::to_string(m_pid) + "\n") && state.find("\nready") != std::string::npos)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    stop();
    return false;
}

void PostgresServer::start() {
    if (m_pid < 0 && !tryStart())
        throw std::runtime_error("PostgreSQL does not start again: " + contentOf(m_directory.path() + "/log"));
}

void PostgresServer::stop() {
    if (m_pid < 0)
        return;
    ::kill(m_pid, SIGQUIT);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

std::string PostgresServer::url(const std::string& schema) const {
    return "postgresql://tradepost@127.0.0.1:" + std::to_string(m_port) + "/postgres?schema=" + schema;
}

} // namespace tradepost::test
