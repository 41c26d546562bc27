#include "backend/platform/telemetry/metrics.h"

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

// The names and meanings of https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics, from proc(5).
namespace tradepost::telemetry {

namespace {

// Field `number` (from 1, as proc(5) counts) of /proc/self/stat; 0 when it cannot be read.
double statField(int number) {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    const auto end = line.rfind(')'); // the second field, the program's name, may hold blanks
    if (end == std::string::npos)
        return 0;
    std::istringstream rest(line.substr(end + 1));
    std::string field;
    for (int i = 3; i <= number; ++i)
        rest >> field;
    return std::strtod(field.c_str(), nullptr);
}

double cpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double startTime() {
    std::ifstream file("/proc/stat");
    for (std::string word; file >> word;) {
        if (word == "btime") {
            double boot = 0;
            file >> boot;
            return boot + statField(22) / static_cast<double>(sysconf(_SC_CLK_TCK));
        }
    }
    return 0;
}

double openFiles() {
    std::error_code error;
    double count = 0;
    for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end; it.increment(error))
        ++count;
    return count > 0 ? count - 1 : 0; // not the one that reads the list
}

double fileLimit() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<double>::infinity()
                                           : static_cast<double>(limit.rlim_cur);
}

} // namespace

std::vector<Metrics::Handle> addProcessMetrics(Metrics& metrics) {
    std::vector<Metrics::Handle> handles;
    const auto add = [&](const char* name, const char* help, std::function<double()> read) {
        handles.push_back(metrics.gauge(name, help, {}, std::move(read)));
    };
    add("process_cpu_seconds_total", "Processor time used, user and system.", cpuSeconds);
    add("process_resident_memory_bytes", "Memory resident.",
        [] { return statField(24) * static_cast<double>(sysconf(_SC_PAGESIZE)); });
    add("process_virtual_memory_bytes", "Address space in use.", [] { return statField(23); });
    add("process_threads", "Threads.", [] { return statField(20); });
    add("process_open_fds", "Open file descriptors.", openFiles);
    add("process_max_fds", "Most file descriptors that may be open.", fileLimit);
    add("process_start_time_seconds", "When the process started, since 1970 UTC.", [at = startTime()] { return at; });
    return handles;
}

} // namespace tradepost::telemetry
