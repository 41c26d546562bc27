#include "backend/services/catalog/importer.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/transitions.h"
#include "backend/services/catalog/validation.h"
#include "backend/services/catalog/write_rules.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

namespace tradepost::catalog {

namespace {
constexpr int maxErrors = 1000;
constexpr const char* defaultLanguage = "en";

void addError(v1::ImportResult& result, std::int64_t line, const Error& error) {
    result.set_failed(result.failed() + 1);
    if (result.errors_size() == maxErrors)
        return;
    v1::ImportError& told = *result.add_errors();
    told.set_line(line);
    // A line is the product, so its fields are named without that prefix.
    told.set_field(error.field.starts_with("product.") ? error.field.substr(8) : error.field);
    told.set_reason(error.reason);
    told.set_message(error.message);
}

// What exists and has every required field is checked by the change; a whole new product by the contract.
Patch patchOf(const v1::Product& row) {
    auto patch = makePatch(row, {});
    return patch ? std::move(*patch) : Patch();
}
} // namespace

Importer::Importer(events::Outbox& outbox, IdSource& ids, const Clock& clock, Options options, OnChange onChange)
    : m_products(outbox), m_editor(outbox), m_ids(ids), m_clock(clock), m_options(std::move(options)),
      m_onChange(std::move(onChange)) {}

void Importer::parse(std::int64_t line, std::string_view text, std::vector<Row>& rows) {
    if (text.find_first_not_of(" \t\r") == std::string_view::npos)
        return;
    if (text.size() > maxLineBytes) {
        addError(m_result, line,
                 Error{Code::InvalidArgument,
                       "LINE_TOO_LONG",
                       fmt::format("The line has {} bytes; {} are allowed.", text.size(), maxLineBytes),
                       {}});
        return;
    }
    Row row;
    row.line = line;
    const auto status = google::protobuf::util::JsonStringToMessage(
        google::protobuf::StringPiece(text.data(), text.size()), &row.product);
    if (!status.ok()) {
        const auto message = status.message();
        addError(m_result, line,
                 Error{Code::InvalidArgument,
                       "INVALID_JSON",
                       fmt::format("The line is no product in JSON: {}",
                                   std::string(message.data(), message.size()).substr(0, 300)),
                       {}});
        return;
    }
    rows.push_back(std::move(row));
}

std::string Importer::bodyOf(v1::Product product) {
    if (product.language().empty())
        product.set_language(defaultLanguage);
    return encodedBody(product);
}

Importer::Some Importer::apply(sql::Transaction& tx, const std::vector<Row>& rows, std::size_t from) {
    Some some{{}, from};
    v1::ImportResult& result = some.outcome;
    begin(tx);
    while (some.next < rows.size() && (some.next == from || !tx.shareIsUsed())) {
        const Row& row = rows[some.next++];
        const auto outcome = applyRow(tx, row, row.product);
        if (!outcome)
            addError(result, row.line, outcome.error());
        else if (outcome->outcome == Outcome::Created)
            result.set_created(result.created() + 1);
        else if (outcome->outcome == Outcome::Updated)
            result.set_updated(result.updated() + 1);
        else
            result.set_unchanged(result.unchanged() + 1);
    }
    return some;
}

void Importer::add(const v1::ImportResult& outcome) {
    m_result.set_created(m_result.created() + outcome.created());
    m_result.set_updated(m_result.updated() + outcome.updated());
    m_result.set_unchanged(m_result.unchanged() + outcome.unchanged());
    m_result.set_failed(m_result.failed() + outcome.failed());
    for (const v1::ImportError& error : outcome.errors())
        if (m_result.errors_size() < maxErrors)
            *m_result.add_errors() = error;
}

Result<Importer::Applied> Importer::applyRow(sql::Transaction& tx, const Row& row, const v1::Product& given) {
    if (const ProductId id = ProductId::parse(given.id())) {
        if (auto before = ProductStore::find(tx, id)) {
            if (!rpc::mayEdit(m_options.caller, SellerId::parse(before->seller_id())))
                return notFound("product", given.id());
            return update(tx, row, given, std::move(*before));
        }
    } else if (!given.id().empty()) {
        return invalid("product.id", fmt::format("'{}' is no id.", query::excerpt(given.id(), 32)), "INVALID_ID");
    }
    const auto seller = rpc::accountOf(m_options.caller, given.seller_id(), "product.seller_id");
    if (!seller)
        return std::unexpected(seller.error());
    if (given.variants_size() > 0)
        if (const auto known = ProductStore::findBySku(tx, *seller, given.variants(0).sku()))
            if (auto before = ProductStore::find(tx, *known))
                return update(tx, row, given, std::move(*before));
    if (row.partial) {
        const auto known = given.variants_size() == 0 ? ProductStore::findBySlug(tx, given.slug()) : std::nullopt;
        auto before = known ? ProductStore::find(tx, *known) : std::nullopt;
        if (before && SellerId::parse(before->seller_id()) == *seller)
            return update(tx, row, given, std::move(*before));
        return fail(Code::NotFound, "UNKNOWN_PRODUCT",
                    "No product has this id, SKU or slug, and the row has no title for a new one.",
                    given.variants_size() > 0 ? "product.variants[0].sku" : "product.slug");
    }
    m_new = given;
    m_new.set_seller_id(seller->text());
    return create(tx, row, m_new, given.variants_size() > 0);
}

Result<Importer::Applied> Importer::create(sql::Transaction& tx, const Row& row, v1::Product& product, bool skuIsFree) {
    if (!row.validated)
        TP_TRY(validateProduct(product, "product"));
    const Change change{m_options.caller.user, m_clock.now(), m_options.traceparent};
    const ProductId given = m_options.caller.has(rpc::Role::ADMIN) ? ProductId::parse(product.id()) : ProductId();
    const ProductId id = given ? given : m_ids.next<ProductId>();
    product.set_state(!(m_options.publish || row.publish)             ? v1::DRAFT
                      : Editor::mayPublish(m_rules, m_options.caller) ? v1::PUBLISHED
                                                                      : v1::SUBMITTED);
    if (product.language().empty())
        product.set_language(defaultLanguage);
    TP_TRY(Editor::checkDefinitions(tx, m_rules, product, product.state() != v1::DRAFT));
    const CategoryId category = CategoryId::parse(product.category_id());
    TP_TRY(m_products.insert(tx, product, id, change,
                             {category && m_rules.hasCategory(tx, category), skuIsFree, row.slug, row.body}));
    if (m_onChange)
        m_onChange(tx, product, true);
    return Applied{Outcome::Created, id, 0, product.revision(), false};
}

Result<Importer::Applied> Importer::setImages(sql::Transaction& tx, ProductId id, std::int64_t revision,
                                              const v1::Product& given) {
    const auto before = ProductStore::find(tx, id);
    if (!before || before->revision() != revision)
        return fail(Code::Aborted, "PRODUCT_CHANGED", "The product was changed before its pictures had come.",
                    "product.images");
    Patch patch;
    for (const ProductField& field : productFields())
        if (std::string_view(field.name) == "images")
            patch.fields.push_back(&field);
    const Change change{m_options.caller.user, m_clock.now(), m_options.traceparent};
    auto edited = m_editor.edit(tx, *before, given, patch, m_options.caller, change, "import");
    if (!edited)
        return std::unexpected(std::move(edited).error());
    Applied applied{Outcome::Unchanged, id, before->revision(), edited->product.revision(), edited->waits};
    if (!edited->position && !edited->waits)
        return applied;
    applied.outcome = Outcome::Updated;
    if (m_onChange)
        m_onChange(tx, edited->product, false);
    return applied;
}

namespace {
// The variants of a price list: what they say, put into those that are there.
Result<void> mergeVariants(v1::Product& row, const v1::Product& before) {
    v1::Product merged;
    *merged.mutable_variants() = before.variants();
    for (int i = 0; i < row.variants_size(); ++i) {
        const v1::Variant& said = row.variants(i);
        const auto found = std::ranges::find(*merged.mutable_variants(), said.sku(),
                                             [](const v1::Variant& variant) { return variant.sku(); });
        if (found == merged.mutable_variants()->end())
            return fail(Code::NotFound, "UNKNOWN_PRODUCT", "The product has no variant with this SKU.",
                        fmt::format("product.variants[{}].sku", i));
        if (said.options_size() > 0)
            found->clear_options();
        found->MergeFrom(said);
    }
    row.mutable_variants()->Swap(merged.mutable_variants());
    return {};
}

void mergeTexts(v1::Product& row, const v1::Product& before) {
    auto merged = before.texts();
    for (const auto& [language, text] : row.texts())
        merged[language].MergeFrom(text);
    *row.mutable_texts() = std::move(merged);
}
} // namespace

Result<Importer::Applied> Importer::update(sql::Transaction& tx, const Row& row, const v1::Product& given,
                                           v1::Product before) {
    if (m_options.startedAt != 0 && !row.partial && microsOf(before.update_time()) >= m_options.startedAt)
        return fail(Code::Aborted, "DUPLICATE_ROW",
                    fmt::format("The product {} has been changed since the import began, by an earlier row or by an "
                                "edit.",
                                before.id()),
                    "product.variants[0].sku");
    v1::Product merged;
    if (row.partial) {
        merged = given;
        if (given.variants_size() > 0)
            TP_TRY(mergeVariants(merged, before));
        mergeTexts(merged, before);
    }
    const v1::Product& wanted = row.partial ? merged : given;
    const Patch patch = row.patch != nullptr ? *row.patch : patchOf(wanted);
    v1::Product after = before;
    const auto changed = applyPatch(wanted, patch, before, after);
    if (!changed)
        return std::unexpected(changed.error());
    if (!changed->empty() && !row.validated)
        TP_TRY(validateProduct(after, "product")); // the contract's lengths too: a line came past its edge
    const Change change{m_options.caller.user, m_clock.now(), m_options.traceparent};
    auto edited = m_editor.edit(tx, before, wanted, patch, m_options.caller, change, "import");
    if (!edited)
        return std::unexpected(std::move(edited).error());
    Applied applied{Outcome::Unchanged, ProductId::parse(before.id()), before.revision(), before.revision(),
                    edited->waits};
    bool touched = edited->position.has_value() || edited->waits;
    if ((m_options.publish || row.publish) && before.state() != v1::PUBLISHED) {
        edited = m_editor.move(tx, edited->product, Action::Publish, m_options.caller, change);
        if (!edited)
            return std::unexpected(std::move(edited).error());
        touched |= edited->position.has_value();
    }
    if (!touched)
        return applied;
    applied.outcome = Outcome::Updated;
    applied.after = edited->product.revision();
    if (m_onChange)
        m_onChange(tx, edited->product, false);
    return applied;
}

} // namespace tradepost::catalog
