#include "models/client/local_backend.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>

#include <csignal>
#include <optional>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tradepost::client {

namespace {

constexpr int kPollMs = 15;
constexpr qint64 kStartTimeoutMs = 60'000; // a store that was not closed properly recovers first
constexpr int kStopTimeoutMs = 5'000;
constexpr int kInUse = 3; // exit code of tradepostd: another process holds the data directory
constexpr int kBusyMs = 100;
constexpr qint64 kBusyTimeoutMs = 15'000;
constexpr qsizetype kKeptOutput = 4'096;

// Whether somebody listens; a socket file alone may be left over from a crash.
bool answers(const QString& path) {
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.isEmpty() || std::size_t(name.size()) >= sizeof(address.sun_path))
        return false;
    std::copy(name.begin(), name.end(), address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0)
        return false;
    const bool connected = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(descriptor);
    return connected;
}

QString lastLine(const QByteArray& output) {
    const QList<QByteArray> lines = output.trimmed().split('\n');
    return QString::fromUtf8(lines.isEmpty() ? QByteArray() : lines.last()).trimmed();
}

} // namespace

LocalBackend::LocalBackend(QString program, QString dataDirectory, QObject* parent)
    : QObject(parent), m_program(std::move(program)), m_dataDirectory(QDir(dataDirectory).absolutePath()) {
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &LocalBackend::poll);
    m_again.setInterval(kBusyMs);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (!join())
            launch();
    });
}

LocalBackend::~LocalBackend() {
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->terminate();
    if (!m_process->waitForFinished(kStopTimeoutMs)) {
        m_process->kill();
        m_process->waitForFinished(1000);
    }
}

// Short and in a directory of the user's own: a unix socket's path has room for 107 bytes only.
QString LocalBackend::socketPath() const {
    const QByteArray digest = QCryptographicHash::hash(m_dataDirectory.toUtf8(), QCryptographicHash::Sha256).toHex();
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + "/tradepost";
    QDir().mkpath(directory);
    QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return directory + '/' + QString::fromLatin1(digest.left(16)) + ".sock";
}

std::optional<LocalBackend::Address> LocalBackend::readAddress(qint64 pid) const {
    QFile file(m_dataDirectory + "/server.json");
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(file.read(64 << 10)).object();
    if (json.isEmpty() || (pid != 0 && json.contains("pid") && json["pid"].toInteger() != pid))
        return std::nullopt;
    Address address{json["socket"].toString(), json["http"].toString(), json["version"].toString()};
    if (address.socket.isEmpty())
        return std::nullopt;
    return address;
}

bool LocalBackend::join() {
    const auto address = readAddress(0);
    if (!address || !answers(address->socket))
        return false;
    m_ready = true;
    QTimer::singleShot(0, this, [this, address = *address] { emit ready(address); });
    return true;
}

void LocalBackend::start() {
    if (m_poll.isActive() || m_again.isActive() || running() || join())
        return;
    m_busyUntil = QDateTime::currentMSecsSinceEpoch() + kBusyTimeoutMs;
    launch();
}

void LocalBackend::launch() {
    if (!QFileInfo(m_program).isExecutable()) {
        QTimer::singleShot(0, this, [this] {
            fail(tr("The bundled backend is missing: %1. Install Tradepost again.").arg(m_program));
        });
        return;
    }
    QFile::remove(m_dataDirectory + "/server.json");
    delete m_process;
    m_process = new QProcess(this);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    connect(m_process, &QProcess::readyRead, this,
            [this] { m_lastOutput = (m_lastOutput + m_process->readAll()).right(kKeptOutput); });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(tr("The bundled backend could not be started: %1").arg(m_process->errorString()));
    });
    connect(m_process, &QProcess::finished, this, [this] {
        m_lastOutput = (m_lastOutput + m_process->readAll()).right(kKeptOutput);
        if (m_ready) {
            m_ready = false;
            emit exited();
        } else if (m_poll.isActive() && m_process->exitCode() == kInUse &&
                   QDateTime::currentMSecsSinceEpoch() < m_busyUntil) {
            m_poll.stop();
            m_again.start();
        } else if (m_poll.isActive()) {
            const QString said = lastLine(m_lastOutput);
            fail(said.isEmpty() ? tr("The bundled backend stopped while it was starting.")
                                : tr("The bundled backend stopped while it was starting: %1").arg(said));
        }
    });
    m_ready = false;
    m_lastOutput.clear();
    m_deadline = QDateTime::currentMSecsSinceEpoch() + kStartTimeoutMs;
    m_process->start(m_program, {"serve", "--data", m_dataDirectory, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0",
                                 "--socket", socketPath(), "--log-level", "warn"});
    m_poll.start();
}

void LocalBackend::poll() {
    if (QDateTime::currentMSecsSinceEpoch() > m_deadline) {
        m_process->kill();
        fail(tr("The bundled backend did not become ready within a minute."));
        return;
    }
    const auto address = readAddress(m_process->processId());
    if (!address || !answers(address->socket))
        return;
    m_poll.stop();
    m_ready = true;
    emit ready(*address);
}

void LocalBackend::fail(const QString& message) {
    m_poll.stop();
    m_ready = false;
    emit failed(message);
}

} // namespace tradepost::client
