#pragma once

#include "ui/kit/widgets.h"

namespace tradepost::ui {

// Short notices at the bottom of the window: what was just done, perhaps with a way back. At most kMaxToasts at once;
// each goes after a few seconds, errors stay until closed.
class ToastArea final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kMaxToasts = 3;
    static constexpr int kShownMs = 5'000;

    // Floats over `window`'s lower edge.
    ToastArea(const Theme& theme, QWidget* window);
    void show(Tone tone, const QString& text, const QString& actionText = {}, std::function<void()> action = {});
    void clear();
    QStringList texts() const;

signals:
    void shown(Tone tone, const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    const Theme& m_theme;
    QList<QWidget*> m_toasts;
};

} // namespace tradepost::ui
