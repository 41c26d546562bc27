#pragma once

#include "backend/platform/rpc/authenticator.h"

#include <grpcpp/server_context.h>
#include <string>
#include <string_view>

namespace tradepost::gateway {

// Fills `context` from what came with a call: caller, deadline, trace, language, address. UNAUTHENTICATED for a token
// that is not accepted.
Result<void> readMetadata(const grpc::ServerContextBase& call, const rpc::Authenticator& authenticator,
                          rpc::Context& context);

// The language tag that an Accept-Language header (RFC 9110) likes best; empty when it names none.
std::string preferredLanguage(std::string_view header);

// "192.0.2.1" of gRPC's "ipv4:192.0.2.1:50000", "2001:db8::1" of "ipv6:%5B2001:db8::1%5D:50000"; empty for others.
std::string hostOfPeer(std::string_view peer);

} // namespace tradepost::gateway
