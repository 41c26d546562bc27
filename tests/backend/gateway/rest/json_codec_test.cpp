#include "backend/gateway/rest/json_codec.h"
#include "backend/gateway/rest/json_text.h"

#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tradepost::rest {
namespace {

class Json : public testing::Test {
protected:
    std::string write(const google::protobuf::Message& message) const {
        std::string out;
        codec.write(out, message);
        return out;
    }
    // The field of the error, or "ok".
    std::string refused(std::string_view json) const {
        catalog::v1::Product product;
        const auto read = codec.read(json, product, "product");
        return read ? "ok" : read.error().field;
    }
    JsonCodec codec;
};

catalog::v1::Product fullProduct() {
    catalog::v1::Product product;
    product.set_title("Caf\xc3\xa9 \"quoted\" \\ \n \x01 \xf0\x9f\x98\x80 </script>");
    product.set_seller_id("s");
    (*product.mutable_texts())["de"].set_title("Stuhl");
    (*product.mutable_texts())["a\"b"].set_description("odd key");
    auto& text = *product.add_attributes();
    text.set_name("a");
    text.set_text("");
    auto& number = *product.add_attributes();
    number.set_name("b");
    number.set_number(0.1);
    product.add_attributes()->set_flag(false);
    auto& variant = *product.add_variants();
    variant.set_weight_g(std::numeric_limits<std::int64_t>::min());
    variant.mutable_price()->set_amount_minor(std::numeric_limits<std::int64_t>::max());
    product.mutable_seo();
    product.add_tags("");
    return product;
}

TEST_F(Json, ReadsBackWhatItWrote) {
    const auto product = fullProduct();
    catalog::v1::Product back;
    const auto read = codec.read(write(product), back, "");
    ASSERT_TRUE(read) << read.error().field << ": " << read.error().message;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(product, back)) << write(back);
}

TEST_F(Json, AgreesWithProtobufsOwn) {
    auto product = fullProduct();
    product.set_state(catalog::v1::PUBLISHED);
    product.mutable_create_time()->set_seconds(1'790'000'000);
    product.mutable_update_time()->set_nanos(1000);
    catalog::v1::Product back;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(write(product), &back).ok()) << write(product);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(product, back)) << write(product);
}

TEST_F(Json, WritesTheSameBytesForTheSameMessage) {
    catalog::v1::Category one, two;
    for (const char* tag : {"de", "en", "fr", "it"})
        (*one.mutable_names())[tag] = tag;
    for (const char* tag : {"it", "fr", "en", "de"})
        (*two.mutable_names())[tag] = tag;
    EXPECT_EQ(write(one), write(two));
    EXPECT_NE(write(one).find(R"("names":{"de":"de","en":"en","fr":"fr","it":"it"})"), std::string::npos) << write(one);
}

TEST_F(Json, PrintsZeroValues) {
    EXPECT_EQ(write(common::v1::Money()), R"({"amountMinor":"0","currency":""})");
    EXPECT_EQ(write(catalog::v1::CountProductsResponse()), R"({"count":"0"})");
    EXPECT_EQ(write(catalog::v1::Attribute()), R"({"name":"","unit":""})");
}

TEST_F(Json, WritesAnyWithItsType) {
    operations::v1::Operation operation;
    catalog::v1::ImportResult result;
    result.set_created(3);
    operation.mutable_response()->PackFrom(result);
    operation.mutable_metadata()->set_type_url("type.googleapis.com/no.such.Type");
    operation.mutable_metadata()->set_value("\x01\x02");
    const auto json = write(operation);
    EXPECT_NE(json.find(R"("response":{"@type":"type.googleapis.com/tradepost.catalog.v1.ImportResult","created":"3")"),
              std::string::npos)
        << json;
    EXPECT_NE(json.find(R"("metadata":{"@type":"type.googleapis.com/no.such.Type","value":"AQI="})"), std::string::npos)
        << json;
    operation.clear_metadata();
    operations::v1::Operation back;
    ASSERT_TRUE(codec.read(write(operation), back, ""));
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(operation, back));
}

TEST_F(Json, ReadsBackOddValues) {
    operations::v1::Operation operation;
    ASSERT_TRUE(codec.read(R"({"response":{}})", operation, ""));
    EXPECT_TRUE(codec.read(write(operation), operation, "")) << write(operation);
    catalog::v1::Attribute attribute;
    attribute.set_number(-0.0);
    catalog::v1::Attribute back;
    ASSERT_TRUE(codec.read(write(attribute), back, ""));
    EXPECT_TRUE(std::signbit(back.number())) << write(attribute);
    catalog::v1::UpdateProductRequest update;
    EXPECT_TRUE(codec.read(R"({"updateMask":"title,seo.title"})", update, ""));
    for (const char* mask : {"title,", ",", "tax_class", "a b"})
        EXPECT_FALSE(codec.read(std::string(R"({"updateMask":")") + mask + "\"}", update, "")) << mask;
}

TEST_F(Json, NamesTheFieldAtFault) {
    EXPECT_EQ(refused(R"([])"), "product");
    EXPECT_EQ(refused(R"({"titel":"x"})"), "product.titel");
    EXPECT_EQ(refused(R"({"title":5})"), "product.title");
    EXPECT_EQ(refused(R"({"tags":"x"})"), "product.tags");
    EXPECT_EQ(refused(R"({"tags":["a",null]})"), "product.tags[1]");
    EXPECT_EQ(refused(R"({"seller_id":"a","sellerId":"b"})"), "product.sellerId");
    EXPECT_EQ(refused(R"({"attributes":[{"text":"a","flag":true}]})"), "product.attributes[0].flag");
    EXPECT_EQ(refused(R"({"attributes":[{"number":"high"}]})"), "product.attributes[0].number");
    EXPECT_EQ(refused(R"({"attributes":[{"flag":"true"}]})"), "product.attributes[0].flag");
    EXPECT_EQ(refused(R"({"texts":{"de":{"titel":"x"}}})"), "product.texts.de.titel");
    EXPECT_EQ(refused(R"({"texts":{"de":null}})"), "product.texts.de");
    EXPECT_EQ(refused(R"({"variants":[{"weightG":"12x"}]})"), "product.variants[0].weightG");
    EXPECT_EQ(refused(R"({"variants":[{"weightG":9223372036854775808}]})"), "product.variants[0].weightG");
    EXPECT_EQ(refused(R"({"variants":[{"weightG":1e30}]})"), "product.variants[0].weightG");
    EXPECT_EQ(refused(R"({"variants":[{"weightG":""}]})"), "product.variants[0].weightG");
    EXPECT_EQ(refused(R"({"state":17,"createTime":false})"), "ok") << "set by the server: ignored";
}

TEST_F(Json, TakesWhatTheMappingAllows) {
    catalog::v1::Product product;
    ASSERT_TRUE(codec.read(
        R"({"seller_id":"a","variants":[{"weightG":12},{"weightG":"12"},{"weightG":1.2e1},{"weightG":null}],)"
        R"("attributes":[{"number":"NaN"},{"number":"-Infinity"},{"number":"1.5"},{"number":2}]})",
        product, ""));
    EXPECT_EQ(product.seller_id(), "a");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(product.variants(i).weight_g(), 12) << i;
    EXPECT_EQ(product.attributes(3).number(), 2);
    catalog::v1::ProductRow row;
    ASSERT_TRUE(codec.read(R"({"state":"PUBLISHED","updateTime":"2026-01-31T12:00:00.5+01:00"})", row, ""));
    EXPECT_EQ(row.state(), catalog::v1::PUBLISHED);
    EXPECT_EQ(row.update_time().nanos(), 500'000'000);
    EXPECT_FALSE(codec.read(R"({"state":"ON_SALE"})", row, ""));
    EXPECT_FALSE(codec.read(R"({"state":99})", row, ""));
}

TEST_F(Json, BoundsDepth) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "[";
    EXPECT_EQ(refused(deep), "");
    deep = R"({"seo":)";
    for (int i = 0; i < 33; ++i)
        deep += R"({"seo":)";
    EXPECT_EQ(refused(deep), "");
}

TEST_F(Json, SaysWhereTheTextIsMalformed) {
    catalog::v1::Product product;
    const auto read = codec.read("{\n  \"title\": tru }", product, "");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, "MALFORMED_JSON");
    EXPECT_NE(read.error().message.find("line 2"), std::string::npos) << read.error().message;
}

TEST_F(Json, SetsFieldsFromText) {
    catalog::v1::UpdateProductRequest request;
    EXPECT_TRUE(codec.setFromText(request, "product.id", "p"));
    EXPECT_TRUE(codec.setFromText(request, "product.tags", "a"));
    EXPECT_TRUE(codec.setFromText(request, "product.tags", "b"));
    EXPECT_TRUE(codec.setFromText(request, "product.createTime", "2026-01-31T12:00:00Z"));
    EXPECT_TRUE(codec.setFromText(request, "updateMask", "title,taxClass"));
    EXPECT_TRUE(codec.setFromText(request, "product.state", "2"));
    EXPECT_EQ(request.product().id(), "p");
    EXPECT_EQ(request.product().tags_size(), 2);
    EXPECT_EQ(request.update_mask().paths(1), "tax_class");
    EXPECT_EQ(request.product().state(), catalog::v1::SUBMITTED);
    EXPECT_FALSE(codec.setFromText(request, "product", "x"));
    EXPECT_FALSE(codec.setFromText(request, "product.variants.sku", "x"));
    EXPECT_FALSE(codec.setFromText(request, "product.createTime.seconds", "5"));
    EXPECT_FALSE(codec.setFromText(request, "product.texts", "x"));
    EXPECT_FALSE(codec.setFromText(request, "product.id.x", "x"));
    EXPECT_FALSE(codec.setFromText(request, "", "x"));
    EXPECT_FALSE(codec.setFromText(request, "product.state", "77"));
}

TEST(JsonText, Timestamps) {
    const auto written = [](std::int64_t seconds, std::int32_t nanos) {
        std::string out;
        appendTimestamp(out, seconds, nanos);
        return out;
    };
    EXPECT_EQ(written(0, 0), "1970-01-01T00:00:00Z");
    EXPECT_EQ(written(-1, 999'999'999), "1969-12-31T23:59:59.999999999Z");
    EXPECT_EQ(written(1'709'164'800, 10'000'000), "2024-02-29T00:00:00.010Z");
    EXPECT_EQ(written(-62135596800, 0), "0001-01-01T00:00:00Z");
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::max(), 5), "9999-12-31T23:59:59Z");
    for (const char* bad : {"", "2026", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
                            "2026-01-01 00:00:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
                            "2026-01-01T00:00:00Zx", "0001-01-01T00:00:00+01:00", "0000-01-01T00:00:00Z"})
        EXPECT_FALSE(parseTimestamp(bad)) << bad;
    EXPECT_EQ(parseTimestamp("1970-01-01T01:00:00+01:00")->seconds, 0);
}

TEST(JsonText, Base64AndDurations) {
    for (const std::string bytes : {"", "a", "ab", "abc", "\xff\xfe\xfd\xfc"}) {
        std::string text;
        appendBase64(text, bytes);
        EXPECT_EQ(parseBase64(text), bytes);
    }
    EXPECT_EQ(parseBase64("_-8"), "\xff\xef");
    EXPECT_FALSE(parseBase64("a"));
    EXPECT_FALSE(parseBase64("a=bc"));
    EXPECT_EQ(parseDuration("-1.5s")->nanos, -500'000'000);
    EXPECT_FALSE(parseDuration("1.5"));
    EXPECT_FALSE(parseDuration("s"));
    std::string out;
    appendDuration(out, 0, -500'000'000);
    EXPECT_EQ(out, "-0.500s");
}

} // namespace
} // namespace tradepost::rest
