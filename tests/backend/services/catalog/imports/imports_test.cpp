#include "tests/backend/services/catalog/imports/fixture.h"

#include <latch>

namespace tradepost::catalog {
namespace {

using imports::v1::Import;
using imports::v1::ImportRow;
using Filter = imports::v1::ListImportRowsRequest;

TRADEPOST_ON_EVERY_ENGINE(ImportsTest);

TEST_P(ImportsTest, GoodRowsGoInAndBadOnesComeBack) {
    const std::string file =
        "sku;title;price;currency;gtin\r\nA;First;1.50;EUR;\r\nB;\"Second; wide\";cheap;EUR;\r\nC;Third;2;EUR;123\r\n"
        "D;;3;EUR;\r\nA;Again;4;EUR;\r\nE;Fifth;5;EUR;4006381333931\r\n";
    const Import done = world->import(seller, file);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.shape().format(), "csv");
    EXPECT_EQ(done.shape().delimiter(), ";");
    EXPECT_EQ(done.rows_total(), 6);
    EXPECT_EQ(done.created(), 2);
    EXPECT_EQ(done.failed(), 4);
    std::vector<std::string> told;
    for (const ImportRow& row : world->rows(seller, done.id(), Filter::ERRORS)) {
        ASSERT_EQ(row.problems_size(), 1);
        const auto& problem = row.problems(0);
        told.push_back(fmt::format("{} {} {} {}", problem.line(), problem.column(), problem.value(), problem.reason()));
        EXPECT_FALSE(problem.message().empty() || problem.fix().empty());
    }
    EXPECT_EQ(told, (std::vector<std::string>{"3 price cheap NOT_A_PRICE", "4 gtin 123 INVALID_GTIN",
                                              "5 title  FIELD_REQUIRED", "6 sku A DUPLICATE_ROW"}));
    std::string bad = world->badRows(seller, done.id());
    EXPECT_TRUE(bad.starts_with("sku;title;price;currency;gtin;import_errors\r\nB;\"Second; wide\";cheap;EUR;;price: "))
        << bad;
    EXPECT_EQ(bySku("A")->title(), "First");
    EXPECT_EQ(bySku("E")->state(), v1::DRAFT);

    // Corrected, they go in; what is still wrong comes back with one column of reasons.
    bad.replace(bad.find("cheap"), 5, "7.25");
    const Import second = world->import(seller, bad);
    EXPECT_EQ(second.created(), 1);
    EXPECT_EQ(second.updated(), 1) << "A, by its later row now";
    EXPECT_EQ(second.failed(), 2);
    const std::string rest = world->badRows(seller, second.id());
    EXPECT_EQ(rest.find("import_errors"), rest.rfind("import_errors")) << rest;
    EXPECT_EQ(bySku("B")->variants(0).price().amount_minor(), 725);
}

TEST_P(ImportsTest, ADryRunStagesWhatTheImportDoes) {
    ASSERT_EQ(world->import(seller, someProducts(3)).created(), 3);
    const auto before = eventCount();
    const std::string file = someProducts(1) + "S1,Renamed,1.5,EUR,light|new\nS1,Twice,1.5,EUR,\n" +
                             someProducts(900, 10).substr(30) + "X,,1,EUR,\n";
    const std::string id = world->upload(seller, file).id();
    const Import staged = world->start(seller, id, true);
    EXPECT_EQ(staged.state(), Import::STAGED) << staged.error_message();
    EXPECT_EQ(staged.created(), 900);
    EXPECT_EQ(staged.updated(), 1);
    EXPECT_EQ(staged.unchanged(), 1);
    EXPECT_EQ(staged.failed(), 2);
    EXPECT_EQ(eventCount(), before) << "nothing has been changed";
    EXPECT_EQ(number("SELECT COUNT(*) FROM imports_skus"), 0);
    EXPECT_EQ(world->rows(seller, id, Filter::CREATES, 128).size(), 900u);
    EXPECT_EQ(world->rows(seller, id, Filter::ERRORS, 1).size(), 2u);
    EXPECT_EQ(world->rows(seller, id, Filter::EVERY, 7).size(), 904u);
    EXPECT_EQ(world->rows(seller, id, Filter::UPDATES)[0].sku(), "S1");

    const Import done = world->start(seller, id);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.created(), 900);
    EXPECT_EQ(done.updated(), 1);
    EXPECT_EQ(done.failed(), 2);
    EXPECT_EQ(products(), 903);
    EXPECT_EQ(number("SELECT COUNT(DISTINCT pass) FROM imports_chunks WHERE import_id = " +
                     std::to_string(ImportId::parse(id).value())),
              1)
        << "what was staged is forgotten";
}

TEST_P(ImportsTest, WhatIsExportedChangesNothing) {
    imports::v1::ImportOptions options;
    options.set_publish(imports::v1::AS_IN_FILE);
    const Import done = world->import(seller,
                                      "sku,title,price,currency,state,options,images,attributes,texts,brand\n"
                                      "A,'=SUM(A1),1,EUR,PUBLISHED,Size=S,https://x/1.jpg,power#=0.1 "
                                      "kW,\"{\"\"de\"\":{\"\"title\"\":\"\"x\"\"}}\",B\n"
                                      "A-2,,2,EUR,,Size=M,,,,\nC,Plain,3,JPY,DRAFT,,,,,\n",
                                      options);
    EXPECT_EQ(done.created(), 2) << world->badRows(seller, done.id());
    EXPECT_EQ(bySku("A")->title(), "=SUM(A1)");
    EXPECT_EQ(bySku("A-2")->variants_size(), 2);
    EXPECT_EQ(bySku("C")->state(), v1::DRAFT);
    const auto before = eventCount();
    const std::string exported = world->exported(seller);
    EXPECT_EQ(std::ranges::count(exported, '\n'), 4);
    const Import again = world->import(seller, exported, options);
    EXPECT_EQ(again.unchanged(), 2) << world->badRows(seller, again.id());
    EXPECT_EQ(eventCount(), before);
    EXPECT_EQ(world->exported(seller), exported);
    EXPECT_EQ(std::ranges::count(world->exported(seller, "sku = C"), '\n'), 2);
    EXPECT_EQ(std::ranges::count(world->exported(rival), '\n'), 1) << "a header and nobody else's products";

    // An emptied cell empties its field; a column that is not there leaves it.
    std::string changed = exported;
    changed.replace(changed.find(",B,"), 3, ",,");
    ASSERT_EQ(world->import(seller, changed).updated(), 1);
    EXPECT_EQ(bySku("A")->brand(), "");
    EXPECT_EQ(bySku("A")->attributes_size(), 1);
}

TEST_P(ImportsTest, APriceListChangesTheVariantsItNames) {
    ASSERT_EQ(
        world->import(seller, "sku,title,price,currency,options\nA,Lamp,1,EUR,Size=S\nA-2,,2,EUR,Size=M\n").created(),
        1);
    const Import done = world->import(seller, "sku,price,currency\nA-2,5,EUR\nA,3,EUR\nnone,1,EUR\n");
    EXPECT_EQ(done.updated(), 2);
    EXPECT_EQ(done.failed(), 1);
    EXPECT_EQ(world->rows(seller, done.id(), Filter::ERRORS)[0].problems(0).reason(), "UNKNOWN_PRODUCT");
    const v1::Product lamp = *bySku("A");
    ASSERT_EQ(lamp.variants_size(), 2);
    EXPECT_EQ(lamp.variants(0).price().amount_minor(), 300);
    EXPECT_EQ(lamp.variants(1).price().amount_minor(), 500);
    EXPECT_EQ(lamp.variants(1).options(0).value(), "M");
}

TEST_P(ImportsTest, AnInterruptedImportGoesOnWhereItWas) {
    const std::string id = world->upload(seller, someProducts(2'000)).id();
    std::latch second(2);
    world->afterChunk = [&] { second.count_down(world->chunks <= 2 ? 1 : 0); };
    imports::v1::StartImportRequest request;
    request.set_id(id);
    ASSERT_TRUE(world->call(&ImportService::startImport, seller, request));
    second.wait();
    restart();
    const Import done = world->wait(seller, id);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(eventCount(), 2'000) << "what was done before the restart is not done again";
    EXPECT_EQ(done.created(), 2'000);
    EXPECT_EQ(done.failed(), 0);
    EXPECT_EQ(products(), 2'000);
    EXPECT_EQ(world->rows(seller, id, Filter::CREATES).size(), 2'000u);
}

TEST_P(ImportsTest, PausesCancelsAndGoesOn) {
    const std::string id = world->upload(seller, someProducts(2'000)).id();
    std::latch first(1), go(1);
    world->afterChunk = [&] {
        if (world->chunks == 1) {
            first.count_down();
            go.wait();
        }
    };
    imports::v1::StartImportRequest request;
    request.set_id(id);
    ASSERT_TRUE(world->call(&ImportService::startImport, seller, request));
    first.wait();
    // The work waits in its only thread: steer past it.
    const auto operation = db().readNow([&](sql::Reader& reader) -> Result<std::string> {
        return import_store::find(reader, ImportId::parse(id))->import().operation_id();
    });
    boost::asio::io_context other;
    auto cancelled = boost::asio::co_spawn(other, world->operations->cancel(OperationId::parse(*operation)),
                                           boost::asio::use_future);
    other.run();
    ASSERT_TRUE(cancelled.get());
    go.count_down();
    const Import stopped = world->wait(seller, id);
    EXPECT_EQ(stopped.state(), Import::CANCELLED);
    EXPECT_GT(stopped.created(), 0);
    EXPECT_LT(stopped.created(), 2'000);
    EXPECT_EQ(world->start(seller, id).created(), 2'000);
    EXPECT_EQ(products(), 2'000);
}

TEST_P(ImportsTest, WhatCannotBeReadIsRefusedBeforeAnythingIsDone) {
    const Import done = world->import(seller, someProducts(500) + "Z,\"never closed,1,EUR,\n");
    EXPECT_EQ(done.state(), Import::FAILED);
    EXPECT_EQ(done.error_reason(), "UNCLOSED_QUOTE");
    EXPECT_EQ(products(), 0);
    EXPECT_EQ(world->import(seller, "colour,size\nred,5\n").error_reason(), "UNKNOWN_FORMAT");
}

TEST_P(ImportsTest, UploadsComeInPiecesAndMayBeRepeated) {
    const std::string id = world->upload(seller, "sku,title,price,").id();
    imports::v1::UploadImportDataRequest data;
    data.set_id(id);
    data.set_offset(7);
    data.set_data("le,price,currency\nA,x,1,EUR\n");
    EXPECT_EQ(world->call(&ImportService::uploadImportData, seller, data)->uploaded_bytes(), 35);
    EXPECT_EQ(world->call(&ImportService::uploadImportData, seller, data)->uploaded_bytes(), 35);
    data.set_offset(100);
    EXPECT_EQ(world->call(&ImportService::uploadImportData, seller, data).error().reason, "WRONG_OFFSET");
    imports::v1::PreviewImportRequest preview;
    preview.set_id(id);
    const auto seen = world->call(&ImportService::previewImport, seller, preview).value();
    EXPECT_EQ(seen.shape().columns_size(), 4);
    ASSERT_EQ(seen.rows_size(), 1);
    EXPECT_NE(seen.rows(0).json().find("\"title\":\"x\""), std::string::npos);
    EXPECT_EQ(world->start(seller, id).created(), 1);
    EXPECT_EQ(world->call(&ImportService::uploadImportData, seller, data).error().reason, "WRONG_STATE");
}

TEST_P(ImportsTest, AnUploadThatWasCutOffIsNotTakenForTheFile) {
    const std::string file = "sku,title,price,currency\nA,x,1,EUR\nB,y,2,EUR\n";
    imports::v1::CreateImportRequest create;
    create.set_file_name("products.csv");
    create.set_file_bytes(static_cast<std::int64_t>(file.size()));
    const std::string id = world->call(&ImportService::createImport, seller, create)->id();
    imports::v1::UploadImportDataRequest data;
    data.set_id(id);
    data.set_data(file.substr(0, 35));
    ASSERT_TRUE(world->call(&ImportService::uploadImportData, seller, data));
    imports::v1::PreviewImportRequest preview;
    preview.set_id(id);
    imports::v1::StartImportRequest start;
    start.set_id(id);
    EXPECT_EQ(world->call(&ImportService::previewImport, seller, preview).error().reason, "UPLOAD_INCOMPLETE");
    EXPECT_EQ(world->call(&ImportService::startImport, seller, start).error().reason, "UPLOAD_INCOMPLETE");
    data.set_data(file);
    ASSERT_TRUE(world->call(&ImportService::uploadImportData, seller, data));
    EXPECT_EQ(world->call(&ImportService::previewImport, seller, preview)->rows_size(), 2);
    EXPECT_EQ(world->start(seller, id).created(), 2);
}

TEST_P(ImportsTest, AMappingIsTriedOutWithoutBeingSaved) {
    // Windows-1252: the rows are shown as they stand, though their meaning is not known.
    const std::string id =
        world->upload(seller, "Nummer;Bezeichnung;Preis\nA;Sch\xf6ne Lampe;\"12,50\"\nB;Stuhl;\n").id();
    imports::v1::PreviewImportRequest preview;
    preview.set_id(id);
    const auto plain = world->call(&ImportService::previewImport, seller, preview).value();
    EXPECT_EQ(plain.shape().format(), "");
    EXPECT_EQ(plain.shape().encoding(), "windows-1252");
    EXPECT_EQ(plain.rows_size(), 0);
    ASSERT_EQ(plain.table_size(), 2);
    EXPECT_EQ(plain.table(0).line(), 2);
    EXPECT_EQ(plain.table(0).cells(1), "Sch\u00f6ne Lampe");
    EXPECT_EQ(plain.table(0).cells(2), "12,50");

    imports::v1::Mapping mapping;
    mapping.set_name("tried");
    const auto map = [&](const char* target, const char* column) {
        auto& field = *mapping.add_fields();
        field.set_target(target);
        field.set_column(column);
        return &field;
    };
    map("sku", "Nummer");
    map("title", "Bezeichnungen");
    map("price", "Preis")->add_transforms()->mutable_number()->set_decimal(",");
    mapping.add_fields()->set_target("currency");
    mapping.mutable_fields(3)->set_constant("EUR");
    *preview.mutable_mapping() = mapping;
    imports::v1::StartImportRequest start;
    start.set_id(id);
    *start.mutable_mapping() = mapping;
    mapping.mutable_fields(1)->set_column("Bezeichnung");
    EXPECT_EQ(world->call(&ImportService::listMappings, seller, {})->mappings_size(), 0);
    ASSERT_TRUE(world->call(&ImportService::startImport, seller, start));
    EXPECT_EQ(world->wait(seller, id).state(), Import::FAILED) << "no such column";
    const std::string second = world->upload(seller, "Nummer;Bezeichnung;Preis\nA;Lampe;\"12,50\"\nB;Stuhl;\n").id();
    preview.set_id(second);
    *preview.mutable_mapping() = mapping;
    const auto seen = world->call(&ImportService::previewImport, seller, preview).value();
    EXPECT_EQ(seen.shape().format(), "mapping");
    ASSERT_EQ(seen.rows_size(), 2);
    EXPECT_NE(seen.rows(0).json().find("\"1250\""), std::string::npos) << seen.rows(0).json();
    start.set_id(second);
    *start.mutable_mapping() = mapping;
    ASSERT_TRUE(world->call(&ImportService::startImport, seller, start));
    const Import done = world->wait(seller, second);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.options().mapping(), "tried");
    EXPECT_EQ(bySku("A")->variants(0).price().amount_minor(), 1250);
    mapping.mutable_fields(0)->set_target("skuu");
    *preview.mutable_mapping() = mapping;
    EXPECT_EQ(world->call(&ImportService::previewImport, seller, preview).error().field, "mapping.fields.target");
}

TEST_P(ImportsTest, NobodySeesOthersImportsAndMappings) {
    const std::string id = world->import(seller, someProducts(1)).id();
    EXPECT_EQ(world->call(&ImportService::getImport, rival, world->named(id)).error().code, Code::NotFound);
    EXPECT_TRUE(world->call(&ImportService::getImport, op, world->named(id)));
    imports::v1::SetMappingRequest set;
    set.mutable_mapping()->set_name("mine");
    auto& field = *set.mutable_mapping()->add_fields();
    field.set_target("titel");
    field.set_column("x");
    EXPECT_EQ(world->call(&ImportService::setMapping, seller, set).error().field, "mapping.fields.target");
    field.set_target("title");
    EXPECT_EQ(world->call(&ImportService::setMapping, seller, set)->etag(), "1");
    EXPECT_EQ(world->call(&ImportService::setMapping, seller, set)->etag(), "2");
    set.mutable_mapping()->set_etag("1");
    EXPECT_EQ(world->call(&ImportService::setMapping, seller, set).error().reason, "STALE_ETAG");
    imports::v1::GetMappingRequest get;
    get.set_name("mine");
    EXPECT_EQ(world->call(&ImportService::getMapping, rival, get).error().code, Code::NotFound);
    EXPECT_EQ(world->call(&ImportService::listMappings, seller, {})->mappings_size(), 1);
    EXPECT_TRUE(world->call(&ImportService::deleteMapping, seller, get));
    EXPECT_EQ(world->call(&ImportService::listMappings, seller, {})->mappings_size(), 0);
    // Another seller's product is not found by its SKU.
    EXPECT_EQ(world->import(rival, someProducts(1)).created(), 1);
}

TEST_P(ImportsTest, TaxonomiesMakeATreeAndItsTranslations) {
    imports::v1::ImportTaxonomyRequest request;
    request.set_text("1 - Tiere\n2 - Tiere > Katzen\n9 - Essen\n");
    EXPECT_EQ(world->call(&ImportService::importTaxonomy, op, request)->created(), 3);
    EXPECT_EQ(world->call(&ImportService::importTaxonomy, op, request)->unchanged(), 3);
    request.set_text("1 - Animals\n2 - Animals > Cats\n");
    request.set_language("en");
    EXPECT_EQ(world->call(&ImportService::importTaxonomy, op, request)->updated(), 2);
    imports::v1::ImportOptions options;
    const Import done =
        world->import(seller, "sku,title,price,currency,category\nA,x,1,EUR,tiere > KATZEN\nB,y,1,EUR,2\n"
                              "C,z,1,EUR,google-2\nD,z,1,EUR,Tiere > Hunde\n");
    EXPECT_EQ(done.created(), 3);
    EXPECT_EQ(world->rows(seller, done.id(), Filter::ERRORS)[0].problems(0).value(), "Tiere > Hunde");
    EXPECT_EQ(bySku("A")->category_id(), bySku("B")->category_id());
}

} // namespace
} // namespace tradepost::catalog
