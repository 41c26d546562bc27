#pragma once

#include "backend/platform/http/response.h"

#include <string>
#include <string_view>

namespace tradepost::http {

// An error as RFC 9457 (application/problem+json) has it, with our members `reason`, `field` and `traceId`.
struct Problem {
    int status = 500;
    std::string reason; // machine-readable, UPPER_SNAKE_CASE
    std::string detail; // for people: what happened and what to do
    std::string field;  // of the request, empty when none is at fault
    std::string traceId;
};

std::string_view reasonPhrase(int status); // "Not Found"
std::string problemJson(const Problem& problem);
// Replaces `out` with the problem; sets no other header than Content-Type and Cache-Control.
void answerProblem(Response& out, const Problem& problem);
Response problemResponse(const Problem& problem);

// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
void appendJsonString(std::string& out, std::string_view text);

} // namespace tradepost::http
