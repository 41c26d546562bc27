#include "backend/services/catalog/formats/zip_reader.h"

#include <cstdlib>
#include <cstring>

using namespace tradepost;
using namespace tradepost::catalog::formats;

// Any bytes as a zip of pictures: refused with a reason, or every entry is unpacked within the limits or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ZipLimits limits;
    limits.entries = 100;
    limits.entryBytes = 1u << 20;
    limits.allBytes = 4u << 20;
    limits.ratioFrom = 1u << 10;
    const auto zip = ZipReader::open(
        size,
        [&](std::uint64_t offset, char* into, std::size_t count) -> Result<void> {
            if (offset > size || count > size - offset)
                std::abort(); // it promised to stay within
            if (count > 0)
                std::memcpy(into, data + offset, count);
            return {};
        },
        limits);
    if (!zip) {
        if (zip.error().reason.empty() || zip.error().message.size() > 1000)
            std::abort();
        return 0;
    }
    if (zip->size() > limits.entries)
        std::abort();
    std::uint64_t all = 0;
    zip->each([&](const std::string& name) {
        if (name.starts_with('/') || ('/' + name + '/').find("/../") != std::string::npos)
            std::abort();
        const auto content = zip->read(name);
        if (!content)
            return;
        all += content->size();
        if (content->size() > limits.entryBytes || all > limits.allBytes)
            std::abort();
    });
    return 0;
}
