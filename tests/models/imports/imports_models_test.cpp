// The models of imports against the sample store.
#include "models/client/methods.h"
#include "models/imports/bad_rows_file.h"
#include "models/imports/file_upload.h"
#include "models/imports/import_list_model.h"
#include "models/imports/import_model.h"
#include "models/imports/import_rows_model.h"
#include "models/imports/import_setup.h"
#include "models/sample/sample_client.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using models::BadRowsFile;
using models::FileUpload;
using models::ImportListModel;
using models::ImportModel;
using models::ImportRowsModel;
using models::ImportSetup;
using models::ImportState;
using models::MappingStep;

namespace {

const QByteArray kTable =
    "sku,title,price,currency\nA,Lamp,12.50,EUR\nB,Chair,cheap,EUR\nC,Table,99,EUR\nA,Lamp,1,EUR\n";

struct World {
    World() : client({.products = 10}) {
        client.openLocal({});
        [[maybe_unused]] const bool online = QTest::qWaitFor([this] { return client.online(); });
    }
    QString file(const QByteArray& contents, const QString& name = "products.csv") {
        QFile out(folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(contents) != contents.size())
            qFatal("no file");
        return out.fileName();
    }
    QString upload(const QByteArray& contents) {
        FileUpload upload(client);
        upload.start(file(contents));
        if (!QTest::qWaitFor([&] { return upload.state() == FileUpload::State::Done; }))
            qFatal("no upload");
        return upload.importId();
    }
    QTemporaryDir folder;
    models::SampleClient client;
};

Error unavailable() {
    return {Code::Unavailable, "TRANSPORT", "The store does not answer.", {}};
}

} // namespace

class ImportsModelsTest : public QObject {
    Q_OBJECT
private slots:
    void aFileIsSentInPieces() {
        World world;
        const QByteArray contents = QByteArray("sku,title\n") + QByteArray(2 * FileUpload::kPieceBytes + 17, 'x');
        FileUpload upload(world.client);
        QSignalSpy created(&upload, &FileUpload::created);
        QSignalSpy done(&upload, &FileUpload::done);
        upload.start(world.file(contents));
        QCOMPARE(upload.state(), FileUpload::State::Sending);
        QTRY_COMPARE(done.count(), 1);
        QCOMPARE(created.count(), 1);
        QCOMPARE(world.client.calls("UploadImportData"), 3);
        QCOMPARE(upload.sent(), contents.size());
        QVERIFY(world.client.imports().data(client::bytes(upload.importId())) == contents.toStdString());
    }

    void aLostConnectionIsWaitedFor() {
        World world;
        const QByteArray contents(FileUpload::kPieceBytes + 5, 'y');
        FileUpload upload(world.client);
        world.client.failNext("UploadImportData", unavailable(), 1);
        upload.start(world.file(contents));
        QTRY_COMPARE(upload.state(), FileUpload::State::Waiting);
        world.client.loseConnection(5);
        QTest::qWait(700); // longer than the first pause: offline, it is not tried
        QCOMPARE(upload.state(), FileUpload::State::Waiting);
        world.client.goOnline();
        QTRY_COMPARE(upload.state(), FileUpload::State::Done);
        QVERIFY(world.client.imports().data(client::bytes(upload.importId())) == contents.toStdString());
    }

    void anUploadGoesOnWhereItWas() {
        World world;
        const QByteArray contents(3 * FileUpload::kPieceBytes, 'z');
        const QString path = world.file(contents);
        FileUpload first(world.client);
        first.start(path);
        QTRY_VERIFY(first.sent() >= 2 * FileUpload::kPieceBytes);
        const QString id = first.importId();
        first.cancel();
        const int before = world.client.calls("UploadImportData");
        FileUpload second(world.client);
        second.resume(id, path);
        QTRY_COMPARE(second.state(), FileUpload::State::Done);
        QVERIFY(world.client.calls("UploadImportData") - before <= 2); // what is there is not sent again
        QCOMPARE(world.client.imports().data(client::bytes(id)).size(), std::size_t(contents.size()));
    }

    void whatCannotBeSentIsToldInWords() {
        World world;
        FileUpload upload(world.client);
        upload.start(world.folder.filePath("missing.csv"));
        QTRY_COMPARE(upload.state(), FileUpload::State::Failed);
        QCOMPARE(upload.error().reason, std::string("FILE_UNREADABLE"));
        upload.start(world.file({}));
        QTRY_COMPARE(upload.state(), FileUpload::State::Failed);
        QCOMPARE(upload.error().reason, std::string("EMPTY_FILE"));
        QCOMPARE(world.client.calls("CreateImport"), 0); // nothing was left behind

        world.client.failNext("UploadImportData", {Code::InvalidArgument, "FILE_TOO_LARGE", "Split the file.", "data"});
        upload.start(world.file(kTable));
        QTRY_COMPARE(upload.state(), FileUpload::State::Failed);
        upload.retry();
        QTRY_COMPARE(upload.state(), FileUpload::State::Done);
        QCOMPARE(world.client.calls("CreateImport"), 1);
    }

    void aChangedFileIsNotMixed() {
        World world;
        world.client.holdAll("UploadImportData");
        const QString path = world.file(QByteArray(2 * FileUpload::kPieceBytes, 'a'));
        FileUpload upload(world.client);
        upload.start(path);
        QTRY_COMPARE(world.client.calls("UploadImportData"), 1);
        world.file(QByteArray(2 * FileUpload::kPieceBytes + 1, 'b'));
        world.client.release("UploadImportData");
        QTRY_COMPARE(upload.state(), FileUpload::State::Failed);
        QCOMPARE(upload.error().reason, std::string("FILE_CHANGED"));
    }

    void aCancelledUploadIsSilent() {
        World world;
        world.client.holdAll("UploadImportData");
        FileUpload upload(world.client);
        QSignalSpy done(&upload, &FileUpload::done);
        upload.start(world.file(kTable));
        QTRY_COMPARE(world.client.calls("UploadImportData"), 1);
        upload.cancel();
        world.client.release("UploadImportData");
        QTest::qWait(20);
        QCOMPARE(done.count(), 0);
        QCOMPARE(upload.state(), FileUpload::State::Idle);
    }

    void whatTheFileIsCanBeCorrected() {
        World world;
        ImportSetup setup(world.client);
        setup.open(world.upload(kTable), {});
        QTRY_VERIFY(setup.looked() && !setup.looking());
        QCOMPARE(setup.preview().shape.format, "csv");
        QCOMPARE(setup.preview().shape.delimiter, ",");
        QVERIFY(!setup.mapped());
        QCOMPARE(setup.preview().rows.size(), 4);
        QCOMPARE(setup.preview().products.size(), 4);
        QCOMPARE(setup.preview().products[0].sku, "A");
        QCOMPARE(setup.preview().products[1].problems.at(0).reason, "NOT_A_PRICE");
        auto options = setup.options();
        options.delimiter = ";";
        setup.setOptions(options);
        QVERIFY(setup.looking());
        QTRY_VERIFY(!setup.looking());
        QCOMPARE(setup.preview().shape.columns.size(), 1);
        QCOMPARE(setup.preview().shape.columns[0], "sku,title,price,currency");
    }

    void anUnknownTableGetsAProposedMapping() {
        World world;
        ImportSetup setup(world.client);
        setup.open(world.upload("Artikelnr.;Bezeichnung;Preis;Größe;Lagerort\nA;Lampe;12,50;M;X\nB;Stuhl;9;L;Y\n"), {});
        QTRY_VERIFY(setup.looked() && !setup.looking());
        QVERIFY(setup.mapped());
        QCOMPARE(setup.mapping().find("sku")->column, "Artikelnr.");
        QCOMPARE(setup.mapping().find("title")->column, "Bezeichnung");
        QCOMPARE(setup.mapping().find("options.Size")->column, "Größe");
        QCOMPARE(setup.mapping().find("currency")->constant, "EUR");
        QCOMPARE(setup.mapping().find("price")->steps.at(0).kind(), MappingStep::Kind::Number); // decimal commas
        QVERIFY(!setup.mapping().find("brand"));
        QCOMPARE(setup.mappingProblem(), QString());
        QCOMPARE(setup.preview().products.size(), 2);
        QCOMPARE(setup.preview().products[0].title, "Lampe");
        QCOMPARE(setup.preview().products[0].price, "1250 EUR");

        auto mapping = setup.mapping();
        mapping.remove("sku");
        setup.setMapping(mapping);
        QVERIFY(setup.mappingProblem().contains("SKU"));
        mapping.field("sku").column = "Nummer";
        setup.setMapping(mapping);
        QVERIFY(setup.mappingProblem().contains("Nummer"));
    }

    void mappingsAreSavedByName() {
        World world;
        ImportSetup setup(world.client);
        setup.open(world.upload("Nummer;Titel;Preis\nA;Lampe;12,50\n"), {});
        QTRY_VERIFY(setup.mapped() && !setup.looking());
        QSignalSpy saved(&setup, &ImportSetup::mappingSaved);
        setup.save(" Supplier ");
        QTRY_COMPARE(saved.count(), 1);
        QTRY_COMPARE(setup.saved().size(), 1U);
        QCOMPARE(setup.saved()[0].name, "Supplier");
        auto other = setup.mapping();
        other.remove("title");
        setup.setMapping(other);
        setup.use("Supplier");
        QVERIFY(setup.mapping().find("title"));
        setup.drop("Supplier");
        QTRY_VERIFY(setup.saved().empty());
        QSignalSpy failed(&setup, &ImportSetup::failed);
        setup.drop("Supplier");
        QTRY_COMPARE(failed.count(), 1);
    }

    void mappingsSurviveTheWay() {
        imports::v1::Mapping proto;
        proto.set_name("all");
        proto.set_etag("3");
        proto.set_group_column("Group");
        proto.set_parent_row(true);
        proto.set_only_column("Type");
        proto.add_only_values("variable");
        proto.set_make_skus(true);
        proto.set_optional_category(true);
        auto& field = *proto.add_fields();
        field.set_target("price");
        field.set_column("Price");
        field.add_fallback_columns("Old price");
        field.set_default_value("0");
        field.add_transforms()->mutable_number()->set_factor(2.5);
        field.add_transforms()->mutable_lookup()->set_otherwise("none");
        (*field.mutable_transforms(1)->mutable_lookup()->mutable_table())["red"] = "rot";
        field.add_transforms()->mutable_split()->set_separator("/");
        field.add_transforms()->set_truncate(9);
        const auto mapping = models::ImportMapping::fromProto(proto);
        QCOMPARE(mapping.toProto().SerializeAsString(), proto.SerializeAsString());
        MappingStep lookup = mapping.fields[0].steps[1];
        QCOMPARE(lookup.first(), "red = rot");
        lookup.setFirst("red = rouge\nblue=bleu\nnothing");
        QCOMPARE(lookup.proto().lookup().table_size(), 2);
        QCOMPARE(lookup.proto().lookup().otherwise(), std::string("none")); // what is not edited stays
    }

    void aDryRunThenTheImportThenBack() {
        World world;
        const QString id = world.upload(kTable);
        ImportSetup setup(world.client);
        setup.open(id, {});
        QTRY_VERIFY(setup.looked());
        ImportModel model(world.client);
        QSignalSpy ended(&model, &ImportModel::ended);
        model.load(id);
        QTRY_COMPARE(model.status(), ImportModel::Status::Ready);
        QCOMPARE(model.import().state, ImportState::Uploading);
        model.start(setup.startRequest(true));
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::Staged, 10'000);
        QCOMPARE(ended.count(), 1);
        QCOMPARE(model.import().created, 2);
        QCOMPARE(model.import().failed, 2);

        ImportRowsModel rows(world.client);
        rows.show(id, ImportRowsModel::Filter::Errors);
        QTRY_COMPARE(rows.rowCount(), 2);
        QCOMPARE(rows.index(0, ImportRowsModel::Value).data().toString(), "cheap");
        QVERIFY(rows.index(0, ImportRowsModel::Value).data(ImportRowsModel::WrongRole).toBool());
        QVERIFY(!rows.index(0, ImportRowsModel::Sku).data(ImportRowsModel::WrongRole).toBool());
        QCOMPARE(rows.problem(0)->line, 3);
        QVERIFY(rows.index(0, ImportRowsModel::Finding).data().toString().contains(rows.problem(0)->fix));

        BadRowsFile bad(world.client);
        QSignalSpy written(&bad, &BadRowsFile::written);
        QSignalSpy failed(&bad, &BadRowsFile::failed);
        bad.write(id, world.folder.filePath("bad.csv"));
        QTRY_COMPARE(written.count(), 1);
        QFile file(world.folder.filePath("bad.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("B,Chair,cheap,EUR"));
        bad.write(id, world.folder.filePath("no/such/folder/bad.csv"));
        QCOMPARE(failed.count(), 1);
        QVERIFY(!bad.writing());

        world.client.imports().editedSkus() = {"C"};
        model.start(setup.startRequest(false));
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::Imported, 10'000);
        QVERIFY(model.import().canRollBack());
        model.rollBack();
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::RolledBack, 10'000);
        QCOMPARE(model.import().rolledBack, 1);
        QCOMPARE(model.import().kept, 1);
        rows.show(id, ImportRowsModel::Filter::Kept);
        QTRY_COMPARE(rows.rowCount(), 1);
        QCOMPARE(rows.outcome(0).sku, "C");
    }

    void aRunningImportIsSteered() {
        World world;
        world.client.imports().freeze(true);
        world.client.imports().addExamples();
        ImportModel model(world.client);
        model.load("imp-running");
        QTRY_COMPARE(model.status(), ImportModel::Status::Ready);
        QCOMPARE(model.import().secondsLeft, 14);
        model.pause();
        QTRY_VERIFY(model.import().paused);
        model.resume();
        QTRY_VERIFY(!model.import().paused);
        world.client.loseConnection(5);
        QTest::qWait(ImportModel::kRunningMs + 50);
        QCOMPARE(model.import().state, ImportState::Importing); // what is known stays
        world.client.goOnline();
        model.cancel();
        QTRY_COMPARE(model.import().state, ImportState::Cancelled);
        QSignalSpy refused(&model, &ImportModel::refused);
        world.client.failNext("StartImport", {Code::FailedPrecondition, "WRONG_STATE", "Not now.", "id"});
        model.goOn(false);
        QTRY_COMPARE(refused.count(), 1);
        model.load("nothing");
        QTRY_COMPARE(model.status(), ImportModel::Status::LoadFailed);
    }

    void theListIsNewestFirstAndFollowsWhatRuns() {
        World world;
        world.client.imports().freeze(true);
        world.client.imports().addExamples();
        ImportListModel list(world.client);
        list.setWatched(true);
        QTRY_COMPARE(list.status(), ImportListModel::Status::Ready);
        const int before = list.rowCount();
        QVERIFY(before >= 8);
        QVERIFY(list.import(0).made > list.import(1).made);
        QPersistentModelIndex second = list.index(1, 0);
        const QString id = world.upload(kTable);
        QTRY_COMPARE_WITH_TIMEOUT(list.rowCount(), before + 1, 5'000); // by itself, as one of them runs
        QCOMPARE(list.import(0).id, id);
        QCOMPARE(second.row(), 2);
        world.client.failNext("ListImports", unavailable());
        list.refresh();
        QTRY_COMPARE(list.status(), ImportListModel::Status::Failed);
        QCOMPARE(list.rowCount(), before + 1); // what is known stays
    }

    void longListsComeInPages() {
        World world;
        QByteArray table = "sku,title,price,currency\n";
        for (int i = 0; i < 450; ++i)
            table += QByteArray::number(i) + ",Lamp,x,EUR\n";
        const QString id = world.upload(table);
        ImportModel model(world.client);
        model.load(id);
        QTRY_COMPARE(model.status(), ImportModel::Status::Ready);
        model.goOn(true);
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::Staged, 10'000);
        ImportRowsModel rows(world.client);
        rows.show(id, ImportRowsModel::Filter::Every);
        QTRY_COMPARE(rows.rowCount(), ImportRowsModel::kPageSize);
        QVERIFY(rows.canFetchMore({}));
        rows.fetchMore({});
        QVERIFY(!rows.canFetchMore({})); // one page at a time
        QTRY_COMPARE(rows.rowCount(), 2 * ImportRowsModel::kPageSize);
        rows.fetchMore({});
        QTRY_COMPARE(rows.rowCount(), 450);
        QVERIFY(!rows.canFetchMore({}));
        for (int i = 0; i < ImportListModel::kPageSize; ++i)
            (void)world.client.imports().create({});
        ImportListModel list(world.client);
        list.refresh();
        QTRY_COMPARE(list.rowCount(), ImportListModel::kPageSize);
        list.fetchMore({});
        QTRY_COMPARE(list.rowCount(), ImportListModel::kPageSize + 1);
    }
};

QTEST_GUILESS_MAIN(ImportsModelsTest)
#include "imports_models_test.moc"
