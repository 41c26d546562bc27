#pragma once

#include <string>
#include <string_view>

namespace tradepost::catalog::formats {

// What a reader sees of a piece of HTML: tags, comments, scripts and styles go, blocks and <br> end a line, the common
// entities and the numeric ones become characters. For descriptions, not a defence: what shows texts escapes them.
std::string textOfHtml(std::string_view html);

} // namespace tradepost::catalog::formats
