#include "app/console/console.h"

#include "ui/catalog/catalog_page.h"
#include "ui/catalog/editor/product_editor_page.h"
#include "ui/catalog/find_products.h"
#include "ui/imports/import_page.h"
#include "ui/imports/imports_page.h"
#include "ui/moderation/review_page.h"
#include "ui/shell/sign_in_page.h"

#include <QApplication>
#include <QLibraryInfo>

namespace tradepost::app {

using ui::CatalogPage;
using ui::ImportPage;
using ui::ImportsPage;
using ui::ProductEditorPage;
using ui::ReviewPage;

namespace {

constexpr int kThumbnailEdge = 144; // the largest it is shown, at 200%

QString wantedLanguage(const ui::Settings& settings) {
    const QString chosen = settings.get(ui::settings::language);
    if (!chosen.isEmpty())
        return chosen;
    return QLocale::system().language() == QLocale::German ? "de" : "en";
}

ui::Format formatFor(const QString& language, const Console::Config& config) {
    return ui::Format(QLocale(language), config.clock, config.timeSpec);
}

} // namespace

std::vector<ui::PageSpec> consolePages() {
    using client::Role;
    const std::set<Role> everyone{Role::Seller, Role::Moderator, Role::Operator};
    const auto catalog = [](ui::Workspace& workspace) -> ui::Page* { return new CatalogPage(workspace); };
    const auto form = [](ui::Workspace& workspace) -> ui::Page* { return new ProductEditorPage(workspace); };
    const auto review = [](ui::Workspace& workspace) -> ui::Page* { return new ReviewPage(workspace); };
    const auto imports = [](ui::Workspace& workspace) -> ui::Page* { return new ImportsPage(workspace); };
    const auto import = [](ui::Workspace& workspace) -> ui::Page* { return new ImportPage(workspace); };
    return {
        {"catalog", CatalogPage::tr("Catalog"), "catalog", {}, false, everyone, catalog, ui::findProducts},
        {"catalog/edit", ProductEditorPage::tr("Product"), "edit", "catalog", false, {Role::Seller}, form},
        {"imports", ImportsPage::tr("Imports"), "upload", {}, false, {Role::Seller}, imports},
        {"imports/import", ImportPage::tr("Import"), "upload", "imports", false, {Role::Seller}, import},
        {"review", ReviewPage::tr("Review"), "review", {}, false, {Role::Moderator}, review},
    };
}

Console::Console(Config config, client::ClientInterface& client, models::ImageLoader& images)
    : m_config(std::move(config)), m_client(client), m_settings(m_config.settingsFile),
      m_format(formatFor(wantedLanguage(m_settings), m_config)), m_thumbnails(images, kThumbnailEdge) {
    m_theme.setMode(m_settings.get(ui::settings::theme) == "dark" ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light);
    m_theme.applyTo(*qApp);
    loadTranslation();
    makeWindow();
}

Console::~Console() {
    QCoreApplication::removeTranslator(&m_translator);
    QCoreApplication::removeTranslator(&m_qtTranslator);
}

void Console::loadTranslation() {
    QCoreApplication::removeTranslator(&m_translator);
    QCoreApplication::removeTranslator(&m_qtTranslator);
    // Qt's own texts: names of keys, menus of text fields, file dialogs.
    if (m_qtTranslator.load("qtbase_" + language(), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTranslator);
    // English has a file too: it holds the plural forms.
    if (m_translator.load(":/i18n/tradepost_" + language() + ".qm"))
        QCoreApplication::installTranslator(&m_translator);
    QLocale::setDefault(m_format.locale());
}

void Console::makeWindow() {
    m_window =
        std::make_unique<ui::MainWindow>(ui::ShellConfig{m_client, m_theme, m_settings, m_format, &m_thumbnails,
                                                         m_config.version, m_config.localDirectory, consolePages()});
    connect(m_window.get(), &ui::MainWindow::firstPainted, this, &Console::firstPainted);
    connect(m_window.get(), &ui::MainWindow::languageChosen, this, &Console::setLanguage, Qt::QueuedConnection);
}

void Console::setLanguage(const QString& language) {
    m_settings.set(ui::settings::language, language);
    const bool shown = m_window->isVisible();
    const ui::Location location = m_window->location();
    const QByteArray geometry = m_window->saveGeometry();
    const bool quits = QApplication::quitOnLastWindowClosed();
    QApplication::setQuitOnLastWindowClosed(false);
    m_window.reset(); // it reads m_format
    m_format = formatFor(language, m_config);
    loadTranslation();
    makeWindow();
    if (!location.page.isEmpty())
        m_window->open(location);
    if (shown) {
        m_window->restoreGeometry(geometry);
        m_window->show();
    }
    QApplication::setQuitOnLastWindowClosed(quits);
}

void Console::show() {
    m_window->show();
}

void Console::openLastStore() {
    if (m_settings.get(ui::settings::storeKind) == "local") {
        m_client.openLocal(m_config.localDirectory);
        return;
    }
    const auto store = ui::chosenStore(m_settings, m_settings.get(ui::settings::storeAddress));
    if (!store.host.isEmpty() && m_settings.get(ui::settings::remember))
        m_client.resume(store);
}

} // namespace tradepost::app
