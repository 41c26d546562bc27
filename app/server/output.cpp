#include "app/server/output.h"

#include <cstdio>
#include <unistd.h>
#include <utility>

namespace tradepost::server {

int exitCodeOf(const Error& error) {
    if (error.reason == "DATA_DIRECTORY_IN_USE")
        return DirectoryInUse;
    if (error.reason == "SERVER_UNREACHABLE")
        return Unreachable;
    return error.code == Code::InvalidArgument ? Usage : Failed;
}

void Output::progress(std::int64_t done, std::int64_t total) const {
    if (m_json || ::isatty(STDERR_FILENO) == 0)
        return;
    std::fprintf(stderr, "\r%lld of %lld", static_cast<long long>(done), static_cast<long long>(total));
    m_inProgress = true;
}

void Output::endProgress() const {
    if (std::exchange(m_inProgress, false))
        std::fputc('\n', stderr);
}

void Output::line(std::string_view text) const {
    if (m_json)
        return;
    endProgress();
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void Output::result(const boost::json::object& object) const {
    if (!m_json)
        return;
    const std::string text = boost::json::serialize(object);
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

int Output::failure(const Error& error) const {
    if (m_json) {
        result({{"error",
                 {{"code", codeName(error.code)},
                  {"reason", error.reason},
                  {"message", error.message},
                  {"field", error.field}}}});
    } else {
        endProgress();
        std::fprintf(stderr, "tradepostd: %s\n", error.message.c_str());
    }
    return exitCodeOf(error);
}

} // namespace tradepost::server
