#include "models/client/grpc_transport.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/client_callback.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <mutex>

namespace tradepost::client {

using google::protobuf::Message;
using Stub = grpc::TemplatedGenericStub<Message, Message>;

namespace {

constexpr auto kVersionKey = "tradepost-version";
constexpr int kMaxReplyBytes = 64 << 20;
// Items of a stream kept for the GUI thread before reading pauses and flow control holds the server back.
constexpr std::size_t kMaxWaitingItems = 1024;
// Items are handed over at most this often, so that a burst costs the GUI one batch.
constexpr int kBatchMs = 40;

std::string message(const char* text) {
    return QCoreApplication::translate("Client", text).toStdString();
}

// gRPC tells a failed handshake only in the text of its status, in the words of OpenSSL.
void explainUnavailable(Error& error) {
    const QString said = text(error.message).toLower();
    const auto says = [&](const char* words) { return said.contains(QLatin1String(words)); };
    if (says("certificate verify failed") || says("certificate_verify_failed") || says("peer certificate") ||
        says("hostname verification") || says("peer name")) {
        error.reason = kUntrusted;
        error.message = message(
            QT_TRANSLATE_NOOP("Client", "The store's certificate is not one this computer trusts for that address, so "
                                        "nothing was sent. Check the address; if the store has an authority of its "
                                        "own, choose its certificate."));
    } else if (says("handshake") || says("wrong version number") || says("wrong_version_number")) {
        error.message = message(QT_TRANSLATE_NOOP(
            "Client", "What answers at this address is not a store over TLS. Check address and port."));
    } else {
        error.message = message(QT_TRANSLATE_NOOP("Client", "The store does not answer. Nothing was lost; try again."));
    }
}

// The status' details when the backend made it; words of our own when the connection did.
Error toError(const grpc::Status& status) {
    Error error{Code(status.error_code()), {}, status.error_message(), {}};
    google::rpc::Status details;
    if (!status.error_details().empty() && details.ParseFromString(status.error_details())) {
        for (const auto& any : details.details()) {
            google::rpc::ErrorInfo info;
            google::rpc::BadRequest request;
            if (any.UnpackTo(&info))
                error.reason = info.reason();
            else if (any.UnpackTo(&request) && request.field_violations_size() > 0)
                error.field = request.field_violations(0).field();
        }
        return error;
    }
    error.reason = "TRANSPORT";
    switch (error.code) {
    case Code::Unavailable:
        explainUnavailable(error);
        break;
    case Code::DeadlineExceeded:
        error.message = message(QT_TRANSLATE_NOOP("Client", "The store took too long to answer. Try again."));
        break;
    case Code::Unimplemented:
        error.message = message(QT_TRANSLATE_NOOP("Client", "This store is too old for that. Update its backend."));
        break;
    default:
        break;
    }
    return error;
}

void prepare(grpc::ClientContext& context, const std::string& bearer, const std::string& version) {
    if (!bearer.empty())
        context.AddMetadata("authorization", "Bearer " + bearer);
    context.AddMetadata("tradepost-client", version);
}

// gRPC ends the threads that run callbacks with the last channel that used them, and aborts when one of those threads
// is that channel's last owner: a call that is under way at the sign-out. A channel that leads nowhere and is never let
// go keeps them running.
void keepCallbackThreads() {
    struct Anchor {
        Stub stub{grpc::CreateChannel({}, nullptr)}; // without credentials: every call on it fails at once
        grpc::ClientContext context;
        google::rpc::Status request, reply;
    };
    static Anchor* const anchor = [] {
        auto* made = new Anchor;
        made->stub.UnaryCall(&made->context, "/none", {}, &made->request, &made->reply, [](const grpc::Status&) {});
        return made;
    }();
    static_cast<void>(anchor);
}

} // namespace

// Lets gRPC's threads post to the GUI thread without knowing whether the transport still lives.
struct GrpcTransport::Mailbox {
    std::mutex mutex;
    QObject* target = nullptr;

    void post(std::function<void()> function) {
        const std::lock_guard lock(mutex);
        if (target)
            QMetaObject::invokeMethod(target, std::move(function), Qt::QueuedConnection);
    }
};

namespace {

struct UnaryCall {
    grpc::ClientContext context;
    std::shared_ptr<CallSpec> spec;
    MessagePtr reply;
    std::shared_ptr<Stub> stub;
    QElapsedTimer clock;
};

} // namespace

// What both threads touch of a stream.
struct GrpcTransport::OpenStream {
    grpc::ClientContext context;
    std::mutex mutex;
    std::vector<MessagePtr> waiting;  // guarded by mutex
    bool posted = false;              // guarded by mutex: a hand-over is on its way
    std::function<void()> resumeRead; // guarded by mutex: set while reading pauses, with a hold on the reactor

    void resume() {
        std::function<void()> read;
        {
            const std::lock_guard lock(mutex);
            read = std::exchange(resumeRead, {});
        }
        if (read)
            read();
    }
    // A paused reactor cannot end before it reads again.
    void cancel() {
        context.TryCancel();
        resume();
    }
};

namespace {

// Owns itself until OnDone.
class StreamReader final : public grpc::ClientBidiReactor<Message, Message> {
public:
    using Shared = GrpcTransport::OpenStream;

    StreamReader(std::shared_ptr<StreamSpec> spec, std::shared_ptr<GrpcTransport::Mailbox> mailbox,
                 std::shared_ptr<Stub> stub, std::function<void(const Error&)> ended)
        : m_spec(std::move(spec)), m_mailbox(std::move(mailbox)), m_stub(std::move(stub)), m_ended(std::move(ended)),
          m_makeItem(m_spec->makeItem), m_request(m_spec->request) {}

    void begin() {
        m_stub->PrepareBidiStreamingCall(&m_shared->context, m_spec->method, {}, this);
        m_next = m_makeItem();
        StartWriteLast(m_request.get(), {});
        StartRead(m_next.get());
        StartCall();
    }
    const std::shared_ptr<Shared>& shared() const { return m_shared; }

    void OnReadDone(bool ok) override {
        if (!ok)
            return;
        bool post = false;
        bool pause = false;
        {
            const std::lock_guard lock(m_shared->mutex);
            m_shared->waiting.push_back(std::move(m_next));
            m_next = m_makeItem();
            post = !std::exchange(m_shared->posted, true);
            pause = m_shared->waiting.size() >= kMaxWaitingItems;
            if (pause) {
                AddHold(); // keeps OnDone away until reading goes on
                m_shared->resumeRead = [this] {
                    StartRead(m_next.get());
                    RemoveHold();
                };
            }
        }
        if (post)
            postDrain();
        if (!pause)
            StartRead(m_next.get());
    }

    void OnDone(const grpc::Status& status) override {
        Error error =
            status.ok() ? Error{Code::Unavailable, "STREAM_CLOSED", "The stream was closed.", {}} : toError(status);
        m_mailbox->post([shared = m_shared, spec = m_spec, ended = std::move(m_ended), error = std::move(error)] {
            deliver(*shared, *spec);
            ended(error);
            if (spec->wanted()) {
                spec->state->active = false;
                spec->state->cancelTransport = {};
                spec->onEnd(error);
            }
        });
        delete this;
    }

private:
    static void deliver(Shared& shared, StreamSpec& spec) {
        std::vector<MessagePtr> items;
        {
            const std::lock_guard lock(shared.mutex);
            items.swap(shared.waiting);
        }
        if (!items.empty() && spec.wanted())
            spec.onItems(items);
    }

    void postDrain() {
        m_mailbox->post([shared = m_shared, spec = m_spec, mailbox = m_mailbox] {
            QTimer::singleShot(kBatchMs, mailbox->target, [shared, spec] {
                {
                    const std::lock_guard lock(shared->mutex);
                    shared->posted = false;
                }
                deliver(*shared, *spec);
                shared->resume();
            });
        });
    }

    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    std::shared_ptr<StreamSpec> m_spec; // only carried to the GUI thread, not read here after begin()
    std::shared_ptr<GrpcTransport::Mailbox> m_mailbox;
    std::shared_ptr<Stub> m_stub;
    std::function<void(const Error&)> m_ended;
    std::function<MessagePtr()> m_makeItem;
    std::shared_ptr<const Message> m_request;
    MessagePtr m_next;
};

} // namespace

GrpcTransport::GrpcTransport(std::string clientVersion)
    : m_clientVersion(std::move(clientVersion)), m_mailbox(std::make_shared<Mailbox>()) {
    m_mailbox->target = &m_gui;
}

GrpcTransport::~GrpcTransport() {
    close();
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->target = nullptr;
}

void GrpcTransport::open(const Endpoint& endpoint) {
    keepCallbackThreads();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxReplyBytes);
    // The client's own countdown decides when to try again; the channel only must not be slower.
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
    if (endpoint.tls) {
        grpc::SslCredentialsOptions options;
        options.pem_root_certs = endpoint.caPem;
        credentials = grpc::SslCredentials(options);
    }
    m_channel = grpc::CreateCustomChannel(endpoint.target, credentials, arguments);
}

void GrpcTransport::close() {
    m_channel.reset();
    for (const auto& weak : std::exchange(m_streams, {})) {
        if (const auto stream = weak.lock())
            stream->cancel();
    }
    // What is in flight may finish; a new mailbox makes sure that it is not heard.
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->target = nullptr;
    }
    m_mailbox = std::make_shared<Mailbox>();
    m_mailbox->target = &m_gui;
}

void GrpcTransport::unary(std::shared_ptr<CallSpec> spec, const std::string& bearer,
                          std::function<void(Outcome)> done) {
    auto call = std::make_shared<UnaryCall>();
    call->spec = std::move(spec);
    call->reply = call->spec->makeReply();
    call->stub = std::make_shared<Stub>(m_channel);
    call->clock.start();
    prepare(call->context, bearer, m_clientVersion);
    call->context.set_deadline(std::chrono::system_clock::now() +
                               std::chrono::milliseconds(call->spec->options.timeoutMs));
    call->spec->state->cancelTransport = [weak = std::weak_ptr(call)] {
        if (const auto running = weak.lock())
            running->context.TryCancel();
    };
    call->stub->UnaryCall(&call->context, call->spec->method, {}, call->spec->request.get(), call->reply.get(),
                          [call, mailbox = m_mailbox, done = std::move(done)](const grpc::Status& status) {
                              Outcome outcome;
                              outcome.elapsedMs = int(call->clock.elapsed());
                              const auto& metadata = call->context.GetServerInitialMetadata();
                              if (const auto version = metadata.find(kVersionKey); version != metadata.end())
                                  outcome.serverVersion.assign(version->second.data(), version->second.size());
                              if (status.ok())
                                  outcome.reply = call->reply;
                              else
                                  outcome.error = toError(status);
                              mailbox->post([call, done, outcome = std::move(outcome)] {
                                  if (call->spec->wanted())
                                      done(outcome);
                              });
                          });
}

void GrpcTransport::stream(std::shared_ptr<StreamSpec> spec, const std::string& bearer,
                           std::function<void(const Error&)> ended) {
    auto* reader = new StreamReader(spec, m_mailbox, std::make_shared<Stub>(m_channel), std::move(ended));
    prepare(reader->shared()->context, bearer, m_clientVersion);
    spec->state->cancelTransport = [weak = std::weak_ptr(reader->shared())] {
        if (const auto running = weak.lock())
            running->cancel();
    };
    std::erase_if(m_streams, [](const auto& weak) { return weak.expired(); });
    m_streams.push_back(reader->shared());
    reader->begin();
}

} // namespace tradepost::client
