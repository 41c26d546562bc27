#pragma once

#include "models/moderation/queue_model.h"
#include "ui/kit/page.h"

class QComboBox;
class QListView;

namespace tradepost::ui {

class Banner;
class QueueSummary;
class SelectionBar;

// What waits, in the order the moderator chose, with its counts. The current row is the item under review; several
// selected rows are decided about together.
class QueuePane final : public QWidget {
    Q_OBJECT
public:
    // Both must outlive the pane.
    QueuePane(Workspace& workspace, models::QueueModel& queue, QWidget* parent = nullptr);

    QListView& list() { return *m_list; }
    void setCurrent(const QString& id); // shows the row; empty or not listed: none
    QStringList selected() const;
    void clearSelection(); // but for the current one

signals:
    void currentChanged(const QString& id); // by the person
    void selectionChanged();

private:
    void countsChanged();
    void choose(models::FindingKind kind);

    Workspace& m_workspace;
    models::QueueModel& m_queue;
    QComboBox* m_order;
    QWidget* m_head;
    QueueSummary* m_summary;
    Banner* m_news;
    QListView* m_list;
    SelectionBar* m_selection;
    bool m_moving = false;
};

} // namespace tradepost::ui
