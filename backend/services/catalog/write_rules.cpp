#include "backend/services/catalog/write_rules.h"

#include "backend/services/catalog/validation.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
Result<void> setOnlyPrice(const v1::Product& update, v1::Product& product) {
    if (product.variants_size() != 1)
        return invalid("product.price",
                       fmt::format("The product has {} variants; set the price of each in product.variants.",
                                   product.variants_size()),
                       "SEVERAL_VARIANTS");
    *product.mutable_variants(0)->mutable_price() = update.price();
    return {};
}
} // namespace

bool mayEdit(const rpc::Principal& caller, SellerId seller) {
    return caller.actsFor(seller) || caller.has(rpc::Role::ADMIN);
}

Result<SellerId> sellerFor(const rpc::Principal& caller, const std::string& named) {
    if (named.empty()) {
        if (caller.sellers.size() == 1)
            return caller.sellers.front();
        return invalid("product.seller_id", "Name the seller account that the product belongs to.", "FIELD_REQUIRED");
    }
    const SellerId seller = SellerId::parse(named);
    if (!seller || !mayEdit(caller, seller))
        return fail(Code::PermissionDenied, "NOT_YOUR_ACCOUNT",
                    fmt::format("You do not act for the seller account {}.", named.substr(0, 32)), "product.seller_id");
    return seller;
}

Result<void> checkEtag(const std::string& sent, const v1::Product& current, const std::string& field) {
    if (sent.empty() || sent == current.etag())
        return {};
    return fail(
        Code::Aborted, "STALE_ETAG",
        fmt::format("The product is at revision {} by now and your change began at {}; read it again, decide again "
                    "and send its etag.",
                    current.etag(), sent.substr(0, 20)),
        field);
}

Result<std::vector<std::string>> applyPatch(const v1::Product& update, const Patch& patch, const v1::Product& before,
                                            v1::Product& product) {
    TP_TRY(copyPatched(update, product, patch));
    bool variants = std::ranges::any_of(patch.fields,
                                        [](const ProductField* f) { return std::string_view(f->name) == "variants"; });
    if (patch.price) {
        TP_TRY(setOnlyPrice(update, product));
        variants = true;
    }
    std::vector<std::string> changed;
    for (const ProductField& field : productFields()) {
        const bool named = std::ranges::find(patch.fields, &field) != patch.fields.end() ||
                           (variants && std::string_view(field.name) == "variants");
        if (!named || sameField(before, product, field))
            continue;
        TP_TRY(validateField(product, field.name, "product"));
        changed.emplace_back(field.name);
    }
    return changed;
}

} // namespace tradepost::catalog
