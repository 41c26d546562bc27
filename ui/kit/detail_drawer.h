#pragma once

#include "ui/kit/widgets.h"

class QHBoxLayout;
class QVBoxLayout;
class QSplitter;

namespace tradepost::ui {

class Settings;

// A panel beside a list with the details of one thing; its width is the person's. Put into a horizontal QSplitter.
class DetailDrawer final : public Panel {
    Q_OBJECT
public:
    static constexpr int kWidth = 420;
    static constexpr int kMinWidth = 320;

    DetailDrawer(const Theme& theme, Settings& settings, QWidget* parent = nullptr);

    void setHeading(const QString& title);
    // Shown below the heading; the drawer takes it over.
    void setContent(QWidget* content);
    // At the right of the heading.
    void addHeaderButton(QWidget* button);
    void open(QSplitter* splitter);
    void close();

signals:
    void closed();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Settings& m_settings;
    ElidedLabel* m_title;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
    QWidget* m_content = nullptr;
    bool m_opened = false;
};

} // namespace tradepost::ui
