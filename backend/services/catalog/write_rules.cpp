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
