#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace tradepost::ui {

// The look's colours, declared once. Text tokens reach 4.5:1 on every surface token, which a test computes; `disabled`
// is exempt, as WCAG 2.1 has it.
struct Tokens {
    QColor surface, raised, sunken;
    QColor line, strongLine;
    QColor text, muted, disabled;
    QColor accent, accentHover, onAccent;
    QColor good, warn, bad, info;
};

// Meaning of a pill, banner or message; never shown by colour alone.
enum class Tone { Neutral, Good, Warn, Bad, Info, Accent };

enum class TextStyle { Body, Secondary, Section, Title, Strong, Identifier };

namespace space {
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24, xxl = 32;
}
inline constexpr int kControlRadius = 6;
inline constexpr int kCardRadius = 10;
inline constexpr int kControlHeight = 32;

// Passed to whatever paints. GUI thread.
class Theme final : public QObject {
    Q_OBJECT
public:
    enum class Mode { Light, Dark };

    explicit Theme(QObject* parent = nullptr);

    static const Tokens& tokensOf(Mode mode);
    const Tokens& tokens() const { return tokensOf(m_mode); }
    Mode mode() const { return m_mode; }
    bool dark() const { return m_mode == Mode::Dark; }
    // Repaints the application in place.
    void setMode(Mode mode);
    // No animation at all where the person asked for less motion.
    bool reducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

    QColor tone(Tone tone) const;
    QColor tint(Tone tone) const; // the tone as a quiet background
    QColor hovered() const;       // background of a hovered row or quiet button
    QColor selected() const;      // background of a selected row
    QFont font(TextStyle style) const;

    // Palette, style sheet and font of the application; again after each change of mode.
    void applyTo(QApplication& application);

signals:
    void changed();

private:
    QPalette palette() const;
    QString styleSheet() const;

    Mode m_mode = Mode::Light;
    bool m_reducedMotion = false;
    QApplication* m_application = nullptr;
};

// `top` with `alpha` over `bottom`, as an opaque colour.
QColor blend(const QColor& top, const QColor& bottom, double alpha);
// WCAG 2.1 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);

} // namespace tradepost::ui
