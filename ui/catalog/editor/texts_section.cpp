#include "ui/catalog/editor/texts_section.h"

#include "models/catalog/product_checks.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/form.h"

#include <QComboBox>

namespace tradepost::ui {

using models::Field;
using models::FieldRef;

namespace {
constexpr int kHeight = 168;
// Offered besides those the product has; others come by import.
const QStringList kLanguages{"en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "nb", "fi", "cs"};
} // namespace

TextsSection::TextsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent)
    : EditorSection(workspace, model, tr("Texts"), parent) {
    m_sides[0].language = model.draft().language;
    m_sides[1].language = m_sides[0].language == "de" ? "en" : "de";
    addRow({makeSide(0), makeSide(1)});
}

QWidget* TextsSection::makeSide(int index) {
    Side& side = m_sides[std::size_t(index)];
    auto* widget = new QWidget(this);
    side.box = new QComboBox(widget);
    side.box->setMaxVisibleItems(16);
    side.box->setAccessibleName(index == 0 ? tr("Language at the left") : tr("Language at the right"));
    side.box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    side.box->setMinimumContentsLength(10);
    side.title = line(refOf(Field::Title, side.language), fieldLabel(Field::Title), {}, true);
    side.description = longText(refOf(Field::Description, side.language), fieldLabel(Field::Description), kHeight);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addWidget(side.box);
    column->addWidget(side.title);
    column->addWidget(side.description);
    connect(side.box, &QComboBox::activated, this,
            [this, index] { setLanguage(index, m_sides[std::size_t(index)].box->currentData().toString()); });
    return widget;
}

FieldRef TextsSection::refOf(Field field, const QString& language) const {
    return {field, language == m_model.draft().language ? QString() : language};
}

void TextsSection::setLanguage(int side, const QString& language) {
    Side& mine = m_sides[std::size_t(side)];
    Side& other = m_sides[std::size_t(1 - side)];
    if (other.language == language) // both cannot show the same: they swap
        other.language = mine.language;
    mine.language = language;
    update();
}

void TextsSection::reset() {
    const auto& draft = m_model.draft();
    m_sides[0].language = draft.language;
    m_sides[1].language.clear();
    for (const auto& [language, texts] : draft.texts) {
        if (language != draft.language && m_sides[1].language.isEmpty())
            m_sides[1].language = language;
    }
    if (m_sides[1].language.isEmpty())
        m_sides[1].language = draft.language.startsWith("de") ? "en" : "de";
    update();
}

QStringList TextsSection::offered() const {
    QStringList languages{m_model.draft().language};
    for (const auto& [language, texts] : m_model.draft().texts) {
        if (!languages.contains(language))
            languages.append(language);
    }
    for (const QString& language : kLanguages) {
        if (!languages.contains(language))
            languages.append(language);
    }
    return languages;
}

void TextsSection::fillBox(Side& side) {
    const QStringList languages = offered();
    QStringList texts;
    for (const QString& language : languages) {
        const auto there = m_model.draft().texts.find(language);
        const bool empty = there == m_model.draft().texts.end() || there->second.title.isEmpty();
        const QString name = languageName(language);
        texts.append(language == m_model.draft().language ? tr("%1 (main language)").arg(name)
                     : empty                              ? tr("%1 (not yet)").arg(name)
                                                          : name);
    }
    if (side.box->property("texts").toStringList() != texts) {
        side.box->clear();
        for (qsizetype i = 0; i < languages.size(); ++i)
            side.box->addItem(texts[i], languages[i]);
        side.box->setProperty("texts", texts);
    }
    side.box->setCurrentIndex(std::max(0, side.box->findData(side.language)));
}

void TextsSection::update() {
    if (m_sides[0].language == m_sides[1].language)
        m_sides[1].language = m_sides[0].language == "de" ? "en" : "de";
    for (Side& side : m_sides) {
        bind(side.title, refOf(Field::Title, side.language));
        bind(side.description, refOf(Field::Description, side.language));
        side.title->setRequired(side.language == m_model.draft().language);
    }
    EditorSection::update();
    quietly([this] {
        for (Side& side : m_sides) {
            fillBox(side);
            const qsizetype characters = m_model.value(refOf(Field::Title, side.language)).size();
            side.title->setHelp(tr("%1 of %2 characters").arg(characters).arg(models::maxLength(Field::Title)));
        }
    });
}

QWidget* TextsSection::control(const FieldRef& ref) {
    if (ref.field != Field::Title && ref.field != Field::Description)
        return nullptr;
    const QString language = ref.of.isEmpty() ? m_model.draft().language : ref.of;
    if (language != m_sides[0].language && language != m_sides[1].language)
        setLanguage(1, language);
    return EditorSection::control(ref);
}

bool TextsSection::has(Field field) const {
    return field == Field::Title || field == Field::Description;
}

} // namespace tradepost::ui
