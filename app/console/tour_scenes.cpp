#include "app/console/console.h"
#include "app/console/scene_tools.h"
#include "app/console/tour.h"
#include "models/sample/sample_client.h"
#include "ui/catalog/catalog_page.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/imports/file_step.h"
#include "ui/imports/import_page.h"
#include "ui/imports/mapping_row.h"
#include "ui/imports/mapping_step.h"
#include "ui/imports/outcome_step.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/drop_zone.h"
#include "ui/moderation/queue_pane.h"
#include "ui/moderation/reason_panel.h"
#include "ui/moderation/review_page.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/sign_in_page.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>

namespace tradepost::app {

using models::SampleClient;

using ui::ProductEditorPage;
using ui::Tone;

namespace {

ui::CatalogPage& catalogOf(Console& console) {
    return *console.window().findChild<ui::CatalogPage*>();
}
ui::SignInPage& signInOf(Console& console) {
    return *console.window().findChild<ui::SignInPage*>();
}

ui::ReviewPage& reviewOf(Console& console) {
    return *console.window().findChild<ui::ReviewPage*>();
}

// An import of the examples; what runs stands still.
void openImport(Console& console, SampleClient& client, const QString& id) {
    client.imports().freeze(true);
    client.imports().addExamples();
    console.window().open({"imports/import", id});
    wait();
}

ui::ImportPage& importOf(Console& console) {
    return *console.window().findChild<ui::ImportPage*>();
}

// Until typing would have been waited for.
void waitForPreview(Console& console) {
    QElapsedTimer clock;
    for (clock.start(); clock.elapsed() < 2'000 && importOf(console).setup().looking();)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
}

void setState(SampleClient& client, client::Phase phase, const QString& message, bool local) {
    client::ConnectionState state;
    state.phase = phase;
    state.message = message;
    state.local = local;
    state.storeName = local ? SampleClient::tr("Local store") : "shop.nordlicht.example";
    client.force(state);
}

void openReview(Console& console, const QString& id = {}) {
    console.window().open({"review", id});
    wait();
}

// The first item that waits and is, or is not, an edit of a product on sale; after it, those with a finding.
QString waiting(SampleClient& client, bool revision, int findings) {
    for (const auto& review : client.moderation().reviews()) {
        if (review.item().revision() == revision && review.item().findings_size() == findings)
            return QString::fromStdString(review.item().product_id());
    }
    return {};
}

// The scenes of the moderator's page.
std::vector<Scene> reviewScenes() {
    const std::set<client::Role> moderator{client::Role::Moderator};
    const QStringList none;
    return {
        {.name = "review",
         .sellers = none,
         .roles = moderator,
         .act = [](Console& console, SampleClient&) { openReview(console); }},
        {.name = "review-edit",
         .sellers = none,
         .roles = moderator,
         .act = [](Console& console, SampleClient& client) { openReview(console, waiting(client, true, 0)); }},
        {.name = "review-reject",
         .sellers = none,
         .roles = moderator,
         .act =
             [](Console& console, SampleClient& client) {
                 openReview(console, waiting(client, false, 2));
                 console.window().actions().find("review.reject")->trigger();
                 wait();
                 reviewOf(console).reason().findChild<QComboBox*>()->setCurrentIndex(1);
             }},
        {.name = "review-held",
         .sellers = none,
         .roles = moderator,
         .before =
             [](Console&, SampleClient& client) {
                 const auto& reviews = client.moderation().reviews();
                 for (const std::size_t at : {std::size_t(1), std::size_t(3)})
                     client.moderation().claimAs(reviews[at].item().product_id(), "0anothermoderator");
             },
         .act =
             [](Console& console, SampleClient& client) {
                 openReview(console, QString::fromStdString(client.moderation().reviews()[1].item().product_id()));
             }},
        {.name = "review-many",
         .sellers = none,
         .roles = moderator,
         .act =
             [](Console& console, SampleClient&) {
                 openReview(console);
                 auto& list = reviewOf(console).pane().list();
                 list.selectionModel()->select(QItemSelection(list.model()->index(0, 0), list.model()->index(6, 0)),
                                               QItemSelectionModel::Select);
                 QTimer::singleShot(0, &console.window(),
                                    [&console] { console.window().actions().find("review.changes")->trigger(); });
             }},
        {.name = "review-refused",
         .sellers = none,
         .roles = moderator,
         .act =
             [](Console& console, SampleClient& client) {
                 openReview(console);
                 auto& review = client.moderation().reviews().front();
                 review.mutable_item()->set_etag("newer");
                 console.window().actions().find("review.approve")->trigger();
             }},
        {.name = "review-long-texts",
         .sellers = none,
         .roles = moderator,
         .before =
             [](Console&, SampleClient& client) {
                 auto& review = client.moderation().reviews().front();
                 review.mutable_item()->set_title(kLongTitle);
                 review.mutable_candidate()->set_title(kLongTitle);
                 std::string words;
                 for (int i = 0; i < 12; ++i)
                     words += review.candidate().description() + ' ';
                 review.mutable_candidate()->set_description(words);
             },
         .act = [](Console& console, SampleClient&) { openReview(console); }},
        {.name = "review-empty",
         .sellers = none,
         .roles = moderator,
         .before = [](Console&, SampleClient& client) { client.moderation().setSize(0); },
         .act = [](Console& console, SampleClient&) { openReview(console); }},
        {.name = "review-loading",
         .sellers = none,
         .roles = moderator,
         .before = [](Console&, SampleClient& client) { client.holdAll("ListQueue"); },
         .act = [](Console& console, SampleClient&) { openReview(console); }},
        {.name = "review-error",
         .sellers = none,
         .roles = moderator,
         .before = [](Console&, SampleClient& client) { client.failNext("ListQueue", unavailable(), 9); },
         .act = [](Console& console, SampleClient&) { openReview(console); }},
        {.name = "review-offline",
         .sellers = none,
         .roles = moderator,
         .act =
             [](Console& console, SampleClient& client) {
                 openReview(console);
                 client.loseConnection(12);
             }},
    };
}

} // namespace

std::vector<Scene> tourScenes() {
    std::vector<Scene> scenes{
        {.name = "sign-in-local", .signedIn = false},
        {.name = "sign-in-remote",
         .signedIn = false,
         .act = [](Console& console, SampleClient&) { signInOf(console).showRemoteForm(true); }},
        {.name = "sign-in-problems",
         .signedIn = false,
         .act =
             [](Console& console, SampleClient&) {
                 signInOf(console).showRemoteForm(true);
                 signInOf(console).submit();
             }},
        {.name = "sign-in-wrong-password",
         .signedIn = false,
         .before =
             [](Console& console, SampleClient&) {
                 signInOf(console).showRemoteForm(true);
                 for (auto* edit : signInOf(console).findChildren<QLineEdit*>())
                     edit->setText(edit->echoMode() == QLineEdit::Password ? "wrong"
                                   : edit->placeholderText().isEmpty()     ? "mara@nordlicht.example"
                                                                           : "shop.nordlicht.example");
             },
         .act = [](Console& console, SampleClient&) { signInOf(console).submit(); }},
        {.name = "starting",
         .signedIn = false,
         .act = [](Console&, SampleClient& client) { setState(client, client::Phase::Starting, {}, true); }},
        {.name = "refused",
         .signedIn = false,
         .act =
             [](Console&, SampleClient& client) {
                 setState(client, client::Phase::Refused,
                          SampleClient::tr("The data directory is used by another program. Close it, then try again."),
                          true);
             }},
        {.name = "version-mismatch",
         .signedIn = false,
         .act =
             [](Console&, SampleClient& client) {
                 setState(client, client::Phase::VersionMismatch,
                          SampleClient::tr("This console is version %1, the store's backend is version %2.")
                              .arg("0.1.0", "0.3.2"),
                          false);
             }},
        {.name = "catalog"},
        {.name = "catalog-compact",
         .before = [](Console& console,
                      SampleClient&) { console.settings().set(ui::settings::density, QString("compact")); }},
        {.name = "catalog-navigation-collapsed",
         .before = [](Console& console,
                      SampleClient&) { console.window().actions().find("shell.navigation")->trigger(); }},
        {.name = "catalog-million",
         .products = 1'000'000,
         .act =
             [](Console& console, SampleClient&) {
                 auto& grid = catalogOf(console).grid();
                 grid.scrollTo(grid.model()->index(630'000, 0), QAbstractItemView::PositionAtTop);
             }},
        {.name = "catalog-loading",
         .before = [](Console&, SampleClient& client) { client.holdAll("ReadProductSnapshot"); }},
        {.name = "catalog-empty", .products = 0},
        {.name = "catalog-no-match", .act = [](Console& console, SampleClient&) { catalogOf(console).search("zzz"); }},
        {.name = "catalog-error",
         .before = [](Console&, SampleClient& client) { client.failNext("CreateProductSnapshot", unavailable(), 9); }},
        {.name = "catalog-offline", .act = [](Console&, SampleClient& client) { client.loseConnection(12); }},
        {.name = "catalog-filtered",
         .act =
             [](Console& console, SampleClient&) {
                 auto& model = catalogOf(console).model();
                 auto query = model.query();
                 query.states = {models::ProductState::ChangesRequested};
                 query.brand = "Bergmann & Söhne";
                 query.sortField = "price";
                 catalogOf(console).setQuery(query);
             }},
        {.name = "catalog-selected",
         .act =
             [](Console& console, SampleClient&) {
                 auto& grid = catalogOf(console).grid();
                 for (const int row : {2, 3, 4, 7})
                     grid.selectionModel()->select(grid.model()->index(row, 0),
                                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
             }},
        {.name = "catalog-changed-elsewhere",
         .act =
             [](Console&, SampleClient& client) {
                 for (const int index : {3'000, 4'000})
                     client.announce(client.catalog().idAt(index));
             }},
        {.name = "catalog-long-texts",
         .before =
             [](Console&, SampleClient& client) {
                 for (const int index : {0, 1, 2, 3, 4, 5, 6, 7, 8})
                     rename(client, index, kLongTitle, "Aktiengesellschaft für Haushaltswaren & Söhne");
             },
         .act = [](Console& console, SampleClient&) { catalogOf(console).showDetails(0); }},
        {.name = "catalog-details", .act = [](Console& console, SampleClient&) { catalogOf(console).showDetails(3); }},
        {.name = "catalog-columns",
         .act =
             [](Console& console, SampleClient&) {
                 catalogOf(console).grid().setColumnShown(2, false);
                 for (auto* button : catalogOf(console).findChildren<QToolButton*>("columns"))
                     button->click();
             }},
        {.name = "imports",
         .act =
             [](Console& console, SampleClient& client) {
                 client.imports().freeze(true);
                 client.imports().addExamples();
                 console.window().open({"imports", {}});
             }},
        {.name = "imports-empty",
         .act = [](Console& console, SampleClient&) { console.window().open({"imports", {}}); }},
        {.name = "imports-error",
         .act =
             [](Console& console, SampleClient& client) {
                 client.failNext("ListImports", unavailable(), 9);
                 console.window().open({"imports", {}});
             }},
        {.name = "imports-offline",
         .act =
             [](Console& console, SampleClient& client) {
                 client.imports().freeze(true);
                 client.imports().addExamples();
                 console.window().open({"imports", {}});
                 wait();
                 client.loseConnection(12);
             }},
        {.name = "import-new",
         .act = [](Console& console, SampleClient&) { console.window().open({"imports/import", {}}); }},
        {.name = "import-wrong-kind",
         .act =
             [](Console& console, SampleClient&) {
                 console.window().open({"imports/import", {}});
                 importOf(console).fileStep().zone().offer({"/home/mara/Preisliste Herbst 2026.xlsx"});
             }},
        {.name = "import-sending",
         .act =
             [](Console& console, SampleClient& client) {
                 static const QTemporaryDir folder;
                 QFile file(folder.filePath("shopify-products-export-2026-11-28.csv"));
                 if (file.open(QIODevice::WriteOnly))
                     file.write(QByteArray(1'572'864, 'x'));
                 file.close();
                 client.holdAll("UploadImportData");
                 console.window().open({"imports/import", {}});
                 importOf(console).fileStep().zone().offer({file.fileName()});
                 QElapsedTimer clock;
                 for (clock.start(); clock.elapsed() < 2'000 && client.calls("UploadImportData") == 0;)
                     QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
             }},
        {.name = "import-file",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-own"); }},
        {.name = "import-file-sellers",
         .sellers = {"0sampleseller", "0otherseller"},
         .act =
             [](Console& console, SampleClient& client) {
                 openImport(console, client, "imp-mapping");
                 waitForPreview(console);
             }},
        {.name = "import-fields",
         .act =
             [](Console& console, SampleClient& client) {
                 openImport(console, client, "imp-mapping");
                 waitForPreview(console);
                 importOf(console).nextButton()->click();
             }},
        {.name = "import-fields-problem",
         .act =
             [](Console& console, SampleClient& client) {
                 openImport(console, client, "imp-mapping");
                 waitForPreview(console);
                 importOf(console).nextButton()->click();
                 auto mapping = importOf(console).setup().mapping();
                 mapping.remove("sku");
                 mapping.field("attributes.Lagerort").column = "Lagerort";
                 importOf(console).setup().setMapping(mapping);
                 waitForPreview(console);
             }},
        {.name = "import-field-values",
         .act =
             [](Console& console, SampleClient& client) {
                 openImport(console, client, "imp-mapping");
                 waitForPreview(console);
                 importOf(console).nextButton()->click();
                 auto mapping = importOf(console).setup().mapping();
                 auto& field = mapping.field("price");
                 field.fallback = "0";
                 field.steps.emplace_back(models::MappingStep::Kind::Replace);
                 field.steps.back().setFirst(" EUR$");
                 importOf(console).setup().setMapping(mapping);
                 waitForPreview(console);
                 importOf(console).mappingStep().row("price")->openSettings();
             }},
        {.name = "import-staged",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-staged"); }},
        {.name = "import-staged-details",
         .act =
             [](Console& console, SampleClient& client) {
                 openImport(console, client, "imp-staged");
                 importOf(console).outcomeStep().showDetails(2);
             }},
        {.name = "import-running",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-running"); }},
        {.name = "import-paused",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-paused"); }},
        {.name = "import-done",
         .act =
             [](Console& console, SampleClient& client) {
                 openImport(console, client, "imp-done");
                 importOf(console).outcomeStep().tile(ui::OutcomeStep::Filter::Every)->click();
             }},
        {.name = "import-rolled-back",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-rolled-back"); }},
        {.name = "import-cancelled",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-cancelled"); }},
        {.name = "import-failed",
         .act = [](Console& console, SampleClient& client) { openImport(console, client, "imp-failed"); }},
        {.name = "import-error",
         .act =
             [](Console& console, SampleClient& client) {
                 client.failNext("GetImport", unavailable(), 9);
                 openImport(console, client, "imp-done");
             }},
        {.name = "jobs",
         .before =
             [](Console&, SampleClient& client) {
                 using operations::v1::Operation;
                 for (const auto& [title, state, done] :
                      {std::tuple("Import of catalog-2026.csv", Operation::RUNNING, 5'120),
                       std::tuple("Price change of 12,408 products", Operation::SUCCEEDED, 12'408),
                       std::tuple("Import of broken.csv", Operation::FAILED, 6'000)}) {
                     auto& operation = client.operations().emplace_back();
                     operation.set_id(title);
                     operation.set_title(title);
                     operation.set_state(state);
                     operation.set_done(done);
                     operation.set_total(12'408);
                     operation.mutable_update_time()->set_seconds(1'773'480'000);
                     if (state == Operation::FAILED)
                         operation.mutable_error()->set_message("Line 6,001: the price is not a number.");
                 }
             },
         .act = [](Console& console, SampleClient&) { console.window().openJobs(); }},
        {.name = "notifications",
         .act =
             [](Console& console, SampleClient&) {
                 auto& toasts = console.window().toasts();
                 toasts.show(Tone::Good, ProductEditorPage::tr("Saved."));
                 toasts.show(Tone::Bad, QString::fromStdString(unavailable().message));
                 toasts.clear();
                 console.window().openNotifications();
             }},
        {.name = "palette", .act = [](Console& console, SampleClient&) { console.window().openPalette(); }},
        {.name = "palette-found",
         .act =
             [](Console& console, SampleClient&) {
                 console.window().openPalette();
                 auto* palette = console.window().findChild<ui::CommandPalette*>();
                 palette->input()->setText("lamp");
                 QElapsedTimer typing;
                 for (typing.start(); typing.elapsed() < 300;)
                     QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
             }},
        {.name = "shortcuts", .act = [](Console& console, SampleClient&) { console.window().openShortcuts(); }},
    };
    for (auto* more : {&reviewScenes, &productScenes}) {
        for (Scene& scene : more())
            scenes.push_back(std::move(scene));
    }
    return scenes;
}

} // namespace tradepost::app
