#include "models/imports/bad_rows_file.h"

#include "models/client/methods.h"

#include <QSaveFile>

namespace tradepost::models {

namespace v1 = imports::v1;

BadRowsFile::BadRowsFile(client::ClientInterface& client, QObject* parent) : QObject(parent), m_client(client) {}
BadRowsFile::~BadRowsFile() = default;

void BadRowsFile::write(const QString& importId, const QString& path) {
    m_call.cancel();
    m_importId = importId;
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly)) {
        fail(m_file->errorString());
        return;
    }
    read({});
}

void BadRowsFile::read(const std::string& token) {
    v1::ReadBadRowsRequest request;
    request.set_id(client::bytes(m_importId));
    request.set_page_token(token);
    m_call = m_client.call(client::methods::readBadRows, request, this,
                           std::function([this](const v1::ReadBadRowsResponse& reply) {
                               const auto size = qint64(reply.data().size());
                               if (m_file->write(reply.data().data(), size) != size) {
                                   fail(m_file->errorString());
                                   return;
                               }
                               if (!reply.next_page_token().empty()) {
                                   read(reply.next_page_token());
                                   return;
                               }
                               const QString path = m_file->fileName();
                               if (!m_file->commit()) {
                                   fail(m_file->errorString());
                                   return;
                               }
                               m_file.reset();
                               emit written(path);
                           }),
                           [this](const Error& error) { fail(client::text(error.message)); });
}

void BadRowsFile::fail(const QString& problem) {
    const QString path = m_file->fileName();
    m_file.reset();
    emit failed(tr("The bad rows were not written to %1: %2").arg(path, problem));
}

} // namespace tradepost::models
