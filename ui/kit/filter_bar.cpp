#include "ui/kit/filter_bar.h"

#include "ui/kit/dialog.h"
#include "ui/kit/icons.h"

#include <QLineEdit>
#include <QMenu>

namespace tradepost::ui {

namespace {

constexpr int kMaxChoices = 200;
constexpr int kPromptWidth = 380;
constexpr int kMaxText = 120;

// "Status: Published  x": the text opens its menu, the cross removes it.
class Chip final : public QWidget {
public:
    Chip(const Theme& theme, const QString& label, QWidget* parent)
        : QWidget(parent), m_theme(theme), m_text(makeButton(theme, ButtonKind::Quiet, {}, {}, this)),
          m_remove(makeToolButton(theme, "close", FilterBar::tr("Remove filter %1").arg(label), this)) {
        m_text->setStyleSheet("QPushButton { border: none; padding: 0 2px 0 10px; min-height: 24px; background: "
                              "transparent; } QPushButton:focus { text-decoration: underline; }");
        m_remove->setIconSize({12, 12});
        m_remove->setFixedSize(22, 22);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 3, 0);
        row->setSpacing(0);
        row->addWidget(m_text);
        row->addWidget(m_remove);
        setFixedHeight(28);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }
    QPushButton* text() const { return m_text; }
    QToolButton* remove() const { return m_remove; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(blend(m_theme.tokens().accent, m_theme.tokens().surface, 0.45));
        painter.setBrush(m_theme.tint(Tone::Accent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 14, 14);
    }

private:
    const Theme& m_theme;
    QPushButton* m_text;
    QToolButton* m_remove;
};

} // namespace

FilterBar::FilterBar(const Theme& theme, QList<FilterField> fields, QWidget* parent)
    : Panel(theme, Surface::Surface, Qt::BottomEdge, parent), m_fields(std::move(fields)), m_row(new QHBoxLayout(this)),
      m_chips(new QHBoxLayout), m_add(makeButton(theme, ButtonKind::Quiet, tr("Filter"), "filter", this)),
      m_clear(makeButton(theme, ButtonKind::Link, tr("Clear all"), {}, this)), m_addMenu(new QMenu(this)) {
    setFixedHeight(kHeight);
    m_row->setContentsMargins(space::l - 4, 0, space::s, 1);
    m_row->setSpacing(space::s);
    m_chips->setSpacing(space::s);
    m_row->addWidget(m_add);
    m_row->addLayout(m_chips);
    m_row->addWidget(m_clear);
    m_row->addStretch(1);
    m_clear->hide();
    m_add->setMenu(m_addMenu);
    for (const FilterField& field : m_fields) {
        if (!field.choices) {
            connect(m_addMenu->addAction(field.label + QStringLiteral("…")), &QAction::triggered, this,
                    [this, id = field.id] { openMenu(id); });
            continue;
        }
        QMenu* menu = m_addMenu->addMenu(field.label);
        connect(menu, &QMenu::aboutToShow, this, [this, menu, id = field.id] { fillMenu(menu, *find(id)); });
    }
    connect(m_clear, &QPushButton::clicked, this, &FilterBar::cleared);
}

const FilterField* FilterBar::find(const QString& id) const {
    const auto it = std::ranges::find(m_fields, id, &FilterField::id);
    return it == m_fields.end() ? nullptr : &*it;
}

void FilterBar::fillMenu(QMenu* menu, const FilterField& field) {
    menu->clear();
    const auto choices = field.choices();
    if (choices.isEmpty())
        menu->addAction(tr("Nothing to choose yet"))->setEnabled(false);
    for (const auto& choice : choices.first(std::min<qsizetype>(choices.size(), kMaxChoices))) {
        QString text = choice.text;
        connect(menu->addAction(text.replace('&', "&&")), &QAction::triggered, this,
                [this, id = field.id, value = choice.value] { emit chosen(id, value); });
    }
}

void FilterBar::openMenu(const QString& id) {
    const FilterField* field = find(id);
    if (!field)
        return;
    if (!field->choices) {
        askText(*field);
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, *field);
    const QWidget* anchor = m_shown.value(id, m_add);
    menu->popup(anchor->mapToGlobal(QPoint(0, anchor->height() + 2)));
}

void FilterBar::askText(const FilterField& field) {
    auto* dialog = new Dialog(theme(), tr("Filter by %1").arg(field.label), this, kPromptWidth);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* edit = new QLineEdit(m_texts.value(field.id));
    edit->setMaxLength(kMaxText);
    edit->setAccessibleName(field.label);
    dialog->addContent(edit);
    dialog->addButton(ButtonKind::Plain, tr("Cancel"), QDialog::Rejected);
    dialog->addButton(ButtonKind::Primary, tr("Filter"), QDialog::Accepted);
    connect(dialog, &QDialog::accepted, this, [this, edit, id = field.id] {
        const QString wanted = edit->text().trimmed();
        emit chosen(id, wanted.isEmpty() ? QVariant() : QVariant(wanted));
    });
    dialog->open();
    edit->setFocus();
    edit->selectAll();
}

void FilterBar::setChip(const QString& id, const QString& text) {
    const FilterField* field = find(id);
    if (!field)
        return;
    if (text.isEmpty()) {
        if (QWidget* old = m_shown.take(id))
            old->deleteLater();
        m_texts.remove(id);
    } else {
        auto* chip = static_cast<Chip*>(m_shown.value(id));
        if (!chip) {
            chip = new Chip(theme(), field->label, this);
            m_chips->addWidget(chip);
            m_shown.insert(id, chip);
            connect(chip->text(), &QPushButton::clicked, this, [this, id] { openMenu(id); });
            connect(chip->remove(), &QToolButton::clicked, this, [this, id] { emit chosen(id, {}); });
        }
        const QString shown = chip->fontMetrics().elidedText(QString(field->label + ": " + text), Qt::ElideRight, 240);
        chip->text()->setText(QString(shown).replace('&', "&&"));
        m_texts.insert(id, text);
    }
    m_clear->setVisible(m_shown.size() > 1);
}

void FilterBar::addLead(QWidget* tool) {
    m_row->insertWidget(0, tool);
}

void FilterBar::addTool(QWidget* tool) {
    m_row->addWidget(tool);
}

} // namespace tradepost::ui
