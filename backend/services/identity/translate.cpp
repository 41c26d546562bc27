#include "backend/services/identity/translate.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::identity {

namespace {

constexpr int maxSellers = 100; // all of them are in every access token

std::size_t codePointsOf(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace

void setTime(google::protobuf::Timestamp& timestamp, Micros micros) {
    timestamp.set_seconds(micros / 1'000'000);
    timestamp.set_nanos(static_cast<std::int32_t>(micros % 1'000'000) * 1000);
}

std::string etagOf(const store::User& user) {
    return fmt::format("{}-{}", user.id.text(), user.revision);
}

v1::User toProto(const store::User& user) {
    v1::User proto;
    proto.set_id(user.id.text());
    proto.set_email(user.email);
    proto.set_display_name(user.displayName);
    for (const rpc::Role role : user.roles)
        proto.add_roles(role);
    for (const SellerId seller : user.sellers)
        proto.add_seller_ids(seller.text());
    proto.set_disabled(user.disabled);
    proto.set_etag(etagOf(user));
    setTime(*proto.mutable_create_time(), user.created);
    return proto;
}

v1::Seller toProto(const store::Seller& seller) {
    v1::Seller proto;
    proto.set_id(seller.id.text());
    proto.set_name(seller.name);
    proto.set_slug(seller.slug);
    setTime(*proto.mutable_create_time(), seller.created);
    return proto;
}

Result<std::vector<rpc::Role>> checkRoles(const google::protobuf::RepeatedField<int>& roles, std::string_view field) {
    std::vector<rpc::Role> checked;
    for (const int value : roles) {
        if (value < rpc::Role::SHOPPER || value > rpc::Role::ADMIN)
            return invalid(std::string(field), "A user can be SHOPPER, SELLER, MODERATOR, OPERATOR or ADMIN.");
        const auto role = static_cast<rpc::Role>(value);
        if (std::ranges::find(checked, role) == checked.end())
            checked.push_back(role);
    }
    if (checked.empty())
        return invalid(std::string(field), "Give the user at least one role.");
    std::ranges::sort(checked);
    return checked;
}

Result<std::vector<SellerId>>
checkSellers(sql::Reader& reader, const google::protobuf::RepeatedPtrField<std::string>& ids, std::string_view field) {
    if (ids.size() > maxSellers)
        return invalid(std::string(field), fmt::format("A user may act for at most {} seller accounts.", maxSellers));
    std::vector<SellerId> checked;
    for (const std::string& text : ids) {
        const SellerId id = SellerId::parse(text);
        if (!id || !store::sellerById(reader, id))
            return invalid(std::string(field), "There is no seller account with one of these ids. Create it first.",
                           "NO_SUCH_SELLER");
        if (std::ranges::find(checked, id) == checked.end())
            checked.push_back(id);
    }
    std::ranges::sort(checked);
    return checked;
}

Result<void> checkPassword(std::string_view password, std::string_view field) {
    if (codePointsOf(password) < 8)
        return invalid(std::string(field), "Choose a password of at least 8 characters.", "PASSWORD_TOO_SHORT");
    return {};
}

Result<std::string> checkName(std::string_view name, std::string_view field) {
    if (codePointsOf(name) > 100)
        return invalid(std::string(field), "Use at most 100 characters.");
    if (std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        return invalid(std::string(field), "Write the name on one line, without control characters.");
    return std::string(name);
}

bool hasRole(const store::User& user, rpc::Role role) {
    return std::ranges::find(user.roles, role) != user.roles.end();
}

} // namespace tradepost::identity
