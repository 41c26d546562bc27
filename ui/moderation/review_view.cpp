#include "ui/moderation/review_view.h"

#include "models/media/thumbnail_store.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/banner.h"
#include "ui/kit/diff_view.h"
#include "ui/kit/state_view.h"
#include "ui/moderation/moderation_text.h"
#include "ui/moderation/queue_delegate.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

namespace tradepost::ui {

using models::ProductFacts;
using models::ReviewDesk;
using Status = ReviewDesk::Status;

namespace {

constexpr int kPicture = 96;
constexpr int kSmallPicture = 56;
constexpr int kMaxPictures = 12;
constexpr int kMaxVariants = 20;
constexpr int kLabelWidth = 116;

// One picture; its alternative text is what a screen reader says and the tooltip shows.
class Thumbnail final : public QWidget {
public:
    Thumbnail(const Workspace& workspace, const models::Picture& picture, int edge, QWidget* parent)
        : QWidget(parent), m_workspace(workspace), m_url(picture.url) {
        setFixedSize(edge, edge);
        setAccessibleName(picture.alt);
        setToolTip(picture.alt);
        if (workspace.thumbnails)
            connect(workspace.thumbnails, &models::ThumbnailStore::arrived, this, [this](const QString& url) {
                if (url == m_url)
                    update();
            });
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintThumbnail(painter, m_workspace.theme, m_workspace.thumbnails, m_url, rect());
    }

private:
    const Workspace& m_workspace;
    QString m_url;
};

models::Picture firstPicture(const ProductFacts& product) {
    return product.pictures.empty() ? models::Picture() : product.pictures.front();
}

models::Price priceOf(const ProductFacts& product) {
    return product.variants.empty() ? models::Price() : product.variants.front().price;
}

QString gtinsOf(const ProductFacts& product) {
    QStringList gtins;
    for (const auto& variant : product.variants) {
        if (!variant.gtin.isEmpty() && gtins.size() < kMaxVariants)
            gtins.append(variant.gtin);
    }
    return gtins.join(", ");
}

} // namespace

ReviewView::ReviewView(Workspace& workspace, models::QueueModel& queue, ReviewDesk& desk, models::SellerNames& sellers,
                       const models::CategoryTreeModel& categories, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_queue(queue), m_desk(desk), m_sellers(sellers),
      m_categories(categories), m_stack(new QStackedLayout(this)), m_state(new StateView(workspace.theme, this)),
      m_page(new QWidget(this)), m_scroll(new QScrollArea(this)) {
    const Theme& theme = workspace.theme;
    auto* head = new Panel(theme, Panel::Surface::Surface, Qt::BottomEdge, m_page);
    m_title = new ElidedLabel(Qt::ElideRight, head);
    m_title->setFont(theme.font(TextStyle::Section));
    m_kind = new Pill(theme, head);
    m_claim = new Pill(theme, head);
    m_facts = new ElidedLabel(Qt::ElideRight, head);
    m_facts->setFont(theme.font(TextStyle::Secondary));
    m_facts->setProperty("tone", "muted");
    auto* second = new QHBoxLayout;
    second->setSpacing(space::l);
    second->addWidget(m_kind);
    second->addWidget(m_claim);
    second->addWidget(m_facts, 1);
    auto* rows = new QVBoxLayout(head);
    rows->setContentsMargins(space::xl, space::m, space::xl, space::m);
    rows->setSpacing(space::xs);
    rows->addWidget(m_title);
    rows->addLayout(second);
    m_held = new Banner(theme, m_page);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("The item under review"));
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_held);
    column->addWidget(m_scroll, 1);
    m_stack->addWidget(m_page);
    m_stack->addWidget(m_state);

    m_refill.setSingleShot(true);
    m_refill.setInterval(0);
    connect(&m_refill, &QTimer::timeout, this, &ReviewView::fill);
    connect(m_held, &Banner::clicked, &m_desk, &ReviewDesk::takeOver);
    connect(m_state, &StateView::primaryClicked, this, [this] {
        auto query = m_queue.query();
        query.finding = models::FindingKind::Unknown;
        if (m_desk.status() != Status::Empty)
            m_desk.reload();
        else if (m_queue.status() == models::QueueModel::Status::Ready && query != m_queue.query())
            m_queue.setQuery(query);
        else
            m_queue.refresh();
    });
    connect(&m_desk, &ReviewDesk::moved, this, &ReviewView::fill);
    connect(&m_desk, &ReviewDesk::changed, this, &ReviewView::refill);
    connect(&m_sellers, &models::SellerNames::changed, this, &ReviewView::refill);
    connect(&m_categories, &models::CategoryTreeModel::loadedChanged, this, &ReviewView::refill);
    connect(&m_queue, &QAbstractItemModel::dataChanged, this, &ReviewView::refill);
    connect(&m_queue, &models::QueueModel::statusChanged, this, &ReviewView::refill);
    connect(&m_queue, &models::QueueModel::countsChanged, this, &ReviewView::refill);
    fill();
}

void ReviewView::refill() {
    m_refill.start();
}

void ReviewView::scrollBy(int pages) {
    auto* bar = m_scroll->verticalScrollBar();
    bar->setValue(bar->value() + pages * bar->pageStep() * 4 / 5);
}

void ReviewView::fill() {
    m_refill.stop();
    switch (m_desk.status()) {
    case Status::Empty:
        fillEmpty();
        m_stack->setCurrentIndex(1);
        return;
    case Status::Failed:
        m_state->showError(tr("The item could not be read"), m_desk.error(), tr("Try again"));
        m_stack->setCurrentIndex(1);
        return;
    case Status::Loading:
    case Status::Ready:
        break;
    }
    m_stack->setCurrentIndex(0);
    fillHead();
    const int scrolled = m_shownId == m_desk.id() ? m_scroll->verticalScrollBar()->value() : 0;
    m_shownId = m_desk.id();
    fillBody();
    m_body->layout()->activate();
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

// No item is open: what that says of the queue.
void ReviewView::fillEmpty() {
    using QueueStatus = models::QueueModel::Status;
    if (m_queue.rowCount() > 0)
        m_state->showEmpty("review", tr("Choose what to review"),
                           tr("J and K go through the queue; A approves, R rejects, C requests changes."));
    else if (m_queue.status() == QueueStatus::Failed)
        m_state->showError(tr("The queue could not be read"), m_queue.error(), tr("Try again"));
    else if (m_queue.status() != QueueStatus::Ready)
        m_state->showEmpty("review", tr("Loading…"),
                           tr("J and K go through the queue; A approves, R rejects, C requests changes."));
    else if (m_queue.query().filtered())
        m_state->showEmpty("filter", tr("Nothing with this finding"), tr("All that had it is decided."),
                           tr("Show all"));
    else
        m_state->showEmpty("check", tr("Nothing waits"),
                           tr("What sellers submit appears here: new products, and edits of those on sale."),
                           tr("Look again"));
}

bool ReviewView::focusState() {
    if (m_stack->currentIndex() != 1)
        return false;
    m_state->focusPrimary();
    return true;
}

void ReviewView::fillHead() {
    const int row = m_queue.rowOf(m_desk.id());
    const models::Review* review = m_desk.review();
    const auto item = review ? review->item : row >= 0 ? m_queue.at(row) : models::QueueItem();
    m_title->setFullText(item.title);
    m_kind->setStyleAndText(item.revision ? PillStyle{tr("Edit of a product on sale"), Tone::Info}
                                          : PillStyle{tr("New product"), Tone::Accent});
    const bool held = m_desk.heldByOther();
    const bool mine = row >= 0 && !held && !m_queue.at(row).claimedBy.isEmpty();
    m_claim->setStyleAndText({mine ? tr("You are at it") : QString(), Tone::Good});
    m_claim->setVisible(mine);
    QStringList facts;
    if (const QString seller = m_sellers.name(item.sellerId); !seller.isEmpty())
        facts.append(seller);
    if (item.submitted.isValid())
        facts.append(tr("submitted %1").arg(m_workspace.format.relative(item.submitted)));
    if (row >= 0 && m_queue.counts().total > 0)
        facts.append(
            tr("%1 of %2").arg(m_workspace.format.count(row + 1), m_workspace.format.count(m_queue.counts().total)));
    m_facts->setFullText(facts.join("  ·  "));
    if (held)
        m_held->show(Tone::Warn, "lock",
                     tr("Another moderator is at it until %1.")
                         .arg(m_workspace.format.locale().toString(m_desk.heldUntil().toLocalTime().time(),
                                                                   QLocale::ShortFormat)),
                     tr("Take it over"));
    else
        m_held->clear();
}

void ReviewView::fillBody() {
    auto* body = new Panel(m_workspace.theme, Panel::Surface::Sunken);
    m_column = new QVBoxLayout(body);
    m_column->setContentsMargins(space::xl, space::l, space::xl, space::l);
    m_column->setSpacing(space::l);
    m_body = body;
    if (!m_desk.review()) {
        addText(addCard(tr("Findings")), tr("Loading…"), true);
    } else {
        addFindings();
        addChanges();
        addProduct();
        addHistory();
    }
    m_column->addStretch(1);
    m_scroll->setWidget(body); // the former one goes
}

QVBoxLayout* ReviewView::addCard(const QString& title) {
    auto* card = new QFrame(m_body);
    card->setObjectName("Card");
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(space::l, space::m, space::l, space::l);
    column->setSpacing(space::m);
    column->addWidget(makeLabel(m_workspace.theme, TextStyle::Section, title, false, card));
    m_column->addWidget(card);
    return column;
}

QLabel* ReviewView::addText(QVBoxLayout* column, const QString& text, bool muted) {
    auto* label = makeLabel(m_workspace.theme, TextStyle::Body, text, muted, m_body);
    label->setWordWrap(true);
    column->addWidget(label);
    return label;
}

void ReviewView::addFindings() {
    const auto& review = *m_desk.review();
    auto* column = addCard(tr("Findings"));
    if (review.item.findings.empty()) {
        auto* pill = new Pill(m_workspace.theme, m_body);
        pill->setStyleAndText(findingsPill({}));
        column->addWidget(pill);
        return;
    }
    bool first = true;
    for (const auto& finding : review.item.findings) {
        if (!std::exchange(first, false))
            column->addWidget(makeLine(m_workspace.theme, Qt::Horizontal, m_body));
        auto* pill = new Pill(m_workspace.theme, m_body);
        pill->setStyleAndText(findingPill(finding.kind));
        auto* row = new QHBoxLayout;
        row->setSpacing(space::l);
        row->addWidget(pill);
        row->addWidget(makeLabel(m_workspace.theme, TextStyle::Secondary, fieldName(finding.field), true, m_body));
        row->addStretch(1);
        auto* part = new QVBoxLayout;
        part->setSpacing(space::xs);
        part->addLayout(row);
        addText(part, finding.evidence)->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (const auto* other = m_desk.other(finding.otherProductId)) {
            part->addSpacing(space::s);
            part->addWidget(comparison(review.candidate, *other));
        }
        column->addLayout(part);
    }
}

// The two side by side, what they share marked.
QWidget* ReviewView::comparison(const ProductFacts& mine, const ProductFacts& other) {
    const Theme& theme = m_workspace.theme;
    auto* box = new QWidget(m_body);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::s);
    grid->setColumnMinimumWidth(0, kLabelWidth);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    grid->addWidget(makeLabel(theme, TextStyle::Secondary, tr("This product"), true, box), 0, 1);
    grid->addWidget(makeLabel(theme, TextStyle::Secondary, tr("The other one"), true, box), 0, 2);
    grid->addWidget(new Thumbnail(m_workspace, firstPicture(mine), kSmallPicture, box), 1, 1, Qt::AlignLeft);
    grid->addWidget(new Thumbnail(m_workspace, firstPicture(other), kSmallPicture, box), 1, 2, Qt::AlignLeft);
    int row = 2;
    const auto add = [&](const QString& name, const QString& left, const QString& right, TextStyle style) {
        if (left.isEmpty() && right.isEmpty())
            return;
        grid->addWidget(makeLabel(theme, TextStyle::Body, name, true, box), row, 0, Qt::AlignTop);
        for (const auto& [text, column] : {std::pair(left, 1), std::pair(right, 2)}) {
            const bool same = !left.isEmpty() && left == right;
            auto* label =
                makeLabel(theme, same && style == TextStyle::Body ? TextStyle::Strong : style, text, false, box);
            label->setWordWrap(true);
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
            label->setAccessibleName(name + ": " + text + (same ? ", " + tr("the same") : QString()));
            grid->addWidget(label, row, column, Qt::AlignTop);
        }
        ++row;
    };
    add(fieldName("title"), mine.title(), other.title(), TextStyle::Body);
    add(tr("Seller"), m_sellers.name(mine.sellerId), m_sellers.name(other.sellerId), TextStyle::Body);
    add(fieldName("brand"), mine.brand, other.brand, TextStyle::Body);
    add(fieldName("price"), m_workspace.format.money(priceOf(mine)), m_workspace.format.money(priceOf(other)),
        TextStyle::Body);
    add(fieldName("gtin"), gtinsOf(mine), gtinsOf(other), TextStyle::Identifier);
    add(tr("Status"), productPill(mine.state).text, productPill(other.state).text, TextStyle::Body);
    return box;
}

void ReviewView::addChanges() {
    const auto& review = *m_desk.review();
    if (!review.item.revision)
        return;
    auto* column = addCard(tr("What changes"));
    QList<DiffRow> rows;
    for (const auto& change : review.changes) {
        const bool category = change.field == "category_id";
        const auto shown = [&](const QString& value) {
            const QString path = category ? m_categories.path(value) : QString();
            return path.isEmpty() ? value : path;
        };
        if (change.field != "images")
            rows.append({fieldName(change.field), shown(change.before), shown(change.after)});
    }
    if (rows.isEmpty() && review.changes.empty())
        addText(column, tr("Nothing that shoppers see."), true);
    if (!rows.isEmpty()) {
        auto* diff = new DiffView(m_workspace.theme, m_body);
        diff->setRows(rows);
        column->addWidget(diff);
    }
    for (const auto& change : review.changes) {
        if (change.field != "images")
            continue;
        if (!change.removed.empty()) {
            addText(column, tr("%n picture(s) taken out", nullptr, int(change.removed.size())), true);
            column->addWidget(pictures(change.removed, tr("Pictures taken out")));
        }
        if (!change.added.empty()) {
            addText(column, tr("%n picture(s) added", nullptr, int(change.added.size())), true);
            column->addWidget(pictures(change.added, tr("Pictures added")));
        }
        if (change.reordered)
            addText(column, tr("The pictures are in another order."), true);
    }
}

QWidget* ReviewView::pictures(const std::vector<models::Picture>& all, const QString& name) {
    auto* strip = new QWidget(m_body);
    strip->setAccessibleName(name);
    auto* grid = new QGridLayout(strip);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(space::s);
    constexpr int kInRow = 5;
    int at = 0;
    for (const auto& picture : all) {
        if (at == kMaxPictures)
            break;
        grid->addWidget(new Thumbnail(m_workspace, picture, kPicture, strip), at / kInRow, at % kInRow);
        ++at;
    }
    grid->setColumnStretch(kInRow, 1);
    return strip;
}

void ReviewView::addProduct() {
    const Theme& theme = m_workspace.theme;
    const auto& review = *m_desk.review();
    const ProductFacts& product = review.candidate;
    auto* column = addCard(review.item.revision ? tr("As it would be on sale") : tr("The product"));
    if (!product.pictures.empty())
        column->addWidget(pictures(product.pictures, fieldName("images")));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::s);
    grid->setColumnMinimumWidth(0, kLabelWidth);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString& name, const QString& value, TextStyle style = TextStyle::Body) {
        if (value.isEmpty())
            return;
        grid->addWidget(makeLabel(theme, TextStyle::Body, name, true, m_body), row, 0, Qt::AlignTop);
        auto* label = makeLabel(theme, style, value, false, m_body);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setAccessibleName(name + ": " + value);
        grid->addWidget(label, row++, 1, Qt::AlignTop);
    };
    for (const auto& texts : product.texts) {
        const bool own = &texts == &product.texts.front();
        const auto named = [&](const QString& field) {
            return own ? fieldName(field) : QString("%1 (%2)").arg(fieldName(field), languageName(texts.language));
        };
        add(named("title"), texts.title);
        add(named("description"), texts.description);
    }
    add(fieldName("brand"), product.brand);
    add(fieldName("category"), m_categories.path(product.categoryId));
    for (const auto& [name, value] : product.attributes)
        add(name, value);
    int shown = 0;
    for (const auto& variant : product.variants) {
        if (shown++ == kMaxVariants) {
            add({}, tr("and %n more", nullptr, int(product.variants.size()) - kMaxVariants));
            break;
        }
        QStringList parts{m_workspace.format.money(variant.price)};
        for (const QString& part : {variant.options, variant.sku, variant.gtin})
            if (!part.isEmpty())
                parts.append(part);
        add(product.variants.size() == 1 ? tr("Offer") : tr("Variant %1").arg(shown), parts.join("  ·  "));
    }
    column->addLayout(grid);
}

void ReviewView::addHistory() {
    const auto& history = m_desk.history();
    if (history.empty())
        return;
    const Theme& theme = m_workspace.theme;
    auto* column = addCard(tr("History"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::m);
    grid->setColumnMinimumWidth(0, kLabelWidth);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& entry : history) {
        auto* time = makeLabel(theme, TextStyle::Secondary, m_workspace.format.relative(entry.time), true, m_body);
        time->setToolTip(m_workspace.format.exact(entry.time));
        grid->addWidget(time, row, 0, Qt::AlignTop);
        auto* part = new QVBoxLayout;
        part->setSpacing(2);
        QStringList fields;
        for (const QString& field : entry.fields) {
            if (const QString name = fieldName(field); !fields.contains(name))
                fields.append(name);
        }
        addText(part,
                fields.isEmpty() ? actionText(entry.action) : actionText(entry.action) + ": " + fields.join(", "));
        if (!entry.reason.isEmpty())
            addText(part, tr("To the seller: %1").arg(entry.reason), true);
        if (!entry.note.isEmpty())
            addText(part, tr("Note: %1").arg(entry.note), true);
        grid->addLayout(part, row++, 1);
    }
    column->addLayout(grid);
}

} // namespace tradepost::ui
