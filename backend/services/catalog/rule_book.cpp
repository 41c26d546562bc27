#include "backend/services/catalog/rule_book.h"

#include "backend/services/catalog/category_store.h"

namespace tradepost::catalog {

namespace {
constexpr std::size_t maxCategories = 10'000; // more are not kept
} // namespace

void RuleBook::open(sql::Reader& reader) {
    m_policy = readPolicy(reader);
    std::string version = CategoryStore::version(reader);
    if (version != m_version || m_categories.size() > maxCategories)
        m_categories.clear();
    m_version = std::move(version);
}

const RuleBook::Category& RuleBook::about(sql::Reader& reader, CategoryId id) {
    const auto [found, fresh] = m_categories.try_emplace(id.value());
    if (fresh) {
        Category read{CategoryStore::exists(reader, id), {}};
        if (read.exists)
            read.definitions = CategoryStore::definitions(reader, id);
        found->second = std::move(read);
    }
    return found->second;
}

} // namespace tradepost::catalog
