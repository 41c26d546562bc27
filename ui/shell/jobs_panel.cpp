#include "ui/shell/jobs_panel.h"

#include "ui/kit/job_progress.h"
#include "ui/kit/popup.h"

#include <QCoreApplication>

namespace tradepost::ui {

namespace {
QString say(const char* text) {
    return QCoreApplication::translate("Jobs", text);
}
} // namespace

void openJobs(const Theme& theme, const Format& format, models::JobsModel& jobs, QWidget* button) {
    auto* popup = new Popup(theme, say(QT_TRANSLATE_NOOP("Jobs", "Jobs")), button);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    if (jobs.jobs().empty())
        popup->addRow(
            makeLabel(theme, TextStyle::Body,
                      say(QT_TRANSLATE_NOOP("Jobs", "Nothing runs. Imports and bulk edits are followed here.")), true));
    for (const models::Job& job : jobs.jobs()) {
        auto* row = new JobProgress(theme, format);
        row->setJob(job);
        popup->addRow(row);
        QObject::connect(row, &JobProgress::cancelled, &jobs, &models::JobsModel::cancel);
        QObject::connect(&jobs, &models::JobsModel::changed, row, [row, &jobs, id = job.id] {
            const auto now = std::ranges::find(jobs.jobs(), id, &models::Job::id);
            if (now != jobs.jobs().end())
                row->setJob(*now);
        });
    }
    popup->openAt(button);
}

} // namespace tradepost::ui
