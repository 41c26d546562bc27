#include "tests/backend/services/catalog/fixture.h"
#include "tradepost/catalog/v1/events.pb.h"

namespace tradepost::catalog {

namespace {

class ProductsTest : public CatalogTest {};
TRADEPOST_ON_EVERY_ENGINE(ProductsTest);

TEST_P(ProductsTest, CreatedOnesAreReadBack) {
    v1::Product asked = lamp();
    (*asked.mutable_texts())["de"].set_title("Schreibtischlampe");
    asked.mutable_seo()->set_title("Buy a lamp");
    asked.add_markets("DE");
    auto& colour = *asked.add_attributes();
    colour.set_name("power");
    colour.set_number(7.5);
    colour.set_unit("W");
    asked.set_state(v1::PUBLISHED); // output only
    const auto made = create(asked);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->seller_id(), formatId(7));
    EXPECT_EQ(made->state(), v1::DRAFT);
    EXPECT_EQ(made->revision(), 1);
    EXPECT_EQ(made->etag(), "1");
    EXPECT_EQ(made->slug(), "desk-lamp");
    EXPECT_EQ(made->language(), "en");
    EXPECT_EQ(made->price().amount_minor(), 1999);
    EXPECT_EQ(made->update_time().seconds(), 1'780'000'000);

    restart();
    const auto read = get(made->id(), seller);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->DebugString(), made->DebugString());
}

TEST_P(ProductsTest, AreSeenOnlyByWhoMaySeeThem) {
    const std::string id = create(lamp())->id();
    for (rpc::Context* caller : {&rival, &shopper, &anyone}) {
        const auto read = get(id, *caller);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, Code::NotFound);
    }
    for (rpc::Context* caller : {&seller, &moderator, &op})
        EXPECT_TRUE(get(id, *caller));
    ASSERT_TRUE(move(&CatalogService::publishProduct, id, seller));
    for (rpc::Context* caller : {&seller, &rival, &moderator, &op, &shopper, &anyone})
        EXPECT_TRUE(get(id, *caller));
    restart(); // what is on sale is known again
    EXPECT_TRUE(get(id, anyone));
    ASSERT_TRUE(move(&CatalogService::unpublishProduct, id, seller));
    EXPECT_FALSE(get(id, anyone));
    EXPECT_FALSE(get(id, rival));
    EXPECT_FALSE(get("no id", seller));
    EXPECT_FALSE(get(formatId(12345), seller));
}

TEST_P(ProductsTest, ARetriedCreationAnswersWithTheFirstOne) {
    v1::CreateProductRequest request;
    *request.mutable_product() = lamp();
    request.set_request_id("try-1");
    const auto first = call(&CatalogService::createProduct, seller, request);
    const auto second = call(&CatalogService::createProduct, seller, request);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->id(), second->id());
    EXPECT_EQ(events().size(), 1u);
    // Another caller's request id is another one.
    EXPECT_TRUE(call(&CatalogService::createProduct, rival, request));

    // A refused creation leaves its request id free.
    request.set_request_id("try-2");
    EXPECT_EQ(call(&CatalogService::createProduct, seller, request).error().reason, "SKU_TAKEN");
    request.mutable_product()->mutable_variants(0)->set_sku("OTHER");
    EXPECT_TRUE(call(&CatalogService::createProduct, seller, request));
}

TEST_P(ProductsTest, BelongToAnAccountOfTheCaller) {
    v1::Product product = lamp();
    product.set_seller_id(formatId(8));
    EXPECT_EQ(create(product).error().reason, "NOT_YOUR_ACCOUNT");
    rpc::Context both = callerWith({rpc::Role::SELLER}, 100, {7, 8});
    EXPECT_EQ(create(product, both)->seller_id(), formatId(8));
    product.clear_seller_id();
    EXPECT_EQ(create(product, both).error().field, "product.seller_id");
}

TEST_P(ProductsTest, SkusAreUniqueWithinASeller) {
    const std::string id = create(lamp("A"))->id();
    const auto second = create(lamp("A"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::AlreadyExists);
    EXPECT_EQ(second.error().reason, "SKU_TAKEN");
    EXPECT_EQ(second.error().field, "product.variants[0].sku");
    EXPECT_NE(second.error().message.find(id), std::string::npos);
    EXPECT_NE(second.error().message.find(" A "), std::string::npos);
    EXPECT_TRUE(create(lamp("A"), rival));
}

TEST_P(ProductsTest, TwoVariantsMaySwapTheirSkus) {
    v1::Product product = lamp("A");
    *product.add_variants() = lamp("B", 500).variants(0);
    product = create(product).value();
    EXPECT_EQ(product.price().amount_minor(), 500);
    product.mutable_variants()->SwapElements(0, 1);
    const auto swapped = update(product, {"variants"});
    ASSERT_TRUE(swapped) << swapped.error().message;
    EXPECT_EQ(swapped->variants(0).sku(), "B");
    product = *swapped;
    product.mutable_variants()->RemoveLast();
    ASSERT_TRUE(update(product, {"variants"}));
    EXPECT_TRUE(create(lamp("A"))); // free again
    EXPECT_FALSE(create(lamp("B")));
}

TEST_P(ProductsTest, SlugsAreUniqueAndFormerOnesLeadOn) {
    v1::Product first = create(lamp("A")).value();
    const v1::Product second = create(lamp("B")).value();
    EXPECT_EQ(second.slug(), "desk-lamp-" + second.id());
    first.set_slug("bright-lamp");
    ASSERT_TRUE(update(first, {"slug"}));
    const auto target = [&](const std::string& slug) {
        return db()
            .readNow([&](sql::Reader& reader) -> Result<std::optional<ProductId>> {
                return ProductStore::findBySlug(reader, slug);
            })
            .value();
    };
    EXPECT_EQ(target("bright-lamp"), ProductId::parse(first.id()));
    EXPECT_EQ(target("desk-lamp"), ProductId::parse(first.id())); // a redirect
    EXPECT_FALSE(target("dark-lamp"));
    v1::Product taking = second;
    taking.set_slug("desk-lamp");
    const auto refused = update(taking, {"slug"});
    EXPECT_EQ(refused.error().reason, "SLUG_TAKEN");
    EXPECT_EQ(refused.error().field, "product.slug");
    first.clear_etag();
    first.set_slug("desk-lamp"); // back to its own
    EXPECT_TRUE(update(first, {"slug"}));
}

TEST_P(ProductsTest, UpdatesChangeWhatTheMaskNames) {
    const v1::Product before = create(lamp()).value();
    v1::Product asked;
    asked.set_id(before.id());
    asked.set_title("Floor lamp");
    asked.set_brand("Other");
    clock.at += 1'000'000;
    const auto after = update(asked, {"title"});
    ASSERT_TRUE(after) << after.error().message;
    EXPECT_EQ(after->title(), "Floor lamp");
    EXPECT_EQ(after->brand(), "Lumen");
    EXPECT_EQ(after->revision(), 2);
    EXPECT_EQ(after->slug(), "desk-lamp"); // addresses stay
    EXPECT_EQ(after->update_time().seconds(), before.update_time().seconds() + 1);
    EXPECT_EQ(get(before.id(), seller)->DebugString(), after->DebugString());

    // Without a mask: every field that is set.
    asked.clear_title();
    asked.set_description("Brighter.");
    EXPECT_EQ(update(asked, {})->brand(), "Other");
    EXPECT_EQ(get(before.id(), seller)->description(), "Brighter.");
    EXPECT_EQ(get(before.id(), seller)->title(), "Floor lamp");
    // Naming an empty field empties it.
    EXPECT_EQ(update(asked, {"tags"})->tags_size(), 0);
    EXPECT_EQ(update(asked, {"images"})->images_size(), 0);
    EXPECT_EQ(update(asked, {"revision"}).error().field, "update_mask");
    EXPECT_EQ(update(asked, {"title"}).error().field, "product.title");
    EXPECT_EQ(update(asked, {"*"}).error().reason, "FIELD_REQUIRED");
    // What changes nothing makes no revision and no event.
    const auto count = events().size();
    EXPECT_EQ(update(asked, {"brand"})->revision(), 5);
    EXPECT_EQ(events().size(), count);
}

TEST_P(ProductsTest, AMaskReachesIntoMapsAndMessages) {
    v1::Product made = lamp();
    (*made.mutable_texts())["de"].set_title("Lampe");
    (*made.mutable_texts())["de"].set_description("Sie leuchtet.");
    (*made.mutable_texts())["fr"].set_title("Lampe");
    made.mutable_seo()->set_title("A lamp");
    made.mutable_seo()->set_description("It shines");
    const auto created = create(made);
    ASSERT_TRUE(created) << created.error().message;
    v1::Product change;
    change.set_id(created->id());
    (*change.mutable_texts())["de"].set_title("Leuchte");
    (*change.mutable_texts())["pt-BR"].set_title("Luminária");
    change.mutable_seo()->set_title("The lamp");
    const auto changed = update(change, {"texts.de.title", "texts.`pt-BR`", "texts.fr", "seo.title"});
    ASSERT_TRUE(changed) << changed.error().message;
    EXPECT_EQ(changed->texts().size(), 2u);
    EXPECT_EQ(changed->texts().at("de").title(), "Leuchte");
    EXPECT_EQ(changed->texts().at("de").description(), "Sie leuchtet.");
    EXPECT_EQ(changed->texts().at("pt-BR").title(), "Luminária");
    EXPECT_EQ(changed->seo().title(), "The lamp");
    EXPECT_EQ(changed->seo().description(), "It shines");
    EXPECT_EQ(update(change, {"texts.de.titel"}).error().field, "update_mask");
    EXPECT_EQ(update(change, {"texts.de.title", "texts"})->texts().size(), 2u) << "the whole contains the part";
    for (char second = 'a'; second <= 'z'; ++second)
        for (const char first : {'a', 'b'})
            (*change.mutable_texts())[{first, second}].set_title("x");
    std::vector<std::string> parts;
    for (const auto& [tag, text] : change.texts())
        if (tag != "pt-BR")
            parts.push_back("texts." + tag);
    EXPECT_EQ(update(change, parts).error().reason, "TOO_MANY_ITEMS");
}

TEST_P(ProductsTest, EveryFieldSurvivesAnUpdateOfAll) {
    const v1::Product before = create(lamp()).value();
    const v1::Category category = createCategory("Lamps").value();
    v1::Product asked = before;
    asked.set_title("T");
    asked.set_brand("B");
    asked.set_category_id(category.id());
    asked.set_slug("s");
    asked.set_description("D");
    asked.set_language("de");
    (*asked.mutable_texts())["fr"].set_title("F");
    asked.add_attributes()->set_name("a");
    asked.mutable_attributes(0)->set_flag(true);
    asked.mutable_variants(0)->mutable_price()->set_currency("USD");
    asked.mutable_images(0)->set_url("/media/abc.svg");
    asked.mutable_seo()->set_description("S");
    asked.set_tags(0, "x");
    asked.add_markets("AT");
    asked.set_tax_class("reduced");
    const auto after = update(asked, {"*"});
    ASSERT_TRUE(after) << after.error().message;
    asked.set_revision(2);
    asked.set_etag("2");
    asked.mutable_price()->set_currency("USD");
    EXPECT_EQ(after->DebugString(), asked.DebugString());
    EXPECT_EQ(get(before.id(), seller)->DebugString(), asked.DebugString());
    const auto row = db().readNow([&](sql::Reader& reader) -> Result<v1::ProductRow> {
        return *ProductStore::findRow(reader, ProductId::parse(before.id()));
    });
    EXPECT_EQ(row->DebugString(), ProductStore::rowOf(*after).DebugString());
}

TEST_P(ProductsTest, ThePriceOfTheOnlyVariantCanBeSetAlone) {
    v1::Product product = create(lamp()).value();
    product.clear_etag();
    product.mutable_price()->set_amount_minor(2500);
    EXPECT_EQ(update(product, {})->price().amount_minor(), 1999); // not without being named
    const auto dearer = update(product, {"price"});
    ASSERT_TRUE(dearer) << dearer.error().message;
    EXPECT_EQ(dearer->variants(0).price().amount_minor(), 2500);
    EXPECT_EQ(get(product.id(), seller)->price().amount_minor(), 2500);
    product.mutable_price()->set_amount_minor(-1);
    EXPECT_EQ(update(product, {"price"}).error().reason, "NEGATIVE_PRICE");
    *product.add_variants() = lamp("B").variants(0);
    ASSERT_TRUE(update(product, {"variants"}));
    EXPECT_EQ(update(product, {"price"}).error().reason, "SEVERAL_VARIANTS");
}

TEST_P(ProductsTest, StaleWritesAreRefusedAndBothVersionsKept) {
    v1::Product mine = create(lamp()).value();
    v1::Product theirs = mine;
    theirs.set_title("Theirs");
    ASSERT_TRUE(update(theirs, {"title"}));
    mine.set_title("Mine");
    const auto refused = update(mine, {"title"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Aborted);
    EXPECT_EQ(refused.error().reason, "STALE_ETAG");
    EXPECT_EQ(refused.error().field, "product.etag");
    EXPECT_NE(refused.error().message.find("at revision 2 by now"), std::string::npos);
    const auto history = db().readNow([&](sql::Reader& reader) -> Result<std::vector<HistoryEntry>> {
                                 return ProductStore::history(reader, ProductId::parse(mine.id()), 1000, 10);
                             })
                             .value();
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].revision, 2);
    EXPECT_EQ(history[0].action, "update");
    EXPECT_EQ(history[0].actor, UserId(100));
    EXPECT_EQ(history[0].fields, std::vector<std::string>{"title"});
    EXPECT_EQ(history[0].before.title(), "Desk lamp");
    EXPECT_EQ(history[1].action, "create");
    mine.set_etag("2");
    EXPECT_TRUE(update(mine, {"title"}));
}

TEST_P(ProductsTest, OnlyTheirSellerChangesThem) {
    v1::Product product = create(lamp()).value();
    product.set_title("Hijacked");
    for (rpc::Context* caller : {&rival, &moderator, &shopper})
        EXPECT_EQ(update(product, {"title"}, *caller).error().code, Code::NotFound);
    rpc::Context admin = callerWith({rpc::Role::ADMIN}, 1);
    EXPECT_TRUE(update(product, {"title"}, admin));
}

TEST_P(ProductsTest, EachChangeIsOneEvent) {
    v1::Product product = create(lamp()).value();
    product.set_title("Floor lamp");
    ASSERT_TRUE(update(product, {"title"}));
    ASSERT_TRUE(move(&CatalogService::publishProduct, product.id(), seller));
    const auto delivered = events();
    ASSERT_EQ(delivered.size(), 3u);
    std::vector<v1::ProductChanged> changes;
    for (const auto& [position, event] : delivered) {
        EXPECT_EQ(event.key, product.id());
        EXPECT_EQ(event.type, "tradepost.catalog.v1.ProductChanged");
        ASSERT_TRUE(changes.emplace_back().ParseFromString(event.payload.bytes()));
        EXPECT_EQ(changes.back().actor_id(), UserId(100).text());
    }
    EXPECT_EQ(changes[0].previous_state(), v1::PRODUCT_STATE_UNSPECIFIED);
    EXPECT_EQ(changes[1].product().title(), "Floor lamp");
    EXPECT_EQ(changes[1].product().description(), "It shines."); // the whole product
    EXPECT_EQ(changes[2].previous_state(), v1::DRAFT);
    EXPECT_EQ(changes[2].product().DebugString(), get(product.id(), seller)->DebugString());
}

TEST_P(ProductsTest, CachedAnswersAreDroppedBeforeAChangeIsAcknowledged) {
    v1::Product product = create(lamp()).value();
    const std::string tag = "products/" + product.id();
    const auto keep = [&] { cache.put(tag, "", cache.lease(tag), std::make_shared<CachedResponse>()); };
    keep();
    ASSERT_TRUE(move(&CatalogService::publishProduct, product.id(), seller));
    EXPECT_FALSE(cache.find(tag, ""));
    keep();
    product.set_title("Floor lamp");
    product.clear_etag();
    ASSERT_TRUE(update(product, {"title"}));
    EXPECT_FALSE(cache.find(tag, ""));
    keep();
    ASSERT_TRUE(move(&CatalogService::unpublishProduct, product.id(), seller));
    EXPECT_FALSE(cache.find(tag, ""));
}

TEST_P(ProductsTest, BadFieldsAreNamed) {
    const auto refusal = [&](auto&& spoil) {
        v1::Product product = lamp();
        spoil(product);
        const auto made = create(product);
        return made ? std::string("accepted") : made.error().field + " " + made.error().reason;
    };
    EXPECT_EQ(refusal([](v1::Product& p) { p.clear_variants(); }), "product.variants FIELD_REQUIRED");
    EXPECT_EQ(refusal([](v1::Product& p) { p.mutable_variants(0)->set_gtin("4006381333932"); }),
              "product.variants[0].gtin INVALID_GTIN");
    EXPECT_EQ(refusal([](v1::Product& p) { p.mutable_variants(0)->mutable_price()->set_currency("XXY"); }),
              "product.variants[0].price.currency UNKNOWN_CURRENCY");
    EXPECT_EQ(refusal([](v1::Product& p) {
                  *p.add_variants() = p.variants(0);
                  p.mutable_variants(1)->set_sku("Z");
                  p.mutable_variants(1)->mutable_price()->set_currency("USD");
              }),
              "product.variants[1].price.currency MIXED_CURRENCIES");
    EXPECT_EQ(refusal([](v1::Product& p) { *p.add_variants() = p.variants(0); }),
              "product.variants[1].sku DUPLICATE_SKU");
    EXPECT_EQ(refusal([](v1::Product& p) { p.set_category_id(formatId(99)); }), "product.category_id UNKNOWN_CATEGORY");
    EXPECT_EQ(refusal([](v1::Product& p) { p.set_category_id("lamps"); }), "product.category_id UNKNOWN_CATEGORY");
    EXPECT_EQ(refusal([](v1::Product& p) { p.set_slug("Not a slug"); }), "product.slug INVALID_SLUG");
    EXPECT_EQ(refusal([](v1::Product& p) { (*p.mutable_texts())["de_DE"]; }), "product.texts[de_DE] INVALID_LANGUAGE");
    EXPECT_EQ(refusal([](v1::Product& p) { p.mutable_images(0)->set_url("javascript:alert(1)"); }),
              "product.images[0].url INVALID_URL");
    EXPECT_EQ(refusal([](v1::Product& p) { p.add_markets("de"); }), "product.markets[0] INVALID_MARKET");
    // A product has to fit into an event.
    EXPECT_EQ(refusal([](v1::Product& p) {
                  for (int i = 0; i < 50; ++i)
                      (*p.mutable_texts())[fmt::format("de-x-{}", i)].set_description(std::string(20'000, 'x'));
              }),
              "product PRODUCT_TOO_LARGE");
    EXPECT_EQ(events().size(), 0u);
}

} // namespace
} // namespace tradepost::catalog
