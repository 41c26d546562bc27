#include "backend/services/catalog/formats/csv_writer.h"
#include "backend/services/catalog/formats/own_csv.h"
#include "backend/services/catalog/imports/service.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace tradepost::catalog {

using imports::v1::ImportRow;
using imports::v1::ListImportRowsRequest;
using imports::v1::StoredImport;

namespace {
constexpr int defaultPage = 100;
constexpr std::size_t badRowsBytes = 1u << 20;

bool passes(const ImportRow& row, ListImportRowsRequest::Filter filter) {
    switch (filter) {
    case ListImportRowsRequest::CREATES:
        return row.outcome() == ImportRow::CREATE;
    case ListImportRowsRequest::UPDATES:
        return row.outcome() == ImportRow::UPDATE;
    case ListImportRowsRequest::UNCHANGED_ONES:
        return row.outcome() == ImportRow::UNCHANGED;
    case ListImportRowsRequest::ERRORS:
        return row.outcome() == ImportRow::ERROR;
    case ListImportRowsRequest::PICTURES:
        return row.outcome() != ImportRow::ERROR && row.problems_size() > 0;
    case ListImportRowsRequest::KEPT:
        return row.kept();
    default:
        return true;
    }
}

// "price: 'x' is no price. Write it as 12.99.": all problems of a row, or of one of its lines.
std::string reasonsOf(const ImportRow& row) {
    std::string text;
    for (const imports::v1::ImportProblem& problem : row.problems()) {
        if (!text.empty())
            text.append(" | ");
        if (row.problems_size() > 1 || problem.line() != row.line())
            text.append(fmt::format("line {}: ", problem.line()));
        if (!problem.column().empty())
            text.append(problem.column()).append(": ");
        text.append(problem.message()).append(" ").append(problem.fix());
    }
    return text;
}

// Bad rows as they came, with the reasons in one more column of the first of a product's rows.
class BadRowWriter {
public:
    explicit BadRowWriter(const StoredImport& import)
        : m_shape(import.import().shape()), m_json(m_shape.format() == "jsonl"),
          m_dialect{m_shape.delimiter().empty() ? ',' : m_shape.delimiter()[0], m_shape.quoting()} {
        const auto& columns = m_shape.columns();
        m_errors = static_cast<int>(std::ranges::find(columns, formats::errorsColumn) - columns.begin());
    }
    void header(std::string& out) const {
        if (m_json)
            return;
        if (m_shape.byte_order_mark())
            out.append("\xef\xbb\xbf");
        formats::CsvWriter writer(out, m_dialect.delimiter, m_dialect.quoting);
        for (int i = 0; i < m_shape.columns_size(); ++i)
            if (i != m_errors)
                writer.exact(m_shape.columns(i));
        writer.exact(formats::errorsColumn);
        writer.end();
    }
    void row(std::string& out, const ImportRow& row) const {
        if (m_json) {
            json(out, row);
            return;
        }
        formats::TextSource source(row.raw());
        formats::CsvReader reader(source, m_dialect);
        formats::Record record;
        formats::CsvWriter writer(out, m_dialect.delimiter, m_dialect.quoting);
        std::string reasons = reasonsOf(row);
        while (reader.next(record).value_or(false)) {
            for (int i = 0; i < std::max(m_shape.columns_size(), static_cast<int>(record.cells.size())); ++i) {
                const auto at = static_cast<std::size_t>(i);
                if (i != m_errors || i >= m_shape.columns_size())
                    writer.exact(at < record.cells.size() ? record.cells[at].text : std::string_view());
            }
            writer.cell(std::exchange(reasons, {}));
            writer.end();
        }
    }

private:
    static void json(std::string& out, const ImportRow& row) {
        std::string_view line = row.raw();
        while (line.ends_with('\n') || line.ends_with('\r'))
            line.remove_suffix(1);
        const std::string reasons = boost::json::serialize(boost::json::string(reasonsOf(row)));
        const std::size_t open = line.find('{');
        if (open != std::string_view::npos)
            out.append(R"({"importErrors":)").append(reasons).append(",").append(line.substr(open + 1));
        else
            out.append(line);
        out.push_back('\n');
    }

    const imports::v1::FileShape& m_shape;
    const bool m_json;
    const formats::Dialect m_dialect;
    int m_errors = -1; // the column that an earlier round of bad rows brought
};
} // namespace

Task<Result<imports::v1::ListImportRowsResponse>> ImportService::listImportRows(rpc::Context& context,
                                                                                const ListImportRowsRequest& request) {
    const auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(stored.error());
    const std::string query = fmt::format("{}/{}/{}", request.id(), stored->pass(), static_cast<int>(request.filter()));
    std::int64_t number = 0, first = 0;
    if (!request.page_token().empty()) {
        const auto last = m_tokens.open(request.page_token(), query, "");
        if (!last)
            co_return std::unexpected(last.error());
        number = std::get<std::int64_t>(last->at(0));
        first = std::get<std::int64_t>(last->at(1));
    }
    const int size = request.page_size() > 0 ? request.page_size() : defaultPage;
    co_return co_await m_use.database.read([&, id = ImportId::parse(request.id())](
                                               sql::Reader& reader) -> Result<imports::v1::ListImportRowsResponse> {
        imports::v1::ListImportRowsResponse response;
        std::int64_t at = number, skip = first;
        while (auto chunk = import_store::nextChunk(reader, id, stored->pass(), at,
                                                    request.filter() == ListImportRowsRequest::ERRORS ||
                                                        request.filter() == ListImportRowsRequest::PICTURES)) {
            if (chunk->number != at)
                skip = 0;
            for (std::int64_t i = skip; i < chunk->rows.rows_size(); ++i) {
                ImportRow& row = *chunk->rows.mutable_rows(static_cast<int>(i));
                if (!passes(row, request.filter()))
                    continue;
                if (response.rows_size() == size) {
                    response.set_next_page_token(m_tokens.make(query, "", {sql::Value(chunk->number), sql::Value(i)}));
                    return response;
                }
                row.clear_raw();
                *response.add_rows() = std::move(row);
            }
            at = chunk->number + 1;
            skip = 0;
        }
        return response;
    });
}

Task<Result<imports::v1::ReadBadRowsResponse>>
ImportService::readBadRows(rpc::Context& context, const imports::v1::ReadBadRowsRequest& request) {
    const auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(stored.error());
    const std::string query = fmt::format("bad/{}/{}", request.id(), stored->pass());
    std::int64_t number = 0;
    if (!request.page_token().empty()) {
        const auto last = m_tokens.open(request.page_token(), query, "");
        if (!last)
            co_return std::unexpected(last.error());
        number = std::get<std::int64_t>(last->at(0));
    }
    co_return co_await m_use.database.read(
        [&, id = ImportId::parse(request.id())](sql::Reader& reader) -> Result<imports::v1::ReadBadRowsResponse> {
            imports::v1::ReadBadRowsResponse response;
            const BadRowWriter writer(*stored);
            std::string& out = *response.mutable_data();
            if (request.page_token().empty())
                writer.header(out);
            std::int64_t at = number;
            while (const auto chunk = import_store::nextChunk(reader, id, stored->pass(), at, true)) {
                if (out.size() >= badRowsBytes) {
                    response.set_next_page_token(m_tokens.make(query, "", {sql::Value(chunk->number)}));
                    return response;
                }
                for (const ImportRow& row : chunk->rows.rows())
                    if (row.outcome() == ImportRow::ERROR)
                        writer.row(out, row);
                at = chunk->number + 1;
            }
            return response;
        });
}

} // namespace tradepost::catalog
