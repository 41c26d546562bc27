#include "backend/platform/http/request.h"

#include <boost/beast/core/string.hpp>

namespace tradepost::http {

std::string_view Request::query() const {
    const auto all = target();
    return m_pathSize < all.size() ? all.substr(m_pathSize + 1) : std::string_view();
}

std::string_view Request::header(Field field) const {
    for (const auto& line : m_lines)
        if (line.field == field)
            return view(line.value);
    return {};
}

std::string_view Request::header(std::string_view name) const {
    for (const auto& line : m_lines)
        if (boost::beast::iequals(view(line.name), name))
            return view(line.value);
    return {};
}

Request::Slice Request::store(std::string_view text) {
    const Slice slice{static_cast<std::uint32_t>(m_text.size()), static_cast<std::uint32_t>(text.size())};
    m_text.append(text);
    return slice;
}

void Request::clear() {
    m_verb = Verb::unknown;
    m_minorVersion = 1;
    m_pathSize = 0;
    m_target = {};
    m_text.clear();
    m_lines.clear();
    m_sink.reset();
    dropBody();
}

void Request::dropBody() {
    constexpr std::size_t keptBody = 64 * 1024;
    if (m_body.capacity() > keptBody)
        std::string().swap(m_body); // assigning an empty string keeps the memory
    else
        m_body.clear();
}

} // namespace tradepost::http
