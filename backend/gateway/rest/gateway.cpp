#include "backend/gateway/rest/gateway.h"

#include "backend/gateway/rest/embedded.h"
#include "backend/gateway/rest/event_stream.h"
#include "backend/gateway/rest/openapi.h"
#include "backend/platform/http/encoding.h"
#include "backend/platform/http/errors.h"
#include "backend/platform/telemetry/trace.h"

#include <algorithm>
#include <functional>

namespace tradepost::rest {
namespace {

using http::Field;
using http::Verb;

constexpr std::string_view jsonType = "Content-Type: application/json\r\n";
constexpr std::size_t worthCompressing = 1024;

bool wantsOther(const http::Request& request, std::string_view contentType) {
    const auto accept = request.header(Field::accept);
    return !accept.empty() && accept != "*/*" && http::acceptWeight(accept, contentType) == 0;
}

std::string contentTag(std::string_view body) {
    static constexpr char hex[] = "0123456789abcdef";
    auto hash = std::hash<std::string_view>()(body);
    std::string tag = "\"h";
    for (int i = 0; i < 16; ++i, hash >>= 4)
        tag.push_back(hex[hash & 15]);
    tag.push_back('"');
    return tag;
}

// Content depends on these request headers, whatever the answer was.
constexpr std::string_view publicHeaders =
    "Cache-Control: public, no-cache\r\nVary: Accept-Language, Authorization\r\n";
constexpr std::string_view privateHeaders =
    "Cache-Control: private, no-cache\r\nVary: Accept-Language, Authorization\r\n";

bool onlyShops(const rpc::Principal& caller) {
    return !caller.local && std::all_of(caller.roles.begin(), caller.roles.end(), [](rpc::Role role) {
        return role == rpc::Role::ANYONE || role == rpc::Role::GUEST || role == rpc::Role::SHOPPER;
    });
}

} // namespace

struct Gateway::Call {
    const Route* route = nullptr;
    rpc::Context context;
    std::unique_ptr<google::protobuf::Message> request;
    std::string tag; // in the cache; empty: not to be kept
    bool safe = false;
};

Gateway::Gateway(const rpc::Registry& registry, GatewayConfig config)
    : m_config(std::move(config)), m_routes(registry) {
    for (const auto& route : m_routes.all()) {
        const auto brace = route.pattern.find('{');
        // One variable, at the end: its path is the tag.
        if (route.cacheable && route.segments.size() == 3 && brace != std::string::npos &&
            route.pattern.find('{', brace + 1) == std::string::npos && route.pattern.ends_with('}'))
            m_cacheable.emplace_back(route.pattern.substr(0, brace), &route);
    }
    const auto page = [this](std::string path, std::string contentType, std::string body) {
        auto etag = contentTag(body);
        auto compressed = http::gzip(body, 9);
        m_pages.emplace_back(std::move(path),
                             Page{std::move(contentType), std::move(body), std::move(compressed), std::move(etag)});
    };
    const auto descriptors = m_config.descriptors.empty() ? embeddedContract() : m_config.descriptors;
    page("/openapi.json", "application/json",
         openApiDocument(m_routes, {m_config.title, m_config.version, descriptors}));
    page("/docs", "text/html; charset=utf-8", std::string(embeddedDocsPage()));
    if (m_config.metrics)
        m_cachedAnswers = &m_config.metrics->counter("tradepost_rest_cached_answers_total",
                                                     "Requests answered from the response cache.");
}

Gateway::~Gateway() = default;

bool Gateway::answerNow(const http::Request& request, http::Response& out) {
    if (answerCached(request, out) || answerPage(request, out))
        return true;
    if (auto* const other = mounted(request))
        return other->answerNow(request, out);
    const auto path = request.path();
    std::string allowed;
    const auto match = m_routes.find(request.verb(), path, &allowed);
    if (match.route)
        return false;
    if (allowed.empty())
        allowed = allowedMethods(request); // of pages
    if (allowed.empty()) {
        http::answerProblem(out,
                            {404, "NO_ROUTE", "There is nothing at this address. /docs lists what there is.", {}, {}});
    } else {
        http::answerProblem(out, {405, "METHOD_NOT_ALLOWED", "This address allows " + allowed + " only.", {}, {}});
        out.header("Allow", allowed + ", OPTIONS");
    }
    return true;
}

bool Gateway::answerPage(const http::Request& request, http::Response& out) const {
    if (request.verb() != Verb::get && request.verb() != Verb::head)
        return false;
    const auto path = request.path();
    if (path == "/healthz") {
        out.headers = "Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n";
        out.body = "ok\n";
        return true;
    }
    if (path == "/readyz") {
        if (const auto ready = m_config.ready ? m_config.ready() : Result<void>(); !ready) {
            http::answerError(out, ready.error(), {});
            out.status = 503;
        } else {
            out.headers = "Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n";
            out.body = "ready\n";
        }
        return true;
    }
    if (path == "/metrics" && m_config.metrics) {
        out.headers = "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\nCache-Control: no-store\r\n";
        out.body = m_config.metrics->render();
        return true;
    }
    for (const auto& [at, page] : m_pages) {
        if (path != at)
            continue;
        out.header("Content-Type", page.contentType);
        out.headers.append("Cache-Control: public, no-cache\r\n");
        if (at == "/docs")
            out.headers.append(
                "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; script-src "
                "'unsafe-inline'; connect-src 'self'; img-src data:\r\nX-Content-Type-Options: nosniff\r\n");
        out.etag = page.etag;
        out.sharedBody = page.body;
        out.sharedGzip = page.gzip;
        return true;
    }
    return false;
}

const Route* Gateway::cacheableRoute(std::string_view path) const {
    for (const auto& [prefix, route] : m_cacheable)
        if (path.size() > prefix.size() && path.starts_with(prefix) &&
            path.find_first_of("/:%", prefix.size()) == std::string_view::npos)
            return route;
    return nullptr;
}

bool Gateway::answerCached(const http::Request& request, http::Response& out) const {
    if (!m_config.cache || (request.verb() != Verb::get && request.verb() != Verb::head) || !request.query().empty())
        return false;
    const auto path = request.path();
    const auto* route = cacheableRoute(path);
    if (!route || wantsOther(request, "application/json"))
        return false;
    const auto caller = authenticate(request);
    if (!caller || !onlyShops(*caller) || !route->method->admits(*caller))
        return false;
    const auto languages = request.header(Field::accept_language);
    const auto found = m_config.cache->find(path.substr(path.find('/', 1) + 1),
                                            languages.empty() ? std::string() : http::preferredLanguage(languages));
    if (!found)
        return false;
    out.status = found->status;
    out.headers.append(found->status == 200 ? jsonType : "Content-Type: application/problem+json\r\n");
    out.headers.append(request.header(Field::authorization).empty() ? publicHeaders : privateHeaders);
    out.etag = found->etag;
    out.sharedBody = found->body;
    if (!found->gzip.empty())
        out.sharedGzip = found->gzip;
    out.keep = found;
    out.headers.append("traceparent: ");
    telemetry::appendChildOf(out.headers, request.header("traceparent"));
    out.headers.append("\r\n");
    if (m_cachedAnswers)
        m_cachedAnswers->add();
    return true;
}

Result<rpc::Principal> Gateway::authenticate(const http::Request& request) const {
    return rpc::authenticateHeader(m_config.authenticator, request.header(Field::authorization));
}

http::Handler* Gateway::mounted(const http::Request& request) const {
    for (const Mount& mount : m_config.mounts)
        if (mount.serves(request))
            return mount.handler;
    return nullptr;
}

std::shared_ptr<http::BodySink> Gateway::bodySink(const http::Request& head) {
    auto* const other = mounted(head);
    return other ? other->bodySink(head) : nullptr;
}

bool Gateway::admit(const http::Request& head, std::uint64_t& bodyLimit, http::Response& out) {
    if (auto* const other = mounted(head))
        return other->admit(head, bodyLimit, out);
    const auto match = m_routes.find(head.verb(), head.path());
    if (!match.route)
        return !answerNow(head, out);
    if (match.route->body.empty()) {
        http::answerProblem(out, {400, "UNEXPECTED_BODY", "This method takes no body.", {}, {}});
        return false;
    }
    auto type = head.header(Field::content_type);
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' '))
        type.remove_suffix(1);
    const bool patch = head.verb() == Verb::patch;
    if (!type.empty() && http::acceptWeight("application/json", type) == 0 &&
        !(patch && http::acceptWeight("application/merge-patch+json", type) > 0)) {
        http::answerProblem(
            out, {415,
                  "CONTENT_TYPE",
                  patch ? "Send application/merge-patch+json or application/json." : "Send application/json.",
                  {},
                  {}});
        out.header(patch ? "Accept-Patch" : "Accept",
                   patch ? "application/merge-patch+json, application/json" : "application/json");
        return false;
    }
    if (!head.header(Field::content_encoding).empty()) {
        http::answerProblem(out, {415, "CONTENT_ENCODING", "Send the body without Content-Encoding.", {}, {}});
        return false;
    }
    const auto most = match.route->method->rule.max_request_bytes();
    bodyLimit =
        most > 0 ? std::min(static_cast<std::uint64_t>(most), GatewayConfig::mostBodyBytes) : m_config.bodyBytes;
    return true;
}

std::string Gateway::allowedMethods(const http::Request& request) {
    if (auto* const other = mounted(request))
        return other->allowedMethods(request);
    const auto path = request.path();
    const bool page = path == "/healthz" || path == "/readyz" || (path == "/metrics" && m_config.metrics) ||
                      std::any_of(m_pages.begin(), m_pages.end(), [&](const auto& each) { return each.first == path; });
    if (page)
        return "GET, HEAD";
    std::string allowed;
    m_routes.find(Verb::unknown, path, &allowed);
    return allowed;
}

Task<http::Response> Gateway::handle(const http::Request& request) {
    if (auto* const other = mounted(request))
        co_return co_await other->handle(request);
    const auto match = m_routes.find(request.verb(), request.path());
    auto call = std::make_shared<Call>();
    http::Response out;
    const auto& route = *match.route;
    call->route = match.route;
    call->safe = request.verb() == Verb::get || request.verb() == Verb::head;
    if (wantsOther(request, route.method->streaming() ? "text/event-stream" : "application/json")) {
        http::answerProblem(out, {406,
                                  "NOT_ACCEPTABLE",
                                  route.method->streaming() ? "This address answers text/event-stream."
                                                            : "This address answers application/json.",
                                  {},
                                  {}});
        co_return out;
    }
    auto& context = call->context;
    context.traceparent = request.header("traceparent");
    context.language = http::preferredLanguage(request.header(Field::accept_language));
    context.remoteAddress = request.remoteAddress();
    auto caller = authenticate(request);
    call->request.reset(route.method->requestPrototype->New());
    const auto read = caller ? readRequest(request, match, *call->request) : Result<void>();
    if (!caller || !read) {
        const auto trace = telemetry::TraceContext::childOf(context.traceparent).traceparent();
        http::answerError(out, caller ? read.error() : caller.error(), trace);
        co_return out;
    }
    context.principal = std::move(*caller);
    if (m_config.cache && route.cacheable && request.query().empty() && onlyShops(context.principal)) {
        for (std::size_t i = 1, value = 0; i < route.segments.size(); ++i) {
            const auto& literal = route.segments[i].literal;
            call->tag.append(i > 1 ? "/" : "");
            call->tag.append(literal.empty() ? *http::percentDecode(match.values[value++]) : literal);
        }
    }
    if (!route.method->streaming())
        co_return co_await answerCall(std::move(call));
    if (request.verb() == Verb::head) {
        out.headers = "Content-Type: text/event-stream\r\nCache-Control: no-store\r\n";
        co_return out;
    }
    co_return answerStream(std::move(call));
}

Task<http::Response> Gateway::answerCall(std::shared_ptr<Call> call) {
    const auto lease = call->tag.empty() ? ResponseCache::Lease{} : m_config.cache->lease(call->tag);
    auto& context = call->context;
    const auto result = co_await call->route->method->call(context, *call->request);
    http::Response out;
    if (!result) {
        auto error = result.error();
        error.field = jsonPath(error.field);
        const bool kept = !call->tag.empty() && error.code == Code::NotFound;
        http::answerError(out, error, context.traceparent);
        if (context.errorDetail) {
            out.body.pop_back(); // the object's brace
            out.body += ",\"errorDetail\":";
            m_codec.write(out.body, *context.errorDetail);
            out.body += '}';
        }
        if (!context.movedTo.empty()) {
            out.status = 301;
            out.header("Location", context.movedTo);
        }
        if (kept) {
            auto forAll = std::make_shared<CachedResponse>();
            forAll->status = 404;
            forAll->body = http::problemJson({404, error.reason, error.message, error.field, {}});
            m_config.cache->put(call->tag, context.language, lease, std::move(forAll));
        }
        co_return out;
    }
    if (context.accepted)
        out.status = 202;
    m_codec.write(out.body, **result);
    if (const auto* etag = call->route->responseEtag) {
        const auto value = (*result)->GetReflection()->GetString(**result, etag);
        if (!value.empty())
            out.etag = value.front() == '"' ? value : '"' + value + '"';
    }
    if (call->safe && out.etag.empty())
        out.etag = contentTag(out.body);
    out.headers.append(jsonType);
    if (!call->safe)
        out.headers.append("Cache-Control: no-store\r\n");
    else
        out.headers.append(call->tag.empty() ? privateHeaders : publicHeaders);
    if (!context.traceparent.empty())
        out.header("traceparent", context.traceparent);
    if (!call->tag.empty())
        m_config.cache->put(call->tag, context.language, lease, keep(out));
    co_return out;
}

std::shared_ptr<const CachedResponse> Gateway::keep(const http::Response& answer) const {
    auto kept = std::make_shared<CachedResponse>();
    kept->status = 200;
    kept->etag = answer.etag;
    kept->body = answer.body;
    if (kept->body.size() >= worthCompressing) {
        kept->gzip = http::gzip(kept->body);
        if (kept->gzip.size() >= kept->body.size())
            kept->gzip.clear();
    }
    return kept;
}

http::Response Gateway::answerStream(std::shared_ptr<Call> call) const {
    http::Response out;
    const auto& method = *call->route->method;
    // What can be told before the first event is told by the status; later errors are events.
    Result<void> ready;
    if (!method.admits(call->context.principal)) {
        const bool anonymous = std::all_of(call->context.principal.roles.begin(), call->context.principal.roles.end(),
                                           [](rpc::Role role) { return role == rpc::Role::ANYONE; });
        ready = anonymous ? fail(Code::Unauthenticated, "SIGN_IN_REQUIRED", "Sign in first.")
                          : fail(Code::PermissionDenied, "ROLE_REQUIRED", "Your role does not allow this.");
    } else {
        ready = rpc::validate(*call->request);
    }
    if (!ready) {
        auto error = ready.error();
        error.field = jsonPath(error.field);
        http::answerError(out, error, telemetry::TraceContext::childOf(call->context.traceparent).traceparent());
        return out;
    }
    out.headers = "Content-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n";
    out.compressible = false;
    out.heartbeat = ": \n\n";
    out.stream = [this, call](std::shared_ptr<http::BodyStream> body) { return runStream(call, std::move(body)); };
    return out;
}

Task<void> Gateway::runStream(std::shared_ptr<Call> call, std::shared_ptr<http::BodyStream> body) const {
    body->onClose([state = call->context.cancelState()] { state->cancel(); });
    EventStream events(*body, m_codec, call->route->position);
    if (!co_await events.begin())
        co_return;
    const auto result = co_await call->route->method->stream(call->context, *call->request, events);
    if (result || body->closed())
        co_return;
    auto error = result.error();
    error.field = jsonPath(error.field);
    co_await events.fail(error, call->context.traceparent);
}

} // namespace tradepost::rest
