#include "backend/platform/http/errors.h"

#include <algorithm>

namespace tradepost::http {

namespace {
bool isOneOf(std::string_view reason, std::initializer_list<std::string_view> reasons) {
    return std::ranges::find(reasons, reason) != reasons.end();
}
} // namespace

int statusOf(const Error& error) {
    switch (error.code) {
    case Code::InvalidArgument:
    case Code::OutOfRange:
        if (isOneOf(error.reason, {"BODY_TOO_LARGE", "REQUEST_TOO_LARGE", "MEDIA_TOO_LARGE", "BLOB_TOO_LARGE"}))
            return 413;
        return error.reason == "MEDIA_TYPE_REFUSED" ? 415 : 400;
    case Code::Unauthenticated:
        return 401;
    case Code::PermissionDenied:
        return 403;
    case Code::NotFound:
        return 404;
    case Code::AlreadyExists:
    case Code::FailedPrecondition: // OUT_OF_STOCK among them
        return 409;
    case Code::Aborted:
        return error.reason == "STALE_ETAG" ? 412 : error.reason == "POSITION_GONE" ? 410 : 409;
    case Code::ResourceExhausted: // the server's, or the caller's share of it
        return isOneOf(error.reason, {"DISK_FULL", "STORE_OVERLOADED", "OUT_OF_MEMORY", "SIGN_IN_BUSY"}) ? 503 : 429;
    case Code::Cancelled:
        return 499; // nobody is there to read it
    case Code::Unimplemented:
        return 501;
    case Code::Unavailable:
        return 503;
    case Code::DeadlineExceeded:
        return 504;
    case Code::Unknown:
    case Code::Internal:
    case Code::DataLoss:
        return 500;
    }
    return 500;
}

Problem problemOf(const Error& error, std::string_view traceparent) {
    const auto traceId = traceparent.size() >= 35 ? std::string(traceparent.substr(3, 32)) : std::string();
    return {statusOf(error), error.reason, error.message, error.field, traceId};
}

void answerError(Response& out, const Error& error, std::string_view traceparent) {
    const Problem problem = problemOf(error, traceparent);
    answerProblem(out, problem);
    if (problem.status == 401)
        out.header("WWW-Authenticate",
                   error.reason == "SIGN_IN_REQUIRED" ? "Bearer" : "Bearer error=\"invalid_token\"");
    if (problem.status == 429 || problem.status == 503)
        out.header("Retry-After", "1");
    if (!traceparent.empty())
        out.header("traceparent", traceparent);
}

} // namespace tradepost::http
