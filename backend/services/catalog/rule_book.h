#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/catalog/review_policy.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace tradepost::catalog {

// What new products are checked against, kept from one transaction to the next while nobody changes it: for who writes
// many. Not thread-safe.
class RuleBook {
public:
    // At the beginning of each transaction, before the others.
    void open(sql::Reader& reader);
    const v1::ReviewPolicy& policy() const { return m_policy; }
    bool hasCategory(sql::Reader& reader, CategoryId id) { return about(reader, id).exists; }
    const std::vector<v1::AttributeDefinition>& definitions(sql::Reader& reader, CategoryId id) {
        return about(reader, id).definitions;
    }

private:
    struct Category {
        bool exists = false;
        std::vector<v1::AttributeDefinition> definitions;
    };
    const Category& about(sql::Reader& reader, CategoryId id);

    v1::ReviewPolicy m_policy;
    std::string m_version; // of the categories
    std::unordered_map<std::int64_t, Category> m_categories;
};

} // namespace tradepost::catalog
