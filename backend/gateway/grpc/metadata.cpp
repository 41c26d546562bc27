#include "backend/gateway/grpc/metadata.h"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <charconv>
#include <chrono>

namespace tradepost::gateway {

namespace {

// Longer than any sensible header: whatever comes after is not looked at.
constexpr std::size_t maxHeader = 1000;
constexpr std::size_t maxLanguageTag = 35; // RFC 5646, section 4.4.1

// The first value of a header, empty without one; names are lower case in HTTP/2. A copy, so that gRPC's memory is read
// here only.
std::string header(const grpc::ServerContextBase& call, const char* name) {
    const auto& metadata = call.client_metadata();
    const auto it = metadata.find(name);
    return it == metadata.end() ? std::string() : std::string(it->second.data(), it->second.size());
}

std::chrono::steady_clock::time_point steadyDeadline(const grpc::ServerContextBase& call) {
    const auto deadline = call.deadline();
    const auto now = std::chrono::system_clock::now();
    // Far away is as good as never, and would overflow below.
    if (deadline > now + std::chrono::hours(24 * 365))
        return std::chrono::steady_clock::time_point::max();
    return std::chrono::steady_clock::now() + (deadline - now);
}

} // namespace

std::string preferredLanguage(std::string_view text) {
    text = text.substr(0, maxHeader);
    std::string best;
    double bestQuality = 0;
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view item = text.substr(0, comma);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
        const auto semicolon = item.find(';');
        double quality = 1;
        if (semicolon != std::string_view::npos) {
            const std::string parameter = boost::algorithm::trim_copy(std::string(item.substr(semicolon + 1)));
            if (parameter.starts_with("q="))
                std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
        }
        const std::string tag = boost::algorithm::trim_copy(std::string(item.substr(0, semicolon)));
        if (!tag.empty() && tag != "*" && tag.size() <= maxLanguageTag && quality > bestQuality) {
            best = tag;
            bestQuality = quality;
        }
    }
    return best;
}

std::string hostOfPeer(std::string_view peer) {
    const auto colon = peer.rfind(':');
    if (peer.starts_with("ipv4:"))
        return std::string(peer.substr(5, colon - 5));
    if (!peer.starts_with("ipv6:"))
        return {};
    std::string_view host = peer.substr(5, colon - 5);
    for (const std::string_view bracket : {"%5B", "["}) {
        if (host.starts_with(bracket))
            host.remove_prefix(bracket.size());
    }
    for (const std::string_view bracket : {"%5D", "]"}) {
        if (host.ends_with(bracket))
            host.remove_suffix(bracket.size());
    }
    return std::string(host);
}

Result<void> readMetadata(const grpc::ServerContextBase& call, const rpc::Authenticator& authenticator,
                          rpc::Context& context) {
    context.traceparent = header(call, "traceparent");
    context.deadline = steadyDeadline(call);
    if (const auto languages = header(call, "accept-language"); !languages.empty())
        context.language = preferredLanguage(languages);
    const std::string peer = call.peer();
    context.remoteAddress = hostOfPeer(peer);
    if (const auto authorization = header(call, "authorization"); !authorization.empty()) {
        constexpr std::string_view scheme = "Bearer ";
        if (authorization.size() <= scheme.size() || !boost::algorithm::istarts_with(authorization, scheme))
            return fail(Code::Unauthenticated, "MALFORMED_AUTHORIZATION",
                        "The authorization metadata must read \"Bearer <access token>\".");
        auto principal = authenticator.authenticate(std::string_view(authorization).substr(scheme.size()));
        if (!principal)
            return std::unexpected(std::move(principal).error());
        context.principal = std::move(*principal);
    }
    context.principal.local = peer.starts_with("unix:");
    return {};
}

} // namespace tradepost::gateway
