#include "backend/platform/http/render.h"

#include "backend/platform/http/encoding.h"
#include "backend/platform/http/problem.h"
#include "backend/platform/http/range.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace tradepost::http {
namespace {

constexpr std::size_t worthCompressing = 1024;
constexpr std::size_t mostCompressed = 8 * 1024 * 1024; // compressing more would hold an I/O thread too long
constexpr std::size_t copiedBody = 32 * 1024;           // larger bodies go out from where they are

void appendNumber(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void appendStatusLine(std::string& out, int status, int minorVersion) {
    if (status == 200 && minorVersion == 1) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    out.append(minorVersion == 0 ? "HTTP/1.0 " : "HTTP/1.1 ");
    appendNumber(out, static_cast<std::uint64_t>(status));
    out.append(" ").append(reasonPhrase(status)).append("\r\n");
}

void appendCors(std::string& out, const Request& request, const Cors& cors) {
    if (cors.origins.empty())
        return;
    const bool any = std::find(cors.origins.begin(), cors.origins.end(), "*") != cors.origins.end();
    if (any) {
        out.append("Access-Control-Allow-Origin: *\r\n");
    } else {
        out.append("Vary: Origin\r\n");
        const auto origin = request.header(Field::origin);
        if (std::find(cors.origins.begin(), cors.origins.end(), origin) == cors.origins.end())
            return;
        out.append("Access-Control-Allow-Origin: ").append(origin).append("\r\n");
    }
    out.append("Access-Control-Expose-Headers: ETag, Retry-After, traceparent, Location, Content-Range\r\n");
}

// `"abc"` as `"abc;gz"`: a strong tag names one representation only (RFC 9110, 8.8.3.3).
void appendEntityTag(std::string& out, std::string_view etag, bool compressed) {
    out.append("ETag: ");
    if (compressed && etag.size() >= 2 && etag.back() == '"')
        out.append(etag.substr(0, etag.size() - 1)).append(";gz\"");
    else
        out.append(etag);
    out.append("\r\n");
}

// Of `response`, a 200, what Range asks for. `body` becomes that part, and the status 206, or 416 with no body.
void cutRange(const Request& request, Response& response, std::string_view& body) {
    response.headers.append("Accept-Ranges: bytes\r\n");
    const auto asked = request.verb() == Verb::get ? request.header(Field::range) : std::string_view();
    const auto condition = request.header(Field::if_range);
    // Only a strong entity tag may guard a part (RFC 9110, 13.1.5); a date never equals one.
    if (asked.empty() || (!condition.empty() && condition != response.etag))
        return;
    const auto size = std::to_string(body.size());
    const auto range = parseRange(asked, body.size());
    if (range.kind == ByteRange::Kind::Unsatisfiable) {
        response.status = 416;
        response.header("Content-Range", "bytes */" + size);
        body = std::string_view("", 0);
    } else if (range.kind == ByteRange::Kind::Part) {
        response.status = 206;
        response.header("Content-Range",
                        "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + size);
        body = body.substr(range.first, range.last - range.first + 1);
    }
}

bool acceptsGzip(const Request& request) {
    const auto accepted = request.header(Field::accept_encoding);
    return !accepted.empty() && acceptWeight(accepted, "gzip") > 0;
}

} // namespace

std::string_view httpDate() {
    thread_local std::time_t made = 0;
    thread_local std::array<char, 32> text{};
    thread_local std::size_t size = 0;
    const auto now = std::time(nullptr);
    if (now != made) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        made = now;
    }
    return {text.data(), size};
}

Rendered render(std::string& out, const Request& request, Response& response, const Cors& cors, bool keepAlive) {
    const bool safe = request.verb() == Verb::get || request.verb() == Verb::head;
    if (response.close)
        keepAlive = false;
    if (response.stream && request.minorVersion() == 0)
        keepAlive = false; // no chunks in HTTP/1.0: the end of the connection ends the body

    const auto ifNoneMatch = safe ? request.header(Field::if_none_match) : std::string_view();
    if (!ifNoneMatch.empty() && response.status == 200 && !response.etag.empty() &&
        entityTagMatches(ifNoneMatch, response.etag))
        response.status = 304;

    const bool bodiless = response.status == 304 || response.status == 204;
    std::string_view body = bodiless ? std::string_view() : response.content();
    if (response.ranges && response.status == 200)
        cutRange(request, response, body);
    bool compressed = response.status == 304 && ifNoneMatch.find(";gz\"") != std::string_view::npos;
    const bool variable = response.compressible && (bodiless || response.content().size() >= worthCompressing);
    if (variable && response.status != 206 && response.status != 416 && !bodiless && acceptsGzip(request)) {
        if (response.sharedGzip.data()) {
            compressed = true;
            body = response.sharedGzip;
        } else if (!response.sharedBody.data() && body.size() <= mostCompressed) {
            auto smaller = gzip(body);
            compressed = smaller.size() < body.size();
            if (compressed) {
                response.body = std::move(smaller);
                body = response.body;
            }
        }
    }

    appendStatusLine(out, response.status, request.minorVersion());
    out.append("Date: ").append(httpDate()).append("\r\n").append(response.headers);
    if (!response.etag.empty())
        appendEntityTag(out, response.etag, compressed);
    if (variable)
        out.append("Vary: Accept-Encoding\r\n");
    appendCors(out, request, cors);
    if (!keepAlive)
        out.append("Connection: close\r\n");
    else if (request.minorVersion() == 0)
        out.append("Connection: keep-alive\r\n");
    if (response.stream) {
        if (request.minorVersion() == 1)
            out.append("Transfer-Encoding: chunked\r\n");
    } else if (!bodiless) {
        if (compressed)
            out.append("Content-Encoding: gzip\r\n");
        out.append("Content-Length: ");
        appendNumber(out, body.size());
        out.append("\r\n");
    }
    out.append("\r\n");
    if (bodiless || response.stream || request.verb() == Verb::head)
        return {{}, keepAlive};
    if (body.size() > copiedBody)
        return {body, keepAlive};
    out.append(body);
    return {{}, keepAlive};
}

void answerOptions(Response& out, const Request& request, std::string_view methods, const Cors& cors) {
    out.clear();
    out.status = 204;
    std::string allow(methods);
    if (allow.find("OPTIONS") == std::string::npos)
        allow.append(allow.empty() ? "OPTIONS" : ", OPTIONS");
    out.header("Allow", allow);
    if (!cors.origins.empty() && !request.header(Field::access_control_request_method).empty()) {
        out.header("Access-Control-Allow-Methods", allow);
        out.headers.append("Access-Control-Allow-Headers: Authorization, Content-Type, If-Match, If-None-Match, "
                           "Accept-Language, Last-Event-ID, traceparent\r\nAccess-Control-Max-Age: 600\r\n");
    }
}

} // namespace tradepost::http
