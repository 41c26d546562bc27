#pragma once

#include "backend/base/error.h"
#include "backend/platform/http/problem.h"

namespace tradepost::http {

// The HTTP status of an error: by its code, and by its reason where one code means several things to HTTP.
int statusOf(const Error& error);
// `traceparent` may be empty.
Problem problemOf(const Error& error, std::string_view traceparent);
// The error as problem+json, with the headers its status asks for.
void answerError(Response& out, const Error& error, std::string_view traceparent);

} // namespace tradepost::http
