#include "models/sample/sample_client.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::ConnectionState;
using client::MessagePtr;
using client::Phase;

namespace {

QString nameOf(const char* path) {
    return QString(path).section('/', -1);
}

template<class T>
Result<MessagePtr> reply(T message) {
    return std::static_pointer_cast<google::protobuf::Message>(std::make_shared<T>(std::move(message)));
}

template<class T>
Result<MessagePtr> reply(Result<T> result) {
    if (!result)
        return std::unexpected(result.error());
    return reply(std::move(*result));
}

template<class T>
const T& as(const client::CallSpec& spec) {
    return static_cast<const T&>(*spec.request);
}

} // namespace

SampleClient::SampleClient(Config config, QObject* parent)
    : ClientInterface(parent), m_config(std::move(config)),
      m_catalog(m_config.products, m_config.seed, m_config.nowSeconds), m_moderation(m_catalog, m_config.nowSeconds),
      m_imports(m_config.nowSeconds, m_operations) {}

void SampleClient::adopt(bool local, const QString& storeName) {
    setUser({"0sampleuser", "mara@nordlicht.example", "Mara Lindqvist", m_config.roles, m_config.sellers});
    ConnectionState state;
    state.phase = Phase::Online;
    state.local = local;
    state.storeName = storeName;
    state.latencyMs = 3;
    state.serverVersion = "0.1.0";
    setConnection(state);
}

void SampleClient::openLocal(const QString&) {
    ConnectionState state;
    state.phase = Phase::Starting;
    state.local = true;
    state.storeName = tr("Local store");
    setConnection(state);
    if (!m_held.contains("SignInLocally"))
        QTimer::singleShot(0, this, [this] { adopt(true, tr("Local store")); });
}

void SampleClient::signIn(const client::RemoteStore& store, const QString&, const QString& password, bool) {
    ConnectionState state;
    state.phase = Phase::Connecting;
    state.storeName = store.label();
    setConnection(state);
    if (m_held.contains("SignIn"))
        return;
    QTimer::singleShot(0, this, [this, store, password] {
        if (password == m_config.password) {
            adopt(false, store.label());
            return;
        }
        ConnectionState refused;
        refused.message = tr("E-mail or password is wrong. Check both and try again.");
        setConnection(refused);
    });
}

void SampleClient::signOut() {
    setUser({});
    setConnection({});
}

void SampleClient::retryNow() {
    if (connection().phase == Phase::Reconnecting)
        goOnline();
}

void SampleClient::goOnline() {
    adopt(connection().local, connection().storeName);
}

void SampleClient::loseConnection(int retryInSeconds) {
    dropStreams({Code::Unavailable, "TRANSPORT", "The store does not answer.", {}});
    ConnectionState state = connection();
    state.phase = Phase::Reconnecting;
    state.latencyMs = -1;
    state.attempt = 2;
    state.retryAt = QDateTime::fromSecsSinceEpoch(m_config.nowSeconds + retryInSeconds, Qt::UTC);
    setConnection(state);
}

void SampleClient::failNext(const QString& method, const Error& error, int times) {
    m_faults[method] = {error, times};
}

void SampleClient::release(const QString& method) {
    m_held.remove(method);
    const auto held = std::exchange(m_heldCalls, {});
    for (const auto& spec : held) {
        if (nameOf(spec->method) == method)
            answer(spec);
        else
            m_heldCalls.push_back(spec);
    }
}

void SampleClient::startCall(client::CallSpec spec) {
    auto shared = std::make_shared<client::CallSpec>(std::move(spec));
    const QString method = nameOf(shared->method);
    ++m_calls[method];
    m_lastRequest[method] = shared->request->SerializeAsString();
    if (m_held.contains(method)) {
        m_heldCalls.push_back(shared);
        return;
    }
    QTimer::singleShot(0, this, [this, shared] { answer(shared); });
}

void SampleClient::answer(const std::shared_ptr<client::CallSpec>& spec) {
    if (!spec->wanted())
        return;
    spec->state->active = false;
    const auto result = handle(*spec, nameOf(spec->method));
    if (result)
        spec->onReply(**result);
    else
        spec->onError(result.error());
}

Result<MessagePtr> SampleClient::handleImports(const client::CallSpec& spec, std::string_view path) {
    namespace v1 = tradepost::imports::v1;
    namespace m = client::methods;
    const auto named = [&]() -> const std::string& { return as<v1::GetImportRequest>(spec).id(); };
    if (path == m::createImport.path)
        return reply(m_imports.create(as<v1::CreateImportRequest>(spec)));
    if (path == m::uploadImportData.path)
        return reply(m_imports.upload(as<v1::UploadImportDataRequest>(spec)));
    if (path == m::previewImport.path)
        return reply(m_imports.preview(as<v1::PreviewImportRequest>(spec)));
    if (path == m::startImport.path)
        return reply(m_imports.start(as<v1::StartImportRequest>(spec)));
    if (path == m::getImport.path)
        return reply(m_imports.get(named()));
    if (path == m::listImports.path)
        return reply(m_imports.list(as<v1::ListImportsRequest>(spec)));
    if (path == m::pauseImport.path || path == m::resumeImport.path)
        return reply(m_imports.pause(named(), path == m::pauseImport.path));
    if (path == m::cancelImport.path)
        return reply(m_imports.cancel(named()));
    if (path == m::rollBackImport.path)
        return reply(m_imports.rollBack(named()));
    if (path == m::listImportRows.path)
        return reply(m_imports.rows(as<v1::ListImportRowsRequest>(spec)));
    if (path == m::readBadRows.path)
        return reply(m_imports.badRows(as<v1::ReadBadRowsRequest>(spec).id()));
    if (path == m::setMapping.path)
        return reply(m_imports.setMapping(as<v1::SetMappingRequest>(spec).mapping()));
    if (path == m::listMappings.path)
        return reply(m_imports.mappings());
    if (path == m::deleteMapping.path) {
        if (const auto dropped = m_imports.deleteMapping(as<v1::GetMappingRequest>(spec).name()); !dropped)
            return std::unexpected(dropped.error());
        return reply(google::protobuf::Empty());
    }
    return fail(Code::Unimplemented, "UNIMPLEMENTED", "The sample store cannot do that.");
}

Result<MessagePtr> SampleClient::handle(const client::CallSpec& spec, const QString& method) {
    namespace v1 = tradepost::catalog::v1;
    if (const auto fault = m_faults.find(method); fault != m_faults.end() && fault->second.second > 0) {
        --fault->second.second;
        return std::unexpected(fault->second.first);
    }
    if (!online())
        return fail(Code::Unavailable, "TRANSPORT", "The store does not answer. Nothing was lost; try again.");
    const std::string_view path = spec.method;
    namespace m = client::methods;
    if (path.starts_with("/tradepost.imports."))
        return handleImports(spec, path);
    if (path == m::listCategories.path) {
        v1::ListCategoriesResponse response;
        for (const auto& category : m_catalog.categories())
            *response.add_categories() = category;
        return reply(std::move(response));
    }
    if (path == m::listSellers.path) {
        identity::v1::ListSellersResponse response;
        for (const auto& [id, name] : {std::pair("0sampleseller", "Nordlicht"), std::pair("0otherseller", "Halden")}) {
            auto* seller = response.add_sellers();
            seller->set_id(id);
            seller->set_name(name);
        }
        return reply(std::move(response));
    }
    if (path == m::getSeller.path) {
        identity::v1::Seller seller;
        seller.set_id(as<identity::v1::GetSellerRequest>(spec).id());
        seller.set_name(seller.id() == SampleModeration::kSeller ? "Kestrel Outfitters" : "Nordlicht");
        return reply(std::move(seller));
    }
    // A seller's own; what waits for moderators has one of its own.
    if (path == m::listProductHistory.path && user().has(client::Role::Seller))
        return reply(m_catalog.history(as<v1::ListProductHistoryRequest>(spec).id()));
    if (auto answered = m_moderation.handle(spec, client::bytes(user().id)))
        return std::move(*answered);
    if (path == m::listOperations.path) {
        operations::v1::ListOperationsResponse response;
        for (const auto& operation : m_operations)
            *response.add_operations() = operation;
        return reply(std::move(response));
    }
    if (path == m::cancelOperation.path) {
        const auto& id = as<operations::v1::CancelOperationRequest>(spec).id();
        const auto found = std::ranges::find(m_operations, id, [](const auto& o) { return o.id(); });
        if (found == m_operations.end())
            return notFound("operation", id);
        found->set_state(operations::v1::Operation::CANCELLING);
        return reply(operations::v1::Operation(*found));
    }
    if (path == m::createProductSnapshot.path) {
        const auto& request = as<v1::CreateProductSnapshotRequest>(spec);
        v1::ProductSnapshot snapshot;
        snapshot.set_id("s" + std::to_string(++m_snapshotNumber));
        auto& rows = m_snapshots[snapshot.id()] = m_catalog.select(request.filter(), request.order_by());
        snapshot.set_row_count(std::int64_t(rows.size()));
        snapshot.mutable_position()->set_epoch(1);
        snapshot.mutable_position()->set_position(m_position);
        return reply(std::move(snapshot));
    }
    if (path == m::readProductSnapshot.path) {
        const auto& request = as<v1::ReadProductSnapshotRequest>(spec);
        const auto snapshot = m_snapshots.find(request.id());
        if (snapshot == m_snapshots.end())
            return notFound("snapshot", request.id());
        v1::ReadProductSnapshotResponse response;
        const auto end =
            std::min<std::int64_t>(request.start() + request.size(), std::int64_t(snapshot->second.size()));
        for (auto ordinal = request.start(); ordinal < end; ++ordinal) {
            *response.add_rows() = SampleCatalog::row(m_catalog.at(snapshot->second[std::size_t(ordinal)]));
            response.mutable_rows()->rbegin()->set_ordinal(ordinal);
        }
        return reply(std::move(response));
    }
    if (path == m::getProduct.path)
        return reply(m_catalog.find(as<v1::GetProductRequest>(spec).id()));
    if (path == m::getCategory.path)
        return reply(m_catalog.category(as<v1::GetCategoryRequest>(spec).id()));
    if (path == m::getPendingRevision.path)
        return reply(m_catalog.pending(as<v1::GetPendingRevisionRequest>(spec).id()));
    if (path == m::uploadMedia.path) {
        media::v1::Media media;
        media.set_url("/media/" + std::to_string(m_uploads % 14) + '-' + std::to_string(m_uploads % 6) + ".svg");
        ++m_uploads;
        media.set_preview_url(media.url());
        media.set_content_type("image/svg+xml");
        return reply(std::move(media));
    }
    if (path == m::getMedia.path)
        return notFound("media", as<media::v1::GetMediaRequest>(spec).id());
    if (path == m::listProducts.path) {
        const auto& request = as<v1::ListProductsRequest>(spec);
        v1::ListProductsResponse response;
        for (const int index : m_catalog.select(request.filter(), request.order_by())) {
            if (response.products_size() >= request.page_size())
                break;
            *response.add_products() = m_catalog.at(index);
        }
        return reply(std::move(response));
    }
    if (path == m::countProducts.path) {
        v1::CountProductsResponse response;
        response.set_count(std::int64_t(m_catalog.select(as<v1::CountProductsRequest>(spec).filter(), {}).size()));
        return reply(std::move(response));
    }
    Result<v1::Product> written = fail(Code::Unimplemented, "UNIMPLEMENTED", "The sample store cannot do that.");
    if (path == m::createProduct.path) {
        const auto& request = as<v1::CreateProductRequest>(spec);
        written = m_catalog.create(request.product(), request.request_id());
    } else if (path == m::updateProduct.path) {
        written = m_catalog.update(as<v1::UpdateProductRequest>(spec));
    } else if (path == m::publishProduct.path) {
        const auto& request = as<v1::ProductTransitionRequest>(spec);
        written = m_catalog.transition(request.id(), request.etag(), v1::PUBLISHED);
    } else if (path == m::unpublishProduct.path) {
        const auto& request = as<v1::ProductTransitionRequest>(spec);
        written = m_catalog.transition(request.id(), request.etag(), v1::UNPUBLISHED);
    } else if (path == m::submitProduct.path) {
        const auto& request = as<v1::ProductTransitionRequest>(spec);
        written = m_catalog.transition(request.id(), request.etag(), v1::SUBMITTED);
    } else if (path == m::withdrawProduct.path) {
        const auto& request = as<v1::ProductTransitionRequest>(spec);
        written = m_catalog.transition(request.id(), request.etag(), v1::DRAFT);
    } else if (path == m::discardPendingRevision.path) {
        written = m_catalog.discardPending(as<v1::ProductTransitionRequest>(spec).id());
    }
    if (written)
        announce(written->id());
    return reply(std::move(written));
}

void SampleClient::startStream(client::StreamSpec spec) {
    std::erase_if(m_streams, [](const auto& stream) { return !stream->wanted(); });
    m_streams.push_back(std::make_shared<client::StreamSpec>(std::move(spec)));
}

int SampleClient::liveStreams() const {
    return int(std::ranges::count_if(m_streams, [](const auto& stream) { return stream->wanted(); }));
}

void SampleClient::announce(const std::string& productId) {
    const auto product = m_catalog.find(productId);
    if (!product)
        return;
    auto change = std::make_shared<catalog::v1::ProductChanges>();
    change->mutable_position()->set_epoch(1);
    change->mutable_position()->set_position(++m_position);
    *change->add_rows() = SampleCatalog::row(*product);
    for (const auto& stream : m_streams) {
        QTimer::singleShot(0, this, [stream, change] {
            if (stream->wanted())
                stream->onItems({change});
        });
    }
}

void SampleClient::dropStreams(const Error& error) {
    const auto streams = std::exchange(m_streams, {});
    for (const auto& stream : streams) {
        QTimer::singleShot(0, this, [stream, error] {
            if (!stream->wanted())
                return;
            stream->state->active = false;
            stream->onEnd(error);
        });
    }
}

} // namespace tradepost::models
