#pragma once

#include "models/catalog/category_attributes.h"
#include "models/catalog/product_draft.h"
#include "models/client/client_interface.h"

#include <map>
#include <set>

namespace tradepost::models {

// One product being made or changed: its draft, what is wrong with it, what saving it met. Only what changed is sent.
// While an edit waits for a moderator the editor goes on with that edit, not with what is on sale. GUI thread; knows no
// widgets.
class ProductEditModel final : public QObject {
    Q_OBJECT
public:
    enum class Status { Empty, Loading, Editing, Saving, LoadFailed };
    enum class Choice { Mine, Theirs };

    // A field that both we and someone else changed since we read the product.
    struct Conflict {
        FieldRef field;
        QString base;
        QString mine;
        QString theirs;
    };
    // An edit of a published product that is not on sale yet.
    struct Pending {
        ProductState state = ProductState::Unknown;
        QString reason; // of the last decision
    };

    explicit ProductEditModel(client::ClientInterface& client, QObject* parent = nullptr);

    void startNew(const QString& currency);
    void load(const QString& id);
    // Numbers are read and shown by this locale.
    void setLocale(const QLocale& locale);
    const QLocale& locale() const { return m_locale; }

    Status status() const { return m_status; }
    bool isNew() const { return m_product.id().empty(); }
    bool dirty() const { return m_dirty; }
    const Error& error() const { return m_error; } // of LoadFailed, and the last failed save without a field
    QString id() const { return client::text(m_product.id()); }
    QString etag() const { return client::text(m_product.etag()); }
    ProductState state() const { return fromProto(m_live.state()); }
    const std::optional<Pending>& pending() const { return m_pending; }
    Price price() const; // as saved, of the first variant
    int variantCount() const { return int(m_draft.variants.size()); }
    QDateTime updated() const;
    QString imageUrl() const { return m_draft.images.empty() ? QString() : m_draft.images.front().url; }

    struct SellerChoice {
        QString id;
        QString name;
    };
    // Whom a new product may belong to; empty where that is settled: the user acts for one account, or it exists.
    const std::vector<SellerChoice>& sellers() const { return m_sellers; }

    const ProductDraft& draft() const { return m_draft; }
    const ProductDraft& base() const { return m_base; }
    QString value(const FieldRef& ref) const { return m_draft.value(ref); }
    QString baseValue(const FieldRef& ref) const { return m_base.value(ref); }
    void setValue(const FieldRef& ref, const QString& value);
    // For what is more than one value: variants, pictures, tags.
    void change(const std::function<void(ProductDraft&)>& edit);
    // The product as it would be stored, for a preview; what cannot be read counts as nothing.
    catalog::v1::Product candidate() const;
    const catalog::v1::Product& stored() const { return m_product; } // what is being edited
    const catalog::v1::Product& live() const { return m_live; }      // what shoppers see

    // The definitions of the draft's category.
    CategoryAttributes& attributes() { return m_attributes; }
    const CategoryAttributes& attributes() const { return m_attributes; }

    // What is wrong with the field, in words that say what to do; empty when nothing is.
    QString problem(const FieldRef& ref) const;
    // Shown problems: of fields touched, and of all once save was tried.
    QString shownProblem(const FieldRef& ref) const;
    std::map<FieldRef, QString> shownProblems() const;
    bool valid() const;
    void touch(const FieldRef& ref); // the user left it

    // False, and nothing is sent, when a field is wrong (all problems are shown then) or nothing changed.
    bool save();
    void revert();
    void publish(); // or submits, where the store reviews first: look at state()
    void unpublish();
    void submit();
    void withdraw();
    void discardPending(); // back to what is on sale

    const std::vector<Conflict>& conflicts() const { return m_conflicts; }
    // Ends a conflict: takes their product as the new base, keeps ours where chosen, and saves if it came from saving.
    void resolve(const std::map<FieldRef, Choice>& choices);
    // Goes on with a draft kept from before, which began at `base`: what others saved since is merged in, or conflicts.
    void resume(const ProductDraft& base, const ProductDraft& draft);
    // Puts these values into the form, to be saved or not.
    void replace(const ProductDraft& draft);

signals:
    void statusChanged();
    void changed(); // values, problems or dirtiness
    void saved(const QString& id);
    void saveFailed();   // see error()
    void conflicted();   // see conflicts()
    void transitioned(); // see state()

private:
    using Transition = client::Method<catalog::v1::ProductTransitionRequest, catalog::v1::Product>;
    using OnProduct = std::function<void(const catalog::v1::Product& product, const catalog::v1::Product& live)>;

    void read(const QString& id, OnProduct onProduct, client::ErrorHandler onError);
    void adopt(const catalog::v1::Product& product, const catalog::v1::Product& live);
    void draftChanged();
    void send();
    void arrived(const catalog::v1::Product& reply, const ProductDraft& sent, const std::function<void()>& done);
    void readSellers();
    void failed(const Error& error);
    void readTheirs();
    void merge(const catalog::v1::Product& product, const catalog::v1::Product& live, bool saving);
    void setStatus(Status status);
    void transition(const Transition& method);
    std::optional<FieldRef> fieldOfPath(const std::string& path) const;

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    client::CallHandle m_sellersCall;
    CategoryAttributes m_attributes;
    std::vector<SellerChoice> m_sellers;
    QLocale m_locale;
    Status m_status = Status::Empty;
    Error m_error;
    catalog::v1::Product m_product; // as last read
    catalog::v1::Product m_live;
    catalog::v1::Product m_sent;
    std::optional<Pending> m_pending;
    std::string m_requestId; // makes a repeated create safe
    ProductDraft m_base;
    ProductDraft m_draft;
    bool m_dirty = false;
    std::map<FieldRef, QString> m_problems;
    std::map<FieldRef, QString> m_serverProblems;
    std::set<FieldRef> m_touched;
    bool m_allTouched = false;
    std::vector<Conflict> m_conflicts;
    catalog::v1::Product m_theirs;
    catalog::v1::Product m_theirsLive;
    bool m_savingMerge = false; // the conflict came from saving
};

} // namespace tradepost::models
