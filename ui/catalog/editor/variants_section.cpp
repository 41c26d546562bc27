#include "ui/catalog/editor/variants_section.h"

#include "models/catalog/variant_matrix.h"
#include "ui/catalog/editor/variant_options_dialog.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/form.h"
#include "ui/kit/toasts.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QTableView>

namespace tradepost::ui {

using models::Field;
using models::FieldRef;
using models::VariantTableModel;

namespace {

constexpr int kRow = 34;
constexpr int kShownRows = 10;

// Cells with what is wrong with them; numbers and SKUs in the fonts they have elsewhere.
class CellDelegate final : public QStyledItemDelegate {
public:
    CellDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Tokens& t = m_theme.tokens();
        const bool current = option.state & QStyle::State_HasFocus;
        const bool selected = option.state & QStyle::State_Selected;
        const bool wrong = index.data(VariantTableModel::WrongRole).toBool();
        const bool options = index.column() == VariantTableModel::OptionsColumn;
        painter->save();
        painter->fillRect(option.rect, wrong      ? m_theme.tint(Tone::Bad)
                                       : selected ? m_theme.selected()
                                       : options  ? t.sunken
                                                  : t.raised);
        if (wrong || current) {
            painter->setPen(QPen(wrong ? t.bad : t.accent, current ? 2 : 1));
            painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
        }
        const bool code =
            index.column() == VariantTableModel::SkuColumn || index.column() == VariantTableModel::GtinColumn;
        painter->setFont(m_theme.font(code ? TextStyle::Identifier : options ? TextStyle::Strong : TextStyle::Body));
        painter->setPen(option.state & QStyle::State_Enabled ? t.text : t.disabled);
        const QRect area = option.rect.adjusted(space::s, 0, -space::s, 0);
        const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width());
        painter->drawText(area, index.data(Qt::TextAlignmentRole).toInt(), text);
        painter->restore();
    }

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override {
        QWidget* editor = QStyledItemDelegate::createEditor(parent, option, index);
        editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
        editor->setObjectName("CellEditor");
        return editor;
    }

private:
    const Theme& m_theme;
};

} // namespace

VariantsSection::VariantsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent)
    : EditorSection(workspace, model, tr("Variants and prices"), parent), m_tableModel(model) {
    const Theme& theme = workspace.theme;
    m_summary = makeLabel(theme, TextStyle::Body, {}, true, this);
    m_summary->setWordWrap(true);
    m_options = makeButton(theme, ButtonKind::Plain, tr("Edit options…"), "edit", this);
    connect(m_options, &QPushButton::clicked, this, &VariantsSection::editOptions);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_summary, 1);
    head->addWidget(m_options);
    body()->addLayout(head);
    m_problem = makeLabel(theme, TextStyle::Secondary, {}, false, this);
    m_problem->setProperty("tone", "bad");
    m_problem->setWordWrap(true);
    add(m_problem);
    m_single = makeSingle();
    m_several = makeTable();
    add(m_single);
    add(m_several);
}

QWidget* VariantsSection::makeSingle() {
    auto* widget = new QWidget(this);
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::l);
    const QList<FormField*> fields{
        line(Field::Price, fieldLabel(Field::Price), tr("What shoppers pay."), true),
        line(Field::CompareAt, fieldLabel(Field::CompareAt), tr("Shown struck out, for a reduced one.")),
        line(Field::Sku, fieldLabel(Field::Sku), tr("Your own number, used once."), true),
        line(Field::Gtin, fieldLabel(Field::Gtin), tr("The number below the bar code.")),
        line(Field::Weight, fieldLabel(Field::Weight), tr("With its packaging.")),
        line(Field::Size, fieldLabel(Field::Size), tr("Length × width × height."))};
    for (int i = 0; i < int(fields.size()); ++i)
        grid->addWidget(fields[i], i / 3, i % 3, Qt::AlignTop);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    return widget;
}

QWidget* VariantsSection::makeTable() {
    auto* widget = new QWidget(this);
    QStringList headers{tr("Variant")};
    for (int column = 1; column < VariantTableModel::Count; ++column)
        headers.append(fieldLabel(VariantTableModel::fieldOf(column)));
    m_tableModel.setHeaders(headers);
    m_table = new QTableView(widget);
    m_table->setObjectName("Variants");
    m_table->setAccessibleName(tr("Variants"));
    m_table->setModel(&m_tableModel);
    m_table->setItemDelegate(new CellDelegate(m_workspace.theme, m_table));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRow);
    m_table->setGridStyle(Qt::SolidLine);
    m_table->horizontalHeader()->setFixedHeight(kRow);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(VariantTableModel::OptionsColumn, QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(72);
    m_table->horizontalHeader()->setStyleSheet("QHeaderView::section { padding: 0 8px; }"); // as the cells below
    const std::pair<int, int> widths[] = {
        {VariantTableModel::PriceColumn, 76},  {VariantTableModel::CompareAtColumn, 104},
        {VariantTableModel::SkuColumn, 126},   {VariantTableModel::GtinColumn, 112},
        {VariantTableModel::WeightColumn, 96}, {VariantTableModel::SizeColumn, 104}};
    for (const auto& [column, width] : widths)
        m_table->setColumnWidth(column, width);
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { updateFill(); });
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addWidget(makeFill());
    column->addWidget(m_table);
    return widget;
}

QWidget* VariantsSection::makeFill() {
    const Theme& theme = m_workspace.theme;
    auto* widget = new QWidget(this);
    m_fillColumn = new QComboBox(widget);
    m_fillColumn->setAccessibleName(tr("Which value to fill in"));
    for (int column = 1; column < VariantTableModel::Count; ++column) {
        if (column != VariantTableModel::GtinColumn) // each has its own
            m_fillColumn->addItem(fieldLabel(VariantTableModel::fieldOf(column)), column);
    }
    m_fillValue = new QLineEdit(widget);
    m_fillValue->setAccessibleName(tr("Value to fill in"));
    m_fillButton = makeButton(theme, ButtonKind::Plain, {}, {}, widget);
    m_remove = makeButton(theme, ButtonKind::Quiet, tr("Remove"), "close", widget);
    m_fillNote = makeLabel(theme, TextStyle::Secondary, {}, true, widget);
    m_fillNote->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_fillColumn);
    row->addWidget(m_fillValue, 1);
    row->addWidget(m_fillButton);
    row->addWidget(m_remove);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addLayout(row);
    column->addWidget(m_fillNote);
    connect(m_fillColumn, &QComboBox::activated, this, [this] { updateFill(); });
    connect(m_fillValue, &QLineEdit::textEdited, this, [this] { updateFill(); });
    connect(m_fillValue, &QLineEdit::returnPressed, this, &VariantsSection::fill);
    connect(m_fillButton, &QPushButton::clicked, this, &VariantsSection::fill);
    connect(m_remove, &QPushButton::clicked, this, &VariantsSection::removeSelected);
    return widget;
}

QList<int> VariantsSection::selectedRows() const {
    QList<int> rows;
    const auto selected = m_table->selectionModel()->selectedIndexes();
    for (const QModelIndex& index : selected) {
        if (!rows.contains(index.row()))
            rows.append(index.row());
    }
    return rows.size() > 1 ? rows : QList<int>(); // one is just where the cursor stands
}

void VariantsSection::updateFill() {
    const int rows = int(selectedRows().size());
    m_fillButton->setText(rows > 0 ? tr("Fill %n row(s)", nullptr, rows) : tr("Fill all rows"));
    m_fillButton->setEnabled(!m_fillValue->text().trimmed().isEmpty());
    m_remove->setVisible(rows > 0);
    QString help;
    switch (m_fillColumn->currentData().toInt()) {
    case VariantTableModel::PriceColumn:
    case VariantTableModel::CompareAtColumn:
        help = tr("An amount, or a change such as +10 %.");
        break;
    case VariantTableModel::SkuColumn: {
        QStringList names;
        for (const QString& name : m_model.draft().optionNames)
            names.append('{' + name + '}');
        names.append("{n}");
        help = tr("A pattern: %1 become the variant's own.").arg(names.join(", "));
        break;
    }
    default:
        help = tr("The same for each.");
    }
    m_fillNote->setText(help);
    setStyleProperty(m_fillNote, "tone", "muted");
}

void VariantsSection::fill() {
    if (m_fillValue->text().trimmed().isEmpty())
        return;
    const int column = m_fillColumn->currentData().toInt();
    const QString problem = m_tableModel.fill(column, m_fillValue->text(), selectedRows());
    if (!problem.isEmpty()) {
        m_fillNote->setText(problem);
        setStyleProperty(m_fillNote, "tone", "bad");
        return;
    }
    m_fillValue->clear();
    updateFill();
}

void VariantsSection::removeSelected() {
    const QList<int> rows = selectedRows();
    if (rows.isEmpty() || rows.size() >= m_model.variantCount()) {
        m_workspace.toasts.show(Tone::Info, tr("One variant has to stay."));
        return;
    }
    m_model.change([&](models::ProductDraft& draft) {
        for (int row = int(draft.variants.size()) - 1; row >= 0; --row) {
            if (rows.contains(row))
                draft.variants.erase(draft.variants.begin() + row);
        }
    });
}

void VariantsSection::editOptions() {
    auto* dialog = new VariantOptionsDialog(m_workspace.theme, m_model.draft(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_model.change([&](models::ProductDraft& draft) { models::apply(draft, dialog->options()); });
    });
    dialog->open();
}

void VariantsSection::update() {
    EditorSection::update();
    const int variants = m_model.variantCount();
    const auto& names = m_model.draft().optionNames;
    const bool several = variants > 1 || !names.isEmpty();
    m_single->setVisible(!several);
    m_several->setVisible(several);
    m_options->setText(several ? tr("Edit options…") : tr("Add options…"));
    m_summary->setText(several ? tr("%n variant(s)", nullptr, variants) +
                                     (names.isEmpty() ? QString() : ": " + names.join(QStringLiteral(" × ")))
                               : tr("Sold in one variant. With options such as colour or size there are more."));
    QString problem = m_model.shownProblem(Field::Variants);
    if (several && problem.isEmpty()) { // cells have no room for words
        for (int row = 0; row < variants && problem.isEmpty(); ++row) {
            for (int column = 1; column < VariantTableModel::Count && problem.isEmpty(); ++column) {
                const FieldRef ref(VariantTableModel::fieldOf(column), row);
                if (const QString told = m_model.shownProblem(ref); !told.isEmpty())
                    problem = tr("%1 in row %2: %3").arg(fieldLabel(ref.field)).arg(row + 1).arg(told);
            }
        }
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    if (several) {
        m_table->setFixedHeight(kRow + 2 + std::min(variants, kShownRows) * kRow +
                                (variants > kShownRows ? kRow / 2 : 0));
        updateFill();
    }
}

bool VariantsSection::has(Field field) const {
    return field == Field::Variants || EditorSection::has(field);
}

QWidget* VariantsSection::control(const FieldRef& ref) {
    if (!m_several->isVisibleTo(this))
        return ref.field == Field::Variants ? m_options : EditorSection::control(ref);
    if (ref.field == Field::Variants)
        return m_options;
    for (int column = 1; column < VariantTableModel::Count; ++column) {
        if (VariantTableModel::fieldOf(column) == ref.field) {
            m_table->setCurrentIndex(m_tableModel.index(ref.row(), column));
            return m_table;
        }
    }
    return nullptr;
}

void VariantsSection::setEditable(bool editable) {
    EditorSection::setEditable(editable);
    for (QWidget* widget : {static_cast<QWidget*>(m_options), m_several})
        widget->setEnabled(editable);
}

void VariantsSection::copy() {
    const auto selection = m_table->selectionModel()->selection();
    if (selection.isEmpty())
        return;
    QStringList lines;
    for (int row = selection.first().top(); row <= selection.first().bottom(); ++row) {
        QStringList cells;
        for (int column = selection.first().left(); column <= selection.first().right(); ++column)
            cells.append(m_tableModel.index(row, column).data().toString());
        lines.append(cells.join('\t'));
    }
    QApplication::clipboard()->setText(lines.join('\n'));
}

bool VariantsSection::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy)) {
            copy();
            return true;
        }
        if (key->matches(QKeySequence::Paste)) {
            m_tableModel.paste(m_table->currentIndex(), QApplication::clipboard()->text());
            return true;
        }
        if (key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace) {
            const auto selected = m_table->selectionModel()->selectedIndexes();
            m_model.change([&](models::ProductDraft& draft) {
                for (const QModelIndex& index : selected) {
                    if (index.column() != VariantTableModel::OptionsColumn)
                        draft.setValue({VariantTableModel::fieldOf(index.column()), index.row()}, {});
                }
            });
            return true;
        }
    }
    return EditorSection::eventFilter(watched, event);
}

} // namespace tradepost::ui
