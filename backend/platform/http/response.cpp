#include "backend/platform/http/response.h"

#include <algorithm>

namespace tradepost::http {

void Response::header(std::string_view name, std::string_view value) {
    headers.append(name).append(": ");
    const auto start = headers.size();
    headers.append(value);
    std::replace_if(
        headers.begin() + static_cast<std::ptrdiff_t>(start), headers.end(),
        [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }, ' ');
    headers.append("\r\n");
}

void Response::clear() {
    constexpr std::size_t keptBody = 64 * 1024;
    status = 200;
    headers.clear();
    etag.clear();
    if (body.capacity() > keptBody)
        std::string().swap(body);
    else
        body.clear();
    sharedBody = {};
    sharedGzip = {};
    keep.reset();
    compressible = true;
    ranges = false;
    close = false;
    stream = nullptr;
    heartbeat.clear();
    heartbeatInterval = std::chrono::milliseconds(15'000);
}

} // namespace tradepost::http
