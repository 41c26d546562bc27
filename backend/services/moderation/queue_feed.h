#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/moderation/examiner.h"
#include "backend/services/moderation/market_facts.h"
#include "tradepost/catalog/v1/events.pb.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace tradepost::moderation {

using CatalogScan = catalog::ReviewScan;
// Reads the catalog as it is at one moment. Blocks.
using ScanCatalog = std::function<Result<void>(const CatalogScan&)>;

// Applies the catalog's log to the queue: what is submitted is examined and put in, what is decided or withdrawn
// leaves. Thread-safe.
class QueueFeed {
public:
    static constexpr const char* name = "moderation.queue";

    // All of them outlive it; `onApproval` is called after a commit that noted something to approve by rule.
    QueueFeed(sql::Database& database, MarketFacts& facts, ScanCatalog scan, std::function<void()> onApproval);

    // Reads the lists and rules; a queue that was never made is made. Before the consumer is subscribed. Blocks.
    Result<void> start();
    events::Consumer consumer();

    // Makes everything anew in one transaction of `tx`; events that come meanwhile wait, and those that were seen by
    // the scan are applied again, which ends in the same.
    Result<void> rebuild(sql::Transaction& tx);
    // After the lists or rules were changed.
    Result<void> readSettings(sql::Reader& reader);

private:
    struct Settings {
        Lists lists;
        std::vector<v1::AutoRule> rules;
    };

    // Throws Failure where the catalog cannot be read.
    void readFacts();
    // Brings the facts up to the event; whether it concerns the queue too.
    bool note(const events::Delivered& delivered);
    Result<void> apply(sql::Transaction& tx, const events::Delivered& delivered);
    void enqueue(sql::Transaction& tx, const catalog::v1::Product& candidate, std::string etag, bool revision,
                 const google::protobuf::Timestamp& submitted);
    bool admits(const v1::AutoRule& rule, const catalog::v1::Product& candidate, bool revision,
                const std::vector<v1::Finding>& findings) const;
    std::shared_ptr<const Settings> settings() const;

    sql::Database& m_database;
    MarketFacts& m_facts;
    const ScanCatalog m_scan;
    const std::function<void()> m_onApproval;
    bool m_factsRead = false;
    std::mutex m_noting; // guards it, and is held while the facts are made anew: what an event says must not be
                         // overwritten by a scan
    mutable std::mutex m_mutex;
    std::shared_ptr<const Settings> m_settings = std::make_shared<const Settings>();
};

} // namespace tradepost::moderation
