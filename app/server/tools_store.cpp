#include "app/server/backend.h"
#include "app/server/store_session.h"
#include "app/server/tools.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <sys/stat.h>

namespace tradepost::server {

namespace {

Result<std::string> readPassword(const std::string& file) {
    std::ifstream in;
    const bool fromFile = !file.empty() && file != "-";
    if (fromFile)
        in.open(file);
    std::string line;
    if (!std::getline(fromFile ? in : std::cin, line) || line.empty())
        return invalid("password-file", "Give the password as the first line of stdin or of --password-file.",
                       "NO_PASSWORD");
    return line;
}

Result<identity::v1::User> addThrough(StoreSession& session, const UserToAdd& user) {
    identity::v1::CreateUserRequest request;
    request.mutable_user()->set_email(user.email);
    request.mutable_user()->set_display_name(user.name);
    for (std::string role : user.roles) {
        std::ranges::transform(role, role.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        rpc::Role parsed;
        if (!options::v1::Role_Parse(role, &parsed))
            return invalid("role", "--role is shopper, seller, moderator, operator or admin.");
        request.mutable_user()->add_roles(parsed);
    }
    for (const std::string& seller : user.sellers)
        request.mutable_user()->add_seller_ids(seller);
    auto password = readPassword(user.passwordFile);
    if (!password)
        return std::unexpected(std::move(password).error());
    request.set_password(*password);
    if (!user.newSeller.empty()) {
        identity::v1::CreateSellerRequest create;
        create.mutable_seller()->set_name(user.newSeller);
        identity::v1::Seller seller;
        TP_TRY(session.call("tradepost.identity.v1.IdentityService/CreateSeller", create, seller));
        request.mutable_user()->add_seller_ids(seller.id());
    }
    identity::v1::User created;
    TP_TRY(session.call("tradepost.identity.v1.IdentityService/CreateUser", request, created));
    return created;
}

} // namespace

Result<void> mustHoldStore(const Settings& settings) {
    std::error_code ignored;
    if (!std::filesystem::exists(settings.data + "/identity.key", ignored) &&
        !std::filesystem::exists(settings.data + "/identity.db", ignored))
        return fail(Code::InvalidArgument, "NO_STORE", "There is no store in " + settings.data + ".", "data");
    return {};
}

int addUser(const Settings& settings, const UserToAdd& user, const Output& output) {
    const auto session = StoreSession::open(settings, {"identity"});
    if (!session)
        return output.failure(session.error());
    const auto created = addThrough(**session, user);
    if (!created)
        return output.failure(created.error());
    output.line("Added user " + created->id() + ".");
    boost::json::array sellers;
    for (const std::string& seller : created->seller_ids())
        sellers.emplace_back(seller);
    output.result({{"id", created->id()}, {"sellerIds", std::move(sellers)}});
    return Success;
}

int reindex(const Settings& settings, const Output& output) {
    if (const auto there = mustHoldStore(settings); !there)
        return output.failure(there.error());
    const auto session = StoreSession::open(settings, {"search"});
    if (!session)
        return output.failure(session.error());
    search::v1::ReindexResult result;
    const auto progress = [&output](const operations::v1::Operation& operation) {
        output.progress(operation.done(), operation.total());
    };
    if (const auto ran = runOperation(**session, "tradepost.search.v1.SearchService/Reindex",
                                      search::v1::ReindexRequest(), result, progress);
        !ran)
        return output.failure(ran.error());
    const bool equal = result.missing() + result.stale() + result.surplus() + result.categories() == 0;
    output.line(fmt::format("Indexed {} products in {:.2f} s; the index {} the catalog.", result.products(),
                            result.seconds(), equal ? "equals" : "DIFFERS from"));
    output.result({{"products", result.products()},
                   {"missing", result.missing()},
                   {"stale", result.stale()},
                   {"surplus", result.surplus()},
                   {"categories", result.categories()},
                   {"equal", equal},
                   {"seconds", result.seconds()}});
    return equal ? Success : Failed;
}

} // namespace tradepost::server
