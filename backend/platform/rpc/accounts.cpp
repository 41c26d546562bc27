#include "backend/platform/rpc/accounts.h"

#include <fmt/format.h>

namespace tradepost::rpc {

bool mayEdit(const Principal& caller, SellerId seller) {
    return caller.actsFor(seller) || caller.has(Role::ADMIN);
}

Result<SellerId> accountOf(const Principal& caller, const std::string& named, std::string_view field) {
    if (named.empty()) {
        if (caller.sellers.size() == 1)
            return caller.sellers.front();
        return invalid(std::string(field), "Name the seller account that this is about.", "FIELD_REQUIRED");
    }
    const SellerId seller = SellerId::parse(named);
    if (!seller || !mayEdit(caller, seller))
        return fail(Code::PermissionDenied, "NOT_YOUR_ACCOUNT",
                    fmt::format("You do not act for the seller account {}.", named.substr(0, 32)), std::string(field));
    return seller;
}

std::string shopperKey(const Principal& caller) {
    if (caller.user)
        return "user/" + caller.user.text();
    return caller.guestId.empty() ? std::string() : "guest/" + caller.guestId;
}

} // namespace tradepost::rpc
