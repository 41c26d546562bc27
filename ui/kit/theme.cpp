#include "ui/kit/theme.h"

#include <QApplication>
#include <QStyleFactory>

#include <cmath>

namespace tradepost::ui {

namespace {

const Tokens kLight{
    .surface = "#FFFFFF",
    .raised = "#FFFFFF",
    .sunken = "#F6F7F9",
    .line = "#E4E7EC",
    .strongLine = "#CBD1DA",
    .text = "#171A21",
    .muted = "#5B6472",
    .disabled = "#9AA3B2",
    .accent = "#2457D6",
    .accentHover = "#1D47B0",
    .onAccent = "#FFFFFF",
    .good = "#18794E",
    .warn = "#9A6700",
    .bad = "#C0362C",
    .info = "#0B6BCB",
};
const Tokens kDark{
    .surface = "#15171C",
    .raised = "#1C1F26",
    .sunken = "#101216",
    .line = "#2A2F39",
    .strongLine = "#3B4250",
    .text = "#E8EAEE",
    .muted = "#A0A8B5",
    .disabled = "#626B79",
    .accent = "#6C95FF",
    .accentHover = "#86A8FF",
    .onAccent = "#0D1220",
    .good = "#4CC38A",
    .warn = "#E2B33C",
    .bad = "#F2726A",
    .info = "#62A9F5",
};

double luminance(const QColor& color) {
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

} // namespace

QColor blend(const QColor& top, const QColor& bottom, double alpha) {
    const auto mix = [alpha](int a, int b) { return int(std::lround(a * alpha + b * (1 - alpha))); };
    return {mix(top.red(), bottom.red()), mix(top.green(), bottom.green()), mix(top.blue(), bottom.blue())};
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Theme::Theme(QObject* parent) : QObject(parent) {}

const Tokens& Theme::tokensOf(Mode mode) {
    return mode == Mode::Dark ? kDark : kLight;
}

void Theme::setMode(Mode mode) {
    if (mode == m_mode)
        return;
    m_mode = mode;
    if (m_application)
        applyTo(*m_application);
    emit changed();
}

QColor Theme::tone(Tone tone) const {
    const Tokens& t = tokens();
    switch (tone) {
    case Tone::Good:
        return t.good;
    case Tone::Warn:
        return t.warn;
    case Tone::Bad:
        return t.bad;
    case Tone::Info:
        return t.info;
    case Tone::Accent:
        return t.accent;
    case Tone::Neutral:
        break;
    }
    return t.muted;
}

QColor Theme::tint(Tone tone) const {
    return blend(this->tone(tone), tokens().surface, dark() ? 0.16 : 0.07);
}
QColor Theme::hovered() const {
    return blend(tokens().text, tokens().surface, dark() ? 0.06 : 0.035);
}
QColor Theme::selected() const {
    return blend(tokens().accent, tokens().surface, dark() ? 0.20 : 0.09);
}

QFont Theme::font(TextStyle style) const {
    QFont font("Noto Sans");
    switch (style) {
    case TextStyle::Body:
        font.setPixelSize(13);
        break;
    case TextStyle::Strong:
        font.setPixelSize(13);
        font.setWeight(QFont::DemiBold);
        break;
    case TextStyle::Secondary:
        font.setPixelSize(12);
        break;
    case TextStyle::Section:
        font.setPixelSize(15);
        font.setWeight(QFont::DemiBold);
        break;
    case TextStyle::Title:
        font.setPixelSize(20);
        font.setWeight(QFont::DemiBold);
        break;
    case TextStyle::Identifier:
        font.setFamily("Noto Sans Mono");
        font.setStyleHint(QFont::Monospace);
        font.setPixelSize(12);
        break;
    }
    return font;
}

QPalette Theme::palette() const {
    const Tokens& t = tokens();
    QPalette palette;
    palette.setColor(QPalette::Window, t.surface);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.surface);
    palette.setColor(QPalette::AlternateBase, t.sunken);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::PlaceholderText, t.muted);
    palette.setColor(QPalette::Button, t.raised);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::ToolTipBase, t.text);
    palette.setColor(QPalette::ToolTipText, t.surface);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::Mid, t.strongLine);
    palette.setColor(QPalette::Light, t.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.disabled);
    return palette;
}

QString Theme::styleSheet() const {
    QString sheet = QStringLiteral(R"(
* { outline: none; }
QToolTip { background: @text; color: @surface; border: none; padding: 4px 8px; }
QFrame#Raised, QWidget#Raised { background: @raised; }
QFrame#Popup { background: @raised; border: 1px solid @strongLine; }
QFrame#Card { background: @raised; border: 1px solid @line; border-radius: 10px; }
QFrame#ChipEdit { background: @field; border: 1px solid @strongLine; border-radius: 6px; }
QFrame#ChipEdit[invalid="true"] { border-color: @bad; }
QFrame#Chip { background: @selected; border: none; border-radius: 5px; }
QLineEdit#ChipInput, QLineEdit#ChipInput:focus { border: none; background: transparent; padding: 0 4px; min-height: 24px; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="bad"] { color: @bad; }
QLabel[tone="good"] { color: @good; }
QLabel[tone="accent"] { color: @accent; }
QFrame#Inset { background: @sunken; border: 1px solid @line; border-radius: 6px; }

QPushButton { border: 1px solid @strongLine; border-radius: 6px; background: @raised; color: @text;
              padding: 0 12px; min-height: 30px; }
QPushButton:hover { background: @hovered; }
QPushButton:pressed { background: @line; }
QPushButton:checked { background: @selected; border-color: @accent; }
QPushButton:focus { border: 2px solid @accent; padding: 0 11px; min-height: 28px; }
QPushButton:disabled { color: @disabled; border-color: @line; background: @sunken; }
QPushButton[variant="primary"] { background: @accent; border: 1px solid @accent; color: @onAccent; font-weight: 600; }
QPushButton[variant="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[variant="primary"]:focus { border: 2px solid @text; }
QPushButton[variant="primary"]:disabled { background: @line; border-color: @line; color: @muted; }
QPushButton[variant="quiet"] { border: 1px solid transparent; background: transparent; }
QPushButton[variant="quiet"]:hover { background: @hovered; }
QPushButton[variant="quiet"]:focus { border: 2px solid @accent; }
QPushButton[variant="danger"] { color: @bad; }
QPushButton[variant="link"] { border: none; background: transparent; color: @accent; padding: 0; min-height: 20px; text-align: left; }
QPushButton[variant="link"]:hover, QPushButton[variant="link"]:focus { text-decoration: underline; }

QPushButton[variant="link"]:disabled, QPushButton[variant="danger"]:disabled { color: @disabled; }

QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { border: 1px solid transparent; border-radius: 6px; background: transparent; padding: 5px; color: @text; }
QToolButton:hover { background: @hovered; }
QToolButton:pressed, QToolButton:checked { background: @selected; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @disabled; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QComboBox { border: 1px solid @strongLine; border-radius: 6px; background: @field; color: @text;
        selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit { padding: 0 9px; min-height: 30px; }
QPlainTextEdit { padding: 4px 5px; }
QComboBox { padding: 0 9px; min-height: 30px; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url(@chevron); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @strongLine; border-radius: 6px; padding: 4px;
        selection-background-color: @selected; selection-color: @text; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid @accent; }
QLineEdit:focus { padding: 0 8px; min-height: 28px; }
QPlainTextEdit:focus { padding: 3px 4px; }
QComboBox:focus { padding: 0 8px; min-height: 28px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] { border: 1px solid @bad; }
QLineEdit[invalid="true"]:focus, QPlainTextEdit[invalid="true"]:focus { border: 2px solid @bad; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @sunken; color: @disabled; border-color: @line; }

QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @strongLine; border-radius: 4px; background: @field; }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@tick); }
QRadioButton { spacing: 8px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @strongLine; border-radius: 8px; background: @field; }
QRadioButton::indicator:focus { border-color: @accent; }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; background: @onAccent; }

QMenu { background: @raised; border: 1px solid @strongLine; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; color: @text; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QMenu::indicator:checked { image: url(@tickText); }

QHeaderView { background: @sunken; border: none; }
QHeaderView::section { background: @sunken; color: @muted; border: none; border-bottom: 1px solid @line; padding: 0 12px; }
QHeaderView::up-arrow { image: url(@ascending); width: 12px; height: 12px; subcontrol-position: center right; right: 8px; }
QHeaderView::down-arrow { image: url(@descending); width: 12px; height: 12px; subcontrol-position: center right; right: 8px; }
QTableCornerButton::section { background: @sunken; border: none; }
QTableView, QListView, QTreeView, QScrollArea { border: none; background: @surface; }
QTableView#Variants, QTreeView#Framed { border: 1px solid @line; background: @raised; gridline-color: @line; }
QTreeView#Framed::item { min-height: 28px; color: @text; }
QTreeView#Framed::item:hover { background: @hovered; }
QTreeView#Framed::item:selected { background: @selected; color: @text; }
QLineEdit#CellEditor, QLineEdit#CellEditor:focus { border: 2px solid @accent; border-radius: 0; padding: 0 5px; min-height: 26px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @strongLine; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
        width: 0; height: 0; }
QSplitter::handle { background: @line; }
QDialog { background: @raised; }
)");
    const Tokens& t = tokens();
    const QString folder = dark() ? ":/style/dark/" : ":/style/light/";
    // Longer names first, so that no name is replaced inside another.
    const std::pair<const char*, QString> values[] = {
        {"@strongLine", t.strongLine.name()},
        {"@accentHover", t.accentHover.name()},
        {"@onAccent", t.onAccent.name()},
        {"@accent", t.accent.name()},
        {"@surface", t.surface.name()},
        {"@raised", t.raised.name()},
        {"@sunken", t.sunken.name()},
        {"@line", t.line.name()},
        {"@muted", t.muted.name()},
        {"@disabled", t.disabled.name()},
        {"@good", t.good.name()},
        {"@bad", t.bad.name()},
        {"@hovered", hovered().name()},
        {"@selected", selected().name()},
        {"@field", dark() ? t.sunken.name() : t.surface.name()},
        {"@chevron", folder + "chevron.svg"},
        {"@ascending", folder + "ascending.svg"},
        {"@descending", folder + "descending.svg"},
        {"@tickText", folder + "tick-text.svg"},
        {"@tick", folder + "tick.svg"},
        {"@text", t.text.name()},
    };
    for (const auto& [name, value] : values)
        sheet.replace(name, value);
    return sheet;
}

void Theme::applyTo(QApplication& application) {
    m_application = &application;
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setFont(font(TextStyle::Body));
    application.setPalette(palette());
    application.setStyleSheet(styleSheet());
}

} // namespace tradepost::ui
