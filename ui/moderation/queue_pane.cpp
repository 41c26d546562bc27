#include "ui/moderation/queue_pane.h"

#include "models/media/thumbnail_store.h"
#include "ui/kit/banner.h"
#include "ui/kit/filter_bar.h"
#include "ui/kit/selection_bar.h"
#include "ui/moderation/queue_delegate.h"
#include "ui/moderation/queue_summary.h"

#include <QComboBox>
#include <QListView>

namespace tradepost::ui {

using models::FindingKind;
using models::QueueModel;
using Order = models::QueueQuery::Order;

QueuePane::QueuePane(Workspace& workspace, QueueModel& queue, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_queue(queue), m_order(new QComboBox),
      m_head(new Panel(workspace.theme, Panel::Surface::Surface, {}, this)),
      m_summary(new QueueSummary(workspace.theme, workspace.format, this)), m_news(new Banner(workspace.theme, this)),
      m_list(new QListView) {
    const Theme& theme = workspace.theme;
    for (const auto& [order, text] :
         {std::pair(Order::OldestFirst, tr("Oldest first")), std::pair(Order::NewestFirst, tr("Newest first")),
          std::pair(Order::MostFindingsFirst, tr("Most findings first"))})
        m_order->addItem(text, int(order));
    m_order->setAccessibleName(tr("Order"));
    auto* refresh = makeToolButton(theme, "refresh", tr("Refresh the queue"), m_head);
    auto* row = new QHBoxLayout(m_head);
    row->setContentsMargins(space::m, 0, space::s, 0);
    row->setSpacing(space::s);
    row->addWidget(m_order, 1);
    row->addWidget(refresh);
    m_head->setFixedHeight(FilterBar::kHeight);
    connect(refresh, &QToolButton::clicked, &m_queue, &QueueModel::refresh);
    connect(m_order, &QComboBox::activated, this, [this](int index) {
        auto query = m_queue.query();
        query.order = Order(m_order->itemData(index).toInt());
        m_queue.setQuery(query);
    });

    // A row that goes takes the view's current row along; which one is open then is the desk's to say.
    connect(&m_queue, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_moving = true; });
    m_list->setModel(&m_queue);
    connect(&m_queue, &QAbstractItemModel::rowsRemoved, this, [this] { m_moving = false; });
    m_list->setItemDelegate(new QueueDelegate(theme, workspace.format, workspace.thumbnails, m_queue, m_list));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Waiting for review"));
    if (workspace.thumbnails)
        connect(workspace.thumbnails, &models::ThumbnailStore::arrived, m_list->viewport(),
                qOverload<>(&QWidget::update));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current, const QModelIndex&) {
                if (!m_moving && current.isValid())
                    emit currentChanged(current.data(QueueModel::IdRole).toString());
            });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const qsizetype count = selected().size();
        m_selection->setText(count > 1 ? tr("%1 selected").arg(m_workspace.format.count(count)) : QString());
        emit selectionChanged();
    });

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_summary);
    column->addWidget(m_news);
    column->addWidget(makeLine(theme, Qt::Horizontal, this));
    column->addWidget(m_list, 1);
    m_selection = new SelectionBar(theme, m_head);
    connect(m_selection, &SelectionBar::cleared, this, &QueuePane::clearSelection);
    connect(m_news, &Banner::clicked, &m_queue, &QueueModel::refresh);
    connect(m_summary, &QueueSummary::chosen, this, &QueuePane::choose);
    connect(&m_queue, &QueueModel::countsChanged, this, &QueuePane::countsChanged);
}

void QueuePane::setCurrent(const QString& id) {
    const int row = m_queue.rowOf(id);
    const QModelIndex current = m_list->currentIndex();
    if (current.isValid() && current.row() == row && m_list->selectionModel()->isSelected(current))
        return;
    m_moving = true;
    if (row < 0)
        m_list->selectionModel()->clear();
    else
        m_list->selectionModel()->setCurrentIndex(m_queue.index(row), QItemSelectionModel::ClearAndSelect);
    m_moving = false;
    if (row >= 0)
        m_list->scrollTo(m_queue.index(row));
}

QStringList QueuePane::selected() const {
    QList<int> rows;
    for (const QModelIndex& index : m_list->selectionModel()->selectedIndexes())
        rows.append(index.row());
    std::ranges::sort(rows);
    QStringList ids;
    for (const int row : rows)
        ids.append(m_queue.at(row).id);
    return ids;
}

void QueuePane::clearSelection() {
    m_list->selectionModel()->select(m_list->currentIndex(), QItemSelectionModel::ClearAndSelect);
    m_list->setFocus();
}

void QueuePane::choose(FindingKind kind) {
    auto query = m_queue.query();
    query.finding = kind;
    m_queue.setQuery(query);
    countsChanged();
}

void QueuePane::countsChanged() {
    m_summary->setVisible(m_queue.counts().total > 0);
    m_summary->setCounts(m_queue.counts(), m_queue.query().finding);
    if (m_queue.outdated())
        m_news->show(Tone::Info, "refresh", tr("The queue changed."), tr("Refresh"));
    else
        m_news->clear();
}

} // namespace tradepost::ui
