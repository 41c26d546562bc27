#pragma once

#include "backend/platform/http/server.h"
#include "backend/platform/rpc/authenticator.h"
#include "backend/services/media/service.h"

#include <atomic>

namespace tradepost::media {

// Files over HTTP: /media/..., POST /v1/media with bytes, PUT /v1/uploads/{token} (media.proto lists them). Mounted by
// the REST gateway. Thread-safe.
class MediaEdge final : public http::Handler {
public:
    static constexpr int mostUploads = 64; // at once

    MediaEdge(MediaService& service, const rpc::Authenticator& authenticator)
        : m_service(service), m_authenticator(authenticator) {}

    static bool serves(const http::Request& request);

    bool answerNow(const http::Request& request, http::Response& out) override;
    Task<http::Response> handle(const http::Request& request) override;
    bool admit(const http::Request& head, std::uint64_t& bodyLimit, http::Response& out) override;
    std::shared_ptr<http::BodySink> bodySink(const http::Request& head) override;
    std::string allowedMethods(const http::Request& request) override;

private:
    Result<UploadTerms> terms(const http::Request& head) const;
    Task<http::Response> answerFile(const http::Request& request);

    MediaService& m_service;
    const rpc::Authenticator& m_authenticator;
    std::atomic<int> m_uploads{0};
};

} // namespace tradepost::media
