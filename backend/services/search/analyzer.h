#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unicode/brkiter.h>
#include <vector>

struct sb_stemmer;

namespace tradepost::search {

// Cuts text into words (ICU, UAX #29), folds case and compatibility forms (NFKC_Casefold), stems by language (Snowball)
// and drops diacritics. Terms are numbered as they appear. Words between blanks are remembered with their terms, which
// makes repeated ones cheap. Not thread-safe.
class Analyzer {
public:
    using Term = std::uint32_t;

    Analyzer();
    ~Analyzer();
    Analyzer(const Analyzer&) = delete;
    Analyzer& operator=(const Analyzer&) = delete;

    // Appends the terms of `text` in order. An empty or unknown language means no stemming.
    void analyze(std::string_view text, std::string_view language, std::vector<Term>& terms);
    const std::string& text(Term term) const { return *m_texts[term]; }
    std::size_t termCount() const { return m_texts.size(); }
    // Forgets everything once it has grown past a bound. Term numbers end with it.
    void trim();

    // A word of a query: its stems in `languages` and the unstemmed form, distinct.
    struct Word {
        std::vector<std::string> forms;
        bool stopWord = false;
    };
    std::vector<Word> analyzeQuery(std::string_view text, const std::vector<std::string>& languages);

    // "de" of "de-AT"; lower case.
    static std::string primaryLanguage(std::string_view tag);

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const { return a == b; }
    };
    template<class Value>
    using TextMap = boost::unordered_flat_map<std::string, Value, Hash, Equal>;
    struct Language;

    Language& languageOf(std::string_view tag);
    void cutChunk(std::string_view chunk, Language& language, std::vector<Term>& terms);
    template<class OnWord>
    void eachWord(std::string_view text, OnWord&& onWord);
    std::string stem(const std::string& folded, Language& language);
    Term intern(std::string text);

    std::unique_ptr<icu::BreakIterator> m_words;
    std::map<std::string, std::unique_ptr<Language>, std::less<>> m_languages;
    boost::unordered_flat_map<std::string_view, Term, Hash, Equal> m_terms; // views into m_texts
    std::vector<std::unique_ptr<std::string>> m_texts;
    std::size_t m_chunks = 0;
};

} // namespace tradepost::search
