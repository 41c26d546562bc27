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

boost::json::object describe(const search::IndexCheck& check) {
    return {{"products", check.products}, {"missing", check.missing},       {"stale", check.stale},
            {"surplus", check.surplus},   {"categories", check.categories}, {"equal", check.equal()}};
}

// One thing looked at.
struct Finding {
    std::string name;
    bool good = true;
    std::string detail;
};

class Examination {
public:
    explicit Examination(Backend& backend) : m_backend(backend) {}
    const std::vector<Finding>& findings() const { return m_findings; }

    void keyFile() {
        struct stat info{};
        const std::string file = m_backend.directory.file("identity.key");
        const bool there = ::stat(file.c_str(), &info) == 0;
        add("key file", there && (info.st_mode & 077) == 0,
            there ? "others may read it: run chmod 600" : "it is missing");
    }

    void database(const std::string& service, sql::Database& database) {
        const auto found = database.readNow([&](sql::Reader& reader) -> Result<std::string> {
            std::string problems;
            if (database.engine() == "sqlite")
                reader.each("PRAGMA integrity_check", [&](const sql::Row& row) {
                    if (row.text(0) != "ok")
                        problems += row.text(0) + "; ";
                });
            return problems;
        });
        add(service + " database", found && found->empty(), found ? *found : found.error().message);
    }

    void consumers() {
        for (const events::ConsumerStatus& consumer : m_backend.feed->consumers()) {
            add("consumer " + consumer.name, consumer.deadLetters == 0,
                fmt::format("{} dead letters wait for an operator", consumer.deadLetters));
            const events::Outbox& log = consumer.log == "catalog" ? *m_backend.catalogLog : *m_backend.identityLog;
            const auto end = log.database().readNow(
                [&](sql::Reader& reader) -> Result<events::Position> { return log.end(reader); });
            const bool within = end && (consumer.position.epoch != end->epoch || consumer.position.value <= end->value);
            add("cursor of " + consumer.name, within, "it stands behind the end of its log, so the log was cut");
        }
    }

    void index() {
        const auto check = m_backend.searchProjection->check();
        add("search index", check && check->equal(),
            check ? fmt::format("{} missing, {} stale, {} surplus", check->missing, check->stale, check->surplus)
                  : check.error().message);
    }

    void add(std::string name, bool good, std::string detail) {
        m_findings.push_back({std::move(name), good, good ? std::string() : std::move(detail)});
    }

private:
    Backend& m_backend;
    std::vector<Finding> m_findings;
};

Result<void> mustExist(const Settings& settings) {
    std::error_code ignored;
    if (!std::filesystem::exists(settings.data + "/identity.db", ignored) && settings.databases.empty())
        return fail(Code::InvalidArgument, "NO_STORE", "There is no store in " + settings.data + ".", "data");
    return {};
}

} // namespace

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
    if (const auto there = mustExist(settings); !there)
        return output.failure(there.error());
    auto directory = DataDirectory::take(settings.data);
    if (!directory)
        return output.failure(directory.error());
    Backend backend(settings, *directory);
    if (const auto started = backend.start({"search"}); !started)
        return output.failure(started.error());
    const auto before = std::chrono::steady_clock::now();
    const auto position = backend.searchProjection->rebuild();
    if (!position)
        return output.failure(position.error());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    const auto check = backend.searchProjection->check();
    if (!check)
        return output.failure(check.error());
    output.line(fmt::format("Indexed {} products in {:.2f} s; the index {} the catalog.", check->products, seconds,
                            check->equal() ? "equals" : "DIFFERS from"));
    boost::json::object result = describe(*check);
    result["seconds"] = seconds;
    output.result(result);
    return check->equal() ? Success : Failed;
}

int doctor(const Settings& settings, const Output& output) {
    if (const auto there = mustExist(settings); !there)
        return output.failure(there.error());
    auto directory = DataDirectory::take(settings.data);
    if (!directory)
        return output.failure(directory.error());
    Backend backend(settings, *directory);
    // Opening brings schemas up to date and refuses those of a newer program.
    if (const auto started = backend.start({"all"}); !started)
        return output.failure(started.error());
    backend.startFeed();
    Examination examination(backend);
    const auto ready = backend.waitReady(std::chrono::minutes(10));
    examination.add("event feed", ready.has_value(), ready ? std::string() : ready.error().message);
    examination.keyFile();
    backend.eachDatabase(
        [&](const std::string& service, sql::Database& database) { examination.database(service, database); });
    examination.consumers();
    if (ready)
        examination.index();

    bool good = true;
    boost::json::array checks;
    for (const Finding& finding : examination.findings()) {
        good = good && finding.good;
        output.line(fmt::format("{:<4} {}{}{}", finding.good ? "ok" : "BAD", finding.name, finding.good ? "" : ": ",
                                finding.detail));
        checks.push_back({{"name", finding.name}, {"ok", finding.good}, {"detail", finding.detail}});
    }
    output.result({{"ok", good}, {"checks", std::move(checks)}});
    return good ? Success : Failed;
}

} // namespace tradepost::server
