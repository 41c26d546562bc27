#pragma once

#include "models/catalog/product.h"
#include "models/client/client_interface.h"

#include <QLocale>

#include <array>
#include <map>

namespace tradepost::models {

// One product being made or changed: what the form shows, what is wrong with it, what saving it met. Every field is the
// text as typed; validation says beside which field what to do. GUI thread; knows no widgets.
class ProductEditModel final : public QObject {
    Q_OBJECT
public:
    enum class Field {
        Title,
        Description,
        Brand,
        Category,
        Price,
        Sku,
        Gtin,
        OtherTitle,
        OtherDescription,
        Seller,
        Count
    };
    static constexpr auto kFieldCount = std::size_t(Field::Count);
    enum class Status { Empty, Loading, Editing, Saving, LoadFailed };
    enum class Choice { Mine, Theirs };

    // A field that both we and someone else changed since we read the product.
    struct Conflict {
        Field field;
        QString base;
        QString mine;
        QString theirs;
    };

    explicit ProductEditModel(client::ClientInterface& client, QObject* parent = nullptr);

    void startNew(const QString& currency);
    void load(const QString& id);
    // Numbers are read and shown by this locale.
    void setLocale(const QLocale& locale) { m_locale = locale; }

    Status status() const { return m_status; }
    bool isNew() const { return m_product.id().empty(); }
    bool dirty() const { return m_draft != m_base; }
    const Error& error() const { return m_error; } // of LoadFailed, and the last failed save without a field
    QString id() const { return client::text(m_product.id()); }
    ProductState state() const { return fromProto(m_product.state()); }
    QString currency() const { return m_currency; }
    Price price() const; // as saved
    int variantCount() const { return m_product.variants_size(); }
    QDateTime updated() const;
    QString imageUrl() const;
    QString language() const { return m_language; }           // BCP 47, of the main texts
    QString otherLanguage() const { return m_otherLanguage; } // of the texts beside them

    struct SellerChoice {
        QString id;
        QString name;
    };
    // Whom a new product may belong to; empty where that is settled: the user acts for one account, or it exists.
    const std::vector<SellerChoice>& sellers() const { return m_sellers; }

    QString value(Field field) const { return m_draft[std::size_t(field)]; }
    QString baseValue(Field field) const { return m_base[std::size_t(field)]; }
    void setValue(Field field, const QString& value);
    // What is wrong with the field, in words that say what to do; empty when nothing is.
    QString problem(Field field) const;
    // Shown problems: of fields touched, and of all once save was tried.
    QString shownProblem(Field field) const;
    bool valid() const;
    void touch(Field field); // the user left it
    static int maxLength(Field field);

    // False, and nothing is sent, when a field is wrong (all problems are shown then) or nothing changed.
    bool save();
    void revert();
    void publish();
    void unpublish();

    const std::vector<Conflict>& conflicts() const { return m_conflicts; }
    // Ends a conflict: takes their product as the new base, keeps ours where chosen, and saves.
    void resolve(const std::map<Field, Choice>& choices);

signals:
    void statusChanged();
    void changed(); // values, problems or dirtiness
    void saved(const QString& id);
    void saveFailed();   // see error()
    void conflicted();   // see conflicts()
    void transitioned(); // published or unpublished

private:
    using Values = std::array<QString, kFieldCount>;

    void adopt(const catalog::v1::Product& product);
    Values valuesOf(const catalog::v1::Product& product) const;
    void send();
    void readSellers();
    void failed(const Error& error);
    void readTheirs();
    void setStatus(Status status);
    void transition(const client::Method<catalog::v1::ProductTransitionRequest, catalog::v1::Product>& method);
    bool differs(Field field) const { return value(field) != baseValue(field); }

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    client::CallHandle m_sellersCall;
    std::vector<SellerChoice> m_sellers;
    QLocale m_locale;
    Status m_status = Status::Empty;
    Error m_error;
    catalog::v1::Product m_product; // as last read
    QString m_language = "en";
    QString m_otherLanguage = "de";
    QString m_currency = "EUR";
    std::string m_requestId; // makes a repeated create safe
    Values m_base;
    Values m_draft;
    Values m_serverProblems;
    std::array<bool, kFieldCount> m_touched{};
    std::vector<Conflict> m_conflicts;
    catalog::v1::Product m_theirs;
};

// "1.299,50" in German, "1,299.50" in English; nullopt when it is not an amount with at most `digits` decimals.
std::optional<qint64> parseAmount(const QString& text, int digits, const QLocale& locale);
QString formatAmount(qint64 minor, int digits, const QLocale& locale);
// GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, section 7.9).
bool validGtin(const QString& gtin);

} // namespace tradepost::models
