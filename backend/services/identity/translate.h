#pragma once

#include "backend/services/identity/store.h"
#include "tradepost/identity/v1/identity.pb.h"

namespace tradepost::identity {

void setTime(google::protobuf::Timestamp& timestamp, Micros micros);
v1::User toProto(const store::User& user);
v1::Seller toProto(const store::Seller& seller);
std::string etagOf(const store::User& user);

// Fields of a request, checked; `field` prefixes the names in errors ("user.").
Result<std::vector<rpc::Role>> checkRoles(const google::protobuf::RepeatedField<int>& roles, std::string_view field);
// Ids of seller accounts that exist.
Result<std::vector<SellerId>>
checkSellers(sql::Reader& reader, const google::protobuf::RepeatedPtrField<std::string>& ids, std::string_view field);
Result<void> checkPassword(std::string_view password, std::string_view field);
// One line of at most 100 characters.
Result<std::string> checkName(std::string_view name, std::string_view field);
bool hasRole(const store::User& user, rpc::Role role);

} // namespace tradepost::identity
