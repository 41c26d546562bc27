#include "models/catalog/product_edit_model.h"

#include "models/client/methods.h"

#include <QUuid>

namespace tradepost::models {

using client::bytes;
using client::text;
using Field = ProductEditModel::Field;

namespace {

// The request's field a server error names, for the field of the form.
std::optional<Field> fieldOfPath(std::string_view path) {
    const auto has = [&](std::string_view part) { return path.find(part) != std::string_view::npos; };
    if (has("texts"))
        return has("description") ? Field::OtherDescription : Field::OtherTitle;
    if (has("variants")) {
        if (has("sku"))
            return Field::Sku;
        if (has("gtin"))
            return Field::Gtin;
        return Field::Price;
    }
    if (has("seller"))
        return Field::Seller;
    if (has("title"))
        return Field::Title;
    if (has("description"))
        return Field::Description;
    if (has("brand"))
        return Field::Brand;
    if (has("category"))
        return Field::Category;
    return std::nullopt;
}

bool isConflict(const Error& error) {
    return error.code == Code::Aborted ||
           (error.code == Code::FailedPrecondition && error.reason.find("ETAG") != std::string::npos);
}

} // namespace

ProductEditModel::ProductEditModel(client::ClientInterface& client, QObject* parent)
    : QObject(parent), m_client(client) {}

void ProductEditModel::startNew(const QString& currency) {
    m_call.cancel();
    m_product.Clear();
    m_currency = currency;
    m_language = m_locale.language() == QLocale::German ? "de" : "en";
    m_otherLanguage = m_language == "de" ? "en" : "de";
    m_requestId = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    m_base = m_draft = m_serverProblems = {};
    m_touched = {};
    m_conflicts.clear();
    readSellers();
    setStatus(Status::Editing);
    emit changed();
}

void ProductEditModel::readSellers() {
    m_sellersCall.cancel();
    m_sellers.clear();
    const client::User& user = m_client.user();
    const QStringList own = user.sellerIds;
    if (own.size() == 1) {
        m_base[std::size_t(Field::Seller)] = m_draft[std::size_t(Field::Seller)] = own.first();
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
                m_serverProblems[std::size_t(Field::Seller)] =
                    tr("There is no seller account you act for; an administrator can make one.");
            emit changed();
        }),
        [this](const Error& error) {
            m_serverProblems[std::size_t(Field::Seller)] = text(error.message);
            emit changed();
        });
}

void ProductEditModel::load(const QString& id) {
    m_sellersCall.cancel();
    m_sellers.clear();
    m_product.Clear();
    m_base = m_draft = m_serverProblems = {};
    setStatus(Status::Loading);
    catalog::v1::GetProductRequest request;
    request.set_id(bytes(id));
    m_call.cancel();
    m_call = m_client.call(client::methods::getProduct, request, this,
                           std::function([this](const catalog::v1::Product& product) {
                               adopt(product);
                               setStatus(Status::Editing);
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::LoadFailed);
                           });
}

void ProductEditModel::adopt(const catalog::v1::Product& product) {
    m_product = product;
    m_sellers.clear();
    if (!product.language().empty())
        m_language = text(product.language());
    m_otherLanguage = m_language.startsWith("de") ? "en" : "de";
    if (product.variants_size() > 0)
        m_currency = text(product.variants(0).price().currency());
    m_base = m_draft = valuesOf(product);
    m_serverProblems = {};
    m_touched = {};
    m_conflicts.clear();
    emit changed();
}

ProductEditModel::Values ProductEditModel::valuesOf(const catalog::v1::Product& product) const {
    Values values;
    const auto set = [&values](Field field, const QString& value) { values[std::size_t(field)] = value; };
    set(Field::Title, text(product.title()));
    set(Field::Description, text(product.description()));
    set(Field::Brand, text(product.brand()));
    set(Field::Category, text(product.category_id()));
    set(Field::Seller, text(product.seller_id()));
    if (product.variants_size() > 0) {
        const auto& variant = product.variants(0);
        set(Field::Price, formatAmount(variant.price().amount_minor(), currencyDigits(m_currency), m_locale));
        set(Field::Sku, text(variant.sku()));
        set(Field::Gtin, text(variant.gtin()));
    }
    if (const auto other = product.texts().find(bytes(m_otherLanguage)); other != product.texts().end()) {
        set(Field::OtherTitle, text(other->second.title()));
        set(Field::OtherDescription, text(other->second.description()));
    }
    return values;
}

QDateTime ProductEditModel::updated() const {
    return m_product.has_update_time() ? QDateTime::fromSecsSinceEpoch(m_product.update_time().seconds(), Qt::UTC)
                                       : QDateTime();
}

Price ProductEditModel::price() const {
    if (m_product.variants_size() == 0)
        return {};
    const auto& money = m_product.variants(0).price();
    return {qint64(money.amount_minor()), text(money.currency())};
}

QString ProductEditModel::imageUrl() const {
    return m_product.images_size() > 0 ? text(m_product.images(0).url()) : QString();
}

void ProductEditModel::setValue(Field field, const QString& value) {
    if (m_draft[std::size_t(field)] == value)
        return;
    m_draft[std::size_t(field)] = value;
    m_serverProblems[std::size_t(field)].clear();
    emit changed();
}

void ProductEditModel::touch(Field field) {
    if (std::exchange(m_touched[std::size_t(field)], true))
        return;
    emit changed();
}

int ProductEditModel::maxLength(Field field) {
    switch (field) {
    case Field::Title:
    case Field::OtherTitle:
        return 300;
    case Field::Description:
    case Field::OtherDescription:
        return 20'000;
    case Field::Brand:
        return 100;
    case Field::Sku:
        return 64;
    case Field::Gtin:
        return 14;
    default:
        return 32;
    }
}

QString ProductEditModel::problem(Field field) const {
    if (const QString& fromServer = m_serverProblems[std::size_t(field)]; !fromServer.isEmpty())
        return fromServer;
    const QString value = this->value(field).trimmed();
    if (value.toUcs4().size() > maxLength(field))
        return tr("Shorten this to at most %n character(s).", nullptr, maxLength(field));
    switch (field) {
    case Field::Title:
        return value.isEmpty() ? tr("Give the product a title.") : QString();
    case Field::Price: {
        if (value.isEmpty())
            return tr("Enter a price.");
        const int digits = currencyDigits(m_currency);
        if (!parseAmount(value, digits, m_locale))
            return tr("Enter an amount like %1.").arg(formatAmount(digits == 0 ? 1999 : 199900, digits, m_locale));
        return {};
    }
    case Field::Sku:
        return value.isEmpty() ? tr("Enter the SKU, your own number for this item.") : QString();
    case Field::Seller:
        return isNew() && value.isEmpty() ? tr("Choose the seller account it belongs to.") : QString();
    case Field::Gtin:
        return !value.isEmpty() && !validGtin(value) ? tr("Check the number: 8, 12, 13 or 14 digits, the last of which "
                                                          "follows from the others.")
                                                     : QString();
    case Field::OtherTitle:
        return value.isEmpty() && !this->value(Field::OtherDescription).trimmed().isEmpty()
                   ? tr("Give the translation a title too.")
                   : QString();
    default:
        return {};
    }
}

QString ProductEditModel::shownProblem(Field field) const {
    return m_touched[std::size_t(field)] || !m_serverProblems[std::size_t(field)].isEmpty() ? problem(field)
                                                                                            : QString();
}

bool ProductEditModel::valid() const {
    for (std::size_t i = 0; i < kFieldCount; ++i) {
        if (!problem(Field(i)).isEmpty())
            return false;
    }
    return true;
}

bool ProductEditModel::save() {
    if (m_status != Status::Editing || !dirty())
        return false;
    m_touched.fill(true);
    emit changed();
    if (!valid())
        return false;
    send();
    return true;
}

void ProductEditModel::send() {
    setStatus(Status::Saving);
    catalog::v1::Product product;
    google::protobuf::FieldMask mask;
    const auto put = [&](Field field, const char* path, auto setter) {
        if (isNew() || differs(field)) {
            setter(bytes(value(field).trimmed()));
            mask.add_paths(path);
        }
    };
    put(Field::Title, "title", [&](const std::string& v) { product.set_title(v); });
    put(Field::Description, "description", [&](const std::string& v) { product.set_description(v); });
    put(Field::Brand, "brand", [&](const std::string& v) { product.set_brand(v); });
    put(Field::Category, "category_id", [&](const std::string& v) { product.set_category_id(v); });
    if (isNew() || differs(Field::OtherTitle) || differs(Field::OtherDescription)) {
        *product.mutable_texts() = m_product.texts();
        if (value(Field::OtherTitle).trimmed().isEmpty()) {
            product.mutable_texts()->erase(bytes(m_otherLanguage));
        } else {
            auto& other = (*product.mutable_texts())[bytes(m_otherLanguage)];
            other.set_title(bytes(value(Field::OtherTitle).trimmed()));
            other.set_description(bytes(value(Field::OtherDescription).trimmed()));
        }
        mask.add_paths("texts");
    }
    if (isNew() || differs(Field::Price) || differs(Field::Sku) || differs(Field::Gtin)) {
        *product.mutable_variants() = m_product.variants();
        auto& variant = product.variants_size() > 0 ? *product.mutable_variants(0) : *product.add_variants();
        variant.set_sku(bytes(value(Field::Sku).trimmed()));
        variant.set_gtin(bytes(value(Field::Gtin).trimmed()));
        variant.mutable_price()->set_amount_minor(
            parseAmount(value(Field::Price), currencyDigits(m_currency), m_locale).value_or(0));
        variant.mutable_price()->set_currency(bytes(m_currency));
        mask.add_paths("variants");
    }
    const auto onReply = std::function([this](const catalog::v1::Product& reply) {
        adopt(reply);
        setStatus(Status::Editing);
        emit saved(id());
    });
    const auto onError = [this](const Error& error) { failed(error); };
    if (isNew()) {
        product.set_language(bytes(m_language));
        product.set_seller_id(bytes(value(Field::Seller)));
        catalog::v1::CreateProductRequest request;
        *request.mutable_product() = product;
        request.set_request_id(m_requestId);
        m_call = m_client.call(client::methods::createProduct, request, this, onReply, onError);
    } else {
        product.set_id(m_product.id());
        product.set_etag(m_product.etag());
        catalog::v1::UpdateProductRequest request;
        *request.mutable_product() = product;
        *request.mutable_update_mask() = mask;
        m_call = m_client.call(client::methods::updateProduct, request, this, onReply, onError);
    }
}

void ProductEditModel::failed(const Error& error) {
    if (!isNew() && isConflict(error)) {
        readTheirs();
        return;
    }
    m_error = error;
    setStatus(Status::Editing);
    if (const auto field = fieldOfPath(error.field)) {
        m_serverProblems[std::size_t(*field)] = text(error.message);
        emit changed();
    }
    emit saveFailed();
}

void ProductEditModel::readTheirs() {
    catalog::v1::GetProductRequest request;
    request.set_id(m_product.id());
    m_call = m_client.call(client::methods::getProduct, request, this,
                           std::function([this](const catalog::v1::Product& product) {
                               m_theirs = product;
                               const Values theirs = valuesOf(product);
                               m_conflicts.clear();
                               for (std::size_t i = 0; i < kFieldCount; ++i) {
                                   if (theirs[i] != m_base[i] && m_draft[i] != m_base[i] && theirs[i] != m_draft[i])
                                       m_conflicts.push_back({Field(i), m_base[i], m_draft[i], theirs[i]});
                               }
                               setStatus(Status::Editing);
                               if (m_conflicts.empty())
                                   resolve({}); // different fields: both changes stand
                               else
                                   emit conflicted();
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::Editing);
                               emit saveFailed();
                           });
}

void ProductEditModel::resolve(const std::map<Field, Choice>& choices) {
    const Values mine = m_draft;
    const Values base = m_base;
    adopt(m_theirs);
    for (std::size_t i = 0; i < kFieldCount; ++i) {
        const auto choice = choices.find(Field(i));
        const bool takeTheirs = choice != choices.end() && choice->second == Choice::Theirs;
        if (mine[i] != base[i] && !takeTheirs)
            m_draft[i] = mine[i];
    }
    emit changed();
    if (dirty())
        send();
    else
        emit saved(id());
}

void ProductEditModel::revert() {
    m_draft = m_base;
    m_serverProblems = {};
    m_touched = {};
    emit changed();
}

void ProductEditModel::publish() {
    transition(client::methods::publishProduct);
}
void ProductEditModel::unpublish() {
    transition(client::methods::unpublishProduct);
}

void ProductEditModel::transition(
    const client::Method<catalog::v1::ProductTransitionRequest, catalog::v1::Product>& method) {
    if (m_status != Status::Editing || isNew())
        return;
    setStatus(Status::Saving);
    catalog::v1::ProductTransitionRequest request;
    request.set_id(m_product.id());
    request.set_etag(m_product.etag());
    m_call = m_client.call(method, request, this, std::function([this](const catalog::v1::Product& product) {
                               const Values draft = m_draft;
                               const Values base = m_base;
                               adopt(product);
                               if (draft != base) // what was typed meanwhile stays
                                   m_draft = draft;
                               setStatus(Status::Editing);
                               emit changed();
                               emit transitioned();
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::Editing);
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
