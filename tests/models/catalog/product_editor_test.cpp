// The models of the product editor against the sample store: drafts and what is sent of them, variants, attributes,
// conflicts, reviews, history, uploads, and what is kept on disk.
#include "models/catalog/draft_store.h"
#include "models/catalog/media_uploads.h"
#include "models/catalog/product_checks.h"
#include "models/catalog/product_history.h"
#include "models/catalog/variant_matrix.h"
#include "models/catalog/variant_table_model.h"
#include "models/sample/sample_client.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using namespace tradepost::models;
using Status = ProductEditModel::Status;

namespace {

constexpr int kLamp = 6; // of a category with required attributes

struct Fixture {
    Fixture() : client({.products = 40}), model(client) {
        client.openLocal("/");
        QTRY_VERIFY(client.online());
        model.setLocale(QLocale("en"));
    }
    std::string id(int index = kLamp) { return client.catalog().idAt(index); }
    void open(int index = kLamp) {
        model.load(QString::fromStdString(id(index)));
        QTRY_COMPARE(model.status(), Status::Editing);
        QTRY_VERIFY(!model.attributes().loading());
    }
    void save() {
        QSignalSpy saved(&model, &ProductEditModel::saved);
        QVERIFY(model.save());
        QTRY_COMPARE(saved.count(), 1);
    }
    catalog::v1::UpdateProductRequest sent() {
        catalog::v1::UpdateProductRequest request;
        request.ParseFromString(client.lastRequest("UpdateProduct"));
        return request;
    }
    // As someone else.
    void change(const std::function<void(catalog::v1::Product&)>& edit, const char* path) {
        catalog::v1::UpdateProductRequest request;
        *request.mutable_product() = client.catalog().at(kLamp);
        request.mutable_product()->clear_etag();
        edit(*request.mutable_product());
        request.mutable_update_mask()->add_paths(path);
        QVERIFY(client.catalog().update(request).has_value());
    }

    models::SampleClient client;
    ProductEditModel model;
};

ProductDraft shirt() {
    ProductDraft draft = ProductDraft::empty("en", "EUR");
    draft.texts["en"] = {"Shirt", "Cotton"};
    draft.sellerId = "0sampleseller";
    draft.variants.front().sku = "SHIRT";
    draft.variants.front().price = "19.90";
    return draft;
}

QStringList skusOf(const ProductDraft& draft) {
    QStringList skus;
    for (const auto& variant : draft.variants)
        skus.append(variant.sku);
    return skus;
}

std::map<FieldRef, QString> problems(const ProductDraft& draft,
                                     const std::vector<AttributeDefinition>& definitions = {}, bool complete = false) {
    return problemsOf(draft, {definitions, false, complete, QLocale("en")});
}

} // namespace

class ProductEditorTest : public QObject {
    Q_OBJECT
private slots:
    void theMatrixKeepsWhatIsThere() {
        ProductDraft draft = shirt();
        draft.variants.front().origin = "SHIRT";
        apply(draft, {{"Colour", {"Red", "Blue"}}});
        QCOMPARE(skusOf(draft), (QStringList{"SHIRT", "SHIRT-BLUE"}));
        QCOMPARE(draft.variants[1].price, "19.90"); // as the first one
        draft.variants[1].price = "21.00";
        draft.variants[1].gtin = "4006381333931";
        apply(draft, {{"Colour", {"Blue", "Red"}}, {"Size", {"M", "L"}}});
        QCOMPARE(draft.variants.size(), 4U);
        QCOMPARE(draft.optionNames, (QStringList{"Colour", "Size"}));
        QCOMPARE(draft.variants[0].options, (QStringList{"Blue", "M"}));
        QCOMPARE(draft.variants[0].gtin, "4006381333931"); // took the first size
        QVERIFY(draft.variants[1].gtin.isEmpty());         // a new one is another item
        QCOMPARE(draft.variants[2].origin, "SHIRT");
        const auto fewer = makeMatrix(draft, {{"Size", {"M"}}});
        QCOMPARE(fewer.kept, 1);
        QCOMPARE(fewer.removed, 3);
        apply(draft, {});
        QCOMPARE(draft.variants.size(), 1U);
        QVERIFY(draft.optionNames.isEmpty());
    }

    void newSkusAreFreeAndOptionsAreChecked() {
        ProductDraft draft = shirt();
        apply(draft, {{"Colour", {"Light blue", "light  Blue!", "Grün"}}});
        QCOMPARE(skusOf(draft), (QStringList{"SHIRT", "SHIRT-LIGHT-BLUE", QStringLiteral("SHIRT-GRÜN")}));
        QVERIFY(problemOf({{"Colour", {"Red"}}, {"Colour", {"Blue"}}}).contains("twice"));
        QVERIFY(!problemOf({{"", {"Red"}}}).isEmpty());
        QVERIFY(!problemOf({{"Colour", {}}}).isEmpty());
        QStringList many;
        for (int i = 0; i < 23; ++i)
            many.append(QString::number(i));
        QVERIFY(problemOf({{"A", many}, {"B", many}}).contains("529"));
        QVERIFY(problemOf({{"A", many}, {"B", many.first(21)}}).isEmpty());
    }

    void variantsAreFilledInBulk() {
        Fixture f;
        f.open();
        f.model.change([](ProductDraft& draft) {
            draft.variants.front().price = "10.00";
            apply(draft, {{"Colour", {"Red", "Blue"}}, {"Size", {"M", "L"}}});
        });
        VariantTableModel table(f.model);
        QCOMPARE(table.rowCount(), 4);
        QCOMPARE(table.fill(VariantTableModel::SkuColumn, "T-{colour}-{Size}-{n}", {}), QString());
        QCOMPARE(skusOf(f.model.draft()), (QStringList{"T-RED-M-1", "T-RED-L-2", "T-BLUE-M-3", "T-BLUE-L-4"}));
        QCOMPARE(table.fill(VariantTableModel::PriceColumn, "+ 10 %", {1, 3}), QString());
        QCOMPARE(f.model.value({Field::Price, 0}), "10.00");
        QCOMPARE(f.model.value({Field::Price, 3}), "11.00");
        QVERIFY(!table.fill(VariantTableModel::PriceColumn, "ten", {}).isEmpty());
        QCOMPARE(f.model.value({Field::Price, 3}), "11.00"); // nothing was lost
        QCOMPARE(table.paste(table.index(2, VariantTableModel::PriceColumn), "12.00\t15.00\r\n13.00\t16.00\r\n9\t9"),
                 4);
        QCOMPARE(f.model.value({Field::CompareAt, 3}), "16.00");
        QVERIFY(!table.setData(table.index(0, 0), "Green", Qt::EditRole)); // options have their own dialog
    }

    void aWholeProductIsSentAsTyped() {
        Fixture f;
        f.model.startNew("EUR");
        f.model.change([](ProductDraft& draft) {
            draft = shirt();
            draft.texts["de"] = {"Hemd", ""};
            draft.texts["fr"] = {}; // looked at, not written
            draft.variants.front().weight = "250";
            draft.variants.front().size = "300 x 200*40";
            draft.variants.front().compareAt = "1,029.90";
            draft.attributes = {{"luminous_flux", AttributeKind::Number, "12.5", "lm"},
                                {"dimmable", AttributeKind::Flag, "false", {}},
                                {"note", AttributeKind::Text, " ", {}}};
            draft.images = {{"https://shop.example/a.jpg", " front ", false}};
            draft.tags = {"summer", " summer ", ""};
            draft.markets = {"DE"};
            draft.slug = "shirt";
            draft.seoTitle = "Buy a shirt";
        });
        QVERIFY2(f.model.valid(), qPrintable(f.model.shownProblems().empty() ? QString() : QString("problems")));
        f.save();
        const auto product = *f.client.catalog().find(f.model.id().toStdString());
        QCOMPARE(product.texts_size(), 1);
        QCOMPARE(product.texts().at("de").title(), std::string("Hemd"));
        QCOMPARE(product.variants(0).weight_g(), 250);
        QCOMPARE(product.variants(0).dimensions().width_mm(), 200);
        QCOMPARE(product.variants(0).compare_at_price().amount_minor(), 102'990);
        QCOMPARE(product.attributes_size(), 2);
        QCOMPARE(product.attributes(0).number(), 12.5);
        QCOMPARE(product.attributes(0).unit(), std::string("lm"));
        QVERIFY(product.attributes(1).has_flag() && !product.attributes(1).flag());
        QCOMPARE(product.images(0).alt(), std::string("front"));
        QCOMPARE(product.tags_size(), 1);
        QCOMPARE(product.seo().title(), std::string("Buy a shirt"));
        QVERIFY(!f.model.dirty());
    }

    void onlyFieldsThatDifferAreSent() {
        Fixture f;
        f.open();
        f.model.setValue({Field::Title, "fr"}, "Lampe");
        f.model.setValue({Field::Title, "fr"}, " "); // taken back
        QVERIFY(!f.model.dirty());
        f.model.change([](ProductDraft& draft) { draft.tags = {"desk"}; });
        f.model.setValue(Field::SeoTitle, "A lamp");
        f.save();
        QCOMPARE(f.sent().update_mask().paths_size(), 2);
        QCOMPARE(f.sent().update_mask().paths(0), std::string("seo"));
        QCOMPARE(f.sent().update_mask().paths(1), std::string("tags"));
    }

    void whatTheStoreWouldRefuseIsToldBefore_data() {
        QTest::addColumn<int>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("told");
        QTest::newRow("slug") << int(Field::Slug) << "Desk Lamp" << "small letters";
        QTest::newRow("weight") << int(Field::Weight) << "1.5" << "whole grams";
        QTest::newRow("size") << int(Field::Size) << "12 x 13" << "millimetres";
        QTest::newRow("price") << int(Field::Price) << "12,,5" << "amount like";
        QTest::newRow("before") << int(Field::CompareAt) << "cheap" << "amount like";
        QTest::newRow("brand") << int(Field::Brand) << QString(101, 'x') << "at most 100";
        QTest::newRow("sku") << int(Field::Sku) << "" << "SKU";
    }
    void whatTheStoreWouldRefuseIsToldBefore() {
        QFETCH(int, field);
        QFETCH(QString, value);
        QFETCH(QString, told);
        ProductDraft draft = shirt();
        QVERIFY(problems(draft).empty());
        draft.setValue(Field(field), value);
        const auto found = problems(draft);
        QCOMPARE(found.size(), 1U);
        QVERIFY2(found.at(Field(field)).contains(told), qPrintable(found.at(Field(field))));
    }

    void variantsAreCheckedTogether() {
        ProductDraft draft = shirt();
        apply(draft, {{"Colour", {"Red", "Blue"}}});
        draft.variants[1].sku = "SHIRT";
        draft.variants[1].options = draft.variants[0].options;
        const auto found = problems(draft);
        QVERIFY(found.contains({Field::Sku, 0}) && found.contains({Field::Sku, 1}));
        QVERIFY(found.at(Field::Variants).contains("Red"));
    }

    void attributesFollowTheirDefinitions() {
        Fixture f;
        f.open();
        const auto& definitions = f.model.attributes().definitions();
        QCOMPARE(definitions.front().name, "material"); // inherited
        QCOMPARE(f.model.attributes().find("luminous_flux")->label, "Luminous flux");
        ProductDraft draft = shirt();
        draft.attributes = {{"material", AttributeKind::Text, "Gold", {}},
                            {"luminous_flux", AttributeKind::Number, "bright", "lm"},
                            {"colour_temperature", AttributeKind::Number, "2700", "°C"},
                            {"dimmable", AttributeKind::Text, "yes", {}},
                            {"own", AttributeKind::Text, "anything", {}}};
        auto found = problems(draft, definitions);
        QCOMPARE(found.size(), 4U);
        QVERIFY(found.at({Field::Attribute, "material"}).contains("Gold"));
        QVERIFY(found.at({Field::Attribute, "colour_temperature"}).contains("K"));
        draft.attributes.clear();
        QVERIFY(problems(draft, definitions).empty()); // a draft may lack them
        found = problems(draft, definitions, true);
        QCOMPARE(found.size(), 2U);
        QVERIFY(found.contains({Field::Attribute, "luminous_flux"}));
    }

    void anotherCategoryHasOtherAttributes() {
        Fixture f;
        f.open();
        QVERIFY(f.model.attributes().find("dimmable"));
        f.model.setValue(Field::Category, {});
        QVERIFY(f.model.attributes().definitions().empty());
        f.client.failNext("GetCategory", {Code::Unavailable, "TRANSPORT", "away", {}});
        f.model.revert();
        QTRY_VERIFY(f.model.attributes().error());
        f.model.attributes().retry();
        QTRY_VERIFY(f.model.attributes().find("dimmable"));
    }

    void variantsMergeValueByValue() {
        Fixture f;
        f.change(
            [](catalog::v1::Product& product) {
                *product.add_variants() = product.variants(0);
                product.mutable_variants(1)->set_sku("SECOND");
            },
            "variants");
        f.open();
        QSignalSpy conflicts(&f.model, &ProductEditModel::conflicted);
        f.model.setValue({Field::Price, 1}, "77.00");
        f.change([](catalog::v1::Product& product) { product.mutable_variants(0)->set_weight_g(900); }, "variants");
        f.save();
        QCOMPARE(conflicts.count(), 0);
        const auto merged = f.client.catalog().at(kLamp);
        QCOMPARE(merged.variants(0).weight_g(), 900);
        QCOMPARE(merged.variants(1).price().amount_minor(), 7'700);

        f.model.setValue({Field::Price, 1}, "78.00");
        f.change(
            [](catalog::v1::Product& product) {
                product.mutable_variants(1)->mutable_price()->set_amount_minor(9'900);
            },
            "variants");
        QVERIFY(f.model.save());
        QTRY_COMPARE(conflicts.count(), 1);
        QCOMPARE(f.model.conflicts().size(), 1U);
        QVERIFY(f.model.conflicts()[0].field == FieldRef(Field::Price, 1));
        QCOMPARE(f.model.conflicts()[0].base, "77.00");
        QCOMPARE(f.model.conflicts()[0].theirs, "99.00");
        QSignalSpy saved(&f.model, &ProductEditModel::saved);
        f.model.resolve({{FieldRef(Field::Price, 1), ProductEditModel::Choice::Mine}});
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(f.client.catalog().at(kLamp).variants(1).price().amount_minor(), 7'800);
    }

    void otherVariantsAreAConflictAsAWhole() {
        Fixture f;
        f.open();
        QSignalSpy conflicts(&f.model, &ProductEditModel::conflicted);
        f.model.change([](ProductDraft& draft) { apply(draft, {{"Colour", {"Red", "Blue"}}}); });
        f.change(
            [](catalog::v1::Product& product) { product.mutable_variants(0)->mutable_price()->set_amount_minor(1); },
            "variants");
        QVERIFY(f.model.save());
        QTRY_COMPARE(conflicts.count(), 1);
        QCOMPARE(f.model.conflicts().size(), 1U);
        QVERIFY(f.model.conflicts()[0].field == FieldRef(Field::Variants));
        QVERIFY(f.model.conflicts()[0].mine.contains("Blue"));
    }

    void whatIsTypedWhileSavingStays() {
        Fixture f;
        f.open();
        f.client.holdAll("UpdateProduct");
        f.model.setValue(Field::Title, "First");
        QVERIFY(f.model.save());
        f.model.setValue(Field::Title, "First and more");
        QSignalSpy saved(&f.model, &ProductEditModel::saved);
        f.client.release("UpdateProduct");
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(f.model.value(Field::Title), "First and more");
        QCOMPARE(f.model.baseValue(Field::Title), "First");
        QVERIFY(f.model.dirty());
    }

    void theEditThatWaitsIsGoneOnWith() {
        Fixture f;
        (void)f.client.catalog().transition(f.id(), {}, catalog::v1::PUBLISHED);
        auto waiting = f.client.catalog().at(kLamp);
        waiting.set_title("Waiting title");
        f.client.catalog().setPending(waiting, catalog::v1::CHANGES_REQUESTED, "Another picture, please.");
        f.open();
        QCOMPARE(f.model.value(Field::Title), "Waiting title");
        QCOMPARE(f.model.state(), ProductState::Published);
        QCOMPARE(f.model.pending()->reason, "Another picture, please.");
        f.model.setValue(Field::Brand, "Other");
        f.save();
        QVERIFY(!f.model.dirty());
        QCOMPARE(f.model.pending()->state, ProductState::Submitted);
        QCOMPARE(f.model.value(Field::Title), "Waiting title");
        QSignalSpy moved(&f.model, &ProductEditModel::transitioned);
        f.model.discardPending();
        QTRY_COMPARE(moved.count(), 1);
        QVERIFY(!f.model.pending());
        QVERIFY(f.model.value(Field::Title) != "Waiting title");
    }

    void submittingAndWithdrawing() {
        Fixture f;
        (void)f.client.catalog().transition(f.id(), {}, catalog::v1::REJECTED);
        f.client.catalog().tell(f.id(), "reject", "No.");
        f.open();
        ProductHistory history(f.client);
        history.load(f.model.id());
        QTRY_VERIFY(history.lastRefusal());
        QCOMPARE(history.lastRefusal()->reason, "No.");
        f.model.submit();
        QTRY_COMPARE(f.model.state(), ProductState::Submitted);
        f.model.withdraw();
        QTRY_COMPARE(f.model.state(), ProductState::Draft);
        history.load(f.model.id());
        QTRY_VERIFY(!history.entries().empty());
        QVERIFY(!history.lastRefusal()); // answered by the submission
    }

    void aFormerVersionComesBack() {
        Fixture f;
        f.open();
        const QString first = f.model.value(Field::Title);
        f.model.setValue(Field::Title, "Second title");
        f.save();
        f.model.change([](ProductDraft& draft) { draft.tags = {"later"}; });
        f.save();
        ProductHistory history(f.client);
        history.load(f.model.id());
        QTRY_VERIFY(!history.entries().empty());
        QCOMPARE(history.entries()[0].fields, QStringList{"tags"});
        QVERIFY(!history.restorable(0)); // it is what is there
        QVERIFY(history.restorable(1));
        const auto second = history.asOf(1, f.model.live());
        QCOMPARE(second.title(), std::string("Second title"));
        QCOMPARE(second.tags_size(), 0);
        const auto before = history.asOf(2, f.model.live());
        QCOMPARE(QString::fromStdString(before.title()), first);
        f.model.replace(ProductDraft::of(before, f.model.locale()));
        QVERIFY(f.model.dirty());
        f.save();
        QCOMPARE(QString::fromStdString(f.client.catalog().at(kLamp).title()), first);
        QCOMPARE(f.client.catalog().at(kLamp).tags_size(), 0);
    }

    void aDraftOutlivesTheConsole() {
        QTemporaryDir folder;
        Fixture f;
        {
            ProductEditModel model(f.client);
            model.setLocale(QLocale("en"));
            DraftKeeper keeper(f.client, model, folder.filePath("drafts"));
            model.load(QString::fromStdString(f.id()));
            QTRY_COMPARE(model.status(), Status::Editing);
            keeper.opened();
            QVERIFY(!keeper.offer());
            model.setValue(Field::Title, "Typed before the crash");
            model.setValue(Field::Price, "1,234.50");
            QTRY_COMPARE(QDir(folder.filePath("drafts")).entryList(QDir::Files).size(), 1);
            // No farewell: the process is gone.
        }
        const auto file = QDir(folder.filePath("drafts")).entryInfoList(QDir::Files).first();
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        f.change([](catalog::v1::Product& product) { product.set_brand("Theirs"); }, "brand");
        f.model.setLocale(QLocale("de")); // in another language meanwhile
        DraftKeeper keeper(f.client, f.model, folder.filePath("drafts"));
        f.open();
        keeper.opened();
        QVERIFY(keeper.offer());
        f.model.setValue(Field::Brand, "typed without looking"); // does not write over it
        f.model.revert();
        QTest::qWait(DraftKeeper::kDelayMs + 50);
        QVERIFY(QFile::exists(file.absoluteFilePath()));
        keeper.take();
        QVERIFY(!keeper.offer());
        QCOMPARE(f.model.value(Field::Title), "Typed before the crash");
        QCOMPARE(f.model.value(Field::Price), "1.234,50");
        QCOMPARE(f.model.value(Field::Brand), "Theirs");
        f.save();
        QCOMPARE(f.client.catalog().at(kLamp).variants(0).price().amount_minor(), 123'450);
        QVERIFY(!QFile::exists(file.absoluteFilePath())); // saved: nothing is left to offer
    }

    void aDraftThatClashesAsks() {
        QTemporaryDir folder;
        Fixture f;
        f.open();
        const DraftStore store(folder.path());
        const QString key = DraftStore::keyOf(f.client, f.model.id());
        ProductDraft typed = f.model.draft();
        typed.texts["en"].title = "Mine";
        QVERIFY(store.save(key, {"Mine", QDateTime::currentDateTimeUtc(), "en", f.model.base(), typed}));
        f.change([](catalog::v1::Product& product) { product.set_title("Theirs"); }, "title");
        f.open();
        DraftKeeper keeper(f.client, f.model, folder.path());
        keeper.opened();
        QSignalSpy conflicts(&f.model, &ProductEditModel::conflicted);
        keeper.take();
        QCOMPARE(conflicts.count(), 1);
        QCOMPARE(f.client.calls("UpdateProduct"), 0);
        f.model.resolve({{FieldRef(Field::Title), ProductEditModel::Choice::Mine}});
        QCOMPARE(f.model.value(Field::Title), "Mine");
        QVERIFY(f.model.dirty());
        QCOMPARE(f.client.calls("UpdateProduct"), 0); // the person saves
        keeper.drop();
        QVERIFY(!store.load(key));
    }

    void brokenDraftsAreNotOffered() {
        QTemporaryDir folder;
        const DraftStore store(folder.path());
        for (const char* bytes : {"", "{", "[]", "{\"format\":99}"}) {
            QFile file(folder.filePath("k.json"));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bytes);
            file.close();
            QVERIFY(!store.load("k"));
        }
        QFile file(folder.filePath("k.json"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(
            R"({"format":1,"draft":{"optionNames":["A"],"variants":[{"options":[]}],"attributes":[{"kind":7}]}})");
        file.close();
        const auto kept = store.load("k");
        QVERIFY(kept);
        QCOMPARE(kept->draft.variants.size(), 1U);
        QCOMPARE(kept->draft.variants[0].options.size(), 1); // the table counts on it
    }

    void draftsAreTheSameAfterJson() {
        ProductDraft draft = shirt();
        apply(draft, {{"Colour", {"Red", "Blue"}}});
        draft.variants[1].gtin = "4006381333931";
        draft.texts["de"] = {"Hemd", "Baumwolle"};
        draft.attributes = {{"w", AttributeKind::Number, "1.5", "kg"}, {"f", AttributeKind::Flag, "true", {}}};
        draft.images = {{"/media/1.svg", "front", true}};
        draft.tags = {"a"};
        draft.markets = {"DE"};
        draft.slug = draft.seoTitle = draft.seoDescription = draft.taxClass = draft.brand = draft.categoryId = "x";
        QVERIFY(ProductDraft::fromJson(QJsonDocument::fromJson(QJsonDocument(draft.toJson()).toJson()).object()) ==
                draft);
    }

    void picturesAreSentOneAfterTheOther() {
        QTemporaryDir folder;
        Fixture f;
        QStringList files;
        for (const char* name : {"a.jpg", "b.jpg"}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("picture");
            files.append(file.fileName());
        }
        MediaUploads uploads(f.client);
        QSignalSpy done(&uploads, &MediaUploads::done);
        f.client.failNext("UploadMedia", {Code::InvalidArgument, "NOT_A_PICTURE", "This is no picture.", {}});
        uploads.add(files + QStringList{folder.filePath("missing.jpg")});
        QTRY_COMPARE(done.count(), 1);
        QTRY_VERIFY(!uploads.busy());
        QCOMPARE(uploads.uploads().size(), 2U); // the refused one and the missing one
        QCOMPARE(uploads.uploads()[0].error.message, std::string("This is no picture."));
        QVERIFY(!uploads.uploads()[1].error.message.empty());
        uploads.retry(uploads.uploads()[0].number);
        QTRY_COMPARE(done.count(), 2);
        uploads.remove(uploads.uploads()[0].number);
        QVERIFY(uploads.uploads().empty());
    }

    void serverErrorsFindTheirField() {
        Fixture f;
        f.open();
        const std::pair<const char*, FieldRef> cases[] = {{"product.variants[0].gtin", Field::Gtin},
                                                          {"product.texts[de].title", {Field::Title, QString("de")}},
                                                          {"product.slug", Field::Slug},
                                                          {"product.seo.description", Field::SeoDescription},
                                                          {"product.images[0].url", Field::Images}};
        int at = 0;
        for (const auto& [path, ref] : cases) {
            f.client.failNext("UpdateProduct", {Code::InvalidArgument, "INVALID_FIELD", "Wrong here.", path});
            f.model.setValue(Field::Brand, QString("Brand %1").arg(++at));
            QSignalSpy failed(&f.model, &ProductEditModel::saveFailed);
            QVERIFY(f.model.save());
            QTRY_COMPARE(failed.count(), 1);
            QCOMPARE(f.model.shownProblem(ref), "Wrong here.");
            f.model.revert();
        }
    }
};

QTEST_GUILESS_MAIN(ProductEditorTest)
#include "product_editor_test.moc"
