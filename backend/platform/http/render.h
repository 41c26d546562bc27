#pragma once

#include "backend/platform/http/request.h"
#include "backend/platform/http/response.h"

#include <string>
#include <string_view>
#include <vector>

namespace tradepost::http {

struct Cors {
    std::vector<std::string> origins; // "https://shop.example"; "*" for any; none: no CORS
};

// "Tue, 24 Nov 2026 18:00:00 GMT", made once per second and thread.
std::string_view httpDate();

// How an answer ends, for the connection.
struct Rendered {
    std::string_view body; // still to be sent after what was appended; empty when all of it is in `out`
    bool keepAlive = true;
};
// Appends the answer as it goes over the wire, small bodies included. Settles ETag, 304, gzip and CORS. `response` may
// be changed (compressed) and must live until the returned body is sent. For a stream only the head is appended.
Rendered render(std::string& out, const Request& request, Response& response, const Cors& cors, bool keepAlive);

// The answer to OPTIONS for a resource that allows `methods` ("GET, HEAD, PATCH").
void answerOptions(Response& out, const Request& request, std::string_view methods, const Cors& cors);

} // namespace tradepost::http
