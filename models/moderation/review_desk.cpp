#include "models/moderation/review_desk.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::bytes;
using client::text;

namespace {

catalog::v1::Decision messageOf(const QueueItem& item, const Decision& decision) {
    catalog::v1::Decision message;
    message.set_product_id(bytes(item.id));
    message.set_etag(bytes(item.etag));
    message.set_verdict(catalog::v1::Verdict(decision.verdict));
    message.set_reason(bytes(decision.reason));
    message.set_note(bytes(decision.note));
    return message;
}

// What the store said of one decision; nothing when it was taken.
std::optional<Error> refusalOf(const catalog::v1::DecisionResult& result) {
    if (result.error_code().empty())
        return std::nullopt;
    return Error{Code::Aborted, result.error_reason(), result.error_message(), {}};
}

} // namespace

ReviewDesk::ReviewDesk(client::ClientInterface& client, QueueModel& queue, QObject* parent)
    : QObject(parent), m_client(client), m_queue(queue) {
    m_prolong.setInterval(kProlongMs);
    connect(&m_prolong, &QTimer::timeout, this, [this] {
        QStringList mine;
        for (const auto& [id, entry] : m_entries) {
            if (entry.claimed)
                mine.append(id);
        }
        claim(mine);
    });
    m_prolong.start();
    connect(&client, &client::ClientInterface::connectionChanged, this, [this](const auto& state) {
        if (state.phase == client::Phase::Online && status() == Status::Failed && client::isTransient(error()))
            reload();
        emit changed();
    });
    // The list was read anew: who is at what may have changed, and which item is next.
    connect(&queue, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_id.isEmpty())
            prepareNext();
    });
}

ReviewDesk::~ReviewDesk() {
    keepOnly({}, {});
}

const ReviewDesk::Entry* ReviewDesk::current() const {
    const auto found = m_entries.find(m_id);
    return found == m_entries.end() ? nullptr : &found->second;
}

ReviewDesk::Status ReviewDesk::status() const {
    const Entry* entry = current();
    if (!entry)
        return Status::Empty;
    return entry->review ? Status::Ready : entry->failed ? Status::Failed : Status::Loading;
}

const Error& ReviewDesk::error() const {
    static const Error none;
    return current() ? current()->error : none;
}

const Review* ReviewDesk::review() const {
    return current() && current()->review ? &*current()->review : nullptr;
}

const std::vector<HistoryEntry>& ReviewDesk::history() const {
    static const std::vector<HistoryEntry> none;
    return current() ? current()->history : none;
}

const ProductFacts* ReviewDesk::other(const QString& productId) const {
    const auto found = m_others.find(productId);
    return found != m_others.end() && found->second ? &*found->second : nullptr;
}

bool ReviewDesk::heldByOther() const {
    const int row = m_queue.rowOf(m_id);
    return row >= 0 && m_queue.heldByOther(m_queue.at(row));
}

QDateTime ReviewDesk::heldUntil() const {
    const int row = m_queue.rowOf(m_id);
    return row >= 0 ? m_queue.at(row).claimEnds : QDateTime();
}

void ReviewDesk::open(const QString& id) {
    if (id == m_id)
        return;
    m_id = id;
    if (id.isEmpty()) {
        keepOnly({}, {});
    } else {
        prepare(id);
        prepareNext();
        readOthers();
    }
    emit moved();
    emit changed();
}

void ReviewDesk::reload() {
    if (m_id.isEmpty())
        return;
    const auto entry = m_entries.find(m_id);
    if (entry != m_entries.end()) {
        entry->second.failed = false;
        read(m_id);
        emit changed();
    }
}

bool ReviewDesk::next() {
    const QString id = m_queue.freeAfter(m_queue.rowOf(m_id));
    if (!id.isEmpty())
        open(id);
    return !id.isEmpty();
}

bool ReviewDesk::previous() {
    const int row = m_queue.rowOf(m_id);
    const QString id = row < 0 ? QString() : m_queue.freeBefore(row);
    if (!id.isEmpty())
        open(id);
    return !id.isEmpty();
}

void ReviewDesk::takeOver() {
    claim({m_id}, true);
}

void ReviewDesk::prepare(const QString& id) {
    if (m_entries.contains(id))
        return;
    m_entries[id];
    read(id);
    claim({id});
}

void ReviewDesk::prepareNext() {
    const int row = m_queue.rowOf(m_id);
    if (m_queue.rowCount() - row <= kReadAhead)
        m_queue.fetchMore({});
    const QString ahead = m_queue.freeAfter(row);
    keepOnly(m_id, ahead);
    if (!ahead.isEmpty())
        prepare(ahead);
}

void ReviewDesk::keepOnly(const QString& id, const QString& ahead) {
    moderation::v1::ReleaseItemsRequest request;
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        if (it->first == id || it->first == ahead) {
            ++it;
            continue;
        }
        it->second.reviewCall.cancel();
        it->second.historyCall.cancel();
        if (it->second.claimed)
            request.add_product_ids(bytes(it->first));
        it = m_entries.erase(it);
    }
    // One that is lost runs out on its own. The call outlives the desk.
    if (request.product_ids_size() > 0 && m_client.online())
        m_client.call(client::methods::releaseItems, request, &m_client,
                      std::function([](const google::protobuf::Empty&) {}), [](const Error&) {});
}

void ReviewDesk::read(const QString& id) {
    Entry& entry = m_entries[id];
    moderation::v1::GetReviewRequest request;
    request.set_product_id(bytes(id));
    entry.reviewCall.cancel();
    entry.reviewCall = m_client.call(client::methods::getReview, request, this,
                                     std::function([this, id](const moderation::v1::Review& reply) {
                                         const auto found = m_entries.find(id);
                                         if (found == m_entries.end())
                                             return;
                                         found->second.review = Review::fromProto(reply);
                                         found->second.failed = false;
                                         if (id == m_id) {
                                             readOthers();
                                             emit changed();
                                         }
                                     }),
                                     [this, id](const Error& error) {
                                         const auto found = m_entries.find(id);
                                         if (found == m_entries.end())
                                             return;
                                         found->second.failed = true;
                                         found->second.error = error;
                                         if (id == m_id)
                                             emit changed();
                                         else // asked for again when it is opened
                                             keepOnly(m_id, {});
                                     });
    catalog::v1::ListProductHistoryRequest history;
    history.set_id(bytes(id));
    history.set_page_size(kHistorySize);
    entry.historyCall.cancel();
    entry.historyCall = m_client.call(client::methods::listProductHistory, history, this,
                                      std::function([this, id](const catalog::v1::ListProductHistoryResponse& reply) {
                                          const auto found = m_entries.find(id);
                                          if (found == m_entries.end())
                                              return;
                                          found->second.history.clear();
                                          for (const auto& each : reply.entries())
                                              found->second.history.push_back(HistoryEntry::fromProto(each));
                                          if (id == m_id)
                                              emit changed();
                                      }),
                                      [](const Error&) {}); // the decision does not hang on it
}

void ReviewDesk::claim(const QStringList& ids, bool takeOver) {
    if (ids.isEmpty())
        return;
    moderation::v1::ClaimItemsRequest request;
    for (const QString& id : ids)
        request.add_product_ids(bytes(id));
    request.set_take_over(takeOver);
    m_client.call(client::methods::claimItems, request, this,
                  std::function([this](const moderation::v1::ClaimItemsResponse& reply) {
                      bool aheadHeld = false;
                      const auto adopt = [&](const moderation::v1::QueueItem& message, bool mine) {
                          const auto item = QueueItem::fromProto(message);
                          if (const int row = m_queue.rowOf(item.id); row >= 0)
                              m_queue.put(item, row);
                          if (const auto entry = m_entries.find(item.id); entry != m_entries.end())
                              entry->second.claimed = mine;
                          else if (mine) { // left before the answer came
                              moderation::v1::ReleaseItemsRequest release;
                              release.add_product_ids(message.product_id());
                              m_client.call(client::methods::releaseItems, release, &m_client,
                                            std::function([](const google::protobuf::Empty&) {}), [](const Error&) {});
                          }
                          aheadHeld = aheadHeld || (!mine && item.id != m_id);
                      };
                      for (const auto& item : reply.claimed())
                          adopt(item, true);
                      for (const auto& item : reply.held_by_others())
                          adopt(item, false);
                      if (aheadHeld && !m_id.isEmpty())
                          prepareNext();
                      emit changed();
                  }),
                  [](const Error&) {}); // a decision about what someone else is at is refused anyway
}

void ReviewDesk::readOthers() {
    const Review* shown = review();
    if (!shown)
        return;
    QStringList wanted;
    for (const Finding& finding : shown->item.findings) {
        if (!finding.otherProductId.isEmpty())
            wanted.append(finding.otherProductId);
    }
    std::erase_if(m_others, [&](const auto& other) { return !wanted.contains(other.first); });
    for (const QString& id : wanted) {
        if (!m_others.try_emplace(id).second)
            continue;
        catalog::v1::GetProductRequest request;
        request.set_id(bytes(id));
        m_client.call(client::methods::getProduct, request, this,
                      std::function([this, id](const catalog::v1::Product& product) {
                          if (const auto found = m_others.find(id); found != m_others.end()) {
                              found->second = ProductFacts::fromProto(product);
                              emit changed();
                          }
                      }),
                      [](const Error&) {}); // the evidence names it all the same
    }
}

void ReviewDesk::decide(const Decision& decision) {
    if (!mayDecide())
        return;
    Taken taken{review()->item, std::max(0, m_queue.rowOf(m_id))};
    m_entries[m_id].claimed = false; // the decision releases it
    if (m_queue.rowOf(m_id) >= 0)
        m_queue.take(taken.row);
    catalog::v1::Decision message = messageOf(taken.item, decision);
    open(m_queue.freeNear(taken.row));
    moderation::v1::DecideRequest request;
    *request.add_decisions() = std::move(message);
    m_client.call(client::methods::decide, request, this,
                  std::function([this, taken, decision](const catalog::v1::DecideProductsResponse& reply) {
                      const auto refusal = reply.results_size() > 0 ? refusalOf(reply.results(0)) : std::nullopt;
                      if (refusal)
                          putBack(taken, *refusal);
                      else
                          emit decided(taken.item.id, taken.item.title, decision.verdict);
                      m_queue.loadCounts();
                  }),
                  [this, taken](const Error& error) { putBack(taken, error); });
}

// As the store has it now; where it cannot be asked, as it was.
void ReviewDesk::putBack(const Taken& taken, const Error& error) {
    if (error.reason == "ALREADY_DECIDED") {
        emit refused(taken.item.id, taken.item.title, error);
        return;
    }
    const auto back = [this, taken, error](QueueItem item) {
        m_queue.put(item, taken.row);
        if (m_id == item.id)
            reload();
        emit refused(taken.item.id, taken.item.title, error);
    };
    moderation::v1::GetReviewRequest request;
    request.set_product_id(bytes(taken.item.id));
    m_client.call(client::methods::getReview, request, this, std::function([back](const moderation::v1::Review& reply) {
                      back(QueueItem::fromProto(reply.item()));
                  }),
                  [this, back, taken, error](const Error& reading) {
                      if (reading.code == Code::NotFound)
                          emit refused(taken.item.id, taken.item.title, error);
                      else
                          back(taken.item);
                  });
}

void ReviewDesk::decideMany(const QStringList& ids, const Decision& decision) {
    auto many = std::make_shared<Many>();
    many->decision = decision;
    for (const QString& id : ids) {
        const int row = m_queue.rowOf(id);
        if (row >= 0 && !m_queue.heldByOther(m_queue.at(row)))
            many->waiting.push_back({m_queue.at(row), row});
    }
    int firstRow = -1;
    for (const Taken& taken : many->waiting) {
        const int row = m_queue.rowOf(taken.item.id);
        firstRow = firstRow < 0 ? row : std::min(firstRow, row);
        m_queue.take(row);
        if (const auto entry = m_entries.find(taken.item.id); entry != m_entries.end())
            entry->second.claimed = false;
    }
    if (m_queue.rowOf(m_id) < 0)
        open(m_queue.freeNear(std::max(0, firstRow)));
    runMany(many);
}

void ReviewDesk::runMany(const std::shared_ptr<Many>& many) {
    if (many->waiting.empty()) {
        // Those refused are not what the list says any more.
        if (many->refused > 0 && !client::isTransient(many->lastError))
            m_queue.refresh();
        else
            m_queue.loadCounts();
        emit decidedMany(many->decided, many->refused, many->lastError);
        return;
    }
    const auto size = std::min<std::size_t>(many->waiting.size(), kDecidedAtOnce);
    std::vector<Taken> now(many->waiting.begin(), many->waiting.begin() + std::ptrdiff_t(size));
    many->waiting.erase(many->waiting.begin(), many->waiting.begin() + std::ptrdiff_t(size));
    moderation::v1::DecideRequest request;
    for (const Taken& taken : now)
        *request.add_decisions() = messageOf(taken.item, many->decision);
    m_client.call(client::methods::decide, request, this,
                  std::function([this, many, now](const catalog::v1::DecideProductsResponse& reply) {
                      for (int i = 0; i < std::min(int(now.size()), reply.results_size()); ++i) {
                          const auto refusal = refusalOf(reply.results(i));
                          if (!refusal) {
                              ++many->decided;
                              continue;
                          }
                          ++many->refused;
                          many->lastError = *refusal;
                          if (refusal->reason != "ALREADY_DECIDED")
                              m_queue.put(now[std::size_t(i)].item, now[std::size_t(i)].row);
                      }
                      runMany(many);
                  }),
                  [this, many, now](const Error& error) {
                      // None of these, and it would not go better with the rest.
                      many->lastError = error;
                      std::vector<Taken> rest = now;
                      std::ranges::move(many->waiting, std::back_inserter(rest));
                      many->waiting.clear();
                      many->refused += int(rest.size());
                      for (const Taken& taken : rest)
                          m_queue.put(taken.item, taken.row);
                      runMany(many);
                  },
                  {.timeoutMs = 30'000});
}

} // namespace tradepost::models
