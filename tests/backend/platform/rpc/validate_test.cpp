#include "backend/platform/rpc/registry.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/testing/v1/echo.pb.h"

#include <cmath>
#include <gtest/gtest.h>

namespace tradepost::rpc {

namespace {

using testing::v1::Thing;
using testing::v1::UpdateThingRequest;

// The field at fault, and the reason: "thing.title FIELD_REQUIRED"; empty when all is well.
std::string faultOf(const google::protobuf::Message& message) {
    const auto result = validate(message);
    if (result)
        return {};
    EXPECT_EQ(result.error().code, Code::InvalidArgument);
    EXPECT_NE(result.error().message.find(result.error().field), std::string::npos);
    return result.error().field + " " + result.error().reason;
}

Thing goodThing() {
    Thing thing;
    thing.set_title("Title");
    return thing;
}

} // namespace

TEST(Validate, AcceptsWhatKeepsTheRules) {
    Thing thing = goodThing();
    thing.add_tags("abcde");
    thing.set_amount(-5);
    thing.set_ratio(1);
    thing.set_blob("1234");
    (*thing.mutable_names())["de"] = "Name";
    EXPECT_EQ(faultOf(thing), "");
}

TEST(Validate, NamesWhatIsMissing) {
    EXPECT_EQ(faultOf(Thing()), "title FIELD_REQUIRED");
    Thing thing = goodThing();
    thing.add_list()->set_name("first");
    EXPECT_EQ(faultOf(thing), "list[0].price FIELD_REQUIRED");
    thing.mutable_inner();
    thing.clear_list();
    EXPECT_EQ(faultOf(thing), "inner.title FIELD_REQUIRED");
}

TEST(Validate, CountsCodePointsOfTextAndBytesOfBytes) {
    Thing thing = goodThing();
    std::string ten;
    for (int i = 0; i < 10; ++i)
        ten += "\xf0\x9f\x9a\x80"; // U+1F680, four bytes
    thing.set_title(ten);
    EXPECT_EQ(faultOf(thing), "");
    thing.set_title(ten + "x");
    EXPECT_EQ(faultOf(thing), "title FIELD_TOO_LONG");
    thing.set_title("x");
    thing.set_blob("\xf0\x9f\x9a\x80x");
    EXPECT_EQ(faultOf(thing), "blob FIELD_TOO_LONG");
}

TEST(Validate, ChecksEveryEntry) {
    Thing thing = goodThing();
    for (const char* tag : {"a", "b", "toolong"})
        thing.add_tags(tag);
    EXPECT_EQ(faultOf(thing), "tags[2] FIELD_TOO_LONG");
    thing.set_tags(2, "c");
    thing.add_tags("d");
    EXPECT_EQ(faultOf(thing), "tags TOO_MANY_ITEMS");
    thing.clear_tags();
    for (int i = 0; i < 3; ++i) {
        auto* part = thing.add_list();
        part->set_name(i == 2 ? "longer than ten" : "fine");
        part->mutable_price();
    }
    EXPECT_EQ(faultOf(thing), "list[2].name FIELD_TOO_LONG");
}

TEST(Validate, ChecksMapsByKeyAndValue) {
    Thing thing = goodThing();
    (*thing.mutable_names())["de"] = "too long";
    EXPECT_EQ(faultOf(thing), "names[\"de\"] FIELD_TOO_LONG");
    thing.mutable_names()->clear();
    (*thing.mutable_names())["verylongkey"] = "x";
    EXPECT_EQ(faultOf(thing), "names FIELD_TOO_LONG");
    thing.mutable_names()->clear();
    const std::string key = "a\"\n";
    (*thing.mutable_parts())[key].set_name("n");
    EXPECT_EQ(faultOf(thing), "parts[\"a??\"].price FIELD_REQUIRED");
    (*thing.mutable_parts())[key].mutable_price()->set_currency("EURO");
    EXPECT_EQ(faultOf(thing), "parts[\"a??\"].price.currency FIELD_TOO_LONG");
    for (const char* more : {"1", "2"})
        (*thing.mutable_parts())[more] = {};
    EXPECT_EQ(faultOf(thing), "parts TOO_MANY_ITEMS");
}

TEST(Validate, KeepsNumbersInRange) {
    Thing thing = goodThing();
    for (const int amount : {-6, 101}) {
        thing.set_amount(amount);
        EXPECT_EQ(faultOf(thing), "amount FIELD_OUT_OF_RANGE");
    }
    thing.set_amount(100);
    for (const double ratio : {1.5, -0.5, std::nan(""), HUGE_VAL}) {
        thing.set_ratio(ratio);
        EXPECT_EQ(faultOf(thing), "ratio FIELD_OUT_OF_RANGE");
    }
    catalog::v1::ReadProductSnapshotRequest read;
    read.set_id("x");
    EXPECT_EQ(faultOf(read), "size FIELD_OUT_OF_RANGE"); // from 1: an unset one is a zero
}

TEST(Validate, NamesTheFieldOfARealRequest) {
    catalog::v1::CreateProductRequest request;
    request.mutable_product()->set_title("Lamp");
    for (int i = 0; i < 3; ++i) {
        auto* variant = request.mutable_product()->add_variants();
        variant->set_sku("sku");
        variant->mutable_price()->set_currency(i == 2 ? "EURO" : "EUR");
    }
    EXPECT_EQ(faultOf(request), "product.variants[2].price.currency FIELD_TOO_LONG");
}

TEST(Validate, AnUpdateNeedsOnlyWhatItsMaskNames) {
    UpdateThingRequest request;
    EXPECT_EQ(faultOf(request), "thing FIELD_REQUIRED");
    request.mutable_thing()->add_tags("a");
    EXPECT_EQ(faultOf(request), "");
    request.mutable_update_mask()->add_paths("tags");
    EXPECT_EQ(faultOf(request), "");
    request.mutable_update_mask()->add_paths("title");
    EXPECT_EQ(faultOf(request), "thing.title FIELD_REQUIRED");
    request.mutable_update_mask()->set_paths(1, "*");
    EXPECT_EQ(faultOf(request), "thing.title FIELD_REQUIRED");
    request.mutable_thing()->set_title("t");
    request.mutable_thing()->add_list(); // replaced as a whole, so its own needs hold
    EXPECT_EQ(faultOf(request), "thing.list[0].name FIELD_REQUIRED");
}

TEST(Validate, BoundsAnUpdateMask) {
    UpdateThingRequest request;
    request.mutable_thing()->set_title("t");
    request.mutable_update_mask()->add_paths(std::string(301, 'x'));
    EXPECT_EQ(faultOf(request), "update_mask FIELD_TOO_LONG");
    request.mutable_update_mask()->clear_paths();
    for (int i = 0; i < 201; ++i)
        request.mutable_update_mask()->add_paths("title");
    EXPECT_EQ(faultOf(request), "update_mask TOO_MANY_ITEMS");
}

} // namespace tradepost::rpc
