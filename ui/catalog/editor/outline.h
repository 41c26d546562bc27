#pragma once

#include "ui/kit/widgets.h"

namespace tradepost::ui {

// The sections of a long form, at its left: which one is in view, where something was changed, where something is
// wrong.
class Outline final : public Panel {
    Q_OBJECT
public:
    static constexpr int kWidth = 208;

    Outline(const Theme& theme, const QStringList& sections, QWidget* parent = nullptr);
    void setCurrent(int section);
    int current() const { return m_current; }
    void setState(int section, bool changed, int problems);

signals:
    void chosen(int section);

private:
    class Entry;

    QList<Entry*> m_entries;
    int m_current = -1;
};

} // namespace tradepost::ui
