#pragma once

#include <string>
#include <string_view>

// Cells that a spreadsheet would take for a formula (OWASP, "CSV injection"): they begin with = + - @, a tab or the end
// of a line, or with the full-width forms of the first four. On the way out such a cell gets an apostrophe in front,
// and so does one that has apostrophes before such a beginning; on the way in one is taken off. Every text comes back
// as it was.
namespace tradepost::catalog::formats {

bool looksLikeFormula(std::string_view cell); // apostrophes in front aside
void appendNeutral(std::string& out, std::string_view cell);
std::string_view withoutGuard(std::string_view cell); // a part of `cell`

} // namespace tradepost::catalog::formats
