#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

// Files of uploads. Everything blocks.
namespace tradepost::catalog::spool {

Result<void> create(const std::string& path); // empty
// Puts the bytes at `offset`, durably, and answers with the file's size. What was put there before is left alone; a gap
// is refused (OUT_OF_RANGE / WRONG_OFFSET, with the right one), so is a file above `most`.
Result<std::int64_t> append(const std::string& path, std::int64_t offset, std::string_view bytes, std::int64_t most);
std::int64_t sizeOf(const std::string& path); // 0 when there is none
// Removes what was last written 30 days before `now`.
void dropOld(const std::string& directory, Micros now);

} // namespace tradepost::catalog::spool
