#include "models/imports/import_model.h"

#include "models/client/methods.h"

namespace tradepost::models {

namespace v1 = imports::v1;

ImportModel::ImportModel(client::ClientInterface& client, QObject* parent) : QObject(parent), m_client(client) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ImportModel::refresh);
    connect(&client, &client::ClientInterface::connectionChanged, this, [this] {
        if (m_client.online() && m_status != Status::Empty && !m_call.active() && !m_timer.isActive())
            refresh();
    });
}

void ImportModel::clear() {
    m_call.cancel();
    m_steering.cancel();
    m_timer.stop();
    m_import = {};
    m_status = Status::Empty;
    emit changed();
}

void ImportModel::load(const QString& id) {
    clear();
    m_import.id = id;
    m_status = Status::Loading;
    emit changed();
    refresh();
}

void ImportModel::adopt(const Import& import) {
    clear();
    take(import);
}

void ImportModel::refresh() {
    m_timer.stop();
    if (m_import.id.isEmpty())
        return;
    v1::GetImportRequest request;
    request.set_id(client::bytes(m_import.id));
    m_call.cancel();
    m_call = m_client.call(client::methods::getImport, request, this,
                           std::function([this](const v1::Import& reply) { take(Import::fromProto(reply)); }),
                           [this](const Error& error) {
                               if (m_status == Status::Loading) {
                                   m_error = error;
                                   m_status = Status::LoadFailed;
                                   emit changed();
                               } else if (client::isTransient(error) && m_client.online()) {
                                   m_timer.start(kRunningMs);
                               }
                           });
}

void ImportModel::take(const Import& import) {
    const bool ran = m_status == Status::Ready && m_import.running();
    const bool news = m_status != Status::Ready || import != m_import;
    m_import = import;
    m_status = Status::Ready;
    if (import.running())
        m_timer.start(kRunningMs);
    else
        m_timer.stop();
    if (news)
        emit changed();
    if (ran && !import.running())
        emit ended();
}

void ImportModel::start(const v1::StartImportRequest& request) {
    m_call.cancel();
    m_steering.cancel();
    m_steering = m_client.call(client::methods::startImport, request, this,
                               std::function([this](const v1::Import& reply) { take(Import::fromProto(reply)); }),
                               [this](const Error& error) {
                                   emit changed();
                                   emit refused(error);
                               });
    emit changed();
}

void ImportModel::goOn(bool dryRun) {
    v1::StartImportRequest request;
    request.set_id(client::bytes(m_import.id));
    request.set_dry_run(dryRun);
    start(request);
}

void ImportModel::steer(const Method& method) {
    v1::GetImportRequest request;
    request.set_id(client::bytes(m_import.id));
    m_call.cancel();
    m_steering.cancel();
    m_steering = m_client.call(method, request, this,
                               std::function([this](const v1::Import& reply) { take(Import::fromProto(reply)); }),
                               [this](const Error& error) {
                                   emit changed();
                                   emit refused(error);
                                   refresh();
                               });
    emit changed();
}

void ImportModel::pause() {
    steer(client::methods::pauseImport);
}
void ImportModel::resume() {
    steer(client::methods::resumeImport);
}
void ImportModel::cancel() {
    steer(client::methods::cancelImport);
}
void ImportModel::rollBack() {
    steer(client::methods::rollBackImport);
}

} // namespace tradepost::models
