#include "backend/services/moderation/text_diff.h"

#include "backend/base/money.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <string>

namespace tradepost::moderation {

namespace {
constexpr int mostEdits = 2000;

using Words = std::vector<std::string_view>;

// Words, and the blanks between them as words of their own, so that nothing is lost.
Words wordsOf(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    Words words;
    for (std::size_t at = 0; at < text.size();) {
        const bool blank = blanks.find(text[at]) != std::string_view::npos;
        const std::size_t end =
            std::min(blank ? text.find_first_not_of(blanks, at) : text.find_first_of(blanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

void append(std::vector<v1::TextSpan>& spans, v1::TextSpan::Kind kind, std::string_view text) {
    if (text.empty())
        return;
    if (spans.empty() || spans.back().kind() != kind)
        spans.emplace_back().set_kind(kind);
    spans.back().mutable_text()->append(text);
}

enum class Step : char { Keep, Remove, Add };

// The steps from a to b, in reverse; empty when they are too many.
std::vector<Step> shortestWay(const Words& a, const Words& b) {
    const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    const int most = std::min(n + m, mostEdits);
    std::vector<int> reach(static_cast<std::size_t>(2 * most + 3), 0); // by diagonal
    const auto at = [&](std::vector<int>& values, int k) -> int& {
        return values[static_cast<std::size_t>(k + most + 1)];
    };
    std::vector<std::vector<int>> trace; // of each round, diagonals -d to d
    int rounds = -1;
    for (int d = 0; d <= most && rounds < 0; ++d) {
        for (int k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && at(reach, k - 1) < at(reach, k + 1));
            int x = down ? at(reach, k + 1) : at(reach, k - 1) + 1;
            while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
                ++x;
            at(reach, k) = x;
            if (x >= n && x - k >= m) {
                rounds = d;
                break;
            }
        }
        trace.emplace_back(reach.begin() + (most + 1 - d), reach.begin() + (most + 2 + d));
    }
    std::vector<Step> steps;
    if (rounds < 0)
        return steps;
    int x = n, y = m;
    for (int d = rounds; d > 0; --d) {
        const auto reached = [&](int k) { // after the round before
            return trace[static_cast<std::size_t>(d - 1)][static_cast<std::size_t>(k + d - 1)];
        };
        const int k = x - y;
        const bool down = k == -d || (k != d && reached(k - 1) < reached(k + 1));
        const int fromX = reached(down ? k + 1 : k - 1), fromY = fromX - (down ? k + 1 : k - 1);
        for (; x > fromX && y > fromY; --x, --y)
            steps.push_back(Step::Keep);
        steps.push_back(down ? Step::Add : Step::Remove);
        x = fromX, y = fromY;
    }
    steps.insert(steps.end(), static_cast<std::size_t>(x), Step::Keep);
    return steps;
}
} // namespace

std::vector<v1::TextSpan> wordDiff(std::string_view before, std::string_view after) {
    Words a = wordsOf(before), b = wordsOf(after);
    std::vector<v1::TextSpan> spans;
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        append(spans, v1::TextSpan::KEPT, a[head++]);
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const Words oldWords(a.begin() + static_cast<std::ptrdiff_t>(head), a.end() - static_cast<std::ptrdiff_t>(tail));
    const Words newWords(b.begin() + static_cast<std::ptrdiff_t>(head), b.end() - static_cast<std::ptrdiff_t>(tail));
    const std::vector<Step> steps = shortestWay(oldWords, newWords);
    std::size_t x = 0, y = 0;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (*step == Step::Keep)
            append(spans, v1::TextSpan::KEPT, oldWords[x]), ++x, ++y;
        else if (*step == Step::Remove)
            append(spans, v1::TextSpan::REMOVED, oldWords[x++]);
        else
            append(spans, v1::TextSpan::ADDED, newWords[y++]);
    }
    while (x < oldWords.size()) // too many steps
        append(spans, v1::TextSpan::REMOVED, oldWords[x++]);
    while (y < newWords.size())
        append(spans, v1::TextSpan::ADDED, newWords[y++]);
    for (std::size_t i = a.size() - tail; i < a.size(); ++i)
        append(spans, v1::TextSpan::KEPT, a[i]);
    return spans;
}

namespace {
class Comparison {
public:
    void text(const std::string& field, const std::string& before, const std::string& after, bool words = false) {
        if (before == after)
            return;
        v1::FieldChange& change = m_changes.emplace_back();
        change.set_field(field);
        change.set_before(before);
        change.set_after(after);
        if (words)
            for (v1::TextSpan& span : wordDiff(before, after))
                *change.add_spans() = std::move(span);
    }

    // Two lists of named things: those that came, went, or are different.
    void named(const std::string& field, const std::map<std::string, std::string>& before,
               const std::map<std::string, std::string>& after, bool words = false) {
        std::map<std::string, std::pair<std::string, std::string>> both;
        for (const auto& [name, value] : before)
            both[name].first = value;
        for (const auto& [name, value] : after)
            both[name].second = value;
        for (const auto& [name, values] : both)
            text(fmt::format(fmt::runtime(field), name), values.first, values.second, words);
    }

    void images(const catalog::v1::Product& before, const catalog::v1::Product& after) {
        const auto urls = [](const catalog::v1::Product& product) {
            std::vector<std::string> all;
            for (const auto& image : product.images())
                all.push_back(image.url());
            return all;
        };
        const std::vector<std::string> old = urls(before), now = urls(after);
        const auto alts = [](const catalog::v1::Product& product) {
            std::map<std::string, std::string> all;
            for (const auto& image : product.images())
                all[image.url()] = image.alt();
            return all;
        };
        std::map<std::string, std::string> oldAlts = alts(before), newAlts = alts(after);
        std::erase_if(oldAlts, [&](const auto& each) { return !newAlts.contains(each.first); });
        std::erase_if(newAlts, [&](const auto& each) { return !oldAlts.contains(each.first); });
        named("images[{}].alt", oldAlts, newAlts, true);
        if (old == now)
            return;
        v1::FieldChange& change = m_changes.emplace_back();
        change.set_field("images");
        change.set_before(fmt::format("{}", old.size()));
        change.set_after(fmt::format("{}", now.size()));
        for (const auto& image : before.images())
            if (std::ranges::find(now, image.url()) == now.end())
                *change.add_images_removed() = image;
        for (const auto& image : after.images())
            if (std::ranges::find(old, image.url()) == old.end())
                *change.add_images_added() = image;
        change.set_images_reordered(change.images_removed_size() == 0 && change.images_added_size() == 0);
    }

    std::vector<v1::FieldChange> take() { return std::move(m_changes); }

private:
    std::vector<v1::FieldChange> m_changes;
};

std::string priceOf(const common::v1::Money& money) {
    const auto currency = Currency::parse(money.currency());
    return currency ? format(Money{money.amount_minor(), *currency}) : std::string();
}

std::map<std::string, std::string> attributesOf(const catalog::v1::Product& product) {
    std::map<std::string, std::string> all;
    for (const auto& attribute : product.attributes())
        switch (attribute.value_case()) {
        case catalog::v1::Attribute::kText:
            all[attribute.name()] = attribute.text();
            break;
        case catalog::v1::Attribute::kNumber:
            all[attribute.name()] =
                fmt::format("{}{}{}", attribute.number(), attribute.unit().empty() ? "" : " ", attribute.unit());
            break;
        case catalog::v1::Attribute::kFlag:
            all[attribute.name()] = attribute.flag() ? "yes" : "no";
            break;
        case catalog::v1::Attribute::VALUE_NOT_SET:
            break;
        }
    return all;
}

// By "variants[SKU].field"; "variants[SKU]" itself says that there is one.
std::map<std::string, std::string> variantsOf(const catalog::v1::Product& product) {
    std::map<std::string, std::string> all;
    for (const auto& variant : product.variants()) {
        const std::string at = fmt::format("variants[{}]", variant.sku());
        std::string options;
        for (const auto& option : variant.options())
            options.append(options.empty() ? "" : ", ").append(option.name()).append(": ").append(option.value());
        all[at] = options.empty() ? variant.sku() : options;
        all[at + ".price"] = priceOf(variant.price());
        all[at + ".compare_at_price"] = variant.has_compare_at_price() ? priceOf(variant.compare_at_price()) : "";
        all[at + ".gtin"] = variant.gtin();
        all[at + ".weight_g"] = variant.weight_g() ? fmt::format("{} g", variant.weight_g()) : std::string();
        const auto& size = variant.dimensions();
        all[at + ".dimensions"] = variant.has_dimensions() ? fmt::format("{} x {} x {} mm", size.length_mm(),
                                                                         size.width_mm(), size.height_mm())
                                                           : std::string();
    }
    return all;
}

std::string joined(const auto& values) {
    std::vector<std::string> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    std::string text;
    for (const std::string& value : sorted)
        text.append(text.empty() ? "" : ", ").append(value);
    return text;
}
} // namespace

std::vector<v1::FieldChange> compareProducts(const catalog::v1::Product& live, const catalog::v1::Product& candidate) {
    Comparison compare;
    compare.text("title", live.title(), candidate.title(), true);
    compare.text("description", live.description(), candidate.description(), true);
    compare.text("language", live.language(), candidate.language());
    for (const bool titles : {true, false}) {
        const auto textsOf = [titles](const catalog::v1::Product& product) {
            std::map<std::string, std::string> all;
            for (const auto& [tag, text] : product.texts())
                all[tag] = titles ? text.title() : text.description();
            return all;
        };
        compare.named(titles ? "texts[{}].title" : "texts[{}].description", textsOf(live), textsOf(candidate), true);
    }
    compare.text("brand", live.brand(), candidate.brand());
    compare.text("category_id", live.category_id(), candidate.category_id());
    compare.named("attributes[{}]", attributesOf(live), attributesOf(candidate));
    compare.named("{}", variantsOf(live), variantsOf(candidate));
    compare.images(live, candidate);
    compare.text("slug", live.slug(), candidate.slug());
    compare.text("seo.title", live.seo().title(), candidate.seo().title(), true);
    compare.text("seo.description", live.seo().description(), candidate.seo().description(), true);
    compare.text("tags", joined(live.tags()), joined(candidate.tags()));
    compare.text("markets", joined(live.markets()), joined(candidate.markets()));
    compare.text("tax_class", live.tax_class(), candidate.tax_class());
    return compare.take();
}

} // namespace tradepost::moderation
