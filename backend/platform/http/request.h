#pragma once

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::http {

using Verb = boost::beast::http::verb;
using Field = boost::beast::http::field;
class BodySink;

// A request as it was read. Owned by its connection and reused for the next one: views into it end when the handler's
// answer is complete.
class Request {
public:
    Verb verb() const { return m_verb; }
    std::string_view target() const { return view(m_target); } // origin form: path and query, percent-encoded
    std::string_view path() const { return target().substr(0, m_pathSize); }
    std::string_view query() const; // without the question mark
    int minorVersion() const { return m_minorVersion; }
    // Empty when absent. Lines of the same name are joined by commas, as RFC 9110 (5.3) has it.
    std::string_view header(Field field) const;
    std::string_view header(std::string_view name) const;
    const std::string& body() const { return m_body; }
    BodySink* sink() const { return m_sink.get(); } // what took the body instead; null: nothing did
    const std::string& remoteAddress() const { return m_remoteAddress; }

private:
    friend class RequestParser;
    friend class RequestReader;

    struct Slice {
        std::uint32_t offset = 0, size = 0;
    };
    struct Line {
        Field field;
        Slice name, value;
    };
    std::string_view view(Slice slice) const { return std::string_view(m_text).substr(slice.offset, slice.size); }
    Slice store(std::string_view text);
    void clear();
    void dropBody(); // keeps a little memory for the next one

    Verb m_verb = Verb::unknown;
    int m_minorVersion = 1;
    std::size_t m_pathSize = 0;
    Slice m_target;
    std::string m_text; // target, names and values, one after the other
    std::vector<Line> m_lines;
    std::string m_body;
    std::shared_ptr<BodySink> m_sink;
    std::string m_remoteAddress;
};

} // namespace tradepost::http
