#pragma once

namespace tradepost::server {

inline constexpr const char* version = TRADEPOST_VERSION; // of the project, from the build

} // namespace tradepost::server
