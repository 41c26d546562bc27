#include "backend/base/ids.h"
#include "backend/platform/query/query.h"
#include "backend/platform/query/terms.h"
#include "backend/platform/query/timestamp.h"
#include "backend/platform/query/utf8.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace tradepost::query {

namespace {

constexpr std::size_t maxBytes = 4096;
constexpr int maxComparisons = 100;
constexpr int maxDepth = 20;
constexpr std::size_t quotedInErrors = 40; // code points of the caller's text

enum class Operator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Contains };

std::string_view operatorSql(Operator op) {
    switch (op) {
    case Operator::Equal:
        return "=";
    case Operator::NotEqual:
        return "<>";
    case Operator::Less:
        return "<";
    case Operator::LessOrEqual:
        return "<=";
    case Operator::Greater:
        return ">";
    case Operator::GreaterOrEqual:
        return ">=";
    case Operator::Contains:
        return "LIKE";
    }
    return "=";
}

struct Literal {
    std::string text;
    bool quoted = false;
    std::size_t at = 0; // byte offset in the filter
};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isWordPart(char c) {
    return isWordStart(c) || (c >= '0' && c <= '9') || c == '.';
}
bool endsBareValue(char c) {
    return isSpace(c) || c == '(' || c == ')' || c == '"' || c == '=' || c == '<' || c == '>' || c == '!';
}

// Recursive descent over the grammar in query.h; emits SQL while it reads. Depth is bounded by maxDepth.
class Parser {
public:
    Parser(std::string_view text, const std::vector<Field>& fields) : m_text(text), m_fields(fields) {}

    Result<Condition> parse() {
        skipSpace();
        if (m_at == m_text.size())
            return Condition{"1=1", {}};
        m_out.sql = "(";
        TP_TRY(expression(0));
        m_out.sql += ")";
        if (m_at < m_text.size())
            return expected(m_at, "AND, OR or the end");
        return std::move(m_out);
    }
    // After parse().
    std::vector<Term> takeTerms() { return std::move(m_terms); }

private:
    std::unexpected<Error> problem(std::size_t at, std::string_view what) const {
        return invalid("filter", fmt::format("filter, column {}: {}", codePoints(m_text.substr(0, at)) + 1, what),
                       "INVALID_FILTER");
    }
    std::unexpected<Error> expected(std::size_t at, std::string_view what) const {
        if (at >= m_text.size())
            return problem(at, fmt::format("expected {}, but the text ends here.", what));
        std::size_t end = at;
        while (end < m_text.size() && !isSpace(m_text[end]))
            ++end;
        return problem(
            at, fmt::format("expected {}, found '{}'.", what, excerpt(m_text.substr(at, end - at), quotedInErrors)));
    }

    void skipSpace() {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }
    std::string_view peekWord() const {
        std::size_t end = m_at;
        if (end < m_text.size() && isWordStart(m_text[end]))
            while (end < m_text.size() && isWordPart(m_text[end]))
                ++end;
        return m_text.substr(m_at, end - m_at);
    }
    bool acceptWord(std::string_view word) {
        if (peekWord() != word)
            return false;
        m_at += word.size();
        skipSpace();
        return true;
    }
    bool acceptChar(char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        skipSpace();
        return true;
    }

    Result<void> expression(int depth) {
        TP_TRY(conjunction(depth));
        bool alternatives = false;
        while (acceptWord("OR")) {
            alternatives = true;
            m_out.sql += " OR ";
            TP_TRY(conjunction(depth));
        }
        if (alternatives && depth == 0)
            m_terms.clear();
        return {};
    }
    Result<void> conjunction(int depth) {
        TP_TRY(term(depth));
        while (acceptWord("AND")) {
            m_out.sql += " AND ";
            TP_TRY(term(depth));
        }
        return {};
    }
    Result<void> term(int depth) {
        const bool negated = acceptWord("NOT");
        if (negated)
            m_out.sql += "NOT ";
        const std::size_t start = m_at;
        if (!acceptChar('('))
            return comparison(depth == 0 && !negated);
        if (depth == maxDepth)
            return problem(start, fmt::format("parentheses may be nested {} deep at most.", maxDepth));
        m_out.sql += "(";
        TP_TRY(expression(depth + 1));
        if (!acceptChar(')'))
            return expected(m_at, "')', AND or OR");
        m_out.sql += ")";
        return {};
    }

    Result<void> comparison(bool required) {
        const std::size_t start = m_at;
        if (++m_comparisons > maxComparisons)
            return problem(start, fmt::format("a filter may hold {} comparisons at most.", maxComparisons));
        const std::string_view name = peekWord();
        if (name.empty() || name == "AND" || name == "OR" || name == "NOT")
            return expected(start, "a field name or '('");
        const Field* field = findField(name);
        if (!field)
            return problem(start, fmt::format("there is no field '{}'; filter by {}.", excerpt(name, quotedInErrors),
                                              fieldNames()));
        m_at += name.size();
        skipSpace();

        const std::size_t operatorAt = m_at;
        const auto op = acceptOperator();
        if (!op)
            return expected(operatorAt, "one of = != < <= > >= :");
        if (!allows(*field, *op))
            return problem(operatorAt, fmt::format("'{}' can be compared with {} only.", field->name,
                                                   field->type == FieldType::Text ? "= != < <= > >= :"
                                                   : field->type == FieldType::Id || field->type == FieldType::Enum
                                                       ? "= and !="
                                                       : "= != < <= > >="));
        auto literal = acceptLiteral();
        if (!literal)
            return std::unexpected(std::move(literal).error());
        auto value = convert(*field, *op, *literal);
        if (!value)
            return std::unexpected(std::move(value).error());
        emit(*field, *op, std::move(*value), required);
        return {};
    }

    const Field* findField(std::string_view name) const {
        for (const Field& field : m_fields)
            if (field.name == name)
                return &field;
        return nullptr;
    }
    std::string fieldNames() const {
        std::string names;
        for (const Field& field : m_fields)
            names.append(names.empty() ? "" : ", ").append(field.name);
        return names;
    }

    std::optional<Operator> acceptOperator() {
        struct Spelling {
            std::string_view text;
            Operator op;
        };
        static constexpr Spelling spellings[] = {
            {"!=", Operator::NotEqual}, {"<=", Operator::LessOrEqual}, {">=", Operator::GreaterOrEqual},
            {"=", Operator::Equal},     {"<", Operator::Less},         {">", Operator::Greater},
            {":", Operator::Contains},
        };
        for (const auto& [text, op] : spellings)
            if (m_text.substr(m_at).starts_with(text)) {
                m_at += text.size();
                skipSpace();
                return op;
            }
        return std::nullopt;
    }
    static bool allows(const Field& field, Operator op) {
        switch (field.type) {
        case FieldType::Text:
            return true;
        case FieldType::Id:
        case FieldType::Enum:
            return op == Operator::Equal || op == Operator::NotEqual;
        case FieldType::Integer:
        case FieldType::Real:
        case FieldType::Timestamp:
            return op != Operator::Contains;
        }
        return false;
    }

    Result<Literal> acceptLiteral() {
        Literal literal;
        literal.at = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            literal.quoted = true;
            for (++m_at; m_at < m_text.size(); ++m_at) {
                if (m_text[m_at] == '"') {
                    ++m_at;
                    skipSpace();
                    return literal;
                }
                if (m_text[m_at] == '\\') {
                    if (m_at + 1 < m_text.size() && (m_text[m_at + 1] == '"' || m_text[m_at + 1] == '\\'))
                        ++m_at;
                    else
                        return problem(m_at, "a backslash may only stand before \" or \\.");
                }
                literal.text += m_text[m_at];
            }
            return problem(literal.at, "this quotation has no closing \".");
        }
        while (m_at < m_text.size() && !endsBareValue(m_text[m_at]))
            literal.text += m_text[m_at++];
        if (literal.text.empty())
            return expected(literal.at, "a value");
        // A keyword here is a forgotten value far more often than a value: "brand = AND price > 5".
        if (literal.text == "AND" || literal.text == "OR" || literal.text == "NOT")
            return problem(literal.at,
                           fmt::format("expected a value, found '{0}'; write \"{0}\" to mean the word.", literal.text));
        skipSpace();
        return literal;
    }

    Result<sql::Value> convert(const Field& field, Operator op, const Literal& literal) const {
        const std::string& text = literal.text;
        const auto wrong = [&](std::string_view what) {
            return problem(literal.at, fmt::format("'{}' is compared with {}, found '{}'.", field.name, what,
                                                   excerpt(text, quotedInErrors)));
        };
        const char* const end = text.data() + text.size();
        switch (field.type) {
        case FieldType::Integer: {
            std::int64_t number = 0;
            const auto parsed = std::from_chars(text.data(), end, number);
            if (parsed.ec == std::errc::result_out_of_range)
                return wrong("an integer of 64 bits");
            if (parsed.ec != std::errc() || parsed.ptr != end)
                return wrong("an integer");
            return number;
        }
        case FieldType::Real: {
            double number = 0;
            const auto parsed = std::from_chars(text.data(), end, number);
            if (parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(number))
                return wrong("a number");
            return number;
        }
        case FieldType::Id: {
            const std::int64_t id = parseId(text);
            if (id == 0)
                return wrong("an id of 13 characters");
            return id;
        }
        case FieldType::Enum: {
            std::string names;
            for (const auto& [name, number] : field.enumValues) {
                if (name == text)
                    return number;
                names.append(names.empty() ? "" : ", ").append(name);
            }
            return wrong("one of " + names);
        }
        case FieldType::Timestamp: {
            const auto instant = parseTimestamp(text);
            if (!instant)
                return wrong("an RFC 3339 time such as 2026-03-01T08:30:00Z");
            return *instant;
        }
        case FieldType::Text:
            return op == Operator::Contains ? likePattern(text) : text;
        }
        return wrong("a value");
    }

    // "contains", ignoring the case of ASCII letters as LOWER() does in SQLite, and in PostgreSQL's binary collation.
    static std::string likePattern(std::string_view text) {
        std::string pattern = "%";
        for (const char c : text) {
            if (c == '%' || c == '_' || c == '!')
                pattern += '!';
            pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        pattern += '%';
        return pattern;
    }

    void emit(const Field& field, Operator op, sql::Value value, bool required) {
        const bool inChild = !field.existsIn.empty();
        // Of a child table "!=" says that no child has the value, not that some child has another one.
        const bool none = inChild && op == Operator::NotEqual;
        std::string test;
        if (op == Operator::Contains)
            test = fmt::format("LOWER({}) LIKE ? ESCAPE '!'", field.column);
        else
            test = fmt::format("{} {} ?", field.column, operatorSql(none ? Operator::Equal : op));
        if (required)
            m_terms.push_back({&field, test, value, op != Operator::Contains && op != Operator::NotEqual});
        if (inChild) {
            std::string predicate = field.existsIn;
            if (const auto place = predicate.find("{}"); place != std::string::npos)
                predicate.replace(place, 2, test);
            test = (none ? "NOT " : "") + predicate;
        }
        // In parentheses because NOT may stand before it.
        m_out.sql.append("(").append(test).append(")");
        m_out.args.push_back(std::move(value));
    }

    std::string_view m_text;
    const std::vector<Field>& m_fields;
    std::size_t m_at = 0;
    int m_comparisons = 0;
    Condition m_out;
    std::vector<Term> m_terms;
};

} // namespace

std::vector<Term> requiredTerms(std::string_view filter, const std::vector<Field>& fields) {
    Parser parser(filter, fields);
    return parser.parse() ? parser.takeTerms() : std::vector<Term>();
}

Result<Condition> parseFilter(std::string_view filter, const std::vector<Field>& fields) {
    if (filter.size() > maxBytes)
        return invalid("filter", fmt::format("filter: {} bytes are too many; {} are allowed.", filter.size(), maxBytes),
                       "INVALID_FILTER");
    if (!isStorableText(filter))
        return invalid("filter", "filter: the text must be UTF-8 without NUL.", "INVALID_FILTER");
    return Parser(filter, fields).parse();
}

} // namespace tradepost::query
