#include "models/catalog/category_attributes.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::text;

namespace {

AttributeDefinition definitionOf(const catalog::v1::AttributeDefinition& proto, const QString& language) {
    AttributeDefinition definition;
    definition.name = text(proto.name());
    definition.kind = proto.type() == catalog::v1::NUMBER ? AttributeKind::Number
                      : proto.type() == catalog::v1::FLAG ? AttributeKind::Flag
                                                          : AttributeKind::Text;
    definition.unit = text(proto.unit());
    definition.required = proto.required();
    for (const auto& value : proto.allowed_values())
        definition.allowed.append(text(value));
    for (const QString& tag : {language, QString("en")}) {
        const auto label = proto.labels().find(client::bytes(tag));
        if (definition.label.isEmpty() && label != proto.labels().end())
            definition.label = text(label->second);
    }
    if (definition.label.isEmpty()) { // "screen_size" reads as "Screen size"
        definition.label = QString(definition.name).replace('_', ' ');
        definition.label[0] = definition.label[0].toUpper();
    }
    return definition;
}

} // namespace

void CategoryAttributes::load(const QString& categoryId) {
    if (categoryId == m_categoryId && !m_error)
        return;
    m_categoryId = categoryId;
    m_definitions.clear();
    retry();
}

void CategoryAttributes::retry() {
    m_call.cancel();
    m_error.reset();
    if (!m_categoryId.isEmpty()) {
        catalog::v1::GetCategoryRequest request;
        request.set_id(client::bytes(m_categoryId));
        m_call = m_client.call(client::methods::getCategory, request, this,
                               std::function([this](const catalog::v1::Category& category) { adopt(category); }),
                               [this](const Error& error) {
                                   m_error = error;
                                   emit changed();
                               });
    }
    emit changed();
}

void CategoryAttributes::adopt(const catalog::v1::Category& category) {
    m_definitions.clear();
    for (const auto* list : {&category.inherited_attributes(), &category.attributes()}) {
        for (const auto& proto : *list) {
            AttributeDefinition definition = definitionOf(proto, m_language);
            const auto same = std::ranges::find(m_definitions, definition.name, &AttributeDefinition::name);
            if (same != m_definitions.end())
                *same = std::move(definition); // the nearer one counts
            else
                m_definitions.push_back(std::move(definition));
        }
    }
    emit changed();
}

const AttributeDefinition* CategoryAttributes::find(const QString& name) const {
    const auto found = std::ranges::find(m_definitions, name, &AttributeDefinition::name);
    return found == m_definitions.end() ? nullptr : &*found;
}

} // namespace tradepost::models
