#include "backend/services/moderation/examiner.h"

#include "backend/base/money.h"
#include "backend/services/catalog/attribute_rules.h"
#include "backend/services/catalog/validation.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace tradepost::moderation {

namespace {
constexpr double nearDuplicate = 0.85;

struct Text {
    std::string field;
    const std::string* text;
};

std::vector<Text> textsOf(const catalog::v1::Product& product) {
    std::vector<Text> texts{{"title", &product.title()}, {"description", &product.description()}};
    std::map<std::string, const catalog::v1::LocalizedText*> localized; // the map's own order varies
    for (const auto& [tag, text] : product.texts())
        localized[tag] = &text;
    for (const auto& [tag, text] : localized) {
        texts.push_back({fmt::format("texts[{}].title", tag), &text->title()});
        texts.push_back({fmt::format("texts[{}].description", tag), &text->description()});
    }
    texts.push_back({"seo.title", &product.seo().title()});
    texts.push_back({"seo.description", &product.seo().description()});
    for (const auto& attribute : product.attributes())
        if (attribute.value_case() == catalog::v1::Attribute::kText)
            texts.push_back({fmt::format("attributes[{}]", attribute.name()), &attribute.text()});
    return texts;
}

std::string priceText(std::int64_t minor, const std::string& currency) {
    const auto parsed = Currency::parse(currency);
    return parsed ? format(Money{minor, *parsed}) : std::to_string(minor);
}

// Numbers with a right check digit that no product in trade has (GS1 General Specifications, 1.4: prefixes for use
// within a company, coupons and refund receipts).
std::string_view notForTrade(const std::string& gtin) {
    std::string_view digits = gtin;
    if (digits.size() == 8)
        return digits[0] == '0' || digits[0] == '2' ? "numbers that begin like it are for use within a company" : "";
    if (digits.size() == 14)
        digits.remove_prefix(1);
    const std::string padded = digits.size() == 12 ? "0" + std::string(digits) : std::string(digits);
    if (padded[0] == '2' || padded.starts_with("02") || padded.starts_with("04"))
        return "numbers that begin like it are for use within a company";
    if (padded.starts_with("99") || padded.starts_with("98") || padded.starts_with("05"))
        return "numbers that begin like it are for coupons and refund receipts";
    return "";
}

class Examination {
public:
    Examination(const catalog::v1::Product& product, const MarketFacts& facts, const Lists& lists)
        : m_product(product), m_facts(facts), m_lists(lists) {}

    std::vector<v1::Finding> take() {
        images();
        gtins();
        title();
        price();
        texts();
        attributes();
        std::ranges::sort(m_findings, {}, [](const v1::Finding& finding) {
            return std::tuple(finding.kind(), finding.field(), finding.evidence());
        });
        return std::move(m_findings);
    }

private:
    v1::Finding& add(v1::FindingKind kind, std::string field, std::string evidence) {
        v1::Finding& finding = m_findings.emplace_back();
        finding.set_kind(kind);
        finding.set_field(std::move(field));
        finding.set_evidence(std::move(evidence));
        return finding;
    }

    void images() {
        const bool any = std::ranges::any_of(m_product.images(), [](const catalog::v1::Image& image) {
            return image.type() == catalog::v1::IMAGE && !image.url().empty();
        });
        if (!any)
            add(v1::MISSING_IMAGE, "images", "The product has no picture.");
    }

    void gtins() {
        for (int i = 0; i < m_product.variants_size(); ++i) {
            const std::string& gtin = m_product.variants(i).gtin();
            if (gtin.empty())
                continue;
            const std::string field = fmt::format("variants[{}].gtin", i);
            if (!catalog::isGtin(gtin)) {
                add(v1::WRONG_GTIN, field, fmt::format("The check digit of {} is wrong.", gtin));
                continue;
            }
            if (const auto why = notForTrade(gtin); !why.empty())
                add(v1::WRONG_GTIN, field, fmt::format("{}: {}.", gtin, why));
            if (const auto match = m_facts.gtinElsewhere(gtin, SellerId::parse(m_product.seller_id())))
                add(v1::GTIN_ELSEWHERE, field,
                    fmt::format("Product {} of another seller has {} too.", match->product.text(), gtin))
                    .set_other_product_id(match->product.text());
        }
    }

    void title() {
        if (const auto match = m_facts.similarTitle(m_product.title(), ProductId::parse(m_product.id()), nearDuplicate))
            add(v1::NEAR_DUPLICATE_TITLE, "title",
                fmt::format("The title is {} percent like that of product {}.",
                            static_cast<int>(match->similarity * 100 + 0.5), match->product.text()))
                .set_other_product_id(match->product.text());
    }

    void price() {
        for (int i = 0; i < m_product.variants_size(); ++i) {
            const auto& price = m_product.variants(i).price();
            const auto odd =
                m_facts.oddPrice(CategoryId::parse(m_product.category_id()), price.currency(), price.amount_minor());
            if (!odd)
                continue;
            add(v1::UNUSUAL_PRICE, fmt::format("variants[{}].price", i),
                fmt::format("{} is {:.2g} times the median of about {} that {} products of its category have.",
                            priceText(price.amount_minor(), price.currency()), odd->times,
                            priceText(odd->median, price.currency()), odd->products));
            return; // variants cost much the same
        }
    }

    void texts() {
        for (const Text& text : textsOf(m_product)) {
            if (const auto word = m_lists.words.findIn(*text.text))
                add(v1::BANNED_WORD, text.field, fmt::format("'{}' is on the list of banned words.", *word));
            if (const auto brand = m_lists.brands.findIn(*text.text))
                add(v1::BANNED_BRAND, text.field, fmt::format("'{}' is on the list of banned brands.", *brand));
            if (const auto contact = contactIn(*text.text))
                add(v1::CONTACT_IN_TEXT, text.field, fmt::format("'{}' leads away from the store.", *contact));
        }
        if (const auto brand = m_lists.brands.findIn(m_product.brand()))
            add(v1::BANNED_BRAND, "brand", fmt::format("'{}' is on the list of banned brands.", *brand));
    }

    void attributes() {
        const auto definitions = m_facts.definitions(m_product.category_id());
        for (const catalog::AttributeProblem& each : catalog::attributeProblems(m_product, definitions))
            add(v1::ATTRIBUTE_OUTSIDE_DEFINITION, each.field, each.message);
    }

    const catalog::v1::Product& m_product;
    const MarketFacts& m_facts;
    const Lists& m_lists;
    std::vector<v1::Finding> m_findings;
};
} // namespace

std::vector<v1::Finding> examine(const catalog::v1::Product& candidate, const MarketFacts& facts, const Lists& lists) {
    return Examination(candidate, facts, lists).take();
}

int weightOf(const std::vector<v1::Finding>& findings) {
    constexpr int weights[] = {0, 1, 3, 3, 2, 2, 5, 5, 3, 1}; // by kind
    int weight = 0;
    for (const v1::Finding& finding : findings)
        weight += weights[finding.kind()];
    return std::min(weight, 1000);
}

} // namespace tradepost::moderation
