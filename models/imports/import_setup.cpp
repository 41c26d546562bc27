#include "models/imports/import_setup.h"

#include "models/client/methods.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tradepost::models {

namespace v1 = imports::v1;
using client::bytes;
using client::text;

namespace {

constexpr const char* kUnsavedName = "unsaved"; // the contract wants one

ImportPreview::Product productOf(const v1::PreviewRow& row) {
    ImportPreview::Product product;
    product.line = row.line();
    for (const auto& problem : row.problems())
        product.problems.push_back(RowProblem::fromProto(problem));
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(row.json())).object();
    product.title = json["title"].toString();
    product.brand = json["brand"].toString();
    product.category = json["categoryId"].toString();
    const QJsonArray variants = json["variants"].toArray();
    product.variants = int(variants.size());
    const QJsonObject first = variants.isEmpty() ? QJsonObject() : variants.first().toObject();
    product.sku = first["sku"].toString();
    const QJsonObject price = first["price"].toObject();
    if (!price.isEmpty())
        product.price = price["amountMinor"].toString() + ' ' + price["currency"].toString();
    return product;
}

} // namespace

ImportSetup::ImportSetup(client::ClientInterface& client, QObject* parent) : QObject(parent), m_client(client) {
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ImportSetup::look);
    connect(&client, &client::ClientInterface::connectionChanged, this, [this] {
        if (m_client.online() && !m_importId.isEmpty() && m_previewError && client::isTransient(*m_previewError))
            look();
    });
}

void ImportSetup::open(const QString& importId, const ImportOptions& options) {
    m_call.cancel();
    m_pause.stop();
    m_looking = false;
    m_importId = importId;
    m_options = options;
    m_mapped = options.format == "mapping";
    m_guessed = false;
    m_mapping = {};
    m_preview = {};
    m_looked = false;
    m_previewError.reset();
    if (m_options.currency.isEmpty())
        m_options.currency = "EUR";
    if (importId.isEmpty()) {
        emit changed();
        return;
    }
    readSellers();
    readSaved();
    look();
}

void ImportSetup::setOptions(const ImportOptions& options) {
    if (options == m_options)
        return;
    m_options = options;
    lookSoon();
}

void ImportSetup::setMapped(bool mapped) {
    if (mapped == m_mapped)
        return;
    m_mapped = mapped;
    if (mapped && m_mapping.fields.empty())
        guess();
    lookSoon();
}

void ImportSetup::setMapping(const ImportMapping& mapping) {
    if (mapping == m_mapping)
        return;
    m_mapping = mapping;
    lookSoon();
}

void ImportSetup::guess() {
    m_guessed = true;
    QList<QStringList> rows;
    for (const auto& row : m_preview.rows)
        rows.append(row.cells);
    m_mapping = guessMapping(m_preview.shape.columns, rows, m_options.currency);
    lookSoon();
}

QString ImportSetup::mappingProblem() const {
    const auto filled = [&](const QString& target) {
        const MappedField* field = m_mapping.find(target);
        return field && field->filled();
    };
    if (!filled("sku") && !m_mapping.makeSkus)
        return tr("Say which column has the SKU: it is how a product is known again.");
    if (filled("price") && !filled("currency"))
        return tr("Say in which currency the prices are: a column, or the same for all.");
    if (m_mapping.fields.size() < 2)
        return tr("Map at least one field beside the SKU.");
    for (const MappedField& field : m_mapping.fields) {
        if (!field.column.isEmpty() && !m_preview.shape.columns.contains(field.column) && field.fallback.isEmpty() &&
            !m_preview.shape.columns.isEmpty())
            return tr("The file has no column “%1”: choose another one.").arg(field.column);
    }
    return {};
}

void ImportSetup::lookSoon() {
    m_looking = true;
    m_pause.start(kPauseMs);
    emit changed();
}

v1::Mapping ImportSetup::mappingProto() const {
    v1::Mapping mapping = m_mapping.toProto();
    if (mapping.name().empty())
        mapping.set_name(kUnsavedName);
    mapping.clear_etag();
    return mapping;
}

void ImportSetup::look() {
    m_pause.stop();
    if (m_importId.isEmpty())
        return;
    v1::PreviewImportRequest request;
    request.set_id(bytes(m_importId));
    m_options.toProto(*request.mutable_options());
    if (m_mapped) {
        request.mutable_options()->clear_format();
        if (mappingProblem().isEmpty())
            *request.mutable_mapping() = mappingProto();
    }
    m_looking = true;
    m_call.cancel();
    m_call = m_client.call(client::methods::previewImport, request, this,
                           std::function([this](const v1::PreviewImportResponse& reply) { adopt(reply); }),
                           [this](const Error& error) {
                               m_looking = false;
                               m_looked = true;
                               m_previewError = error;
                               m_preview.products.clear();
                               emit changed();
                           });
    emit changed();
}

void ImportSetup::adopt(const v1::PreviewImportResponse& reply) {
    m_looking = false;
    m_looked = true;
    m_previewError.reset();
    m_preview = {FileShape::fromProto(reply.shape()), {}, {}};
    for (const auto& row : reply.table()) {
        ImportPreview::Row out{row.line(), {}};
        for (const std::string& cell : row.cells())
            out.cells.append(text(cell));
        m_preview.rows.append(out);
    }
    for (const auto& row : reply.rows())
        m_preview.products.append(productOf(row));
    // What no format knows needs a mapping: one is proposed, and looked at.
    if (m_preview.shape.format.isEmpty() && !m_mapped) {
        m_mapped = true;
        if (!m_guessed && m_mapping.fields.empty())
            guess();
        else
            lookSoon();
        return;
    }
    emit changed();
}

void ImportSetup::readSaved() {
    m_savedCall = m_client.call(client::methods::listMappings, v1::ListMappingsRequest(), this,
                                std::function([this](const v1::ListMappingsResponse& reply) {
                                    m_saved.clear();
                                    for (const auto& mapping : reply.mappings())
                                        m_saved.push_back(ImportMapping::fromProto(mapping));
                                    emit savedChanged();
                                }),
                                [](const Error&) {}); // they are a convenience; the next look asks again
}

void ImportSetup::save(const QString& name) {
    v1::SetMappingRequest request;
    *request.mutable_mapping() = m_mapping.toProto();
    request.mutable_mapping()->set_name(bytes(name.trimmed().left(kMaxMappingName)));
    request.mutable_mapping()->clear_etag(); // the person saw which name is taken
    m_client.call(client::methods::setMapping, request, this, std::function([this](const v1::Mapping& reply) {
                      m_mapping.name = text(reply.name());
                      m_mapping.etag = text(reply.etag());
                      readSaved();
                      emit mappingSaved(m_mapping.name);
                  }),
                  [this](const Error& error) { emit failed(text(error.message)); });
}

void ImportSetup::use(const QString& name) {
    const auto found = std::ranges::find(m_saved, name, &ImportMapping::name);
    if (found != m_saved.end())
        setMapping(*found);
}

void ImportSetup::drop(const QString& name) {
    v1::GetMappingRequest request;
    request.set_name(bytes(name));
    m_client.call(client::methods::deleteMapping, request, this,
                  std::function([this](const google::protobuf::Empty&) { readSaved(); }),
                  [this](const Error& error) { emit failed(text(error.message)); });
}

// As the form of a product does: who acts for one account has nothing to choose.
void ImportSetup::readSellers() {
    const QStringList own = m_client.user().sellerIds;
    m_sellers.clear();
    if (own.size() == 1) {
        m_options.sellerId.clear();
        return;
    }
    identity::v1::ListSellersRequest request;
    request.set_page_size(1000);
    m_sellersCall = m_client.call(client::methods::listSellers, request, this,
                                  std::function([this, own, all = m_client.user().has(client::Role::Admin)](
                                                    const identity::v1::ListSellersResponse& reply) {
                                      for (const auto& seller : reply.sellers()) {
                                          if (all || own.contains(text(seller.id())))
                                              m_sellers.push_back({text(seller.id()), text(seller.name())});
                                      }
                                      if (m_options.sellerId.isEmpty() && m_sellers.size() == 1)
                                          m_options.sellerId = m_sellers.front().id;
                                      emit changed();
                                  }),
                                  [](const Error&) {}); // the store says it when a seller is needed
}

v1::StartImportRequest ImportSetup::startRequest(bool dryRun) const {
    v1::StartImportRequest request;
    request.set_id(bytes(m_importId));
    request.set_dry_run(dryRun);
    m_options.toProto(*request.mutable_options());
    if (m_mapped) {
        request.mutable_options()->clear_format();
        *request.mutable_mapping() = mappingProto();
    }
    return request;
}

} // namespace tradepost::models
