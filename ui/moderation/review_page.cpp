#include "ui/moderation/review_page.h"

#include "ui/kit/banner.h"
#include "ui/kit/dialog.h"
#include "ui/kit/key_caps.h"
#include "ui/moderation/moderation_text.h"
#include "ui/moderation/queue_pane.h"
#include "ui/moderation/reason_panel.h"
#include "ui/moderation/review_view.h"

#include <QListView>
#include <QSplitter>

namespace tradepost::ui {

using models::Decision;
using models::QueueModel;
using models::ReviewDesk;
using models::Verdict;

namespace {

constexpr int kPaneWidth = 380;
constexpr int kMinPaneWidth = 320;
constexpr int kMinViewWidth = 440;
constexpr int kNamed = 3; // titles in a confirmation
constexpr int kShownTitle = 60;

QString shortened(const QString& title) {
    return title.size() > kShownTitle ? title.left(kShownTitle - 1) + QStringLiteral("…") : title;
}

const char* actionOf(Verdict verdict) {
    return verdict == Verdict::Approve  ? "review.approve"
           : verdict == Verdict::Reject ? "review.reject"
                                        : "review.changes";
}

} // namespace

ReviewPage::ReviewPage(Workspace& workspace)
    : m_workspace(workspace), m_queue(workspace.client), m_desk(workspace.client, m_queue),
      m_templates(workspace.client), m_sellers(workspace.client), m_categories(workspace.client),
      m_splitter(new QSplitter(Qt::Horizontal, this)), m_pane(new QueuePane(workspace, m_queue, m_splitter)),
      m_view(new ReviewView(workspace, m_queue, m_desk, m_sellers, m_categories, m_splitter)),
      m_reason(new ReasonPanel(workspace.theme, m_templates)), m_refusal(new Banner(workspace.theme)) {
    m_categories.setLanguage(workspace.format.german() ? "de" : "en");
    confirmMany = [this](const QString& title, const QString& text, const QString& yes) {
        return confirm(m_workspace.theme, this, title, text, yes, tr("Back"));
    };
    declareActions();
    auto* right = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_refusal);
    column->addWidget(m_view, 1);
    column->addWidget(m_reason);
    column->addWidget(m_bar = makeDecisionBar());
    right->setMinimumWidth(kMinViewWidth);
    m_pane->setMinimumWidth(kMinPaneWidth);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kPaneWidth, 4 * kPaneWidth});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);
    setFocusProxy(&m_pane->list());

    connect(m_pane, &QueuePane::currentChanged, this, [this](const QString& id) {
        m_asked.clear();
        m_desk.open(id);
    });
    connect(m_pane, &QueuePane::selectionChanged, this, &ReviewPage::updateActions);
    connect(m_reason, &ReasonPanel::answered, this, &ReviewPage::decide);
    connect(m_reason, &ReasonPanel::closed, this, [this] {
        m_bar->show();
        focusSomething();
        updateActions();
    });
    connect(&m_queue, &QueueModel::statusChanged, this, &ReviewPage::openSomething);
    connect(&m_queue, &QueueModel::countsChanged, this, &Page::titleChanged);
    connect(&m_queue, &QAbstractItemModel::rowsInserted, this, &ReviewPage::openSomething);
    connect(&m_desk, &ReviewDesk::moved, this, &ReviewPage::moved);
    connect(&m_desk, &ReviewDesk::changed, this, &ReviewPage::updateActions);
    connect(&m_desk, &ReviewDesk::decided, this, [this](const QString&, const QString& title, Verdict verdict) {
        const QString shown = shortened(title);
        tell(verdict == Verdict::Approve  ? tr("Approved: %1").arg(shown)
             : verdict == Verdict::Reject ? tr("Rejected: %1").arg(shown)
                                          : tr("Changes requested: %1").arg(shown));
    });
    connect(&m_desk, &ReviewDesk::refused, this, &ReviewPage::tellRefusal);
    connect(&m_desk, &ReviewDesk::decidedMany, this, [this](int decided, int refused, const Error& lastError) {
        tell(tr("%n product(s) decided.", nullptr, decided));
        if (refused == 0)
            return;
        m_refusedId.clear();
        m_refusal->show(Tone::Bad, "alert",
                        tr("%n not decided: %1", nullptr, refused).arg(client::text(lastError.message)), tr("Dismiss"));
    });
    connect(m_refusal, &Banner::clicked, this, [this] {
        m_refusal->clear();
        if (m_queue.rowOf(m_refusedId) >= 0)
            m_desk.open(m_refusedId);
        focusSomething();
    });
}

// The parts go while what they show is still there; what they tell as they go is of no interest any more.
ReviewPage::~ReviewPage() {
    for (QObject* part : {static_cast<QObject*>(&m_queue), static_cast<QObject*>(&m_desk),
                          static_cast<QObject*>(m_pane), static_cast<QObject*>(m_reason)})
        part->disconnect(this);
    delete m_splitter;
}

void ReviewPage::declareActions() {
    ActionRegistry& actions = m_workspace.actions;
    actions.add(this, {"review.next", tr("Next item"), QKeySequence("J"), "chevron-down", [this] { m_desk.next(); }});
    actions.add(this, {"review.previous", tr("Previous item"), QKeySequence("K"), {}, [this] { m_desk.previous(); }});
    for (const auto& [verdict, keys, icon] :
         {std::tuple(Verdict::Approve, "A", "check"), std::tuple(Verdict::Reject, "R", "close"),
          std::tuple(Verdict::RequestChanges, "C", "edit")})
        actions.add(this, {actionOf(verdict), verdictText(verdict), QKeySequence(keys), icon,
                           [this, decision = verdict] { start(decision); }});
    actions.add(this, {"review.down", tr("Read on"), QKeySequence("D"), {}, [this] { m_view->scrollBy(1); }});
    actions.add(this, {"review.up", tr("Read back"), QKeySequence("U"), {}, [this] { m_view->scrollBy(-1); }});
    actions.add(this, {"review.refresh", tr("Refresh the queue"), QKeySequence("F5"), "refresh",
                       [this] { m_queue.refresh(); }});
}

QWidget* ReviewPage::makeDecisionBar() {
    const Theme& theme = m_workspace.theme;
    auto* bar = new Panel(theme, Panel::Surface::Raised, Qt::TopEdge);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(space::xl, space::m, space::xl, space::m);
    row->setSpacing(space::s);
    m_what = new ElidedLabel(Qt::ElideRight, bar);
    m_what->setProperty("tone", "muted");
    row->addWidget(m_what, 1);
    for (const auto& [verdict, kind] :
         {std::pair(Verdict::Reject, ButtonKind::Danger), std::pair(Verdict::RequestChanges, ButtonKind::Plain),
          std::pair(Verdict::Approve, ButtonKind::Primary)}) {
        QAction* action = m_workspace.actions.find(actionOf(verdict));
        auto* button = makeButton(theme, kind, action->text(), {}, bar);
        row->addWidget(new KeyCaps(theme, action->shortcut(), bar));
        row->addWidget(button);
        if (verdict != Verdict::Approve)
            row->addSpacing(space::m);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
        button->setEnabled(action->isEnabled());
    }
    return bar;
}

void ReviewPage::updateActions() {
    const bool many = m_pane->selected().size() > 1;
    const bool asking = m_reason->asking();
    for (const Verdict verdict : {Verdict::Approve, Verdict::Reject, Verdict::RequestChanges})
        m_workspace.actions.find(actionOf(verdict))
            ->setEnabled(!asking && (many ? m_workspace.client.online() : m_desk.mayDecide()));
    // Letters typed while a reason is chosen are no commands.
    for (const char* id : {"review.next", "review.previous", "review.down", "review.up"})
        m_workspace.actions.find(id)->setEnabled(!asking && !m_desk.id().isEmpty());
    m_what->setFullText(many ? tr("About the %n selected", nullptr, int(m_pane->selected().size())) : m_done);
    emit titleChanged();
}

void ReviewPage::start(Verdict verdict) {
    m_about = m_pane->selected();
    if (m_about.size() < 2)
        m_about = {m_desk.id()};
    if (verdict == Verdict::Approve) {
        decide({Verdict::Approve, {}, {}});
        return;
    }
    const models::Review* review = m_desk.review();
    const bool many = m_about.size() > 1;
    const QString what = many                ? tr("%n product(s)", nullptr, int(m_about.size()))
                         : review != nullptr ? review->item.title
                                             : QString();
    const QString own = m_workspace.format.german() ? "de" : "en";
    m_bar->hide();
    m_reason->ask(verdict, what, !many && review ? review->candidate.texts.front().language : own);
    updateActions();
}

void ReviewPage::decide(const Decision& decision) {
    const QStringList about = m_about;
    if (about.size() < 2) {
        m_reason->close();
        m_desk.decide(decision);
        return;
    }
    QStringList titles;
    for (const QString& id : about) {
        const int row = m_queue.rowOf(id);
        if (row >= 0 && titles.size() < kNamed)
            titles.append(QString("“%1”").arg(shortened(m_queue.at(row).title)));
    }
    const int count = int(about.size());
    const int further = count - int(titles.size());
    QString named = titles.join(", ");
    if (further > 0)
        named += ' ' + tr("and %n more", nullptr, further);
    const QString question = decision.verdict == Verdict::Approve ? tr("Approve %n product(s)?", nullptr, count)
                             : decision.verdict == Verdict::Reject
                                 ? tr("Reject %n product(s)?", nullptr, count)
                                 : tr("Request changes of %n product(s)?", nullptr, count);
    const QString effect = decision.verdict == Verdict::Approve ? tr("They go on sale at once: %1.").arg(named)
                                                                : tr("Each seller is told the reason: %1.").arg(named);
    if (!confirmMany(question, effect, verdictText(decision.verdict)))
        return;
    m_reason->close();
    m_desk.decideMany(about, decision);
}

// Beside the buttons: the next decision is made there, and nothing may cover it.
void ReviewPage::tell(const QString& done) {
    m_done = done;
    updateActions();
}

void ReviewPage::tellRefusal(const QString& id, const QString& title, const Error& error) {
    const QString shown = shortened(title);
    m_refusedId = id;
    m_done.clear();
    m_refusal->show(Tone::Bad, "alert",
                    error.reason == "ALREADY_DECIDED" ? tr("Someone else has already decided about “%1”.").arg(shown)
                    : error.reason == "STALE_ETAG"    ? tr("“%1” was changed meanwhile and waits again.").arg(shown)
                    : error.reason == "CLAIMED"       ? tr("Another moderator is at “%1”.").arg(shown)
                                                : tr("“%1” is not decided: %2").arg(shown, client::text(error.message)),
                    m_queue.rowOf(id) >= 0 ? tr("Look at it") : tr("Dismiss"));
    updateActions();
}

QString ReviewPage::notice() const {
    return m_refusal->text().isEmpty() ? m_done : m_refusal->text();
}

void ReviewPage::focusSomething() {
    if (!m_view->focusState())
        m_pane->list().setFocus();
}

// The first item that is free, when none is open or the open one is not listed any more.
void ReviewPage::openSomething() {
    emit titleChanged();
    if (!isVisible() || m_queue.status() != QueueModel::Status::Ready)
        return;
    const QString id = m_desk.id();
    if (id.isEmpty() || (m_queue.rowOf(id) < 0 && id != m_asked))
        m_desk.open(m_queue.freeNear(0));
    m_pane->setCurrent(m_desk.id());
    if (!m_reason->asking() && (!QApplication::focusWidget() || isAncestorOf(QApplication::focusWidget())))
        focusSomething();
}

void ReviewPage::moved() {
    m_reason->close();
    m_pane->setCurrent(m_desk.id());
    updateActions();
}

QString ReviewPage::subject() const {
    return m_desk.review() ? m_desk.review()->item.title : QString();
}

QString ReviewPage::count() const {
    return m_queue.counts().total < 0 ? QString() : m_workspace.format.count(m_queue.counts().total);
}

QString ReviewPage::statusText() const {
    if (m_queue.counts().total < 0)
        return {};
    return tr("%n waiting", nullptr, int(m_queue.counts().total))
        .replace(QString::number(m_queue.counts().total), m_workspace.format.count(m_queue.counts().total));
}

bool ReviewPage::loaded() const {
    return m_queue.status() == QueueModel::Status::Failed ||
           (m_queue.status() == QueueModel::Status::Ready && m_desk.status() != ReviewDesk::Status::Loading);
}

void ReviewPage::activate(const QString& productId) {
    if (!m_categories.loaded())
        m_categories.load();
    m_asked = productId;
    if (!productId.isEmpty())
        m_desk.open(productId);
    if (m_queue.status() == QueueModel::Status::Idle)
        m_queue.setQuery({});
    else
        m_queue.refresh();
    m_templates.load();
    updateActions();
    focusSomething();
}

void ReviewPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_queue.setWatched(true);
}

// What nobody looks at is nobody's.
void ReviewPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    if (event->spontaneous()) // only covered
        return;
    m_queue.setWatched(false);
    m_desk.close();
}

} // namespace tradepost::ui
