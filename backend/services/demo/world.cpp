#include "backend/services/demo/world.h"

#include <fmt/format.h>

namespace tradepost::demo {

namespace {

constexpr std::size_t sellersOfDemoSeller = 3;

std::string slugOf(std::string_view name) {
    static const std::map<std::string_view, std::string_view> letters{{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}};
    std::string slug;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char c = name[at];
        if (const auto umlaut = letters.find(name.substr(at, 2)); umlaut != letters.end()) {
            slug += umlaut->second;
            ++at;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            slug += c;
        } else if (c >= 'A' && c <= 'Z') {
            slug += static_cast<char>(c + 32);
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    return slug;
}

void setTime(google::protobuf::Timestamp& stamp, Micros time) {
    stamp.set_seconds(time / 1'000'000);
    stamp.set_nanos(static_cast<std::int32_t>(time % 1'000'000) * 1000);
}

} // namespace

World::World(const DemoConfig& config) : ids(clock, Random(config.seed).next() | 1), random(config.seed) {
    clock.set(opened);
    makeSellers();
    makeUsers();
    makeCategories();
}

void World::makeSellers() {
    std::vector<std::string_view> roots;
    for (const Kind& kind : kinds())
        if (roots.empty() || roots.back() != kind.root.en)
            roots.push_back(kind.root.en);
    const auto names = sellerNames();
    for (std::size_t i = 0; i < names.size(); ++i) {
        identity::v1::Seller& seller = sellers.emplace_back();
        seller.set_id(formatId(ids.next()));
        seller.set_name(std::string(names[i]));
        seller.set_slug(slugOf(names[i]));
        setTime(*seller.mutable_create_time(), clock.now());
        const SellerTraits traits{seller.id(), i % 10 < 3 ? "USD" : "EUR"};
        const bool generalist = i % 7 == 0;
        for (std::size_t root = 0; root < roots.size(); ++root)
            if (generalist || root == i % roots.size() || root == (i * 5 + 3) % roots.size())
                sellersOfRoot[roots[root]].push_back(traits);
    }
}

void World::makeUsers() {
    using options::v1::Role;
    const auto add = [this](const char* account, const char* name, Role role) -> DemoUser& {
        DemoUser& user = users.emplace_back();
        user.user.set_id(formatId(ids.next()));
        user.user.set_email(fmt::format("{}@demo.example", account));
        user.user.set_display_name(name);
        user.user.add_roles(role);
        setTime(*user.user.mutable_create_time(), clock.now());
        user.password = fmt::format("demo-{}-2025", account);
        return user;
    };
    DemoUser& seller = add("seller", "Sam Seller", Role::SELLER);
    for (std::size_t i = 0; i < sellersOfDemoSeller; ++i)
        seller.user.add_seller_ids(sellers[i].id());
    add("moderator", "Mona Moderator", Role::MODERATOR);
    add("operator", "Otto Operator", Role::OPERATOR);
    add("admin", "Ada Admin", Role::ADMIN);
    add("shopper", "Sho Shopper", Role::SHOPPER);
}

void World::makeCategories() {
    const auto add = [this](const Name& name, const std::string& parent, int sortIndex) {
        catalog::v1::Category& category = categories.emplace_back();
        category.set_id(formatId(ids.next()));
        category.set_parent_id(parent);
        category.set_name(std::string(name.en));
        (*category.mutable_names())["de"] = std::string(name.de);
        category.set_sort_index(sortIndex);
        return category.id();
    };
    std::string root, group;
    const Kind* last = nullptr;
    int roots = 0, groups = 0, leaves = 0;
    for (const Kind& kind : kinds()) {
        if (!last || last->root.en != kind.root.en) {
            root = add(kind.root, {}, ++roots);
            groups = 0;
        }
        if (!last || last->root.en != kind.root.en || last->group.en != kind.group.en) {
            group = add(kind.group, root, ++groups);
            leaves = 0;
        }
        leafIds.push_back(add(kind.leaf, group, ++leaves));
        last = &kind;
    }
}

std::vector<DemoUser> demoUsers(const DemoConfig& config) {
    return World(config).users;
}

} // namespace tradepost::demo
