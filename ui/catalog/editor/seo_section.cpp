#include "ui/catalog/editor/seo_section.h"

#include "ui/catalog/editor/chip_edit.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/form.h"

#include <QLineEdit>

namespace tradepost::ui {

using models::Field;

namespace {
constexpr int kDescriptionHeight = 72;
constexpr int kShownCharacters = 160; // of a description, by search engines
} // namespace

SeoSection::SeoSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent)
    : EditorSection(workspace, model, tr("Search engines and tags"), parent) {
    add(makeResult());
    add(line(Field::Slug, fieldLabel(Field::Slug), tr("Left empty it is made from the title.")));
    add(line(Field::SeoTitle, fieldLabel(Field::SeoTitle), tr("Left empty the product's title is shown.")));
    add(longText(Field::SeoDescription, fieldLabel(Field::SeoDescription), kDescriptionHeight,
                 tr("Left empty the beginning of the description is shown.")));
    m_tags = new ChipEdit(workspace.theme, ",;", tr("Add a tag and press Enter"), this);
    auto* tags = new FormField(workspace.theme, fieldLabel(Field::Tags), m_tags,
                               tr("For your own lists, filters and collections."), false, this);
    addField(Field::Tags, tags);
    add(tags);
    connect(m_tags, &ChipEdit::changed, this, [this] {
        m_model.change([this](models::ProductDraft& draft) { draft.tags = m_tags->values(); });
        m_model.touch(Field::Tags);
    });
}

QWidget* SeoSection::makeResult() {
    const Theme& theme = m_workspace.theme;
    auto* result = new QFrame(this);
    result->setObjectName("Inset");
    m_address = new ElidedLabel(Qt::ElideRight, result);
    m_address->setFont(theme.font(TextStyle::Secondary));
    m_address->setProperty("tone", "muted");
    m_heading = new ElidedLabel(Qt::ElideRight, result);
    m_heading->setFont(theme.font(TextStyle::Section));
    m_heading->setProperty("tone", "accent");
    m_summary = makeLabel(theme, TextStyle::Body, {}, true, result);
    m_summary->setWordWrap(true);
    auto* column = new QVBoxLayout(result);
    column->setContentsMargins(space::l, space::m, space::l, space::m);
    column->setSpacing(space::xs);
    column->addWidget(m_address);
    column->addWidget(m_heading);
    column->addWidget(m_summary);
    return result;
}

void SeoSection::update() {
    EditorSection::update();
    m_tags->setValues(m_model.draft().tags);
    const auto first = [this](Field field, Field otherwise) {
        const QString own = m_model.value(field).simplified();
        return own.isEmpty() ? m_model.value(otherwise).simplified() : own;
    };
    const QString slug = m_model.value(Field::Slug);
    const QString title = first(Field::SeoTitle, Field::Title);
    QString summary = first(Field::SeoDescription, Field::Description);
    if (summary.size() > kShownCharacters)
        summary = summary.left(kShownCharacters) + QStringLiteral("…");
    m_address->setFullText(m_workspace.client.connection().storeName + QStringLiteral(" › ") +
                           (slug.isEmpty() ? tr("made from the title") : slug));
    m_heading->setFullText(title.isEmpty() ? tr("Without a title yet") : title);
    m_summary->setText(summary.isEmpty() ? tr("Without a description yet") : summary);
}

QWidget* SeoSection::control(const models::FieldRef& ref) {
    return ref.field == Field::Tags ? m_tags->input() : EditorSection::control(ref);
}

void SeoSection::setEditable(bool editable) {
    EditorSection::setEditable(editable);
    m_tags->setEnabled(editable);
}

} // namespace tradepost::ui
