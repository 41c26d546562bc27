#pragma once

#include "models/catalog/product_draft.h"
#include "models/client/client_interface.h"

namespace tradepost::models {

// One attribute that a category's products are described by.
struct AttributeDefinition {
    QString name;
    QString label; // in the person's language
    AttributeKind kind = AttributeKind::Text;
    QString unit;        // of a number: the only one
    QStringList allowed; // of a text; none: any
    bool required = false;
    bool operator==(const AttributeDefinition&) const = default;
};

// The definitions of one category, inherited ones first. GUI thread.
class CategoryAttributes final : public QObject {
    Q_OBJECT
public:
    explicit CategoryAttributes(client::ClientInterface& client, QObject* parent = nullptr)
        : QObject(parent), m_client(client) {}

    void setLanguage(const QString& language) { m_language = language; } // of labels, with the next load
    // What is known of another category is forgotten; the same one is read again only after a failure.
    void load(const QString& categoryId);
    void retry();

    const QString& categoryId() const { return m_categoryId; }
    bool loading() const { return m_call.active(); }
    const std::optional<Error>& error() const { return m_error; }
    const std::vector<AttributeDefinition>& definitions() const { return m_definitions; }
    const AttributeDefinition* find(const QString& name) const;

signals:
    void changed();

private:
    void adopt(const catalog::v1::Category& category);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QString m_language;
    QString m_categoryId;
    std::optional<Error> m_error;
    std::vector<AttributeDefinition> m_definitions;
};

} // namespace tradepost::models
