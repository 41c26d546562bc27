#include "backend/services/demo/products.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace tradepost::demo {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find(separator), text.size());
        std::string_view part = text.substr(0, at);
        part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
        parts.emplace_back(part);
        text.remove_prefix(std::min(at + 1, text.size()));
    }
    return parts;
}

void setTime(google::protobuf::Timestamp& stamp, Micros time) {
    stamp.set_seconds(time / 1'000'000);
    stamp.set_nanos(static_cast<std::int32_t>(time % 1'000'000) * 1000);
}

// What one variant differs by: option values, a factor on the price in percent, letters for the SKU.
struct Choice {
    std::vector<std::pair<const char*, std::string>> options;
    std::int64_t pricePercent = 100;
    const Colour* colour = nullptr;
    std::string code;
};

struct Step {
    const char* value;
    std::int64_t pricePercent;
};
constexpr std::array<Step, 6> clothesSizes{
    {{"XS", 100}, {"S", 100}, {"M", 100}, {"L", 100}, {"XL", 100}, {"XXL", 105}}};
constexpr std::array<Step, 8> shoeSizes{
    {{"37", 100}, {"38", 100}, {"39", 100}, {"40", 100}, {"41", 100}, {"42", 100}, {"43", 100}, {"44", 100}}};
constexpr std::array<Step, 3> storages{{{"128 GB", 100}, {"256 GB", 114}, {"512 GB", 138}}};
constexpr std::array<Step, 3> sizes{{{"Small", 100}, {"Medium", 125}, {"Large", 160}}};
constexpr std::array<Step, 3> volumes{{{"50 ml", 100}, {"100 ml", 170}, {"250 ml", 320}}};
constexpr std::array<Step, 3> weights{{{"250 g", 100}, {"500 g", 185}, {"1 kg", 340}}};
constexpr std::array<Step, 3> packs{{{"Single", 100}, {"Pack of 3", 270}, {"Pack of 6", 500}}};

// "City Bike" -> "city bike", "USB-C Charger" -> "USB-C charger": as nouns stand within a sentence.
std::string lowered(std::string_view noun) {
    std::string text(noun);
    for (std::size_t at = 0; at < text.size(); ++at)
        if ((at == 0 || text[at - 1] == ' ') && at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z' &&
            text[at] >= 'A' && text[at] <= 'Z')
            text[at] = static_cast<char>(text[at] + 32);
    return text;
}

std::string capitalised(std::string_view words) {
    std::string text(words);
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 32);
    return text;
}

std::string asWords(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

constexpr std::array<Name, 10> novelFirst{{{"Silent", "stille"},
                                           {"Last", "letzte"},
                                           {"Distant", "ferne"},
                                           {"Golden", "goldene"},
                                           {"Hidden", "verborgene"},
                                           {"Winter", "winterliche"},
                                           {"Burning", "brennende"},
                                           {"Lost", "verlorene"},
                                           {"Northern", "nördliche"},
                                           {"Blue", "blaue"}}};
constexpr std::array<Name, 10> novelSecond{{{"Island", "Insel"},
                                            {"City", "Stadt"},
                                            {"Night", "Nacht"},
                                            {"Journey", "Reise"},
                                            {"Bridge", "Brücke"},
                                            {"Letter Box", "Botschaft"},
                                            {"Hour", "Stunde"},
                                            {"Coast", "Küste"},
                                            {"Song", "Melodie"},
                                            {"Promise", "Hoffnung"}}};

} // namespace

struct ProductMaker::Draft {
    const Kind* kind = nullptr;
    const Domain* domain = nullptr;
    std::string brand, model, currency;
    Name title;                                  // of a novel
    std::vector<std::string> facts, germanFacts; // "memory 16 GB"
    std::string_view material;
    std::int64_t price = 0;
};

std::vector<AttributeSpec> parseAttributes(std::string_view text) {
    std::vector<AttributeSpec> specs;
    for (const std::string& part : split(text, ';')) {
        AttributeSpec& spec = specs.emplace_back();
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos) {
            spec.type = AttributeSpec::Type::Flag;
            spec.name = part.substr(0, part.find('?'));
            continue;
        }
        spec.name = part.substr(0, equals);
        spec.values = split(std::string_view(part).substr(equals + 1), '|');
        if (const std::size_t hash = spec.name.find('#'); hash != std::string::npos) {
            spec.type = AttributeSpec::Type::Number;
            spec.unit = spec.name.substr(hash + 1);
            spec.name.resize(hash);
        }
    }
    return specs;
}

std::string makeGtin(std::int64_t number) {
    std::string digits = fmt::format("2{:011}", number % 100'000'000'000);
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i)
        sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return digits + static_cast<char>('0' + (10 - sum % 10) % 10);
}

ProductMaker::ProductMaker(World& world) : m_world(world), m_random(world.random) {
    for (std::size_t k = 0; k < kinds().size(); ++k) {
        m_attributes.push_back(parseAttributes(kinds()[k].attributes));
        const std::string_view root = kinds()[k].root.en;
        const std::size_t weight = root == "Electronics" ? 4 : root == "Clothing" ? 4 : root == "Home & Living" ? 3 : 2;
        m_kindsByWeight.insert(m_kindsByWeight.end(), weight + k % 3, k);
    }
}

std::size_t ProductMaker::pickKind() {
    return m_kindsByWeight[m_random.below(m_kindsByWeight.size())];
}

std::vector<const Colour*> paletteOf(std::size_t kind) {
    const Options options = kinds()[kind].options;
    const bool coloured = options != Options::None && options != Options::Volume && options != Options::Weight &&
                          options != Options::Pack;
    std::vector<const Colour*> palette;
    for (std::size_t i = 0; i < (coloured ? 6u : 3u); ++i) // steps of 5 among 14 colours: none comes twice
        palette.push_back(&colours()[(kind * 3 + i * 5) % colours().size()]);
    return palette;
}

std::vector<const Colour*> ProductMaker::pickColours(std::size_t kind, std::size_t most) {
    const std::vector<const Colour*> palette = paletteOf(kind);
    std::vector<const Colour*> picked;
    const std::size_t wanted = 1 + m_random.below(most), from = m_random.below(palette.size());
    for (std::size_t i = 0; i < wanted; ++i)
        picked.push_back(palette[(from + i) % palette.size()]);
    return picked;
}

// Between the kind's bounds on a logarithmic scale, the middle more often than the ends, ending as prices do.
std::int64_t ProductMaker::pickPrice(const Kind& kind) {
    const double at = (m_random.unit() + m_random.unit() + m_random.unit()) / 3;
    const double ratio = static_cast<double>(kind.maxPrice) / static_cast<double>(kind.minPrice);
    const auto raw =
        static_cast<std::int64_t>(static_cast<double>(kind.minPrice) * std::pow(ratio, std::pow(at, 1.25)));
    if (raw >= 20'000)
        return raw / 1000 * 1000 + 900;
    constexpr std::array<std::int64_t, 5> endings{99, 95, 90, 50, 0};
    return std::max<std::int64_t>(raw / 100 * 100 + endings[m_random.below(endings.size())], 99);
}

void ProductMaker::addAttributes(catalog::v1::Product& product, std::size_t kind, Draft& draft) {
    for (const AttributeSpec& spec : m_attributes[kind]) {
        if (!m_random.chance(90)) // real catalogs have gaps
            continue;
        catalog::v1::Attribute& attribute = *product.add_attributes();
        attribute.set_name(spec.name);
        if (spec.type == AttributeSpec::Type::Flag) {
            attribute.set_flag(m_random.chance(55));
            continue;
        }
        const std::string& value = spec.values[m_random.below(spec.values.size())];
        if (spec.type == AttributeSpec::Type::Number) {
            attribute.set_number(std::stod(value));
            attribute.set_unit(spec.unit);
            const std::string unit = spec.unit == "pcs" || spec.unit == "a" ? "" : " " + spec.unit;
            draft.facts.push_back(fmt::format("{} {}{}", asWords(spec.name), value, unit));
        } else {
            attribute.set_text(value);
            draft.facts.push_back(fmt::format("{} {}", asWords(spec.name), lowered(value)));
            if (spec.name == "material")
                draft.material = value;
        }
    }
}

void ProductMaker::addTexts(catalog::v1::Product& product, const Draft& draft) {
    const Domain& domain = *draft.domain;
    const std::size_t first = m_random.below(domain.qualities.size());
    const std::size_t apart = 1 + m_random.below(domain.qualities.size() - 1);
    const Name &quality = domain.qualities[first], &other = domain.qualities[(first + apart) % domain.qualities.size()];
    const Name &feature = m_random.pick(domain.features), &second = m_random.pick(domain.features);
    const Name &use = m_random.pick(domain.uses), &remark = m_random.pick(domain.remarks);
    const std::string_view brand = draft.brand, model = draft.model, noun = draft.kind->noun.en,
                           germanNoun = draft.kind->noun.de;
    const std::size_t pattern = m_random.below(6);
    std::string title, german;
    if (!draft.title.en.empty()) {
        const Name& kindOf = m_random.pick(std::span<const Name>(novelFirst));
        title = fmt::format("The {} {}: A Novel", kindOf.en, draft.title.en);
        german = fmt::format("Die {} {}: Roman", kindOf.de, draft.title.de);
    } else if (pattern == 0) {
        title = fmt::format("{} {} {}", brand, model, noun);
        german = fmt::format("{} {} {}", brand, model, germanNoun);
    } else if (pattern == 1) {
        title = fmt::format("{} {} {}, {}", brand, model, noun, quality.en);
        german = fmt::format("{} {} {}, {}", brand, model, germanNoun, quality.de);
    } else if (pattern == 2) {
        title = fmt::format("{} {} {} {}", brand, capitalised(quality.en), noun, model);
        german = fmt::format("{} {} {} – {}", brand, germanNoun, model, quality.de);
    } else if (pattern == 3) {
        title = fmt::format("{} {} {} with {}", brand, model, noun, feature.en);
        german = fmt::format("{} {} {} mit {}", brand, model, germanNoun, feature.de);
    } else if (pattern == 4) {
        title = fmt::format("{} {} {} for {}", brand, model, noun, use.en);
        german = fmt::format("{} {} {} für {}", brand, model, germanNoun, use.de);
    } else if (!draft.material.empty()) {
        title = fmt::format("{} {} {} in {}", brand, model, noun, lowered(draft.material));
        german = fmt::format("{} {} {} aus {}", brand, model, germanNoun, inGerman(draft.material));
    } else {
        title = fmt::format("{} {} – {} {}", brand, model, quality.en, lowered(noun));
        german = fmt::format("{} {} – {}, {}", brand, model, germanNoun, quality.de);
    }
    product.set_title(title);
    product.set_language("en");

    std::string text, germanText;
    const std::string_view name = draft.title.en.empty() ? model : draft.title.en;
    switch (m_random.below(3)) {
    case 0:
        text = fmt::format("{} by {}: {} {} for {}.", name, brand, quality.en, lowered(noun), use.en);
        germanText =
            fmt::format("{} von {}: {}, {} und gemacht für {}.", germanNoun, brand, quality.de, other.de, use.de);
        break;
    case 1:
        text = fmt::format("{} made this {} for {}: {}, {} and built to last.", brand, lowered(noun), use.en,
                           quality.en, other.en);
        germanText = fmt::format("Von {} für {}: {} und {}.", brand, use.de, quality.de, other.de);
        break;
    default:
        text = fmt::format("Looking for something {} for {}? Meet the {} from {}.", quality.en, use.en, name, brand);
        germanText = fmt::format("Sie suchen etwas für {}? {} von {}, {}.", use.de, germanNoun, brand, quality.de);
    }
    text += feature.en == second.en ? fmt::format(" Comes with {}.", feature.en)
                                    : fmt::format(" Comes with {} and {}.", feature.en, second.en);
    germanText += feature.en == second.en ? fmt::format(" Mit {}.", feature.de)
                                          : fmt::format(" Mit {} und {}.", feature.de, second.de);
    if (!draft.facts.empty() && m_random.chance(70))
        text += fmt::format(" {}.", capitalised(fmt::format("{}", fmt::join(draft.facts, ", "))));
    if (!draft.material.empty())
        germanText += fmt::format(" Aus {}.", inGerman(draft.material));
    text += fmt::format(" {}", remark.en);
    germanText += fmt::format(" {}", remark.de);
    product.set_description(text);
    if (m_random.chance(34)) {
        catalog::v1::LocalizedText& localized = (*product.mutable_texts())["de"];
        localized.set_title(german);
        localized.set_description(germanText);
    }
}

void ProductMaker::addVariants(Made& made, const Draft& draft, std::int64_t n) {
    const Kind& kind = *draft.kind;
    std::span<const Step> steps;
    const char* stepName = "Size";
    bool coloured = true;
    std::size_t mostColours = 2;
    switch (kind.options) {
    case Options::None:
        coloured = false;
        break;
    case Options::Colour:
        mostColours = 4;
        break;
    case Options::ColourClothes:
        steps = std::span(clothesSizes).subspan(m_random.below(3), 4);
        break;
    case Options::ColourShoes:
        steps = std::span(shoeSizes).subspan(m_random.below(4), 5);
        break;
    case Options::ColourStorage:
        steps = std::span(storages).first(1 + m_random.below(3));
        stepName = "Storage";
        break;
    case Options::ColourSize:
        steps = std::span(sizes).first(1 + m_random.below(3));
        break;
    case Options::Volume:
        coloured = false;
        steps = std::span(volumes).first(1 + m_random.below(3));
        stepName = "Volume";
        break;
    case Options::Weight:
        coloured = false;
        steps = std::span(weights).first(1 + m_random.below(3));
        stepName = "Weight";
        break;
    case Options::Pack:
        coloured = false;
        steps = std::span(packs).first(1 + m_random.below(3));
        stepName = "Pack size";
        break;
    }
    std::vector<Choice> choices;
    made.pictured = pickColours(made.kind, coloured ? mostColours : 1);
    for (const Colour* colour : made.pictured) {
        Choice choice;
        choice.colour = colour;
        if (coloured) {
            choice.options.emplace_back("Colour", colour->en);
            choice.code = fmt::format("-{}", colour->en.substr(0, 4));
        }
        if (steps.empty())
            choices.push_back(choice);
        for (const Step& step : steps) {
            Choice stepped = choice;
            stepped.options.emplace_back(stepName, step.value);
            stepped.pricePercent = step.pricePercent;
            stepped.code += fmt::format("-{}", step.value);
            choices.push_back(std::move(stepped));
        }
    }
    const bool reduced = m_random.chance(18);
    const std::int64_t grams = m_random.between(kind.minGrams, kind.maxGrams);
    const std::int64_t side = static_cast<std::int64_t>(std::cbrt(static_cast<double>(grams)) * 18);
    std::string prefix;
    for (char c : draft.brand)
        if (prefix.size() < 3 && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
            prefix += static_cast<char>(c & ~32);
    for (const Choice& choice : choices) {
        catalog::v1::Variant& variant = *made.product.add_variants();
        std::string sku = fmt::format("{}-{:06}{}", prefix, n + 1, choice.code);
        std::erase(sku, ' ');
        for (char& c : sku)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        variant.set_sku(sku);
        for (const auto& [name, value] : choice.options) {
            catalog::v1::OptionValue& option = *variant.add_options();
            option.set_name(name);
            option.set_value(value);
        }
        const std::int64_t price = draft.price * choice.pricePercent / 100;
        variant.mutable_price()->set_amount_minor(price);
        variant.mutable_price()->set_currency(draft.currency);
        if (reduced) {
            variant.mutable_compare_at_price()->set_amount_minor(price * 125 / 100 / 100 * 100 + 99);
            variant.mutable_compare_at_price()->set_currency(draft.currency);
        }
        variant.set_gtin(makeGtin(++m_gtins));
        variant.set_weight_g(grams * choice.pricePercent / 100);
        variant.mutable_dimensions()->set_length_mm(side * 3 / 2);
        variant.mutable_dimensions()->set_width_mm(side);
        variant.mutable_dimensions()->set_height_mm(side * 2 / 3);
    }
}

void ProductMaker::addDetails(catalog::v1::Product& product, const Draft& draft) {
    using namespace catalog::v1;
    const std::size_t dice = m_random.below(100);
    product.set_state(dice < 86   ? PUBLISHED
                      : dice < 91 ? DRAFT
                      : dice < 94 ? SUBMITTED
                      : dice < 95 ? CHANGES_REQUESTED
                      : dice < 96 ? REJECTED
                                  : UNPUBLISHED);
    constexpr std::array<const char*, 6> tags{"new",         "bestseller", "gift idea",
                                              "sustainable", "clearance",  "editor's choice"};
    const std::size_t from = m_random.below(tags.size());
    for (std::size_t i = m_random.below(3); i > 0; --i)
        product.add_tags(tags[(from + i) % tags.size()]);
    if (m_random.chance(20))
        for (const char* market : {"DE", "AT", "CH"})
            product.add_markets(market);
    const bool reducedTax = draft.kind->root.en == "Food & Drink" || draft.kind->group.en == "Books";
    product.set_tax_class(reducedTax ? "reduced" : "standard");
}

ProductMaker::Made ProductMaker::make(std::int64_t n, std::int64_t count) {
    const Micros end = World::opened + World::days * World::day;
    // Sellers and categories are of the first day.
    const Micros created = World::opened + World::day + (World::days - 1) * World::day / count * n;
    m_world.clock.set(created);

    Made made;
    made.kind = pickKind();
    Draft draft;
    draft.kind = &kinds()[made.kind];
    draft.domain = &domainOf(*draft.kind);
    draft.brand = m_random.pick(draft.domain->brands);
    draft.model = m_random.pick(modelNames());
    if (m_random.chance(draft.kind->root.en == "Electronics" ? 75 : 30))
        draft.model += fmt::format(" {}", m_random.chance(50) ? m_random.between(2, 9) : m_random.between(1, 30) * 50);
    if (draft.kind->shape == "book")
        draft.title = m_random.pick(std::span<const Name>(novelSecond));
    const std::vector<World::SellerTraits>& sellers = m_world.sellersOfRoot.at(draft.kind->root.en);
    const World::SellerTraits& seller = sellers[m_random.below(sellers.size())];
    draft.currency = seller.currency;
    draft.price = pickPrice(*draft.kind);

    catalog::v1::Product& product = made.product;
    product.set_id(formatId(m_world.ids.next()));
    product.set_seller_id(seller.id);
    product.set_brand(draft.brand);
    product.set_category_id(m_world.leafIds[made.kind]);
    addAttributes(product, made.kind, draft);
    addTexts(product, draft);
    addVariants(made, draft, n);
    addDetails(product, draft);
    setTime(*product.mutable_create_time(), created);
    setTime(*product.mutable_update_time(), created + (end - created) / 100 * m_random.between(0, 100));
    return made;
}

} // namespace tradepost::demo
