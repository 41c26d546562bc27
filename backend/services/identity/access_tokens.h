#pragma once

#include "backend/base/clock.h"
#include "backend/platform/rpc/authenticator.h"
#include "backend/services/identity/keys.h"
#include "backend/services/identity/revocations.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::identity {

// What an access token states (a JWT, RFC 7519, signed with Ed25519, RFC 8037).
struct Claims {
    UserId user;       // falsy for guests
    std::string guest; // of guests: who they are to their cart
    std::vector<rpc::Role> roles;
    std::vector<SellerId> sellers;
    std::int64_t session = 0; // 0 for guests
    std::int64_t rights = 0;  // the version of the user's rights this was made from
    Micros expires = 0;       // whole seconds
};

std::string makeAccessToken(const Keys& keys, const Claims& claims, Micros now);
// Checks the signature, the algorithm and the shape, not the expiry. UNAUTHENTICATED / TOKEN_INVALID.
Result<Claims> readAccessToken(const Keys& keys, std::string_view token);

// Verifies access tokens. What was verified once is kept by the token's hash (least recently used leave first), so that
// only the first call of a token pays for the signature; expiry and revocation are looked at every time.
class AccessTokens final : public rpc::Authenticator {
public:
    AccessTokens(const Keys& keys, const Revocations& revocations, const Clock& clock, std::size_t capacity = 16'384);
    ~AccessTokens() override;
    Result<rpc::Principal> authenticate(std::string_view bearerToken) const override;

    struct Stats {
        std::uint64_t hits, misses, entries;
    };
    Stats stats() const;

private:
    struct Shard;
    static constexpr std::size_t shardCount = 16;

    const Keys& m_keys;
    const Revocations& m_revocations;
    const Clock& m_clock;
    std::size_t m_perShard;
    std::unique_ptr<Shard[]> m_shards;
};

} // namespace tradepost::identity
