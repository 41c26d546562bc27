#include "ui/catalog/editor/editor_section.h"

#include "models/catalog/product_checks.h"
#include "ui/kit/form.h"

#include <QPlainTextEdit>

namespace tradepost::ui {

using models::Field;
using models::FieldRef;

EditorSection::EditorSection(Workspace& workspace, models::ProductEditModel& model, const QString& title,
                             QWidget* parent)
    : QFrame(parent), m_workspace(workspace), m_model(model), m_title(title), m_body(new QVBoxLayout(this)) {
    setObjectName("Card");
    m_body->setContentsMargins(space::xl, space::l + 4, space::xl, space::xl);
    m_body->setSpacing(space::l);
    m_body->addWidget(makeLabel(workspace.theme, TextStyle::Section, title, false, this));
}

void EditorSection::add(QWidget* widget) {
    m_body->addWidget(widget);
}

void EditorSection::addRow(const QList<QWidget*>& widgets) {
    auto* row = new QHBoxLayout;
    row->setSpacing(space::l);
    for (QWidget* widget : widgets)
        row->addWidget(widget, 1, Qt::AlignTop);
    m_body->addLayout(row);
}

FormField* EditorSection::line(const FieldRef& ref, const QString& label, const QString& help, bool required) {
    auto* edit = new QLineEdit;
    edit->setMaxLength(models::maxLength(ref.field) + 50); // longer is told, not cut silently
    auto* made = new FormField(m_workspace.theme, label, edit, help, required, this);
    addField(ref, made);
    connect(edit, &QLineEdit::textEdited, this, [this, made](const QString& text) {
        const auto bound = std::ranges::find(m_fields, made, &std::pair<FieldRef, FormField*>::second);
        m_model.setValue(bound->first, text);
    });
    return made;
}

FormField* EditorSection::longText(const FieldRef& ref, const QString& label, int height, const QString& help) {
    auto* edit = new QPlainTextEdit;
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(height);
    auto* made = new FormField(m_workspace.theme, label, edit, help, false, this);
    addField(ref, made);
    connect(edit, &QPlainTextEdit::textChanged, this, [this, made, edit] {
        if (m_updating)
            return;
        const auto bound = std::ranges::find(m_fields, made, &std::pair<FieldRef, FormField*>::second);
        m_model.setValue(bound->first, edit->toPlainText());
    });
    return made;
}

void EditorSection::addField(const FieldRef& ref, FormField* field) {
    m_fields.emplace_back(ref, field);
    connect(field, &FormField::left, this, [this, field] {
        const auto bound = std::ranges::find(m_fields, field, &std::pair<FieldRef, FormField*>::second);
        m_model.touch(bound->first);
    });
}

void EditorSection::bind(FormField* field, const FieldRef& ref) {
    std::ranges::find(m_fields, field, &std::pair<FieldRef, FormField*>::second)->first = ref;
}

FormField* EditorSection::field(const FieldRef& ref) const {
    const auto found = std::ranges::find(m_fields, ref, &std::pair<FieldRef, FormField*>::first);
    return found == m_fields.end() ? nullptr : found->second;
}

QWidget* EditorSection::control(const FieldRef& ref) {
    FormField* found = field(ref);
    return found ? found->control() : nullptr;
}

bool EditorSection::has(Field field) const {
    return std::ranges::any_of(m_fields, [field](const auto& each) { return each.first.field == field; });
}

void EditorSection::setEditable(bool editable) {
    for (const auto& [ref, field] : m_fields)
        field->control()->setEnabled(editable);
}

void EditorSection::quietly(const std::function<void()>& show) {
    const bool before = std::exchange(m_updating, true);
    show();
    m_updating = before;
}

void EditorSection::show(FormField* field, const QString& value) {
    if (auto* line = qobject_cast<QLineEdit*>(field->control())) {
        if (line->text() != value) {
            line->setText(value);
            line->setCursorPosition(0); // long texts are read from their beginning
        }
    } else if (auto* text = qobject_cast<QPlainTextEdit*>(field->control())) {
        if (text->toPlainText() != value)
            text->setPlainText(value);
    }
}

void EditorSection::update() {
    quietly([this] {
        for (const auto& [ref, field] : m_fields) {
            show(field, m_model.value(ref));
            field->setProblem(m_model.shownProblem(ref));
        }
    });
}

} // namespace tradepost::ui
