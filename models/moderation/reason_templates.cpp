#include "models/moderation/reason_templates.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::text;

QString ReasonTemplate::text(const QString& language) const {
    for (const QString& wanted : {language, language.section('-', 0, 0), QStringLiteral("en")}) {
        if (const auto found = texts.constFind(wanted); found != texts.constEnd())
            return *found;
    }
    QStringList tags = texts.keys();
    tags.sort();
    return tags.isEmpty() ? QString() : texts.value(tags.first());
}

void ReasonTemplates::load() {
    m_call.cancel();
    m_call = m_client.call(client::methods::listReasonTemplates, moderation::v1::ListReasonTemplatesRequest(), this,
                           std::function([this](const moderation::v1::ListReasonTemplatesResponse& reply) {
                               m_all.clear();
                               for (const auto& each : reply.templates()) {
                                   ReasonTemplate& made = m_all.emplace_back();
                                   made.id = client::text(each.id());
                                   made.name = client::text(each.name());
                                   made.verdict = Verdict(each.verdict());
                                   for (const auto& [tag, words] : each.texts())
                                       made.texts.insert(client::text(tag), client::text(words));
                               }
                               emit changed();
                           }),
                           [](const Error&) {}); // reasons can be typed without them
}

std::vector<ReasonTemplate> ReasonTemplates::of(Verdict verdict) const {
    std::vector<ReasonTemplate> found;
    for (const ReasonTemplate& each : m_all) {
        if (each.verdict == verdict)
            found.push_back(each);
    }
    return found;
}

} // namespace tradepost::models
