#include "models/catalog/product_history.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::text;

namespace {

// What a person edits; the state moves by actions of its own.
bool isContent(const QString& field) {
    static const QStringList fields{"title",    "brand", "category_id", "slug",     "description",
                                    "language", "texts", "attributes",  "variants", "images",
                                    "seo",      "tags",  "markets",     "tax_class"};
    return fields.contains(field);
}

} // namespace

void ProductHistory::load(const QString& productId) {
    m_call.cancel();
    m_productId = productId;
    m_token.clear();
    m_error.reset();
    m_entries.clear();
    if (!productId.isEmpty())
        request();
    emit changed();
}

void ProductHistory::more() {
    if (loading() || (m_token.empty() && !m_error))
        return;
    request();
    emit changed();
}

void ProductHistory::request() {
    m_error.reset();
    catalog::v1::ListProductHistoryRequest request;
    request.set_id(client::bytes(m_productId));
    request.set_page_size(kPage);
    request.set_page_token(m_token);
    m_call = m_client.call(client::methods::listProductHistory, request, this,
                           std::function([this](const catalog::v1::ListProductHistoryResponse& reply) {
                               for (const auto& entry : reply.entries()) {
                                   Entry& added = m_entries.emplace_back();
                                   added.action = text(entry.action());
                                   added.actorId = text(entry.actor_id());
                                   added.time = QDateTime::fromSecsSinceEpoch(entry.time().seconds(), Qt::UTC);
                                   for (const auto& field : entry.fields())
                                       added.fields.append(text(field));
                                   added.reason = text(entry.reason());
                                   added.revision = entry.revision();
                                   added.before = entry.before();
                               }
                               m_token = reply.next_page_token();
                               emit changed();
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               emit changed();
                           });
}

catalog::v1::Product ProductHistory::asOf(std::size_t entry, const catalog::v1::Product& now) const {
    catalog::v1::Product product = now;
    for (std::size_t newer = 0; newer < std::min(entry, m_entries.size()); ++newer) {
        if (m_entries[newer].action == "revise" || m_entries[newer].action == "discard")
            continue; // of an edit that waits: what is stored stayed
        catalog::v1::Product before = m_entries[newer].before;
        std::vector<const google::protobuf::FieldDescriptor*> fields;
        for (const QString& field : m_entries[newer].fields) {
            const auto* descriptor = product.GetDescriptor()->FindFieldByName(client::bytes(field));
            if (descriptor && isContent(field))
                fields.push_back(descriptor);
        }
        product.GetReflection()->SwapFields(&product, &before, fields);
    }
    return product;
}

bool ProductHistory::restorable(std::size_t entry) const {
    for (std::size_t newer = 0; newer < std::min(entry, m_entries.size()); ++newer) {
        const auto& fields = m_entries[newer].fields;
        if (m_entries[newer].action != "revise" && m_entries[newer].action != "discard" &&
            std::ranges::any_of(fields, isContent))
            return true;
    }
    return false;
}

const ProductHistory::Entry* ProductHistory::lastRefusal() const {
    for (const Entry& entry : m_entries) {
        if (entry.action == "request_changes" || entry.action == "reject")
            return &entry;
        if (entry.action == "approve" || entry.action == "submit")
            return nullptr;
    }
    return nullptr;
}

} // namespace tradepost::models
