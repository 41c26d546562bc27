#pragma once

#include "ui/kit/widgets.h"

namespace tradepost::ui {

// A place to drop files on, or to choose them by a button, which is also the keyboard's way. Files of other kinds, and
// more than may come, are refused in words.
class DropZone final : public QWidget {
    Q_OBJECT
public:
    struct Accepts {
        QString what;         // for people: "Pictures"
        QStringList suffixes; // lower case, without a dot
        int files = 1;        // at once
        qint64 bytes = 0;     // of one file; 0: any
    };

    // Everything passed must outlive the zone.
    DropZone(const Theme& theme, const QString& iconName, const QString& title, Accepts accepts,
             QWidget* parent = nullptr);
    void setProblem(const QString& problem); // empty: none
    QString problem() const { return m_problem; }
    // As if they had been dropped.
    void offer(const QStringList& files);
    // How it looks while something is held over it.
    void setHovered(bool hovered);

signals:
    void dropped(const QStringList& files);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void choose();
    QString refusal(const QStringList& files) const;

    const Theme& m_theme;
    QString m_iconName;
    Accepts m_accepts;
    QString m_problem;
    bool m_hovered = false;
    QLabel* m_icon;
    QLabel* m_note;
};

} // namespace tradepost::ui
