#include "ui/catalog/editor/basics_section.h"

#include "ui/catalog/product_text.h"
#include "ui/kit/form.h"

#include <QComboBox>

namespace tradepost::ui {

using models::Field;

namespace {

const QStringList kCurrencies{"EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD", "AUD"};

QComboBox* makeBox() {
    auto* box = new QComboBox;
    box->setMaxVisibleItems(16);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

} // namespace

BasicsSection::BasicsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent)
    : EditorSection(workspace, model, tr("Basics"), parent), m_seller(makeBox()), m_currency(makeBox()) {
    auto* seller = new FormField(workspace.theme, fieldLabel(Field::Seller), m_seller, {}, true, this);
    addField(Field::Seller, seller);
    connect(m_seller, &QComboBox::activated, this,
            [this](int index) { m_model.setValue(Field::Seller, m_seller->itemData(index).toString()); });
    auto* currency = new FormField(workspace.theme, fieldLabel(Field::Currency), m_currency,
                                   tr("Of all prices of this product."), false, this);
    addField(Field::Currency, currency);
    connect(m_currency, &QComboBox::activated, this,
            [this](int index) { m_model.setValue(Field::Currency, m_currency->itemText(index)); });
    add(seller);
    addRow({line(Field::Brand, fieldLabel(Field::Brand)), currency,
            line(Field::TaxClass, fieldLabel(Field::TaxClass), tr("As your tax settings name it."))});
}

void BasicsSection::update() {
    EditorSection::update();
    quietly([this] {
        const auto& sellers = m_model.sellers();
        if (m_seller->count() != int(sellers.size()) + 1 ||
            (!sellers.empty() && m_seller->itemData(1).toString() != sellers.front().id)) {
            m_seller->clear();
            m_seller->addItem(tr("Choose…"), QString());
            for (const auto& [id, name] : sellers)
                m_seller->addItem(name, id);
        }
        m_seller->setCurrentIndex(std::max(0, m_seller->findData(m_model.value(Field::Seller))));
        field(Field::Seller)
            ->setVisible(m_model.isNew() && (!sellers.empty() || !m_model.shownProblem(Field::Seller).isEmpty()));
        const QString currency = m_model.value(Field::Currency);
        QStringList offered = kCurrencies;
        if (!offered.contains(currency))
            offered.prepend(currency);
        if (m_currency->count() != offered.size() || m_currency->itemText(0) != offered.first()) {
            m_currency->clear();
            m_currency->addItems(offered);
        }
        m_currency->setCurrentText(currency);
    });
}

} // namespace tradepost::ui
