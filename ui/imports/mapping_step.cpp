#include "ui/imports/mapping_step.h"

#include "ui/imports/import_text.h"
#include "ui/imports/mapping_row.h"
#include "ui/imports/preview_table.h"
#include "ui/kit/dialog.h"
#include "ui/kit/form.h"
#include "ui/kit/icons.h"
#include "ui/kit/toasts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>

namespace tradepost::ui {

using models::ImportMapping;
using models::MappedField;

namespace {
constexpr int kListWidth = 580;
// Shown from the beginning; the others when they are mapped or asked for.
const QStringList& firstTargets() {
    static const QStringList targets{"sku",      "title", "price", "currency", "description",
                                     "category", "brand", "gtin",  "images"};
    return targets;
}
const QStringList& furtherTargets() {
    static const QStringList targets{"compare_at_price", "tags",
                                     "weight_g",         "options.Size",
                                     "options.Colour",   "slug",
                                     "language",         "markets",
                                     "tax_class",        "length_mm",
                                     "width_mm",         "height_mm",
                                     "texts.de.title",   "texts.de.description"};
    return targets;
}
} // namespace

MappingStep::MappingStep(Workspace& workspace, models::ImportSetup& setup, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_setup(setup) {
    const Theme& theme = workspace.theme;
    auto* list = new Panel(theme, Panel::Surface::Surface);
    auto* heading = makeLabel(theme, TextStyle::Section, tr("Which column is what"), false, list);
    m_saved = makeButton(theme, ButtonKind::Plain, tr("Mappings"), "bookmark", list);
    m_savedMenu = new QMenu(m_saved);
    m_saved->setMenu(m_savedMenu);
    connect(m_savedMenu, &QMenu::aboutToShow, this, &MappingStep::fillSaved);
    auto* head = new QHBoxLayout;
    head->addWidget(heading, 1);
    head->addWidget(m_saved);
    auto* note =
        makeLabel(theme, TextStyle::Body,
                  tr("Proposed from the columns' names. Each field shows what the first row has for it."), true, list);
    note->setWordWrap(true);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(space::s);
    auto* add = makeButton(theme, ButtonKind::Plain, tr("Add a field"), "plus", list);
    m_addMenu = new QMenu(add);
    add->setMenu(m_addMenu);
    connect(m_addMenu, &QMenu::aboutToShow, this, &MappingStep::fillAdd);
    m_group = new QComboBox;
    m_group->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_group->setMinimumContentsLength(16);
    m_makeSkus = new QCheckBox(tr("Make the SKU of variants that have none"), list);
    m_optionalCategory = new QCheckBox(tr("Leave out categories the store does not know"), list);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(space::xl, space::xl, space::l, space::xl);
    column->setSpacing(space::m);
    column->addLayout(head);
    column->addWidget(note);
    column->addSpacing(space::xs);
    column->addLayout(m_rows);
    column->addWidget(add, 0, Qt::AlignLeft);
    column->addSpacing(space::s);
    column->addWidget(makeLine(theme, Qt::Horizontal, list));
    column->addSpacing(space::xs);
    column->addWidget(new FormField(theme, tr("Variants"), m_group,
                                    tr("Neighbouring rows with the same value in this column are one product.")));
    column->addWidget(m_makeSkus);
    column->addWidget(m_optionalCategory);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(kListWidth);
    scroll->setWidget(list);

    m_state = makeLabel(theme, TextStyle::Body, {}, true, this);
    m_state->setWordWrap(true);
    m_table = new PreviewTable(theme, workspace.format, this);
    m_table->setAccessibleName(tr("First products as they would be read"));
    auto* rightHead = new QVBoxLayout;
    rightHead->setContentsMargins(space::l, space::xl + 4, space::l, space::m);
    rightHead->setSpacing(space::xs + 6);
    rightHead->addWidget(makeLabel(theme, TextStyle::Section, tr("What comes of it"), false, this));
    rightHead->addWidget(m_state);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addLayout(rightHead);
    right->addWidget(makeLine(theme, Qt::Horizontal, this));
    right->addWidget(m_table, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(scroll);
    row->addWidget(makeLine(theme, Qt::Vertical, this));
    row->addLayout(right, 1);

    connect(m_group, &QComboBox::activated, this, [this](int index) {
        change([&](ImportMapping& mapping) { mapping.groupColumn = m_group->itemData(index).toString(); });
    });
    connect(m_makeSkus, &QCheckBox::toggled, this,
            [this](bool on) { change([&](ImportMapping& mapping) { mapping.makeSkus = on; }); });
    connect(m_optionalCategory, &QCheckBox::toggled, this,
            [this](bool on) { change([&](ImportMapping& mapping) { mapping.optionalCategory = on; }); });
    connect(&setup, &models::ImportSetup::changed, this, &MappingStep::update);
    connect(&setup, &models::ImportSetup::mappingSaved, this,
            [this](const QString& name) { m_workspace.toasts.show(Tone::Good, tr("Mapping “%1” saved.").arg(name)); });
    connect(&setup, &models::ImportSetup::failed, this,
            [this](const QString& problem) { m_workspace.toasts.show(Tone::Bad, problem); });
    update();
}

void MappingStep::change(const std::function<void(ImportMapping&)>& what) {
    if (m_updating)
        return;
    ImportMapping mapping = m_setup.mapping();
    what(mapping);
    m_setup.setMapping(mapping);
}

MappingRow* MappingStep::row(const QString& target) const {
    const auto found = std::ranges::find(m_shown, target, &MappingRow::target);
    return found == m_shown.end() ? nullptr : *found;
}

QString MappingStep::example(const QString& column) const {
    const qsizetype at = m_setup.preview().shape.columns.indexOf(column);
    if (at < 0)
        return {};
    for (const auto& row : m_setup.preview().rows) {
        if (!row.cells.value(at).trimmed().isEmpty())
            return row.cells[at].simplified();
    }
    return {};
}

void MappingStep::addField(const QString& target) {
    if (target.isEmpty() || row(target))
        return;
    change([&](ImportMapping& mapping) { mapping.field(target); });
    updateRows();
    if (auto* made = row(target))
        made->columnBox()->setFocus();
}

void MappingStep::update() {
    if (m_setup.mapped() && m_setup.looked()) {
        m_updating = true;
        updateRows();
        const auto& mapping = m_setup.mapping();
        const QStringList& columns = m_setup.preview().shape.columns;
        if (m_group->property("columns").toStringList() != columns || m_group->count() == 0) {
            m_group->clear();
            m_group->addItem(tr("Every row is a product"), QString());
            for (const QString& column : columns)
                m_group->addItem(tr("Same “%1”").arg(column), column);
            m_group->setProperty("columns", columns);
        }
        m_group->setCurrentIndex(std::max(0, m_group->findData(mapping.groupColumn)));
        m_makeSkus->setChecked(mapping.makeSkus);
        m_optionalCategory->setChecked(mapping.optionalCategory);
        m_updating = false;
    }
    updatePreview();
}

void MappingStep::updateRows() {
    const auto& mapping = m_setup.mapping();
    QStringList targets = firstTargets();
    for (const MappedField& field : mapping.fields) {
        if (!targets.contains(field.target))
            targets.append(field.target);
    }
    QStringList now;
    for (const MappingRow* row : std::as_const(m_shown))
        now.append(row->target());
    if (now != targets) {
        // Rows stay while their field does, so that the focus stays.
        for (qsizetype i = m_shown.size() - 1; i >= 0; --i) {
            if (!targets.contains(m_shown[i]->target()))
                delete m_shown.takeAt(i);
        }
        QList<MappingRow*> rows;
        for (const QString& target : std::as_const(targets)) {
            auto* shown = row(target);
            if (!shown) {
                shown = new MappingRow(m_workspace, target, target == "sku", this);
                connect(shown, &MappingRow::changed, this, [this](const MappedField& field) {
                    change([&](ImportMapping& edited) { edited.field(field.target) = field; });
                });
            }
            rows.append(shown);
        }
        m_shown = rows;
        for (MappingRow* shown : std::as_const(m_shown))
            m_rows->addWidget(shown); // again, in this order
        QWidget* before = m_saved;
        for (MappingRow* shown : std::as_const(m_shown)) {
            setTabOrder(before, shown->columnBox());
            before = shown->columnBox();
        }
    }
    for (MappingRow* shown : std::as_const(m_shown)) {
        const MappedField* field = mapping.find(shown->target());
        const MappedField none{
            .target = shown->target(), .column = {}, .otherColumns = {}, .constant = {}, .fallback = {}, .steps = {}};
        shown->show(field ? *field : none, m_setup.preview().shape.columns, example(field ? field->column : QString()));
    }
}

void MappingStep::updatePreview() {
    const auto& preview = m_setup.preview();
    const QString problem = m_setup.mappingProblem();
    const auto& error = m_setup.previewError();
    QList<PreviewTable::Row> rows;
    int wrong = 0;
    for (const auto& product : preview.products) {
        QString why;
        for (const auto& each : product.problems)
            why +=
                (why.isEmpty() ? QString() : QStringLiteral("\n")) + each.column + ": " + each.message + ' ' + each.fix;
        wrong += why.isEmpty() ? 0 : 1;
        const qint64 minor = product.price.section(' ', 0, 0).toLongLong();
        const QString money =
            product.price.isEmpty() ? QString() : m_workspace.format.money({minor, product.price.section(' ', 1)});
        if (why.isEmpty())
            rows.append(PreviewTable::Row{
                product.line,
                {{product.sku, {}}, {product.title, {}}, {money, {}}, {product.brand, {}}, {product.category, {}}}});
        else
            rows.append(
                PreviewTable::Row{product.line, {{product.sku, {}}, {why.section('\n', 0, 0), why}, {}, {}, {}}});
    }
    m_table->show(rows.isEmpty() ? QStringList()
                                 : QStringList{targetName("sku"), targetName("title"), targetName("price"),
                                               targetName("brand"), targetName("category")},
                  rows);
    QString text;
    if (!problem.isEmpty())
        text = problem;
    else if (error)
        text = client::text(error->message);
    else if (m_setup.looking())
        text = tr("Reading the first rows…");
    else if (rows.isEmpty())
        text = tr("Products of such a file are shown once it has been checked: go on.");
    else if (wrong > 0)
        text = tr("%n of the first rows cannot be read so.", nullptr, wrong);
    else
        text = tr("The first %n product(s), read without a mistake.", nullptr, int(rows.size()));
    m_state->setText(text);
    setStyleProperty(m_state, "tone", !problem.isEmpty() || error ? "bad" : "muted");
}

void MappingStep::fillSaved() {
    m_savedMenu->clear();
    for (const auto& mapping : m_setup.saved())
        m_savedMenu->addAction(mapping.name, this, [this, name = mapping.name] { m_setup.use(name); });
    if (m_setup.saved().empty())
        m_savedMenu->addAction(tr("None saved yet"))->setEnabled(false);
    m_savedMenu->addSeparator();
    m_savedMenu->addAction(tr("Propose anew"), this, [this] { m_setup.guess(); });
    m_savedMenu->addAction(tr("Save this mapping…"), this, &MappingStep::askToSave);
    if (!m_setup.saved().empty()) {
        auto* remove = m_savedMenu->addMenu(tr("Delete"));
        for (const auto& mapping : m_setup.saved()) {
            remove->addAction(mapping.name, this, [this, name = mapping.name] {
                if (confirm(m_workspace.theme, this, tr("Delete the mapping “%1”?").arg(name),
                            tr("Imports that used it are not changed. It cannot be brought back."), tr("Delete"),
                            tr("Keep")))
                    m_setup.drop(name);
            });
        }
    }
}

void MappingStep::fillAdd() {
    m_addMenu->clear();
    for (const QString& target : furtherTargets()) {
        if (!row(target))
            m_addMenu->addAction(targetName(target), this, [this, target] { addField(target); });
    }
    m_addMenu->addSeparator();
    m_addMenu->addAction(tr("An attribute or option…"), this, [this] {
        auto* dialog = new Dialog(m_workspace.theme, tr("Add a field"), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        auto* edit = new QLineEdit;
        edit->setPlaceholderText("attributes.Material");
        edit->setMaxLength(200);
        dialog->addContent(new FormField(m_workspace.theme, tr("Name of the field"), edit,
                                         tr("attributes.NAME for a text, attributes.NAME#UNIT for a number, "
                                            "attributes.NAME? for yes or no, options.NAME for a variant's option.")));
        dialog->addButton(ButtonKind::Plain, tr("Cancel"), QDialog::Rejected);
        dialog->addButton(ButtonKind::Primary, tr("Add"), QDialog::Accepted);
        connect(dialog, &QDialog::accepted, this, [this, edit] { addField(edit->text().trimmed()); });
        dialog->open();
        edit->setFocus();
    });
}

void MappingStep::askToSave() {
    auto* dialog = new Dialog(m_workspace.theme, tr("Save this mapping"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* edit = new QLineEdit(m_setup.mapping().name);
    edit->setMaxLength(models::kMaxMappingName);
    auto* field = new FormField(m_workspace.theme, tr("Name"), edit,
                                tr("For the next file of this kind. One of the same name is replaced."));
    dialog->addContent(field);
    dialog->addButton(ButtonKind::Plain, tr("Cancel"), QDialog::Rejected);
    auto* save = dialog->addButton(ButtonKind::Primary, tr("Save"), QDialog::Accepted);
    const auto check = [edit, save] { save->setEnabled(!edit->text().trimmed().isEmpty()); };
    connect(edit, &QLineEdit::textChanged, dialog, check);
    check();
    connect(dialog, &QDialog::accepted, this, [this, edit] { m_setup.save(edit->text()); });
    dialog->open();
    edit->setFocus();
}

} // namespace tradepost::ui
