#include "ui/catalog/editor/conflict_dialog.h"

#include "ui/catalog/product_text.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QRadioButton>

namespace tradepost::ui {

using Model = models::ProductEditModel;

namespace {

constexpr int kConflictWidth = 620;
constexpr int kShownCharacters = 240;

QString shortened(const QString& text) {
    if (text.isEmpty())
        return ConflictDialog::tr("(empty)");
    return text.size() > kShownCharacters ? text.left(kShownCharacters) + QStringLiteral("…") : text;
}

} // namespace

ConflictDialog::ConflictDialog(const Theme& theme, const Model& model, const models::CategoryTreeModel& categories,
                               QWidget* parent)
    : Dialog(theme, tr("Someone else changed this product"), parent, kConflictWidth) {
    addText(
        tr("While you were editing, it was saved by someone else. Nothing is lost: choose for each field which text "
           "stays. Your other changes are kept."));
    for (const auto& conflict : model.conflicts()) {
        auto* card = new QFrame;
        card->setObjectName("Card");
        auto* grid = new QGridLayout(card);
        grid->setContentsMargins(space::l, space::m, space::l, space::m);
        grid->setHorizontalSpacing(space::m);
        grid->setVerticalSpacing(space::s);
        grid->setColumnStretch(1, 1);
        const QString label = fieldLabel(conflict.field, model);
        const auto shown = [&](const QString& value) {
            const bool category = conflict.field.field == models::Field::Category;
            const QString path = category ? categories.path(value) : QString();
            return shortened(path.isEmpty() ? value : path);
        };
        grid->addWidget(makeLabel(theme, TextStyle::Strong, label, false, card), 0, 0, 1, 2);
        auto* before = makeLabel(theme, TextStyle::Secondary, tr("Before: %1").arg(shown(conflict.base)), true, card);
        before->setWordWrap(true);
        grid->addWidget(before, 1, 0, 1, 2);
        auto* mine = new QRadioButton(tr("Mine"), card);
        auto* theirs = new QRadioButton(tr("Theirs"), card);
        auto* group = new QButtonGroup(card);
        group->addButton(mine);
        group->addButton(theirs);
        mine->setChecked(true);
        mine->setAccessibleName(label + ", " + tr("Mine") + ": " + conflict.mine);
        theirs->setAccessibleName(label + ", " + tr("Theirs") + ": " + conflict.theirs);
        m_mine[conflict.field] = mine;
        m_theirs[conflict.field] = theirs;
        int row = 2;
        for (const auto& [button, value] : {std::pair(mine, conflict.mine), std::pair(theirs, conflict.theirs)}) {
            grid->addWidget(button, row, 0, Qt::AlignTop);
            auto* words = makeLabel(theme, TextStyle::Body, shown(value), false, card);
            words->setWordWrap(true);
            grid->addWidget(words, row++, 1);
        }
        addContent(card);
    }
    addButton(ButtonKind::Plain, tr("Keep editing"), Rejected);
    addButton(ButtonKind::Primary, tr("Save the chosen"), Accepted);
}

std::map<models::FieldRef, Model::Choice> ConflictDialog::choices() const {
    std::map<models::FieldRef, Model::Choice> result;
    for (const auto& [field, button] : m_theirs)
        result[field] = button->isChecked() ? Model::Choice::Theirs : Model::Choice::Mine;
    return result;
}

void ConflictDialog::choose(const models::FieldRef& field, Model::Choice choice) {
    (choice == Model::Choice::Theirs ? m_theirs : m_mine).at(field)->setChecked(true);
}

} // namespace tradepost::ui
