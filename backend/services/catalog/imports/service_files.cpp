#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/formats/own_csv.h"
#include "backend/services/catalog/formats/taxonomy.h"
#include "backend/services/catalog/imports/service.h"
#include "backend/services/catalog/product_query.h"
#include "backend/services/catalog/validation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <google/protobuf/util/json_util.h>
#include <unordered_map>

namespace tradepost::catalog {

namespace {
constexpr std::size_t entriesPerWrite = 200;
constexpr int exportBatch = 300;
constexpr std::size_t firstPiece = 20; // rows before the first bytes go out

// Puts a taxonomy's entries into the tree, parents first as the text has them.
class TaxonomyWriter {
public:
    struct Known {
        std::unordered_map<std::string, std::string> bySlug, byPath; // ids; of paths with " > " at their end
    };
    TaxonomyWriter(events::Outbox& outbox, IdSource& ids, std::string language, Known& known)
        : m_categories(outbox), m_ids(ids), m_language(std::move(language)), m_bySlug(known.bySlug),
          m_byPath(known.byPath) {}

    Result<void> put(sql::Transaction& tx, const formats::TaxonomyEntry& entry, const Change& change,
                     imports::v1::ImportTaxonomyResponse& counts, std::vector<CategoryId>& touched) {
        const std::string slug = "google-" + entry.number;
        const std::string path = fmt::format("{}", fmt::join(entry.names, " > "));
        const std::string parentPath = path.substr(0, path.size() - entry.names.back().size());
        if (const auto known = m_bySlug.find(slug); known != m_bySlug.end()) {
            m_byPath[path + " > "] = known->second;
            return rename(tx, CategoryId::parse(known->second), entry.names.back(), change, counts, touched);
        }
        v1::Category category;
        category.set_name(entry.names.back());
        category.set_slug(slug);
        if (!m_language.empty())
            (*category.mutable_names())[m_language] = entry.names.back();
        if (entry.names.size() > 1) {
            const auto parent = m_byPath.find(parentPath);
            if (parent == m_byPath.end())
                return invalid("text",
                               fmt::format("Line {} stands below a category that no line before it has.", entry.line),
                               "INVALID_TAXONOMY");
            category.set_parent_id(parent->second);
        }
        TP_TRY(validateCategory(category, "category"));
        const CategoryId id = m_ids.next<CategoryId>();
        TP_TRY(m_categories.insert(tx, category, id, change));
        touched.push_back(id);
        m_bySlug[slug] = m_byPath[path + " > "] = id.text();
        counts.set_created(counts.created() + 1);
        return {};
    }

private:
    Result<void> rename(sql::Transaction& tx, CategoryId id, const std::string& name, const Change& change,
                        imports::v1::ImportTaxonomyResponse& counts, std::vector<CategoryId>& touched) {
        const auto before = CategoryStore::find(tx, id);
        if (!before)
            return notFound("category", id.text());
        v1::Category after = *before;
        if (m_language.empty())
            after.set_name(name);
        else
            (*after.mutable_names())[m_language] = name;
        const auto named = before->names().find(m_language);
        const bool same =
            m_language.empty() ? before->name() == name : named != before->names().end() && named->second == name;
        if (same) {
            counts.set_unchanged(counts.unchanged() + 1);
            return {};
        }
        const auto changed = m_categories.update(tx, *before, after, change);
        if (!changed)
            return std::unexpected(changed.error());
        touched.insert(touched.end(), changed->begin(), changed->end());
        counts.set_updated(counts.updated() + 1);
        return {};
    }

    CategoryStore m_categories;
    IdSource& m_ids;
    const std::string m_language;
    std::unordered_map<std::string, std::string>&m_bySlug, &m_byPath;
};
} // namespace

Task<Result<imports::v1::ImportTaxonomyResponse>>
ImportService::importTaxonomy(rpc::Context& context, const imports::v1::ImportTaxonomyRequest& request) {
    if (!request.language().empty() && !isLanguageTag(request.language()))
        co_return invalid("language", "Write a language tag such as de or pt-BR.", "INVALID_LANGUAGE");
    const auto entries = formats::readTaxonomy(request.text());
    if (!entries)
        co_return std::unexpected(entries.error());
    auto categories = co_await m_use.database.read(
        [](sql::Reader& reader) -> Result<std::vector<v1::Category>> { return CategoryStore::all(reader); });
    if (!categories)
        co_return std::unexpected(std::move(categories).error());
    TaxonomyWriter::Known known;
    for (const v1::Category& category : *categories)
        known.bySlug.emplace(category.slug(), category.id());
    imports::v1::ImportTaxonomyResponse counts;
    for (std::size_t begin = 0; begin < entries->size(); begin += entriesPerWrite) {
        const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
        struct Written {
            TaxonomyWriter::Known known;
            imports::v1::ImportTaxonomyResponse counts;
        };
        auto written = co_await m_use.database.write(
            [&, begin](sql::Transaction& tx) -> Result<Written> {
                // What a write notes counts once it has been committed.
                Written after{known, counts};
                TaxonomyWriter writer(m_use.outbox, m_use.ids, request.language(), after.known);
                std::vector<CategoryId> touched;
                for (std::size_t i = begin; i < std::min(begin + entriesPerWrite, entries->size()); ++i)
                    TP_TRY(writer.put(tx, (*entries)[i], change, after.counts, touched));
                tx.afterCommit([this, touched] { m_use.onCategories(touched); });
                return after;
            },
            sql::Priority::Bulk);
        if (!written)
            co_return std::unexpected(std::move(written).error());
        known = std::move(written->known);
        counts = written->counts;
    }
    co_return counts;
}

Task<Result<void>> ImportService::exportProducts(rpc::Context& context,
                                                 const imports::v1::ExportProductsRequest& request,
                                                 rpc::StreamWriter<imports::v1::ExportChunk>& writer) {
    const bool json = request.format() == "jsonl";
    if (!json && !request.format().empty() && request.format() != "csv")
        co_return invalid("format", "Products are exported as csv or jsonl.", "UNKNOWN_FORMAT");
    const auto query =
        makeProductQuery(request.filter(), "id", context.principal, m_use.shareOf(context.principal.sellers));
    if (!query)
        co_return std::unexpected(query.error());
    std::int64_t last = 0;
    bool first = true;
    for (;;) {
        struct Piece {
            std::string bytes;
            std::int64_t last = 0, products = 0;
            bool more = false;
        };
        auto piece = co_await m_use.database.read([&](sql::Reader& reader) -> Result<Piece> {
            Piece made;
            const int size = first ? static_cast<int>(firstPiece) : exportBatch;
            const ProductPlan plan = planOf(reader, *query);
            std::vector<sql::Value> args = plan.where.args;
            args.emplace_back(last);
            args.emplace_back(std::int64_t{size});
            std::vector<ProductId> ids;
            const std::string sql = fmt::format("SELECT p.id FROM catalog_products p WHERE {} AND p.id > ? {} LIMIT ?",
                                                plan.where.sql, query::orderBySql(plan.order));
            reader.run(sql, args, [&](const sql::Row& row) { ids.emplace_back(row.integer(0)); });
            if (first && !json)
                formats::writeOwnHeader(made.bytes);
            for (const ProductId id : ids) {
                const auto product = ProductStore::find(reader, id);
                if (!product)
                    continue;
                ++made.products;
                if (!json) {
                    formats::writeOwnProduct(made.bytes, *product);
                    continue;
                }
                if (!google::protobuf::util::MessageToJsonString(*product, &made.bytes).ok())
                    return fail(Code::DataLoss, "NOT_JSON", "Product " + product->id() + " cannot be written as JSON.");
                made.bytes.push_back('\n');
            }
            made.more = ids.size() == static_cast<std::size_t>(size);
            made.last = ids.empty() ? last : ids.back().value();
            return made;
        });
        if (!piece)
            co_return std::unexpected(std::move(piece).error());
        if (!piece->bytes.empty()) {
            imports::v1::ExportChunk chunk;
            chunk.set_data(std::move(piece->bytes));
            chunk.set_products(piece->products);
            TP_CO_TRY(co_await writer.write(chunk));
        }
        if (!piece->more)
            co_return Result<void>();
        last = piece->last;
        first = false;
    }
}

void registerImports(rpc::Registry& registry, ImportService& service) {
    const auto add = [&](std::string_view name, auto method) {
        registry.add(std::string("tradepost.imports.v1.ImportService/").append(name), service, method);
    };
    add("CreateImport", &ImportService::createImport);
    add("UploadImportData", &ImportService::uploadImportData);
    add("PreviewImport", &ImportService::previewImport);
    add("StartImport", &ImportService::startImport);
    add("GetImport", &ImportService::getImport);
    add("ListImports", &ImportService::listImports);
    add("PauseImport", &ImportService::pauseImport);
    add("ResumeImport", &ImportService::resumeImport);
    add("CancelImport", &ImportService::cancelImport);
    add("RollBackImport", &ImportService::rollBackImport);
    add("ListImportRows", &ImportService::listImportRows);
    add("ReadBadRows", &ImportService::readBadRows);
    add("SetMapping", &ImportService::setMapping);
    add("GetMapping", &ImportService::getMapping);
    add("ListMappings", &ImportService::listMappings);
    add("DeleteMapping", &ImportService::deleteMapping);
    add("ImportTaxonomy", &ImportService::importTaxonomy);
    add("ExportProducts", &ImportService::exportProducts);
}

} // namespace tradepost::catalog
