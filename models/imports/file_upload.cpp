#include "models/imports/file_upload.h"

#include "models/client/live_stream.h"
#include "models/client/methods.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

namespace tradepost::models {

namespace {
constexpr double kSpread = 0.5;
}

FileUpload::FileUpload(client::ClientInterface& client, QObject* parent) : QObject(parent), m_client(client) {
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (m_state == State::Waiting && m_client.online())
            retry();
    });
    connect(&client, &client::ClientInterface::connectionChanged, this, [this] {
        if (m_state == State::Waiting && m_client.online()) {
            m_attempts = 0;
            retry();
        }
    });
}

void FileUpload::start(const QString& path) {
    begin({}, path);
    read(); // a file that cannot be read makes no import
}

void FileUpload::resume(const QString& importId, const QString& path) {
    begin(importId, path);
    read();
}

void FileUpload::begin(const QString& importId, const QString& path) {
    cancel();
    m_importId = importId;
    m_path = path;
    setState(State::Sending);
}

void FileUpload::cancel() {
    ++m_run;
    m_call.cancel();
    m_again.stop();
    m_piece = {};
    m_sent = 0;
    m_total = -1;
    m_modified = -1;
    m_attempts = 0;
    m_error = {};
    setState(State::Idle);
}

void FileUpload::retry() {
    m_error = {};
    setState(State::Sending);
    if (m_piece.bytes.isEmpty())
        read();
    else if (m_importId.isEmpty())
        create();
    else
        send();
}

void FileUpload::create() {
    imports::v1::CreateImportRequest request;
    request.set_file_name(client::bytes(QFileInfo(m_path).fileName().left(255)));
    request.set_file_bytes(m_total);
    m_call = m_client.call(client::methods::createImport, request, this,
                           std::function([this](const imports::v1::Import& reply) {
                               const Import import = Import::fromProto(reply);
                               m_importId = import.id;
                               m_attempts = 0;
                               emit created(import);
                               send();
                           }),
                           [this](const Error& error) { failed(error); });
}

void FileUpload::read() {
    const quint64 run = ++m_run;
    QThreadPool::globalInstance()->start([path = m_path, at = m_sent, run, self = QPointer<FileUpload>(this)] {
        Piece piece;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || !file.seek(at)) {
            piece.problem = file.errorString();
        } else {
            piece.size = file.size();
            piece.modified = QFileInfo(file).lastModified().toMSecsSinceEpoch();
            piece.bytes = file.read(kPieceBytes);
            if (piece.bytes.isEmpty() && file.error() != QFileDevice::NoError)
                piece.problem = file.errorString();
        }
        QMetaObject::invokeMethod(QCoreApplication::instance(), [self, run, piece] {
            if (self && self->m_run == run)
                self->adopt(piece);
        });
    });
}

void FileUpload::adopt(const Piece& piece) {
    if (!piece.problem.isEmpty()) {
        stop(
            {Code::NotFound,
             "FILE_UNREADABLE",
             tr("The file cannot be read (%1). Nothing was changed; choose it again.").arg(piece.problem).toStdString(),
             {}});
        return;
    }
    if (piece.size == 0) {
        stop({Code::InvalidArgument, "EMPTY_FILE", tr("The file is empty. Choose another one.").toStdString(), {}});
        return;
    }
    if (m_total >= 0 && (piece.size != m_total || piece.modified != m_modified)) {
        stop({Code::Aborted,
              "FILE_CHANGED",
              tr("The file was changed while it was sent. Choose it again to send it as it is now.").toStdString(),
              {}});
        return;
    }
    m_piece = piece;
    m_total = piece.size;
    m_modified = piece.modified;
    if (m_importId.isEmpty())
        create();
    else
        send();
    emit changed(); // last: whoever hears it may cancel
}

void FileUpload::send() {
    imports::v1::UploadImportDataRequest request;
    request.set_id(client::bytes(m_importId));
    request.set_offset(m_sent);
    request.set_data(m_piece.bytes.constData(), std::size_t(m_piece.bytes.size()));
    m_call = m_client.call(client::methods::uploadImportData, request, this,
                           std::function([this](const imports::v1::Import& reply) { arrived(reply.uploaded_bytes()); }),
                           [this](const Error& error) { failed(error); }, {.timeoutMs = kPieceTimeoutMs});
}

// The store says how much it has; of an upload that goes on that is more than this piece.
void FileUpload::arrived(qint64 stored) {
    m_attempts = 0;
    m_sent = std::min(std::max(stored, m_sent + m_piece.bytes.size()), m_total);
    m_piece.bytes.clear();
    if (m_sent < m_total) {
        read();
        emit changed();
        return;
    }
    setState(State::Done);
    emit done(m_importId);
}

void FileUpload::failed(const Error& error) {
    if (!client::isTransient(error)) {
        stop(error);
        return;
    }
    m_again.start(client::backoffMs(++m_attempts, kSpread));
    setState(State::Waiting);
}

void FileUpload::stop(const Error& error) {
    m_error = error;
    setState(State::Failed);
}

void FileUpload::setState(State state) {
    m_state = state;
    emit changed();
}

} // namespace tradepost::models
