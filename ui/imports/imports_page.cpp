#include "ui/imports/imports_page.h"

#include "ui/imports/import_text.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QHeaderView>
#include <QStackedLayout>

namespace tradepost::ui {

using models::Import;
using models::ImportListModel;
using Status = ImportListModel::Status;

ImportsPage::ImportsPage(Workspace& workspace)
    : m_workspace(workspace), m_model(workspace.client), m_stack(new QStackedLayout(this)),
      m_state(new StateView(workspace.theme, this)) {
    const GridRoles roles{.raw = ImportListModel::RawRole, .id = ImportListModel::IdRole};
    m_grid =
        new DataGrid(workspace.theme, workspace.format, nullptr, workspace.settings, "imports",
                     {{ColumnKind::Text, 320},
                      {ColumnKind::Status, 170, [](const QVariant& raw) { return importPill(raw.value<Import>()); }},
                      {ColumnKind::Number, 110},
                      {ColumnKind::Number, 100, {}, 1},
                      {ColumnKind::Time, 140, {}, 2}},
                     roles, this);
    m_grid->setAccessibleName(tr("Imports"));
    m_grid->setModel(&m_model);
    m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
    m_grid->horizontalHeader()->setSectionsClickable(false);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_state);
    setFocusProxy(m_grid);
    const auto open = [this](const QModelIndex& index) {
        m_workspace.open({"imports/import", m_model.import(index.row()).id});
    };
    connect(m_grid, &DataGrid::opened, this, open);
    connect(m_grid, &DataGrid::editRequested, this, open);
    connect(m_state, &StateView::primaryClicked, this, [this] {
        if (m_model.status() == Status::Failed)
            m_model.refresh();
        else
            m_workspace.open({"imports/import", {}});
    });
    connect(&m_model, &ImportListModel::statusChanged, this, &ImportsPage::statusChanged);
    workspace.actions.add(this, {"imports.new", tr("Import products"), QKeySequence("Ctrl+N"), "upload",
                                 [this] { m_workspace.open({"imports/import", {}}); }});
    workspace.actions.add(this, {"imports.refresh", tr("Refresh the list"), QKeySequence("F5"), "refresh",
                                 [this] { m_model.refresh(); }});
    const auto applyDensity = [this] { m_grid->setCompact(m_workspace.settings.get(settings::density) == "compact"); };
    applyDensity();
    connect(&workspace.settings, &Settings::changed, this, applyDensity);
}

void ImportsPage::activate(const QString&) {
    m_grid->setFocus();
}

void ImportsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_model.setWatched(true);
}

void ImportsPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_model.setWatched(false);
}

void ImportsPage::statusChanged() {
    const bool none = m_model.rowCount() == 0;
    if (m_model.status() == Status::Failed && none)
        m_state->showError(tr("The imports could not be read"), m_model.error(), tr("Try again"));
    else if (m_model.status() == Status::Failed)
        m_workspace.toasts.show(Tone::Bad, client::text(m_model.error().message));
    else if (none && m_model.status() == Status::Ready)
        m_state->showEmpty("upload", tr("No imports yet"),
                           tr("Bring products in from a file: an export of another shop, a feed or any table. You see "
                              "what would change before anything does."),
                           tr("Import products"));
    m_stack->setCurrentIndex(none && (m_model.status() == Status::Failed || m_model.status() == Status::Ready) ? 1 : 0);
    emit titleChanged();
}

bool ImportsPage::loaded() const {
    return m_model.status() == Status::Ready || m_model.status() == Status::Failed;
}

QString ImportsPage::statusText() const {
    if (m_model.status() == Status::Loading)
        return tr("Loading…");
    return m_model.rowCount() > 0 ? tr("%n import(s)", nullptr, m_model.rowCount()) : QString();
}

} // namespace tradepost::ui
