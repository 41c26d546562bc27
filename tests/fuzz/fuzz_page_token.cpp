#include "backend/platform/query/query.h"

#include <cstdlib>

using namespace tradepost;

// The first byte chooses: open the bytes as a token (which must be refused: nobody can seal one), or put them into a
// token as values and read them back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const query::PageTokens tokens("a secret of this program only");
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 2 == 0) {
        if (tokens.open(text, "", ""))
            std::abort();
        return 0;
    }
    const std::string_view value = text.substr(0, 4000);
    const std::vector<sql::Value> row = {std::string(value), static_cast<std::int64_t>(size), std::monostate{}};
    const auto opened = tokens.open(tokens.make(text, value, row), text, value);
    if (!opened || *opened != row)
        std::abort();
    return 0;
}
