#include "ui/kit/diff_view.h"

#include <QGridLayout>

namespace tradepost::ui {

namespace {

// Words, blanks and marks, each on its own.
QStringList wordsOf(const QString& text) {
    QStringList words;
    const auto kindOf = [](QChar c) { return c.isLetterOrNumber() ? 0 : c.isSpace() ? 1 : 2; };
    for (const QChar c : text) {
        if (!words.isEmpty() && kindOf(c) != 2 && kindOf(c) == kindOf(words.last().back()))
            words.last().append(c);
        else
            words.append(c);
    }
    return words;
}

void append(std::vector<DiffPiece>& pieces, DiffKind kind, const QString& text) {
    if (text.isEmpty())
        return;
    if (!pieces.empty() && pieces.back().kind == kind)
        pieces.back().text += text;
    else
        pieces.push_back({kind, text});
}

// One side of a change as rich text.
QString sideOf(const Theme& theme, const std::vector<DiffPiece>& pieces, DiffKind side) {
    QString html;
    for (const DiffPiece& piece : pieces) {
        const QString text = piece.text.toHtmlEscaped().replace('\n', "<br>");
        if (piece.kind == DiffKind::Same)
            html += text;
        else if (piece.kind == side)
            html += QString("<span style=\"background:%1; text-decoration:%2\">%3</span>")
                        .arg(theme.tint(side == DiffKind::Added ? Tone::Good : Tone::Bad).name(),
                             side == DiffKind::Added ? "underline" : "line-through", text);
    }
    return html;
}

} // namespace

std::vector<DiffPiece> diffWords(const QString& before, const QString& after) {
    const QStringList a = wordsOf(before), b = wordsOf(after);
    std::vector<DiffPiece> pieces;
    if (a.size() > kMaxDiffWords || b.size() > kMaxDiffWords) {
        append(pieces, DiffKind::Removed, before);
        append(pieces, DiffKind::Added, after);
        return pieces;
    }
    // longest[i][j]: of the common subsequence of a from i on and b from j on
    const auto width = std::size_t(b.size()) + 1;
    std::vector<std::uint16_t> longest((std::size_t(a.size()) + 1) * width, 0);
    const auto at = [&](qsizetype i, qsizetype j) -> std::uint16_t& {
        return longest[std::size_t(i) * width + std::size_t(j)];
    };
    for (qsizetype i = a.size() - 1; i >= 0; --i) {
        for (qsizetype j = b.size() - 1; j >= 0; --j)
            at(i, j) = a[i] == b[j] ? std::uint16_t(at(i + 1, j + 1) + 1) : std::max(at(i + 1, j), at(i, j + 1));
    }
    qsizetype i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            append(pieces, DiffKind::Same, a[i]);
            ++i, ++j;
        } else if (i < a.size() && (j == b.size() || at(i + 1, j) >= at(i, j + 1))) {
            append(pieces, DiffKind::Removed, a[i++]);
        } else {
            append(pieces, DiffKind::Added, b[j++]);
        }
    }
    return pieces;
}

DiffView::DiffView(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::m);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(2, 1);
    connect(&theme, &Theme::changed, this, &DiffView::fill);
}

void DiffView::setRows(const QList<DiffRow>& rows) {
    m_rows = rows;
    fill();
}

void DiffView::fill() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto put = [this](QLabel* label, int row, int column) {
        label->setWordWrap(true);
        m_grid->addWidget(label, row, column, Qt::AlignTop);
    };
    put(makeLabel(m_theme, TextStyle::Secondary, tr("Before"), true, this), 0, 1);
    put(makeLabel(m_theme, TextStyle::Secondary, tr("After"), true, this), 0, 2);
    for (int row = 0; row < int(m_rows.size()); ++row) {
        const DiffRow& change = m_rows[row];
        const bool same = change.before == change.after;
        put(makeLabel(m_theme, same ? TextStyle::Body : TextStyle::Strong, change.label, same, this), row + 1, 0);
        const auto pieces = diffWords(change.before, change.after);
        for (const auto& [side, column] : {std::pair(DiffKind::Removed, 1), std::pair(DiffKind::Added, 2)}) {
            const QString& whole = column == 1 ? change.before : change.after;
            auto* label = makeLabel(m_theme, TextStyle::Body, {}, same || whole.isEmpty(), this);
            label->setTextFormat(Qt::RichText);
            label->setText(whole.isEmpty() ? tr("(empty)") : sideOf(m_theme, pieces, side));
            label->setAccessibleName(change.label + ", " + (column == 1 ? tr("Before") : tr("After")) + ": " + whole);
            put(label, row + 1, column);
        }
    }
}

} // namespace tradepost::ui
