#include "ui/catalog/editor/preview_panel.h"

#include "ui/catalog/editor/product_card.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <google/protobuf/util/json_util.h>

namespace tradepost::ui {

namespace {
// With many variants the text is long: it waits until typing pauses.
constexpr int kDelayMs = 150;
constexpr int kFewVariants = 20;
} // namespace

PreviewPanel::PreviewPanel(Workspace& workspace, const models::ProductEditModel& model, models::MediaUploads& uploads,
                           QWidget* parent)
    : Panel(workspace.theme, Surface::Surface, Qt::LeftEdge, parent), m_model(model),
      m_card(new ProductCard(workspace, uploads, this)), m_json(new QPlainTextEdit(this)), m_timer(new QTimer(this)) {
    const Theme& theme = workspace.theme;
    setFixedWidth(kWidth);
    m_json->setReadOnly(true);
    m_json->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_json->setFont(theme.font(TextStyle::Identifier));
    m_json->setAccessibleName(tr("JSON"));
    m_json->setTabChangesFocus(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::l + 1, space::l, space::l, space::l);
    column->setSpacing(space::m);
    column->addWidget(makeLabel(theme, TextStyle::Section, tr("As shoppers see it"), false, this));
    column->addWidget(m_card, 0, Qt::AlignHCenter);
    column->addWidget(makeLabel(theme, TextStyle::Strong, tr("As the shop's programs read it"), false, this));
    column->addWidget(m_json, 1);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, [this, &workspace] {
        const auto product = m_model.candidate();
        const auto moneyOf = [&](const common::v1::Money& money) {
            return workspace.format.money({qint64(money.amount_minor()), client::text(money.currency())});
        };
        ProductCard::Content content;
        content.image = m_model.imageUrl();
        content.brand = client::text(product.brand());
        content.title = client::text(product.title());
        if (content.title.isEmpty())
            content.title = tr("Without a title yet");
        if (product.has_price())
            content.price = moneyOf(product.price());
        if (product.variants_size() == 1 && product.variants(0).has_compare_at_price())
            content.before = moneyOf(product.variants(0).compare_at_price());
        if (product.variants_size() > 1) {
            if (std::ranges::any_of(product.variants(), [&](const auto& variant) {
                    return variant.price().amount_minor() != product.price().amount_minor();
                }))
                content.price = tr("from %1").arg(content.price);
            content.note = tr("%n variant(s)", nullptr, product.variants_size());
        }
        m_card->setContent(content);
        const QString text = json();
        if (m_json->toPlainText() != text)
            m_json->setPlainText(text);
    });
}

void PreviewPanel::update() {
    if (!m_timer->isActive())
        m_timer->start(m_model.variantCount() > kFewVariants ? kDelayMs : 0);
}

QString PreviewPanel::json() const {
    catalog::v1::Product product = m_model.candidate();
    product.clear_pending(); // shoppers do not see that
    product.set_state(catalog::v1::PUBLISHED);
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    options.always_print_primitive_fields = true;
    std::string text;
    if (!google::protobuf::util::MessageToJsonString(product, &text, options).ok())
        return {};
    return client::text(text);
}

} // namespace tradepost::ui
