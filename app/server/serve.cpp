#include "app/server/serve.h"

#include "app/server/backend.h"
#include "app/server/edges.h"
#include "backend/platform/telemetry/log.h"

#include <boost/json.hpp>
#include <csignal>
#include <cstdio>
#include <thread>
#include <unistd.h>

namespace tradepost::server {

namespace {

constexpr std::chrono::milliseconds drainBound{8'000}; // leaves the rest of ten seconds to the modules

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

void say(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

// Waits for a signal to stop; says "ready" once meanwhile. Answers with the signal.
int waitForSignal(const Backend& backend) {
    const sigset_t signals = stopSignals();
    const timespec look{.tv_sec = 0, .tv_nsec = 2'000'000};
    while (!backend.ready())
        if (const int signal = sigtimedwait(&signals, nullptr, &look); signal > 0)
            return signal;
    say("ready");
    telemetry::log(telemetry::Level::Info, "Ready.");
    int signal = 0;
    sigwait(&signals, &signal);
    return signal;
}

// From the first signal on; a second one ends the program without further ado.
void endAtSecondSignal() {
    std::thread([] {
        const sigset_t signals = stopSignals();
        int signal = 0;
        sigwait(&signals, &signal);
        ::_exit(128 + signal);
    }).detach();
}

Result<void> checkMethods(const Backend& backend) {
    const auto missing = backend.registry.unregistered();
    if (missing.empty())
        return {};
    return fail(Code::Internal, "METHOD_UNREGISTERED", "Nobody registered the method " + missing.front() + ".");
}

Result<void> run(const Settings& settings) {
    auto directory = DataDirectory::take(settings.data);
    if (!directory)
        return std::unexpected(std::move(directory).error());
    const std::string addressFile = directory->file("server.json");
    ::unlink(addressFile.c_str()); // of a server that was killed

    Backend backend(settings, *directory);
    std::vector<std::string> targets = settings.targets;
    targets.emplace_back("identity"); // the edges ask it who calls
    TP_TRY(backend.start(targets));
    TP_TRY(checkMethods(backend));
    backend.startFeed();
    auto edges = Edges::open(backend);
    if (!edges)
        return std::unexpected(std::move(edges).error());

    const std::string addresses = boost::json::serialize((*edges)->addresses());
    TP_TRY(replaceFile(addressFile, addresses + "\n"));
    say(addresses);
    telemetry::log(telemetry::Level::Info, "Listening.", {{"http", settings.http}, {"grpc", settings.grpc}});

    const int signal = waitForSignal(backend);
    telemetry::log(telemetry::Level::Info, "Stopping.", {{"signal", std::to_string(signal)}});
    endAtSecondSignal();
    ::unlink(addressFile.c_str());
    (*edges)->drain(drainBound);
    backend.stop();
    telemetry::log(telemetry::Level::Info, "Stopped.");
    return {};
}

} // namespace

int serve(const Settings& settings, const Output& output) {
    const sigset_t signals = stopSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    telemetry::Level level = telemetry::Level::Info;
    if (settings.logLevel == "debug")
        level = telemetry::Level::Debug;
    else if (settings.logLevel == "warn")
        level = telemetry::Level::Warn;
    else if (settings.logLevel == "error")
        level = telemetry::Level::Error;
    else if (settings.logLevel != "info")
        return output.failure(
            {Code::InvalidArgument, "INVALID_SETTING", "--log-level is debug, info, warn or error.", "log-level"});
    telemetry::openLog(level, settings.logFile);
    const Result<void> ran = run(settings);
    telemetry::closeLog();
    return ran ? Success : output.failure(ran.error());
}

} // namespace tradepost::server
