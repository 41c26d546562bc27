#include "ui/catalog/editor/chip_edit.h"

#include "ui/kit/icons.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace tradepost::ui {

namespace {
constexpr int kChip = 24;
constexpr int kGap = 4;
constexpr int kMargin = 4;
constexpr int kInput = 120;      // at least
constexpr int kFirstWidth = 380; // until it has its own
} // namespace

ChipEdit::ChipEdit(const Theme& theme, QString separators, const QString& placeholder, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_separators(std::move(separators)), m_input(new QLineEdit(this)) {
    setObjectName("ChipEdit");
    m_input->setPlaceholderText(placeholder);
    m_input->setAccessibleName(placeholder);
    m_input->setObjectName("ChipInput");
    m_input->installEventFilter(this);
    setFocusProxy(m_input);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_input, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (!text.isEmpty() && m_separators.contains(text.back()))
            add(text.chopped(1));
    });
    rebuild();
}

void ChipEdit::setValues(const QStringList& values) {
    if (values == m_values)
        return;
    m_values = values;
    rebuild();
}

void ChipEdit::finish() {
    add(m_input->text());
}

void ChipEdit::add(const QString& typed) {
    QStringList parts{typed};
    for (const QChar separator : std::as_const(m_separators)) {
        QStringList finer;
        for (const QString& part : std::as_const(parts))
            finer += part.split(separator);
        parts = finer;
    }
    QStringList values = m_values;
    for (const QString& part : std::as_const(parts)) {
        if (const QString value = part.trimmed(); !value.isEmpty() && !values.contains(value))
            values.append(value);
    }
    m_input->clear();
    if (values == m_values)
        return;
    setValues(values);
    emit changed();
}

void ChipEdit::rebuild() {
    qDeleteAll(m_chips);
    m_chips.clear();
    for (const QString& value : std::as_const(m_values)) {
        auto* chip = new QFrame(this);
        chip->setObjectName("Chip");
        auto* row = new QHBoxLayout(chip);
        row->setContentsMargins(8, 0, 2, 0);
        row->setSpacing(2);
        auto* text = new ElidedLabel(Qt::ElideRight, chip);
        text->setFullText(value);
        auto* remove = makeToolButton(m_theme, "close", tr("Remove “%1”").arg(value), chip);
        remove->setIconSize({12, 12});
        remove->setFixedSize(20, 20);
        remove->setProperty("inside", true);
        remove->setEnabled(isEnabled());
        connect(remove, &QToolButton::clicked, this, [this, value] {
            m_input->setFocus();
            QStringList values = m_values;
            values.removeOne(value);
            QMetaObject::invokeMethod(
                this,
                [this, values] { // the button is not to be gone while it is clicked
                    setValues(values);
                    emit changed();
                },
                Qt::QueuedConnection);
        });
        row->addWidget(text);
        row->addWidget(remove);
        chip->show();
        m_chips.append(chip);
    }
    setFixedHeight(place(isVisible() ? width() : std::max(width(), kFirstWidth), true));
}

int ChipEdit::place(int width, bool move) const {
    int x = kMargin, y = kMargin;
    for (QWidget* chip : m_chips) {
        const int wide = std::min(chip->sizeHint().width(), width - 2 * kMargin);
        if (x > kMargin && x + wide > width - kMargin) {
            x = kMargin;
            y += kChip + kGap;
        }
        if (move)
            chip->setGeometry(x, y, wide, kChip);
        x += wide + kGap;
    }
    if (x > kMargin && x + kInput > width - kMargin) {
        x = kMargin;
        y += kChip + kGap;
    }
    if (move)
        m_input->setGeometry(x, y, std::max(40, width - kMargin - x), kChip);
    return y + kChip + kMargin;
}

void ChipEdit::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    setFixedHeight(place(width(), true));
}

bool ChipEdit::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            add(m_input->text());
            return true;
        }
        if (key->key() == Qt::Key_Backspace && m_input->text().isEmpty() && !m_values.isEmpty()) {
            setValues(m_values.first(m_values.size() - 1));
            emit changed();
            return true;
        }
    }
    if (watched == m_input && event->type() == QEvent::FocusOut)
        finish();
    return QFrame::eventFilter(watched, event);
}

} // namespace tradepost::ui
