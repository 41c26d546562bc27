#pragma once

#include "backend/base/error.h"

#include <string>
#include <string_view>

namespace tradepost::identity {

// The address without surrounding blanks, when it can be written to: one line, a local part of at most 64 bytes and a
// domain (RFC 5321, without quoted local parts and address literals). `field` goes into the error.
Result<std::string> checkEmail(std::string_view email, std::string_view field);

// Equal for addresses that mean the same mailbox to a person: NFKC, case folded, without surrounding blanks. Takes any
// text.
std::string emailKey(std::string_view email);

} // namespace tradepost::identity
