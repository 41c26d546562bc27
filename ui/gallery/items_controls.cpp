#include "ui/gallery/items.h"
#include "ui/kit/form.h"
#include "ui/kit/icons.h"
#include "ui/kit/key_caps.h"
#include "ui/kit/pill.h"
#include "ui/kit/progress_line.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QRadioButton>

namespace tradepost::ui::gallery {

namespace {

QWidget* swatch(const GalleryContext& context, const QString& name, const QColor& colour) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    auto* patch = new QLabel;
    QPixmap pixmap(96, 48);
    pixmap.fill(colour);
    QPainter painter(&pixmap);
    painter.setPen(context.theme.tokens().strongLine);
    painter.drawRect(0, 0, 95, 47);
    painter.end();
    patch->setPixmap(pixmap);
    column->addWidget(patch);
    column->addWidget(makeLabel(context.theme, TextStyle::Secondary, name, true));
    column->addWidget(makeLabel(context.theme, TextStyle::Identifier, colour.name(), true));
    return box;
}

QWidget* look(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    const Tokens& t = context.theme.tokens();
    const auto row = [&](const QString& caption, const QList<std::pair<QString, QColor>>& colours) {
        QList<QWidget*> parts;
        for (const auto& [name, colour] : colours)
            parts.append(swatch(context, name, colour));
        sheet->add(caption, parts);
    };
    row("Surfaces and lines", {{"surface", t.surface},
                               {"raised", t.raised},
                               {"sunken", t.sunken},
                               {"line", t.line},
                               {"strong line", t.strongLine},
                               {"hovered", context.theme.hovered()},
                               {"selected", context.theme.selected()}});
    row("Text and accent", {{"text", t.text},
                            {"muted", t.muted},
                            {"disabled", t.disabled},
                            {"accent", t.accent},
                            {"accent hover", t.accentHover},
                            {"on accent", t.onAccent}});
    row("Meaning", {{"good", t.good}, {"warn", t.warn}, {"bad", t.bad}, {"info", t.info}});
    const std::pair<const char*, TextStyle> styles[] = {
        {"Page title 20", TextStyle::Title},    {"Section 15", TextStyle::Section},
        {"Strong 13", TextStyle::Strong},       {"Body 13, 0123456789", TextStyle::Body},
        {"Secondary 12", TextStyle::Secondary}, {"Identifier 12", TextStyle::Identifier}};
    QList<QWidget*> texts;
    for (const auto& [text, style] : styles)
        texts.append(makeLabel(context.theme, style, text));
    sheet->add("Type", texts);
    return sheet;
}

QWidget* buttons(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    const std::pair<const char*, ButtonKind> kinds[] = {{"Primary", ButtonKind::Primary},
                                                        {"Plain", ButtonKind::Plain},
                                                        {"Quiet", ButtonKind::Quiet},
                                                        {"Danger", ButtonKind::Danger},
                                                        {"Link", ButtonKind::Link}};
    const auto row = [&](const QString& caption, const QString& iconName, bool enabled) {
        QList<QWidget*> parts;
        for (const auto& [text, kind] : kinds) {
            parts.append(makeButton(context.theme, kind, text, iconName));
            parts.last()->setEnabled(enabled);
        }
        sheet->add(caption, parts);
    };
    row("At rest", {}, true);
    row("With an icon", "plus", true);
    row("Disabled", {}, false);
    auto* chosen = makeButton(context.theme, ButtonKind::Plain, "Chosen", "server");
    auto* other = makeButton(context.theme, ButtonKind::Plain, "Not chosen", "globe");
    for (QPushButton* button : {chosen, other})
        button->setCheckable(true);
    chosen->setChecked(true);
    sheet->add("One of several", {chosen, other});
    auto* disabled = makeToolButton(context.theme, "arrow-right", "Forward");
    disabled->setEnabled(false);
    sheet->add("Tool buttons", {makeToolButton(context.theme, "arrow-left", "Back"), disabled,
                                makeToolButton(context.theme, "columns", "Columns"),
                                makeToolButton(context.theme, "bell", "Notifications")});
    sheet->add("Keys of shortcuts", {new KeyCaps(context.theme, QKeySequence("Ctrl+K")),
                                     new KeyCaps(context.theme, QKeySequence("Ctrl+Shift+L")),
                                     new KeyCaps(context.theme, QKeySequence(Qt::Key_Space)),
                                     new KeyCaps(context.theme, QKeySequence("Ctrl++"))});
    return sheet;
}

QWidget* fields(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    const auto line = [&](const QString& label, const QString& text, const QString& help, bool required) {
        auto* edit = new QLineEdit(text);
        return new FormField(context.theme, label, edit, help, required);
    };
    auto* wrong = line("Price", "12,,5", "What shoppers pay.", true);
    wrong->setProblem("Enter an amount like 1,999.00.");
    auto* disabled = line("SKU", "BER-85540-NA", "It cannot be changed any more.", false);
    disabled->control()->setEnabled(false);
    sheet->add(
        "One line: at rest, required, wrong, disabled",
        {line("Brand", "Nordlicht", {}, false), line("Title", {}, "What shoppers see first.", true), wrong, disabled},
        true);
    auto* choice = new QComboBox;
    choice->addItems({"Home › Lamps", "Home › Textiles"});
    auto* none = new QComboBox;
    none->addItem("Choose…");
    auto* chooser = new FormField(context.theme, "Seller account", none, {}, true);
    chooser->setProblem("Choose the seller account it belongs to.");
    auto* text = new QPlainTextEdit("Made to be repaired: every part can be ordered for ten years.");
    text->setFixedHeight(80);
    sheet->add(
        "Choice, and text of several lines",
        {new FormField(context.theme, "Category", choice), chooser, new FormField(context.theme, "Description", text)},
        true);
    auto* on = new QCheckBox("Stay signed in");
    on->setChecked(true);
    auto* first = new QRadioButton("My version");
    first->setChecked(true);
    sheet->add("Boxes and dots", {on, new QCheckBox("Not chosen"), first, new QRadioButton("Their version")});
    for (const auto& [caption, saving, problem] :
         {std::tuple("Save bar: something changed", false, ""), std::tuple("Save bar: saving", true, ""),
          std::tuple("Save bar: not saved", false, "Not saved: one field needs another look.")}) {
        auto* bar = new SaveBar(context.theme);
        bar->setState(true, saving, problem);
        sheet->add(caption, {bar}, true);
    }
    return sheet;
}

QWidget* values(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    const std::pair<const char*, Tone> tones[] = {{"Draft", Tone::Neutral},          {"Published", Tone::Good},
                                                  {"Changes requested", Tone::Warn}, {"Rejected", Tone::Bad},
                                                  {"In review", Tone::Info},         {"New", Tone::Accent}};
    QList<QWidget*> pills;
    for (const auto& [text, tone] : tones) {
        auto* pill = new Pill(context.theme);
        pill->setStyleAndText({text, tone});
        pills.append(pill);
    }
    sheet->add("States", pills);
    const auto label = [&](const QString& text) { return makeLabel(context.theme, TextStyle::Body, text); };
    const Format& format = context.format;
    sheet->add("Money", {label(format.money({129'900, "EUR"})), label(format.money({1'980, "JPY"})),
                         label(format.money({-550, "USD"})), label(format.money({100, "CHF"}))});
    sheet->add("Numbers", {label(format.count(7)), label(format.count(12'408)), label(format.count(1'000'000))});
    const QDateTime now = format.now();
    sheet->add("Times", {label(format.relative(now.addSecs(-20))), label(format.relative(now.addSecs(-540))),
                         label(format.relative(now.addSecs(-7'200))), label(format.relative(now.addDays(-1))),
                         label(format.relative(now.addDays(-200))), label(format.exact(now))});
    auto* cut = new ElidedLabel(Qt::ElideRight);
    cut->setFullText("Professional stainless steel pour-over kettle with gooseneck spout and walnut handle");
    cut->setFixedWidth(260);
    auto* middle = new ElidedLabel(Qt::ElideMiddle);
    middle->setFullText("05w9cw1t64c09-05w9cw1t6500r-05w9cw1t64c11");
    middle->setFixedWidth(200);
    sheet->add("Too long: cut at the end, ids in the middle", {cut, middle});
    auto* unknown = new ProgressLine(context.theme);
    auto* half = new ProgressLine(context.theme);
    half->setFraction(0.45);
    auto* full = new ProgressLine(context.theme);
    full->setFraction(1);
    full->setTone(Tone::Good);
    sheet->add("Progress: unknown, under way, done", {unknown, half, full}, true);
    return sheet;
}

QWidget* icons(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    auto* block = new QWidget;
    auto* grid = new QGridLayout(block);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(space::l);
    constexpr int kColumns = 8;
    const QStringList files = QDir(":/icons").entryList({"*.svg"}, QDir::Files, QDir::Name);
    for (int i = 0; i < int(files.size()); ++i) {
        const QString name = QString(files[i]).remove(".svg");
        auto* cell = new QWidget;
        auto* column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        auto* picture = new QLabel;
        picture->setPixmap(iconPixmap(name, context.theme.tokens().text, 20, cell->devicePixelRatioF()));
        picture->setAlignment(Qt::AlignCenter);
        auto* label = makeLabel(context.theme, TextStyle::Secondary, name, true);
        label->setAlignment(Qt::AlignCenter);
        column->addWidget(picture);
        column->addWidget(label);
        grid->addWidget(cell, i / kColumns, i % kColumns);
    }
    sheet->add("The family, 20 px on a stroke of 1.5", {block}, true);
    return sheet;
}

} // namespace

std::vector<GalleryItem> controlItems() {
    return {{"look", "Colours and type", look},
            {"icons", "Icons", icons},
            {"buttons", "Buttons and keys", buttons},
            {"fields", "Form", fields},
            {"values", "States, money, time", values}};
}

} // namespace tradepost::ui::gallery
