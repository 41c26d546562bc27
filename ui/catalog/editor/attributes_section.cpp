#include "ui/catalog/editor/attributes_section.h"

#include "ui/kit/form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>

namespace tradepost::ui {

using models::AttributeDefinition;
using models::AttributeKind;
using models::DraftAttribute;
using models::Field;
using models::FieldRef;

AttributesSection::AttributesSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent)
    : EditorSection(workspace, model, tr("Attributes"), parent) {
    const Theme& theme = workspace.theme;
    m_state = makeLabel(theme, TextStyle::Body, {}, true, this);
    m_state->setWordWrap(true);
    m_retry = makeButton(theme, ButtonKind::Plain, tr("Try again"), {}, this);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_state, 1);
    head->addWidget(m_retry);
    body()->addLayout(head);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::l);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    body()->addLayout(m_grid);
    m_otherHead = makeLabel(theme, TextStyle::Strong, tr("Further attributes"), false, this);
    add(m_otherHead);
    m_others = new QVBoxLayout;
    m_others->setSpacing(space::m);
    body()->addLayout(m_others);
    m_newName = new QLineEdit(this);
    m_newName->setPlaceholderText(tr("Name of a further attribute"));
    m_newName->setAccessibleName(m_newName->placeholderText());
    m_newName->setMaxLength(100);
    auto* adding = makeButton(theme, ButtonKind::Plain, tr("Add"), "plus", this);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_newName, 1);
    row->addWidget(adding);
    row->addStretch(1);
    body()->addLayout(row);
    connect(adding, &QPushButton::clicked, this, &AttributesSection::addOther);
    connect(m_newName, &QLineEdit::returnPressed, this, &AttributesSection::addOther);
    connect(m_retry, &QPushButton::clicked, &model.attributes(), &models::CategoryAttributes::retry);
}

void AttributesSection::addOther() {
    const QString name = m_newName->text().trimmed();
    if (name.isEmpty())
        return;
    m_newName->clear();
    if (!m_model.draft().attribute(name))
        m_model.change(
            [&](models::ProductDraft& draft) { draft.attributes.push_back({name, AttributeKind::Text, {}, {}}); });
    if (QWidget* editor = editorOf(name))
        editor->setFocus();
}

QWidget* AttributesSection::editorOf(const QString& attribute) const {
    for (const Row& row : m_rows) {
        if (row.definition.name == attribute)
            return row.field->control();
    }
    return nullptr;
}

void AttributesSection::set(const AttributeDefinition& definition, const QString& value) {
    if (updating())
        return;
    m_model.change([&](models::ProductDraft& draft) {
        const auto found = std::ranges::find(draft.attributes, definition.name, &DraftAttribute::name);
        const DraftAttribute typed{definition.name, definition.kind, value, definition.unit};
        if (found == draft.attributes.end())
            draft.attributes.push_back(typed);
        else
            *found = typed;
    });
}

void AttributesSection::makeRow(Row& row) {
    const AttributeDefinition& definition = row.definition;
    QWidget* editor = nullptr;
    const bool choice = definition.kind == AttributeKind::Flag || !definition.allowed.isEmpty();
    if (choice) {
        auto* box = new QComboBox;
        box->setMaxVisibleItems(16);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        box->addItem(tr("Not said"), QString());
        if (definition.kind == AttributeKind::Flag) {
            box->addItem(tr("Yes"), "true");
            box->addItem(tr("No"), "false");
        }
        for (const QString& value : definition.allowed)
            box->addItem(value, value);
        connect(box, &QComboBox::activated, this,
                [this, definition, box] { set(definition, box->currentData().toString()); });
        editor = box;
    } else {
        auto* line = new QLineEdit;
        line->setMaxLength(1'050);
        connect(line, &QLineEdit::textEdited, this, [this, definition](const QString& text) { set(definition, text); });
        editor = line;
    }
    QString label = definition.label;
    if (!definition.unit.isEmpty())
        label += " (" + definition.unit + ')';
    row.field = new FormField(m_workspace.theme, label, editor, {}, definition.required, this);
    connect(row.field, &FormField::left, this,
            [this, name = definition.name] { m_model.touch({Field::Attribute, name}); });
    row.widget = row.field;
    if (row.defined)
        return;
    row.widget = new QWidget(this);
    auto* remove = makeToolButton(m_workspace.theme, "close", tr("Remove “%1”").arg(definition.label), row.widget);
    auto* layout = new QHBoxLayout(row.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(row.field, 1);
    layout->addWidget(remove, 0, Qt::AlignBottom);
    connect(
        remove, &QToolButton::clicked, this,
        [this, name = definition.name] {
            m_model.change([&](models::ProductDraft& draft) {
                std::erase_if(draft.attributes, [&](const DraftAttribute& each) { return each.name == name; });
            });
        },
        Qt::QueuedConnection); // the button goes with its row
}

void AttributesSection::rebuild(const std::vector<Row>& wanted) {
    std::vector<Row> rows;
    for (const Row& row : wanted) {
        const auto kept = std::ranges::find_if(m_rows, [&](const Row& each) {
            return each.field && each.definition == row.definition && each.defined == row.defined;
        });
        Row made = row;
        if (kept != m_rows.end())
            made = std::exchange(*kept, {});
        else
            makeRow(made);
        rows.push_back(std::move(made));
    }
    for (const Row& row : m_rows)
        delete row.widget;
    m_rows = std::move(rows);
    int at = 0;
    for (const Row& row : m_rows) {
        if (row.defined) {
            m_grid->addWidget(row.widget, at / 2, at % 2, Qt::AlignTop);
            ++at;
        } else {
            m_others->addWidget(row.widget);
        }
        row.field->control()->setEnabled(m_editable);
        row.widget->show();
    }
}

void AttributesSection::show(const Row& row) {
    const DraftAttribute* attribute = m_model.draft().attribute(row.definition.name);
    const QString value = attribute ? attribute->value : QString();
    if (auto* box = qobject_cast<QComboBox*>(row.field->control())) {
        int at = box->findData(value);
        if (at < 0) { // no value of this category: told beside it
            box->addItem(value, value);
            at = box->count() - 1;
        }
        box->setCurrentIndex(at);
    } else if (auto* line = qobject_cast<QLineEdit*>(row.field->control()); line->text() != value) {
        line->setText(value);
        line->setCursorPosition(0);
    }
    row.field->setProblem(m_model.shownProblem({Field::Attribute, row.definition.name}));
}

void AttributesSection::update() {
    EditorSection::update();
    quietly([this] {
        const auto& attributes = m_model.attributes();
        std::vector<Row> wanted;
        for (const auto& definition : attributes.definitions())
            wanted.push_back({definition});
        for (const DraftAttribute& attribute : m_model.draft().attributes) {
            if (!attributes.find(attribute.name))
                wanted.push_back({{attribute.name, attribute.name, attribute.kind, attribute.unit, {}, false}, false});
        }
        const bool others = std::ranges::any_of(wanted, [](const Row& row) { return !row.defined; });
        const auto alike = [](const Row& a, const Row& b) {
            return a.definition == b.definition && a.defined == b.defined;
        };
        if (!std::ranges::equal(m_rows, wanted, alike))
            rebuild(wanted);
        for (const Row& row : m_rows)
            show(row);
        m_otherHead->setVisible(others);
        QString state;
        if (attributes.error())
            state = tr("What this category is described by could not be read. %1")
                        .arg(client::text(attributes.error()->message));
        else if (attributes.loading())
            state = tr("Reading what this category is described by…");
        else if (m_model.draft().categoryId.isEmpty())
            state = tr("Choose a category to see what its products are described by.");
        else if (attributes.definitions().empty())
            state = tr("This category asks for nothing. You can add attributes of your own.");
        else
            state =
                tr("What its category is described by. Shoppers filter by it; fields with a star are needed to sell.");
        m_state->setText(state);
        setStyleProperty(m_state, "tone", attributes.error() ? "bad" : "muted");
        m_retry->setVisible(attributes.error().has_value());
    });
}

QWidget* AttributesSection::control(const FieldRef& ref) {
    return ref.field == Field::Attribute ? editorOf(ref.of) : nullptr;
}

void AttributesSection::setEditable(bool editable) {
    m_editable = editable;
    for (const Row& row : m_rows)
        row.field->control()->setEnabled(editable);
    m_newName->setEnabled(editable);
}

} // namespace tradepost::ui
