#include "backend/platform/rpc/authenticator.h"

#include <algorithm>

namespace tradepost::rpc {

Result<Principal> authenticateHeader(const Authenticator* authenticator, std::string_view header) {
    if (header.empty())
        return Principal{};
    constexpr std::string_view scheme = "bearer ";
    const bool bearer = header.size() > scheme.size() &&
                        std::equal(scheme.begin(), scheme.end(), header.begin(),
                                   [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b | 0x20 : b); });
    if (!bearer)
        return fail(Code::Unauthenticated, "BAD_AUTHORIZATION", "Send \"Authorization: Bearer\" and an access token.");
    header.remove_prefix(scheme.size());
    if (!authenticator)
        return fail(Code::Unauthenticated, "BAD_TOKEN", "This server accepts no tokens.");
    return authenticator->authenticate(header);
}

} // namespace tradepost::rpc
