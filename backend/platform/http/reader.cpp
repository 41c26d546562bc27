#include "backend/platform/http/reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>

namespace tradepost::http {
namespace {

using boost::beast::iequals;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

bool mustBeSingle(Field field) {
    return field == Field::host || field == Field::authorization || field == Field::content_type ||
           field == Field::content_length;
}

} // namespace

RequestParser::RequestParser(Request& request, const Limits& limits) : m_request(request), m_limits(limits) {
    request.clear();
    header_limit(static_cast<std::uint32_t>(limits.header));
    body_limit(boost::none); // the reader sets it when the head is known
}

void RequestParser::refuse(error_code& ec, int status, std::string reason, std::string detail) {
    m_refusal = Problem{status, std::move(reason), std::move(detail), {}, {}};
    ec = boost::beast::http::error::bad_value;
}

void RequestParser::on_request_impl(Verb verb, string_view method, string_view target, int version, error_code& ec) {
    if (version != 10 && version != 11)
        return refuse(ec, 505, "HTTP_VERSION", "This server speaks HTTP/1.1 and HTTP/1.0.");
    if (target.size() > m_limits.target)
        return refuse(ec, 414, "TARGET_TOO_LONG",
                      "The address is longer than " + std::to_string(m_limits.target) + " bytes.");
    m_request.m_minorVersion = version - 10;
    m_request.m_verb = verb;
    if (verb == Verb::unknown)
        return refuse(ec, 501, "UNKNOWN_METHOD",
                      "The method " + std::string(view(method.substr(0, 32))) + " is not known here.");
    auto text = view(target);
    if (const auto scheme = text.find("://"); !text.starts_with('/') && scheme != std::string_view::npos) {
        // Absolute form (RFC 9112, 3.2.2): the authority is left to Host.
        if (!iequals(text.substr(0, scheme), "http") && !iequals(text.substr(0, scheme), "https"))
            return refuse(ec, 400, "BAD_TARGET", "The address must be a path or an http URI.");
        const auto slash = text.find('/', scheme + 3);
        text = slash == std::string_view::npos ? "/" : text.substr(slash);
    }
    if (!text.starts_with('/') && !(text == "*" && verb == Verb::options))
        return refuse(ec, 400, "BAD_TARGET", "The address must be a path that begins with a slash.");
    if (text.find('#') != std::string_view::npos)
        return refuse(ec, 400, "BAD_TARGET", "The address must not have a fragment.");
    m_request.m_target = m_request.store(text);
    m_request.m_pathSize = std::min(text.find('?'), text.size());
}

void RequestParser::on_response_impl(int, string_view, int, error_code&) {}

void RequestParser::on_field_impl(Field field, string_view name, string_view value, error_code& ec) {
    m_headerBytes += name.size() + value.size() + 4;
    if (m_headerBytes > m_limits.header || m_request.m_lines.size() >= m_limits.headerLines)
        return refuse(ec, 431, "HEADER_TOO_LARGE",
                      "The header has more than " + std::to_string(m_limits.header) + " bytes or " +
                          std::to_string(m_limits.headerLines) + " lines.");
    if (m_inTrailer)
        return; // trailers are read and ignored: nothing here acts on them
    const auto text = view(value);
    if (field == Field::transfer_encoding) {
        if (!iequals(text, "chunked"))
            return refuse(ec, 501, "TRANSFER_CODING", "Of transfer codings only chunked is known here.");
        m_chunked = true;
    }
    if (field == Field::host) {
        if (m_hostSeen)
            return refuse(ec, 400, "BAD_HOST", "There must be one Host line only.");
        m_hostSeen = true;
    }
    if (field != Field::unknown) {
        for (auto& line : m_request.m_lines) {
            if (line.field != field)
                continue;
            if (mustBeSingle(field))
                return refuse(ec, 400, "REPEATED_HEADER",
                              "There must be one " + std::string(view(name)) + " line only.");
            return join(line, text);
        }
    }
    const auto storedName = m_request.store(view(name));
    m_request.m_lines.push_back({field, storedName, m_request.store(text)});
}

void RequestParser::join(Request::Line& line, std::string_view value) {
    std::string joined(m_request.view(line.value));
    joined.append(line.field == Field::cookie ? "; " : ", ").append(value);
    line.value = m_request.store(joined);
    m_headerBytes += joined.size(); // joining many lines must not grow without bound
}

void RequestParser::on_header_impl(error_code& ec) {
    m_inTrailer = true;
    if (m_request.m_minorVersion == 1 && !m_hostSeen)
        return refuse(ec, 400, "BAD_HOST", "HTTP/1.1 asks for a Host line.");
    if (m_chunked && m_request.m_minorVersion == 0)
        return refuse(ec, 400, "TRANSFER_CODING", "HTTP/1.0 has no transfer codings.");
    const auto expect = m_request.header(Field::expect);
    if (!expect.empty() && !iequals(expect, "100-continue"))
        return refuse(ec, 417, "EXPECTATION", "Of expectations only 100-continue is known here.");
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& size, error_code&) {
    constexpr std::uint64_t trusted = 256 * 1024; // an announced size alone must not make us allocate more
    if (size)
        m_request.m_body.reserve(static_cast<std::size_t>(std::min(*size, trusted)));
}

std::size_t RequestParser::on_body_impl(string_view body, error_code&) {
    m_request.m_body.append(body.data(), body.size());
    return body.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, string_view extensions, error_code& ec) {
    m_headerBytes += extensions.size();
    if (m_headerBytes > 2 * m_limits.header)
        refuse(ec, 431, "HEADER_TOO_LARGE", "The chunk extensions are too long.");
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code&) {
    m_request.m_body.append(body.data(), body.size());
    return body.size();
}

void RequestParser::on_finish_impl(error_code&) {}

Problem RequestParser::problem(const error_code& ec, bool lineSeen) const {
    if (m_refusal)
        return *m_refusal;
    using boost::beast::http::error;
    if (ec == error::header_limit)
        return m_request.m_target.size == 0 && !lineSeen
                   ? Problem{414,
                             "TARGET_TOO_LONG",
                             "The address is longer than " + std::to_string(m_limits.target) + " bytes.",
                             {},
                             {}}
                   : Problem{431,
                             "HEADER_TOO_LARGE",
                             "The header is longer than " + std::to_string(m_limits.header) + " bytes.",
                             {},
                             {}};
    if (ec == error::body_limit)
        return {413, "BODY_TOO_LARGE", "The body is larger than this method takes.", {}, {}};
    if (ec == error::bad_version)
        return {505, "HTTP_VERSION", "This server speaks HTTP/1.1 and HTTP/1.0.", {}, {}};
    return {400, "BAD_REQUEST", "This is not a well-formed HTTP request: " + ec.message() + ".", {}, {}};
}

RequestReader::RequestReader(const Limits& limits) : m_limits(limits), m_buffer(8 * 1024) {
    m_parser.emplace(m_request, m_limits);
}

std::span<char> RequestReader::space() {
    constexpr std::size_t least = 2 * 1024;
    if (m_start == m_end)
        m_start = m_end = 0;
    if (m_buffer.size() - m_end < least && m_start > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_start, m_end - m_start);
        m_end -= m_start;
        m_start = 0;
    }
    // Bodies come in larger pieces; otherwise the parser's limits end the request before this grows beyond them.
    const std::size_t wanted = m_headReported ? 64 * 1024 : m_end + least;
    if (m_buffer.size() < wanted)
        m_buffer.resize(std::max(wanted, m_buffer.size() * 2));
    return {m_buffer.data() + m_end, m_buffer.size() - m_end};
}

void RequestReader::commit(std::size_t bytes) {
    m_end += bytes;
}

RequestReader::Progress RequestReader::advance() {
    while (true) {
        if (m_parser->is_done())
            return Progress::Complete;
        if (m_parser->is_header_done() && !m_headReported) {
            m_headReported = true;
            m_bodyLimit = m_limits.body;
            if (m_parser->content_length().value_or(0) > 0 || m_parser->chunkedBody())
                return Progress::Head;
        }
        if (m_headReported && !m_limitApplied) {
            m_limitApplied = true;
            m_parser->body_limit(m_bodyLimit);
            if (m_parser->content_length().value_or(0) > m_bodyLimit) {
                m_problem = m_parser->problem(boost::beast::http::error::body_limit);
                return Progress::Failed;
            }
        }
        if (m_start == m_end)
            return Progress::NeedMore;
        boost::system::error_code ec;
        const auto used = m_parser->put(boost::asio::const_buffer(m_buffer.data() + m_start, m_end - m_start), ec);
        m_start += used;
        m_begun = true;
        if (ec == boost::beast::http::error::need_more && m_end - m_start > 2 * m_limits.header)
            ec = boost::beast::http::error::header_limit; // Beast itself sets no bound to a chunk's header
        if (ec == boost::beast::http::error::need_more)
            return Progress::NeedMore;
        if (ec) {
            const std::string_view unread(m_buffer.data() + m_start, m_end - m_start);
            m_problem = m_parser->problem(ec, unread.find('\n') != std::string_view::npos);
            return Progress::Failed;
        }
    }
}

void RequestReader::next() {
    m_parser.emplace(m_request, m_limits);
    m_begun = m_headReported = m_limitApplied = false;
}

bool RequestReader::keepAlive() const {
    return m_parser->is_header_done() && m_parser->keep_alive();
}

bool RequestReader::expectsContinue() const {
    return m_request.minorVersion() == 1 && m_start == m_end && !m_request.header(Field::expect).empty();
}

std::optional<std::uint64_t> RequestReader::bodySize() const {
    const auto size = m_parser->content_length();
    return size ? std::optional<std::uint64_t>(*size) : std::nullopt;
}

} // namespace tradepost::http
