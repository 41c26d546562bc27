#include "ui/kit/job_progress.h"

#include "ui/kit/progress_line.h"

namespace tradepost::ui {

namespace {

PillStyle pillOf(Job::State state) {
    switch (state) {
    case Job::State::Running:
        return {JobProgress::tr("Running"), Tone::Info};
    case Job::State::Paused:
        return {JobProgress::tr("Paused"), Tone::Neutral};
    case Job::State::Cancelling:
        return {JobProgress::tr("Stopping"), Tone::Warn};
    case Job::State::Cancelled:
        return {JobProgress::tr("Cancelled"), Tone::Neutral};
    case Job::State::Succeeded:
        return {JobProgress::tr("Done"), Tone::Good};
    case Job::State::Failed:
        return {JobProgress::tr("Failed"), Tone::Bad};
    }
    return {};
}

QString timeLeft(qint64 seconds) {
    if (seconds < 90)
        return JobProgress::tr("%1 s left").arg(seconds);
    if (seconds < 90 * 60)
        return JobProgress::tr("%1 min left").arg((seconds + 30) / 60);
    return JobProgress::tr("%1 h left").arg((seconds + 1800) / 3600);
}

} // namespace

QString jobText(const Job& job, const Format& format) {
    if (job.state == Job::State::Failed && !job.problem.isEmpty())
        return job.problem;
    QStringList parts;
    if (job.total > 0 && job.done < job.total)
        parts.append(JobProgress::tr("%1 of %2").arg(format.count(job.done), format.count(job.total)));
    else if (job.done > 0)
        parts.append(format.count(job.done));
    if (!job.ended() && job.perSecond >= 1) {
        parts.append(JobProgress::tr("%1/s").arg(format.count(qint64(job.perSecond))));
        if (job.total > job.done && job.state == Job::State::Running)
            parts.append(timeLeft(qint64(double(job.total - job.done) / job.perSecond) + 1));
    }
    if (job.ended() && job.updated.isValid())
        parts.append(format.relative(job.updated));
    return parts.join(", ");
}

JobProgress::JobProgress(const Theme& theme, const Format& format, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_format(format), m_title(new ElidedLabel(Qt::ElideRight, this)),
      m_pill(new Pill(theme, this)), m_line(new ProgressLine(theme, this)),
      m_text(makeLabel(theme, TextStyle::Secondary, {}, true, this)),
      m_cancel(makeToolButton(theme, "close", tr("Cancel this job"), this)) {
    m_title->setFont(theme.font(TextStyle::Strong));
    m_cancel->setIconSize({14, 14});
    m_text->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_title, 1);
    head->addWidget(m_pill);
    head->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs + 2);
    column->addLayout(head);
    column->addWidget(m_line);
    column->addWidget(m_text);
    connect(m_cancel, &QToolButton::clicked, this, [this] { emit cancelled(m_job.id); });
    setJob({});
}

void JobProgress::setJob(const Job& job) {
    m_job = job;
    m_title->setFullText(job.title);
    m_pill->setStyleAndText(pillOf(job.state));
    m_cancel->setVisible(job.state == Job::State::Running || job.state == Job::State::Paused);
    m_line->setVisible(!job.ended());
    m_line->setFraction(job.total > 0 ? double(job.done) / double(job.total) : -1);
    m_line->setTone(job.state == Job::State::Running ? Tone::Accent : Tone::Neutral);
    m_line->setAccessibleName(job.title);
    const QString text = jobText(job, m_format);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setStyleProperty(m_text, "tone", job.state == Job::State::Failed ? "bad" : "muted");
    setAccessibleName(job.title + ", " + pillOf(job.state).text + ", " + text);
}

} // namespace tradepost::ui
