#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace tradepost {

// The gRPC canonical codes in use, with their numbers. What the caller should do stands beside each.
enum class Code : std::uint8_t {
    Cancelled = 1,          // nothing: the caller itself gave up
    Unknown = 2,            // report it; never produced on purpose
    InvalidArgument = 3,    // correct the named field, then send again
    DeadlineExceeded = 4,   // send again if the method is idempotent
    NotFound = 5,           // it does not exist, or is not the caller's to see
    AlreadyExists = 6,      // read the existing one, or choose another name
    PermissionDenied = 7,   // ask for the role; sending again does not help
    ResourceExhausted = 8,  // wait, then send again; slower
    FailedPrecondition = 9, // bring the resource into the named state first
    Aborted = 10,           // read again, decide again, send again
    OutOfRange = 11,        // past the end
    Unimplemented = 12,     // this server does not offer it
    Internal = 13,          // report it with the trace id
    Unavailable = 14,       // send again after a pause
    DataLoss = 15,          // restore from a backup
    Unauthenticated = 16,   // sign in, or refresh the session
};

std::string_view codeName(Code code); // "INVALID_ARGUMENT"

// A failure as a value. `reason` is for machines (UPPER_SNAKE_CASE, stable), `message` for people: what happened and
// what to do. `field` names the request field at fault ("product.variants[2].price"), empty when none is.
// Neither text carries secrets, personal data or SQL.
struct Error {
    Code code = Code::Unknown;
    std::string reason;
    std::string message;
    std::string field;
};

template<class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Code code, std::string reason, std::string message, std::string field = {}) {
    return std::unexpected(Error{code, std::move(reason), std::move(message), std::move(field)});
}
inline std::unexpected<Error> invalid(std::string field, std::string message, std::string reason = "INVALID_FIELD") {
    return fail(Code::InvalidArgument, std::move(reason), std::move(message), std::move(field));
}
inline std::unexpected<Error> notFound(std::string_view noun, std::string_view id) {
    return fail(Code::NotFound, "NOT_FOUND",
                std::string("There is no ").append(noun).append(" ").append(id).append("."));
}

} // namespace tradepost

// Returns the error of `expr` from the enclosing function, else yields nothing / assigns its value.
#define TP_TRY(expr)                                                                                                   \
    do {                                                                                                               \
        if (auto tpResult_ = (expr); !tpResult_)                                                                       \
            return std::unexpected(std::move(tpResult_).error());                                                      \
    } while (false)
#define TP_CO_TRY(expr)                                                                                                \
    do {                                                                                                               \
        if (auto tpResult_ = (expr); !tpResult_)                                                                       \
            co_return std::unexpected(std::move(tpResult_).error());                                                   \
    } while (false)
