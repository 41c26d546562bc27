#pragma once

#include "models/operations/jobs_model.h"
#include "ui/kit/format.h"
#include "ui/kit/pill.h"
#include "ui/kit/widgets.h"

namespace tradepost::ui {

class ProgressLine;

using models::Job;

// "12,408 of 100,000, 4,100/s, 21 s left"; what is not known is left out.
QString jobText(const Job& job, const Format& format);

// One job: what it is, how far, how fast, until when; a way to cancel it while it runs.
class JobProgress final : public QWidget {
    Q_OBJECT
public:
    JobProgress(const Theme& theme, const Format& format, QWidget* parent = nullptr);
    void setJob(const Job& job);
    const Job& job() const { return m_job; }

signals:
    void cancelled(const QString& id); // asked for

private:
    const Theme& m_theme;
    const Format& m_format;
    Job m_job;
    ElidedLabel* m_title;
    Pill* m_pill;
    ProgressLine* m_line;
    QLabel* m_text;
    QToolButton* m_cancel;
};

} // namespace tradepost::ui
