#include "models/sample/sample_imports.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace tradepost::models {

namespace v1 = imports::v1;
using v1::Import;
using v1::ImportRow;

namespace {

constexpr std::array kOwnColumns{"sku",  "title", "description", "brand", "category", "price", "currency",
                                 "gtin", "tags",  "images",      "slug",  "weight_g", "state", "import_errors"};

std::vector<std::string> cellsOf(const std::string& line, char delimiter) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back().push_back('"');
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == delimiter && !quoted) {
            cells.emplace_back();
        } else {
            cells.back().push_back(c);
        }
    }
    return cells;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        if (lines.back().ends_with('\r'))
            lines.back().pop_back();
        at = end + 1;
    }
    return lines;
}

bool isRunning(Import::State state) {
    return state == Import::CHECKING || state == Import::STAGING || state == Import::IMPORTING ||
           state == Import::ROLLING_BACK;
}

void count(Import& import, const ImportRow& row) {
    switch (row.outcome()) {
    case ImportRow::CREATE:
        import.set_created(import.created() + 1);
        break;
    case ImportRow::UPDATE:
        import.set_updated(import.updated() + 1);
        break;
    case ImportRow::UNCHANGED:
        import.set_unchanged(import.unchanged() + 1);
        break;
    default:
        import.set_failed(import.failed() + 1);
        break;
    }
}

void addProblem(ImportRow& row, const char* column, const std::string& value, const char* reason,
                const std::string& message, const char* fix) {
    v1::ImportProblem& problem = *row.add_problems();
    problem.set_line(row.line());
    problem.set_column(column);
    problem.set_value(value);
    problem.set_reason(reason);
    problem.set_message(message);
    problem.set_fix(fix);
    row.set_outcome(ImportRow::ERROR);
}

std::unexpected<Error> wrongState() {
    return fail(Code::FailedPrecondition, "WRONG_STATE", "The import is in another state; look at it again.", "id");
}

} // namespace

SampleImports::Stored* SampleImports::find(const std::string& id) {
    const auto found = std::ranges::find(m_imports, id, [](const Stored& stored) { return stored.import.id(); });
    return found == m_imports.end() ? nullptr : &*found;
}

std::string SampleImports::data(const std::string& id) const {
    const auto found = std::ranges::find(m_imports, id, [](const Stored& stored) { return stored.import.id(); });
    return found == m_imports.end() ? std::string() : found->data;
}

Result<Import> SampleImports::create(const v1::CreateImportRequest& request) {
    Stored& stored = add("i" + std::to_string(++m_number), request.file_name(), Import::UPLOADING, 0);
    *stored.import.mutable_options() = request.options();
    stored.import.set_file_bytes(request.file_bytes());
    return stored.import;
}

Result<Import> SampleImports::upload(const v1::UploadImportDataRequest& request) {
    Stored* stored = find(request.id());
    if (!stored)
        return notFound("import", request.id());
    if (stored->import.state() != Import::UPLOADING)
        return wrongState();
    const auto offset = std::size_t(request.offset());
    if (offset > stored->data.size())
        return fail(Code::OutOfRange, "WRONG_OFFSET", "Go on with the byte " + std::to_string(stored->data.size()),
                    "offset");
    if (offset + request.data().size() > stored->data.size())
        stored->data.replace(offset, std::string::npos, request.data());
    stored->import.set_uploaded_bytes(std::int64_t(stored->data.size()));
    return stored->import;
}

Result<SampleImports::Table> SampleImports::read(const Stored& stored, const v1::ImportOptions& options) const {
    Table table;
    v1::FileShape& shape = table.shape;
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString decoded = utf8(QByteArrayView(stored.data.data(), qsizetype(stored.data.size())));
    std::string encoding = options.encoding();
    if (encoding.empty())
        encoding = utf8.hasError() ? "windows-1252" : "UTF-8";
    shape.set_encoding(encoding);
    const std::string text = encoding == "UTF-8"
                                 ? decoded.toStdString()
                                 : QString::fromLatin1(stored.data.data(), qsizetype(stored.data.size())).toStdString();
    const auto lines = linesOf(text);
    if (lines.empty())
        return fail(Code::InvalidArgument, "EMPTY_FILE", "The file is empty.", "file");
    char delimiter = options.delimiter().empty() ? ',' : options.delimiter()[0];
    if (options.delimiter().empty()) {
        for (const char each : {';', '\t', '|'}) {
            if (std::ranges::count(lines[0], each) > std::ranges::count(lines[0], delimiter))
                delimiter = each;
        }
    }
    shape.set_delimiter(std::string(1, delimiter));
    shape.set_quoting(options.quoting() != v1::ImportOptions::NONE);
    const auto header = cellsOf(lines[0], delimiter);
    for (const std::string& column : header)
        shape.add_columns(column);
    const bool own =
        std::ranges::find(header, "sku") != header.end() && std::ranges::all_of(header, [](const std::string& column) {
            return std::ranges::find(kOwnColumns, column) != kOwnColumns.end();
        });
    shape.set_format(!options.format().empty() ? options.format() : own ? "csv" : "");
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (!lines[i].empty())
            table.rows.emplace_back(std::int64_t(i) + 1, cellsOf(lines[i], delimiter));
    }
    return table;
}

void SampleImports::examine(Stored& stored, const Table& table, std::vector<std::string>* products) const {
    stored.rows.clear();
    std::set<std::string> seen;
    const auto& columns = table.shape.columns();
    for (const auto& [line, cells] : table.rows) {
        const auto cell = [&](const std::string& column) {
            const auto at = std::size_t(std::ranges::find(columns, column) - columns.begin());
            return at < cells.size() ? cells[at] : std::string();
        };
        const auto value = [&](const std::string& target, std::string& column) {
            column = target;
            if (!stored.mapped)
                return cell(target);
            for (const auto& field : stored.mapping.fields()) {
                if (field.target() != target)
                    continue;
                column = field.column();
                std::string text = field.constant().empty() ? cell(field.column()) : field.constant();
                for (const auto& step : field.transforms()) {
                    if (step.has_number() && step.number().decimal() == ",")
                        std::ranges::replace(text, ',', '.');
                }
                return text.empty() ? field.default_value() : text;
            }
            return std::string();
        };
        ImportRow& row = stored.rows.emplace_back();
        row.set_line(line);
        std::string column;
        row.set_sku(value("sku", column));
        row.set_outcome(m_skus.contains(row.sku()) ? ImportRow::UPDATE : ImportRow::CREATE);
        if (row.sku().empty())
            addProblem(row, column.c_str(), {}, "FIELD_REQUIRED", "The SKU is missing.", "Give each row its SKU.");
        else if (!seen.insert(row.sku()).second)
            addProblem(row, column.c_str(), row.sku(), "DUPLICATE_ROW", "'" + row.sku() + "' stands in the file twice.",
                       "Leave one of the rows out.");
        if (value("title", column).empty())
            addProblem(row, column.c_str(), {}, "FIELD_REQUIRED", "The title is missing.", "Write a title.");
        const std::string price = value("price", column);
        if (bool number = false; QString::fromStdString(price).toDouble(&number) < 0 || !number)
            addProblem(row, column.c_str(), price, "NOT_A_PRICE", "'" + price + "' is no price.",
                       "Write it as 12.99, without a currency.");
        if (products) {
            const QJsonObject variant{
                {"sku", QString::fromStdString(row.sku())},
                {"price",
                 QJsonObject{{"amountMinor", QString::number(qRound64(QString::fromStdString(price).toDouble() * 100))},
                             {"currency", QString::fromStdString(value("currency", column))}}}};
            const QJsonObject product{{"title", QString::fromStdString(value("title", column))},
                                      {"brand", QString::fromStdString(value("brand", column))},
                                      {"categoryId", QString::fromStdString(value("category", column))},
                                      {"variants", QJsonArray{variant}}};
            products->push_back(QJsonDocument(product).toJson(QJsonDocument::Compact).toStdString());
        }
        std::string raw;
        for (const std::string& each : cells)
            raw.append(raw.empty() ? "" : table.shape.delimiter()).append(each);
        row.set_raw(raw);
    }
}

Result<v1::PreviewImportResponse> SampleImports::preview(const v1::PreviewImportRequest& request) {
    Stored* stored = find(request.id());
    if (!stored)
        return notFound("import", request.id());
    if (std::int64_t(stored->data.size()) < stored->import.file_bytes())
        return fail(Code::FailedPrecondition, "UPLOAD_INCOMPLETE", "Not all has arrived: send the rest first.", "id");
    v1::ImportOptions options = request.has_options() ? request.options() : stored->import.options();
    if (request.has_mapping())
        options.set_format("mapping");
    const auto table = read(*stored, options);
    if (!table)
        return std::unexpected(table.error());
    v1::PreviewImportResponse response;
    *response.mutable_shape() = table->shape;
    for (const auto& [line, cells] : table->rows) {
        if (response.table_size() == 20)
            break;
        v1::TableRow& row = *response.add_table();
        row.set_line(line);
        for (const std::string& cell : cells)
            row.add_cells(cell);
    }
    if (table->shape.format().empty())
        return response;
    Stored tried;
    tried.import = stored->import;
    tried.mapping = request.mapping();
    tried.mapped = request.has_mapping();
    std::vector<std::string> products;
    examine(tried, *table, &products);
    for (std::size_t i = 0; i < std::min<std::size_t>(tried.rows.size(), 20); ++i) {
        const ImportRow& row = tried.rows[i];
        v1::PreviewRow& out = *response.add_rows();
        out.set_line(row.line());
        *out.mutable_problems() = row.problems();
        if (row.problems().empty())
            out.set_json(products[i]);
    }
    return response;
}

Result<Import> SampleImports::start(const v1::StartImportRequest& request) {
    Stored* stored = find(request.id());
    if (!stored)
        return notFound("import", request.id());
    Import& import = stored->import;
    if (isRunning(import.state()))
        return import;
    const bool again = import.state() == Import::CANCELLED || import.state() == Import::FAILED;
    if (!again && import.state() != Import::UPLOADING && import.state() != Import::STAGED)
        return wrongState();
    if (request.has_options())
        *import.mutable_options() = request.options();
    if (request.has_mapping()) {
        stored->mapping = request.mapping();
        stored->mapped = true;
        import.mutable_options()->set_mapping(request.mapping().name());
    }
    v1::ImportOptions options = import.options();
    if (stored->mapped)
        options.set_format("mapping");
    const auto table = read(*stored, options);
    if (!table)
        return std::unexpected(table.error());
    *import.mutable_shape() = table->shape;
    if (!again || stored->rows.empty()) {
        examine(*stored, *table);
        stored->done = 0;
        for (auto clear :
             {&Import::clear_created, &Import::clear_updated, &Import::clear_unchanged, &Import::clear_failed})
            (import.*clear)();
    }
    stored->dryRun = request.dry_run();
    import.set_rows_total(std::int64_t(stored->rows.size()));
    import.set_bytes_total(std::int64_t(stored->data.size()));
    import.set_state(Import::CHECKING);
    import.set_operation_id("op-" + import.id());
    tell(*stored);
    return import;
}

void SampleImports::advance(Stored& stored) {
    Import& import = stored.import;
    if (m_frozen || import.paused() || !isRunning(import.state()))
        return;
    if (import.state() == Import::ROLLING_BACK) {
        for (ImportRow& row : stored.rows) {
            const bool did = row.outcome() == ImportRow::CREATE || row.outcome() == ImportRow::UPDATE;
            if (did && m_edited.contains(row.sku())) {
                row.set_kept(true);
                import.set_kept(import.kept() + 1);
            } else if (did) {
                row.set_rolled_back(true);
                m_skus.erase(row.sku());
                import.set_rolled_back(import.rolled_back() + 1);
            }
        }
        import.set_state(Import::ROLLED_BACK);
    } else if (import.state() == Import::CHECKING) {
        import.set_state(stored.dryRun ? Import::STAGING : Import::IMPORTING);
    } else {
        const std::size_t end =
            std::min(stored.rows.size(), stored.done + std::max<std::size_t>(stored.rows.size() / 3, 1));
        for (; stored.done < end; ++stored.done) {
            count(import, stored.rows[stored.done]);
            if (!stored.dryRun && stored.rows[stored.done].outcome() != ImportRow::ERROR)
                m_skus.insert(stored.rows[stored.done].sku());
        }
        import.set_bytes_done(import.bytes_total() * std::int64_t(stored.done) /
                              std::max<std::int64_t>(std::int64_t(stored.rows.size()), 1));
        import.set_products_per_second(1'200);
        import.set_seconds_left(std::int64_t(stored.rows.size() - stored.done) / 1'200);
        if (stored.done == stored.rows.size())
            import.set_state(stored.dryRun ? Import::STAGED : Import::IMPORTED);
    }
    tell(stored);
}

// To the operations, which the jobs show.
void SampleImports::tell(const Stored& stored) {
    const Import& import = stored.import;
    auto found = std::ranges::find(m_operations, import.operation_id(), [](const auto& o) { return o.id(); });
    if (found == m_operations.end()) {
        found = m_operations.insert(m_operations.begin(), operations::v1::Operation());
        found->set_id(import.operation_id());
    }
    found->set_title((stored.dryRun ? "Check of " : "Import of ") + import.file_name());
    found->set_state(isRunning(import.state())             ? operations::v1::Operation::RUNNING
                     : import.state() == Import::CANCELLED ? operations::v1::Operation::CANCELLED
                                                           : operations::v1::Operation::SUCCEEDED);
    found->set_done(std::int64_t(stored.done));
    found->set_total(import.rows_total());
    found->mutable_update_time()->set_seconds(m_now);
}

Result<Import> SampleImports::get(const std::string& id) {
    Stored* stored = find(id);
    if (!stored)
        return notFound("import", id);
    advance(*stored);
    return stored->import;
}

Result<v1::ListImportsResponse> SampleImports::list(const v1::ListImportsRequest& request) const {
    v1::ListImportsResponse response;
    const std::size_t first = request.page_token().empty() ? 0 : std::stoul(request.page_token());
    const std::size_t size = request.page_size() > 0 ? std::size_t(request.page_size()) : 50;
    for (std::size_t i = first; i < std::min(first + size, m_imports.size()); ++i)
        *response.add_imports() = m_imports[i].import;
    if (first + size < m_imports.size())
        response.set_next_page_token(std::to_string(first + size));
    return response;
}

Result<Import> SampleImports::pause(const std::string& id, bool paused) {
    Stored* stored = find(id);
    if (!stored)
        return notFound("import", id);
    stored->import.set_paused(paused && isRunning(stored->import.state()));
    return stored->import;
}

Result<Import> SampleImports::cancel(const std::string& id) {
    Stored* stored = find(id);
    if (!stored)
        return notFound("import", id);
    if (isRunning(stored->import.state())) {
        stored->import.set_state(Import::CANCELLED);
        stored->import.set_paused(false);
        tell(*stored);
    }
    return stored->import;
}

Result<Import> SampleImports::rollBack(const std::string& id) {
    Stored* stored = find(id);
    if (!stored)
        return notFound("import", id);
    if (isRunning(stored->import.state()) || stored->dryRun)
        return wrongState();
    stored->import.set_state(Import::ROLLING_BACK);
    return stored->import;
}

Result<v1::ListImportRowsResponse> SampleImports::rows(const v1::ListImportRowsRequest& request) {
    const Stored* stored = find(request.id());
    if (!stored)
        return notFound("import", request.id());
    using Filter = v1::ListImportRowsRequest;
    const auto passes = [&](const ImportRow& row) {
        switch (request.filter()) {
        case Filter::CREATES:
            return row.outcome() == ImportRow::CREATE;
        case Filter::UPDATES:
            return row.outcome() == ImportRow::UPDATE;
        case Filter::UNCHANGED_ONES:
            return row.outcome() == ImportRow::UNCHANGED;
        case Filter::ERRORS:
            return row.outcome() == ImportRow::ERROR;
        case Filter::KEPT:
            return row.kept();
        default:
            return true;
        }
    };
    v1::ListImportRowsResponse response;
    std::size_t at = request.page_token().empty() ? 0 : std::stoul(request.page_token());
    for (; at < stored->rows.size(); ++at) {
        if (!passes(stored->rows[at]))
            continue;
        if (response.rows_size() == request.page_size()) {
            response.set_next_page_token(std::to_string(at));
            break;
        }
        *response.add_rows() = stored->rows[at];
        response.mutable_rows()->rbegin()->clear_raw();
    }
    return response;
}

Result<v1::ReadBadRowsResponse> SampleImports::badRows(const std::string& id) {
    const Stored* stored = find(id);
    if (!stored)
        return notFound("import", id);
    v1::ReadBadRowsResponse response;
    std::string& out = *response.mutable_data();
    const std::string& delimiter = stored->import.shape().delimiter();
    for (const std::string& column : stored->import.shape().columns())
        out.append(column).append(delimiter);
    out.append("import_errors\n");
    for (const ImportRow& row : stored->rows) {
        if (row.outcome() == ImportRow::ERROR)
            out.append(row.raw()).append(delimiter).append(row.problems(0).message()).append("\n");
    }
    return response;
}

Result<v1::Mapping> SampleImports::setMapping(const v1::Mapping& mapping) {
    v1::Mapping& kept = m_mappings[mapping.name()];
    const int revision = kept.etag().empty() ? 0 : std::stoi(kept.etag());
    kept = mapping;
    kept.set_etag(std::to_string(revision + 1));
    return kept;
}

v1::ListMappingsResponse SampleImports::mappings() const {
    v1::ListMappingsResponse response;
    for (const auto& [name, mapping] : m_mappings)
        *response.add_mappings() = mapping;
    return response;
}

Result<void> SampleImports::deleteMapping(const std::string& name) {
    if (m_mappings.erase(name) == 0)
        return notFound("mapping", name);
    return {};
}

SampleImports::Stored& SampleImports::add(const std::string& id, const std::string& file, Import::State state,
                                          std::int64_t age) {
    Stored& stored = *m_imports.insert(m_imports.begin(), Stored());
    stored.import.set_id(id);
    stored.import.set_file_name(file);
    stored.import.set_state(state);
    stored.import.set_seconds_left(-1);
    stored.import.mutable_create_time()->set_seconds(m_now - age);
    *stored.import.mutable_update_time() = stored.import.create_time();
    return stored;
}

// Some of the rows of a file of several thousand.
void SampleImports::addExampleRows(Stored& stored) {
    constexpr std::array kNouns{"KET", "LMP", "TNT", "HLM", "KNF", "BAG"};
    for (int i = 0; i < 180; ++i) {
        ImportRow& row = stored.rows.emplace_back();
        row.set_line(2 + i);
        row.set_sku("NOR-" + std::string(kNouns[std::size_t(i) % kNouns.size()]) + "-" +
                    std::to_string(10'240 + i * 7));
        row.set_outcome(i % 6 == 4 ? ImportRow::UPDATE : i % 17 == 9 ? ImportRow::UNCHANGED : ImportRow::CREATE);
        switch (i) {
        case 3:
            addProblem(row, "Preis", "129,90 EUR", "NOT_A_PRICE", "'129,90 EUR' is no price.",
                       "Write it as 12.99, without a currency.");
            break;
        case 8:
            addProblem(row, "EAN", "4006381333932", "INVALID_GTIN", "The check digit of '4006381333932' is wrong.",
                       "Copy the number from below the bar code again.");
            addProblem(row, "Warengruppe", "Küche > Kessel & Kannen", "UNKNOWN_CATEGORY",
                       "There is no category 'Küche > Kessel & Kannen'.",
                       "Name one of the store's categories, or let the mapping leave unknown ones out.");
            break;
        case 21:
            addProblem(row, "Bezeichnung", "", "FIELD_REQUIRED", "The title is missing.", "Write a title.");
            break;
        case 34:
            addProblem(row, "Nummer", "NOR-TNT-10254", "DUPLICATE_ROW",
                       "'NOR-TNT-10254' stands in the file twice, first in line 4.", "Leave one of the rows out.");
            break;
        case 47:
            addProblem(
                row, "Bild",
                "https://bilder.nordlicht.example/2026/herbst/stirnlampe-trail-wiederaufladbar-graphit-links.jpeg",
                "URL_TOO_LONG", "The address of the picture has more than 2048 characters.", "Use a shorter address.");
            break;
        case 60:
            addProblem(row, "Gewicht", "ca. 400 g", "NOT_A_NUMBER", "'ca. 400 g' is no number.", "Write grams as 400.");
            break;
        default:
            break;
        }
    }
}

void SampleImports::addExamples() {
    constexpr std::int64_t minute = 60, hour = 3600, day = 86'400;
    const auto counts = [](Import& import, std::int64_t created, std::int64_t updated, std::int64_t unchanged,
                           std::int64_t failed) {
        import.set_created(created);
        import.set_updated(updated);
        import.set_unchanged(unchanged);
        import.set_failed(failed);
        import.set_rows_total(created + updated + unchanged + failed);
    };
    Stored& old = add("imp-failed", "lagerliste-alt.xlsx.csv", Import::FAILED, 31 * day);
    old.import.set_error_reason("UNCLOSED_QUOTE");
    old.import.set_error_message("Line 1,204: a quote is opened and never closed. Close it, or say that the file has "
                                 "no quotes.");
    Stored& rolled = add("imp-rolled-back", "sale-prices-winter.csv", Import::ROLLED_BACK, 9 * day);
    counts(rolled.import, 0, 1'248, 0, 0);
    rolled.import.set_rolled_back(1'236);
    rolled.import.set_kept(12);
    addExampleRows(rolled);
    for (ImportRow& row : rolled.rows) {
        row.clear_problems();
        row.set_outcome(ImportRow::UPDATE);
        row.set_kept(row.line() % 15 == 0);
        row.set_rolled_back(!row.kept());
    }
    Stored& cancelled = add("imp-cancelled", "google-feed.xml", Import::CANCELLED, 4 * day);
    counts(cancelled.import, 2'400, 0, 0, 3);
    cancelled.import.set_rows_total(9'310);
    addExampleRows(cancelled);
    Stored& done = add("imp-done", "shopify-products-export.csv", Import::IMPORTED, 26 * hour);
    counts(done.import, 11'862, 402, 130, 14);
    done.import.mutable_shape()->set_format("shopify");
    done.import.set_products_per_second(3'950);
    addExampleRows(done);
    Stored& staged = add("imp-staged", "herbstsortiment-2026.csv", Import::STAGED, 35 * minute);
    counts(staged.import, 4'031, 902, 161, 26);
    staged.import.mutable_shape()->set_format("mapping");
    staged.dryRun = true;
    addExampleRows(staged);
    Stored& paused = add("imp-paused", "preisliste-q4.csv", Import::IMPORTING, 21 * minute);
    counts(paused.import, 0, 3'120, 480, 2);
    paused.import.set_rows_total(20'000);
    paused.import.set_bytes_total(2'000'000);
    paused.import.set_bytes_done(360'000);
    paused.import.set_paused(true);
    addExampleRows(paused);
    Stored& running = add("imp-running", "catalog-2026.csv", Import::IMPORTING, 2 * minute);
    counts(running.import, 38'400, 2'610, 0, 21);
    running.import.set_rows_total(100'000);
    running.import.set_bytes_total(24'800'000);
    running.import.set_bytes_done(10'170'000);
    running.import.set_products_per_second(4'120);
    running.import.set_seconds_left(14);
    addExampleRows(running);
    Stored& own = add("imp-own", "products.csv", Import::UPLOADING, 3 * minute);
    own.data = "sku,title,brand,category,price,currency,gtin\n"
               "NOR-KET-1,Pour-over kettle 1.2 l,Nordlicht,Kitchen > Coffee,79.90,EUR,4006381333931\n"
               "NOR-LMP-2,\"Desk lamp, dimmable\",Nordlicht,Home > Lamps,69.00,EUR,\n"
               "NOR-TNT-3,Two-person tent,Fjell,Outdoor > Tents,cheap,EUR,\n"
               "NOR-HLM-4,Commuter helmet,Kestrel,Cycling > Helmets,89.00,EUR,\n"
               "NOR-BAG-5,Trekking backpack 45 l,Fjell,Outdoor > Backpacks,159.00,EUR,\n";
    own.import.set_uploaded_bytes(std::int64_t(own.data.size()));
    Stored& mapped = add("imp-mapping", "herbstsortiment-2026.csv", Import::UPLOADING, minute);
    mapped.data = "Nummer;Bezeichnung;Hersteller;Warengruppe;Preis;UVP;EAN;Farbe;Lagerort\n"
                  "NOR-KET-10240;Schwanenhals-Wasserkocher 1,2 l mit Thermometer;Nordlicht;Küche > "
                  "Kaffee;79,90;99,00;4006381333931;Graphit;A-12\n"
                  "NOR-LMP-10247;Schreibtischlampe, dimmbar;Lumen;Wohnen > Lampen;69,00;;;Sand;A-14\n"
                  "NOR-TNT-10254;Zwei-Personen-Zelt;Fjell;Outdoor > Zelte;289,00;319,00;;Wald;C-02\n"
                  "NOR-HLM-10261;Fahrradhelm für die Stadt;Kestrel;Radsport > Helme;89,00;;;Marine;B-31\n"
                  "NOR-KNF-10268;Kochmesser 20 cm;Bergmann & Söhne;Küche > Messer;99,00;;4006381333948;;A-03\n"
                  "NOR-BAG-10275;Trekkingrucksack 45 l;Fjell;Outdoor > Rucksäcke;159,00;179,00;;Kupfer;C-08\n";
    mapped.import.set_uploaded_bytes(std::int64_t(mapped.data.size()));
    v1::Mapping erp;
    erp.set_name("ERP export (Nordlicht)");
    auto& sku = *erp.add_fields();
    sku.set_target("sku");
    sku.set_column("Nummer");
    m_mappings[erp.name()] = erp;
    m_mappings["Supplier price list"] = erp;
    m_mappings["Supplier price list"].set_name("Supplier price list");
}

} // namespace tradepost::models
