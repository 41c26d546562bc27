#include "backend/platform/http/problem.h"

#include "backend/platform/http/encoding.h"

#include <boost/beast/http/status.hpp>

#include <array>

namespace tradepost::http {
namespace {

// 0: copied as it is; 1: \u00XX; another character: backslash and that.
constexpr std::array<char, 256> makeEscapes() {
    std::array<char, 256> table{};
    for (int i = 0; i < 0x20; ++i)
        table[static_cast<std::size_t>(i)] = 1;
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}
constexpr auto escapes = makeEscapes();

} // namespace

std::string_view reasonPhrase(int status) {
    const auto phrase =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    return {phrase.data(), phrase.size()};
}

void appendJsonString(std::string& out, std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    if (!isUtf8(text)) {
        appendJsonString(out, replaceInvalidUtf8(text));
        return;
    }
    out.push_back('"');
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const char escape = escapes[c];
        if (escape == 0)
            continue;
        out.append(text, copied, i - copied);
        copied = i + 1;
        out.push_back('\\');
        if (escape == 1) {
            out.append("u00").push_back(hex[c >> 4]);
            out.push_back(hex[c & 15]);
        } else {
            out.push_back(escape);
        }
    }
    out.append(text, copied).push_back('"');
}

std::string problemJson(const Problem& problem) {
    std::string out = R"({"type":"about:blank","title":)";
    appendJsonString(out, reasonPhrase(problem.status));
    out.append(R"(,"status":)").append(std::to_string(problem.status));
    const auto member = [&out](std::string_view name, const std::string& value) {
        if (value.empty())
            return;
        out.append(",\"").append(name).append("\":");
        appendJsonString(out, value);
    };
    member("detail", problem.detail);
    member("reason", problem.reason);
    member("field", problem.field);
    member("traceId", problem.traceId);
    out.push_back('}');
    return out;
}

void answerProblem(Response& out, const Problem& problem) {
    out.clear();
    out.status = problem.status;
    out.headers = "Content-Type: application/problem+json\r\nCache-Control: no-store\r\n";
    out.body = problemJson(problem);
}

Response problemResponse(const Problem& problem) {
    Response response;
    answerProblem(response, problem);
    return response;
}

} // namespace tradepost::http
