#include "ui/imports/field_settings_dialog.h"

#include "ui/imports/import_text.h"
#include "ui/kit/form.h"

#include <QIntValidator>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>

namespace tradepost::ui {

using models::MappingStep;
using Kind = MappingStep::Kind;

namespace {
constexpr std::array kKinds{Kind::Trim,  Kind::Number, Kind::Replace,   Kind::Split,   Kind::Lookup,
                            Kind::Lower, Kind::Upper,  Kind::StripHtml, Kind::Truncate};
constexpr int kLookupHeight = 84;
constexpr int kDialogWidth = 560;
constexpr int kNumberWidth = 72;
} // namespace

FieldSettingsDialog::FieldSettingsDialog(const Theme& theme, const models::MappedField& field, QWidget* parent)
    : Dialog(theme, tr("Values of %1").arg(targetName(field.target)), parent, kDialogWidth), m_theme(theme),
      m_field(field) {
    auto* empty = new QLineEdit;
    empty->setText(field.fallback);
    empty->setMaxLength(2000);
    connect(empty, &QLineEdit::textChanged, this, [this](const QString& text) { m_field.fallback = text; });
    addContent(new FormField(theme, tr("When the cell is empty"), empty, tr("Stands in for it; empty: it stays so.")));
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeLabel(theme, TextStyle::Strong, tr("Steps, from top to bottom"), false, box));
    m_none = makeLabel(theme, TextStyle::Body, tr("None: cells are taken as they are."), true, box);
    column->addWidget(m_none);
    m_steps = new QVBoxLayout;
    m_steps->setSpacing(space::s);
    column->addLayout(m_steps);
    auto* add = makeButton(theme, ButtonKind::Plain, tr("Add a step"), "plus", box);
    auto* menu = new QMenu(add);
    for (const Kind kind : kKinds)
        menu->addAction(stepName(kind), this, [this, kind] { addStep(kind); });
    add->setMenu(menu);
    column->addWidget(add, 0, Qt::AlignLeft);
    addContent(box);
    addButton(ButtonKind::Plain, tr("Cancel"), Rejected);
    addButton(ButtonKind::Primary, tr("Apply"), Accepted);
    fill();
}

void FieldSettingsDialog::addStep(Kind kind) {
    m_field.steps.emplace_back(kind);
    fill();
    if (isVisible()) { // as tall as its contents again
        hide();
        show();
    }
}

void FieldSettingsDialog::fill() {
    while (QLayoutItem* item = m_steps->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int i = 0; i < int(m_field.steps.size()); ++i)
        m_steps->addWidget(makeStep(i));
    m_none->setVisible(m_field.steps.empty());
}

QWidget* FieldSettingsDialog::makeStep(int index) {
    const MappingStep& step = m_field.steps[std::size_t(index)];
    auto* card = new QFrame;
    card->setObjectName("Card");
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(space::m, space::s, space::s, space::s);
    column->setSpacing(space::s);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(m_theme, TextStyle::Body, stepName(step.kind()), false, card), 1);
    auto* remove = makeToolButton(m_theme, "close", tr("Remove step %1").arg(index + 1), card);
    remove->setIconSize({14, 14});
    head->addWidget(remove);
    column->addLayout(head);
    // Rebuilding deletes the button that was clicked: not within its own signal.
    connect(
        remove, &QToolButton::clicked, this,
        [this, index] {
            m_field.steps.erase(m_field.steps.begin() + index);
            fill();
        },
        Qt::QueuedConnection);
    const auto line = [&](const QString& name, const QString& value, auto set) {
        auto* edit = new QLineEdit(card);
        edit->setText(value);
        edit->setPlaceholderText(name);
        edit->setAccessibleName(name);
        edit->setMaxLength(500);
        connect(edit, &QLineEdit::textChanged, this,
                [this, index, set](const QString& text) { (m_field.steps[std::size_t(index)].*set)(text); });
        return edit;
    };
    const auto number = [&](const QString& name, int from, int to) {
        auto* edit = new QLineEdit(QString::number(step.number()), card);
        edit->setValidator(new QIntValidator(from, to, edit));
        edit->setAccessibleName(name);
        edit->setToolTip(name);
        edit->setFixedWidth(kNumberWidth);
        connect(edit, &QLineEdit::textChanged, this, [this, index, edit](const QString& text) {
            if (edit->hasAcceptableInput())
                m_field.steps[std::size_t(index)].setNumber(text.toInt());
        });
        return edit;
    };
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    switch (step.kind()) {
    case Kind::Replace:
        row->addWidget(line(tr("Pattern (RE2)"), step.first(), &MappingStep::setFirst));
        row->addWidget(line(tr("Replacement; \\1 is the first group"), step.second(), &MappingStep::setSecond));
        break;
    case Kind::Split:
        row->addWidget(line(tr("Separator"), step.first(), &MappingStep::setFirst));
        row->addWidget(makeLabel(m_theme, TextStyle::Body, tr("Part"), true, card));
        row->addWidget(number(tr("Which part; -1 is the last, 0 makes a list of all"), -100, 100));
        break;
    case Kind::Number:
        row->addWidget(makeLabel(m_theme, TextStyle::Body, tr("Decimal mark"), true, card));
        row->addWidget(line(tr("Decimal mark"), step.first(), &MappingStep::setFirst));
        break;
    case Kind::Truncate:
        row->addWidget(makeLabel(m_theme, TextStyle::Body, tr("Characters"), true, card));
        row->addWidget(number(tr("Characters"), 1, 20'000));
        break;
    case Kind::Lookup: {
        auto* edit = new QPlainTextEdit(card);
        edit->setPlainText(step.first());
        edit->setPlaceholderText(tr("red = rot\nblue = blau"));
        edit->setAccessibleName(tr("One “this = that” on each line"));
        edit->setTabChangesFocus(true);
        edit->setFixedHeight(kLookupHeight);
        connect(edit, &QPlainTextEdit::textChanged, this,
                [this, index, edit] { m_field.steps[std::size_t(index)].setFirst(edit->toPlainText()); });
        row->addWidget(edit);
        break;
    }
    default:
        break;
    }
    if (row->count() > 0)
        column->addLayout(row);
    else
        delete row;
    return card;
}

} // namespace tradepost::ui
