#include "backend/services/catalog/formats/transforms.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/formats/html.h"

#include <cmath>
#include <fmt/format.h>
#include <map>
#include <re2/re2.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace tradepost::catalog::formats {

using imports::v1::Transform;

namespace {
constexpr std::size_t maxParts = 1000, maxBytes = 1u << 20;

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

std::string_view stripped(std::string_view text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string collapsed(std::string_view text) {
    std::string out;
    for (const char c : stripped(text))
        if (!isSpace(c))
            out.push_back(c);
        else if (!out.ends_with(' '))
            out.push_back(' ');
    return out;
}

std::string changedCase(const std::string& text, bool upper) {
    auto wide = icu::UnicodeString::fromUTF8(text);
    std::string out;
    (upper ? wide.toUpper(icu::Locale::getRoot()) : wide.toLower(icu::Locale::getRoot())).toUTF8String(out);
    return out;
}

std::unexpected<Error> wrong(std::string reason, std::string message) {
    return invalid({}, std::move(message), std::move(reason));
}
} // namespace

bool readDecimal(std::string_view text, char decimalMark, DecimalText& out) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    text = stripped(text);
    std::size_t begin = 0;
    while (begin < text.size() && !digit(text[begin]) &&
           !(text[begin] == decimalMark && begin + 1 < text.size() && digit(text[begin + 1])))
        ++begin;
    if (begin == text.size())
        return false;
    out.number.clear();
    std::string_view before = text.substr(0, begin);
    if (before.ends_with('-') || before.ends_with('+')) {
        if (before.back() == '-')
            out.number.push_back('-');
        before.remove_suffix(1);
    }
    std::size_t at = begin;
    bool decimals = false;
    while (at < text.size()) {
        const char c = text[at];
        const bool more = at + 1 < text.size() && digit(text[at + 1]);
        if (digit(c)) {
            out.number.push_back(c);
        } else if (c == decimalMark && !decimals) {
            decimals = true;
            if (more)
                out.number.append(out.number.empty() || out.number == "-" ? "0." : ".");
        } else if (!decimals && more && (c == '.' || c == ',' || c == '\'' || c == ' ')) {
            // A group mark: three digits follow.
            if (!(at + 3 < text.size() && digit(text[at + 2]) && digit(text[at + 3])))
                return false;
        } else if (text.substr(at).starts_with("\u00a0") && !decimals && at + 2 < text.size() && digit(text[at + 2])) {
            ++at;
        } else if (text.substr(at).starts_with("\u202f") && !decimals && at + 3 < text.size() && digit(text[at + 3])) {
            at += 2;
        } else {
            break;
        }
        ++at;
    }
    out.before = stripped(before);
    out.after = stripped(text.substr(at));
    return std::ranges::none_of(out.after, digit) && std::ranges::none_of(out.before, digit) && out.number.size() <= 40;
}

struct Transforms::Step {
    Transform transform;
    std::unique_ptr<re2::RE2> pattern;
    std::map<std::string, std::string> folded; // of a lookup that ignores case

    Result<void> apply(std::vector<std::string>& values) const {
        switch (transform.step_case()) {
        case Transform::kSplit:
            return split(values);
        case Transform::STEP_NOT_SET:
            return {};
        default:
            for (std::string& value : values) {
                TP_TRY(change(value));
                if (value.size() > maxBytes)
                    return wrong("VALUE_TOO_LONG", "A transform makes the value longer than 1 MiB.");
            }
            return {};
        }
    }

private:
    Result<void> change(std::string& value) const {
        switch (transform.step_case()) {
        case Transform::kTrim:
            value = collapsed(value);
            return {};
        case Transform::kLower:
        case Transform::kUpper:
            value = changedCase(value, transform.step_case() == Transform::kUpper);
            return {};
        case Transform::kReplace:
            re2::RE2::GlobalReplace(&value, *pattern, transform.replace().replacement());
            return {};
        case Transform::kNumber:
            return number(value);
        case Transform::kLookup:
            return lookup(value);
        case Transform::kStripHtml:
            value = textOfHtml(value);
            return {};
        case Transform::kTruncate:
            value = query::excerpt(value, static_cast<std::size_t>(transform.truncate()));
            return {};
        case Transform::kSplit:
        case Transform::STEP_NOT_SET:
            return {};
        }
        return {};
    }

    Result<void> split(std::vector<std::string>& values) const {
        const std::string& separator = transform.split().separator();
        std::vector<std::string> parts;
        for (const std::string& value : values)
            for (std::size_t at = 0; at <= value.size();) {
                const std::size_t end = std::min(value.find(separator, at), value.size());
                if (parts.size() == maxParts)
                    return wrong("TOO_MANY_PARTS", fmt::format("The value has more than {} parts.", maxParts));
                parts.emplace_back(stripped(std::string_view(value).substr(at, end - at)));
                at = end + separator.size();
            }
        if (const int index = transform.split().index(); index != 0) {
            const int count = static_cast<int>(parts.size());
            const int place = index > 0 ? index - 1 : count + index;
            values.assign(1, place >= 0 && place < count ? parts[static_cast<std::size_t>(place)] : std::string());
            return {};
        }
        std::erase_if(parts, [](const std::string& part) { return part.empty(); });
        values = std::move(parts);
        return {};
    }

    Result<void> number(std::string& value) const {
        if (stripped(value).empty())
            return {};
        const auto& rule = transform.number();
        DecimalText read;
        if (!readDecimal(value, rule.decimal().empty() ? '.' : rule.decimal()[0], read))
            return wrong("NOT_A_NUMBER", fmt::format("'{}' is no number.", query::excerpt(value, 40)));
        value = std::move(read.number);
        if (rule.factor() == 0 && !rule.round())
            return {};
        const double scaled = std::strtod(value.c_str(), nullptr) * (rule.factor() == 0 ? 1 : rule.factor());
        if (!std::isfinite(scaled))
            return wrong("NOT_A_NUMBER", "The number is too large.");
        if (rule.round()) {
            // Half up, as people round: the tiny summand undoes what binary fractions lack.
            const double power = std::pow(10.0, rule.decimals());
            value = fmt::format("{:.{}f}", std::floor(scaled * power + 0.5 + 1e-9) / power, rule.decimals());
        } else {
            value = fmt::format("{:.9f}", scaled);
            value.erase(value.find_last_not_of('0') + 1);
            if (value.ends_with('.'))
                value.pop_back();
        }
        return {};
    }

    Result<void> lookup(std::string& value) const {
        const auto& rule = transform.lookup();
        if (rule.ignore_case()) {
            if (const auto found = folded.find(changedCase(value, false)); found != folded.end()) {
                value = found->second;
                return {};
            }
        } else if (const auto found = rule.table().find(value); found != rule.table().end()) {
            value = found->second;
            return {};
        }
        if (value.empty() || rule.keep_unknown())
            return {};
        if (rule.otherwise().empty())
            return wrong("NOT_IN_TABLE",
                         fmt::format("The mapping's table has no entry for '{}'.", query::excerpt(value, 80)));
        value = rule.otherwise();
        return {};
    }

    friend class Transforms;
};

Transforms::Transforms() = default;
Transforms::Transforms(Transforms&&) noexcept = default;
Transforms& Transforms::operator=(Transforms&&) noexcept = default;
Transforms::~Transforms() = default;

Result<Transforms> Transforms::compile(const google::protobuf::RepeatedPtrField<Transform>& steps) {
    Transforms made;
    for (const Transform& transform : steps) {
        auto step = std::make_unique<Step>();
        step->transform = transform;
        if (transform.has_replace()) {
            re2::RE2::Options options;
            options.set_log_errors(false);
            options.set_max_mem(1 << 20);
            step->pattern = std::make_unique<re2::RE2>(transform.replace().pattern(), options);
            std::string error;
            if (!step->pattern->ok())
                return invalid("transforms.replace.pattern",
                               "The pattern is no regular expression of RE2: " + step->pattern->error() + ".",
                               "INVALID_PATTERN");
            if (!step->pattern->CheckRewriteString(transform.replace().replacement(), &error))
                return invalid("transforms.replace.replacement", "The replacement does not fit the pattern: " + error,
                               "INVALID_PATTERN");
        }
        if (transform.has_split() && transform.split().separator().empty())
            return invalid("transforms.split.separator", "Name the text that separates the parts.", "FIELD_REQUIRED");
        if (transform.has_lookup() && transform.lookup().ignore_case())
            for (const auto& [from, to] : transform.lookup().table())
                step->folded.emplace(changedCase(from, false), to);
        made.m_steps.push_back(std::move(step));
    }
    return made;
}

Result<void> Transforms::run(std::vector<std::string>& values) const {
    for (const auto& step : m_steps)
        TP_TRY(step->apply(values));
    return {};
}

} // namespace tradepost::catalog::formats
