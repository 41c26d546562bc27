#include "backend/services/identity/access_tokens.h"

#include <array>
#include <boost/json.hpp>
#include <cstring>
#include <list>
#include <mutex>
#include <sodium.h>
#include <unordered_map>

namespace tradepost::identity {

namespace json = boost::json;

namespace {

constexpr std::string_view issuer = "tradepost";
constexpr std::size_t longest = 8192;

std::unexpected<Error> refused() {
    return fail(Code::Unauthenticated, "TOKEN_INVALID", "The access token is not valid. Sign in again.");
}

const json::value* member(const json::object& object, std::string_view name, json::kind kind) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->kind() == kind ? value : nullptr;
}

std::string textOf(const json::object& object, std::string_view name) {
    const json::value* value = member(object, name, json::kind::string);
    return value != nullptr ? std::string(value->get_string()) : std::string();
}

std::int64_t integerOf(const json::object& object, std::string_view name) {
    const json::value* value = member(object, name, json::kind::int64);
    return value != nullptr ? value->get_int64() : 0;
}

std::vector<std::string> textsOf(const json::object& object, std::string_view name) {
    std::vector<std::string> texts;
    if (const json::value* value = member(object, name, json::kind::array))
        for (const json::value& item : value->get_array())
            if (item.is_string())
                texts.emplace_back(item.get_string());
    return texts;
}

} // namespace

std::string makeAccessToken(const Keys& keys, const Claims& claims, Micros now) {
    json::object body;
    body["iss"] = issuer;
    body["sub"] = claims.user ? claims.user.text() : "guest:" + claims.guest;
    body["iat"] = now / 1'000'000;
    body["exp"] = claims.expires / 1'000'000;
    json::array roles;
    for (const rpc::Role role : claims.roles)
        roles.emplace_back(options::v1::Role_Name(role));
    body["roles"] = std::move(roles);
    if (!claims.sellers.empty()) {
        json::array sellers;
        for (const SellerId seller : claims.sellers)
            sellers.emplace_back(seller.text());
        body["sellers"] = std::move(sellers);
    }
    if (claims.session != 0)
        body["sid"] = formatId(claims.session);
    if (claims.user)
        body["rights"] = claims.rights;
    const json::object head{{"alg", "EdDSA"}, {"typ", "JWT"}, {"kid", keys.keyId()}};
    const std::string text = encodeBase64Url(json::serialize(head)) + "." + encodeBase64Url(json::serialize(body));
    return text + "." + encodeBase64Url(keys.sign(text));
}

Result<Claims> readAccessToken(const Keys& keys, std::string_view token) {
    const auto last = token.rfind('.');
    const auto first = token.find('.');
    if (token.size() > longest || first == std::string_view::npos || last == first)
        return refused();
    if (!keys.verify(token.substr(0, last), decodeBase64Url(token.substr(last + 1))))
        return refused();
    // Signed with this key, so made here; still read with care, as another release may have made it.
    boost::system::error_code error;
    const json::value head = json::parse(decodeBase64Url(token.substr(0, first)), error);
    if (error || !head.is_object() || textOf(head.get_object(), "alg") != "EdDSA" ||
        textOf(head.get_object(), "kid") != keys.keyId())
        return refused();
    const json::value parsed = json::parse(decodeBase64Url(token.substr(first + 1, last - first - 1)), error);
    if (error || !parsed.is_object() || textOf(parsed.get_object(), "iss") != issuer)
        return refused();
    const json::object& body = parsed.get_object();

    Claims claims;
    const std::string subject = textOf(body, "sub");
    if (subject.starts_with("guest:"))
        claims.guest = subject.substr(6);
    else
        claims.user = UserId::parse(subject);
    for (const std::string& name : textsOf(body, "roles")) {
        rpc::Role role;
        if (options::v1::Role_Parse(name, &role))
            claims.roles.push_back(role);
    }
    for (const std::string& seller : textsOf(body, "sellers"))
        if (const SellerId id = SellerId::parse(seller))
            claims.sellers.push_back(id);
    claims.session = parseId(textOf(body, "sid"));
    claims.rights = integerOf(body, "rights");
    claims.expires = integerOf(body, "exp") * 1'000'000;
    if (claims.roles.empty() || (!claims.user && claims.guest.empty()))
        return refused();
    return claims;
}

namespace {

using Fingerprint = std::array<unsigned char, 16>;

struct FingerprintHash {
    std::size_t operator()(const Fingerprint& fingerprint) const noexcept {
        std::size_t value;
        std::memcpy(&value, fingerprint.data(), sizeof value);
        return value;
    }
};

} // namespace

struct AccessTokens::Shard {
    struct Entry {
        Fingerprint fingerprint;
        std::shared_ptr<const Claims> claims;
    };
    mutable std::mutex mutex;
    std::list<Entry> entries; // most recently used first
    std::unordered_map<Fingerprint, std::list<Entry>::iterator, FingerprintHash> index;
    std::uint64_t hits = 0, misses = 0;

    std::shared_ptr<const Claims> find(const Fingerprint& fingerprint) {
        const std::lock_guard lock(mutex);
        const auto found = index.find(fingerprint);
        if (found == index.end()) {
            ++misses;
            return nullptr;
        }
        ++hits;
        entries.splice(entries.begin(), entries, found->second);
        return found->second->claims;
    }

    void put(const Fingerprint& fingerprint, std::shared_ptr<const Claims> claims, std::size_t capacity) {
        const std::lock_guard lock(mutex);
        if (index.contains(fingerprint))
            return;
        entries.push_front({fingerprint, std::move(claims)});
        index.emplace(fingerprint, entries.begin());
        if (entries.size() > capacity) {
            index.erase(entries.back().fingerprint);
            entries.pop_back();
        }
    }
};

AccessTokens::AccessTokens(const Keys& keys, const Revocations& revocations, const Clock& clock, std::size_t capacity)
    : m_keys(keys), m_revocations(revocations), m_clock(clock),
      m_perShard(std::max<std::size_t>(1, capacity / shardCount)), m_shards(std::make_unique<Shard[]>(shardCount)) {}

AccessTokens::~AccessTokens() = default;

Result<rpc::Principal> AccessTokens::authenticate(std::string_view bearerToken) const {
    if (bearerToken.size() > longest)
        return refused();
    Fingerprint fingerprint;
    crypto_generichash(fingerprint.data(), fingerprint.size(),
                       reinterpret_cast<const unsigned char*>(bearerToken.data()), bearerToken.size(), nullptr, 0);
    Shard& shard = m_shards[fingerprint.back() % shardCount];
    std::shared_ptr<const Claims> claims = shard.find(fingerprint);
    if (!claims) {
        // Forgeries are not kept: they would push real tokens out.
        Result<Claims> read = readAccessToken(m_keys, bearerToken);
        if (!read)
            return std::unexpected(std::move(read).error());
        claims = std::make_shared<const Claims>(std::move(*read));
        shard.put(fingerprint, claims, m_perShard);
    }
    if (claims->expires <= m_clock.now())
        return fail(Code::Unauthenticated, "TOKEN_EXPIRED", "The access token has expired. Refresh the session.");
    if (m_revocations.revoked(claims->session, claims->user, claims->rights))
        return fail(Code::Unauthenticated, "TOKEN_REVOKED",
                    "The access token is no longer valid. Refresh the session, or sign in again.");
    rpc::Principal principal;
    principal.user = claims->user;
    principal.guestId = claims->guest;
    principal.roles = claims->roles;
    principal.sellers = claims->sellers;
    return principal;
}

AccessTokens::Stats AccessTokens::stats() const {
    Stats stats{};
    for (std::size_t i = 0; i < shardCount; ++i) {
        const std::lock_guard lock(m_shards[i].mutex);
        stats.hits += m_shards[i].hits;
        stats.misses += m_shards[i].misses;
        stats.entries += m_shards[i].entries.size();
    }
    return stats;
}

} // namespace tradepost::identity
