#pragma once

#include "backend/base/error.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tradepost::models {

// Products and categories that look like a store's, the same for the same numbers. A product is made when asked for, so
// that a million cost nothing; what was written is kept.
class SampleCatalog {
public:
    // `nowSeconds`: Unix time the update times are counted back from.
    SampleCatalog(int products, std::uint32_t seed, std::int64_t nowSeconds);

    const std::vector<catalog::v1::Category>& categories() const { return m_categories; }
    int size() const { return int(m_count + m_created.size()); }
    std::string idAt(int index) const;
    catalog::v1::Product at(int index) const;
    Result<catalog::v1::Product> find(const std::string& id) const;

    // Indices that pass a filter as ProductQuery writes it, in its order.
    std::vector<int> select(const std::string& filter, const std::string& orderBy) const;
    Result<catalog::v1::Product> create(catalog::v1::Product product, const std::string& requestId);
    Result<catalog::v1::Product> update(const catalog::v1::UpdateProductRequest& request);
    Result<catalog::v1::Product> transition(const std::string& id, const std::string& etag,
                                            catalog::v1::ProductState state);
    // With the definitions that are inherited.
    Result<catalog::v1::Category> category(const std::string& id) const;
    // An edit that waits for a moderator, or was sent back with a reason.
    void setPending(const catalog::v1::Product& product, catalog::v1::ProductState state, const std::string& reason);
    Result<catalog::v1::PendingRevision> pending(const std::string& id) const;
    Result<catalog::v1::Product> discardPending(const std::string& id);
    // Newest first: what was made here, and how the product came to be.
    catalog::v1::ListProductHistoryResponse history(const std::string& id) const;
    // Puts an entry before the others.
    void tell(const std::string& id, const std::string& action, const std::string& reason);
    static catalog::v1::ProductRow row(const catalog::v1::Product& product);

private:
    int indexOf(const std::string& id) const; // -1
    catalog::v1::Product made(int index) const;
    catalog::v1::Product shown(const std::string& id) const; // with what is pending
    void keep(catalog::v1::Product& product);
    void define();

    std::size_t m_count;
    std::uint32_t m_seed;
    std::int64_t m_now;
    std::vector<catalog::v1::Category> m_categories;
    std::vector<std::string> m_leaves; // ids of categories that hold products, by kind of product
    std::vector<std::string> m_created;
    std::map<std::string, catalog::v1::Product> m_written;
    std::map<std::string, std::string> m_requests;
    std::map<std::string, catalog::v1::PendingRevision> m_pending;
    std::map<std::string, std::vector<catalog::v1::ProductHistoryEntry>> m_told; // newest last
};

} // namespace tradepost::models
