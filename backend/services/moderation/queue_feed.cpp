#include "backend/services/moderation/queue_feed.h"

#include "backend/services/moderation/queue_store.h"
#include "backend/services/moderation/settings_store.h"

#include <algorithm>
#include <cstdlib>

namespace tradepost::moderation {

namespace {
bool contains(const auto& values, const auto& value) {
    return std::ranges::find(values, value) != values.end();
}

bool isCompared(catalog::v1::ProductState state) {
    return state == catalog::v1::PUBLISHED || state == catalog::v1::SUBMITTED;
}

// What never waited costs no statement: a draft, or what stays on sale.
bool concernsQueue(const catalog::v1::ProductChanged& event) {
    const auto was = event.previous_state(), is = event.product().state();
    return is == catalog::v1::SUBMITTED || was == catalog::v1::SUBMITTED ||
           (was == catalog::v1::PUBLISHED && is != catalog::v1::PUBLISHED);
}
} // namespace

QueueFeed::QueueFeed(sql::Database& database, MarketFacts& facts, ScanCatalog scan, std::function<void()> onApproval)
    : m_database(database), m_facts(facts), m_scan(std::move(scan)), m_onApproval(std::move(onApproval)) {}

Result<void> QueueFeed::start() {
    const auto made = m_database.readNow([this](sql::Reader& reader) -> Result<bool> {
        TP_TRY(readSettings(reader));
        return reader
            .one("SELECT COUNT(*) FROM moderation_counts", [](const sql::Row& row) { return row.integer(0) > 0; })
            .value_or(false);
    });
    if (!made)
        return std::unexpected(made.error());
    if (!*made)
        return m_database.writeNow([this](sql::Transaction& tx) { return rebuild(tx); }, sql::Priority::Bulk);
    return {};
}

// Of all that is on sale: read when the first event needs them, so that no start waits for it.
void QueueFeed::readFacts() {
    const std::scoped_lock lock(m_noting);
    if (m_factsRead)
        return;
    CatalogScan facts;
    facts.onCategory = [this](const catalog::v1::Category& category) { m_facts.putCategory(category); };
    facts.onCompared = [this](const MarketRow& row) { m_facts.put(row); };
    if (const auto read = m_scan(facts); !read)
        throw sql::Failure{read.error()};
    m_factsRead = true;
}

Result<void> QueueFeed::readSettings(sql::Reader& reader) {
    auto settings = std::make_shared<Settings>();
    for (const std::string& word : SettingsStore::words(reader, v1::BANNED_WORD))
        settings->lists.words.add(word);
    for (const std::string& brand : SettingsStore::words(reader, v1::BANNED_BRAND))
        settings->lists.brands.add(brand);
    settings->rules = SettingsStore::rules(reader);
    const std::scoped_lock lock(m_mutex);
    m_settings = std::move(settings);
    return {};
}

std::shared_ptr<const QueueFeed::Settings> QueueFeed::settings() const {
    const std::scoped_lock lock(m_mutex);
    return m_settings;
}

events::Consumer QueueFeed::consumer() {
    events::Consumer consumer;
    consumer.name = name;
    consumer.types = {catalog::v1::ProductChanged::descriptor()->full_name(),
                      catalog::v1::PendingRevisionChanged::descriptor()->full_name(),
                      catalog::v1::CategoryChanged::descriptor()->full_name()};
    consumer.database = &m_database;
    consumer.concerns = [this](const events::Delivered& delivered) { return note(delivered); };
    consumer.apply = [this](sql::Transaction& tx, const events::Delivered& delivered) { return apply(tx, delivered); };
    return consumer;
}

bool QueueFeed::note(const events::Delivered& delivered) {
    readFacts();
    if (const auto* event = delivered.event.as<catalog::v1::ProductChanged>()) {
        const catalog::v1::Product& product = event->product();
        const std::scoped_lock lock(m_noting);
        if (isCompared(product.state()))
            m_facts.put(marketRowOf(product));
        else
            m_facts.remove(ProductId::parse(product.id()));
        return concernsQueue(*event);
    }
    if (const auto* event = delivered.event.as<catalog::v1::CategoryChanged>()) {
        const std::scoped_lock lock(m_noting);
        m_facts.putCategory(event->category());
        return false;
    }
    return true;
}

Result<void> QueueFeed::apply(sql::Transaction& tx, const events::Delivered& delivered) {
    readFacts(); // a redriven event was not noted
    if (const auto* event = delivered.event.as<catalog::v1::ProductChanged>()) {
        const catalog::v1::Product& product = event->product();
        if (product.state() == catalog::v1::SUBMITTED)
            enqueue(tx, product, product.etag(), false, product.update_time());
        else if (concernsQueue(*event))
            QueueStore::remove(tx, ProductId::parse(product.id()));
        return {};
    }
    const auto* event = delivered.event.as<catalog::v1::PendingRevisionChanged>();
    if (!event)
        return fail(Code::DataLoss, "EVENT_UNREADABLE", "The event is no " + delivered.event.type + ".");
    const catalog::v1::PendingRevision& revision = event->revision();
    const ProductId id = ProductId::parse(revision.product_id());
    if (!event->gone() && revision.state() == catalog::v1::SUBMITTED)
        enqueue(tx, revision.product(), revision.etag(), true, revision.update_time());
    else if (const auto item = QueueStore::find(tx, id, 0); item && item->revision())
        QueueStore::remove(tx, id);
    return {};
}

void QueueFeed::enqueue(sql::Transaction& tx, const catalog::v1::Product& candidate, std::string etag, bool revision,
                        const google::protobuf::Timestamp& submitted) {
    const auto now = settings();
    const std::vector<v1::Finding> findings = examine(candidate, m_facts, now->lists);
    v1::QueueItem item;
    item.set_product_id(candidate.id());
    item.set_etag(std::move(etag));
    item.set_revision(revision);
    item.set_title(candidate.title());
    item.set_seller_id(candidate.seller_id());
    item.set_category_id(candidate.category_id());
    if (candidate.images_size() > 0)
        item.set_image_url(candidate.images(0).url());
    *item.mutable_price() = candidate.price();
    *item.mutable_submit_time() = submitted;
    for (const v1::Finding& finding : findings)
        *item.add_findings() = finding;
    QueueStore::put(tx, item, weightOf(findings));
    const auto rule = std::ranges::find_if(
        now->rules, [&](const v1::AutoRule& each) { return admits(each, candidate, revision, findings); });
    if (rule == now->rules.end())
        return;
    tx.exec("INSERT INTO moderation_approvals (product_id, etag, rule) VALUES (?, ?, ?) ON CONFLICT (product_id) DO "
            "UPDATE SET etag = excluded.etag, rule = excluded.rule",
            parseId(item.product_id()), item.etag(), rule->name());
    tx.afterCommit(m_onApproval);
}

bool QueueFeed::admits(const v1::AutoRule& rule, const catalog::v1::Product& candidate, bool revision,
                       const std::vector<v1::Finding>& findings) const {
    if (!rule.enabled() || !(revision ? rule.revisions() : rule.new_products()))
        return false;
    if (rule.seller_ids_size() > 0 && !contains(rule.seller_ids(), candidate.seller_id()))
        return false;
    if (rule.category_ids_size() > 0 && std::ranges::none_of(rule.category_ids(), [&](const std::string& category) {
            return m_facts.isWithin(candidate.category_id(), category);
        }))
        return false;
    if (revision && rule.max_price_percent() > 0) {
        const auto live = m_facts.priceOf(ProductId::parse(candidate.id()));
        if (!live || std::abs(candidate.price().amount_minor() - *live) * 100.0 >
                         static_cast<double>(*live) * rule.max_price_percent())
            return false;
    }
    return std::ranges::all_of(findings, [&](const v1::Finding& finding) {
        return contains(rule.ignored_findings(), static_cast<int>(finding.kind()));
    });
}

Result<void> QueueFeed::rebuild(sql::Transaction& tx) {
    const std::scoped_lock lock(m_noting);
    QueueStore::clear(tx);
    m_facts.clear();
    CatalogScan scan;
    scan.onCategory = [&](const catalog::v1::Category& category) { m_facts.putCategory(category); };
    scan.onCompared = [&](const MarketRow& row) { m_facts.put(row); };
    scan.onSubmitted = [&](const catalog::v1::Product& product) {
        enqueue(tx, product, product.etag(), false, product.update_time());
    };
    scan.onPending = [&](const catalog::v1::PendingRevision& revision) {
        enqueue(tx, revision.product(), revision.etag(), true, revision.update_time());
    };
    const auto read = m_scan(scan);
    m_factsRead = read.has_value();
    return read;
}

} // namespace tradepost::moderation
