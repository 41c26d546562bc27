#pragma once

#include "models/client/client_interface.h"
#include "models/sample/sample_catalog.h"
#include "tradepost/catalog/v1/reviews.pb.h"
#include "tradepost/moderation/v1/moderation.pb.h"

namespace tradepost::models {

// The moderation of the sample store: new products and edits that wait, with findings, made from its catalog.
class SampleModeration {
public:
    SampleModeration(SampleCatalog& catalog, std::int64_t nowSeconds) : m_catalog(catalog), m_now(nowSeconds) {}

    // Of what waits; the rest of the catalog is another seller's.
    static constexpr const char* kSeller = "0kestrelseller";

    // How many items wait at first. Takes effect before the first call.
    void setSize(int items) { m_size = items; }
    // Nothing for methods that are not of moderation.
    std::optional<Result<client::MessagePtr>> handle(const client::CallSpec& spec, const std::string& userId);

    // As if others did it.
    std::vector<moderation::v1::Review>& reviews();
    moderation::v1::Review* find(const std::string& productId);
    void claimAs(const std::string& productId, const std::string& userId);
    void decideAs(const std::string& productId); // leaves the queue
    // What was decided, in order: product and verdict.
    const std::vector<catalog::v1::Decision>& decisions() const { return m_decisions; }

private:
    void makeQueue();
    moderation::v1::ListQueueResponse list(const moderation::v1::ListQueueRequest& request);
    moderation::v1::QueueCounts count();
    moderation::v1::ClaimItemsResponse claim(const moderation::v1::ClaimItemsRequest& request, const std::string& user);
    catalog::v1::DecideProductsResponse decide(const moderation::v1::DecideRequest& request, const std::string& user);
    catalog::v1::ListProductHistoryResponse history(const std::string& productId);

    SampleCatalog& m_catalog;
    std::int64_t m_now;
    int m_size = 46;
    bool m_made = false;
    std::vector<moderation::v1::Review> m_reviews; // the oldest first
    std::vector<std::string> m_gone;               // decided about
    std::vector<catalog::v1::Decision> m_decisions;
};

} // namespace tradepost::models
