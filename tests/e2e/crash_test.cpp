// The real server, killed again and again while it imports, is edited and moderated: what was acknowledged is there
// afterwards, nothing is half there, and the index equals the catalog.
//   TRADEPOST_CRASH_ROUNDS=n (default 20)

#include "backend/platform/sql/sql.h"
#include "backend/services/catalog/imports/import_store.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/shop.h"
#include "tests/support/temporary_directory.h"
#include "tradepost/catalog/v1/events.pb.h"
#include "tradepost/catalog/v1/reviews.pb.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <random>
#include <thread>

namespace tradepost::e2e {
namespace {

using catalog::v1::Product;
using imports::v1::Import;

constexpr int importedProducts = 1200; // several steps
constexpr std::size_t watchedProducts = 6;

int rounds() {
    const char* text = std::getenv("TRADEPOST_CRASH_ROUNDS");
    return text == nullptr ? 20 : std::atoi(text);
}

struct Step {
    std::string action; // as the history calls it
    std::string title;
};

// A product and what is known of it: what was answered, and the step whose answer never came.
struct Watched {
    std::string id;
    std::string title;                       // on sale
    std::string waiting, waitingEtag;        // of the pending revision; empty: none
    bool refused = false;                    // it was rejected, and waits for its seller
    catalog::v1::ProductHistoryEntry newest; // when it was last looked at
    std::vector<Step> done;                  // since then
    std::optional<Step> open;

    void take(const Step& step) {
        if (step.action == "revise") {
            waiting = step.title;
            refused = false;
        } else if (step.action == "reject") {
            refused = true;
        } else {
            title = step.title;
            waiting.clear();
        }
    }
    void acknowledge() {
        take(*open);
        done.push_back(std::move(*open));
        open.reset();
    }
};

class Crash : public testing::Test {
protected:
    void SetUp() override {
        const Finished made = runTool("demo --json --products 120 --seed 5 --data " + data);
        ASSERT_EQ(made.code, 0) << made.err;
        const auto told = boost::json::parse(made.out);
        for (const auto& user : told.at("signIns").as_array())
            if (user.at("role").as_string() == "seller") {
                m_email = user.at("email").as_string().c_str();
                m_password = user.at("password").as_string().c_str();
            }
        ASSERT_FALSE(m_email.empty()) << made.out;
        ASSERT_TRUE(server.start()) << server.log();
        const auto session = connectTo(data);
        catalog::v1::UpdateReviewPolicyRequest policy;
        policy.mutable_policy()->set_review_required(true);
        catalog::v1::ReviewPolicy ignored;
        ASSERT_TRUE(session->call("tradepost.catalog.v1.CatalogReviewService/UpdateReviewPolicy", policy, ignored));
        token = signIn(server.http(), m_email, m_password);
        const auto me = boost::json::parse(get(server.http(), "/v1/me", token).body);
        m_seller = me.at("sellerIds").at(0).as_string().c_str();
        catalog::v1::ListProductsRequest list;
        list.set_filter("state = PUBLISHED AND seller_id = " + m_seller);
        list.set_page_size(static_cast<int>(2 * watchedProducts));
        catalog::v1::ListProductsResponse listed;
        const auto found = session->call("tradepost.catalog.v1.CatalogService/ListProducts", list, listed);
        ASSERT_TRUE(found) << found.error().message;
        ASSERT_EQ(listed.products_size(), list.page_size());
        for (int i = 0; i < listed.products_size(); ++i) {
            Watched watched;
            watched.id = listed.products(i).id();
            watched.title = listed.products(i).title();
            watched.newest = history(*session, watched.id, 1).entries(0);
            (i % 2 == 0 ? edited : reviewed).push_back(std::move(watched));
        }
    }

    static catalog::v1::ListProductHistoryResponse history(server::StoreSession& session, const std::string& id,
                                                           int entries) {
        catalog::v1::ListProductHistoryRequest request;
        request.set_id(id);
        request.set_page_size(entries);
        catalog::v1::ListProductHistoryResponse response;
        const auto got =
            session.call("tradepost.catalog.v1.CatalogReviewService/ListProductHistory", request, response);
        EXPECT_TRUE(got) << got.error().message;
        return response;
    }

    // Until the server is gone. A refusal is a failure of the test, silence is not.
    void edit(server::StoreSession& session) {
        for (std::size_t turn = 0;; ++turn) {
            Watched& watched = edited[turn % edited.size()];
            watched.open = Step{"update", "Edited " + std::to_string(++m_edits)};
            catalog::v1::UpdateProductRequest request;
            request.mutable_product()->set_id(watched.id);
            request.mutable_product()->set_title(watched.open->title);
            Product product;
            const auto answer = session.call("tradepost.catalog.v1.CatalogService/UpdateProduct", request, product);
            if (!answer) {
                EXPECT_EQ(answer.error().code, Code::Unavailable) << answer.error().message;
                return;
            }
            watched.acknowledge();
            ++acknowledged;
        }
    }

    // The seller edits, a moderator decides.
    void review(server::StoreSession& session) {
        for (std::size_t turn = 0;; ++turn) {
            Watched& watched = reviewed[turn % reviewed.size()];
            if (watched.waiting.empty() || watched.refused) {
                watched.open = Step{"revise", "Proposed " + std::to_string(++m_proposals)};
                const auto send = [&] {
                    return patch(server.http(), "/v1/products/" + watched.id,
                                 R"({"title":")" + watched.open->title + R"("})", token);
                };
                HttpAnswer answer = send();
                if (answer.status == 401) { // tokens are short-lived
                    token = signIn(server.http(), m_email, m_password);
                    answer = send();
                }
                if (answer.status == 0)
                    return;
                ASSERT_EQ(answer.status, 200) << answer.body;
                boost::system::error_code cut;
                const auto product = boost::json::parse(answer.body, cut);
                if (cut)
                    return;
                watched.waitingEtag = product.at("pending").at("etag").as_string().c_str();
            } else {
                moderation::v1::DecideRequest request;
                catalog::v1::Decision& decision = *request.add_decisions();
                decision.set_product_id(watched.id);
                decision.set_etag(watched.waitingEtag);
                decision.set_verdict(turn % 3 == 0 ? catalog::v1::REJECT : catalog::v1::APPROVE);
                decision.set_reason("Because.");
                watched.open = Step{turn % 3 == 0 ? "reject" : "approve", watched.waiting};
                catalog::v1::DecideProductsResponse response;
                const auto answer = session.call("tradepost.moderation.v1.ModerationService/Decide", request, response);
                if (!answer) {
                    EXPECT_EQ(answer.error().code, Code::Unavailable) << answer.error().message;
                    return;
                }
                ASSERT_EQ(response.results(0).error_reason(), "") << response.results(0).error_message();
            }
            watched.acknowledge();
            ++acknowledged;
        }
    }

    // One import after the other, each of all its products; one that was under way is waited for.
    void importAll(server::StoreSession& session) {
        for (;;) {
            if (m_import.id().empty() && !startImport(session))
                return;
            imports::v1::GetImportRequest get;
            get.set_id(m_import.id());
            do {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                if (!session.call("tradepost.imports.v1.ImportService/GetImport", get, m_import))
                    return;
            } while (m_import.state() == Import::CHECKING || m_import.state() == Import::IMPORTING ||
                     m_import.state() == Import::UPLOADING);
            ASSERT_EQ(m_import.state(), Import::IMPORTED) << m_import.error_message();
            EXPECT_EQ(m_import.created() + m_import.updated(), importedProducts);
            EXPECT_EQ(m_import.failed(), 0);
            ++imports;
            m_import.Clear();
        }
    }
    bool startImport(server::StoreSession& session) {
        m_brand = "Import " + std::to_string(++m_imports);
        imports::v1::CreateImportRequest create;
        create.set_file_name("crash.jsonl");
        create.mutable_options()->set_format("jsonl");
        create.mutable_options()->set_seller_id(m_seller);
        create.mutable_options()->set_publish(imports::v1::ALL);
        Import made;
        if (!session.call("tradepost.imports.v1.ImportService/CreateImport", create, made))
            return false;
        imports::v1::UploadImportDataRequest upload;
        upload.set_id(made.id());
        for (int i = 0; i < importedProducts; ++i)
            upload.mutable_data()->append(R"({"title":"Imported )" + std::to_string(i) + R"(","brand":")" + m_brand +
                                          R"(","variants":[{"sku":"CRASH-)" + std::to_string(i) +
                                          R"(","price":{"amountMinor":"100","currency":"EUR"}}]})" + "\n");
        imports::v1::StartImportRequest start;
        start.set_id(made.id());
        Import started;
        if (!session.call("tradepost.imports.v1.ImportService/UploadImportData", upload, started) ||
            !session.call("tradepost.imports.v1.ImportService/StartImport", start, started))
            return false;
        m_import = started;
        return true;
    }

    // What the killed server left on the disk: rows, bodies, variants, history, events and the import's own count of
    // one transaction are all there or none is.
    void expectWhole() const {
        sql::Config config;
        config.url = "sqlite:" + data + "/catalog.db";
        const auto read = sql::inspect(config, [this](sql::Reader& reader, const sql::SchemaVersions&) {
            const auto count = [&](std::string_view sql) {
                return reader.one(sql, [](const sql::Row& row) { return row.integer(0); }).value_or(-1);
            };
            EXPECT_EQ(count("SELECT COUNT(*) FROM catalog_products p WHERE NOT EXISTS "
                            "(SELECT 1 FROM catalog_bodies b WHERE b.product_id = p.id)"),
                      0);
            EXPECT_EQ(count("SELECT COUNT(*) FROM catalog_products p WHERE p.variant_count <> "
                            "(SELECT COUNT(*) FROM catalog_variants v WHERE v.product_id = p.id)"),
                      0);
            EXPECT_EQ(count("SELECT COUNT(*) FROM catalog_products p LEFT JOIN catalog_history h "
                            "ON h.position = p.history WHERE h.revision IS NULL OR h.revision <> p.revision "
                            "OR h.product_id <> p.id"),
                      0);
            EXPECT_EQ(count("SELECT COUNT(*) FROM catalog_history h WHERE h.previous > 0 AND NOT EXISTS "
                            "(SELECT 1 FROM catalog_history e WHERE e.position = h.previous "
                            "AND e.product_id = h.product_id)"),
                      0);
            std::map<std::string, std::int64_t> revisions;
            reader.each("SELECT id, revision FROM catalog_products",
                        [&](const sql::Row& row) { revisions[formatId(row.integer(0))] = row.integer(1); });
            reader.each(
                "SELECT event_key, payload, MAX(position) FROM events_log WHERE type = ? GROUP BY event_key",
                [&](const sql::Row& row) {
                    catalog::v1::ProductChanged event;
                    ASSERT_TRUE(event.ParseFromString(sql::decodeBytes(row.text(1))));
                    EXPECT_EQ(event.product().revision(), revisions[row.text(0)])
                        << "the last event of " << row.text(0);
                },
                catalog::v1::ProductChanged::descriptor()->full_name());
            if (m_import.id().empty())
                return;
            const auto stored = catalog::import_store::find(reader, catalog::ImportId::parse(m_import.id()));
            ASSERT_TRUE(stored);
            const auto there = reader.one(
                "SELECT COUNT(*) FROM catalog_products WHERE brand = ?",
                [](const sql::Row& row) { return row.integer(0); }, m_brand);
            EXPECT_EQ(stored->import().created() + stored->import().updated(), there);
            EXPECT_GE(there, m_import.created() + m_import.updated()) << "what an answer told of";
            halfWay += there > 0 && there < importedProducts ? 1 : 0;
        });
        EXPECT_TRUE(read) << read.error().message;
        const Finished doctor = runTool("doctor --data " + data);
        EXPECT_EQ(doctor.code, 0) << doctor.out << doctor.err;
    }

    // The product is as its acknowledged steps left it, or one further: its open one.
    void expectKept(server::StoreSession& session, Watched& watched) const {
        const auto told = history(session, watched.id, 500);
        int fresh = 0;
        while (fresh < told.entries_size() &&
               told.entries(fresh).SerializeAsString() != watched.newest.SerializeAsString())
            ++fresh;
        ASSERT_LT(fresh, told.entries_size()) << "what was there before is gone";
        const auto known = static_cast<int>(watched.done.size());
        ASSERT_GE(fresh, known) << watched.id << ": an acknowledged step is gone";
        if (fresh > known) {
            ASSERT_TRUE(watched.open) << watched.id << " was changed by nobody";
            watched.acknowledge();
        }
        ASSERT_EQ(fresh, static_cast<int>(watched.done.size())) << watched.id;
        for (int i = 0; i < fresh; ++i)
            EXPECT_EQ(told.entries(fresh - 1 - i).action(), watched.done[static_cast<std::size_t>(i)].action);
        catalog::v1::GetProductRequest get;
        get.set_id(watched.id);
        Product product;
        const auto got = session.call("tradepost.catalog.v1.CatalogService/GetProduct", get, product);
        ASSERT_TRUE(got) << got.error().message;
        EXPECT_EQ(product.title(), watched.title);
        EXPECT_EQ(product.state(), catalog::v1::PUBLISHED);
        EXPECT_EQ(product.has_pending(), !watched.waiting.empty());
        if (product.has_pending()) {
            EXPECT_EQ(product.pending().state(), watched.refused ? catalog::v1::REJECTED : catalog::v1::SUBMITTED);
            watched.waitingEtag = product.pending().etag();
            catalog::v1::GetPendingRevisionRequest revision;
            revision.set_id(watched.id);
            catalog::v1::PendingRevision pending;
            ASSERT_TRUE(
                session.call("tradepost.catalog.v1.CatalogReviewService/GetPendingRevision", revision, pending));
            EXPECT_EQ(pending.product().title(), watched.waiting);
        }
        watched.newest = told.entries(0);
        watched.done.clear();
        watched.open.reset();
    }

    void expectEverythingKept() {
        const auto session = connectTo(data);
        ASSERT_TRUE(session);
        for (auto* watched : {&edited, &reviewed})
            for (Watched& each : *watched)
                expectKept(*session, each);
    }

    // Loads the server until it is killed.
    void loadFor(std::chrono::milliseconds time) {
        const auto first = connectTo(data), second = connectTo(data), third = connectTo(data);
        ASSERT_TRUE(first && second && third);
        std::thread editor([&] { edit(*first); });
        std::thread moderator([&] { review(*second); });
        std::thread importer([&] { importAll(*third); });
        std::this_thread::sleep_for(time);
        server.kill();
        for (std::thread* thread : {&editor, &moderator, &importer})
            thread->join();
    }

    test::TemporaryDirectory directory;
    const std::string data = directory.path() + "/s";
    ServerProcess server{data};
    std::string token;
    std::vector<Watched> edited, reviewed;
    std::atomic<std::int64_t> acknowledged{0};
    int imports = 0;
    mutable int halfWay = 0; // imports that were killed between two of their steps

private:
    std::string m_email, m_password, m_seller, m_brand;
    std::int64_t m_edits = 0, m_proposals = 0, m_imports = 0;
    Import m_import; // the one under way
};

TEST_F(Crash, LosesNothingAcknowledgedAndLeavesNothingHalfThere) {
    std::minstd_rand random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same moments every time
    for (int round = 1; round <= rounds(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        loadFor(std::chrono::milliseconds(20 + random() % 400));
        ASSERT_FALSE(HasFailure());
        expectWhole();
        ASSERT_TRUE(server.start()) << server.log();
        expectEverythingKept();
        ASSERT_FALSE(HasFailure());
    }
    const Finished index = runTool("reindex --json --data " + data);
    EXPECT_EQ(index.code, 0) << index.out << index.err;
    EXPECT_EQ(server.stop(), 0);
    EXPECT_EQ(runTool("doctor --data " + data).code, 0);
    std::printf("%d rounds: %lld answers, %d imports whole, %d kills between two steps of an import\n", rounds(),
                static_cast<long long>(acknowledged), imports, halfWay);
    EXPECT_GT(acknowledged, 0);
}

} // namespace
} // namespace tradepost::e2e
