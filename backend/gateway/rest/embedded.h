#pragma once

#include <string_view>

// Files that are part of the program.
namespace tradepost::rest {

std::string_view embeddedContract(); // FileDescriptorSet of the contract, with comments
std::string_view embeddedDocsPage(); // docs.html

} // namespace tradepost::rest
