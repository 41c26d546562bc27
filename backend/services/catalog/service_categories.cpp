#include "backend/platform/rpc/field_mask.h"
#include "backend/services/catalog/attribute_rules.h"
#include "backend/services/catalog/service.h"
#include "backend/services/catalog/validation.h"

#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
constexpr int defaultCategoryPage = 1000;

std::unexpected<Error> noField(const std::string& path) {
    return invalid("update_mask",
                   fmt::format("'{}' is no field of a category that can be written.", path.substr(0, 60)),
                   "UNKNOWN_FIELD");
}

Result<void> applyCategoryPatch(const v1::Category& update, const google::protobuf::FieldMask& mask,
                                v1::Category& category) {
    const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
    const auto named = [&](std::string_view name, bool set) {
        if (mask.paths_size() == 0)
            return set;
        return all || std::ranges::any_of(mask.paths(), [&](const std::string& path) {
                   return std::string_view(path).substr(0, path.find('.')) == name;
               });
    };
    for (const std::string& path : mask.paths()) {
        const std::string_view top = std::string_view(path).substr(0, path.find('.'));
        if (!all && top != "parent_id" && top != "name" && top != "names" && top != "slug" && top != "sort_index" &&
            top != "attributes" && top != "etag")
            return noField(path);
    }
    if (named("parent_id", !update.parent_id().empty()))
        category.set_parent_id(update.parent_id());
    if (named("name", !update.name().empty()))
        category.set_name(update.name());
    const bool wholeNames = all || (mask.paths_size() == 0 && !update.names().empty()) ||
                            std::ranges::find(mask.paths(), "names") != mask.paths().end();
    if (wholeNames)
        *category.mutable_names() = update.names();
    for (const std::string& path : mask.paths())
        if (!wholeNames && path.starts_with("names.") && !rpc::copyPath(update, category, path))
            return noField(path);
    if (named("slug", !update.slug().empty()))
        category.set_slug(update.slug());
    if (named("sort_index", update.sort_index() != 0))
        category.set_sort_index(update.sort_index());
    if (named("attributes", update.attributes_size() > 0))
        *category.mutable_attributes() = update.attributes();
    TP_TRY(validateDefinitions(category, "category"));
    return validateCategory(category, "category");
}
} // namespace

Task<Result<std::shared_ptr<const CategoryTree>>> CatalogService::tree() {
    const std::uint64_t generation = m_treeGeneration.load();
    {
        const std::lock_guard lock(m_treeMutex);
        if (m_tree && m_treeOf == generation)
            co_return m_tree;
    }
    auto fresh = co_await m_use.database.read([](sql::Reader& reader) -> Result<std::shared_ptr<const CategoryTree>> {
        return std::make_shared<const CategoryTree>(CategoryStore::all(reader));
    });
    if (!fresh)
        co_return std::unexpected(std::move(fresh).error());
    const std::lock_guard lock(m_treeMutex);
    if (m_treeOf < generation) {
        m_tree = *fresh;
        m_treeOf = generation;
    }
    co_return std::move(*fresh);
}

void CatalogService::categoriesChanged(const std::vector<CategoryId>& ids) {
    m_treeGeneration.fetch_add(1);
    for (const CategoryId id : ids)
        m_use.cache.drop("categories/" + id.text());
}

Task<Result<v1::Category>> CatalogService::getCategory(rpc::Context&, const v1::GetCategoryRequest& request) {
    const auto now = co_await tree();
    if (!now)
        co_return std::unexpected(now.error());
    const v1::Category* category = (*now)->find(request.id());
    if (!category)
        co_return notFound("category", request.id());
    co_return *category;
}

Task<Result<v1::ListCategoriesResponse>> CatalogService::listCategories(rpc::Context&,
                                                                        const v1::ListCategoriesRequest& request) {
    const auto now = co_await tree();
    if (!now)
        co_return std::unexpected(now.error());
    const CategoryTree& categories = **now;
    CategoryTree::Range range{0, categories.depthFirst().size()};
    if (!request.parent_id().empty()) {
        range = categories.subtree(request.parent_id());
        if (range.begin == range.end)
            co_return notFound("category", request.parent_id());
    }
    if (!request.page_token().empty()) {
        const auto last = m_tokens.open(request.page_token(), "categories below " + request.parent_id(), {});
        if (!last)
            co_return std::unexpected(last.error());
        // Behind the last one of the page before, wherever it stands by now.
        const auto* id = last->size() == 1 ? std::get_if<std::int64_t>(&last->front()) : nullptr;
        const auto place = categories.subtree(id ? formatId(*id) : std::string());
        range.begin = std::clamp(place.begin + 1, range.begin, range.end);
    }
    const auto size = static_cast<std::size_t>(request.page_size() > 0 ? request.page_size() : defaultCategoryPage);
    const std::size_t end = std::min(range.begin + size, range.end);
    v1::ListCategoriesResponse response;
    for (std::size_t i = range.begin; i < end; ++i)
        *response.add_categories() = categories.depthFirst()[i];
    if (end < range.end)
        response.set_next_page_token(m_tokens.make("categories below " + request.parent_id(), {},
                                                   {parseId(categories.depthFirst()[end - 1].id())}));
    co_return response;
}

Task<Result<v1::Category>> CatalogService::createCategory(rpc::Context& context,
                                                          const v1::CreateCategoryRequest& request) {
    TP_CO_TRY(validateCategory(request.category(), "category"));
    TP_CO_TRY(validateDefinitions(request.category(), "category"));
    const CategoryId id = m_use.ids.next<CategoryId>();
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
    co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<v1::Category> {
        v1::Category category = request.category();
        TP_TRY(m_categories.insert(tx, category, id, change));
        tx.afterCommit([this, id] { categoriesChanged({id}); });
        return category;
    });
}

Task<Result<v1::Category>> CatalogService::updateCategory(rpc::Context& context,
                                                          const v1::UpdateCategoryRequest& request) {
    const CategoryId id = CategoryId::parse(request.category().id());
    if (!id)
        co_return notFound("category", request.category().id());
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
    co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<v1::Category> {
        const auto before = CategoryStore::find(tx, id);
        if (!before)
            return notFound("category", id.text());
        if (!request.category().etag().empty() && request.category().etag() != before->etag())
            return fail(
                Code::Aborted, "STALE_ETAG",
                fmt::format("The category is at revision {} by now; read it again and decide again.", before->etag()),
                "category.etag");
        v1::Category after = *before;
        TP_TRY(applyCategoryPatch(request.category(), request.update_mask(), after));
        auto touched = m_categories.update(tx, *before, after, change);
        if (!touched)
            return std::unexpected(std::move(touched).error());
        tx.afterCommit([this, ids = std::move(*touched)] { categoriesChanged(ids); });
        return after;
    });
}

} // namespace tradepost::catalog
