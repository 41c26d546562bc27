#include "backend/services/search/analyzer.h"

#include <algorithm>
#include <array>
#include <libstemmer.h>
#include <stdexcept>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

namespace tradepost::search {

namespace {

constexpr std::size_t mostChunks = 200'000; // remembered words with their terms, about 100 bytes each
constexpr std::size_t longestChunk = 48;    // longer ones (text without blanks, links) are not remembered
constexpr std::size_t longestTerm = 64;     // bytes; longer words are cut
constexpr std::size_t mostQueryWords = 32;

constexpr std::array<std::pair<std::string_view, const char*>, 17> stemmers{{{"da", "danish"},
                                                                             {"de", "german"},
                                                                             {"en", "english"},
                                                                             {"es", "spanish"},
                                                                             {"fi", "finnish"},
                                                                             {"fr", "french"},
                                                                             {"hu", "hungarian"},
                                                                             {"it", "italian"},
                                                                             {"nb", "norwegian"},
                                                                             {"nl", "dutch"},
                                                                             {"no", "norwegian"},
                                                                             {"pt", "portuguese"},
                                                                             {"ro", "romanian"},
                                                                             {"ru", "russian"},
                                                                             {"sv", "swedish"},
                                                                             {"tr", "turkish"},
                                                                             {"ar", "arabic"}}};

// Words that say nothing about a product, folded; left out of queries that have others.
constexpr std::array<std::string_view, 38> stopWords{
    "a",    "an",    "and",   "are", "as",   "at",   "be",  "by",  "for", "from", "in",  "is",  "it",
    "of",   "on",    "or",    "the", "to",   "with", "der", "die", "das", "den",  "dem", "des", "ein",
    "eine", "einen", "einer", "und", "oder", "mit",  "von", "zu",  "im",  "am",   "fur", "fuer"};

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = get(status);
    if (U_FAILURE(status) || !found)
        throw std::runtime_error("ICU's normalisation data is missing");
    return *found;
}

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Longest prefix of at most `bytes` bytes that ends between characters.
void cutUtf8(std::string& text, std::size_t bytes) {
    if (text.size() <= bytes)
        return;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        --bytes;
    text.resize(bytes);
}

std::string foldCase(std::string_view word) {
    std::string folded;
    if (isAscii(word)) {
        folded.reserve(word.size());
        for (char c : word)
            folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    } else {
        UErrorCode status = U_ZERO_ERROR;
        normalizer(&icu::Normalizer2::getNFKCCasefoldInstance)
            .normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size()))),
                       status)
            .toUTF8String(folded);
    }
    cutUtf8(folded, longestTerm);
    return folded;
}

std::string dropDiacritics(std::string word) {
    if (isAscii(word))
        return word;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString apart =
        normalizer(&icu::Normalizer2::getNFDInstance).normalize(icu::UnicodeString::fromUTF8(word), status);
    icu::UnicodeString kept;
    for (int32_t i = 0; i < apart.length();) {
        const UChar32 c = apart.char32At(i);
        if (u_charType(c) != U_NON_SPACING_MARK)
            kept.append(c);
        i += U16_LENGTH(c);
    }
    // Composed again, so that scripts whose letters are more than base and mark (Hangul) keep one form.
    icu::UnicodeString composed = normalizer(&icu::Normalizer2::getNFCInstance).normalize(kept, status);
    std::string text;
    (U_SUCCESS(status) && !composed.isEmpty() ? composed : apart).toUTF8String(text);
    return text;
}

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

} // namespace

struct Analyzer::Language {
    sb_stemmer* stemmer = nullptr;
    TextMap<std::vector<Term>> chunks;

    Language() = default;
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;
    ~Language() {
        if (stemmer)
            sb_stemmer_delete(stemmer);
    }
};

Analyzer::Analyzer() {
    UErrorCode status = U_ZERO_ERROR;
    m_words.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status) || !m_words)
        throw std::runtime_error("ICU's word break rules are missing");
}

Analyzer::~Analyzer() = default;

std::string Analyzer::primaryLanguage(std::string_view tag) {
    std::string language(tag.substr(0, tag.find_first_of("-_")));
    for (char& c : language)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return language;
}

Analyzer::Language& Analyzer::languageOf(std::string_view tag) {
    const std::string primary = primaryLanguage(tag);
    const auto known = std::ranges::find(stemmers, std::string_view(primary), [](const auto& s) { return s.first; });
    // Languages without a stemmer are all analysed alike and share what is remembered.
    const std::string_view key = known == stemmers.end() ? std::string_view() : known->first;
    auto found = m_languages.find(key);
    if (found == m_languages.end()) {
        auto language = std::make_unique<Language>();
        if (!key.empty())
            language->stemmer = sb_stemmer_new(known->second, "UTF_8");
        found = m_languages.emplace(std::string(key), std::move(language)).first;
    }
    return *found->second;
}

template<class OnWord>
void Analyzer::eachWord(std::string_view text, OnWord&& onWord) {
    UErrorCode status = U_ZERO_ERROR;
    UText opened = UTEXT_INITIALIZER;
    utext_openUTF8(&opened, text.data(), static_cast<int64_t>(text.size()), &status);
    m_words->setText(&opened, status);
    if (U_SUCCESS(status)) {
        int32_t start = m_words->first();
        for (int32_t end = m_words->next(); end != icu::BreakIterator::DONE; start = end, end = m_words->next())
            if (m_words->getRuleStatus() >= UBRK_WORD_NONE_LIMIT)
                onWord(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)));
    }
    utext_close(&opened);
}

std::string Analyzer::stem(const std::string& folded, Language& language) {
    const bool hasDigit = std::ranges::any_of(folded, [](char c) { return c >= '0' && c <= '9'; });
    if (!language.stemmer || hasDigit)
        return dropDiacritics(folded);
    const sb_symbol* stemmed = sb_stemmer_stem(language.stemmer, reinterpret_cast<const sb_symbol*>(folded.data()),
                                               static_cast<int>(folded.size()));
    if (!stemmed)
        return dropDiacritics(folded);
    return dropDiacritics(std::string(reinterpret_cast<const char*>(stemmed),
                                      static_cast<std::size_t>(sb_stemmer_length(language.stemmer))));
}

Analyzer::Term Analyzer::intern(std::string text) {
    if (const auto found = m_terms.find(std::string_view(text)); found != m_terms.end())
        return found->second;
    const Term term = static_cast<Term>(m_texts.size());
    m_texts.push_back(std::make_unique<std::string>(std::move(text)));
    m_terms.emplace(std::string_view(*m_texts.back()), term);
    return term;
}

void Analyzer::cutChunk(std::string_view chunk, Language& language, std::vector<Term>& terms) {
    eachWord(chunk, [&](std::string_view word) {
        std::string term = stem(foldCase(word), language);
        if (!term.empty())
            terms.push_back(intern(std::move(term)));
    });
}

void Analyzer::analyze(std::string_view text, std::string_view tag, std::vector<Term>& terms) {
    Language& language = languageOf(tag);
    for (std::size_t at = 0; at < text.size();) {
        if (isBlank(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && !isBlank(text[end]))
            ++end;
        const std::string_view chunk = text.substr(at, end - at);
        at = end;
        if (chunk.size() > longestChunk) {
            cutChunk(chunk, language, terms);
            continue;
        }
        auto found = language.chunks.find(chunk);
        if (found == language.chunks.end()) {
            std::vector<Term> cut;
            cutChunk(chunk, language, cut);
            found = language.chunks.emplace(std::string(chunk), std::move(cut)).first;
            ++m_chunks;
        }
        terms.insert(terms.end(), found->second.begin(), found->second.end());
    }
}

void Analyzer::trim() {
    if (m_chunks < mostChunks && m_texts.size() < mostChunks)
        return;
    m_languages.clear();
    m_terms.clear();
    m_texts.clear();
    m_chunks = 0;
}

std::vector<Analyzer::Word> Analyzer::analyzeQuery(std::string_view text, const std::vector<std::string>& languages) {
    std::vector<Word> words;
    eachWord(text, [&](std::string_view raw) {
        if (words.size() >= mostQueryWords)
            return;
        const std::string folded = foldCase(raw);
        Word word;
        const auto add = [&word](std::string form) {
            if (!form.empty() && std::ranges::find(word.forms, form) == word.forms.end())
                word.forms.push_back(std::move(form));
        };
        for (const std::string& language : languages)
            add(stem(folded, languageOf(language)));
        const std::string plain = dropDiacritics(folded);
        word.stopWord = std::ranges::find(stopWords, std::string_view(plain)) != stopWords.end();
        add(plain);
        const auto same = [&word](const Word& other) { return other.forms == word.forms; };
        if (!word.forms.empty() && std::ranges::none_of(words, same))
            words.push_back(std::move(word));
    });
    if (std::ranges::any_of(words, [](const Word& word) { return !word.stopWord; }))
        std::erase_if(words, [](const Word& word) { return word.stopWord; });
    return words;
}

} // namespace tradepost::search
