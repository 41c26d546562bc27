#include "ui/catalog/editor/variant_options_dialog.h"

#include "ui/catalog/editor/chip_edit.h"

#include <QLineEdit>

namespace tradepost::ui {

using models::VariantOption;

namespace {
constexpr int kDialogWidth = 640;
constexpr int kNameWidth = 150;
} // namespace

VariantOptionsDialog::VariantOptionsDialog(const Theme& theme, const models::ProductDraft& draft, QWidget* parent)
    : Dialog(theme, tr("Options"), parent, kDialogWidth), m_theme(theme), m_draft(draft) {
    addText(tr("Every combination of the values becomes a variant. Variants that are there keep their price, SKU and "
               "the rest."));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(space::m);
    m_add = makeButton(theme, ButtonKind::Plain, tr("Add an option"), "plus", content);
    m_summary = makeLabel(theme, TextStyle::Body, {}, true, content);
    m_summary->setWordWrap(true);
    column->addLayout(m_rows);
    column->addWidget(m_add, 0, Qt::AlignLeft);
    column->addWidget(m_summary);
    addContent(content);
    addButton(ButtonKind::Plain, tr("Cancel"), Rejected);
    m_apply = addButton(ButtonKind::Primary, tr("Make the variants"), Accepted);
    m_apply->setAutoDefault(false); // Enter in a line adds a value
    m_apply->setDefault(false);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addOption({});
        m_options.last().name->setFocus();
    });
    for (const auto& option : models::optionsOf(draft))
        addOption(option);
    if (m_options.isEmpty())
        addOption({});
    update();
}

void VariantOptionsDialog::addOption(const VariantOption& option) {
    auto* widget = new QWidget;
    auto* name = new QLineEdit(option.name, widget);
    name->setPlaceholderText(tr("Colour"));
    name->setAccessibleName(tr("Name of the option"));
    name->setMaxLength(60);
    name->setFixedWidth(kNameWidth);
    auto* values = new ChipEdit(m_theme, ";", tr("Add a value and press Enter"), widget);
    values->setValues(option.values);
    auto* remove = makeToolButton(m_theme, "close", tr("Remove this option"), widget);
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    row->addWidget(name, 0, Qt::AlignTop);
    row->addWidget(values, 1, Qt::AlignTop);
    row->addWidget(remove, 0, Qt::AlignTop);
    m_rows->addWidget(widget);
    m_options.append({widget, name, values});
    connect(name, &QLineEdit::textEdited, this, &VariantOptionsDialog::update);
    connect(values, &ChipEdit::changed, this, &VariantOptionsDialog::update);
    connect(remove, &QToolButton::clicked, this, [this, widget] {
        m_options.removeIf([widget](const Row& each) { return each.widget == widget; });
        widget->deleteLater();
        update();
    });
    update();
}

std::vector<VariantOption> VariantOptionsDialog::options() const {
    std::vector<VariantOption> options;
    for (const Row& row : m_options) {
        VariantOption option{row.name->text().trimmed(), row.values->values()};
        if (!option.name.isEmpty() || !option.values.isEmpty())
            options.push_back(std::move(option));
    }
    return options;
}

void VariantOptionsDialog::update() {
    if (!m_apply) // while it is put together
        return;
    const auto wanted = options();
    const QString problem = models::problemOf(wanted);
    m_add->setEnabled(m_options.size() < models::kMaxOptions);
    m_apply->setEnabled(problem.isEmpty());
    QString text = problem;
    if (problem.isEmpty()) {
        const auto matrix = models::makeMatrix(m_draft, wanted);
        QStringList parts{tr("%n variant(s)", nullptr, int(matrix.variants.size()))};
        parts.append(tr("%n stay(s)", nullptr, matrix.kept));
        if (matrix.added > 0)
            parts.append(tr("%n new", nullptr, matrix.added));
        if (matrix.removed > 0)
            parts.append(tr("%n removed", nullptr, matrix.removed));
        text = parts.join(", ") + '.';
    }
    m_summary->setText(text);
    setStyleProperty(m_summary, "tone", problem.isEmpty() ? "muted" : "bad");
}

} // namespace tradepost::ui
