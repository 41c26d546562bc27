#include "ui/catalog/editor/category_section.h"

#include "ui/kit/icons.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>

namespace tradepost::ui {

using models::CategoryTreeModel;
using models::Field;

namespace {
constexpr int kTreeHeight = 204;
}

CategorySection::CategorySection(Workspace& workspace, models::ProductEditModel& model, CategoryTreeModel& categories,
                                 QWidget* parent)
    : EditorSection(workspace, model, tr("Category"), parent), m_categories(categories),
      m_filter(new QSortFilterProxyModel(this)) {
    const Theme& theme = workspace.theme;
    m_path = new ElidedLabel(Qt::ElideLeft, this);
    m_path->setFont(theme.font(TextStyle::Strong));
    m_none = makeButton(theme, ButtonKind::Link, tr("Choose none"), {}, this);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_path, 1);
    head->addWidget(m_none);
    body()->addLayout(head);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Search the categories"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->addAction(icon(theme, "search"), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    add(m_search);
    m_filter->setSourceModel(&categories);
    m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tree = new QTreeView(this);
    m_tree->setObjectName("Framed");
    m_tree->setAccessibleName(tr("Categories"));
    m_tree->setModel(m_filter);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setFixedHeight(kTreeHeight);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    add(m_tree);
    m_note = makeLabel(theme, TextStyle::Secondary, {}, true, this);
    m_note->setWordWrap(true);
    add(m_note);
    connect(m_search, &QLineEdit::textChanged, this, &CategorySection::filter);
    connect(m_tree, &QTreeView::activated, this, &CategorySection::choose);
    connect(m_tree, &QTreeView::clicked, this, &CategorySection::choose);
    connect(m_none, &QPushButton::clicked, this, [this] {
        m_tree->clearSelection();
        m_model.setValue(Field::Category, {});
    });
    connect(&categories, &CategoryTreeModel::loadedChanged, this, [this] {
        m_shown = '?';
        update();
    });
}

void CategorySection::filter(const QString& text) {
    m_filter->setFilterFixedString(text.trimmed());
    if (!text.trimmed().isEmpty())
        m_tree->expandAll();
    else
        showChosen();
    const bool nothing = m_filter->rowCount() == 0 && m_categories.loaded();
    m_note->setText(nothing ? tr("No category is called so.") : tr("Its category decides which attributes it has."));
}

void CategorySection::choose(const QModelIndex& index) {
    const QString id = index.data(CategoryTreeModel::IdRole).toString();
    m_shown = id; // stays where it is
    m_model.setValue(Field::Category, id);
}

void CategorySection::showChosen() {
    const QString id = m_model.value(Field::Category);
    m_tree->collapseAll();
    m_tree->clearSelection();
    const auto found = id.isEmpty() || m_filter->rowCount() == 0
                           ? QModelIndexList()
                           : m_filter->match(m_filter->index(0, 0), CategoryTreeModel::IdRole, id, 1,
                                             Qt::MatchExactly | Qt::MatchRecursive);
    if (found.isEmpty())
        return;
    m_tree->setCurrentIndex(found.first());
    m_tree->scrollTo(found.first(), QAbstractItemView::PositionAtCenter);
}

void CategorySection::update() {
    EditorSection::update();
    const QString id = m_model.value(Field::Category);
    const QString path = m_categories.path(id);
    m_path->setFullText(id.isEmpty() ? tr("No category yet") : path.isEmpty() ? id : path);
    setStyleProperty(m_path, "tone", id.isEmpty() ? QVariant("muted") : QVariant());
    m_none->setVisible(!id.isEmpty());
    if (m_shown != id) {
        m_shown = id;
        showChosen();
    }
    const QString problem = m_model.shownProblem(Field::Category);
    if (!problem.isEmpty())
        m_note->setText(problem);
    else if (m_note->text().isEmpty() || m_note->property("tone") == QVariant("bad"))
        filter(m_search->text());
    setStyleProperty(m_note, "tone", problem.isEmpty() ? "muted" : "bad");
}

QWidget* CategorySection::control(const models::FieldRef& ref) {
    return ref.field == Field::Category ? m_search : nullptr;
}

void CategorySection::setEditable(bool editable) {
    for (QWidget* widget :
         {static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_tree), static_cast<QWidget*>(m_none)})
        widget->setEnabled(editable);
}

bool CategorySection::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down) {
            m_tree->setFocus();
            if (!m_tree->currentIndex().isValid())
                m_tree->setCurrentIndex(m_filter->index(0, 0));
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !m_search->text().trimmed().isEmpty()) {
            // The first one that is called so, not a parent that is shown for its sake.
            for (QModelIndex at = m_filter->index(0, 0); at.isValid(); at = m_tree->indexBelow(at)) {
                if (at.data().toString().contains(m_search->text().trimmed(), Qt::CaseInsensitive)) {
                    choose(at);
                    m_tree->setCurrentIndex(at);
                    return true;
                }
            }
        }
    }
    return EditorSection::eventFilter(watched, event);
}

} // namespace tradepost::ui
