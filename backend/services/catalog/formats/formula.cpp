#include "backend/services/catalog/formats/formula.h"

#include <algorithm>
#include <array>

namespace tradepost::catalog::formats {

bool looksLikeFormula(std::string_view cell) {
    cell.remove_prefix(std::min(cell.find_first_not_of('\''), cell.size()));
    if (cell.empty())
        return false;
    if (std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos)
        return true;
    constexpr std::array<std::string_view, 4> wide = {"\uff1d", "\uff0b", "\uff0d", "\uff20"};
    return std::ranges::any_of(wide, [&](std::string_view sign) { return cell.starts_with(sign); });
}

void appendNeutral(std::string& out, std::string_view cell) {
    if (looksLikeFormula(cell))
        out.push_back('\'');
    out.append(cell);
}

std::string_view withoutGuard(std::string_view cell) {
    return cell.starts_with('\'') && looksLikeFormula(cell) ? cell.substr(1) : cell;
}

} // namespace tradepost::catalog::formats
