#include "backend/services/catalog/formats/xml_feed.h"

#include "backend/services/catalog/formats/csv_writer.h"

#include <algorithm>
#include <expat.h>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <vector>

namespace tradepost::catalog::formats {

namespace {
constexpr std::size_t readAtOnce = 64 << 10;

struct Item {
    std::int64_t line = 0;
    std::vector<std::pair<std::string, std::string>> fields; // in order; names may repeat
};

// Names come as namespace|name: the feeds' own prefix says nothing.
std::string_view localName(const XML_Char* name) {
    const std::string_view text(name);
    const std::size_t bar = text.rfind('|');
    return bar == std::string_view::npos ? text : text.substr(bar + 1);
}

// Reads one document, item by item.
class FeedParser {
public:
    FeedParser(const XmlLimits& limits, std::function<Result<void>(Item&)> onItem)
        : m_limits(limits), m_onItem(std::move(onItem)), m_parser(XML_ParserCreateNS(nullptr, '|')) {
        XML_SetUserData(m_parser, this);
        XML_SetElementHandler(m_parser, &FeedParser::onStart, &FeedParser::onEnd);
        XML_SetCharacterDataHandler(m_parser, &FeedParser::onText);
        XML_SetStartDoctypeDeclHandler(m_parser, &FeedParser::onDoctype);
    }
    ~FeedParser() { XML_ParserFree(m_parser); }
    FeedParser(const FeedParser&) = delete;
    FeedParser& operator=(const FeedParser&) = delete;

    Result<void> run(ByteSource& source) {
        for (;;) {
            void* const buffer = XML_GetBuffer(m_parser, readAtOnce);
            if (buffer == nullptr)
                return fail(Code::ResourceExhausted, "XML_TOO_LARGE", "There is no memory to read the feed.", "file");
            const auto got = source.read(static_cast<char*>(buffer), readAtOnce);
            if (!got)
                return std::unexpected(got.error());
            const auto status = XML_ParseBuffer(m_parser, static_cast<int>(*got), *got == 0);
            if (m_error)
                return std::unexpected(*m_error);
            if (status == XML_STATUS_ERROR)
                return fail(Code::InvalidArgument, "INVALID_XML",
                            fmt::format("Line {} is no XML: {}.", line(), XML_ErrorString(XML_GetErrorCode(m_parser))),
                            "file");
            if (*got == 0)
                return {};
        }
    }

private:
    static FeedParser& self(void* data) { return *static_cast<FeedParser*>(data); }
    std::int64_t line() const { return static_cast<std::int64_t>(XML_GetCurrentLineNumber(m_parser)); }
    void stop(std::string reason, std::string message) {
        if (!m_error)
            m_error = Error{Code::InvalidArgument, std::move(reason), std::move(message), "file"};
        XML_StopParser(m_parser, XML_FALSE);
    }
    void stop(Error error) {
        m_error = std::move(error);
        XML_StopParser(m_parser, XML_FALSE);
    }

    static void onDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        self(data).stop("DOCTYPE_REFUSED", "The feed declares a document type. Feeds have none: remove it.");
    }
    static void onStart(void* data, const XML_Char* name, const XML_Char**) { self(data).start(localName(name)); }
    static void onEnd(void* data, const XML_Char*) { self(data).end(); }
    static void onText(void* data, const XML_Char* text, int size) {
        self(data).text({text, static_cast<std::size_t>(size)});
    }

    void start(std::string_view name) {
        if (m_error)
            return;
        if (++m_depth > m_limits.depth)
            return stop("XML_TOO_DEEP",
                        fmt::format("Line {} is nested deeper than {} elements.", line(), m_limits.depth));
        if (m_itemDepth == 0) {
            if (name != "item" && name != "entry")
                return;
            m_itemDepth = m_depth;
            m_item = {line(), {}};
            m_itemBytes = 0;
        } else if (m_depth == m_itemDepth + 1) {
            m_item.fields.emplace_back(name.substr(0, 100), std::string());
            if (m_item.fields.size() > 2000)
                stop("XML_TOO_LARGE", fmt::format("The item at line {} has more than 2000 elements.", m_item.line));
        }
    }
    void text(std::string_view text) {
        if (m_error || m_itemDepth == 0 || m_depth <= m_itemDepth || m_item.fields.empty())
            return;
        std::string& value = m_item.fields.back().second;
        m_itemBytes += text.size();
        if (value.size() + text.size() > m_limits.textBytes || m_itemBytes > m_limits.itemBytes)
            return stop("XML_TOO_LARGE", fmt::format("The item at line {} has a text of more than {} bytes.",
                                                     m_item.line, m_limits.textBytes));
        value.append(text);
    }
    void end() {
        if (m_error)
            return;
        if (m_depth-- != m_itemDepth)
            return;
        m_itemDepth = 0;
        for (auto& [name, value] : m_item.fields) {
            const std::size_t begin = std::min(value.find_first_not_of(" \t\r\n"), value.size());
            value.erase(0, begin);
            value.erase(value.find_last_not_of(" \t\r\n") + 1);
        }
        if (auto taken = m_onItem(m_item); !taken)
            stop(std::move(taken).error());
    }

    const XmlLimits& m_limits;
    const std::function<Result<void>(Item&)> m_onItem;
    const XML_Parser m_parser;
    std::optional<Error> m_error;
    int m_depth = 0, m_itemDepth = 0;
    std::size_t m_itemBytes = 0;
    Item m_item;
};

Result<void> eachItem(const std::function<Result<std::unique_ptr<ByteSource>>()>& open, const XmlLimits& limits,
                      const std::function<Result<void>(Item&)>& onItem) {
    auto source = open();
    if (!source)
        return std::unexpected(std::move(source).error());
    std::int64_t items = 0;
    const auto counted = [&](Item& item) -> Result<void> {
        TP_TRY(onItem(item));
        return ++items < limits.items ? Result<void>() : fail(Code::OutOfRange, "ENOUGH_ITEMS", "");
    };
    auto done = FeedParser(limits, counted).run(**source);
    return !done && done.error().reason == "ENOUGH_ITEMS" ? Result<void>() : done;
}
} // namespace

Result<void> convertXmlFeed(const std::function<Result<std::unique_ptr<ByteSource>>()>& open,
                            const std::function<Result<void>(std::string_view csv)>& take, XmlLimits limits) {
    std::vector<std::string> columns;
    std::map<std::string, std::size_t> places;
    TP_TRY(eachItem(open, limits, [&](Item& item) -> Result<void> {
        for (const auto& [name, value] : item.fields)
            if (places.emplace(name, columns.size()).second) {
                if (columns.size() == limits.columns)
                    return invalid("file", fmt::format("The feed has more than {} kinds of elements.", limits.columns),
                                   "TOO_MANY_COLUMNS");
                columns.push_back(name);
            }
        return {};
    }));
    if (columns.empty())
        return invalid("file", "The feed has no <item> and no <entry> with elements.", "NO_ITEMS");
    std::string out;
    CsvWriter writer(out);
    writer.exact(lineColumn);
    for (const std::string& column : columns)
        writer.exact(column);
    writer.end();
    std::vector<std::string> cells;
    TP_TRY(eachItem(open, limits, [&](Item& item) -> Result<void> {
        cells.assign(columns.size(), {});
        for (const auto& [name, value] : item.fields) {
            std::string& cell = cells[places.at(name)];
            if (!cell.empty())
                cell.push_back(',');
            cell.append(value);
        }
        writer.exact(fmt::format("{}", item.line));
        for (const std::string& cell : cells)
            writer.cell(cell);
        writer.end();
        if (out.size() < readAtOnce)
            return {};
        auto taken = take(out);
        out.clear();
        return taken;
    }));
    return out.empty() ? Result<void>() : take(out);
}

} // namespace tradepost::catalog::formats
