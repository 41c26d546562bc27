#include "models/catalog/draft_store.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>

namespace tradepost::models {

namespace {

constexpr int kFormat = 1;

// Numbers as typed by one locale, written by another one.
void translate(ProductDraft& draft, const QLocale& from, const QLocale& to) {
    const int digits = currencyDigits(draft.currency);
    for (auto& variant : draft.variants) {
        for (QString* amount : {&variant.price, &variant.compareAt}) {
            if (const auto minor = parseAmount(*amount, digits, from))
                *amount = formatAmount(*minor, digits, to);
        }
    }
    for (auto& attribute : draft.attributes) {
        if (attribute.kind != AttributeKind::Number)
            continue;
        if (const auto number = parseNumber(attribute.value, from))
            attribute.value = formatNumber(*number, to);
    }
}

} // namespace

QString DraftStore::keyOf(const client::ClientInterface& client, const QString& productId) {
    const QString whose = client.connection().storeName + '\n' + client.user().id + '\n' + productId;
    return QCryptographicHash::hash(whose.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
}

QString DraftStore::path(const QString& key) const {
    return m_folder + '/' + key + ".json";
}

bool DraftStore::save(const QString& key, const KeptDraft& draft) const {
    const QJsonObject json{
        {"format", kFormat},      {"title", draft.title},        {"time", draft.time.toUTC().toString(Qt::ISODate)},
        {"locale", draft.locale}, {"base", draft.base.toJson()}, {"draft", draft.draft.toJson()}};
    if (!QDir().mkpath(m_folder))
        return false;
    QSaveFile file(path(key));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QJsonDocument(json).toJson(QJsonDocument::Compact));
    return file.commit();
}

std::optional<KeptDraft> DraftStore::load(const QString& key) const {
    QFile file(path(key));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxBytes)
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    if (json["format"].toInt() != kFormat)
        return std::nullopt;
    KeptDraft draft;
    draft.title = json["title"].toString();
    draft.time = QDateTime::fromString(json["time"].toString(), Qt::ISODate);
    draft.locale = json["locale"].toString();
    draft.base = ProductDraft::fromJson(json["base"].toObject());
    draft.draft = ProductDraft::fromJson(json["draft"].toObject());
    return draft;
}

void DraftStore::remove(const QString& key) const {
    QFile::remove(path(key));
}

DraftKeeper::DraftKeeper(client::ClientInterface& client, ProductEditModel& model, const QString& folder,
                         QObject* parent)
    : QObject(parent), m_client(client), m_model(model), m_store(folder) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::write);
    connect(&model, &ProductEditModel::changed, this, &DraftKeeper::changed);
    connect(&model, &ProductEditModel::saved, this, [this](const QString& id) {
        // A new product has its id now; what is typed from here on belongs to that.
        m_timer.stop();
        m_store.remove(m_key);
        m_kept = false;
        m_key = DraftStore::keyOf(m_client, id);
        changed();
    });
}

void DraftKeeper::opened() {
    m_timer.stop();
    m_kept = false;
    m_key = DraftStore::keyOf(m_client, m_model.id());
    m_offer = m_store.load(m_key);
    if (m_offer && m_offer->draft.tidied() == m_model.draft().tidied()) { // it was saved after all
        m_store.remove(m_key);
        m_offer.reset();
    }
    emit offerChanged();
}

void DraftKeeper::changed() {
    const bool here = m_model.status() == ProductEditModel::Status::Editing && !m_key.isEmpty();
    if (!here || m_offer)
        return;
    if (m_model.dirty()) {
        if (!m_timer.isActive())
            m_timer.start();
    } else if (m_kept || m_timer.isActive()) {
        m_timer.stop();
        m_store.remove(m_key);
        m_kept = false;
    }
}

void DraftKeeper::write() {
    if (!m_model.dirty())
        return;
    const QString title = m_model.value(Field::Title);
    m_kept = m_store.save(
        m_key, {title, QDateTime::currentDateTimeUtc(), m_model.locale().name(), m_model.base(), m_model.draft()});
}

void DraftKeeper::flush() {
    if (m_timer.isActive()) {
        m_timer.stop();
        write();
    }
}

void DraftKeeper::take() {
    if (!m_offer)
        return;
    KeptDraft kept = *m_offer;
    m_offer.reset();
    const QLocale from(kept.locale);
    if (from.name() != m_model.locale().name()) {
        translate(kept.base, from, m_model.locale());
        translate(kept.draft, from, m_model.locale());
    }
    m_kept = true;
    m_model.resume(kept.base, kept.draft);
    emit offerChanged();
}

void DraftKeeper::drop() {
    m_offer.reset();
    m_store.remove(m_key);
    emit offerChanged();
    changed();
}

} // namespace tradepost::models
