#include "ui/imports/outcome_step.h"

#include "ui/imports/import_text.h"
#include "ui/kit/banner.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/detail_drawer.h"
#include "ui/kit/progress_line.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QButtonGroup>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedLayout>
#include <QTextDocument>

namespace tradepost::ui {

using models::Import;
using models::ImportRowsModel;
using models::ImportState;
using models::Outcome;

namespace {

constexpr int kFindingWidth = 300;

// A count that filters the rows below it.
class Tile final : public QAbstractButton {
public:
    Tile(const Theme& theme, const QString& name, Tone tone, QWidget* parent)
        : QAbstractButton(parent), m_theme(theme), m_tone(tone) {
        setText(name);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(60);
        setMinimumWidth(112);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }
    void setCount(const QString& count) {
        m_count = count;
        setAccessibleName(text() + ' ' + count);
        update();
    }
    QSize sizeHint() const override { return {140, 60}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens& t = m_theme.tokens();
        const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
        painter.setPen(QPen(isChecked() || hasFocus() ? t.accent : t.line, isChecked() && hasFocus() ? 2 : 1));
        painter.setBrush(isChecked() ? m_theme.selected() : underMouse() ? m_theme.hovered() : t.raised);
        painter.drawRoundedRect(box, kControlRadius, kControlRadius);
        const QRect inside = rect().adjusted(space::m, 8, -space::m, -8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.tone(m_tone));
        painter.drawEllipse(QRectF(inside.left(), inside.top() + 5, 7, 7));
        painter.setFont(m_theme.font(TextStyle::Secondary));
        painter.setPen(t.muted);
        const QRect label = inside.adjusted(13, 0, 0, 0);
        painter.drawText(label, Qt::AlignTop | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, label.width()));
        painter.setFont(m_theme.font(TextStyle::Section));
        painter.setPen(t.text);
        painter.drawText(inside, Qt::AlignBottom | Qt::AlignLeft, m_count);
    }

private:
    const Theme& m_theme;
    Tone m_tone;
    QString m_count;
};

QString titleOf(const Import& import) {
    switch (import.state) {
    case ImportState::Checking:
    case ImportState::Staging:
        return OutcomeStep::tr("Checking what would change");
    case ImportState::Staged:
        return OutcomeStep::tr("This is what would change");
    case ImportState::Importing:
        return OutcomeStep::tr("Products are coming in");
    case ImportState::Imported:
        return import.failed > 0 ? OutcomeStep::tr("Imported, with rows to correct")
                                 : OutcomeStep::tr("Everything is imported");
    case ImportState::RollingBack:
        return OutcomeStep::tr("The import is being taken back");
    case ImportState::RolledBack:
        return OutcomeStep::tr("The import was taken back");
    case ImportState::Cancelled:
        return OutcomeStep::tr("The import was cancelled");
    case ImportState::Failed:
        return OutcomeStep::tr("The import stopped");
    default:
        return {};
    }
}

QString textOf(const Import& import, const Format& format) {
    switch (import.state) {
    case ImportState::Checking:
        return OutcomeStep::tr("The file is read to its end once, so that nothing begins that could not end.");
    case ImportState::Staging:
        return OutcomeStep::tr("Nothing is changed yet. You can leave: it goes on as a job.");
    case ImportState::Staged:
        return OutcomeStep::tr("Nothing is changed yet. Rows with errors are left out; the others can come in now.");
    case ImportState::Importing:
        return OutcomeStep::tr("You can leave: it goes on as a job and tells you when it is done.");
    case ImportState::Imported:
        return import.failed > 0
                   ? OutcomeStep::tr("Save the bad rows, correct them and import that file: the others are in already.")
                   : OutcomeStep::tr("You can still take it back as long as it is listed.");
    case ImportState::RollingBack:
        return OutcomeStep::tr("The last rows go first. Products that were edited since are kept.");
    case ImportState::RolledBack:
        return import.kept > 0
                   ? OutcomeStep::tr(
                         "%1 products were taken back. %2 were kept, because somebody has edited them since.")
                         .arg(format.count(import.rolledBack), format.count(import.kept))
                   : OutcomeStep::tr("%1 products were taken back; nothing of it is left.")
                         .arg(format.count(import.rolledBack));
    case ImportState::Cancelled:
        return OutcomeStep::tr("What came in until then is there. Go on where it was, or take it back.");
    case ImportState::Failed:
        return import.created + import.updated > 0
                   ? OutcomeStep::tr("What came in until then is there. Go on where it was, or take it back.")
                   : OutcomeStep::tr("Nothing was changed.");
    default:
        return {};
    }
}

} // namespace

OutcomeStep::OutcomeStep(Workspace& workspace, models::ImportModel& model, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_model(model), m_rows(workspace.client) {
    const Theme& theme = workspace.theme;
    auto* top = new Panel(theme, Panel::Surface::Surface, Qt::BottomEdge, this);
    m_title = makeLabel(theme, TextStyle::Section, {}, false, top);
    m_pill = new Pill(theme, top);
    m_text = makeLabel(theme, TextStyle::Body, {}, true, top);
    m_text->setWordWrap(true);
    m_line = new ProgressLine(theme, top);
    m_progress = makeLabel(theme, TextStyle::Body, {}, true, top);
    m_tiles = new QButtonGroup(this);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(space::s);
    for (const auto& [filter, name, tone] :
         {std::tuple(Filter::Every, tr("All rows"), Tone::Neutral), std::tuple(Filter::Creates, tr("New"), Tone::Good),
          std::tuple(Filter::Updates, tr("Changed"), Tone::Info),
          std::tuple(Filter::Unchanged, tr("Unchanged"), Tone::Neutral),
          std::tuple(Filter::Errors, tr("Errors"), Tone::Bad), std::tuple(Filter::Kept, tr("Kept"), Tone::Warn)}) {
        auto* tile = new Tile(theme, name, tone, top);
        m_tiles->addButton(tile, int(filter));
        tiles->addWidget(tile);
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_title);
    head->addWidget(m_pill);
    head->addStretch(1);
    head->addWidget(m_progress);
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(space::xl, space::l + 4, space::xl, space::l);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(m_line);
    column->addSpacing(space::xs);
    column->addLayout(tiles);

    m_problem = new Banner(theme, this);
    const GridRoles roles{
        .raw = ImportRowsModel::RawRole, .gone = ImportRowsModel::GoneRole, .wrong = ImportRowsModel::WrongRole};
    m_grid =
        new DataGrid(theme, workspace.format, nullptr, workspace.settings, "importRows",
                     {{ColumnKind::Number, 76},
                      {ColumnKind::Status, 128, [](const QVariant& raw) { return outcomePill(raw.value<Outcome>()); }},
                      {ColumnKind::Identifier, 150},
                      {ColumnKind::Text, 120, {}, 2},
                      {ColumnKind::Text, 190, {}, 1},
                      {ColumnKind::Text, 300}},
                     roles, this);
    m_grid->setAccessibleName(tr("Rows of the file"));
    m_grid->setStretchColumn(ImportRowsModel::Finding, kFindingWidth);
    m_grid->setModel(&m_rows);
    m_grid->horizontalHeader()->setSectionsClickable(false);
    m_state = new StateView(theme, this);
    auto* area = new QWidget(this);
    m_stack = new QStackedLayout(area);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_state);
    m_drawer = new DetailDrawer(theme, workspace.settings, this);
    auto* content = new QWidget(m_drawer);
    m_details = makeLabel(theme, TextStyle::Body, {}, false, content);
    m_details->setTextFormat(Qt::RichText);
    m_details->setWordWrap(true);
    m_details->setAlignment(Qt::AlignTop);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(space::xl, space::l, space::xl, space::xl);
    inside->addWidget(m_details);
    inside->addStretch(1);
    m_drawer->setContent(content);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(area);
    m_splitter->addWidget(m_drawer);
    m_splitter->setStretchFactor(0, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(top);
    all->addWidget(m_problem);
    all->addWidget(m_splitter, 1);
    setFocusProxy(m_grid);

    connect(m_tiles, &QButtonGroup::idClicked, this, [this](int filter) {
        m_chosen = true;
        setFilter(Filter(filter));
    });
    connect(m_grid, &DataGrid::opened, this, [this](const QModelIndex& index) { showDetails(index.row()); });
    connect(m_grid, &DataGrid::copied, this,
            [this](int rows, int) { m_workspace.toasts.show(Tone::Good, tr("Copied %n row(s).", nullptr, rows)); });
    connect(m_drawer, &DetailDrawer::closed, this, [this] { m_grid->setFocus(); });
    connect(m_problem, &Banner::clicked, &m_rows, &ImportRowsModel::refresh);
    connect(m_state, &StateView::primaryClicked, &m_rows, &ImportRowsModel::refresh);
    connect(&m_rows, &ImportRowsModel::statusChanged, this, &OutcomeStep::rowsChanged);
    connect(&model, &models::ImportModel::changed, this, &OutcomeStep::update);
    const auto applyDensity = [this] { m_grid->setCompact(m_workspace.settings.get(settings::density) == "compact"); };
    applyDensity();
    connect(&workspace.settings, &Settings::changed, this, applyDensity);
    update();
}

QAbstractButton* OutcomeStep::tile(Filter filter) const {
    return m_tiles->button(int(filter));
}

void OutcomeStep::setFilter(Filter filter) {
    m_filter = filter;
    tile(filter)->setChecked(true);
    m_drawer->close();
    if (!m_model.import().id.isEmpty())
        m_rows.show(m_model.import().id, filter);
}

void OutcomeStep::update() {
    updateHead();
    updateTiles();
    updateRows();
}

void OutcomeStep::updateHead() {
    const Import& import = m_model.import();
    m_title->setText(titleOf(import));
    m_pill->setStyleAndText(importPill(import));
    m_text->setText(textOf(import, m_workspace.format));
    m_line->setVisible(import.running());
    m_line->setTone(import.paused ? Tone::Neutral : Tone::Accent);
    const bool known = import.state == ImportState::Staging || import.state == ImportState::Importing;
    m_line->setFraction(!known              ? -1
                        : import.rows > 0   ? double(import.products()) / double(import.rows)
                        : import.bytesTotal ? double(import.bytesDone) / double(import.bytesTotal)
                                            : -1);
    m_line->setAccessibleName(m_title->text());
    m_progress->setText(import.running() ? progressText(import, m_workspace.format) : QString());
    if (import.state == ImportState::Failed)
        m_problem->show(Tone::Bad, "alert", import.problem);
    else
        m_problem->clear();
}

void OutcomeStep::updateTiles() {
    const Import& import = m_model.import();
    const auto set = [&](Filter filter, qint64 count) {
        static_cast<Tile*>(tile(filter))->setCount(m_workspace.format.count(count));
    };
    set(Filter::Every, import.products());
    set(Filter::Creates, import.created);
    set(Filter::Updates, import.updated);
    set(Filter::Unchanged, import.unchanged);
    set(Filter::Errors, import.failed);
    set(Filter::Kept, import.kept);
    tile(Filter::Kept)->setVisible(import.kept > 0 || import.state == ImportState::RolledBack);
}

// Rows are read when an import comes to a rest; while it runs they would be old at once.
void OutcomeStep::updateRows() {
    const Import& import = m_model.import();
    const bool another = import.id != m_shownId;
    if (another)
        m_chosen = false;
    if (!another && import.state == m_shownState)
        return;
    m_shownId = import.id;
    m_shownState = import.state;
    if (import.id.isEmpty() || import.state == ImportState::Uploading ||
        m_model.status() != models::ImportModel::Status::Ready) {
        m_rows.clear();
        m_shownState = ImportState::Unknown;
        return;
    }
    if (import.state == ImportState::RolledBack)
        m_chosen = false; // what was chosen before is of another result
    if (!m_chosen)        // what needs the person comes first
        m_filter = import.kept > 0 ? Filter::Kept : import.failed > 0 ? Filter::Errors : Filter::Every;
    setFilter(m_filter);
}

void OutcomeStep::rowsChanged() {
    using Status = ImportRowsModel::Status;
    const bool none = m_rows.rowCount() == 0;
    const Import& import = m_model.import();
    if (m_rows.status() == Status::Failed && none)
        m_state->showError(tr("The rows could not be read"), m_rows.error(), tr("Try again"));
    else if (none && import.running())
        m_state->showEmpty("rows", tr("No row is done yet"), tr("They are listed here once it has come to its end."));
    else if (none && m_filter == Filter::Errors)
        m_state->showEmpty("check", tr("No errors"), tr("Every row of the file can come in."));
    else if (none && m_filter == Filter::Kept)
        m_state->showEmpty("check", tr("Nothing was kept"), tr("Everything the import did was taken back."));
    else if (none)
        m_state->showEmpty("rows", tr("No such rows"), tr("The file has no row with this outcome."));
    m_stack->setCurrentIndex(none && m_rows.status() != Status::Loading ? 1 : 0);
}

void OutcomeStep::showDetails(int row) {
    const auto* problem = m_rows.problem(row);
    const auto& outcome = m_rows.outcome(row);
    const auto part = [&](const QString& label, const QString& text) {
        if (text.isEmpty())
            return QString();
        return QString("<p style='margin:0 0 12px 0'><span style='color:%1'>%2</span><br/>%3</p>")
            .arg(m_workspace.theme.tokens().muted.name(), label.toHtmlEscaped(), text.toHtmlEscaped());
    };
    QString html = part(tr("Outcome"), outcomePill(outcome.outcome).text) + part(tr("SKU"), outcome.sku);
    if (problem)
        html += part(tr("Column"), problem->column) +
                part(tr("Value"), problem->value.isEmpty() ? tr("(empty)") : problem->value) +
                part(tr("What is wrong"), problem->message) + part(tr("What to do"), problem->fix) +
                part(tr("Reason"), problem->reason);
    else
        html += part(tr("What about it"), m_rows.index(row, ImportRowsModel::Finding).data().toString());
    m_details->setText(html);
    m_drawer->setHeading(tr("Line %1").arg(m_workspace.format.count(problem ? problem->line : outcome.line)));
    m_drawer->open(m_splitter);
}

} // namespace tradepost::ui
