#include "ui/imports/mapping_row.h"

#include "ui/imports/field_settings_dialog.h"
#include "ui/imports/import_text.h"
#include "ui/kit/icons.h"
#include "ui/kit/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace tradepost::ui {

namespace {
constexpr int kNameWidth = 140;
constexpr int kColumnWidth = 176;
const QString kNone = QStringLiteral("none");
const QString kConstant = QStringLiteral("constant");
const QString kColumn = QStringLiteral("column:");
} // namespace

MappingRow::MappingRow(Workspace& workspace, const QString& target, bool required, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_column(new QComboBox(this)), m_constant(new QLineEdit(this)),
      m_example(new ElidedLabel(Qt::ElideRight, this)),
      m_settings(makeToolButton(workspace.theme, "settings", {}, this)) {
    m_field.target = target;
    const QString name = targetName(target);
    auto* label = new ElidedLabel(Qt::ElideRight, this);
    label->setFont(workspace.theme.font(TextStyle::Strong));
    label->setFullText(required ? name + QStringLiteral(" *") : name);
    label->setFixedWidth(kNameWidth);
    m_column->setFixedWidth(kColumnWidth);
    m_column->setMaxVisibleItems(20);
    m_column->setAccessibleName(tr("Column for %1").arg(name));
    m_constant->setPlaceholderText(tr("For every product"));
    m_constant->setAccessibleName(tr("%1 of every product").arg(name));
    m_constant->setMaxLength(2000);
    m_example->setProperty("tone", "muted");
    m_settings->setIconSize({16, 16});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    row->addWidget(label);
    row->addWidget(m_column);
    row->addWidget(m_constant, 1);
    row->addWidget(m_example, 1);
    row->addWidget(m_settings);
    connect(m_column, &QComboBox::activated, this, &MappingRow::columnChosen);
    connect(m_constant, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_field.constant = text;
        emit changed(m_field);
    });
    connect(m_settings, &QToolButton::clicked, this, &MappingRow::openSettings);
    updateSettings();
}

void MappingRow::show(const models::MappedField& field, const QStringList& columns, const QString& example) {
    if (!field.constant.isEmpty())
        m_constantChosen = true;
    else if (!field.column.isEmpty())
        m_constantChosen = false;
    m_field = field;
    const QStringList shown = columns.contains(field.column) || field.column.isEmpty()
                                  ? columns
                                  : columns + QStringList{field.column}; // which the file lacks
    if (m_column->count() != shown.size() + 2 || m_column->property("columns").toStringList() != shown) {
        m_column->clear();
        m_column->addItem(tr("Not in the file"), kNone);
        m_column->addItem(tr("The same for all…"), kConstant);
        for (const QString& column : shown)
            m_column->addItem(column, kColumn + column);
        m_column->insertSeparator(2);
        m_column->setProperty("columns", shown);
    }
    const QString value = m_constantChosen ? kConstant : field.column.isEmpty() ? kNone : kColumn + field.column;
    m_column->setCurrentIndex(std::max(0, m_column->findData(value)));
    m_column->setToolTip(field.column);
    if (m_constant->text() != field.constant)
        m_constant->setText(field.constant);
    m_constant->setVisible(m_constantChosen);
    m_example->setVisible(!m_constantChosen);
    m_example->setFullText(example);
    updateSettings();
}

void MappingRow::columnChosen() {
    const QString value = m_column->currentData().toString();
    m_constantChosen = value == kConstant;
    m_field.column = value.startsWith(kColumn) ? value.mid(kColumn.size()) : QString();
    if (!m_constantChosen)
        m_field.constant.clear();
    emit changed(m_field);
    m_constant->setVisible(m_constantChosen);
    m_example->setVisible(!m_constantChosen);
    if (m_constantChosen)
        m_constant->setFocus();
}

void MappingRow::updateSettings() {
    const bool set = !m_field.steps.empty() || !m_field.fallback.isEmpty();
    QStringList told;
    for (const auto& step : m_field.steps)
        told.append(stepName(step.kind()));
    if (!m_field.fallback.isEmpty())
        told.append(tr("empty: “%1”").arg(m_field.fallback));
    const QString name = tr("Change the values of %1").arg(targetName(m_field.target));
    m_settings->setAccessibleName(name);
    m_settings->setToolTip(set ? name + '\n' + told.join('\n') : name);
    m_settings->setIcon(icon(m_workspace.theme, "settings", set ? Tone::Accent : Tone::Neutral));
    m_settings->setCheckable(set);
    m_settings->setChecked(set);
}

void MappingRow::openSettings() {
    auto* dialog = new FieldSettingsDialog(m_workspace.theme, m_field, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_field = dialog->field();
        emit changed(m_field);
    });
    connect(dialog, &QDialog::finished, this, &MappingRow::updateSettings);
    dialog->open();
}

} // namespace tradepost::ui
