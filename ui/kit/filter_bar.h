#pragma once

#include "ui/kit/widgets.h"

#include <QHash>
#include <QVariant>

class QHBoxLayout;
class QMenu;

namespace tradepost::ui {

// One thing a list can be filtered by. Choices are asked for when the menu opens.
struct FilterField {
    QString id;
    QString label;
    struct Choice {
        QString text;
        QVariant value;
    };
    std::function<QList<Choice>()> choices; // empty function: free text
};

// A row of chips, one per filter that is set, a button that adds one, and room for a page's own controls at the right.
// The values are the page's: the bar reports what the person chose and shows what it is told.
class FilterBar final : public Panel {
    Q_OBJECT
public:
    static constexpr int kHeight = 44;

    FilterBar(const Theme& theme, QList<FilterField> fields, QWidget* parent = nullptr);

    // What is set, as shown on its chip. An empty text removes the chip.
    void setChip(const QString& id, const QString& text);
    void addLead(QWidget* tool); // at the left, before the filters
    void addTool(QWidget* tool); // at the right
    void openMenu(const QString& id);

signals:
    void chosen(const QString& id, const QVariant& value); // an invalid value: no filter
    void cleared();                                        // all of them

private:
    void fillMenu(QMenu* menu, const FilterField& field);
    void askText(const FilterField& field);
    const FilterField* find(const QString& id) const;

    QList<FilterField> m_fields;
    QHBoxLayout* m_row;
    QHBoxLayout* m_chips;
    QPushButton* m_add;
    QPushButton* m_clear;
    QMenu* m_addMenu;
    QHash<QString, QWidget*> m_shown;
    QHash<QString, QString> m_texts;
};

} // namespace tradepost::ui
