#pragma once

#include "models/client/connection.h"
#include "ui/kit/widgets.h"

namespace tradepost::ui {

// The window's last line: connection and latency, what the page shows, which build this is.
class StatusLine final : public Panel {
    Q_OBJECT
public:
    static constexpr int kHeight = 24;

    StatusLine(const Theme& theme, const QString& version, QWidget* parent = nullptr);
    void setConnection(const client::ConnectionState& state);
    void setJobs(int running);
    QWidget* jobsButton() const { return m_jobs; }
    void setPageText(const QString& text) { m_page->setText(text); }
    QString connectionText() const { return m_connection->text(); }

signals:
    void jobsRequested();

private:
    QLabel* m_dot;
    QLabel* m_connection;
    QPushButton* m_jobs;
    QLabel* m_page;
    QLabel* m_version;
    Tone m_tone = Tone::Neutral;
    void paintDot();
};

} // namespace tradepost::ui
