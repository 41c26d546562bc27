#include "backend/gateway/rest/problems.h"

namespace tradepost::rest {

int statusOf(const Error& error) {
    switch (error.code) {
    case Code::InvalidArgument:
    case Code::OutOfRange:
        return error.reason == "BODY_TOO_LARGE" || error.reason == "REQUEST_TOO_LARGE" ? 413 : 400;
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
    case Code::ResourceExhausted:
        return 429;
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

void answerError(http::Response& out, const Error& error, std::string_view traceparent) {
    const auto traceId = traceparent.size() >= 35 ? std::string(traceparent.substr(3, 32)) : std::string();
    const int status = statusOf(error);
    http::answerProblem(out, {status, error.reason, error.message, error.field, traceId});
    if (status == 401)
        out.header("WWW-Authenticate",
                   error.reason == "SIGN_IN_REQUIRED" ? "Bearer" : "Bearer error=\"invalid_token\"");
    if (status == 429 || status == 503)
        out.header("Retry-After", "1");
    if (!traceparent.empty())
        out.header("traceparent", traceparent);
}

} // namespace tradepost::rest
