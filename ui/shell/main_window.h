#pragma once

#include "models/operations/jobs_model.h"
#include "ui/kit/banner.h"
#include "ui/kit/page.h"
#include "ui/kit/toasts.h"
#include "ui/shell/notifications.h"

#include <QTimer>

class QStackedLayout;
class QStackedWidget;

namespace tradepost::ui {

class NavigationBar;
class SignInPage;
class StatusLine;
class TopBar;

// What the window is given; everything outlives it.
struct ShellConfig {
    client::ClientInterface& client;
    Theme& theme;
    Settings& settings;
    const Format& format;
    models::ThumbnailStore* thumbnails = nullptr;
    QString version;
    QString localDirectory;
    std::vector<PageSpec> pages;
};

// The frame around the pages: navigation by role, top bar, banners for the connection, status line, palette, history.
class MainWindow final : public QWidget {
    Q_OBJECT
public:
    explicit MainWindow(ShellConfig config);
    ~MainWindow() override;

    // Shows a page; a page that does not exist or may not be opened is ignored. Adds to the history.
    void open(const Location& location);
    void back();
    void forward();
    const Location& location() const { return m_location; }
    Page* currentPage() const;
    ActionRegistry& actions() { return m_actions; }
    ToastArea& toasts() { return *m_toasts; }
    void openPalette();
    void openShortcuts();
    void openNotifications();
    void openJobs();
    models::JobsModel& jobs() { return m_jobs; }
    NotificationLog& notifications() { return m_log; }
    QStringList visiblePages() const; // ids in the navigation
    // Where to go once signed in, instead of the first page.
    void setInitialLocation(const Location& location) { m_initial = location; }
    bool signedIn() const;

signals:
    void languageChosen(const QString& language); // the window is then made anew, in that language
    void firstPainted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void declareActions();
    void connectionChanged(const client::ConnectionState& state);
    void updateBanner();
    void updateUser();
    void pageChanged();
    bool goTo(const Location& location);
    void rememberRecent();
    bool allowed(const PageSpec& spec) const;
    const PageSpec* find(const QString& id) const;
    QMenu* makePersonMenu();
    void addChoices(QMenu* menu, const QString& title, const QList<std::pair<QString, QString>>& choices,
                    const QString& current, std::function<void(const QString&)> choose);

    ShellConfig m_config;
    ActionRegistry m_actions;
    models::JobsModel m_jobs;
    NotificationLog m_log;
    QStackedLayout* m_root;
    SignInPage* m_signIn;
    QWidget* m_frame;
    NavigationBar* m_navigation;
    TopBar* m_top;
    Banner* m_banner;
    QStackedWidget* m_pages;
    StatusLine* m_status;
    ToastArea* m_toasts;
    std::unique_ptr<Workspace> m_workspace;
    QHash<QString, Page*> m_made;
    Location m_location;
    Location m_initial;
    std::vector<Location> m_past;
    std::vector<Found> m_recent; // newest first, for the palette
    std::vector<Location> m_future;
    QTimer m_countdown;
    bool m_painted = false;
};

} // namespace tradepost::ui
