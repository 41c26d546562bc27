#include "tests/backend/services/catalog/fixture.h"
#include "tradepost/catalog/v1/events.pb.h"

namespace tradepost::catalog {

namespace {

class CategoriesTest : public CatalogTest {
public:
    std::string make(const std::string& name, const std::string& parent = {}) {
        const auto made = createCategory(name, parent);
        EXPECT_TRUE(made) << made.error().message;
        return made ? made->id() : std::string();
    }
    v1::Category read(const std::string& id) {
        v1::GetCategoryRequest request;
        request.set_id(id);
        return call(&CatalogService::getCategory, anyone, request).value();
    }
    Result<v1::Category> change(const v1::Category& category, std::vector<std::string> paths) {
        v1::UpdateCategoryRequest request;
        *request.mutable_category() = category;
        for (std::string& path : paths)
            request.mutable_update_mask()->add_paths(std::move(path));
        return call(&CatalogService::updateCategory, op, request);
    }
    Result<v1::Category> moveTo(const std::string& id, const std::string& parent) {
        v1::Category category;
        category.set_id(id);
        category.set_parent_id(parent);
        return change(category, {"parent_id"});
    }
    std::vector<std::string> names(const std::string& parent = {}, int pageSize = 0) {
        std::vector<std::string> all;
        v1::ListCategoriesRequest request;
        request.set_parent_id(parent);
        request.set_page_size(pageSize);
        do {
            const auto page = call(&CatalogService::listCategories, anyone, request).value();
            for (const v1::Category& category : page.categories())
                all.push_back(category.name());
            request.set_page_token(page.next_page_token());
        } while (!request.page_token().empty());
        return all;
    }
};
TRADEPOST_ON_EVERY_ENGINE(CategoriesTest);

using Names = std::vector<std::string>;

TEST_P(CategoriesTest, NamesChangeOneByOne) {
    v1::Category category;
    category.set_id(make("Electronics"));
    (*category.mutable_names())["de"] = "Elektronik";
    (*category.mutable_names())["fr"] = "Electronique";
    ASSERT_TRUE(change(category, {"names"}));
    category.clear_names();
    (*category.mutable_names())["fr"] = "Électronique";
    ASSERT_TRUE(change(category, {"names.fr", "names.de"}));
    const v1::Category changed = read(category.id());
    ASSERT_EQ(changed.names().size(), 1u);
    EXPECT_EQ(changed.names().at("fr"), "Électronique");
    EXPECT_EQ(change(category, {"names.fr.x"}).error().field, "update_mask");
}

TEST_P(CategoriesTest, AreListedDepthFirst) {
    const std::string electronics = make("Electronics");
    const std::string audio = make("Audio", electronics);
    make("Video", electronics);
    make("Headphones", audio);
    make("Apparel");
    EXPECT_EQ(names(), (Names{"Apparel", "Electronics", "Audio", "Headphones", "Video"}));
    EXPECT_EQ(names({}, 2), names());
    EXPECT_EQ(names(electronics, 1), (Names{"Electronics", "Audio", "Headphones", "Video"}));
    const v1::Category headphones = read(make("Earphones", audio));
    EXPECT_EQ(headphones.path(), "Electronics > Audio > Earphones");
    EXPECT_EQ(headphones.ancestor_ids(0), electronics);
    EXPECT_EQ(headphones.ancestor_ids(1), audio);
    EXPECT_EQ(headphones.slug(), "earphones");
    v1::ListCategoriesRequest request;
    request.set_parent_id(formatId(5));
    EXPECT_EQ(call(&CatalogService::listCategories, anyone, request).error().code, Code::NotFound);
}

TEST_P(CategoriesTest, AMovedSubtreeTakesEverythingAlong) {
    const std::string electronics = make("Electronics"), audio = make("Audio", electronics),
                      head = make("Headphones", audio);
    const std::string media = make("Media");
    v1::Product product = lamp();
    product.set_category_id(head);
    ASSERT_TRUE(create(product));
    const auto countIn = [&](const std::string& id) {
        v1::CountProductsRequest request;
        request.set_filter("category_id = " + id);
        return call(&CatalogService::countProducts, op, request)->count();
    };
    EXPECT_EQ(countIn(electronics), 1);
    EXPECT_EQ(countIn(media), 0);

    const auto before = end();
    const auto moved = moveTo(audio, media);
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_EQ(moved->path(), "Media > Audio");
    EXPECT_EQ(read(head).path(), "Media > Audio > Headphones");
    EXPECT_EQ(names(), (Names{"Electronics", "Media", "Audio", "Headphones"}));
    EXPECT_EQ(countIn(electronics), 0);
    EXPECT_EQ(countIn(media), 1);
    EXPECT_EQ(countIn(head), 1);
    // Everyone below is announced with its new path.
    std::vector<std::string> paths;
    for (const auto& delivered : events(before)) {
        v1::CategoryChanged event;
        ASSERT_TRUE(event.ParseFromString(delivered.event.payload.bytes()));
        paths.push_back(event.category().path());
    }
    EXPECT_EQ(paths, (Names{"Media > Audio", "Media > Audio > Headphones"}));
    // To the root, and back below another.
    EXPECT_EQ(moveTo(audio, "")->path(), "Audio");
    EXPECT_EQ(countIn(media), 0);
    EXPECT_EQ(moveTo(audio, electronics)->path(), "Electronics > Audio");
    EXPECT_EQ(countIn(electronics), 1);
}

TEST_P(CategoriesTest, MovesThatCannotBeAreRefused) {
    const std::string a = make("A"), b = make("B", a), c = make("C", b);
    for (const std::string& below : {a, b, c})
        EXPECT_EQ(moveTo(a, below).error().reason, "CATEGORY_CYCLE");
    EXPECT_EQ(moveTo(a, formatId(1)).error().reason, "UNKNOWN_CATEGORY");
    std::string last = c;
    for (int depth = 4; depth <= 20; ++depth)
        last = make(fmt::format("D{}", depth), last);
    EXPECT_EQ(createCategory("E", last).error().reason, "TREE_TOO_DEEP");
    const std::string other = make("Other");
    EXPECT_EQ(moveTo(a, other).error().reason, "TREE_TOO_DEEP");
    EXPECT_EQ(names().size(), 21u);
}

TEST_P(CategoriesTest, ChangesAreGuardedAndDropCachedAnswers) {
    const std::string a = make("A"), b = make("B", a);
    v1::Category category = read(a);
    const auto keep = [&](const std::string& id) {
        cache.put("categories/" + id, "", cache.lease("categories/" + id), std::make_shared<CachedResponse>());
    };
    keep(a);
    keep(b);
    category.set_name("Alpha");
    (*category.mutable_names())["de"] = "Anfang";
    ASSERT_TRUE(change(category, {"name", "names"}));
    EXPECT_FALSE(cache.find("categories/" + a, ""));
    EXPECT_FALSE(cache.find("categories/" + b, "")); // its path names the parent
    EXPECT_EQ(read(b).path(), "Alpha > B");
    EXPECT_EQ(read(a).names().at("de"), "Anfang");
    EXPECT_EQ(change(category, {"name"}).error().reason, "STALE_ETAG");
    category.set_etag("2");
    category.set_slug("b");
    EXPECT_EQ(change(category, {"slug"}).error().reason, "SLUG_TAKEN");
    category.set_name("x > y");
    EXPECT_EQ(change(category, {"name"}).error().field, "category.name");
    EXPECT_EQ(change(category, {"path"}).error().field, "update_mask");
    restart();
    EXPECT_EQ(read(a).name(), "Alpha");
}

} // namespace
} // namespace tradepost::catalog
