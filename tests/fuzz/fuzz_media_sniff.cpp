// Any bytes as an uploaded file: the type is told, or the file refused with a reason and the field at fault. What
// passes is within the limits.

#include "backend/services/media/formats/inspect.h"

#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tradepost::media;
    const FormatLimits limits;
    const auto facts = inspect({reinterpret_cast<const char*>(data), size}, limits);
    if (!facts) {
        if (facts.error().reason.empty() || facts.error().field != "content")
            std::abort();
        return 0;
    }
    const bool known = facts->contentType.starts_with("image/") || facts->contentType.starts_with("video/");
    if (!known || facts->width == 0 || facts->height == 0 || facts->width > limits.side ||
        facts->height > limits.side || facts->frames == 0 || facts->durationMs < 0)
        std::abort();
    if (facts->kind == Facts::Kind::Image && std::uint64_t{facts->width} * facts->height > limits.pixels)
        std::abort();
    return 0;
}
