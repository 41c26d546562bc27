#include "app/server/backend.h"
#include "app/server/store_session.h"
#include "app/server/tools.h"

#include <fmt/format.h>
#include <fstream>
#include <google/protobuf/util/json_util.h>
#include <iostream>
#include <sstream>
#include <thread>

namespace tradepost::server {

namespace {

using imports::v1::Import;

constexpr std::size_t piece = 8u << 20;
constexpr int shownProblems = 1000;
const std::string service = "tradepost.imports.v1.ImportService/";

// One import, from the file to its last row.
class FileImport {
public:
    FileImport(StoreSession& session, const ImportFile& told) : m_session(session), m_told(told) {}

    Result<Import> run(std::istream& in) {
        imports::v1::CreateImportRequest create;
        create.set_file_name(m_told.file == "-" ? "stdin" : m_told.file.substr(m_told.file.find_last_of('/') + 1));
        TP_TRY(fillOptions(*create.mutable_options()));
        TP_TRY(m_session.call(service + "CreateImport", create, m_import));
        TP_TRY(upload(in));
        imports::v1::StartImportRequest start;
        start.set_id(m_import.id());
        start.set_dry_run(m_told.dryRun);
        TP_TRY(m_session.call(service + "StartImport", start, m_import));
        imports::v1::GetImportRequest get;
        get.set_id(m_import.id());
        for (int wait = 5; m_import.state() == Import::CHECKING || m_import.state() == Import::STAGING ||
                           m_import.state() == Import::IMPORTING;
             wait = std::min(wait * 2, 250)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(wait));
            TP_TRY(m_session.call(service + "GetImport", get, m_import));
        }
        if (m_import.state() != Import::IMPORTED && m_import.state() != Import::STAGED)
            return fail(Code::Aborted, m_import.error_reason().empty() ? "IMPORT_STOPPED" : m_import.error_reason(),
                        m_import.error_message().empty() ? "The import was stopped." : m_import.error_message(),
                        "file");
        return m_import;
    }

    // The first bad rows.
    Result<imports::v1::ListImportRowsResponse> badRows() {
        imports::v1::ListImportRowsRequest list;
        list.set_id(m_import.id());
        list.set_filter(imports::v1::ListImportRowsRequest::ERRORS);
        list.set_page_size(shownProblems);
        imports::v1::ListImportRowsResponse rows;
        TP_TRY(m_session.call(service + "ListImportRows", list, rows));
        return rows;
    }
    Result<void> writeBadRows(const std::string& file) {
        std::ofstream out(file, std::ios::binary | std::ios::trunc);
        imports::v1::ReadBadRowsRequest read;
        read.set_id(m_import.id());
        do {
            imports::v1::ReadBadRowsResponse rows;
            TP_TRY(m_session.call(service + "ReadBadRows", read, rows));
            out << rows.data();
            read.set_page_token(rows.next_page_token());
        } while (!read.page_token().empty());
        if (!out.flush())
            return fail(Code::Unavailable, "FILE_NOT_WRITTEN", file + " cannot be written.", "bad-rows");
        return {};
    }

private:
    Result<void> fillOptions(imports::v1::ImportOptions& options) {
        // An empty file says nothing of itself.
        const bool lines = m_told.format == "auto" && m_told.file.ends_with(".jsonl");
        options.set_format(lines ? "jsonl" : m_told.format == "auto" ? std::string() : m_told.format);
        options.set_mapping(m_told.mapping);
        options.set_currency(m_told.currency);
        options.set_seller_id(m_told.seller);
        options.set_publish(m_told.publish           ? imports::v1::ALL
                            : m_told.publishAsInFile ? imports::v1::AS_IN_FILE
                                                     : imports::v1::LEAVE);
        if (m_told.mappingFile.empty())
            return {};
        std::ostringstream text;
        text << std::ifstream(m_told.mappingFile).rdbuf();
        imports::v1::SetMappingRequest set;
        if (const auto read = google::protobuf::util::JsonStringToMessage(text.str(), set.mutable_mapping());
            !read.ok())
            return invalid("mapping-file", m_told.mappingFile + " holds no mapping as JSON.", "INVALID_JSON");
        imports::v1::Mapping saved;
        TP_TRY(m_session.call(service + "SetMapping", set, saved));
        options.set_mapping(saved.name());
        return {};
    }
    Result<void> upload(std::istream& in) {
        imports::v1::UploadImportDataRequest request;
        request.set_id(m_import.id());
        for (;;) {
            std::string& data = *request.mutable_data();
            data.resize(piece);
            in.read(data.data(), static_cast<std::streamsize>(piece));
            data.resize(static_cast<std::size_t>(in.gcount()));
            if (data.empty())
                return {};
            const auto size = static_cast<std::int64_t>(data.size());
            TP_TRY(m_session.call(service + "UploadImportData", request, m_import));
            request.set_offset(request.offset() + size);
        }
    }

    StoreSession& m_session;
    const ImportFile& m_told;
    Import m_import;
};

int importTaxonomy(StoreSession& session, const ImportFile& import, std::istream& in, const Output& output) {
    std::ostringstream text;
    text << in.rdbuf();
    imports::v1::ImportTaxonomyRequest request;
    request.set_text(text.str());
    request.set_language(import.language);
    imports::v1::ImportTaxonomyResponse counts;
    if (const auto done = session.call(service + "ImportTaxonomy", request, counts); !done)
        return output.failure(done.error());
    output.line(fmt::format("{} categories created, {} renamed, {} unchanged.", counts.created(), counts.updated(),
                            counts.unchanged()));
    output.result({{"created", counts.created()}, {"updated", counts.updated()}, {"unchanged", counts.unchanged()}});
    return Success;
}

} // namespace

int importProducts(const Settings& settings, const ImportFile& import, const Output& output) {
    std::ifstream file;
    if (import.file != "-") {
        file.open(import.file, std::ios::binary);
        if (!file)
            return output.failure({Code::InvalidArgument, "NO_SUCH_FILE", import.file + " cannot be read.", "file"});
    }
    std::istream& in = import.file == "-" ? std::cin : file;
    const auto session = StoreSession::open(settings, {"imports"});
    if (!session)
        return output.failure(session.error());
    if (import.format == "taxonomy")
        return importTaxonomy(**session, import, in, output);
    FileImport run(**session, import);
    const auto done = run.run(in);
    if (!done)
        return output.failure(done.error());
    const auto bad = run.badRows();
    if (!bad)
        return output.failure(bad.error());
    boost::json::array errors;
    for (const imports::v1::ImportRow& row : bad->rows())
        for (const imports::v1::ImportProblem& problem : row.problems()) {
            output.line(fmt::format("line {}{}: {} {}", problem.line(),
                                    problem.column().empty() ? std::string() : ", " + problem.column(),
                                    problem.message(), problem.fix()));
            errors.push_back({{"line", problem.line()},
                              {"field", problem.column()},
                              {"value", problem.value()},
                              {"reason", problem.reason()},
                              {"message", problem.message()},
                              {"fix", problem.fix()}});
        }
    if (!import.badRows.empty() && done->failed() > 0)
        if (const auto written = run.writeBadRows(import.badRows); !written)
            return output.failure(written.error());
    output.line(fmt::format("{}: {} {}created, {} updated, {} unchanged, {} failed.", done->shape().format(),
                            done->created(), import.dryRun ? "would be " : "", done->updated(), done->unchanged(),
                            done->failed()));
    output.result({{"id", done->id()},
                   {"format", done->shape().format()},
                   {"encoding", done->shape().encoding()},
                   {"delimiter", done->shape().delimiter()},
                   {"created", done->created()},
                   {"updated", done->updated()},
                   {"unchanged", done->unchanged()},
                   {"failed", done->failed()},
                   {"productsPerSecond", done->products_per_second()},
                   {"errors", std::move(errors)}});
    return done->failed() == 0 ? Success : Failed;
}

int exportProducts(const Settings& settings, const std::string& file, const std::string& format,
                   const std::string& filter, const Output& output) {
    if (file == "-" && output.json())
        return output.failure({Code::InvalidArgument, "STDOUT_TAKEN",
                               "With --json the outcome goes to stdout, so name a file for the products.", "output"});
    const auto session = StoreSession::open(settings, {"imports"});
    if (!session)
        return output.failure(session.error());
    std::ofstream opened;
    if (file != "-") {
        opened.open(file, std::ios::binary | std::ios::trunc);
        if (!opened)
            return output.failure({Code::InvalidArgument, "FILE_NOT_WRITTEN", file + " cannot be written.", "output"});
    }
    std::ostream& out = file == "-" ? std::cout : opened;
    imports::v1::ExportProductsRequest request;
    request.set_filter(filter);
    request.set_format(format);
    imports::v1::ExportChunk chunk;
    std::int64_t products = 0;
    const auto done = (*session)->stream(service + "ExportProducts", request, chunk, [&]() -> Result<void> {
        products += chunk.products();
        if (!(out << chunk.data()))
            return fail(Code::Unavailable, "FILE_NOT_WRITTEN", "The products could not be written; is the disk full?");
        return {};
    });
    if (!done)
        return output.failure(done.error());
    if (!out.flush())
        return output.failure(
            {Code::Unavailable, "FILE_NOT_WRITTEN", "The products could not be written; is the disk full?", "output"});
    if (file != "-")
        output.line(fmt::format("{} products written to {}.", products, file));
    output.result({{"products", products}});
    return Success;
}

} // namespace tradepost::server
