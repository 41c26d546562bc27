#include "backend/services/catalog/transitions.h"

#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
enum Who : unsigned { Seller = 1, Moderator = 2, Both = 3 };

struct Row {
    Subject subject;
    v1::ProductState from;
    Action action;
    unsigned who;
    v1::ProductState to;
};

constexpr auto product = Subject::Product, revision = Subject::Revision;
constexpr auto none = v1::PRODUCT_STATE_UNSPECIFIED;

// Every change of state there is.
constexpr Row table[] = {
    {product, v1::DRAFT, Action::Submit, Seller, v1::SUBMITTED},
    {product, v1::CHANGES_REQUESTED, Action::Submit, Seller, v1::SUBMITTED},
    {product, v1::REJECTED, Action::Submit, Seller, v1::SUBMITTED},
    {product, v1::UNPUBLISHED, Action::Submit, Seller, v1::SUBMITTED},
    {product, v1::SUBMITTED, Action::Withdraw, Seller, v1::DRAFT},
    {product, v1::SUBMITTED, Action::Approve, Moderator, v1::PUBLISHED},
    {product, v1::SUBMITTED, Action::Reject, Moderator, v1::REJECTED},
    {product, v1::SUBMITTED, Action::RequestChanges, Moderator, v1::CHANGES_REQUESTED},
    // Without a review: where none is required, or by a moderator.
    {product, v1::DRAFT, Action::Publish, Both, v1::PUBLISHED},
    {product, v1::UNPUBLISHED, Action::Publish, Both, v1::PUBLISHED},
    {product, v1::SUBMITTED, Action::Publish, Moderator, v1::PUBLISHED},
    {product, v1::CHANGES_REQUESTED, Action::Publish, Moderator, v1::PUBLISHED},
    {product, v1::REJECTED, Action::Publish, Moderator, v1::PUBLISHED},
    {product, v1::PUBLISHED, Action::Unpublish, Both, v1::UNPUBLISHED},
    {product, v1::PUBLISHED, Action::Reject, Moderator, v1::REJECTED},
    {product, v1::PUBLISHED, Action::RequestChanges, Moderator, v1::CHANGES_REQUESTED},
    {product, v1::DRAFT, Action::Archive, Both, v1::ARCHIVED},
    {product, v1::SUBMITTED, Action::Archive, Both, v1::ARCHIVED},
    {product, v1::CHANGES_REQUESTED, Action::Archive, Both, v1::ARCHIVED},
    {product, v1::REJECTED, Action::Archive, Both, v1::ARCHIVED},
    {product, v1::PUBLISHED, Action::Archive, Both, v1::ARCHIVED},
    {product, v1::UNPUBLISHED, Action::Archive, Both, v1::ARCHIVED},
    // A published product's edit that waits. It ends by being approved or discarded.
    {revision, none, Action::Revise, Seller, v1::SUBMITTED},
    {revision, v1::CHANGES_REQUESTED, Action::Revise, Seller, v1::SUBMITTED},
    {revision, v1::REJECTED, Action::Revise, Seller, v1::SUBMITTED},
    {revision, v1::SUBMITTED, Action::Approve, Moderator, v1::PUBLISHED},
    {revision, v1::SUBMITTED, Action::Reject, Moderator, v1::REJECTED},
    {revision, v1::SUBMITTED, Action::RequestChanges, Moderator, v1::CHANGES_REQUESTED},
    {revision, v1::SUBMITTED, Action::Discard, Seller, none},
    {revision, v1::CHANGES_REQUESTED, Action::Discard, Seller, none},
    {revision, v1::REJECTED, Action::Discard, Seller, none},
};

struct Name {
    Action action;
    std::string_view name;
    v1::ProductState target;
};
constexpr Name names[] = {
    {Action::Submit, "submit", v1::SUBMITTED},   {Action::Withdraw, "withdraw", v1::DRAFT},
    {Action::Publish, "publish", v1::PUBLISHED}, {Action::Unpublish, "unpublish", v1::UNPUBLISHED},
    {Action::Archive, "archive", v1::ARCHIVED},  {Action::Approve, "approve", v1::PUBLISHED},
    {Action::Reject, "reject", v1::REJECTED},    {Action::RequestChanges, "request_changes", v1::CHANGES_REQUESTED},
    {Action::Revise, "revise", v1::SUBMITTED},   {Action::Discard, "discard", none},
};

const Name& nameOf(Action action) {
    return names[static_cast<std::size_t>(action)];
}

constexpr bool inOrder() {
    for (std::size_t i = 0; i < std::size(names); ++i)
        if (names[i].action != static_cast<Action>(i))
            return false;
    return true;
}
static_assert(inOrder(), "a row for each action, in the order of their declaration");

std::string stateName(v1::ProductState state) {
    return state == none ? "without one" : v1::ProductState_Name(state);
}
} // namespace

std::string_view actionName(Action action) {
    return nameOf(action).name;
}

Action actionOf(v1::Verdict verdict) {
    return verdict == v1::APPROVE ? Action::Approve : verdict == v1::REJECT ? Action::Reject : Action::RequestChanges;
}

Result<v1::ProductState> transition(v1::ProductState from, Action action, const rpc::Principal& caller, bool asSeller,
                                    Subject subject) {
    if (from == nameOf(action).target)
        return from;
    const unsigned who =
        (asSeller || caller.has(rpc::Role::ADMIN) ? Seller : 0u) | (caller.has(rpc::Role::MODERATOR) ? Moderator : 0u);
    std::string allowed;
    for (const Row& row : table) {
        if (row.subject != subject || row.action != action)
            continue;
        if (row.from == from && (row.who & who) != 0)
            return row.to;
        if (row.from == from)
            return fail(Code::PermissionDenied, "ROLE_MAY_NOT",
                        fmt::format("Only a {} can {} a product that is {}.",
                                    row.who == Moderator ? "moderator" : "seller", actionName(action),
                                    stateName(from)));
        allowed.append(allowed.empty() ? "" : ", ").append(stateName(row.from));
    }
    return fail(Code::FailedPrecondition, "WRONG_STATE",
                fmt::format("The {} is {}; {} needs one of {}.",
                            subject == Subject::Product ? "product" : "pending revision", stateName(from),
                            actionName(action), allowed),
                "id");
}

} // namespace tradepost::catalog
