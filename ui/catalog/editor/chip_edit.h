#pragma once

#include "ui/kit/widgets.h"

class QLineEdit;

namespace tradepost::ui {

// A list of short texts as chips with a line to type the next one: Enter adds, Backspace in the empty line takes the
// last one back.
class ChipEdit final : public QFrame {
    Q_OBJECT
public:
    // `separators`: characters that also end a text, such as a comma.
    ChipEdit(const Theme& theme, QString separators, const QString& placeholder, QWidget* parent = nullptr);
    void setValues(const QStringList& values); // typed text stays
    const QStringList& values() const { return m_values; }
    // What stands in the line counts too.
    void finish();
    QLineEdit* input() const { return m_input; }
    QSize sizeHint() const override { return {240, height()}; }

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void add(const QString& typed);
    void rebuild();
    int place(int width, bool move) const; // the height that takes

    const Theme& m_theme;
    QString m_separators;
    QStringList m_values;
    QList<QWidget*> m_chips;
    QLineEdit* m_input;
};

} // namespace tradepost::ui
