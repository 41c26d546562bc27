#include "ui/shell/command_palette.h"

#include "ui/kit/icons.h"
#include "ui/kit/key_caps.h"
#include "ui/kit/widgets.h"

#include <QListWidget>
#include <QStyledItemDelegate>

namespace tradepost::ui {

namespace {

constexpr int kWidth = 560;
constexpr int kRow = 38;
constexpr int kRows = 9;
constexpr int kTypingMs = 150;
enum Roles { EntryRole = Qt::UserRole, GroupRole, ShortcutRole, IconRole };

class EntryDelegate final : public QStyledItemDelegate {
public:
    EntryDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {kWidth - 16, kRow}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Tokens& t = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.selected());
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), kControlRadius, kControlRadius);
        }
        const QString iconName = index.data(IconRole).toString();
        painter->drawPixmap(option.rect.left() + 12, option.rect.center().y() - 9,
                            iconPixmap(iconName.isEmpty() ? "chevron-right" : iconName, t.muted, 20,
                                       painter->device()->devicePixelRatioF()));
        const QRect row = option.rect.adjusted(44, 0, -12, 0);
        painter->setPen(t.muted);
        painter->setFont(m_theme.font(TextStyle::Secondary));
        const auto shortcut = index.data(ShortcutRole).value<QKeySequence>();
        int end = row.right();
        if (shortcut.isEmpty()) {
            const QString group = index.data(GroupRole).toString();
            painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, group);
            end -= painter->fontMetrics().horizontalAdvance(group);
        } else {
            end = paintKeys(*painter, m_theme, shortcut, row);
        }
        const int room = end - row.left() - 12;
        painter->setPen(t.text);
        painter->setFont(m_theme.font(TextStyle::Body));
        painter->drawText(row, Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
        painter->restore();
    }

private:
    const Theme& m_theme;
};

} // namespace

int matchScore(const QString& text, const QString& typed) {
    if (typed.isEmpty())
        return 0;
    const QString low = text.toLower();
    const QString wanted = typed.toLower();
    if (const qsizetype at = low.indexOf(wanted); at >= 0)
        return at == 0 ? 300 : low[at - 1].isSpace() ? 200 : 100;
    qsizetype from = 0;
    for (const QChar c : wanted) {
        from = low.indexOf(c, from);
        if (from < 0)
            return -1;
        ++from;
    }
    return 10;
}

CommandPalette::CommandPalette(const Theme& theme, std::vector<PaletteEntry> entries, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_theme(theme), m_entries(std::move(entries)),
      m_input(new QLineEdit(this)), m_list(new QListWidget(this)) {
    setAttribute(Qt::WA_TranslucentBackground);
    setAccessibleName(tr("Pages and actions"));
    setWindowTitle(tr("Pages and actions"));
    m_input->setPlaceholderText(tr("Go to a page or a product, or run an action"));
    m_input->setAccessibleName(m_input->placeholderText());
    m_input->addAction(icon(theme, "search"), QLineEdit::LeadingPosition);
    m_list->setItemDelegate(new EntryDelegate(theme, m_list));
    m_list->setAccessibleName(tr("Matches"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setStyleSheet("QListWidget { background: transparent; border: none; }");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::s, space::s, space::s, space::s);
    column->setSpacing(space::s);
    column->addWidget(m_input);
    column->addWidget(m_list);
    setFixedWidth(kWidth);
    m_input->installEventFilter(this);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &CommandPalette::find);
    connect(m_input, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found.clear();
        filter(text);
        if (m_finder && text.trimmed().size() >= kLeastTyped)
            m_typing.start();
        else
            m_typing.stop();
    });
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    filter({});
    const QPoint corner = parent->mapToGlobal(QPoint((parent->width() - kWidth) / 2, 96));
    move(corner);
}

int CommandPalette::shownCount() const {
    return m_list->count();
}

void CommandPalette::filter(const QString& text) {
    std::vector<std::pair<int, int>> hits; // score, entry
    for (int i = 0; i < int(m_entries.size()); ++i) {
        const int score = matchScore(m_entries[std::size_t(i)].text, text.trimmed());
        if (score >= 0)
            hits.emplace_back(-score, i);
    }
    std::ranges::sort(hits);
    m_list->clear();
    for (const auto& [score, at] : hits)
        add(m_entries[std::size_t(at)], at);
    for (int i = 0; i < int(m_found.size()); ++i)
        add(m_found[std::size_t(i)], int(m_entries.size()) + i);
    if (m_list->count() == 0) {
        auto* nothing = new QListWidgetItem(tr("Nothing matches “%1”.").arg(text), m_list);
        nothing->setFlags(Qt::NoItemFlags);
        nothing->setData(IconRole, "info");
    }
    m_list->setCurrentRow(0);
    m_list->setFixedHeight(std::clamp(m_list->count(), 1, kRows) * kRow + 2);
    adjustSize();
}

void CommandPalette::add(const PaletteEntry& entry, int at) {
    auto* item = new QListWidgetItem(entry.text, m_list);
    item->setData(EntryRole, at);
    item->setData(GroupRole, entry.group);
    item->setData(ShortcutRole, entry.shortcut);
    item->setData(IconRole, entry.icon);
}

void CommandPalette::find() {
    const QString text = m_input->text();
    m_finder(text.trimmed(), [this, guard = QPointer(this), text](const std::vector<PaletteEntry>& found) {
        if (!guard || m_input->text() != text)
            return; // closed, or typed on
        const int chosen = m_list->currentRow();
        m_found.insert(m_found.end(), found.begin(), found.end());
        filter(text);
        m_list->setCurrentRow(std::min(chosen, m_list->count() - 1));
    });
}

void CommandPalette::runCurrent() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item || !item->data(EntryRole).isValid())
        return;
    const auto at = std::size_t(item->data(EntryRole).toInt());
    const auto run = at < m_entries.size() ? m_entries[at].run : m_found[at - m_entries.size()].run;
    accept();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int rows = m_list->count();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : rows - 1;
            m_list->setCurrentRow((m_list->currentRow() + step) % std::max(rows, 1));
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            runCurrent();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.tokens().strongLine);
    painter.setBrush(m_theme.tokens().raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCardRadius, kCardRadius);
}

} // namespace tradepost::ui
