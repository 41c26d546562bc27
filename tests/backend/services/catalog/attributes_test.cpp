#include "backend/services/catalog/rule_book.h"
#include "tests/backend/services/catalog/fixture.h"

namespace tradepost::catalog {

namespace {

class AttributesTest : public CatalogTest {
public:
    v1::Category define(v1::Category category, std::vector<v1::AttributeDefinition> definitions) {
        v1::UpdateCategoryRequest request;
        category.clear_attributes();
        for (const v1::AttributeDefinition& definition : definitions)
            *category.add_attributes() = definition;
        *request.mutable_category() = category;
        request.mutable_update_mask()->add_paths("attributes");
        const auto updated = call(&CatalogService::updateCategory, op, request);
        EXPECT_TRUE(updated) << updated.error().message;
        return updated ? *updated : category;
    }
    static v1::AttributeDefinition number(const std::string& name, const std::string& unit) {
        v1::AttributeDefinition definition;
        definition.set_name(name);
        definition.set_type(v1::NUMBER);
        definition.set_unit(unit);
        (*definition.mutable_labels())["de"] = "Leistung";
        return definition;
    }
    static v1::AttributeDefinition choice(const std::string& name, std::vector<std::string> values) {
        v1::AttributeDefinition definition;
        definition.set_name(name);
        definition.set_type(v1::TEXT);
        for (const std::string& value : values)
            definition.add_allowed_values(value);
        return definition;
    }
    static v1::Product powered(const std::string& category, double watts, const std::string& unit = "W") {
        v1::Product product = lamp();
        product.set_category_id(category);
        auto& attribute = *product.add_attributes();
        attribute.set_name("power");
        attribute.set_number(watts);
        attribute.set_unit(unit);
        return product;
    }
};
TRADEPOST_ON_EVERY_ENGINE(AttributesTest);

TEST_P(AttributesTest, AreInheritedDownTheTreeAndReplacedBelow) {
    const v1::Category lighting = createCategory("Lighting").value();
    const v1::Category lamps = createCategory("Lamps", lighting.id()).value();
    define(lighting, {number("power", "W"), choice("colour", {"red", "blue"})});
    define(lamps, {choice("colour", {"green"})});
    restart();
    v1::GetCategoryRequest request;
    request.set_id(lamps.id());
    const auto read = call(&CatalogService::getCategory, anyone, request);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->attributes_size(), 1);
    ASSERT_EQ(read->inherited_attributes_size(), 1);
    EXPECT_EQ(read->inherited_attributes(0).labels().at("de"), "Leistung");

    EXPECT_EQ(create(powered(lamps.id(), 7, "kW")).error().field, "product.attributes[0].unit");
    v1::Product product = powered(lamps.id(), 7);
    auto& colour = *product.add_attributes();
    colour.set_name("colour");
    colour.set_text("red"); // allowed above, replaced here
    const auto refused = create(product);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "OUTSIDE_DEFINITION");
    EXPECT_EQ(refused.error().field, "product.attributes[1].text");
    EXPECT_NE(refused.error().message.find("green"), std::string::npos);
    product.mutable_attributes(1)->set_text("green");
    product = create(product).value();
    product.set_category_id(lighting.id());
    EXPECT_EQ(update(product, {"category_id"}).error().field, "product.attributes[1].text");
    product.mutable_attributes(1)->set_number(3);
    EXPECT_EQ(update(product, {"attributes"}).error().field, "product.attributes[1]");
}

TEST_P(AttributesTest, ARuleBookIsReadAnewWhenTheTreeHasChanged) {
    const v1::Category lighting = createCategory("Lighting").value();
    const v1::Category lamps = createCategory("Lamps", lighting.id()).value();
    RuleBook rules;
    const auto definitions = [&](const std::string& category) {
        return db()
            .readNow([&](sql::Reader& reader) -> Result<std::vector<std::string>> {
                rules.open(reader);
                const CategoryId id = CategoryId::parse(category);
                std::vector<std::string> names{rules.hasCategory(reader, id) ? "there" : "missing"};
                for (const v1::AttributeDefinition& definition : rules.definitions(reader, id))
                    names.push_back(definition.name());
                return names;
            })
            .value();
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(definitions(lamps.id()), Names{"there"});
    EXPECT_EQ(definitions(formatId(99)), Names{"missing"});
    define(lighting, {number("power", "W")});
    EXPECT_EQ(definitions(lamps.id()), (Names{"there", "power"})) << "what is inherited";
    EXPECT_EQ(definitions(lamps.id()), (Names{"there", "power"}));
    const v1::Category table = createCategory("Table lamps", lamps.id()).value();
    EXPECT_EQ(definitions(table.id()), (Names{"there", "power"}));
}

TEST_P(AttributesTest, RequiredOnesAreNeededToBeSubmittedOnly) {
    const v1::Category lamps = createCategory("Lamps").value();
    v1::AttributeDefinition power = number("power", "W");
    power.set_required(true);
    define(lamps, {power});
    v1::Product product = lamp();
    product.set_category_id(lamps.id());
    product = create(product).value();
    const auto refused = move(&CatalogService::publishProduct, product.id(), seller);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "ATTRIBUTE_REQUIRED");
    EXPECT_EQ(refused.error().field, "product.attributes");
    EXPECT_EQ(move(&CatalogService::submitProduct, product.id(), seller).error().reason, "ATTRIBUTE_REQUIRED");
    product = powered(lamps.id(), 7);
    product.mutable_variants(0)->set_sku("LAMP-2");
    const auto good = create(product);
    ASSERT_TRUE(good) << good.error().message;
    EXPECT_EQ(move(&CatalogService::publishProduct, good->id(), seller)->state(), v1::PUBLISHED);
}

TEST_P(AttributesTest, DefinitionsAreChecked) {
    v1::CreateCategoryRequest request;
    request.mutable_category()->set_name("Lamps");
    auto& definition = *request.mutable_category()->add_attributes();
    definition.set_name("power");
    const auto field = [&] { return call(&CatalogService::createCategory, op, request).error().field; };
    EXPECT_EQ(field(), "category.attributes[0].type");
    definition.set_type(v1::TEXT);
    definition.set_unit("W");
    EXPECT_EQ(field(), "category.attributes[0].unit");
    definition.set_type(v1::NUMBER);
    definition.add_allowed_values("7");
    EXPECT_EQ(field(), "category.attributes[0].allowed_values");
    definition.clear_allowed_values();
    (*definition.mutable_labels())["not a tag"] = "Power";
    EXPECT_EQ(field(), "category.attributes[0].labels[not a tag]");
    definition.clear_labels();
    *request.mutable_category()->add_attributes() = definition;
    EXPECT_EQ(field(), "category.attributes[1].name");
    request.mutable_category()->mutable_attributes()->RemoveLast();
    EXPECT_TRUE(call(&CatalogService::createCategory, op, request));
}

} // namespace
} // namespace tradepost::catalog
