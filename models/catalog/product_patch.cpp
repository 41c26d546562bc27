#include "models/catalog/product_draft.h"

namespace tradepost::models {

using catalog::v1::Product;
using client::bytes;
using client::text;

namespace {

void writeVariant(const DraftVariant& typed, const ProductDraft& draft, const QLocale& locale,
                  catalog::v1::Variant& variant) {
    const int digits = currencyDigits(draft.currency);
    const auto write = [&](const QString& amount, common::v1::Money& money) {
        money.set_amount_minor(parseAmount(amount, digits, locale).value_or(0));
        money.set_currency(bytes(draft.currency));
    };
    variant.set_sku(bytes(typed.sku));
    write(typed.price, *variant.mutable_price());
    if (typed.compareAt.isEmpty())
        variant.clear_compare_at_price();
    else
        write(typed.compareAt, *variant.mutable_compare_at_price());
    variant.set_gtin(bytes(typed.gtin));
    variant.set_weight_g(typed.weight.toLongLong());
    if (const auto size = parseSize(typed.size); size.size() == 3) {
        variant.mutable_dimensions()->set_length_mm(size[0]);
        variant.mutable_dimensions()->set_width_mm(size[1]);
        variant.mutable_dimensions()->set_height_mm(size[2]);
    } else {
        variant.clear_dimensions();
    }
    variant.clear_options();
    for (qsizetype i = 0; i < draft.optionNames.size(); ++i) {
        if (typed.options.value(i).isEmpty())
            continue;
        auto& option = *variant.add_options();
        option.set_name(bytes(draft.optionNames[i]));
        option.set_value(bytes(typed.options[i]));
    }
}

void writeVariants(const ProductDraft& draft, const Product& stored, const QLocale& locale, Product& product) {
    for (const auto& typed : draft.variants) {
        auto& variant = *product.add_variants();
        for (const auto& before : stored.variants()) {
            if (!typed.origin.isEmpty() && text(before.sku()) == typed.origin)
                variant = before;
        }
        writeVariant(typed, draft, locale, variant);
    }
}

void writeAttribute(const DraftAttribute& typed, const QLocale& locale, catalog::v1::Attribute& attribute) {
    attribute.set_name(bytes(typed.name));
    switch (typed.kind) {
    case AttributeKind::Text:
        attribute.set_text(bytes(typed.value));
        break;
    case AttributeKind::Number:
        attribute.set_number(parseNumber(typed.value, locale).value_or(0));
        attribute.set_unit(bytes(typed.unit));
        break;
    case AttributeKind::Flag:
        attribute.set_flag(typed.value == "true");
        break;
    }
}

} // namespace

QStringList writePatch(const ProductDraft& draft, const ProductDraft& base, const Product& stored,
                       const QLocale& locale, Product& product) {
    const ProductDraft now = draft.tidied();
    const ProductDraft before = base.tidied();
    QStringList paths;
    const auto put = [&](const char* path, bool differs, auto write) {
        if (!differs)
            return;
        write();
        paths.append(path);
    };
    const auto own = [](const ProductDraft& of) { return of.texts.at(of.language); };
    put("title", own(now).title != own(before).title, [&] { product.set_title(bytes(own(now).title)); });
    put("description", own(now).description != own(before).description,
        [&] { product.set_description(bytes(own(now).description)); });
    const auto others = [](ProductDraft of) {
        of.texts.erase(of.language);
        return of.texts;
    };
    put("texts", others(now) != others(before), [&] {
        for (const auto& [tag, texts] : others(now)) {
            auto& written = (*product.mutable_texts())[bytes(tag)];
            written.set_title(bytes(texts.title));
            written.set_description(bytes(texts.description));
        }
    });
    put("brand", now.brand != before.brand, [&] { product.set_brand(bytes(now.brand)); });
    put("category_id", now.categoryId != before.categoryId, [&] { product.set_category_id(bytes(now.categoryId)); });
    put("slug", now.slug != before.slug, [&] { product.set_slug(bytes(now.slug)); });
    put("tax_class", now.taxClass != before.taxClass, [&] { product.set_tax_class(bytes(now.taxClass)); });
    put("seo", now.seoTitle != before.seoTitle || now.seoDescription != before.seoDescription, [&] {
        product.mutable_seo()->set_title(bytes(now.seoTitle));
        product.mutable_seo()->set_description(bytes(now.seoDescription));
    });
    put("variants",
        now.variants != before.variants || now.optionNames != before.optionNames || now.currency != before.currency,
        [&] { writeVariants(now, stored, locale, product); });
    put("attributes", now.attributes != before.attributes, [&] {
        for (const auto& attribute : now.attributes)
            writeAttribute(attribute, locale, *product.add_attributes());
    });
    put("images", now.images != before.images, [&] {
        for (const auto& image : now.images) {
            auto& written = *product.add_images();
            written.set_url(bytes(image.url));
            written.set_alt(bytes(image.alt));
            written.set_type(image.video ? catalog::v1::VIDEO : catalog::v1::IMAGE);
        }
    });
    put("tags", now.tags != before.tags, [&] {
        for (const QString& tag : now.tags)
            product.add_tags(bytes(tag));
    });
    put("markets", now.markets != before.markets, [&] {
        for (const QString& market : now.markets)
            product.add_markets(bytes(market));
    });
    return paths;
}

} // namespace tradepost::models
