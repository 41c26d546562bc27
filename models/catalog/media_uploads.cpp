#include "models/catalog/media_uploads.h"

#include "models/client/methods.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QRegularExpression>
#include <QThreadPool>

namespace tradepost::models {

using client::text;

namespace {

constexpr int kPreviewWidth = 320;

// A small rendition rather than the file, which may be as large as kMaxBytes; the query opens that too.
QString previewAddress(const media::v1::Media& media) {
    const QString file = text(media.preview_url());
    for (const auto& rendition : media.renditions()) {
        if (rendition.width() >= kPreviewWidth)
            return text(rendition.jpeg_url()) + '?' + file.section('?', 1);
    }
    return file;
}

} // namespace

void MediaUploads::add(const QStringList& paths) {
    for (const QString& path : paths)
        m_uploads.push_back({++m_number, path, State::Waiting, {}});
    next();
    emit changed();
}

void MediaUploads::retry(int number) {
    if (Upload* upload = find(number)) {
        upload->state = State::Waiting;
        upload->error = {};
        next();
        emit changed();
    }
}

void MediaUploads::remove(int number) {
    const Upload* upload = find(number);
    if (!upload)
        return;
    if (upload->state == State::Sending)
        m_call.cancel();
    std::erase_if(m_uploads, [number](const Upload& each) { return each.number == number; });
    next();
    emit changed();
}

void MediaUploads::clear() {
    m_call.cancel();
    m_uploads.clear();
    emit changed();
}

bool MediaUploads::busy() const {
    return std::ranges::any_of(m_uploads, [](const Upload& each) { return each.state != State::Failed; });
}

MediaUploads::Upload* MediaUploads::find(int number) {
    const auto found = std::ranges::find(m_uploads, number, &Upload::number);
    return found == m_uploads.end() ? nullptr : &*found;
}

void MediaUploads::next() {
    if (std::ranges::any_of(m_uploads, [](const Upload& each) { return each.state == State::Sending; }))
        return;
    const auto waiting = std::ranges::find(m_uploads, State::Waiting, &Upload::state);
    if (waiting == m_uploads.end())
        return;
    waiting->state = State::Sending;
    QThreadPool::globalInstance()->start([path = waiting->path, number = waiting->number,
                                          self = QPointer<MediaUploads>(this)] {
        QFile file(path);
        QByteArray bytes;
        QString problem;
        if (!file.open(QIODevice::ReadOnly))
            problem = file.errorString();
        else if (file.size() <= kMaxBytes)
            bytes = file.readAll();
        const bool tooLarge = file.size() > kMaxBytes;
        QMetaObject::invokeMethod(QCoreApplication::instance(), [self, number, bytes, problem, tooLarge] {
            if (!self || !self->find(number))
                return;
            if (!problem.isEmpty())
                self->fail(number, {Code::NotFound,
                                    "FILE_UNREADABLE",
                                    tr("The file cannot be read (%1).").arg(problem).toStdString(),
                                    {}});
            else if (tooLarge)
                self->fail(number, {Code::InvalidArgument,
                                    "FILE_TOO_LARGE",
                                    tr("The file is larger than 16 MB. Save it smaller and try again.").toStdString(),
                                    {}});
            else if (bytes.isEmpty())
                self->fail(number, {Code::InvalidArgument,
                                    "EMPTY_FILE",
                                    tr("The file is empty. Choose another one.").toStdString(),
                                    {}});
            else
                self->send(number, bytes);
        });
    });
}

void MediaUploads::send(int number, const QByteArray& bytes) {
    media::v1::UploadMediaRequest request;
    request.set_content(bytes.constData(), std::size_t(bytes.size()));
    request.set_seller_id(client::bytes(m_seller));
    m_call = m_client.call(client::methods::uploadMedia, request, this,
                           std::function([this, number](const media::v1::Media& media) {
                               const QString url = text(media.url());
                               m_previews[url] = previewAddress(media);
                               std::erase_if(m_uploads, [number](const Upload& each) { return each.number == number; });
                               emit done(url, text(media.content_type()).startsWith("video/"));
                               next();
                               emit changed();
                           }),
                           [this, number](const Error& error) { fail(number, error); }, {.timeoutMs = kTimeoutMs});
}

void MediaUploads::fail(int number, const Error& error) {
    if (Upload* upload = find(number)) {
        upload->state = State::Failed;
        upload->error = error;
    }
    next();
    emit changed();
}

QString MediaUploads::previewOf(const QString& url) {
    static const QRegularExpression stored("^/media/([0-9a-f]{64})\\.\\w+$");
    const auto match = stored.match(url);
    if (!match.hasMatch())
        return url;
    const auto known = m_previews.constFind(url);
    if (known != m_previews.cend())
        return known->isEmpty() ? url : *known;
    m_previews[url] = QString();
    media::v1::GetMediaRequest request;
    request.set_id(client::bytes(match.captured(1)));
    m_client.call(client::methods::getMedia, request, this, std::function([this, url](const media::v1::Media& media) {
                      m_previews[url] = previewAddress(media);
                      emit previewKnown(url);
                  }),
                  [](const Error&) {}); // someone else's: public, or not to be seen
    return url;
}

} // namespace tradepost::models
