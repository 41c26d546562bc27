#include "ui/kit/dialog.h"

#include <QScrollArea>

namespace tradepost::ui {

namespace {
constexpr int kMargin = 64; // to the window's edges, for dialogs as tall as it
}

Dialog::Dialog(const Theme& theme, const QString& title, QWidget* parent, int width)
    : QDialog(parent), m_theme(theme), m_column(new QVBoxLayout(this)), m_scroll(new QScrollArea(this)),
      m_body(nullptr), m_buttons(new QHBoxLayout) {
    setWindowTitle(title);
    setFixedWidth(width);
    auto* heading = makeLabel(theme, TextStyle::Section, title, false, this);
    heading->setWordWrap(true);
    auto* head = new QVBoxLayout; // a style sheet takes the margins of a label away
    head->setContentsMargins(space::xl, space::xl, space::xl, space::m);
    head->addWidget(heading);
    auto* inside = new QWidget;
    m_body = new QVBoxLayout(inside);
    m_body->setContentsMargins(space::xl, 0, space::xl, 0);
    m_body->setSpacing(space::l);
    m_scroll->setWidget(inside);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }");
    m_buttons->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    m_buttons->setSpacing(space::s);
    m_buttons->addStretch(1);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addLayout(head);
    m_column->addWidget(m_scroll, 1);
    m_column->addLayout(m_buttons);
}

void Dialog::addText(const QString& text) {
    auto* label = makeLabel(m_theme, TextStyle::Body, text, true);
    label->setWordWrap(true);
    addContent(label);
}

void Dialog::addContent(QWidget* content) {
    m_body->addWidget(content);
}

QPushButton* Dialog::addButton(ButtonKind kind, const QString& text, DialogCode result) {
    auto* button = makeButton(m_theme, kind, text, {}, this);
    m_buttons->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, result] { done(result); });
    button->setDefault(kind == ButtonKind::Primary);
    return button;
}

void Dialog::setVisible(bool visible) {
    if (visible && !isVisible()) {
        ensurePolished();
        const QList<QWidget*> parts = findChildren<QWidget*>();
        for (QWidget* part : parts)
            part->ensurePolished(); // fonts decide how texts wrap
        m_body->activate();
        const int texts =
            m_body->hasHeightForWidth() ? m_body->totalHeightForWidth(width()) : m_body->sizeHint().height();
        m_scroll->setFixedHeight(texts);
        m_column->activate();
        const QWidget* around = parentWidget() ? parentWidget()->window() : nullptr;
        int height =
            m_column->hasHeightForWidth() ? m_column->totalHeightForWidth(width()) : m_column->sizeHint().height();
        if (around && height > around->height() - kMargin) {
            const int most = std::max(around->height() - kMargin, 200);
            m_scroll->setFixedHeight(texts - (height - most));
            m_column->activate();
            height = most;
        }
        resize(width(), height);
        if (around)
            move(around->mapToGlobal(QPoint((around->width() - width()) / 2, (around->height() - height) / 2)));
    }
    QDialog::setVisible(visible);
}

bool confirm(const Theme& theme, QWidget* parent, const QString& title, const QString& text, const QString& yes,
             const QString& no) {
    Dialog dialog(theme, title, parent);
    dialog.addText(text);
    dialog.addButton(ButtonKind::Danger, yes, QDialog::Accepted);
    auto* safe = dialog.addButton(ButtonKind::Primary, no, QDialog::Rejected);
    safe->setFocus();
    return dialog.exec() == QDialog::Accepted;
}

} // namespace tradepost::ui
