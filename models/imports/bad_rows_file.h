#pragma once

#include "models/client/client_interface.h"

#include <QObject>

class QSaveFile;

namespace tradepost::models {

// The bad rows of an import on their way into a file: the original columns, and the reasons in one more. The file
// appears once it is whole. GUI thread.
class BadRowsFile final : public QObject {
    Q_OBJECT
public:
    // `client` must outlive it.
    explicit BadRowsFile(client::ClientInterface& client, QObject* parent = nullptr);
    ~BadRowsFile() override;

    void write(const QString& importId, const QString& path);
    bool writing() const { return m_file != nullptr; }

signals:
    void written(const QString& path);
    void failed(const QString& problem);

private:
    void read(const std::string& token);
    void fail(const QString& problem);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QString m_importId;
    std::unique_ptr<QSaveFile> m_file;
};

} // namespace tradepost::models
