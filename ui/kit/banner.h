#pragma once

#include "ui/kit/widgets.h"

namespace tradepost::ui {

// One line across the page that says what is going on, with at most two buttons. Hidden while it has no text.
class Banner final : public QWidget {
    Q_OBJECT
public:
    explicit Banner(const Theme& theme, QWidget* parent = nullptr);
    void show(Tone tone, const QString& iconName, const QString& text, const QString& buttonText = {},
              const QString& secondText = {});
    void clear();
    QString text() const { return m_text->fullText(); }

signals:
    void clicked();
    void secondClicked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Tone m_tone = Tone::Neutral;
    QString m_iconName;
    ElidedLabel* m_text;
    QPushButton* m_button;
    QPushButton* m_second;
};

} // namespace tradepost::ui
