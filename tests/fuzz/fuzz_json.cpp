#include "backend/gateway/rest/json_codec.h"
#include "backend/platform/http/encoding.h"

#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <google/protobuf/util/field_comparator.h>
#include <google/protobuf/util/message_differencer.h>

#include <cstdlib>
#include <string_view>

using namespace tradepost;

namespace {

// What was read and written again reads as the same.
template<class Message>
void roundTrip(const rest::JsonCodec& codec, std::string_view text) {
    Message message;
    const auto read = codec.read(text, message, "");
    if (!read) {
        if (read.error().message.empty() || read.error().message.size() > 4000 || read.error().reason.empty())
            std::abort();
        return;
    }
    std::string written;
    codec.write(written, message);
    if (!http::isUtf8(written))
        std::abort();
    Message again;
    if (!codec.read(written, again, ""))
        std::abort();
    // Boost.JSON 1.81 may round a number to the double next to the nearest.
    google::protobuf::util::MessageDifferencer same;
    google::protobuf::util::DefaultFieldComparator comparator;
    comparator.set_float_comparison(google::protobuf::util::DefaultFieldComparator::APPROXIMATE);
    comparator.set_treat_nan_as_equal(true);
    same.set_field_comparator(&comparator);
    if (!same.Compare(message, again))
        std::abort();
}

} // namespace

// The first byte chooses what is read. Whatever the text: no crash, and errors stay short.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const rest::JsonCodec codec;
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 6) {
    case 0:
        roundTrip<catalog::v1::CreateProductRequest>(codec, text);
        break;
    case 1:
        roundTrip<operations::v1::Operation>(codec, text); // Any, Timestamp
        break;
    case 2:
        roundTrip<catalog::v1::ReadProductSnapshotResponse>(codec, text);
        break;
    case 3:
        roundTrip<catalog::v1::UpdateProductRequest>(codec, text);
        break;
    case 4: {
        catalog::v1::Product product;
        const auto mask = codec.readMergePatch(text, product, "product");
        if (mask && mask->size() > text.size())
            std::abort();
        break;
    }
    default: {
        catalog::v1::UpdateProductRequest request;
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            (void)codec.setFromText(request, text.substr(0, equals), text.substr(equals + 1));
    }
    }
    return 0;
}
