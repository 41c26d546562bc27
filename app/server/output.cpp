#include "app/server/output.h"

#include <cstdio>

namespace tradepost::server {

int exitCodeOf(const Error& error) {
    if (error.reason == "DATA_DIRECTORY_IN_USE")
        return DirectoryInUse;
    if (error.reason == "SERVER_UNREACHABLE")
        return Unreachable;
    return error.code == Code::InvalidArgument ? Usage : Failed;
}

void Output::line(std::string_view text) const {
    if (m_json)
        return;
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
    if (m_json)
        result({{"error",
                 {{"code", codeName(error.code)},
                  {"reason", error.reason},
                  {"message", error.message},
                  {"field", error.field}}}});
    else
        std::fprintf(stderr, "tradepostd: %s\n", error.message.c_str());
    return exitCodeOf(error);
}

} // namespace tradepost::server
