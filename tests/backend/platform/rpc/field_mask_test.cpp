#include "backend/platform/rpc/field_mask.h"

#include "tradepost/testing/v1/echo.pb.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

namespace tradepost::rpc {
namespace {

using tradepost::testing::v1::Thing;

Thing sample() {
    Thing thing;
    thing.set_title("old");
    thing.add_tags("a");
    (*thing.mutable_names())["de"] = "alt";
    (*thing.mutable_names())["de-AT"] = "bisher";
    (*thing.mutable_parts())["x"].set_name("old");
    (*thing.mutable_parts())["x"].mutable_price()->set_amount_minor(5);
    thing.mutable_inner()->set_title("inside");
    thing.mutable_inner()->set_amount(7);
    return thing;
}

// `from` copied into the sample along `path`; nothing but "no path" when there is none.
std::string changed(const Thing& from, const std::string& path) {
    Thing to = sample();
    if (!copyPath(from, to, path))
        return google::protobuf::util::MessageDifferencer::Equals(to, sample()) ? "no path" : "no path, but changed";
    const auto name = [&](const char* key) { return to.names().contains(key) ? to.names().at(key) : "-"; };
    const auto part = [&](const char* key) {
        return to.parts().contains(key)
                   ? to.parts().at(key).name() + std::to_string(to.parts().at(key).price().amount_minor())
                   : "-";
    };
    return to.title() + " " + std::to_string(to.tags_size()) + " " + name("de") + " " + name("de-AT") + " " +
           name("a.b`c") + " " + part("x") + " " + part("y") + " " + to.inner().title() +
           std::to_string(to.inner().amount()) + (to.inner().has_inner() ? "+" : "");
}

TEST(FieldMask, CopiesWhatThePathNames) {
    const std::string untouched = "old 1 alt bisher - old5 - inside7";
    Thing from;
    from.set_title("new");
    (*from.mutable_names())["de"] = "neu";
    (*from.mutable_names())["a.b`c"] = "odd";
    (*from.mutable_parts())["x"].set_name("new");
    (*from.mutable_parts())["y"].set_name("more");
    from.mutable_inner()->set_title("new");
    EXPECT_EQ(changed(from, "title"), "new 1 alt bisher - old5 - inside7");
    EXPECT_EQ(changed(from, "tags"), "old 0 alt bisher - old5 - inside7");
    EXPECT_EQ(changed(from, "names"), "old 1 neu - odd old5 - inside7");
    EXPECT_EQ(changed(from, "names.de"), "old 1 neu bisher - old5 - inside7");
    EXPECT_EQ(changed(from, "names.`de-AT`"), "old 1 alt - - old5 - inside7") << "what is not there is taken out";
    EXPECT_EQ(changed(from, "names." + pathSegment("a.b`c")), "old 1 alt bisher odd old5 - inside7");
    EXPECT_EQ(changed(from, "names.fr"), untouched);
    EXPECT_EQ(changed(from, "parts.x"), "old 1 alt bisher - new0 - inside7");
    EXPECT_EQ(changed(from, "parts.x.name"), "old 1 alt bisher - new5 - inside7") << "the rest of the entry stays";
    EXPECT_EQ(changed(from, "parts.x.price"), "old 1 alt bisher - old0 - inside7");
    EXPECT_EQ(changed(from, "parts.y.name"), "old 1 alt bisher - old5 more0 inside7");
    EXPECT_EQ(changed(from, "parts.z.name"), untouched);
    EXPECT_EQ(changed(from, "inner.title"), "old 1 alt bisher - old5 - new7");
    EXPECT_EQ(changed(from, "inner.inner.title"), untouched) << "nothing is made to be cleared";
    EXPECT_EQ(changed(Thing(), "inner.amount"), "old 1 alt bisher - old5 - inside0");
}

TEST(FieldMask, KnowsWhatIsNoPath) {
    for (const char* path :
         {"", ".", "titel", "title.x", "title.", ".title", "tags.0", "names.", "names.de.x", "names.`de", "names.`de`x",
          "names.``", "parts.x.titel", "parts.q.titel", "list.name", "inner.titel", "inner.inner.titel"})
        EXPECT_EQ(changed(Thing(), path), "no path") << path;
    EXPECT_EQ(pathSegment("de"), "de");
    EXPECT_EQ(pathSegment(""), "``");
}

} // namespace
} // namespace tradepost::rpc
