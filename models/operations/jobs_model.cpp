#include "models/operations/jobs_model.h"

#include "models/client/methods.h"

#include <algorithm>

namespace tradepost::models {

using client::text;
using operations::v1::Operation;

namespace {

constexpr double kNewRate = 0.3; // weight of the latest measure

Job::State stateOf(const Operation& operation) {
    switch (operation.state()) {
    case Operation::PAUSED:
        return Job::State::Paused;
    case Operation::CANCELLING:
        return Job::State::Cancelling;
    case Operation::CANCELLED:
        return Job::State::Cancelled;
    case Operation::SUCCEEDED:
        return Job::State::Succeeded;
    case Operation::FAILED:
        return Job::State::Failed;
    default:
        return Job::State::Running;
    }
}

Job jobOf(const Operation& operation) {
    Job job;
    job.id = text(operation.id());
    job.title = text(operation.title());
    job.state = stateOf(operation);
    job.done = operation.done();
    job.total = operation.total();
    job.problem = text(operation.error().message());
    job.updated = QDateTime::fromMSecsSinceEpoch(
        operation.update_time().seconds() * 1000 + operation.update_time().nanos() / 1'000'000, Qt::UTC);
    return job;
}

// Work done between two looks, by the store's own clock.
double rateOf(const Job& before, const Job& now) {
    const double seconds = double(before.updated.msecsTo(now.updated)) / 1000;
    if (seconds <= 0 || now.done < before.done)
        return before.perSecond;
    const double rate = double(now.done - before.done) / seconds;
    return before.perSecond > 0 ? before.perSecond * (1 - kNewRate) + rate * kNewRate : rate;
}

} // namespace

JobsModel::JobsModel(client::ClientInterface& client, QObject* parent) : QObject(parent), m_client(client) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &JobsModel::refresh);
    connect(&client, &client::ClientInterface::connectionChanged, this, [this] {
        if (m_client.online() && !m_timer.isActive() && !m_call.active())
            refresh();
    });
    connect(&client, &client::ClientInterface::userChanged, this, [this] {
        if (m_client.user().id != m_userId)
            forget();
    });
    if (m_client.online())
        refresh();
}

int JobsModel::running() const {
    return int(std::ranges::count_if(m_jobs, [](const Job& job) { return !job.ended(); }));
}

// Another person must not see this one's jobs.
void JobsModel::forget() {
    m_userId = m_client.user().id;
    m_call.cancel();
    m_timer.stop();
    m_jobs.clear();
    emit changed();
    if (m_client.online())
        refresh();
}

void JobsModel::refresh() {
    m_timer.stop();
    if (!m_client.online() || m_client.user().id.isEmpty())
        return; // being online again starts it
    m_call.cancel();
    operations::v1::ListOperationsRequest request;
    request.set_page_size(kMaxJobs);
    m_call = m_client.call(client::methods::listOperations, request, this,
                           std::function([this](const operations::v1::ListOperationsResponse& reply) { adopt(reply); }),
                           [this](const Error&) { m_timer.start(kIdleMs); });
}

void JobsModel::adopt(const operations::v1::ListOperationsResponse& reply) {
    std::vector<Job> jobs;
    std::vector<Job> over;
    for (const Operation& operation : reply.operations()) {
        Job job = jobOf(operation);
        const auto before = std::ranges::find(m_jobs, job.id, &Job::id);
        if (before != m_jobs.end()) {
            job.perSecond = rateOf(*before, job);
            if (job.ended() && !before->ended())
                over.push_back(job);
        }
        jobs.push_back(std::move(job));
    }
    const bool news = jobs != m_jobs;
    m_jobs = std::move(jobs);
    m_timer.start(running() > 0 ? kRunningMs : kIdleMs);
    if (news)
        emit changed();
    for (const Job& job : over)
        emit ended(job);
}

void JobsModel::cancel(const QString& id) {
    operations::v1::CancelOperationRequest request;
    request.set_id(client::bytes(id));
    m_client.call(client::methods::cancelOperation, request, this,
                  std::function([this](const Operation&) { refresh(); }),
                  [this](const Error& error) { emit failed(text(error.message)); });
}

} // namespace tradepost::models
