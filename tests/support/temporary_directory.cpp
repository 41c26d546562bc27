#include "tests/support/temporary_directory.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace tradepost::test {

TemporaryDirectory::TemporaryDirectory()
    : m_path((std::filesystem::temp_directory_path() / "tradepost_test_XXXXXX").string()) {
    if (::mkdtemp(m_path.data()) == nullptr)
        throw std::runtime_error("cannot make the directory " + m_path);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

} // namespace tradepost::test
