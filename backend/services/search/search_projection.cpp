#include "backend/services/search/search_projection.h"

#include "backend/platform/telemetry/log.h"
#include "backend/services/search/product_document.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <algorithm>
#include <map>

namespace tradepost::search {

namespace {

constexpr std::size_t documentsPerBatch = 20'000; // of a rebuild; bounds what is held beside the index
constexpr std::size_t mostExamples = 10;
constexpr std::chrono::milliseconds pace(25); // far below the 100 ms in which a change is to be found

bool onSale(const catalog::v1::Product& product) {
    return product.state() == catalog::v1::PUBLISHED;
}

} // namespace

SearchProjection::SearchProjection(SearchIndex& index, CatalogScan scan) : m_index(index), m_scan(std::move(scan)) {}

events::Projection SearchProjection::projection() {
    return {.name = name,
            .start = {},
            .apply = [this](const std::vector<events::Delivered>& events) { apply(events); },
            .rebuild = [this] { return rebuild(); },
            .pace = pace};
}

void SearchProjection::apply(const std::vector<events::Delivered>& events) {
    const auto unreadable = [](const events::Delivered& delivered) {
        telemetry::log(telemetry::Level::Error, "search cannot read an event",
                       {{"event", delivered.event.id.text()}, {"type", delivered.event.type}},
                       delivered.event.traceparent);
    };

    // The last event of each product decides: earlier ones of the batch are not even converted.
    std::map<std::string_view, const events::Delivered*> last;
    Batch batch;
    for (const events::Delivered& delivered : events) {
        if (delivered.event.is<catalog::v1::ProductChanged>())
            last[delivered.event.key] = &delivered;
        else if (const auto* changed = delivered.event.as<catalog::v1::CategoryChanged>())
            batch.categories.push_back(toCategory(changed->category()));
        else if (delivered.event.is<catalog::v1::CategoryChanged>())
            unreadable(delivered);
    }
    for (const auto& [key, delivered] : last) {
        const auto* changed = delivered->event.as<catalog::v1::ProductChanged>();
        if (!changed)
            unreadable(*delivered);
        else if (onSale(changed->product()))
            batch.upserts.push_back(toDocument(changed->product()));
        else
            batch.removes.push_back(ProductId::parse(changed->product().id()));
    }
    m_index.apply(std::move(batch));
}

Result<events::Position> SearchProjection::rebuild(const std::function<bool(std::uint64_t products)>& goOn) {
    const auto rebuild = m_index.rebuild();
    Batch batch;
    std::uint64_t products = 0;
    bool abandoned = false;
    const Result<events::Position> position =
        m_scan([&](const catalog::v1::Category& category) { batch.categories.push_back(toCategory(category)); },
               [&](const catalog::v1::Product& product) {
                   abandoned = abandoned || (goOn && !goOn(++products));
                   if (abandoned || !onSale(product))
                       return;
                   batch.upserts.push_back(toDocument(product));
                   if (batch.upserts.size() == documentsPerBatch)
                       rebuild->add(std::exchange(batch, {}));
               });
    if (!position)
        return std::unexpected(position.error());
    if (abandoned)
        return fail(Code::Cancelled, "CANCELLED", "The rebuild was given up; the index is as it was.");
    rebuild->add(std::move(batch));
    rebuild->commit();
    return position;
}

Result<IndexCheck> SearchProjection::check() const {
    IndexCheck check;
    std::map<CategoryId, Category> categories;
    for (Category& category : m_index.categories())
        categories.emplace(category.id, std::move(category));
    const Result<events::Position> position = m_scan(
        [&](const catalog::v1::Category& wanted) {
            const Category category = toCategory(wanted);
            const auto found = categories.find(category.id);
            if (found == categories.end() || found->second.parent != category.parent ||
                found->second.name != category.name || found->second.names != category.names)
                ++check.categories;
            if (found != categories.end())
                categories.erase(found);
        },
        [&](const catalog::v1::Product& product) {
            if (!onSale(product))
                return;
            ++check.products;
            const Document document = toDocument(product);
            const auto indexed = m_index.digestOf(document.id);
            if (!indexed) {
                ++check.missing;
                if (check.missingIds.size() < mostExamples)
                    check.missingIds.push_back(document.id);
            } else if (*indexed != digest(document)) {
                ++check.stale;
                if (check.staleIds.size() < mostExamples)
                    check.staleIds.push_back(document.id);
            }
        });
    if (!position)
        return std::unexpected(position.error());
    check.position = *position;
    check.categories += categories.size();
    const std::uint64_t present = check.products - check.missing, indexed = m_index.stats().documents;
    check.surplus = indexed > present ? indexed - present : 0;
    return check;
}

} // namespace tradepost::search
