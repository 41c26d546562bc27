#pragma once

#include "backend/base/error.h"
#include "backend/platform/rpc/context.h"

#include <string_view>

namespace tradepost::rpc {

// Turns the token of a request into its caller; implemented by identity, asked by the edges once a call. Thread-safe,
// and quick: it must neither block nor do I/O.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    // `bearerToken` is what follows "Bearer ", never empty: callers without a token are Principal{}. UNAUTHENTICATED
    // for a token that is malformed, expired or revoked. Leaves Principal::local to the edge.
    virtual Result<Principal> authenticate(std::string_view bearerToken) const = 0;
};

// The caller by the value of an Authorization header; empty: anyone. UNAUTHENTICATED / BAD_AUTHORIZATION when it is not
// a bearer's, and for every token when `authenticator` is null.
Result<Principal> authenticateHeader(const Authenticator* authenticator, std::string_view header);

} // namespace tradepost::rpc
