#include "models/sample/sample_catalog.h"

#include "backend/base/ids.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace tradepost::models {

using catalog::v1::Product;

namespace {

struct Kind {
    const char* parent;
    const char* parentGerman;
    const char* category;
    const char* categoryGerman;
    const char* noun;
    const char* nounGerman;
    int cents; // typical price
};
constexpr std::array<Kind, 14> kKinds{{
    {"Electronics", "Elektronik", "Headphones", "Kopfhörer", "wireless headphones", "kabellose Kopfhörer", 12900},
    {"Electronics", "Elektronik", "Headphones", "Kopfhörer", "in-ear monitors", "In-Ear-Kopfhörer", 8900},
    {"Electronics", "Elektronik", "Keyboards", "Tastaturen", "mechanical keyboard", "mechanische Tastatur", 11900},
    {"Electronics", "Elektronik", "Chargers", "Ladegeräte", "USB-C charger", "USB-C-Ladegerät", 3900},
    {"Kitchen", "Küche", "Coffee", "Kaffee", "pour-over kettle", "Schwanenhals-Wasserkocher", 7900},
    {"Kitchen", "Küche", "Coffee", "Kaffee", "burr coffee grinder", "Kaffeemühle mit Kegelmahlwerk", 14900},
    {"Kitchen", "Küche", "Knives", "Messer", "chef's knife", "Kochmesser", 9900},
    {"Outdoor", "Outdoor", "Backpacks", "Rucksäcke", "trekking backpack", "Trekkingrucksack", 15900},
    {"Outdoor", "Outdoor", "Tents", "Zelte", "two-person tent", "Zwei-Personen-Zelt", 28900},
    {"Outdoor", "Outdoor", "Lighting", "Beleuchtung", "rechargeable headlamp", "wiederaufladbare Stirnlampe", 5900},
    {"Home", "Wohnen", "Lamps", "Lampen", "desk lamp", "Schreibtischlampe", 6900},
    {"Home", "Wohnen", "Textiles", "Textilien", "linen bed set", "Leinenbettwäsche", 17900},
    {"Cycling", "Radsport", "Helmets", "Helme", "commuter helmet", "Fahrradhelm für die Stadt", 8900},
    {"Cycling", "Radsport", "Lights", "Fahrradlichter", "rear light", "Rücklicht", 2900},
}};
constexpr std::array kBrands{"Aurelia", "Nordlicht", "Kestrel", "Bergmann & Söhne",
                             "Lumen",   "Halden",    "Tivoli",  "Ostrava",
                             "Marlow",  "Fjell",     "Quill"};
constexpr std::array kSeries{"Arc", "Pro", "Air", "Mono", "Studio", "Trail", "Classic", "Mini", "One", "Atlas"};
constexpr std::array kColours{"graphite", "sand", "forest", "navy", "ivory", "copper"};
constexpr std::array kStates{catalog::v1::PUBLISHED, catalog::v1::PUBLISHED,   catalog::v1::PUBLISHED,
                             catalog::v1::PUBLISHED, catalog::v1::DRAFT,       catalog::v1::SUBMITTED,
                             catalog::v1::PUBLISHED, catalog::v1::UNPUBLISHED, catalog::v1::CHANGES_REQUESTED,
                             catalog::v1::PUBLISHED, catalog::v1::REJECTED,    catalog::v1::PUBLISHED};
constexpr std::int64_t kFirstId = 212'000'000'000'000'000;

// A number for (seed, index, use): splitmix64, https://prng.di.unimi.it/splitmix64.c.
std::uint64_t draw(std::uint32_t seed, int index, std::uint32_t use) {
    std::uint64_t z = (std::uint64_t(seed) << 40) + std::uint64_t(index) * 16 + use + 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

template<class Values>
const auto& pick(const Values& values, std::uint64_t number) {
    return values[number % values.size()];
}

std::string ean(std::uint64_t number) {
    std::string digits =
        "40" + QString::number(qulonglong(number % 10'000'000'000ULL)).rightJustified(10, '0').toStdString();
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i)
        sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return digits + char('0' + (10 - sum % 10) % 10);
}

std::string capitalized(std::string text) {
    text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string etagOf(const Product& product) {
    return "r" + std::to_string(product.revision());
}

} // namespace

SampleCatalog::SampleCatalog(int products, std::uint32_t seed, std::int64_t nowSeconds)
    : m_count(std::size_t(products)), m_seed(seed), m_now(nowSeconds) {
    std::map<std::string, std::string> byName;
    const auto add = [&](const char* name, const char* german, const std::string& parent) {
        auto& id = byName[parent + '/' + name];
        if (!id.empty())
            return id;
        id = formatId(kFirstId - 1000 + std::int64_t(m_categories.size()));
        auto& category = m_categories.emplace_back();
        category.set_id(id);
        category.set_parent_id(parent);
        category.set_name(name);
        (*category.mutable_names())["de"] = german;
        category.set_sort_index(int(m_categories.size()));
        return id;
    };
    for (const Kind& kind : kKinds) // sorted by parent, so this is depth first
        m_leaves.push_back(add(kind.category, kind.categoryGerman, add(kind.parent, kind.parentGerman, {})));
    define();
}

// What products are described by: the roots' definitions hold for all below them.
void SampleCatalog::define() {
    const auto add = [](catalog::v1::Category& category, const char* name, catalog::v1::AttributeType type,
                        const char* english, const char* german, const char* unit = "") -> auto& {
        auto& definition = *category.add_attributes();
        definition.set_name(name);
        definition.set_type(type);
        definition.set_unit(unit);
        (*definition.mutable_labels())["en"] = english;
        (*definition.mutable_labels())["de"] = german;
        return definition;
    };
    for (auto& category : m_categories) {
        if (category.parent_id().empty()) {
            auto& material = add(category, "material", catalog::v1::TEXT, "Material", "Material");
            for (const char* value : {"Aluminium", "Steel", "Wood", "Plastic", "Cotton", "Linen"})
                material.add_allowed_values(value);
            material.set_required(true);
            add(category, "country_of_origin", catalog::v1::TEXT, "Country of origin", "Herkunftsland");
            continue;
        }
        if (category.name() == "Lamps" || category.name() == "Lighting" || category.name() == "Lights") {
            add(category, "luminous_flux", catalog::v1::NUMBER, "Luminous flux", "Lichtstrom", "lm").set_required(true);
            add(category, "colour_temperature", catalog::v1::NUMBER, "Colour temperature", "Farbtemperatur", "K");
            add(category, "dimmable", catalog::v1::FLAG, "Dimmable", "Dimmbar");
        } else if (category.name() == "Headphones") {
            add(category, "battery_life", catalog::v1::NUMBER, "Battery life", "Akkulaufzeit", "h");
            add(category, "noise_cancelling", catalog::v1::FLAG, "Noise cancelling", "Geräuschunterdrückung");
        }
    }
}

Result<catalog::v1::Category> SampleCatalog::category(const std::string& id) const {
    const auto byId = [&](const std::string& wanted) {
        return std::ranges::find(m_categories, wanted, [](const auto& each) { return each.id(); });
    };
    const auto found = byId(id);
    if (found == m_categories.end())
        return notFound("category", id);
    catalog::v1::Category category = *found;
    if (const auto parent = byId(category.parent_id()); parent != m_categories.end())
        *category.mutable_inherited_attributes() = parent->attributes();
    return category;
}

void SampleCatalog::setPending(const Product& product, catalog::v1::ProductState state, const std::string& reason) {
    auto& revision = m_pending[product.id()];
    revision.set_product_id(product.id());
    revision.set_etag("p" + std::to_string(product.revision()));
    revision.set_state(state);
    revision.set_reason(reason);
    *revision.mutable_product() = product;
}

Result<catalog::v1::PendingRevision> SampleCatalog::pending(const std::string& id) const {
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return notFound("pending revision", id);
    return found->second;
}

Result<Product> SampleCatalog::discardPending(const std::string& id) {
    m_pending.erase(id);
    return find(id);
}

Product SampleCatalog::shown(const std::string& id) const {
    Product product = at(indexOf(id));
    if (const auto found = m_pending.find(id); found != m_pending.end()) {
        auto& summary = *product.mutable_pending();
        summary.set_etag(found->second.etag());
        summary.set_state(found->second.state());
        summary.set_reason(found->second.reason());
        product.set_etag(product.etag() + summary.etag());
    }
    return product;
}

void SampleCatalog::tell(const std::string& id, const std::string& action, const std::string& reason) {
    auto& entry = m_told[id].emplace_back();
    entry.set_action(action);
    entry.set_actor_id(action == "request_changes" || action == "reject" || action == "approve" ? "0samplemoderator"
                                                                                                : "0sampleuser");
    entry.set_reason(reason);
    entry.mutable_time()->set_seconds(m_now);
}

catalog::v1::ListProductHistoryResponse SampleCatalog::history(const std::string& id) const {
    catalog::v1::ListProductHistoryResponse response;
    if (const auto told = m_told.find(id); told != m_told.end()) {
        for (auto entry = told->second.rbegin(); entry != told->second.rend(); ++entry)
            *response.add_entries() = *entry;
    }
    const auto product = find(id);
    if (!product || std::ranges::find(m_created, id) != m_created.end())
        return response;
    const Product made = this->made(indexOf(id));
    const auto add = [&](const char* action, std::int64_t days, const char* actor) -> auto& {
        auto& entry = *response.add_entries();
        entry.set_action(action);
        entry.set_actor_id(actor);
        entry.mutable_time()->set_seconds(made.create_time().seconds() - days * 86'400);
        return entry;
    };
    auto& priced = add("update", 0, "0sampleuser");
    priced.add_fields("variants");
    *priced.mutable_before()->mutable_variants() = made.variants();
    auto& price = *priced.mutable_before()->mutable_variants(0)->mutable_price();
    price.set_amount_minor(price.amount_minor() + 1'000);
    auto& renamed = add("update", 9, "0samplecolleague");
    renamed.add_fields("title");
    renamed.add_fields("description");
    renamed.mutable_before()->set_title(made.brand() + ' ' + "sample, working title");
    renamed.mutable_before()->set_description("To be written.");
    add("publish", 12, "0sampleuser").add_fields("state");
    add("create", 14, "0sampleuser");
    return response;
}

std::string SampleCatalog::idAt(int index) const {
    const auto at = std::size_t(index);
    return at < m_count ? formatId(kFirstId + std::int64_t(index) * 4099) : m_created[at - m_count];
}

int SampleCatalog::indexOf(const std::string& id) const {
    const auto created = std::ranges::find(m_created, id);
    if (created != m_created.end())
        return int(m_count) + int(created - m_created.begin());
    const std::int64_t offset = parseId(id) - kFirstId;
    const bool known = offset >= 0 && offset % 4099 == 0 && offset / 4099 < std::int64_t(m_count);
    return known ? int(offset / 4099) : -1;
}

Product SampleCatalog::at(int index) const {
    const auto written = m_written.find(idAt(index));
    return written != m_written.end() ? written->second : made(index);
}

Result<Product> SampleCatalog::find(const std::string& id) const {
    const int index = indexOf(id);
    if (index < 0)
        return notFound("product", id);
    return shown(id);
}

Product SampleCatalog::made(int index) const {
    const auto number = [&](std::uint32_t use) { return draw(m_seed, index, use); };
    const std::size_t kindAt = number(1) % kKinds.size();
    const Kind& kind = kKinds[kindAt];
    const std::string brand = pick(kBrands, number(2));
    const std::string series = pick(kSeries, number(3));
    const std::string colour = pick(kColours, number(4));
    Product product;
    product.set_id(idAt(index));
    product.set_seller_id(formatId(kFirstId - 1));
    product.set_state(pick(kStates, number(5)));
    product.set_language("en");
    product.set_title(brand + ' ' + series + ' ' + kind.noun + ", " + colour);
    if (number(6) % 40 == 0)
        product.set_title(product.title() + ", limited anniversary edition with two-year extended warranty and "
                                            "recycled packaging, for home, office and travel");
    product.set_description(capitalized(kind.noun) + " by " + brand +
                            ". Made to be repaired: every part can be ordered "
                            "for ten years. Ships in plastic-free packaging.");
    if (number(7) % 3 == 0) {
        auto& german = (*product.mutable_texts())["de"];
        german.set_title(brand + ' ' + series + ' ' + kind.nounGerman);
        german.set_description("Zum Reparieren gemacht: Jedes Teil ist zehn Jahre lang nachbestellbar.");
    }
    product.set_brand(brand);
    product.set_category_id(m_leaves[kindAt]);
    auto& variant = *product.add_variants();
    variant.set_sku(brand.substr(0, 3) + '-' + std::to_string(10'000 + number(8) % 90'000) + '-' + colour.substr(0, 2));
    std::ranges::transform(*variant.mutable_sku(), variant.mutable_sku()->begin(),
                           [](unsigned char c) { return char(std::toupper(c)); });
    variant.set_gtin(ean(number(9)));
    auto& price = *variant.mutable_price();
    price.set_amount_minor(
        std::max<std::int64_t>(490, kind.cents * std::int64_t(60 + number(10) % 90) / 100 / 100 * 100 - 10));
    price.set_currency("EUR");
    *product.mutable_price() = price;
    product.add_images()->set_url("/media/" + std::to_string(kindAt) + '-' +
                                  std::to_string(number(4) % kColours.size()) + ".svg");
    product.set_revision(1 + std::int64_t(number(11) % 9));
    product.set_etag(etagOf(product));
    // The first are the newest: seconds ago, then hours, then months.
    const std::int64_t age = 40 + std::int64_t(index) * std::int64_t(index) * 6 + std::int64_t(number(12) % 50);
    product.mutable_update_time()->set_seconds(m_now - std::min<std::int64_t>(age, 400LL * 86'400));
    product.mutable_create_time()->set_seconds(product.update_time().seconds() - 86'400);
    return product;
}

std::vector<int> SampleCatalog::select(const std::string& filter, const std::string& orderBy) const {
    const QString text = QString::fromStdString(filter);
    static const QRegularExpression statePattern("state = (\\w+)");
    static const QRegularExpression brandPattern("brand = \"((?:[^\"\\\\]|\\\\.)*)\"");
    static const QRegularExpression categoryPattern("category_id = \"([^\"]*)\"");
    static const QRegularExpression titlePattern("title : \"((?:[^\"\\\\]|\\\\.)*)\"");
    std::set<int> states;
    for (auto it = statePattern.globalMatch(text); it.hasNext();) {
        catalog::v1::ProductState state;
        if (catalog::v1::ProductState_Parse(it.next().captured(1).toStdString(), &state))
            states.insert(state);
    }
    const std::string brand = brandPattern.match(text).captured(1).toStdString();
    const std::string category = categoryPattern.match(text).captured(1).toStdString();
    const QString title = titlePattern.match(text).captured(1);

    std::vector<int> indices;
    std::vector<Product> products; // of the indices, for sorting
    const QString order = QString::fromStdString(orderBy);
    const bool byTime = order.startsWith("update_time");
    for (int index = 0; index < size(); ++index) {
        if (filter.empty() && byTime && m_written.empty()) {
            indices.push_back(index);
            continue;
        }
        Product product = at(index);
        if ((!states.empty() && !states.contains(product.state())) || (!brand.empty() && product.brand() != brand) ||
            (!category.empty() && product.category_id() != category))
            continue;
        if (!title.isEmpty() && !QString::fromStdString(product.title()).contains(title, Qt::CaseInsensitive) &&
            QString::fromStdString(product.variants(0).sku()) != title)
            continue;
        indices.push_back(index);
        products.push_back(std::move(product));
    }
    if (!products.empty()) {
        std::vector<std::size_t> places(indices.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            places[i] = i;
        const auto key = [&](std::size_t place) {
            const Product& product = products[place];
            const bool byText = order.startsWith("title") || order.startsWith("brand");
            const std::int64_t number = order.startsWith("state")   ? product.state()
                                        : order.startsWith("price") ? product.price().amount_minor()
                                                                    : product.update_time().seconds();
            const std::string& words = order.startsWith("title") ? product.title() : product.brand();
            return std::tuple(byText ? words : std::string(), byText ? 0 : number, place);
        };
        std::ranges::sort(places, {}, key);
        std::vector<int> sorted;
        for (const std::size_t place : places)
            sorted.push_back(indices[place]);
        indices = std::move(sorted);
        if (order.endsWith("desc"))
            std::ranges::reverse(indices);
    } else if (order.endsWith("asc")) {
        std::ranges::reverse(indices);
    }
    return indices;
}

void SampleCatalog::keep(Product& product) {
    product.set_revision(product.revision() + 1);
    product.set_etag(etagOf(product));
    product.mutable_update_time()->set_seconds(m_now);
    if (product.variants_size() > 0)
        *product.mutable_price() = product.variants(0).price();
    m_written[product.id()] = product;
}

Result<Product> SampleCatalog::create(Product product, const std::string& requestId) {
    if (const auto before = m_requests.find(requestId); !requestId.empty() && before != m_requests.end())
        return find(before->second);
    for (const auto& [id, other] : m_written) {
        if (product.variants_size() > 0 && other.variants_size() > 0 &&
            other.variants(0).sku() == product.variants(0).sku())
            return fail(Code::AlreadyExists, "SKU_TAKEN", "This SKU is already used by another product.",
                        "product.variants[0].sku");
    }
    product.set_id(formatId(kFirstId + 5'000'000'000 + std::int64_t(m_created.size())));
    product.set_state(catalog::v1::DRAFT);
    m_created.push_back(product.id());
    m_requests[requestId] = product.id();
    keep(product);
    return product;
}

Result<Product> SampleCatalog::update(const catalog::v1::UpdateProductRequest& request) {
    TP_TRY(find(request.product().id()));
    Product product = *find(request.product().id());
    const Product& wanted = request.product();
    if (!wanted.etag().empty() && wanted.etag() != product.etag())
        return fail(Code::Aborted, "STALE_ETAG", "Someone else changed this product. Read it again.", "product.etag");
    const auto waiting = m_pending.find(product.id());
    Product& target = waiting == m_pending.end() ? product : *waiting->second.mutable_product();
    Product patch = wanted;
    catalog::v1::ProductHistoryEntry entry;
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    for (const auto& path : request.update_mask().paths()) {
        fields.push_back(product.GetDescriptor()->FindFieldByName(path));
        entry.add_fields(path);
    }
    target.GetReflection()->SwapFields(&target, &patch, fields);
    if (waiting != m_pending.end()) {
        setPending(Product(target), catalog::v1::SUBMITTED, {});
        waiting->second.set_etag(waiting->second.etag() + "a");
        return find(product.id());
    }
    entry.set_action("update");
    entry.set_actor_id("0sampleuser");
    entry.mutable_time()->set_seconds(m_now);
    for (const auto* field : fields) { // what stood there is in the patch now
        Product before = patch;
        entry.mutable_before()->GetReflection()->SwapFields(entry.mutable_before(), &before, {field});
    }
    m_told[product.id()].push_back(std::move(entry));
    keep(product);
    return product;
}

Result<Product> SampleCatalog::transition(const std::string& id, const std::string& etag,
                                          catalog::v1::ProductState state) {
    TP_TRY(find(id));
    Product product = *find(id);
    if (!etag.empty() && etag != product.etag())
        return fail(Code::Aborted, "STALE_ETAG", "Someone else changed this product. Read it again.", "etag");
    m_pending.erase(id);
    product.clear_pending();
    product.set_state(state);
    tell(id,
         state == catalog::v1::PUBLISHED   ? "publish"
         : state == catalog::v1::SUBMITTED ? "submit"
         : state == catalog::v1::DRAFT     ? "withdraw"
                                           : "unpublish",
         {});
    keep(product);
    return product;
}

catalog::v1::ProductRow SampleCatalog::row(const Product& product) {
    catalog::v1::ProductRow row;
    row.set_id(product.id());
    row.set_title(product.title());
    row.set_brand(product.brand());
    row.set_seller_id(product.seller_id());
    row.set_category_id(product.category_id());
    row.set_state(product.state());
    *row.mutable_price() = product.price();
    row.set_variant_count(product.variants_size());
    if (product.variants_size() > 0)
        row.set_first_sku(product.variants(0).sku());
    if (product.images_size() > 0)
        row.set_image_url(product.images(0).url());
    *row.mutable_update_time() = product.update_time();
    row.set_etag(product.etag());
    row.set_gone(product.state() == catalog::v1::ARCHIVED);
    return row;
}

} // namespace tradepost::models
