#pragma once

#include "ui/kit/widgets.h"

class QGridLayout;

namespace tradepost::ui {

enum class DiffKind { Same, Removed, Added };
struct DiffPiece {
    DiffKind kind;
    QString text;
    bool operator==(const DiffPiece&) const = default;
};

// What became of a text, word by word (a longest common subsequence). Texts of more than kMaxDiffWords words, blanks
// and marks count as replaced whole.
inline constexpr int kMaxDiffWords = 2'000;
std::vector<DiffPiece> diffWords(const QString& before, const QString& after);

struct DiffRow {
    QString label;
    QString before;
    QString after;
};

// Before and after side by side, a row for each field. What went is struck out, what came is underlined; colour only
// helps.
class DiffView final : public QWidget {
    Q_OBJECT
public:
    explicit DiffView(const Theme& theme, QWidget* parent = nullptr);
    void setRows(const QList<DiffRow>& rows);

private:
    void fill();

    const Theme& m_theme;
    QList<DiffRow> m_rows;
    QGridLayout* m_grid;
};

} // namespace tradepost::ui
