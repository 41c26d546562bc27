#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_edit_model.h"
#include "models/catalog/product_list_model.h"
#include "models/sample/sample_client.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace tradepost;
using namespace tradepost::models;

using ListStatus = ProductListModel::Status;
using EditStatus = ProductEditModel::Status;

namespace {
struct Fixture {
    explicit Fixture(int products = 5'000)
        : client({.products = products}), categories(client), list(client, categories) {
        client.openLocal({});
        QTRY_VERIFY(client.online());
    }
    SampleClient client;
    CategoryTreeModel categories;
    ProductListModel list;
};
} // namespace

class CatalogModelsTest : public QObject {
    Q_OBJECT
private slots:
    void queriesBecomeFilters() {
        ProductQuery query;
        QCOMPARE(query.filter(), "");
        QCOMPARE(query.orderBy(), "update_time desc");
        query.states = {ProductState::Draft, ProductState::Rejected};
        query.brand = "A \"b\" \\c";
        query.text = " lamp ";
        QCOMPARE(query.filter(), "(state = DRAFT OR state = REJECTED) AND brand = \"A \\\"b\\\" \\\\c\" AND "
                                 "(title : \"lamp\" OR sku = \"lamp\" OR gtin = \"lamp\")");
    }

    void queriesAreKeptAsTheyWere() {
        ProductQuery query;
        query.states = {ProductState::Draft, ProductState::Archived};
        query.brand = "A \"b\"";
        query.categoryId = "0c";
        query.text = "lamp";
        query.sortField = "price";
        query.descending = false;
        QVERIFY(ProductQuery::fromState(query.toState()) == query);
        QVERIFY(ProductQuery::fromState(ProductQuery().toState()) == ProductQuery());
        QVERIFY(ProductQuery::fromState("not what we wrote") == ProductQuery());
        QVERIFY(ProductQuery::fromState(R"({"states":["DRAFT","NO_SUCH"],"sort":7})").states ==
                QList{ProductState::Draft});
    }

    void amountsFollowTheLocale_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("digits");
        QTest::addColumn<qint64>("minor"); // -1: refused
        QTest::newRow("english") << "1,299.50" << "en" << 2 << qint64(129950);
        QTest::newRow("german") << "1.299,50" << "de" << 2 << qint64(129950);
        QTest::newRow("whole") << "12" << "en" << 2 << qint64(1200);
        QTest::newRow("one decimal") << "0,5" << "de" << 2 << qint64(50);
        QTest::newRow("yen") << "1,980" << "en" << 0 << qint64(1980);
        QTest::newRow("german point is no decimal") << "12.5" << "de" << 2 << qint64(-1);
        QTest::newRow("too many decimals") << "1.999" << "en" << 2 << qint64(-1);
        QTest::newRow("decimals of yen") << "1.5" << "en" << 0 << qint64(-1);
        QTest::newRow("negative") << "-1" << "en" << 2 << qint64(-1);
        QTest::newRow("words") << "ten" << "en" << 2 << qint64(-1);
        QTest::newRow("empty") << "" << "en" << 2 << qint64(-1);
        QTest::newRow("dangling point") << "5." << "en" << 2 << qint64(-1);
        QTest::newRow("too large") << "99999999999999999999" << "en" << 2 << qint64(-1);
    }
    void amountsFollowTheLocale() {
        QFETCH(QString, text);
        QFETCH(QString, language);
        QFETCH(int, digits);
        QFETCH(qint64, minor);
        const QLocale locale(language);
        QCOMPARE(parseAmount(text, digits, locale).value_or(-1), minor);
        if (minor >= 0)
            QCOMPARE(parseAmount(formatAmount(minor, digits, locale), digits, locale).value_or(-1), minor);
    }

    void gtinsHaveACheckDigit() {
        QVERIFY(validGtin("4006381333931"));
        QVERIFY(!validGtin("4006381333932"));
        QVERIFY(validGtin("96385074"));
        QVERIFY(!validGtin("400638133393"));
        QVERIFY(!validGtin("40063813339a1"));
    }

    void theListKeepsModelRules() {
        Fixture f;
        QAbstractItemModelTester tester(&f.list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        f.list.setQuery({});
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        QCOMPARE(f.list.rowCount(), 5'000);
        QVERIFY(f.list.index(0, 0).data(ProductListModel::SkeletonRole).toBool());
        f.list.setVisibleRows(0, 20);
        QTRY_VERIFY(f.list.row(0).has_value());
        QVERIFY(!f.list.index(0, 0).data(ProductListModel::SkeletonRole).toBool());
        QVERIFY(!f.list.index(0, 0).data().toString().isEmpty());
        QVERIFY(f.list.row(150).has_value()); // read ahead
    }

    void categoriesKeepModelRulesAndNames() {
        Fixture f;
        QAbstractItemModelTester tester(&f.categories, QAbstractItemModelTester::FailureReportingMode::QtTest);
        f.categories.setLanguage("de");
        f.categories.load();
        QTRY_VERIFY(f.categories.loaded());
        QCOMPARE(f.categories.rowCount(), 5);
        const QModelIndex first = f.categories.index(0, 0);
        QCOMPARE(first.data().toString(), "Elektronik");
        QCOMPARE(f.categories.rowCount(first), 3);
        const QModelIndex child = f.categories.index(0, 0, first);
        QCOMPARE(child.data(CategoryTreeModel::PathRole).toString(), "Elektronik › Kopfhörer");
        QCOMPARE(f.categories.path(child.data(CategoryTreeModel::IdRole).toString()), "Elektronik › Kopfhörer");
    }

    void jumpingAboutKeepsMemoryBounded() {
        Fixture f(1'000'000);
        f.list.setQuery({});
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        for (int row = 0; row < 1'000'000; row += 9'973) {
            f.list.setVisibleRows(row, row + 20);
            QTRY_VERIFY(f.list.row(row).has_value());
            QVERIFY(f.list.loadedPages() <= ProductListModel::kMaxPages);
        }
    }

    void aDragDoesNotReadWhatIsPassed() {
        Fixture f(1'000'000);
        f.list.setQuery({});
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        const int before = f.client.calls("ReadProductSnapshot");
        for (int row = 0; row < 900'000; row += 1'000)
            f.list.setVisibleRows(row, row + 20); // without a chance to answer
        QTRY_VERIFY(f.list.row(899'000).has_value());
        QVERIFY(f.list.loadedPages() < 10);
        QVERIFY(f.client.calls("ReadProductSnapshot") > before);
    }

    void sortingAndFilteringHappenAtTheServer() {
        Fixture f;
        ProductQuery query;
        query.states = {ProductState::Rejected};
        f.list.setQuery(query);
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        QVERIFY(f.list.rowCount() > 0 && f.list.rowCount() < 5'000);
        f.list.sort(ProductListModel::PriceColumn, Qt::AscendingOrder);
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        f.list.setVisibleRows(0, 20);
        QTRY_VERIFY(f.list.row(20).has_value());
        for (int row = 1; row <= 20; ++row) {
            QVERIFY(f.list.row(row - 1)->price.minor <= f.list.row(row)->price.minor);
            QCOMPARE(f.list.row(row)->state, ProductState::Rejected);
        }
        const int calls = f.client.calls("CreateProductSnapshot");
        f.list.sort(ProductListModel::Sku, Qt::AscendingOrder); // not sortable
        QCOMPARE(f.client.calls("CreateProductSnapshot"), calls);
    }

    void liveChangesUpdateInPlace() {
        Fixture f;
        f.list.setQuery({});
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        f.list.setVisibleRows(0, 20);
        QTRY_VERIFY(f.list.row(5).has_value());
        QCOMPARE(f.client.liveStreams(), 1);
        QSignalSpy resets(&f.list, &QAbstractItemModel::modelReset);
        QSignalSpy moved(&f.list, &QAbstractItemModel::rowsMoved);
        const QString id = f.list.row(5)->id;
        catalog::v1::UpdateProductRequest request;
        request.mutable_product()->set_id(id.toStdString());
        request.mutable_product()->set_title("Changed elsewhere");
        request.mutable_update_mask()->add_paths("title");
        QVERIFY(f.client.catalog().update(request).has_value());
        f.client.announce(id.toStdString());
        QTRY_COMPARE(f.list.row(5)->title, "Changed elsewhere");
        QCOMPARE(f.list.rowOf(id), 5);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(moved.count(), 0);
        QCOMPARE(f.list.pendingChanges(), 0);
        f.client.announce(f.client.catalog().idAt(4'000)); // not loaded: counted only
        QTRY_COMPARE(f.list.pendingChanges(), 1);
        f.list.refresh();
        QTRY_COMPARE(f.list.pendingChanges(), 0);
        QCOMPARE(resets.count(), 0);
    }

    void anExpiredSnapshotIsReplacedWithoutAReset() {
        Fixture f;
        f.list.setQuery({});
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        f.list.setVisibleRows(0, 20);
        QTRY_VERIFY(f.list.row(0).has_value());
        QSignalSpy resets(&f.list, &QAbstractItemModel::modelReset);
        f.client.expireSnapshots();
        f.list.setVisibleRows(3'000, 3'020);
        QTRY_VERIFY(f.list.row(3'010).has_value());
        QCOMPARE(resets.count(), 0);
    }

    void aGapInTheLogReadsAnew() {
        Fixture f;
        f.list.setQuery({});
        QTRY_COMPARE(f.client.liveStreams(), 1);
        const int before = f.client.calls("CreateProductSnapshot");
        f.client.dropStreams({Code::Aborted, "POSITION_GONE", "The log no longer reaches back there.", {}});
        QTRY_COMPARE(f.client.calls("CreateProductSnapshot"), before + 1);
        QTRY_COMPARE(f.client.liveStreams(), 1);
    }

    void failuresAreToldAndRetried() {
        Fixture f;
        f.client.failNext("CreateProductSnapshot", {Code::Unavailable, "TRANSPORT", "away", {}});
        f.list.setQuery({});
        QTRY_COMPARE(f.list.status(), ListStatus::Failed);
        QCOMPARE(f.list.error().message, std::string("away"));
        f.list.refresh();
        QTRY_COMPARE(f.list.status(), ListStatus::Ready);
        f.client.failNext("ReadProductSnapshot", {Code::Unavailable, "TRANSPORT", "away", {}});
        f.list.setVisibleRows(0, 10);
        QTRY_VERIFY_WITH_TIMEOUT(f.list.row(0).has_value(), 20'000);
    }

    void aNewProductIsValidated() {
        Fixture f;
        ProductEditModel model(f.client);
        model.setLocale(QLocale("en"));
        model.startNew("EUR");
        QVERIFY(!model.dirty());
        model.setValue(Field::Gtin, "123");
        QVERIFY(!model.problem(Field::Title).isEmpty());
        QVERIFY(model.shownProblem(Field::Title).isEmpty()); // not before it was touched
        QVERIFY(!model.save());
        QVERIFY(!model.shownProblem(Field::Title).isEmpty());
        QVERIFY(!model.shownProblem(Field::Gtin).isEmpty());
        QCOMPARE(f.client.calls("CreateProduct"), 0);
        model.setValue(Field::Title, "Desk lamp");
        model.setValue(Field::Price, "19.99");
        model.setValue(Field::Sku, "L-1");
        model.setValue(Field::Gtin, "4006381333931");
        model.setValue(FieldRef(Field::Description, "de"), "Eine Lampe");
        QVERIFY(!model.problem(FieldRef(Field::Title, "de")).isEmpty());
        model.setValue(FieldRef(Field::Title, "de"), "Schreibtischlampe");
        QVERIFY(model.valid());
        QSignalSpy saved(&model, &ProductEditModel::saved);
        QVERIFY(model.save());
        QCOMPARE(model.status(), EditStatus::Saving);
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(!model.dirty());
        const auto product = f.client.catalog().find(model.id().toStdString());
        QCOMPARE(product->variants(0).price().amount_minor(), 1999);
        QCOMPARE(product->texts().at("de").title(), std::string("Schreibtischlampe"));
        model.publish();
        QTRY_COMPARE(model.state(), ProductState::Published);
    }

    void whoActsForNoAccountChoosesTheSeller() {
        models::SampleClient client({.products = 10, .roles = {client::Role::Admin}, .sellers = {}});
        client.openLocal("/");
        QTRY_VERIFY(client.online());
        ProductEditModel model(client);
        model.setLocale(QLocale("en"));
        model.startNew("EUR");
        QTRY_COMPARE(model.sellers().size(), std::size_t(2));
        model.setValue(Field::Title, "Desk lamp");
        model.setValue(Field::Price, "19.99");
        model.setValue(Field::Sku, "L-1");
        QVERIFY(!model.save());
        QVERIFY(!model.shownProblem(Field::Seller).isEmpty());
        model.setValue(Field::Seller, model.sellers()[1].id);
        QVERIFY(model.save());
        QTRY_VERIFY(!model.isNew());
        QCOMPARE(client.catalog().find(model.id().toStdString())->seller_id(), std::string("0otherseller"));
    }

    void onlyWhatChangedIsSent() {
        Fixture f;
        ProductEditModel model(f.client);
        model.load(QString::fromStdString(f.client.catalog().idAt(3)));
        QTRY_COMPARE(model.status(), EditStatus::Editing);
        model.setValue(Field::Brand, "Fjell & Co");
        QVERIFY(model.save());
        QTRY_VERIFY(!model.dirty());
        catalog::v1::UpdateProductRequest sent;
        QVERIFY(sent.ParseFromString(f.client.lastRequest("UpdateProduct")));
        QCOMPARE(sent.update_mask().paths_size(), 1);
        QCOMPARE(sent.update_mask().paths(0), std::string("brand"));
        QVERIFY(!sent.product().etag().empty());
    }

    void staleWritesMergeOrAsk() {
        Fixture f;
        const std::string id = f.client.catalog().idAt(3);
        const auto theirs = [&](const char* path, const char* value) {
            catalog::v1::UpdateProductRequest request;
            request.mutable_product()->set_id(id);
            if (std::string_view(path) == "title")
                request.mutable_product()->set_title(value);
            else
                request.mutable_product()->set_description(value);
            request.mutable_update_mask()->add_paths(path);
            QVERIFY(f.client.catalog().update(request).has_value());
        };
        ProductEditModel model(f.client);
        model.load(QString::fromStdString(id));
        QTRY_COMPARE(model.status(), EditStatus::Editing);
        QSignalSpy conflicts(&model, &ProductEditModel::conflicted);
        QSignalSpy saved(&model, &ProductEditModel::saved);

        theirs("description", "Their description"); // another field than ours: both stand, nobody is asked
        model.setValue(Field::Title, "My title");
        QVERIFY(model.save());
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(conflicts.count(), 0);
        QCOMPARE(f.client.catalog().find(id)->title(), std::string("My title"));
        QCOMPARE(f.client.catalog().find(id)->description(), std::string("Their description"));

        theirs("title", "Their title");
        model.setValue(Field::Title, "My second title");
        model.setValue(Field::Brand, "Kept");
        QVERIFY(model.save());
        QTRY_COMPARE(conflicts.count(), 1);
        QCOMPARE(model.conflicts().size(), 1U);
        QCOMPARE(model.conflicts()[0].theirs, "Their title");
        QCOMPARE(model.conflicts()[0].mine, "My second title");
        model.resolve({{FieldRef(Field::Title), ProductEditModel::Choice::Theirs}});
        QTRY_COMPARE(saved.count(), 2);
        QCOMPARE(f.client.catalog().find(id)->title(), std::string("Their title"));
        QCOMPARE(f.client.catalog().find(id)->brand(), std::string("Kept"));
    }

    void serverProblemsStandBesideTheirField() {
        Fixture f;
        ProductEditModel model(f.client);
        model.load(QString::fromStdString(f.client.catalog().idAt(3)));
        QTRY_COMPARE(model.status(), EditStatus::Editing);
        f.client.failNext("UpdateProduct", {Code::AlreadyExists, "SKU_TAKEN", "Taken.", "product.variants[0].sku"});
        model.setValue(Field::Sku, "TAKEN-1");
        QVERIFY(model.save());
        QTRY_COMPARE(model.shownProblem(Field::Sku), "Taken.");
        QCOMPARE(model.value(Field::Sku), "TAKEN-1"); // nothing typed is lost
        model.setValue(Field::Sku, "FREE-1");
        QVERIFY(model.problem(Field::Sku).isEmpty());
    }
};

QTEST_GUILESS_MAIN(CatalogModelsTest)
#include "catalog_models_test.moc"
