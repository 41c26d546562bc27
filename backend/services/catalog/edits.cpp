#include "backend/services/catalog/edits.h"

#include "backend/services/catalog/attribute_rules.h"
#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/review_policy.h"
#include "backend/services/catalog/validation.h"
#include "backend/services/catalog/write_rules.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
bool isDirect(const v1::ReviewPolicy& policy, const rpc::Principal& caller) {
    return !policy.review_required() || caller.has(rpc::Role::MODERATOR);
}

bool contains(const std::vector<std::string>& fields, std::string_view name) {
    return std::ranges::find(fields, name) != fields.end();
}

// Whether an etag of the live product alone will do: the patch leaves alone what the pending revision changes.
bool apart(const Patch& patch, const Pending& pending) {
    if (patch.price && contains(pending.fields, "variants"))
        return false;
    return std::ranges::none_of(patch.fields,
                                [&](const ProductField* field) { return contains(pending.fields, field->name); });
}

Result<void> checkEtagOf(const std::string& sent, const v1::Product& live, const std::optional<Pending>& pending,
                         const Patch& patch, bool direct) {
    if (sent.empty() || sent == combinedEtag(live, pending))
        return {};
    if (pending && sent == live.etag() && (direct || apart(patch, *pending)))
        return {};
    return fail(Code::Aborted, "STALE_ETAG",
                fmt::format("The product is at revision {} by now and your change began at {}; read it again, decide "
                            "again and send its etag.",
                            combinedEtag(live, pending), sent.substr(0, 40)),
                "product.etag");
}

// What would be refused only when it is approved, told to its seller now.
Result<void> checkTaken(sql::Transaction& tx, const v1::Product& live, const v1::Product& after) {
    const ProductId id = ProductId::parse(live.id());
    const SellerId seller = SellerId::parse(live.seller_id());
    for (int i = 0; i < after.variants_size(); ++i) {
        const auto owner = ProductStore::findBySku(tx, seller, after.variants(i).sku());
        if (owner && *owner != id)
            return fail(Code::AlreadyExists, "SKU_TAKEN",
                        fmt::format("The SKU {} already belongs to product {} of this seller; choose another one.",
                                    after.variants(i).sku(), owner->text()),
                        fmt::format("product.variants[{}].sku", i));
    }
    if (const auto owner = after.slug().empty() ? std::nullopt : ProductStore::findBySlug(tx, after.slug());
        owner && *owner != id)
        return fail(Code::AlreadyExists, "SLUG_TAKEN",
                    fmt::format("The slug {} belongs, or belonged, to product {}; choose another one.", after.slug(),
                                owner->text()),
                    "product.slug");
    const CategoryId category = CategoryId::parse(after.category_id());
    if (!after.category_id().empty() && (!category || !CategoryStore::exists(tx, category)))
        return invalid("product.category_id",
                       fmt::format("There is no category {}.", after.category_id().substr(0, 32)), "UNKNOWN_CATEGORY");
    return {};
}

// `live` with the prices that `after` has for its SKUs, where the edit that led from `shown` to `after` changed them.
v1::Product withPrices(const v1::Product& live, const v1::Product& shown, const v1::Product& after) {
    v1::Product priced = live;
    const auto find = [](const v1::Product& product, const std::string& sku) -> const v1::Variant* {
        const auto found = std::ranges::find(product.variants(), sku,
                                             [](const v1::Variant& v) -> const std::string& { return v.sku(); });
        return found == product.variants().end() ? nullptr : &*found;
    };
    for (v1::Variant& variant : *priced.mutable_variants()) {
        const v1::Variant* was = find(shown, variant.sku());
        const v1::Variant* now = find(after, variant.sku());
        if (was && now && was->price().amount_minor() != now->price().amount_minor() &&
            now->price().currency() == variant.price().currency())
            variant.mutable_price()->set_amount_minor(now->price().amount_minor());
    }
    return priced;
}

bool wasCleared(sql::Reader& reader, const v1::Product& product) {
    return reader
               .one(
                   "SELECT revision FROM catalog_cleared WHERE product_id = ?",
                   [](const sql::Row& row) { return row.integer(0); }, parseId(product.id()))
               .value_or(0) == product.revision();
}

Result<void> checkVerdict(const v1::Decision& decision) {
    if (decision.verdict() == v1::VERDICT_UNSPECIFIED || !v1::Verdict_IsValid(decision.verdict()))
        return invalid("verdict", "A decision is to APPROVE, REJECT or REQUEST_CHANGES.", "FIELD_REQUIRED");
    if (decision.verdict() != v1::APPROVE && decision.reason().empty())
        return invalid("reason", "Tell the seller why.", "FIELD_REQUIRED");
    return {};
}

// Why an etag is not the present one: somebody decided, or the seller went on.
Error conflict(sql::Reader& reader, const std::string& product) {
    for (const v1::ProductHistoryEntry& entry :
         readHistoryPage(reader, ProductId::parse(product), 0, 10, false).entries) {
        const std::string& action = entry.action();
        if (action == "approve" || action == "reject" || action == "request_changes")
            return {Code::Aborted, "ALREADY_DECIDED",
                    fmt::format("{} decided about product {} before you ({}); nothing was changed.",
                                entry.actor_id().empty() ? "A rule" : "Moderator " + entry.actor_id(), product, action),
                    "etag"};
        if (action != "import" && action != "update")
            break; // a price may have changed since the decision; what was submitted since is another matter
    }
    return {Code::Aborted, "STALE_ETAG",
            fmt::format("Product {} was changed since you looked at it; look again and decide again.", product),
            "etag"};
}
} // namespace

Result<Editor::Edited> Editor::edit(sql::Transaction& tx, const v1::Product& before, const v1::Product& update,
                                    const Patch& patch, const rpc::Principal& caller, const Change& change,
                                    std::string_view action) {
    if (before.state() == v1::ARCHIVED)
        return fail(Code::FailedPrecondition, "ARCHIVED", "The product is archived and cannot be changed any more.",
                    "product.id");
    const bool published = before.state() == v1::PUBLISHED;
    const v1::ReviewPolicy policy = published ? readPolicy(tx) : v1::ReviewPolicy();
    const bool direct = isDirect(policy, caller);
    auto pending = published ? PendingStore::find(tx, ProductId::parse(before.id())) : std::nullopt;
    TP_TRY(checkEtagOf(update.etag(), before, pending, patch, direct));
    // Copied once only: this runs for every write.
    std::optional<v1::Product> candidate;
    if (pending && !direct)
        candidate = candidateOf(before, *pending);
    const v1::Product& shown = candidate ? *candidate : before;
    v1::Product after = shown;
    auto changed = applyPatch(update, patch, shown, after);
    if (!changed)
        return std::unexpected(std::move(changed).error());
    if (contains(*changed, "attributes") || contains(*changed, "category_id"))
        TP_TRY(checkDefinitions(tx, after, published || before.state() == v1::SUBMITTED));
    if (!changed->empty() && !direct)
        return revise(tx, before, std::move(pending), std::move(after), policy, change, action);
    Edited edited;
    if (changed->empty()) {
        edited.product = before;
    } else {
        const auto position = m_products.update(tx, before, after, *changed, action, change);
        if (!position)
            return std::unexpected(position.error());
        edited.product = std::move(after);
        edited.position = *position;
        if (pending)
            m_pending.announce(tx, edited.product, *pending, change);
    }
    showPending(edited.product, pending);
    return edited;
}

Result<Editor::Edited> Editor::revise(sql::Transaction& tx, const v1::Product& before, std::optional<Pending> pending,
                                      v1::Product after, const v1::ReviewPolicy& policy, const Change& change,
                                      std::string_view action) {
    TP_TRY(checkTaken(tx, before, after));
    Edited edited{before, {}, false};
    v1::Product& live = edited.product;
    const v1::Product shown = pending ? candidateOf(before, *pending) : before;
    if (v1::Product priced = withPrices(before, shown, after);
        !differingFields(before, priced).empty() && takePriceChange(tx, policy, before, priced, change.at)) {
        TP_TRY(validateField(priced, "variants", "product"));
        const auto position = m_products.update(tx, before, priced, {"variants"}, action, change);
        if (!position)
            return std::unexpected(position.error());
        live = std::move(priced);
        edited.position = *position;
    }
    std::vector<std::string> fields = differingFields(live, after);
    if (fields.empty()) {
        if (pending)
            m_pending.remove(tx, live, actionName(Action::Discard), change);
        return edited;
    }
    Pending next;
    next.fields = std::move(fields);
    next.author = change.actor;
    next.created = pending ? pending->created : change.at;
    for (const ProductField& field : productFields())
        if (contains(next.fields, field.name)) {
            copyField(live, next.base, field);
            copyField(after, next.proposed, field);
        }
    m_pending.save(tx, live, next, actionName(Action::Revise), change);
    edited.waits = true;
    showPending(live, next);
    return edited;
}

namespace {
// `definitionsOf` answers with the definitions of a category.
template<class DefinitionsOf>
Result<void> checkAttributes(const v1::Product& product, bool complete, DefinitionsOf definitionsOf) {
    const CategoryId category = CategoryId::parse(product.category_id());
    if (!category || (product.attributes_size() == 0 && !complete))
        return {};
    for (const AttributeProblem& problem : attributeProblems(product, definitionsOf(category)))
        if (complete || !problem.missing)
            return invalid("product." + problem.field, problem.message,
                           problem.missing ? "ATTRIBUTE_REQUIRED" : "OUTSIDE_DEFINITION");
    return {};
}
} // namespace

Result<void> Editor::checkDefinitions(sql::Reader& reader, const v1::Product& product, bool complete) {
    return checkAttributes(product, complete, [&](CategoryId id) { return CategoryStore::definitions(reader, id); });
}

Result<void> Editor::checkDefinitions(sql::Reader& reader, RuleBook& rules, const v1::Product& product, bool complete) {
    return checkAttributes(product, complete,
                           [&](CategoryId id) -> const auto& { return rules.definitions(reader, id); });
}

bool Editor::mayPublish(sql::Reader& reader, const rpc::Principal& caller) {
    return isDirect(readPolicy(reader), caller);
}

bool Editor::mayPublish(const RuleBook& rules, const rpc::Principal& caller) {
    return isDirect(rules.policy(), caller);
}

Result<Editor::Edited> Editor::move(sql::Transaction& tx, const v1::Product& before, Action action,
                                    const rpc::Principal& caller, const Change& change, const Why& why) {
    const ProductId id = ProductId::parse(before.id());
    const bool asSeller = caller.actsFor(SellerId::parse(before.seller_id()));
    const bool asModerator = caller.has(rpc::Role::MODERATOR);
    if (action == Action::Publish && before.state() != v1::PUBLISHED && !mayPublish(tx, caller) &&
        !(before.state() == v1::UNPUBLISHED && wasCleared(tx, before)))
        action = Action::Submit;
    const auto state = transition(before.state(), action, caller, asSeller);
    if (!state)
        return std::unexpected(state.error());
    const auto pending = before.state() == v1::PUBLISHED ? PendingStore::find(tx, id) : std::nullopt;
    Edited edited{before, {}, false};
    if (*state == before.state()) {
        showPending(edited.product, pending);
        return edited;
    }
    // A moderator who approves has seen what is outside, as a finding.
    if (action == Action::Submit || action == Action::Publish)
        TP_TRY(checkDefinitions(tx, before, true));
    std::vector<std::string> fields;
    v1::Product& after = edited.product;
    if (pending && *state != v1::ARCHIVED) {
        after = candidateOf(before, *pending);
        fields = differingFields(before, after);
    }
    fields.emplace_back("state");
    after.set_state(*state);
    auto position = m_products.update(tx, before, after, fields, actionName(action), change);
    const bool folded = position && fields.size() > 1;
    if (!position && fields.size() > 1) {
        // What cannot be folded in must not keep the product on sale.
        after = before;
        after.set_state(*state);
        position = m_products.update(tx, before, after, {"state"}, actionName(action), change);
    }
    if (!position)
        return std::unexpected(position.error());
    explain(tx, lastHistory(tx, id), id, why);
    if (pending)
        m_pending.remove(tx, after, folded ? std::string_view() : actionName(Action::Discard), change);
    if (action == Action::Unpublish && asSeller && !asModerator && !folded)
        tx.exec("INSERT INTO catalog_cleared (product_id, revision) VALUES (?, ?) ON CONFLICT (product_id) DO UPDATE "
                "SET revision = excluded.revision",
                id.value(), after.revision());
    edited.position = *position;
    return edited;
}

Result<Editor::Edited> Editor::discard(sql::Transaction& tx, const v1::Product& before, const rpc::Principal& caller,
                                       const Change& change) {
    const auto pending = PendingStore::find(tx, ProductId::parse(before.id()));
    if (!pending)
        return Edited{before, {}, false};
    const bool asSeller = caller.actsFor(SellerId::parse(before.seller_id()));
    if (const auto state = transition(pending->state, Action::Discard, caller, asSeller, Subject::Revision); !state)
        return std::unexpected(state.error());
    m_pending.remove(tx, before, actionName(Action::Discard), change);
    return Edited{before, {}, false};
}

Result<Editor::Edited> Editor::decide(sql::Transaction& tx, const v1::Decision& decision, const rpc::Principal& caller,
                                      const Change& change) {
    TP_TRY(checkVerdict(decision));
    const auto before = ProductStore::find(tx, ProductId::parse(decision.product_id()));
    if (!before)
        return notFound("product", decision.product_id());
    if (decision.etag().starts_with('p'))
        return decideRevision(tx, decision, *before, caller, change);
    if (decision.etag() != before->etag())
        return std::unexpected(conflict(tx, before->id()));
    if (before->state() == v1::SUBMITTED && decision.verdict() == v1::APPROVE)
        TP_TRY(validateFields(*before, "product"));
    return move(tx, *before, actionOf(decision.verdict()), caller, change, {decision.reason(), decision.note()});
}

Result<Editor::Edited> Editor::decideRevision(sql::Transaction& tx, const v1::Decision& decision,
                                              const v1::Product& live, const rpc::Principal& caller,
                                              const Change& change) {
    const ProductId id = ProductId::parse(live.id());
    auto pending = PendingStore::find(tx, id);
    if (!pending || pending->etag() != decision.etag())
        return std::unexpected(conflict(tx, live.id()));
    const Action action = actionOf(decision.verdict());
    const auto state = transition(pending->state, action, caller, false, Subject::Revision);
    if (!state)
        return std::unexpected(state.error());
    const Why why{decision.reason(), decision.note()};
    Edited edited{live, {}, false};
    if (action != Action::Approve) {
        pending->state = *state;
        pending->reason = decision.reason();
        m_pending.save(tx, live, *pending, actionName(action), change, why);
        showPending(edited.product, pending);
        edited.waits = true;
        return edited;
    }
    v1::Product after = candidateOf(live, *pending);
    TP_TRY(validateFields(after, "product"));
    const std::vector<std::string> fields = differingFields(live, after);
    if (fields.empty()) {
        explain(tx, appendHistory(tx, live, actionName(action), {}, change), id, why);
    } else {
        const auto position = m_products.update(tx, live, after, fields, actionName(action), change);
        if (!position)
            return std::unexpected(position.error());
        explain(tx, lastHistory(tx, id), id, why);
        edited.product = std::move(after);
        edited.position = *position;
    }
    m_pending.remove(tx, edited.product, {}, change);
    return edited;
}

} // namespace tradepost::catalog
