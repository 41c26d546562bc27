#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tradepost::catalog::formats {

// Where the bytes of a file come from, from front to back. Not thread-safe.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Up to `size` bytes, at least one unless the end is reached, which is 0. UNAVAILABLE / READ_FAILED.
    virtual Result<std::size_t> read(char* into, std::size_t size) = 0;
};

// NOT_FOUND when there is no such file. Begins at `offset`.
Result<std::unique_ptr<ByteSource>> openFile(const std::string& path, std::int64_t offset = 0);

// A text that outlives the source.
class TextSource final : public ByteSource {
public:
    explicit TextSource(std::string_view text) : m_rest(text) {}
    Result<std::size_t> read(char* into, std::size_t size) override;

private:
    std::string_view m_rest;
};

} // namespace tradepost::catalog::formats
