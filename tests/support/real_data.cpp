#include "tests/support/real_data.h"

#include <cstdlib>
#include <filesystem>

namespace tradepost::test {

std::string realData(const std::string& name) {
    const char* const told = std::getenv("TRADEPOST_DATA");
    const std::filesystem::path folder = told ? std::filesystem::path(told) : TRADEPOST_CHECKOUT "/../shared/data";
    const auto file = folder / name;
    std::error_code ignored;
    return std::filesystem::is_regular_file(file, ignored) ? file.string() : std::string();
}

} // namespace tradepost::test
