#pragma once

#include <string>

namespace tradepost::test {

// A file of the real data that tests may use and no checkout needs: below $TRADEPOST_DATA, else below ../shared/data
// beside the checkout. Empty when it is not there.
std::string realData(const std::string& name);

} // namespace tradepost::test

// Skips the test, saying so, when the file is not there.
#define TRADEPOST_NEEDS_REAL_DATA(path, name)                                                                          \
    const std::string path = tradepost::test::realData(name);                                                          \
    if (path.empty())                                                                                                  \
    GTEST_SKIP() << "no real data: " << (name) << " is neither below $TRADEPOST_DATA nor below ../shared/data"
