#include "backend/services/media/edge.h"

#include "backend/platform/http/encoding.h"
#include "backend/platform/http/errors.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <charconv>
#include <google/protobuf/util/json_util.h>
#include <optional>

namespace tradepost::media {

namespace {

using http::Field;
using http::Verb;

constexpr std::string_view filesFolder = "/media/";
constexpr std::string_view uploadsFolder = "/v1/uploads/";
constexpr std::string_view uploadPath = "/v1/media";
constexpr std::size_t enoughToTell = 64; // bytes from which a type is told

std::string parameter(const http::Request& request, std::string_view name) {
    if (const auto parameters = http::parseQuery(request.query()))
        for (const auto& [key, value] : *parameters)
            if (key == name)
                return value;
    return {};
}

// What stands after /media/.
struct Target {
    blobs::BlobId id;
    std::optional<RenditionKey> rendition;
    bool negotiated = false; // its format is left to the Accept header
};

std::optional<Target> parse(std::string_view path) {
    constexpr std::size_t hashSize = 64;
    path.remove_prefix(filesFolder.size());
    const auto id = blobs::BlobId::parse(path.substr(0, hashSize));
    if (!id)
        return std::nullopt;
    std::string_view rest = path.substr(hashSize);
    Target target{*id, {}, false};
    if (rest.starts_with('/')) {
        rest.remove_prefix(1);
        std::uint32_t width = 0;
        const auto end = std::from_chars(rest.data(), rest.data() + rest.size(), width).ptr;
        if (std::ranges::find(renditionWidths, width) == renditionWidths.end() || rest.starts_with('0'))
            return std::nullopt;
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        target.rendition = RenditionKey{*id, width, rest == ".jpg" ? Format::Jpeg : Format::Webp};
        target.negotiated = rest.empty();
        return rest == ".jpg" || rest == ".webp" || rest.empty() ? std::optional(target) : std::nullopt;
    }
    const bool extension =
        rest.size() > 1 && rest.size() <= 8 && rest[0] == '.' &&
        std::ranges::all_of(rest.substr(1), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    return rest.empty() || extension ? std::optional(target) : std::nullopt;
}

std::optional<Target> targetOf(const http::Request& request) {
    auto target = parse(request.path());
    // */* says nothing about WebP: clients that can show it name it.
    const auto accept = request.header(Field::accept);
    if (target && target->negotiated)
        target->rendition->format =
            accept.find("image/webp") != std::string_view::npos && http::acceptWeight(accept, "image/webp") > 0
                ? Format::Webp
                : Format::Jpeg;
    return target;
}

void fill(http::Response& out, const Served& served, const Target& target) {
    out.header("Content-Type", served.contentType);
    // Named by its content, so it never changes. A script inside an image must never run as this site's.
    out.headers.append(served.open ? "Cache-Control: public, max-age=31536000, immutable\r\n"
                                   : "Cache-Control: private, no-store\r\nVary: Authorization\r\n");
    out.headers.append("X-Content-Type-Options: nosniff\r\n"
                       "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n");
    if (target.negotiated)
        out.headers.append("Vary: Accept\r\n");
    out.etag = served.etag;
    out.sharedBody = served.bytes;
    out.keep = served.keep;
    out.compressible = false;
    out.ranges = true;
    if (served.contentType != "image/svg+xml")
        return;
    // Text: worth compressing, which only an answer of its own can be.
    out.body = std::string(served.bytes);
    out.sharedBody = {};
    out.keep = nullptr;
    out.compressible = true;
}

// Writes an upload to the blob store as it comes.
class UploadSink final : public http::BodySink {
public:
    UploadSink(MediaService& service, UploadTerms terms, std::atomic<int>& uploads)
        : m_service(service), m_terms(std::move(terms)), m_uploads(uploads) {}
    ~UploadSink() override { --m_uploads; }

    Task<std::optional<http::Problem>> write(std::string_view bytes) override {
        const auto written =
            co_await boost::asio::co_spawn(m_service.writers(), append(bytes), boost::asio::use_awaitable);
        if (!written)
            co_return http::problemOf(written.error(), {});
        co_return std::nullopt;
    }
    bool empty() const { return !m_writer; } // nothing came: a body of no chunks
    Task<Result<v1::Media>> store() { return m_service.store(m_writer, m_terms); }

private:
    Task<Result<void>> append(std::string_view bytes) {
        if (!m_writer) {
            auto writer = m_service.begin();
            if (!writer)
                co_return std::unexpected(std::move(writer).error());
            m_writer = std::move(*writer);
            // What is not offered need not come as a whole first.
            if (bytes.size() >= enoughToTell)
                if (const auto facts = inspect(bytes); !facts && facts.error().reason == "MEDIA_TYPE_REFUSED")
                    co_return std::unexpected(facts.error());
        }
        co_return m_writer->append(bytes);
    }

    MediaService& m_service;
    const UploadTerms m_terms;
    std::atomic<int>& m_uploads;
    std::shared_ptr<blobs::BlobWriter> m_writer;
};

} // namespace

bool MediaEdge::serves(const http::Request& request) {
    const auto path = request.path();
    if (path.starts_with(filesFolder) || path.starts_with(uploadsFolder))
        return true;
    if (path != uploadPath || request.verb() != Verb::post)
        return false;
    const auto type = request.header(Field::content_type);
    return !type.starts_with("application/json"); // that is the method's
}

std::string MediaEdge::allowedMethods(const http::Request& request) {
    const auto path = request.path();
    if (path.starts_with(filesFolder))
        return "GET, HEAD";
    return path.starts_with(uploadsFolder) ? "PUT" : "POST";
}

bool MediaEdge::answerNow(const http::Request& request, http::Response& out) {
    const auto path = request.path();
    const bool file = path.starts_with(filesFolder);
    const bool reads = request.verb() == Verb::get || request.verb() == Verb::head;
    if (file ? !reads : path.starts_with(uploadsFolder) && request.verb() != Verb::put) {
        const std::string allowed = allowedMethods(request);
        http::answerProblem(out, {405, "METHOD_NOT_ALLOWED", "This address allows " + allowed + " only.", {}, {}});
        out.header("Allow", allowed + ", OPTIONS");
        return true;
    }
    if (!file)
        return false;
    const auto target = targetOf(request);
    if (!target) {
        http::answerError(out, notFound("media file", "of this name").error(), {});
        return true;
    }
    const auto served = m_service.serveNow(target->id, target->rendition);
    if (served)
        fill(out, *served, *target);
    return served.has_value();
}

Result<UploadTerms> MediaEdge::terms(const http::Request& head) const {
    if (head.path().starts_with(uploadsFolder))
        return m_service.termsOf(head.path().substr(uploadsFolder.size()));
    const auto caller = rpc::authenticateHeader(&m_authenticator, head.header(Field::authorization));
    if (!caller)
        return std::unexpected(caller.error());
    return m_service.termsFor(*caller, parameter(head, "sellerId"));
}

bool MediaEdge::admit(const http::Request& head, std::uint64_t& bodyLimit, http::Response& out) {
    if (answerNow(head, out))
        return false;
    if (head.path().starts_with(filesFolder)) {
        http::answerProblem(out, {400, "UNEXPECTED_BODY", "This method takes no body.", {}, {}});
        return false;
    }
    const auto allowed = terms(head);
    if (!allowed) {
        http::answerError(out, allowed.error(), {});
        return false;
    }
    if (!head.header(Field::content_encoding).empty()) {
        http::answerProblem(out, {415, "CONTENT_ENCODING", "Send the file without Content-Encoding.", {}, {}});
        return false;
    }
    if (m_uploads >= mostUploads) {
        http::answerProblem(out,
                            {503, "TOO_MANY_UPLOADS", "Too many files are coming in. Send it again later.", {}, {}});
        out.header("Retry-After", "5");
        return false;
    }
    bodyLimit = allowed->maxBytes;
    return true;
}

std::shared_ptr<http::BodySink> MediaEdge::bodySink(const http::Request& head) {
    auto allowed = terms(head);
    if (!allowed)
        return nullptr;
    ++m_uploads;
    return std::make_shared<UploadSink>(m_service, std::move(*allowed), m_uploads);
}

Task<http::Response> MediaEdge::handle(const http::Request& request) {
    if (request.path().starts_with(filesFolder))
        co_return co_await answerFile(request);
    http::Response out;
    auto* const sink = dynamic_cast<UploadSink*>(request.sink());
    if (!sink || sink->empty()) {
        const auto allowed = terms(request);
        http::answerError(out,
                          allowed ? Error{Code::InvalidArgument, "MEDIA_TRUNCATED", "The file is empty.", "content"}
                                  : allowed.error(),
                          {});
        co_return out;
    }
    const auto stored = co_await sink->store();
    if (!stored) {
        http::answerError(out, stored.error(), {});
        co_return out;
    }
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    if (!google::protobuf::util::MessageToJsonString(*stored, &out.body, options).ok()) {
        http::answerError(out, Error{Code::Internal, "INTERNAL", "The answer cannot be written.", {}}, {});
        co_return out;
    }
    out.status = 201;
    out.headers = "Content-Type: application/json\r\nCache-Control: no-store\r\n";
    out.header("Location", stored->url());
    co_return out;
}

Task<http::Response> MediaEdge::answerFile(const http::Request& request) {
    http::Response out;
    const auto target = targetOf(request);
    const auto caller = rpc::authenticateHeader(&m_authenticator, request.header(Field::authorization));
    if (!target || !caller) {
        http::answerError(out, caller ? notFound("media file", "of this name").error() : caller.error(), {});
        co_return out;
    }
    const std::string expires = parameter(request, "expires"), signature = parameter(request, "signature");
    const auto served = co_await m_service.serve(target->id, target->rendition, {*caller, expires, signature});
    if (served)
        fill(out, *served, *target);
    else
        http::answerError(out, served.error(), {});
    co_return out;
}

} // namespace tradepost::media
