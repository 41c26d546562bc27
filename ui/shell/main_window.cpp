#include "ui/shell/main_window.h"

#include "ui/shell/command_palette.h"
#include "ui/shell/jobs_panel.h"
#include "ui/shell/navigation_bar.h"
#include "ui/shell/shortcut_overlay.h"
#include "ui/shell/sign_in_page.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_bar.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QStackedLayout>
#include <QStackedWidget>

namespace tradepost::ui {

using client::Phase;

namespace {
constexpr std::size_t kMaxHistory = 50;
constexpr std::size_t kMaxRecent = 5;
} // namespace

MainWindow::MainWindow(ShellConfig config)
    : m_config(std::move(config)), m_actions(m_config.theme), m_jobs(m_config.client), m_log(m_config.format),
      m_root(new QStackedLayout(this)), m_signIn(new SignInPage(m_config.client, m_config.theme, m_config.settings,
                                                                m_config.localDirectory, m_config.version, this)),
      m_frame(new QWidget(this)), m_navigation(new NavigationBar(m_config.theme, "Tradepost", m_frame)),
      m_top(new TopBar(m_config.theme, m_frame)), m_banner(new Banner(m_config.theme, m_frame)),
      m_pages(new QStackedWidget(m_frame)), m_status(new StatusLine(m_config.theme, m_config.version, m_frame)),
      m_toasts(new ToastArea(m_config.theme, m_frame)) {
    setWindowTitle("Tradepost");
    setMinimumSize(900, 560);
    resize(1280, 800);
    if (const QByteArray geometry = m_config.settings.get(settings::windowGeometry); !geometry.isEmpty())
        restoreGeometry(geometry);

    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_top);
    right->addWidget(m_banner);
    right->addWidget(m_pages, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_navigation);
    middle->addLayout(right, 1);
    auto* column = new QVBoxLayout(m_frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
    m_root->addWidget(m_signIn);
    m_root->addWidget(m_frame);

    m_workspace = std::unique_ptr<Workspace>(new Workspace{
        m_config.client, m_config.theme, m_config.settings, m_config.format, m_actions, m_config.thumbnails, *m_toasts,
        [this](const Location& location) { open(location); }, [this] { back(); }});
    m_navigation->setCollapsed(m_config.settings.get(settings::navigationCollapsed));
    connect(m_navigation, &NavigationBar::chosen, this, [this](const QString& id) {
        open({id, {}});
        m_navigation->setCurrent(find(m_location.page) ? m_location.page : QString());
    });
    connect(m_navigation, &NavigationBar::collapseToggled, this, [this] {
        m_navigation->setCollapsed(!m_navigation->collapsed());
        m_config.settings.set(settings::navigationCollapsed, m_navigation->collapsed());
    });
    connect(m_top, &TopBar::back, this, &MainWindow::back);
    connect(m_top, &TopBar::forward, this, &MainWindow::forward);
    connect(m_top, &TopBar::paletteRequested, this, &MainWindow::openPalette);
    connect(m_top, &TopBar::searched, this, [this](const QString& text) {
        if (Page* page = currentPage())
            page->search(text);
    });
    connect(m_top, &TopBar::notificationsRequested, this, &MainWindow::openNotifications);
    connect(m_toasts, &ToastArea::shown, &m_log, &NotificationLog::add);
    connect(&m_log, &NotificationLog::changed, this, [this] { m_top->setUnread(m_log.unread()); });
    connect(m_status, &StatusLine::jobsRequested, this, &MainWindow::openJobs);
    connect(&m_jobs, &models::JobsModel::changed, this, [this] { m_status->setJobs(m_jobs.running()); });
    connect(&m_jobs, &models::JobsModel::failed, this,
            [this](const QString& problem) { m_toasts->show(Tone::Bad, problem); });
    connect(&m_jobs, &models::JobsModel::ended, this, [this](const models::Job& job) {
        using State = models::Job::State;
        const Tone tone = job.state == State::Succeeded ? Tone::Good
                          : job.state == State::Failed  ? Tone::Bad
                                                        : Tone::Info;
        const QString text = job.state == State::Succeeded ? tr("Done: %1").arg(job.title)
                             : job.state == State::Failed  ? tr("Failed: %1").arg(job.title)
                                                           : tr("Cancelled: %1").arg(job.title);
        m_toasts->show(tone, text, tr("Show"), [this] { openJobs(); });
    });
    connect(m_banner, &Banner::clicked, this, [this] { m_config.client.retryNow(); });
    connect(&m_config.client, &client::ClientInterface::connectionChanged, this, &MainWindow::connectionChanged);
    connect(&m_config.client, &client::ClientInterface::userChanged, this, &MainWindow::updateUser);
    m_countdown.setInterval(1000);
    connect(&m_countdown, &QTimer::timeout, this, &MainWindow::updateBanner);
    declareActions();
    updateUser();
    connectionChanged(m_config.client.connection());
}

// The frame goes while the window still is one: closing widgets lose the focus, and pages tell that to the window.
MainWindow::~MainWindow() {
    m_config.client.disconnect(this);
    for (Page* page : std::as_const(m_made))
        page->disconnect(this);
    delete m_frame;
}

void MainWindow::declareActions() {
    m_actions.add(this, {"shell.palette", tr("Go to a page or run an action"), QKeySequence("Ctrl+K"), "search",
                         [this] { openPalette(); }});
    m_actions.add(this, {"shell.shortcuts", tr("Show keyboard shortcuts"), QKeySequence("?"), "keyboard",
                         [this] { openShortcuts(); }});
    m_actions.add(this, {"shell.search", tr("Search this page"), QKeySequence("Ctrl+F"), "search",
                         [this] { m_top->focusSearch(); }});
    m_actions.add(this, {"shell.back", tr("Back"), QKeySequence("Alt+Left"), "arrow-left", [this] { back(); }});
    m_actions.add(this,
                  {"shell.forward", tr("Forward"), QKeySequence("Alt+Right"), "arrow-right", [this] { forward(); }});
    m_actions.add(this,
                  {"shell.theme", tr("Switch between light and dark"), QKeySequence("Ctrl+Shift+L"), "moon", [this] {
                       m_config.theme.setMode(m_config.theme.dark() ? Theme::Mode::Light : Theme::Mode::Dark);
                       m_config.settings.set(settings::theme, QString(m_config.theme.dark() ? "dark" : "light"));
                       m_top->setUser(m_config.client.user().displayName, makePersonMenu());
                   }});
    m_actions.add(this, {"shell.navigation", tr("Collapse or expand navigation"), QKeySequence("Ctrl+B"), "sidebar",
                         [this] { emit m_navigation->collapseToggled(); }});
    m_actions.add(this, {"shell.notifications", tr("Show notifications"), QKeySequence("Ctrl+Shift+N"), "bell",
                         [this] { openNotifications(); }});
    m_actions.add(this, {"shell.jobs", tr("Show jobs"), QKeySequence("Ctrl+J"), "operations", [this] { openJobs(); }});
    m_actions.add(this, {"shell.signOut", tr("Sign out"), {}, "leave", [this] {
                             if (!currentPage() || currentPage()->mayLeave())
                                 m_config.client.signOut();
                         }});
}

bool MainWindow::signedIn() const {
    return !m_config.client.user().id.isEmpty();
}

const PageSpec* MainWindow::find(const QString& id) const {
    const auto it = std::ranges::find(m_config.pages, id, &PageSpec::id);
    return it == m_config.pages.end() ? nullptr : &*it;
}

bool MainWindow::allowed(const PageSpec& spec) const {
    return std::ranges::any_of(spec.roles, [this](client::Role role) { return m_config.client.user().has(role); });
}

QStringList MainWindow::visiblePages() const {
    QStringList ids;
    for (const PageSpec& spec : m_config.pages) {
        if (spec.parentId.isEmpty() && allowed(spec))
            ids.append(spec.id);
    }
    return ids;
}

void MainWindow::updateUser() {
    std::vector<const PageSpec*> shown;
    for (const QString& id : visiblePages())
        shown.push_back(find(id));
    m_navigation->setPages(shown);
    if (!signedIn()) {
        // Another person must not find this one's pages.
        for (Page* page : std::as_const(m_made))
            page->deleteLater();
        m_made.clear();
        m_location = {};
        m_past.clear();
        m_future.clear();
        m_recent.clear();
        m_toasts->clear();
        m_log.clear();
        return;
    }
    m_top->setUser(m_config.client.user().displayName, makePersonMenu());
    const PageSpec* current = find(m_location.page);
    if (current)
        m_navigation->setCurrent(current->parentId.isEmpty() ? current->id : current->parentId);
}

void MainWindow::connectionChanged(const client::ConnectionState& state) {
    m_status->setConnection(state);
    const bool inside = signedIn() && (state.phase == Phase::Online || state.phase == Phase::Reconnecting);
    m_root->setCurrentWidget(inside ? m_frame : static_cast<QWidget*>(m_signIn));
    setWindowTitle(inside ? state.storeName + " – Tradepost" : QString("Tradepost"));
    if (inside && m_location.page.isEmpty()) {
        const QStringList pages = visiblePages();
        if (!m_initial.page.isEmpty() && find(m_initial.page))
            open(std::exchange(m_initial, {}));
        else if (!pages.isEmpty())
            open({pages.first(), {}});
    }
    if (state.phase == Phase::Reconnecting)
        m_countdown.start();
    else
        m_countdown.stop();
    updateBanner();
}

void MainWindow::updateBanner() {
    const auto& state = m_config.client.connection();
    if (state.phase != Phase::Reconnecting) {
        m_banner->clear();
        return;
    }
    const qint64 seconds = std::max<qint64>(0, (m_config.format.now().msecsTo(state.retryAt) + 999) / 1000);
    m_banner->show(Tone::Warn, "offline",
                   seconds > 0 ? tr("Offline. What you see may be out of date; nothing you typed is lost. Trying again "
                                    "in %n second(s).",
                                    nullptr, int(seconds))
                               : tr("Offline. What you see may be out of date; nothing you typed is lost. Trying now…"),
                   tr("Try now"));
}

void MainWindow::open(const Location& location) {
    if (location == m_location) {
        if (Page* page = currentPage())
            page->activate(location.argument);
        return;
    }
    const Location before = m_location;
    if (!goTo(location))
        return;
    if (!before.page.isEmpty()) {
        m_past.push_back(before);
        if (m_past.size() > kMaxHistory)
            m_past.erase(m_past.begin());
    }
    m_future.clear();
    m_top->setHistory(!m_past.empty(), false);
}

void MainWindow::back() {
    if (m_past.empty())
        return;
    const Location before = m_location;
    const Location target = m_past.back();
    if (!goTo(target))
        return;
    m_past.pop_back();
    m_future.push_back(before);
    m_top->setHistory(!m_past.empty(), true);
}

void MainWindow::forward() {
    if (m_future.empty())
        return;
    const Location before = m_location;
    const Location target = m_future.back();
    if (!goTo(target))
        return;
    m_future.pop_back();
    m_past.push_back(before);
    m_top->setHistory(true, !m_future.empty());
}

bool MainWindow::goTo(const Location& location) {
    const PageSpec* spec = find(location.page);
    if (!spec || !allowed(*spec))
        return false;
    if (Page* leaving = currentPage(); leaving && !leaving->mayLeave())
        return false;
    rememberRecent();
    Page*& page = m_made[spec->id];
    if (!page) {
        page = spec->make(*m_workspace);
        page->setAccessibleName(spec->title);
        m_pages->addWidget(page);
        connect(page, &Page::titleChanged, this, &MainWindow::pageChanged);
    }
    m_location = location;
    m_pages->setCurrentWidget(page);
    m_navigation->setCurrent(spec->parentId.isEmpty() ? spec->id : spec->parentId);
    page->activate(location.argument);
    pageChanged();
    m_top->setHistory(!m_past.empty(), !m_future.empty());
    return true;
}

// Things, not pages: those are in the palette anyway.
void MainWindow::rememberRecent() {
    const Page* page = currentPage();
    const PageSpec* spec = find(m_location.page);
    if (!page || !spec || page->subject().isEmpty() || m_location.argument.isEmpty())
        return;
    std::erase_if(m_recent, [this](const Found& recent) { return recent.location == m_location; });
    m_recent.insert(m_recent.begin(), {page->subject(), tr("Recent"), spec->icon, m_location});
    if (m_recent.size() > kMaxRecent)
        m_recent.pop_back();
}

Page* MainWindow::currentPage() const {
    return m_made.value(m_location.page);
}

void MainWindow::pageChanged() {
    const Page* page = currentPage();
    if (!page)
        return;
    m_top->setPage(page->title(), page->count(), m_actions.find(page->primaryActionId()), page->hasSearch());
    m_status->setPageText(page->statusText());
}

void MainWindow::openPalette() {
    if (!signedIn())
        return;
    const auto entryOf = [this](const Found& found) {
        return PaletteEntry{found.text, found.detail, found.icon, {}, [this, to = found.location] { open(to); }};
    };
    std::vector<PaletteEntry> entries;
    for (const Found& recent : m_recent)
        entries.push_back(entryOf(recent));
    for (const QString& id : visiblePages()) {
        const PageSpec* spec = find(id);
        entries.push_back({spec->title, tr("Page"), spec->icon, {}, [this, id] { open({id, {}}); }});
    }
    for (QAction* action : m_actions.available()) {
        if (action->objectName() == "shell.palette")
            continue;
        entries.push_back({action->text(), tr("Action"), ActionRegistry::iconName(action), action->shortcut(),
                           [action = QPointer(action)] {
                               if (action)
                                   action->trigger();
                           }});
    }
    auto* palette = new CommandPalette(m_config.theme, std::move(entries), this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->setFinder([this, palette, entryOf](const QString& text, const CommandPalette::Tell& tell) {
        for (const PageSpec& spec : m_config.pages) {
            if (!spec.find || !allowed(spec))
                continue;
            spec.find(*m_workspace, palette, text, [tell, entryOf](const QList<Found>& found) {
                std::vector<PaletteEntry> things;
                for (const Found& thing : found)
                    things.push_back(entryOf(thing));
                tell(things);
            });
        }
    });
    palette->open();
}

void MainWindow::openNotifications() {
    if (signedIn())
        ui::openNotifications(m_config.theme, m_config.format, m_log, m_top->bell());
}

void MainWindow::openJobs() {
    if (!signedIn())
        return;
    m_jobs.refresh();
    QWidget* button = m_status->jobsButton()->isVisible() ? m_status->jobsButton() : m_status;
    ui::openJobs(m_config.theme, m_config.format, m_jobs, button);
}

void MainWindow::openShortcuts() {
    auto* overlay = new ShortcutOverlay(m_config.theme, m_actions, this);
    overlay->setAttribute(Qt::WA_DeleteOnClose);
    overlay->open();
}

void MainWindow::addChoices(QMenu* menu, const QString& title, const QList<std::pair<QString, QString>>& choices,
                            const QString& current, std::function<void(const QString&)> choose) {
    QMenu* sub = menu->addMenu(title);
    auto* group = new QActionGroup(sub);
    for (const auto& [value, text] : choices) {
        QAction* action = sub->addAction(text);
        action->setCheckable(true);
        action->setChecked(value == current);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [choose, chosen = value] { choose(chosen); });
    }
}

QMenu* MainWindow::makePersonMenu() {
    auto* menu = new QMenu(this);
    QAction* who = menu->addAction(m_config.client.user().email.isEmpty() ? m_config.client.user().displayName
                                                                          : m_config.client.user().email);
    who->setEnabled(false);
    menu->addSeparator();
    addChoices(menu, tr("Appearance"), {{"light", tr("Light")}, {"dark", tr("Dark")}},
               m_config.theme.dark() ? "dark" : "light", [this](const QString& mode) {
                   m_config.settings.set(settings::theme, mode);
                   m_config.theme.setMode(mode == "dark" ? Theme::Mode::Dark : Theme::Mode::Light);
               });
    addChoices(menu, tr("Language"), {{"en", "English"}, {"de", "Deutsch"}}, m_config.format.german() ? "de" : "en",
               [this](const QString& language) {
                   if (currentPage() && !currentPage()->mayLeave())
                       return;
                   m_config.settings.set(settings::language, language);
                   emit languageChosen(language);
               });
    addChoices(menu, tr("Row height"), {{"comfortable", tr("Comfortable")}, {"compact", tr("Compact")}},
               m_config.settings.get(settings::density),
               [this](const QString& density) { m_config.settings.set(settings::density, density); });
    menu->addSeparator();
    menu->addAction(m_actions.find("shell.shortcuts"));
    menu->addAction(m_actions.find("shell.signOut"));
    return menu;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (Page* page = currentPage(); page && !page->mayLeave()) {
        event->ignore();
        return;
    }
    m_config.settings.set(settings::windowGeometry, saveGeometry());
    event->accept();
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    if (!std::exchange(m_painted, true))
        QTimer::singleShot(0, this, &MainWindow::firstPainted);
}

} // namespace tradepost::ui
