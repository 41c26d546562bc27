#pragma once

#include "models/client/client_interface.h"
#include "models/media/thumbnail_store.h"
#include "ui/kit/format.h"
#include "ui/kit/settings.h"
#include "ui/kit/theme.h"
#include "ui/shell/main_window.h"

#include <QTranslator>

#include <memory>

namespace tradepost::app {

// The pages this console has, in the order of its navigation.
std::vector<ui::PageSpec> consolePages();

// Everything of the running console but its client: theme, language, pictures and the window. The window is made anew
// when the language changes.
class Console final : public QObject {
    Q_OBJECT
public:
    struct Config {
        QString settingsFile;   // empty: the person's
        QString localDirectory; // data of the local store
        ui::Format::Clock clock = &QDateTime::currentDateTimeUtc;
        Qt::TimeSpec timeSpec = Qt::LocalTime;
        QString version = TRADEPOST_VERSION; // shown in the status line
    };

    // `client` and `images` outlive the console.
    Console(Config config, client::ClientInterface& client, models::ImageLoader& images);
    ~Console() override;

    ui::MainWindow& window() { return *m_window; }
    ui::Settings& settings() { return m_settings; }
    ui::Theme& theme() { return m_theme; }
    const ui::Format& format() const { return m_format; }
    models::ThumbnailStore& thumbnails() { return m_thumbnails; }
    void show();
    // Opens what was open last: the local store, or a remote one whose session is remembered.
    void openLastStore();
    void setLanguage(const QString& language);
    QString language() const { return m_format.german() ? "de" : "en"; }

signals:
    void firstPainted();

private:
    void makeWindow();
    void loadTranslation();

    Config m_config;
    client::ClientInterface& m_client;
    ui::Settings m_settings;
    ui::Theme m_theme;
    ui::Format m_format;
    models::ThumbnailStore m_thumbnails;
    QTranslator m_translator;
    QTranslator m_qtTranslator; // Debian's qt6-translations-l10n
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace tradepost::app
