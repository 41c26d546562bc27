// The scenes of the product editor: every section and every state.
#include "app/console/console.h"
#include "app/console/scene_tools.h"
#include "models/catalog/variant_matrix.h"
#include "models/sample/sample_client.h"
#include "ui/catalog/editor/attributes_section.h"
#include "ui/catalog/editor/category_section.h"
#include "ui/catalog/editor/history_section.h"
#include "ui/catalog/editor/markets_section.h"
#include "ui/catalog/editor/media_section.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/catalog/editor/seo_section.h"
#include "ui/catalog/editor/texts_section.h"
#include "ui/catalog/editor/variants_section.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>

namespace tradepost::app {

using models::DraftVariant;
using models::Field;
using models::ProductDraft;
using models::SampleClient;
using ui::ProductEditorPage;

namespace {

constexpr int kLamp = 6; // of a category with attributes of its own
constexpr std::int64_t kTenMinutesAgo = 1'773'479'813;

ProductEditorPage& editorOf(Console& console) {
    return *console.window().findChild<ProductEditorPage*>();
}

void open(Console& console, const QString& id) {
    console.window().open({"catalog/edit", id});
    wait();
}

QString idAt(SampleClient& client, int index) {
    return QString::fromStdString(client.catalog().idAt(index));
}

void type(Console& console, const models::FieldRef& field, const QString& text) {
    editorOf(console).model().setValue(field, text);
}

void save(Console& console) {
    console.window().actions().find("product.save")->trigger();
}

template<class Section>
void show(Console& console) {
    wait(); // what it is made of has its place now
    auto& page = editorOf(console);
    page.showSection(page.section<Section>());
    wait();
}

QString amount(Console& console, const char* english) {
    QString text(english);
    return console.language() == "de" ? text.replace('.', ',') : text;
}

void makeShirts(Console& console) {
    editorOf(console).model().change([&](ProductDraft& draft) {
        draft.variants.front().sku = "LAMP";
        models::apply(draft, {{"Colour", {"Graphite", "Sand", "Forest", "Navy"}}, {"Size", {"S", "M", "L"}}});
    });
}

void addPictures(Console& console) {
    editorOf(console).model().change([](ProductDraft& draft) {
        draft.images.front().alt = "The lamp from the side, its arm at a right angle";
        for (const char* url : {"/media/10-1.svg", "/media/10-3.svg", "/media/10-4.svg"})
            draft.images.push_back({url, {}, false});
    });
}

// The lamp as a product of this state.
void make(SampleClient& client, catalog::v1::ProductState state) {
    (void)client.catalog().transition(client.catalog().idAt(kLamp), {}, state);
}

void leavePending(SampleClient& client, catalog::v1::ProductState state, const std::string& reason) {
    make(client, catalog::v1::PUBLISHED);
    auto product = client.catalog().at(kLamp);
    product.set_title(product.title() + " (2026)");
    client.catalog().setPending(product, state, reason);
}

const char* const kReason =
    "The main picture shows another colour than the title says. Please replace it, and name the "
    "material of the shade.";

void openLamp(Console& console, SampleClient& client) {
    open(console, idAt(client, kLamp));
}

std::vector<Scene> stateScenes() {
    return {
        {.name = "product-new", .act = [](Console& console, SampleClient&) { open(console, {}); }},
        {.name = "product-new-seller",
         .sellers = {"0sampleseller", "0otherseller"},
         .act =
             [](Console& console, SampleClient&) {
                 open(console, {});
                 type(console, Field::Title, "Desk lamp");
                 save(console);
             }},
        {.name = "product-no-seller", .sellers = {}, .act = [](Console& console, SampleClient&) { open(console, {}); }},
        {.name = "product-long-texts",
         .act =
             [](Console& console, SampleClient& client) {
                 rename(client, kLamp, kLongTitle, "Aktiengesellschaft für Haushaltswaren & Söhne");
                 openLamp(console, client);
             }},
        {.name = "product-saved",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 type(console, Field::Title, "Aurelia Arc rear light, graphite grey");
                 save(console);
             }},
        {.name = "product-problems",
         .act =
             [](Console& console, SampleClient&) {
                 open(console, {});
                 type(console, Field::Brand, "Nordlicht");
                 type(console, Field::Gtin, "4006381333932");
                 type(console, Field::Price, "12,,5");
                 save(console);
             }},
        {.name = "product-edit",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 type(console, Field::Brand, "Lumen & Co");
             }},
        {.name = "product-error",
         .before = [](Console&, SampleClient& client) { client.failNext("GetProduct", unavailable(), 9); },
         .act = &openLamp},
        {.name = "product-conflict",
         .act =
             [](Console& console, SampleClient& client) {
                 const std::string id = client.catalog().idAt(kLamp);
                 openLamp(console, client);
                 catalog::v1::UpdateProductRequest theirs;
                 auto& product = *theirs.mutable_product();
                 product = client.catalog().at(kLamp);
                 product.set_title("Lumen Studio desk lamp with dimmer, ivory");
                 product.mutable_variants(0)->mutable_price()->set_amount_minor(7'990);
                 product.clear_etag();
                 for (const char* path : {"title", "variants"})
                     theirs.mutable_update_mask()->add_paths(path);
                 (void)client.catalog().update(theirs);
                 type(console, Field::Title, "Lumen Studio desk lamp, ivory (2026)");
                 type(console, Field::Price, amount(console, "74.90"));
                 save(console);
             }},
        {.name = "product-waits",
         .before = [](Console&, SampleClient& client) { leavePending(client, catalog::v1::SUBMITTED, {}); },
         .act = &openLamp},
        {.name = "product-edit-refused",
         .before = [](Console&,
                      SampleClient& client) { leavePending(client, catalog::v1::CHANGES_REQUESTED, kReason); },
         .act = &openLamp},
        {.name = "product-submitted",
         .before = [](Console&, SampleClient& client) { make(client, catalog::v1::SUBMITTED); },
         .act = &openLamp},
        {.name = "product-rejected",
         .before =
             [](Console&, SampleClient& client) {
                 make(client, catalog::v1::REJECTED);
                 client.catalog().tell(client.catalog().idAt(kLamp), "reject", kReason);
             },
         .act = &openLamp},
        {.name = "product-archived",
         .before = [](Console&, SampleClient& client) { make(client, catalog::v1::ARCHIVED); },
         .act = &openLamp},
        {.name = "product-draft-offered",
         .act =
             [](Console& console, SampleClient& client) {
                 const ProductDraft base = ProductDraft::of(client.catalog().at(kLamp), console.format().locale());
                 ProductDraft typed = base;
                 typed.texts["en"].title = "Typed before the power went";
                 const models::DraftStore store(console.settings().folder() + "/drafts");
                 store.save(models::DraftStore::keyOf(client, idAt(client, kLamp)),
                            {typed.texts["en"].title, QDateTime::fromSecsSinceEpoch(kTenMinutesAgo, Qt::UTC),
                             console.format().locale().name(), base, typed});
                 openLamp(console, client);
             }},
    };
}

std::vector<Scene> sectionScenes() {
    return {
        {.name = "product-texts",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 editorOf(console).section<ui::TextsSection>().setLanguage(1, "fr");
                 type(console, {Field::Title, "fr"}, "Lampe de bureau Lumen Studio, ivoire");
                 show<ui::TextsSection>(console);
             }},
        {.name = "product-media",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 addPictures(console);
                 show<ui::MediaSection>(console);
             }},
        {.name = "product-media-sending",
         .act =
             [](Console& console, SampleClient& client) {
                 static const QTemporaryDir folder;
                 QStringList files;
                 for (const char* name : {"lamp-from-the-front.jpg", "lamp-at-night.jpg"}) {
                     QFile file(folder.filePath(name));
                     if (file.open(QIODevice::WriteOnly))
                         file.write("picture");
                     files.append(file.fileName());
                 }
                 openLamp(console, client);
                 client.holdAll("UploadMedia");
                 auto& uploads = editorOf(console).uploads();
                 uploads.add({folder.filePath("missing-on-the-stick.jpg")});
                 QElapsedTimer clock;
                 for (clock.start(); clock.elapsed() < 2'000 && uploads.busy();)
                     QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
                 uploads.add(files);
                 for (clock.start(); clock.elapsed() < 2'000 && client.calls("UploadMedia") == 0;)
                     QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
                 show<ui::MediaSection>(console);
             }},
        {.name = "product-price",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 type(console, Field::CompareAt, amount(console, "149.90"));
                 show<ui::VariantsSection>(console);
             }},
        {.name = "product-variants",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 makeShirts(console);
                 show<ui::VariantsSection>(console);
             }},
        {.name = "product-variants-problems",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 makeShirts(console);
                 type(console, {Field::Price, 2}, "12,,5");
                 type(console, {Field::Sku, 4}, "LAMP");
                 type(console, {Field::Gtin, 5}, "123");
                 save(console);
                 show<ui::VariantsSection>(console);
             }},
        {.name = "product-options",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 makeShirts(console);
                 show<ui::VariantsSection>(console);
                 editorOf(console).section<ui::VariantsSection>().editOptions();
             }},
        {.name = "product-category",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 show<ui::CategorySection>(console);
             }},
        {.name = "product-category-search",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 editorOf(console).section<ui::CategorySection>().search()->setText("lam");
                 show<ui::CategorySection>(console);
             }},
        {.name = "product-attributes",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 editorOf(console).model().change([](ProductDraft& draft) {
                     using Kind = models::AttributeKind;
                     draft.attributes = {{"material", Kind::Text, "Aluminium", {}},
                                         {"dimmable", Kind::Flag, "true", {}},
                                         {"colour_temperature", Kind::Number, "warm", "K"},
                                         {"Shade", Kind::Text, "Linen, ivory, 24 cm", {}}};
                 });
                 save(console);
                 show<ui::AttributesSection>(console);
             }},
        {.name = "product-attributes-error",
         .before = [](Console&, SampleClient& client) { client.failNext("GetCategory", unavailable(), 9); },
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 show<ui::AttributesSection>(console);
             }},
        {.name = "product-seo",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 editorOf(console).model().change([](ProductDraft& draft) {
                     draft.slug = "lumen-studio-desk-lamp-ivory";
                     draft.tags = {"spring 2026",      "desk", "gift idea", "plastic-free packaging", "bestseller",
                                   "showroom Hamburg", "B2B"};
                 });
                 show<ui::SeoSection>(console);
             }},
        {.name = "product-markets",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 editorOf(console).model().change(
                     [](ProductDraft& draft) { draft.markets = {"DE", "AT", "CH", "JP"}; });
                 show<ui::MarketsSection>(console);
             }},
        {.name = "product-history",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 show<ui::HistorySection>(console);
             }},
        {.name = "product-history-error",
         .before = [](Console&, SampleClient& client) { client.failNext("ListProductHistory", unavailable(), 9); },
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 show<ui::HistorySection>(console);
             }},
        {.name = "product-preview",
         .act =
             [](Console& console, SampleClient& client) {
                 openLamp(console, client);
                 console.window().actions().find("product.preview")->trigger();
                 type(console, Field::CompareAt, amount(console, "149.90"));
             }},
    };
}

} // namespace

std::vector<Scene> productScenes() {
    std::vector<Scene> scenes = stateScenes();
    for (Scene& scene : sectionScenes())
        scenes.push_back(std::move(scene));
    return scenes;
}

} // namespace tradepost::app
