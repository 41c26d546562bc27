#include "backend/services/media/references.h"

#include "backend/services/media/renditions.h"
#include "tradepost/catalog/v1/events.pb.h"
#include "tradepost/media/v1/events.pb.h"

#include <algorithm>
#include <stdexcept>

namespace tradepost::media {

namespace {

// A cursor that stands still while nothing changes costs a longer way back after a crash, and no writes.
constexpr std::int64_t cursorLag = 20'000;

// Whether its pictures may be others now, or be shown to others.
bool concernsMedia(const catalog::v1::ProductChanged& event) {
    const auto& fields = event.changed_fields();
    return fields.empty() ||
           std::ranges::any_of(fields, [](const std::string& name) { return name == "images" || name == "state"; });
}

} // namespace

std::string mediaIdOf(std::string_view url) {
    constexpr std::string_view folder = "/media/";
    constexpr std::size_t hashSize = 64;
    const auto at = url.find(folder);
    if (at == std::string_view::npos || url.ends_with(".svg"))
        return {};
    url.remove_prefix(at + folder.size());
    const auto id = blobs::BlobId::parse(url.substr(0, hashSize));
    const bool ends = url.size() <= hashSize || std::string_view("./?#").contains(url[hashSize]);
    return id && ends ? id->text() : std::string();
}

References::References(sql::Database& database, events::Outbox& log, Visibility& visibility, const Clock& clock,
                       ProductScan scan)
    : m_database(database), m_log(log), m_visibility(visibility), m_clock(clock), m_scan(std::move(scan)) {}

events::Projection References::projection() {
    m_saved = m_database.readNow([](sql::Reader& reader) -> Result<events::Position> { return store::cursor(reader); })
                  .value_or(events::Position{});
    events::Projection projection;
    projection.name = name;
    projection.start = m_saved;
    projection.apply = [this](const std::vector<events::Delivered>& batch) { apply(batch); };
    projection.rebuild = [this] { return rebuild(); };
    return projection;
}

References::Change References::changeOf(const catalog::v1::Product& product, store::Holder holder) {
    const bool published = holder == store::Holder::Product && product.state() == catalog::v1::PUBLISHED;
    Change change{ProductId::parse(product.id()), holder, {}, published};
    for (const catalog::v1::Image& image : product.images())
        if (std::string id = mediaIdOf(image.url()); !id.empty())
            change.media.insert(std::move(id));
    return change;
}

void References::announce(sql::Transaction& tx, const std::vector<std::string>& hidden) {
    for (const std::string& id : hidden) {
        const auto file = store::find(tx, id);
        const auto blob = blobs::BlobId::parse(id);
        if (!file || !blob)
            continue;
        v1::MediaWithdrawn event;
        event.set_media_id(id);
        event.add_paths("/media/" + id);
        event.add_paths("/media/" + id + std::string(blobs::extensionOf(file->facts.contentType)));
        if (file->facts.kind == Facts::Kind::Image)
            for (const std::uint32_t width : renditionWidths) {
                event.add_paths("/media/" + id + "/" + std::to_string(width));
                for (const Format format : {Format::Webp, Format::Jpeg})
                    event.add_paths("/media/" + RenditionKey{*blob, width, format}.text());
            }
        m_log.append(tx, event, id);
    }
}

void References::write(sql::Transaction& tx, const std::vector<Change>& changes, store::Turned& turned) {
    for (const Change& change : changes) {
        auto here =
            store::setReferences(tx, change.product, change.holder, change.media, change.published, m_clock.now());
        announce(tx, here.hidden);
        turned.hidden.insert(turned.hidden.end(), here.hidden.begin(), here.hidden.end());
        turned.shown.insert(turned.shown.end(), here.shown.begin(), here.shown.end());
    }
}

// Throws when the database does not take it: the subscription then begins again from what was applied last.
void References::apply(const std::vector<events::Delivered>& batch) {
    std::vector<Change> changes;
    for (const auto& [at, event] : batch) {
        if (const auto* product = event.as<catalog::v1::ProductChanged>()) {
            if (concernsMedia(*product))
                changes.push_back(changeOf(product->product(), store::Holder::Product));
        } else if (const auto* pending = event.as<catalog::v1::PendingRevisionChanged>()) {
            Change change = changeOf(pending->revision().product(), store::Holder::Pending);
            change.product = ProductId::parse(pending->revision().product_id());
            changes.push_back(std::move(change)); // one that is gone shows nothing
        }
    }
    const events::Position position = batch.back().position;
    const bool saveSoon = position.epoch != m_saved.epoch || position.value - m_saved.value >= cursorLag;
    if (changes.empty() && !saveSoon)
        return;
    const auto concerned = m_database.readNow([&](sql::Reader& reader) -> Result<bool> {
        return std::ranges::any_of(changes, [&](const Change& change) {
            return !change.media.empty() || store::refersTo(reader, change.product, change.holder);
        });
    });
    if (!concerned)
        throw std::runtime_error("the media database cannot be read");
    if (!*concerned && !saveSoon)
        return;
    const auto written = m_database.writeNow(
        [&](sql::Transaction& tx) -> Result<void> {
            store::Turned turned;
            write(tx, changes, turned);
            store::setCursor(tx, position);
            tx.afterCommit([this, turned = std::move(turned)] {
                for (const auto* ids : {&turned.hidden, &turned.shown})
                    for (const std::string& id : *ids)
                        m_visibility.forget(id);
            });
            return {};
        },
        sql::Priority::Bulk);
    if (!written)
        throw std::runtime_error("the media database cannot be written");
    m_saved = position;
}

Result<events::Position> References::rebuild() {
    std::vector<Change> changes;
    const auto collect = [&](store::Holder holder) {
        return [&changes, holder](const catalog::v1::Product& product) {
            if (Change change = changeOf(product, holder); !change.media.empty())
                changes.push_back(std::move(change));
        };
    };
    const auto position = m_scan(collect(store::Holder::Product), collect(store::Holder::Pending));
    if (!position)
        return position;
    const auto written = m_database.writeNow(
        [&](sql::Transaction& tx) -> Result<void> {
            const std::set<std::string> before = store::shownFiles(tx);
            store::clearReferences(tx);
            for (const Change& change : changes)
                store::setReferences(tx, change.product, change.holder, change.media, change.published, m_clock.now());
            const std::set<std::string> after = store::shownFiles(tx);
            std::vector<std::string> hidden;
            std::ranges::set_difference(before, after, std::back_inserter(hidden));
            announce(tx, hidden);
            store::setCursor(tx, *position);
            tx.afterCommit([this] { m_visibility.forgetAll(); });
            return {};
        },
        sql::Priority::Bulk);
    if (!written)
        return std::unexpected(written.error());
    m_saved = *position;
    return position;
}

} // namespace tradepost::media
