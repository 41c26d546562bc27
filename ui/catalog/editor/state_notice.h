#pragma once

#include "models/catalog/product_edit_model.h"
#include "models/catalog/product_history.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

#include <QFrame>

namespace tradepost::ui {

// Where the product stands in its review and what the moderators said, with what can be done about it. Hidden where
// there is nothing to say.
class StateNotice final : public QFrame {
    Q_OBJECT
public:
    StateNotice(Workspace& workspace, models::ProductEditModel& model, const models::ProductHistory& history,
                QWidget* parent);
    void update();
    QPushButton* button() const { return m_button; }
    QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Act { None, Submit, Withdraw, DiscardEdit };
    void show(Tone tone, const QString& title, const QString& text, const QString& reason, Act act);

    Workspace& m_workspace;
    models::ProductEditModel& m_model;
    const models::ProductHistory& m_history;
    Tone m_tone = Tone::Info;
    Act m_act = Act::None;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_reason;
    QPushButton* m_button;
};

} // namespace tradepost::ui
