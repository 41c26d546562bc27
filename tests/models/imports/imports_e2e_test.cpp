// The models of imports against the real backend: a foreign table with errors goes in, its bad rows come back, are
// corrected and go in too, are seen in the catalog and are taken back.
#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_list_model.h"
#include "models/client/grpc_client.h"
#include "models/imports/bad_rows_file.h"
#include "models/imports/file_upload.h"
#include "models/imports/import_list_model.h"
#include "models/imports/import_model.h"
#include "models/imports/import_rows_model.h"
#include "models/imports/import_setup.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tradepost;
using models::FileUpload;
using models::ImportModel;
using models::ImportRowsModel;
using models::ImportSetup;
using models::ImportState;

namespace {
constexpr int kLongMs = 30'000;
}

class ImportsEndToEnd : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<client::GrpcClient> m_client;

    QString write(const QString& name, const QByteArray& contents) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
            return {};
        return file.fileName();
    }
    QString upload(const QString& path) {
        FileUpload upload(*m_client);
        upload.start(path);
        if (!QTest::qWaitFor([&] { return upload.state() == FileUpload::State::Done; }, kLongMs))
            qWarning("%s", upload.error().message.c_str());
        return upload.importId();
    }
    // Sets it up as the wizard does: looked at, and given to the first seller.
    bool prepare(ImportSetup& setup, const QString& id) {
        setup.open(id, {});
        if (!QTest::qWaitFor([&] { return setup.looked() && !setup.looking() && !setup.sellers().empty(); }, kLongMs))
            return false;
        auto options = setup.options();
        options.sellerId = setup.sellers().front().id;
        setup.setOptions(options);
        return QTest::qWaitFor([&] { return !setup.looking(); }, kLongMs);
    }
    // How many products of the catalog have this in their title.
    int found(const QString& text) {
        models::CategoryTreeModel categories(*m_client);
        models::ProductListModel list(*m_client, categories);
        models::ProductQuery query;
        query.text = text;
        list.setQuery(query);
        (void)QTest::qWaitFor([&] { return list.status() == models::ProductListModel::Status::Ready; }, kLongMs);
        return list.rowCount();
    }

private slots:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_folder.filePath("run").toUtf8());
        QDir().mkpath(m_folder.filePath("run"));
        QFile::setPermissions(m_folder.filePath("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const QString data = m_folder.filePath("store");
        QProcess demo;
        demo.start(TRADEPOSTD, {"demo", "--data", data, "--products", "20", "--seed", "1", "--json"});
        QVERIFY(demo.waitForFinished(120'000));
        QVERIFY2(demo.exitCode() == 0, demo.readAllStandardError().constData());
        m_client = std::make_unique<client::GrpcClient>(client::GrpcClient::Config{
            .version = "0.1.0", .backendProgram = TRADEPOSTD, .sessionDirectory = m_folder.filePath("sessions")});
        m_client->openLocal(data);
        QTRY_VERIFY_WITH_TIMEOUT(m_client->online(), kLongMs);
    }
    void cleanupTestCase() { m_client.reset(); }

    void badRowsAreCorrectedAndEverythingTakenBack() {
        // Windows-1252 with decimal commas, as an inventory program writes it.
        const QString path = write("liste.csv", "Nummer;Bezeichnung;Preis\nE2E-1;Pr\xfc"
                                                "flampe Eins;12,50\nE2E-2;Pruefstuhl Zwei;billig\n"
                                                "E2E-3;Prueftisch Drei;99,00\n");
        const QString id = upload(path);
        ImportSetup setup(*m_client);
        QVERIFY(prepare(setup, id));
        QVERIFY(setup.mapped());
        QCOMPARE(setup.preview().shape.encoding, "windows-1252");
        QCOMPARE(setup.preview().rows.size(), 3);
        QCOMPARE(setup.preview().rows[0].cells[1], QString::fromUtf8("Prüflampe Eins"));
        QCOMPARE(setup.mappingProblem(), QString());

        ImportModel model(*m_client);
        model.load(id);
        QTRY_COMPARE_WITH_TIMEOUT(model.status(), ImportModel::Status::Ready, kLongMs);
        model.start(setup.startRequest(true));
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::Staged, kLongMs);
        QCOMPARE(model.import().created, 2);
        QCOMPARE(model.import().failed, 1);
        QCOMPARE(found("Prueftisch"), 0); // nothing has been changed

        ImportRowsModel rows(*m_client);
        rows.show(id, ImportRowsModel::Filter::Errors);
        QTRY_COMPARE_WITH_TIMEOUT(rows.rowCount(), 1, kLongMs);
        QCOMPARE(rows.problem(0)->line, 3);
        QCOMPARE(rows.problem(0)->column, "Preis");
        QCOMPARE(rows.problem(0)->value, "billig");
        QVERIFY(!rows.problem(0)->fix.isEmpty());

        model.goOn(false);
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::Imported, kLongMs);
        QTRY_COMPARE_WITH_TIMEOUT(found("Prueftisch"), 1, kLongMs);

        models::BadRowsFile bad(*m_client);
        QSignalSpy written(&bad, &models::BadRowsFile::written);
        bad.write(id, m_folder.filePath("bad.csv"));
        QTRY_COMPARE_WITH_TIMEOUT(written.count(), 1, kLongMs);
        QFile file(m_folder.filePath("bad.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray corrected = file.readAll();
        QVERIFY(corrected.startsWith("Nummer;Bezeichnung;Preis;import_errors"));
        QVERIFY(!corrected.contains("E2E-1"));
        corrected.replace("billig", "49,90");

        const QString second = upload(write("corrected.csv", corrected));
        ImportSetup again(*m_client);
        QVERIFY(prepare(again, second));
        QVERIFY(again.mapped());
        QTRY_COMPARE_WITH_TIMEOUT(again.preview().products.size(), 1, kLongMs); // read through the mapping
        QCOMPARE(again.preview().products[0].price, "4990 EUR");
        ImportModel secondModel(*m_client);
        secondModel.load(second);
        QTRY_COMPARE_WITH_TIMEOUT(secondModel.status(), ImportModel::Status::Ready, kLongMs);
        secondModel.start(again.startRequest(false));
        QTRY_COMPARE_WITH_TIMEOUT(secondModel.import().state, ImportState::Imported, kLongMs);
        QCOMPARE(secondModel.import().created, 1);
        QTRY_COMPARE_WITH_TIMEOUT(found("Pruefstuhl"), 1, kLongMs);

        models::ImportListModel list(*m_client);
        list.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(list.rowCount(), 2, kLongMs);
        QCOMPARE(list.import(0).id, second); // newest first

        model.rollBack();
        QTRY_COMPARE_WITH_TIMEOUT(model.import().state, ImportState::RolledBack, kLongMs);
        QCOMPARE(model.import().rolledBack, 2);
        QTRY_COMPARE_WITH_TIMEOUT(found("Prueftisch"), 0, kLongMs);
        QCOMPARE(found("Pruefstuhl"), 1); // the other import stays
    }

    void aCutOffUploadIsNotTakenForTheFile() {
        const QString path =
            write("long.csv", "sku,title,price,currency\n" + QByteArray("A,x,1,EUR\n").repeated(150'000));
        FileUpload upload(*m_client);
        QString id;
        connect(&upload, &FileUpload::changed, this, [&] {
            if (upload.sent() > 0 && id.isEmpty()) {
                id = upload.importId();
                upload.cancel();
            }
        });
        upload.start(path);
        QTRY_VERIFY_WITH_TIMEOUT(!id.isEmpty(), kLongMs);
        ImportSetup setup(*m_client);
        setup.open(id, {});
        QTRY_VERIFY_WITH_TIMEOUT(setup.looked(), kLongMs);
        QVERIFY(setup.previewError());
        QCOMPARE(setup.previewError()->reason, std::string("UPLOAD_INCOMPLETE"));
        upload.resume(id, path);
        QTRY_COMPARE_WITH_TIMEOUT(upload.state(), FileUpload::State::Done, kLongMs);
        setup.look();
        QTRY_VERIFY_WITH_TIMEOUT(!setup.looking() && !setup.previewError(), kLongMs);
    }
};

QTEST_GUILESS_MAIN(ImportsEndToEnd)
#include "imports_e2e_test.moc"
