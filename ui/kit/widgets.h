#pragma once

#include "ui/kit/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace tradepost::ui {

enum class ButtonKind { Plain, Primary, Quiet, Danger, Link };

// Buttons and labels of the kit; `parent` owns them. Icons may be empty.
QPushButton* makeButton(const Theme& theme, ButtonKind kind, const QString& text, const QString& iconName = {},
                        QWidget* parent = nullptr);
// `name` is what a screen reader says and the tooltip shows.
QToolButton* makeToolButton(const Theme& theme, const QString& iconName, const QString& name,
                            QWidget* parent = nullptr);
QLabel* makeLabel(const Theme& theme, TextStyle style, const QString& text, bool muted = false,
                  QWidget* parent = nullptr);
QFrame* makeLine(const Theme& theme, Qt::Orientation orientation, QWidget* parent = nullptr);

// A label that cuts its text with an ellipsis instead of pushing its neighbours; the whole text is its tooltip.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideRight, QWidget* parent = nullptr);
    void setFullText(const QString& text);
    const QString& fullText() const { return m_full; }
    QSize minimumSizeHint() const override { return {24, QLabel::minimumSizeHint().height()}; }
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    QString m_full;
    Qt::TextElideMode m_mode;
};

// Paints a line of the theme's line colour at some edges, and a background token; follows the theme.
class Panel : public QWidget {
    Q_OBJECT
public:
    enum class Surface { Surface, Raised, Sunken };
    Panel(const Theme& theme, Surface surface, Qt::Edges lines = {}, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    const Theme& theme() const { return m_theme; }

private:
    const Theme& m_theme;
    Surface m_surface;
    Qt::Edges m_lines;
};

// Sets a dynamic property that the style sheet looks at, and restyles.
void setStyleProperty(QWidget* widget, const char* name, const QVariant& value);

} // namespace tradepost::ui
