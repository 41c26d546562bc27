#pragma once

#include "backend/platform/http/problem.h"
#include "backend/platform/http/request.h"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradepost::http {

struct Limits {
    std::size_t target = 8 * 1024;
    std::size_t header = 16 * 1024;
    std::size_t headerLines = 100;
    std::uint64_t body = 1024 * 1024; // when the handler's admit() says nothing else
};

// Feeds Beast's parser and stores what it finds in a Request whose memory is reused: a request costs no allocation once
// the connection is warm. Refuses what Beast lets through but a careful server must not: two Hosts, transfer codings
// other than chunked, a target that is neither a path nor an absolute http URI.
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    RequestParser(Request& request, const Limits& limits);
    // Why it failed, for an error that put() gave. `lineSeen`: the request line was there, read or not.
    Problem problem(const boost::system::error_code& error, bool lineSeen = true) const;
    bool chunkedBody() const { return m_chunked; }

private:
    using error_code = boost::system::error_code;
    using string_view = boost::beast::string_view;

    void on_request_impl(Verb verb, string_view method, string_view target, int version, error_code& ec) override;
    void on_response_impl(int, string_view, int, error_code& ec) override;
    void on_field_impl(Field field, string_view name, string_view value, error_code& ec) override;
    void on_header_impl(error_code& ec) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& size, error_code& ec) override;
    std::size_t on_body_impl(string_view body, error_code& ec) override;
    void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, string_view body, error_code& ec) override;
    void on_finish_impl(error_code& ec) override;

    void refuse(error_code& ec, int status, std::string reason, std::string detail);
    void join(Request::Line& line, std::string_view value);

    Request& m_request;
    const Limits& m_limits;
    std::size_t m_headerBytes = 0;
    bool m_chunked = false, m_hostSeen = false, m_inTrailer = false;
    std::optional<Problem> m_refusal;
};

// Turns bytes into requests, one after the other; knows no socket.
class RequestReader {
public:
    explicit RequestReader(const Limits& limits);
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    std::span<char> space();        // where to put bytes read
    void commit(std::size_t bytes); // so many were put there

    enum class Progress { NeedMore, Head, Complete, Failed };
    // Parses on. Head comes once per request with a body, before the body is taken: then see request(), setBodyLimit().
    Progress advance();
    // Forgets the complete request; what was read beyond it is kept.
    void next();
    // Gives the body's memory back once nobody reads it any more; the head stays. After Complete or Failed.
    void dropBody() { m_request.dropBody(); }

    Request& request() { return m_request; }
    void setRemoteAddress(std::string address) { m_request.m_remoteAddress = std::move(address); }
    const Problem& problem() const { return m_problem; }
    bool keepAlive() const;                                    // as the client asks
    bool expectsContinue() const;                              // and none of the body is here yet
    bool begun() const { return m_begun || m_start != m_end; } // bytes of a request are here
    bool inBody() const { return m_headReported; }
    void setBodyLimit(std::uint64_t bytes) { m_bodyLimit = bytes; }
    void setSink(std::shared_ptr<BodySink> sink) { m_request.m_sink = std::move(sink); }
    void clearBody() { m_request.m_body.clear(); } // the sink has it
    std::optional<std::uint64_t> bodySize() const; // as announced; nothing when chunked

private:
    Limits m_limits;
    Request m_request;
    std::optional<RequestParser> m_parser;
    std::vector<char> m_buffer;
    std::size_t m_start = 0, m_end = 0;
    std::uint64_t m_bodyLimit = 0;
    bool m_begun = false, m_headReported = false, m_limitApplied = false;
    Problem m_problem;
};

} // namespace tradepost::http
