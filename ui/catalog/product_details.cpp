#include "ui/catalog/product_details.h"

#include "models/media/thumbnail_store.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/icons.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QFormLayout>
#include <QPainterPath>
#include <QScrollArea>
#include <QStackedLayout>

namespace tradepost::ui {

using models::Field;
using models::ProductState;
using Status = models::ProductEditModel::Status;

namespace {
constexpr int kPicture = 72;
}

ProductDetails::ProductDetails(Workspace& workspace, const models::CategoryTreeModel& categories, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_categories(categories), m_model(workspace.client),
      m_stack(new QStackedLayout(this)), m_state(new StateView(workspace.theme, this)), m_body(new QWidget) {
    const Theme& theme = workspace.theme;
    m_model.setLocale(workspace.format.locale());
    m_picture = new QLabel(m_body);
    m_picture->setFixedSize(kPicture, kPicture);
    m_pill = new Pill(theme, m_body);
    m_price = makeLabel(theme, TextStyle::Title, {}, false, m_body);
    m_updated = makeLabel(theme, TextStyle::Secondary, {}, true, m_body);
    m_description = makeLabel(theme, TextStyle::Body, {}, false, m_body);
    m_description->setWordWrap(true);
    m_edit = makeButton(theme, ButtonKind::Primary, tr("Edit"), "edit", m_body);
    m_publish = makeButton(theme, ButtonKind::Plain, {}, {}, m_body);

    auto* summary = new QVBoxLayout;
    summary->setSpacing(space::xs);
    summary->addWidget(m_pill);
    summary->addWidget(m_price);
    summary->addWidget(m_updated);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::l);
    head->addWidget(m_picture, 0, Qt::AlignTop);
    head->addLayout(summary, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_edit);
    buttons->addWidget(m_publish);
    buttons->addStretch(1);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(space::l);
    m_facts->setVerticalSpacing(space::s);
    m_facts->setLabelAlignment(Qt::AlignLeft);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::l);
    column->addLayout(head);
    column->addLayout(buttons);
    column->addWidget(makeLine(theme, Qt::Horizontal, m_body));
    column->addLayout(m_facts);
    column->addWidget(makeLine(theme, Qt::Horizontal, m_body));
    column->addWidget(m_description);
    column->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_body->setObjectName("Raised");
    scroll->setWidget(m_body);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_state);

    connect(m_edit, &QPushButton::clicked, this, [this] { emit editRequested(m_productId); });
    connect(m_publish, &QPushButton::clicked, this, [this] {
        if (m_model.state() == ProductState::Published)
            m_model.unpublish();
        else
            m_model.publish();
    });
    connect(&m_model, &models::ProductEditModel::statusChanged, this, &ProductDetails::fill);
    connect(&m_model, &models::ProductEditModel::changed, this, &ProductDetails::fill);
    connect(&m_model, &models::ProductEditModel::transitioned, this, [this] {
        m_workspace.toasts.show(
            Tone::Good, m_model.state() == ProductState::Published   ? tr("Published. It is on sale now.")
                        : m_model.state() == ProductState::Submitted ? tr("Sent to review.")
                                                                     : tr("Unpublished. It is no longer on sale."));
    });
    connect(&m_model, &models::ProductEditModel::saveFailed, this,
            [this] { m_workspace.toasts.show(Tone::Bad, client::text(m_model.error().message)); });
    connect(m_state, &StateView::primaryClicked, this, [this] { load(m_productId); });
    if (workspace.thumbnails)
        connect(workspace.thumbnails, &models::ThumbnailStore::arrived, this, &ProductDetails::showPicture);
    connect(&theme, &Theme::changed, this, &ProductDetails::showPicture);
}

void ProductDetails::load(const QString& productId) {
    m_productId = productId;
    m_model.load(productId);
}

void ProductDetails::addFact(const QString& label, const QString& value, TextStyle style) {
    if (value.isEmpty())
        return;
    auto* shown = makeLabel(m_workspace.theme, style, value, false, m_body);
    shown->setWordWrap(true);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    shown->setAccessibleName(label + ": " + value);
    m_facts->addRow(makeLabel(m_workspace.theme, TextStyle::Body, label, true, m_body), shown);
}

void ProductDetails::fill() {
    if (m_model.status() == Status::LoadFailed) {
        m_state->showError(tr("The product could not be read"), m_model.error(), tr("Try again"));
        m_stack->setCurrentIndex(1);
        return;
    }
    m_stack->setCurrentIndex(0);
    const bool here = m_model.status() == Status::Editing || m_model.status() == Status::Saving;
    m_body->setVisible(here);
    if (!here)
        return;
    const bool published = m_model.state() == ProductState::Published;
    emit headingChanged(m_model.value(Field::Title));
    m_pill->setStyleAndText(productPill(m_model.state()));
    m_price->setText(m_workspace.format.money(m_model.price()));
    m_updated->setText(tr("Updated %1").arg(m_workspace.format.relative(m_model.updated())));
    m_updated->setToolTip(m_workspace.format.exact(m_model.updated()));
    m_publish->setText(published ? tr("Unpublish") : tr("Publish"));
    m_publish->setIcon(icon(m_workspace.theme, published ? "hide" : "show"));
    m_publish->setEnabled(m_model.status() == Status::Editing);
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    addFact(fieldLabel(Field::Sku), m_model.value(Field::Sku), TextStyle::Identifier);
    addFact(fieldLabel(Field::Gtin), m_model.value(Field::Gtin), TextStyle::Identifier);
    addFact(fieldLabel(Field::Brand), m_model.value(Field::Brand));
    addFact(fieldLabel(Field::Category), m_categories.path(m_model.value(Field::Category)));
    if (m_model.variantCount() > 1)
        addFact(tr("Variants"), m_workspace.format.count(m_model.variantCount()));
    for (const auto& [language, texts] : m_model.draft().texts) {
        if (language != m_model.draft().language)
            addFact(fieldLabel({Field::Title, language}, m_model), texts.title);
    }
    addFact(tr("Id"), m_model.id(), TextStyle::Identifier);
    m_description->setText(m_model.value(Field::Description));
    showPicture();
}

void ProductDetails::showPicture() {
    const qreal scale = devicePixelRatioF();
    QPixmap pixmap(QSize(kPicture, kPicture) * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const Tokens& t = m_workspace.theme.tokens();
    QPainterPath frame;
    frame.addRoundedRect(QRectF(0.5, 0.5, kPicture - 1, kPicture - 1), kControlRadius, kControlRadius);
    painter.fillPath(frame, t.sunken);
    const QImage image = m_workspace.thumbnails ? m_workspace.thumbnails->image(m_model.imageUrl()) : QImage();
    if (image.isNull()) {
        painter.drawPixmap((kPicture - 24) / 2, (kPicture - 24) / 2, iconPixmap("picture", t.disabled, 24, scale));
    } else {
        painter.setClipPath(frame);
        painter.drawImage(QRect(0, 0, kPicture, kPicture), image);
        painter.setClipping(false);
    }
    painter.setPen(t.line);
    painter.drawPath(frame);
    painter.end();
    m_picture->setPixmap(pixmap);
}

} // namespace tradepost::ui
