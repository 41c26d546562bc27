#include "backend/services/identity/email.h"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace tradepost::identity {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool plainDomain(std::string_view domain) {
    if (domain.empty() || domain.size() > 253 || domain.front() == '.' || domain.back() == '.' ||
        domain.find("..") != std::string_view::npos)
        return false;
    return std::ranges::all_of(domain, [](unsigned char c) {
        return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '.';
    });
}

bool plainLocalPart(std::string_view local) {
    constexpr std::string_view special = "()<>[]:;@\\,\"";
    if (local.empty() || local.size() > 64)
        return false;
    return std::ranges::all_of(local, [&](unsigned char c) {
        return c > 0x20 && c != 0x7f && special.find(static_cast<char>(c)) == std::string_view::npos;
    });
}

} // namespace

Result<std::string> checkEmail(std::string_view email, std::string_view field) {
    const std::string_view address = trimmed(email);
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || address.size() > 254 || !plainLocalPart(address.substr(0, at)) ||
        !plainDomain(address.substr(at + 1)))
        return invalid(std::string(field), "This is not an email address. Write it as name@example.com.",
                       "INVALID_EMAIL");
    return std::string(address);
}

std::string emailKey(std::string_view email) {
    const std::string_view address = trimmed(email);
    const auto text = icu::UnicodeString::fromUTF8({address.data(), static_cast<std::int32_t>(address.size())});
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    icu::UnicodeString folded = U_SUCCESS(status) ? folding->normalize(text, status) : text;
    if (U_FAILURE(status))
        folded = icu::UnicodeString(text).foldCase();
    std::string key;
    folded.toUTF8String(key);
    return key;
}

} // namespace tradepost::identity
