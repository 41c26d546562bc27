#include "backend/services/catalog/transitions.h"

#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
enum Who : unsigned { Seller = 1, Moderator = 2, Both = 3 };

struct Row {
    v1::ProductState from;
    Action action;
    unsigned who;
    v1::ProductState to;
};

// Every change of state there is.
constexpr Row table[] = {
    {v1::DRAFT, Action::Publish, Both, v1::PUBLISHED},
    {v1::UNPUBLISHED, Action::Publish, Both, v1::PUBLISHED},
    {v1::SUBMITTED, Action::Publish, Moderator, v1::PUBLISHED},
    {v1::CHANGES_REQUESTED, Action::Publish, Moderator, v1::PUBLISHED},
    {v1::REJECTED, Action::Publish, Moderator, v1::PUBLISHED},
    {v1::PUBLISHED, Action::Unpublish, Both, v1::UNPUBLISHED},
    {v1::DRAFT, Action::Archive, Both, v1::ARCHIVED},
    {v1::SUBMITTED, Action::Archive, Both, v1::ARCHIVED},
    {v1::CHANGES_REQUESTED, Action::Archive, Both, v1::ARCHIVED},
    {v1::REJECTED, Action::Archive, Both, v1::ARCHIVED},
    {v1::PUBLISHED, Action::Archive, Both, v1::ARCHIVED},
    {v1::UNPUBLISHED, Action::Archive, Both, v1::ARCHIVED},
};

v1::ProductState target(Action action) {
    switch (action) {
    case Action::Publish:
        return v1::PUBLISHED;
    case Action::Unpublish:
        return v1::UNPUBLISHED;
    case Action::Archive:
        return v1::ARCHIVED;
    }
    return v1::PRODUCT_STATE_UNSPECIFIED;
}
} // namespace

std::string_view actionName(Action action) {
    switch (action) {
    case Action::Publish:
        return "publish";
    case Action::Unpublish:
        return "unpublish";
    case Action::Archive:
        return "archive";
    }
    return "";
}

Result<v1::ProductState> transition(v1::ProductState from, Action action, const rpc::Principal& caller, bool asSeller) {
    if (from == target(action))
        return from;
    const unsigned who =
        (asSeller || caller.has(rpc::Role::ADMIN) ? Seller : 0u) | (caller.has(rpc::Role::MODERATOR) ? Moderator : 0u);
    for (const Row& row : table) {
        if (row.from != from || row.action != action)
            continue;
        if ((row.who & who) == 0)
            return fail(Code::PermissionDenied, "ROLE_MAY_NOT",
                        fmt::format("Only a moderator can {} a product that is {}.", actionName(action),
                                    v1::ProductState_Name(from)));
        return row.to;
    }
    std::string allowed;
    for (const Row& row : table)
        if (row.action == action)
            allowed.append(allowed.empty() ? "" : ", ").append(v1::ProductState_Name(row.from));
    return fail(
        Code::FailedPrecondition, "WRONG_STATE",
        fmt::format("The product is {}; {} needs one of {}.", v1::ProductState_Name(from), actionName(action), allowed),
        "id");
}

} // namespace tradepost::catalog
