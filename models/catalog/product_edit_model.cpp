#include "models/catalog/product_edit_model.h"

#include "models/catalog/product_checks.h"
#include "models/client/methods.h"

#include <QRegularExpression>
#include <QUuid>

namespace tradepost::models {

using client::bytes;
using client::text;

namespace {

bool isConflict(const Error& error) {
    return error.code == Code::Aborted ||
           (error.code == Code::FailedPrecondition && error.reason.find("ETAG") != std::string::npos);
}

Field variantField(const QString& path) {
    const std::pair<const char*, Field> known[] = {{"sku", Field::Sku},         {"compare_at_price", Field::CompareAt},
                                                   {"price", Field::Price},     {"gtin", Field::Gtin},
                                                   {"weight_g", Field::Weight}, {"dimensions", Field::Size}};
    for (const auto& [name, field] : known) {
        if (path.startsWith(name))
            return field;
    }
    return Field::Variants;
}

} // namespace

ProductEditModel::ProductEditModel(client::ClientInterface& client, QObject* parent)
    : QObject(parent), m_client(client), m_attributes(client) {
    connect(&m_attributes, &CategoryAttributes::changed, this, [this] { draftChanged(); });
}

void ProductEditModel::setLocale(const QLocale& locale) {
    m_locale = locale;
    m_attributes.setLanguage(locale.language() == QLocale::German ? "de" : "en");
}

void ProductEditModel::startNew(const QString& currency) {
    m_call.cancel();
    m_requestId = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    adopt({}, {});
    m_base = m_draft = ProductDraft::empty(m_locale.language() == QLocale::German ? "de" : "en", currency);
    readSellers();
    setStatus(Status::Editing);
    draftChanged();
}

void ProductEditModel::readSellers() {
    m_sellersCall.cancel();
    m_sellers.clear();
    const client::User& user = m_client.user();
    const QStringList own = user.sellerIds;
    if (own.size() == 1) {
        m_base.sellerId = m_draft.sellerId = own.first();
        return;
    }
    identity::v1::ListSellersRequest request;
    request.set_page_size(1000);
    m_sellersCall = m_client.call(
        client::methods::listSellers, request, this,
        std::function([this, own, all = user.has(client::Role::Admin)](const identity::v1::ListSellersResponse& reply) {
            for (const auto& seller : reply.sellers()) {
                if (all || own.contains(text(seller.id())))
                    m_sellers.push_back({text(seller.id()), text(seller.name())});
            }
            if (m_sellers.empty())
                m_serverProblems[Field::Seller] =
                    tr("There is no seller account you act for; an administrator can make one.");
            emit changed();
        }),
        [this](const Error& error) {
            m_serverProblems[Field::Seller] = text(error.message);
            emit changed();
        });
}

// The product, and the edit that waits in its place where there is one.
void ProductEditModel::read(const QString& id, OnProduct onProduct, client::ErrorHandler onError) {
    catalog::v1::GetProductRequest request;
    request.set_id(bytes(id));
    m_call.cancel();
    m_call = m_client.call(
        client::methods::getProduct, request, this,
        std::function([this, onProduct = std::move(onProduct), onError](const catalog::v1::Product& live) {
            if (!live.has_pending()) {
                onProduct(live, live);
                return;
            }
            catalog::v1::GetPendingRevisionRequest pending;
            pending.set_id(live.id());
            m_call = m_client.call(client::methods::getPendingRevision, pending, this,
                                   std::function([onProduct, live](const catalog::v1::PendingRevision& revision) {
                                       catalog::v1::Product product = revision.product();
                                       product.set_id(live.id());
                                       product.set_etag(live.etag()); // of both
                                       onProduct(product, live);
                                   }),
                                   onError);
        }),
        onError);
}

void ProductEditModel::load(const QString& id) {
    m_sellersCall.cancel();
    adopt({}, {});
    setStatus(Status::Loading);
    read(
        id,
        [this](const catalog::v1::Product& product, const catalog::v1::Product& live) {
            adopt(product, live);
            setStatus(Status::Editing);
        },
        [this](const Error& error) {
            m_error = error;
            setStatus(Status::LoadFailed);
        });
}

void ProductEditModel::adopt(const catalog::v1::Product& product, const catalog::v1::Product& live) {
    m_product = product;
    m_live = live;
    m_pending.reset();
    if (live.has_pending())
        m_pending = {fromProto(live.pending().state()), text(live.pending().reason())};
    m_sellers.clear();
    m_base = m_draft = ProductDraft::of(product, m_locale);
    m_serverProblems.clear();
    m_touched.clear();
    m_allTouched = false;
    m_conflicts.clear();
    draftChanged();
}

Price ProductEditModel::price() const {
    if (m_product.variants_size() == 0)
        return {};
    const auto& money = m_product.variants(0).price();
    return {qint64(money.amount_minor()), text(money.currency())};
}

QDateTime ProductEditModel::updated() const {
    return m_live.has_update_time() ? QDateTime::fromSecsSinceEpoch(m_live.update_time().seconds(), Qt::UTC)
                                    : QDateTime();
}

void ProductEditModel::setValue(const FieldRef& ref, const QString& value) {
    if (m_draft.value(ref) == value)
        return;
    m_draft.setValue(ref, value);
    m_serverProblems.erase(ref);
    draftChanged();
}

void ProductEditModel::change(const std::function<void(ProductDraft&)>& edit) {
    ProductDraft before = m_draft;
    edit(m_draft);
    if (before == m_draft)
        return;
    std::erase_if(m_serverProblems, [&](const auto& each) { return !m_draft.same(each.first, before); });
    if (before.variants.size() != m_draft.variants.size()) // rows are others now
        std::erase_if(m_touched, [](const FieldRef& ref) { return ref.row() > 0; });
    draftChanged();
}

void ProductEditModel::draftChanged() {
    const ProductDraft now = m_draft.tidied(), before = m_base.tidied();
    m_dirty = now != before;
    const bool complete = state() == ProductState::Published || state() == ProductState::Submitted;
    // As the store does: what was there before the definitions stays until it is touched.
    static const std::vector<AttributeDefinition> none;
    const bool described = now.attributes != before.attributes || now.categoryId != before.categoryId;
    m_problems = problemsOf(m_draft, {described ? m_attributes.definitions() : none, isNew(), complete, m_locale});
    if (m_attributes.categoryId() != m_draft.categoryId)
        m_attributes.load(m_draft.categoryId); // comes back here
    else
        emit changed();
}

catalog::v1::Product ProductEditModel::candidate() const {
    catalog::v1::Product patch;
    catalog::v1::Product product = m_product;
    const QStringList paths = writePatch(m_draft, m_base, m_product, m_locale, patch);
    const auto* reflection = product.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    for (const QString& path : paths)
        fields.push_back(product.GetDescriptor()->FindFieldByName(bytes(path)));
    reflection->SwapFields(&product, &patch, fields);
    const auto cheapest = std::ranges::min_element(product.variants(), {},
                                                   [](const auto& variant) { return variant.price().amount_minor(); });
    if (cheapest != product.variants().end())
        *product.mutable_price() = cheapest->price();
    return product;
}

void ProductEditModel::touch(const FieldRef& ref) {
    if (m_touched.insert(ref).second)
        emit changed();
}

QString ProductEditModel::problem(const FieldRef& ref) const {
    if (const auto found = m_serverProblems.find(ref); found != m_serverProblems.end())
        return found->second;
    const auto found = m_problems.find(ref);
    return found == m_problems.end() ? QString() : found->second;
}

QString ProductEditModel::shownProblem(const FieldRef& ref) const {
    return m_allTouched || m_touched.contains(ref) || m_serverProblems.contains(ref) ? problem(ref) : QString();
}

std::map<FieldRef, QString> ProductEditModel::shownProblems() const {
    std::map<FieldRef, QString> shown = m_serverProblems;
    for (const auto& [ref, problem] : m_problems) {
        if (m_allTouched || m_touched.contains(ref))
            shown.try_emplace(ref, problem);
    }
    return shown;
}

bool ProductEditModel::valid() const {
    return m_problems.empty() && m_serverProblems.empty();
}

bool ProductEditModel::save() {
    if (m_status != Status::Editing || !dirty())
        return false;
    m_allTouched = true;
    emit changed();
    if (!valid())
        return false;
    send();
    return true;
}

void ProductEditModel::send() {
    setStatus(Status::Saving);
    m_sent.Clear();
    const QStringList paths = writePatch(m_draft, m_base, m_product, m_locale, m_sent);
    const auto onReply = std::function([this, sent = m_draft](const catalog::v1::Product& reply) {
        arrived(reply, sent, [this] { emit saved(id()); });
    });
    const auto onError = [this](const Error& error) { failed(error); };
    if (isNew()) {
        m_sent.set_language(bytes(m_draft.language));
        m_sent.set_seller_id(bytes(m_draft.sellerId));
        catalog::v1::CreateProductRequest request;
        *request.mutable_product() = m_sent;
        request.set_request_id(m_requestId);
        m_call = m_client.call(client::methods::createProduct, request, this, onReply, onError);
        return;
    }
    m_sent.set_id(m_product.id());
    m_sent.set_etag(m_product.etag());
    catalog::v1::UpdateProductRequest request;
    *request.mutable_product() = m_sent;
    for (const QString& path : paths)
        request.mutable_update_mask()->add_paths(bytes(path));
    m_call = m_client.call(client::methods::updateProduct, request, this, onReply, onError);
}

// Where an edit waits, the answer is what is on sale: what is edited is read once more. What was typed since `sent`
// stays.
void ProductEditModel::arrived(const catalog::v1::Product& reply, const ProductDraft& sent,
                               const std::function<void()>& done) {
    const auto adopted = [this, sent, done](const catalog::v1::Product& product, const catalog::v1::Product& live) {
        const ProductDraft typed = m_draft;
        adopt(product, live);
        for (const FieldRef& ref : ProductDraft::fieldsOf(sent, typed, m_base)) {
            if (!typed.same(ref, sent))
                m_draft.take(ref, typed);
        }
        setStatus(Status::Editing);
        draftChanged();
        done();
    };
    if (!reply.has_pending()) {
        adopted(reply, reply);
        return;
    }
    read(text(reply.id()), adopted, [this](const Error& error) {
        m_error = error;
        setStatus(Status::LoadFailed);
    });
}

// The field a server error names: "product.variants[2].sku", "product.texts[de].title".
std::optional<FieldRef> ProductEditModel::fieldOfPath(const std::string& path) const {
    static const QRegularExpression parts("^(?:product\\.)?(\\w+)(?:\\[([^\\]]*)\\])?(?:\\.(.*))?$");
    const auto match = parts.match(text(path));
    const QString name = match.captured(1), key = match.captured(2), rest = match.captured(3);
    if (name == "variants" || name == "price") {
        const Field field = name == "price" ? Field::Price : key.isEmpty() ? Field::Variants : variantField(rest);
        return field == Field::Variants ? FieldRef(field) : FieldRef(field, key.toInt());
    }
    if (name == "texts")
        return FieldRef(rest.startsWith("description") ? Field::Description : Field::Title, key);
    if (name == "attributes") {
        if (const int at = key.toInt(); !key.isEmpty() && at < m_sent.attributes_size())
            return FieldRef(Field::Attribute, text(m_sent.attributes(at).name()));
        return std::nullopt;
    }
    if (name == "seo")
        return FieldRef(rest == "description" ? Field::SeoDescription : Field::SeoTitle);
    static const std::map<QString, Field> plain{{"title", Field::Title},
                                                {"description", Field::Description},
                                                {"seller_id", Field::Seller},
                                                {"brand", Field::Brand},
                                                {"category_id", Field::Category},
                                                {"images", Field::Images},
                                                {"slug", Field::Slug},
                                                {"tags", Field::Tags},
                                                {"markets", Field::Markets},
                                                {"tax_class", Field::TaxClass}};
    const auto found = plain.find(name);
    return found == plain.end() ? std::nullopt : std::optional(FieldRef(found->second));
}

void ProductEditModel::failed(const Error& error) {
    if (!isNew() && isConflict(error)) {
        readTheirs();
        return;
    }
    m_error = error;
    setStatus(Status::Editing);
    if (const auto field = fieldOfPath(error.field)) {
        m_serverProblems[*field] = text(error.message);
        emit changed();
    }
    emit saveFailed();
}

void ProductEditModel::readTheirs() {
    read(
        id(),
        [this](const catalog::v1::Product& product, const catalog::v1::Product& live) {
            setStatus(Status::Editing);
            merge(product, live, true);
        },
        [this](const Error& error) {
            m_error = error;
            setStatus(Status::Editing);
            emit saveFailed();
        });
}

void ProductEditModel::merge(const catalog::v1::Product& product, const catalog::v1::Product& live, bool saving) {
    m_theirs = product;
    m_theirsLive = live;
    m_savingMerge = saving;
    const ProductDraft theirs = ProductDraft::of(product, m_locale);
    m_conflicts.clear();
    for (const FieldRef& ref : ProductDraft::fieldsOf(m_base, m_draft, theirs)) {
        if (!theirs.same(ref, m_base) && !m_draft.same(ref, m_base) && !theirs.same(ref, m_draft))
            m_conflicts.push_back({ref, m_base.value(ref), m_draft.value(ref), theirs.value(ref)});
    }
    if (m_conflicts.empty())
        resolve({}); // different fields: both changes stand
    else
        emit conflicted();
}

void ProductEditModel::resolve(const std::map<FieldRef, Choice>& choices) {
    const ProductDraft mine = m_draft;
    const ProductDraft base = m_base;
    const catalog::v1::Product theirs = m_theirs;
    adopt(theirs, m_theirsLive);
    for (const FieldRef& ref : ProductDraft::fieldsOf(base, mine, m_base)) {
        const auto choice = choices.find(ref);
        const bool takeTheirs = choice != choices.end() && choice->second == Choice::Theirs;
        if (!mine.same(ref, base) && !takeTheirs)
            m_draft.take(ref, mine);
    }
    m_allTouched = true;
    draftChanged();
    if (!m_savingMerge)
        return;
    if (!dirty())
        emit saved(id());
    else if (valid())
        send();
    else
        emit saveFailed();
}

void ProductEditModel::resume(const ProductDraft& base, const ProductDraft& draft) {
    const catalog::v1::Product product = m_product, live = m_live;
    m_draft = draft;
    if (isNew()) {
        draftChanged();
        return;
    }
    m_base = base;
    merge(product, live, false);
}

void ProductEditModel::replace(const ProductDraft& draft) {
    change([&](ProductDraft& now) {
        const QString seller = now.sellerId;
        now = draft;
        now.sellerId = seller;
    });
}

void ProductEditModel::revert() {
    m_draft = m_base;
    m_serverProblems.clear();
    m_touched.clear();
    m_allTouched = false;
    draftChanged();
}

void ProductEditModel::publish() {
    transition(client::methods::publishProduct);
}
void ProductEditModel::unpublish() {
    transition(client::methods::unpublishProduct);
}
void ProductEditModel::submit() {
    transition(client::methods::submitProduct);
}
void ProductEditModel::withdraw() {
    transition(client::methods::withdrawProduct);
}
void ProductEditModel::discardPending() {
    transition(client::methods::discardPendingRevision);
}

void ProductEditModel::transition(const Transition& method) {
    if (m_status != Status::Editing || isNew())
        return;
    setStatus(Status::Saving);
    catalog::v1::ProductTransitionRequest request;
    request.set_id(m_product.id());
    request.set_etag(m_product.etag());
    m_call = m_client.call(method, request, this, std::function([this](const catalog::v1::Product& reply) {
                               arrived(reply, m_base, [this] { emit transitioned(); });
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::Editing);
                               if (const auto field = fieldOfPath(error.field); field && error.field != "id") {
                                   m_serverProblems[*field] = text(error.message);
                                   emit changed();
                               }
                               emit saveFailed();
                           });
}

void ProductEditModel::setStatus(Status status) {
    if (status == m_status)
        return;
    m_status = status;
    emit statusChanged();
}

} // namespace tradepost::models
