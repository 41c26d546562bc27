#pragma once

#include "models/catalog/product_edit_model.h"

#include <QTimer>

namespace tradepost::models {

// What was typed and not saved, with what it began at.
struct KeptDraft {
    QString title; // for people
    QDateTime time;
    QString locale; // numbers are typed by it
    ProductDraft base;
    ProductDraft draft;
};

// Unsaved drafts on disk, one for each product of a store and person, readable by the owner only. What cannot be read
// counts as not there. GUI thread.
class DraftStore {
public:
    static constexpr qint64 kMaxBytes = 16 << 20;

    // The folder is made when first needed.
    explicit DraftStore(QString folder) : m_folder(std::move(folder)) {}
    static QString keyOf(const client::ClientInterface& client, const QString& productId); // empty id: a new product

    bool save(const QString& key, const KeptDraft& draft) const;
    std::optional<KeptDraft> load(const QString& key) const;
    void remove(const QString& key) const;

private:
    QString path(const QString& key) const;

    QString m_folder;
};

// Keeps what is typed into a model, a moment after each change, until it is saved or taken back. What was kept by a
// console that ended is offered when the product is opened again.
class DraftKeeper final : public QObject {
    Q_OBJECT
public:
    static constexpr int kDelayMs = 600;

    // `model` must outlive the keeper.
    DraftKeeper(client::ClientInterface& client, ProductEditModel& model, const QString& folder,
                QObject* parent = nullptr);

    // The model shows another product.
    void opened();
    // Of an earlier run; until it is taken or dropped nothing is written over it.
    const std::optional<KeptDraft>& offer() const { return m_offer; }
    void take(); // into the model
    void drop();
    void flush(); // what waits to be written

signals:
    void offerChanged();

private:
    void changed();
    void write();

    client::ClientInterface& m_client;
    ProductEditModel& m_model;
    DraftStore m_store;
    QString m_key;
    std::optional<KeptDraft> m_offer;
    QTimer m_timer;
    bool m_kept = false; // something is on disk
};

} // namespace tradepost::models
