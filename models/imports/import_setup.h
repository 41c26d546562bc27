#pragma once

#include "models/client/client_interface.h"
#include "models/imports/import.h"
#include "models/imports/mapping.h"

#include <QTimer>

namespace tradepost::models {

// The beginning of a file as the store reads it.
struct ImportPreview {
    struct Row {
        qint64 line = 0;
        QStringList cells;
    };
    struct Product {
        qint64 line = 0;
        QString title, sku, price, brand, category; // as text; empty where the file says nothing
        int variants = 0;
        std::vector<RowProblem> problems;
    };
    FileShape shape;
    QList<Row> rows; // of a table
    QList<Product> products;
};

// How an uploaded file is to be read: what it was found to be, what the person corrected, the mapping, and what comes
// of it, looked at anew after each change. GUI thread.
class ImportSetup final : public QObject {
    Q_OBJECT
public:
    static constexpr int kPauseMs = 250; // typing is waited for

    struct Seller {
        QString id;
        QString name;
    };

    // `client` must outlive the setup.
    explicit ImportSetup(client::ClientInterface& client, QObject* parent = nullptr);

    // Of this import; forgets what was set for another.
    void open(const QString& importId, const ImportOptions& options);

    const ImportOptions& options() const { return m_options; }
    void setOptions(const ImportOptions& options);
    // Tables whose meaning is not known need one; the person may map others too.
    bool mapped() const { return m_mapped; }
    void setMapped(bool mapped);
    const ImportMapping& mapping() const { return m_mapping; }
    void setMapping(const ImportMapping& mapping);
    // One proposed from the columns' names.
    void guess();
    // What keeps the mapping from being used, in words; empty: nothing.
    QString mappingProblem() const;

    const ImportPreview& preview() const { return m_preview; }
    bool looking() const { return m_looking; } // a preview is on its way
    bool looked() const { return m_looked; }   // there is one
    const std::optional<Error>& previewError() const { return m_previewError; }
    void look(); // again, at once

    // The person's saved mappings, by name.
    const std::vector<ImportMapping>& saved() const { return m_saved; }
    void save(const QString& name); // replaces one of that name
    void use(const QString& name);
    void drop(const QString& name);

    // Whom the products may belong to; one or none where that is settled.
    const std::vector<Seller>& sellers() const { return m_sellers; }

    imports::v1::StartImportRequest startRequest(bool dryRun) const;

signals:
    void changed(); // options, mapping or preview
    void savedChanged();
    void mappingSaved(const QString& name);
    void failed(const QString& problem); // saving or deleting a mapping did

private:
    void lookSoon();
    void adopt(const imports::v1::PreviewImportResponse& reply);
    void readSaved();
    void readSellers();
    imports::v1::Mapping mappingProto() const;

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    client::CallHandle m_sellersCall;
    client::CallHandle m_savedCall;
    QTimer m_pause;
    QString m_importId;
    ImportOptions m_options;
    bool m_mapped = false;
    bool m_guessed = false;
    ImportMapping m_mapping;
    ImportPreview m_preview;
    bool m_looking = false;
    bool m_looked = false;
    std::optional<Error> m_previewError;
    std::vector<ImportMapping> m_saved;
    std::vector<Seller> m_sellers;
};

} // namespace tradepost::models
