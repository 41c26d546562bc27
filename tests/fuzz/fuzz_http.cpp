#include "backend/platform/http/reader.h"
#include "backend/platform/http/render.h"
#include "tests/backend/gateway/rest/test_store.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>

using namespace tradepost;

namespace {

http::Response answer(test::TestEdge& edge, const http::Request& request) {
    http::Response response;
    if (edge.gateway->answerNow(request, response))
        return response;
    bool done = false;
    edge.io.restart();
    boost::asio::co_spawn(edge.io, edge.gateway->handle(request), [&](std::exception_ptr e, http::Response made) {
        if (e)
            std::abort();
        response = std::move(made);
        done = true;
    });
    edge.io.run();
    if (!done)
        std::abort();
    return response;
}

// One head, no line breaks smuggled in, and problems that are JSON.
void check(const http::Request& request, http::Response& response) {
    static const http::Cors cors{{"https://shop.example"}};
    const bool streams = static_cast<bool>(response.stream);
    const bool problem = response.headers.find("application/problem+json") != std::string::npos;
    if (problem && !streams)
        boost::json::parse(std::string(response.content())); // throws when it is not JSON
    std::string out;
    http::render(out, request, response, cors, true);
    if (!out.starts_with("HTTP/1.") || response.status < 200 || response.status > 599)
        std::abort();
    const auto head = out.substr(0, out.find("\r\n\r\n"));
    for (std::size_t i = 0; i < head.size(); ++i)
        if ((head[i] == '\n' && (i == 0 || head[i - 1] != '\r')) || (head[i] == '\r' && head[i + 1] != '\n') ||
            head[i] == '\0')
            std::abort();
}

} // namespace

// The HTTP edge without its sockets. The first byte is the size of the pieces in which the rest arrives.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static test::TestEdge edge;
    if (size < 2)
        return 0;
    const std::size_t piece = data[0] == 0 ? size : data[0];
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    http::RequestReader reader{http::Limits{}};
    using Progress = http::RequestReader::Progress;
    for (auto progress = reader.advance();; progress = reader.advance()) {
        http::Response response;
        if (progress == Progress::NeedMore) {
            if (rest.empty())
                return 0;
            const auto space = reader.space();
            const auto taken = std::min({piece, rest.size(), space.size()});
            std::memcpy(space.data(), rest.data(), taken);
            reader.commit(taken);
            rest.remove_prefix(taken);
        } else if (progress == Progress::Head) {
            std::uint64_t limit = 0;
            if (!edge.gateway->admit(reader.request(), limit, response)) {
                check(reader.request(), response);
                return 0;
            }
            reader.setBodyLimit(limit);
        } else if (progress == Progress::Failed) {
            http::answerProblem(response, reader.problem());
            check(reader.request(), response);
            return 0;
        } else {
            response = answer(edge, reader.request());
            check(reader.request(), response);
            if (!reader.keepAlive())
                return 0;
            reader.next();
        }
    }
}
