#include "ui/catalog/editor/history_section.h"

#include "ui/catalog/product_text.h"

namespace tradepost::ui {

using models::ProductHistory;

namespace {

QString nameOf(const QString& field) {
    using models::Field;
    static const QHash<QString, Field> known{{"title", Field::Title},       {"description", Field::Description},
                                             {"brand", Field::Brand},       {"category_id", Field::Category},
                                             {"variants", Field::Variants}, {"attributes", Field::Attribute},
                                             {"images", Field::Images},     {"slug", Field::Slug},
                                             {"tags", Field::Tags},         {"markets", Field::Markets},
                                             {"tax_class", Field::TaxClass}};
    if (field == "texts")
        return HistorySection::tr("Translations");
    if (field == "seo")
        return HistorySection::tr("Texts for search engines");
    if (field == "language")
        return HistorySection::tr("Main language");
    const auto found = known.constFind(field);
    return found == known.cend() ? QString() : fieldLabel(*found); // the state is told by the action
}

} // namespace

HistorySection::HistorySection(Workspace& workspace, models::ProductEditModel& model, ProductHistory& history,
                               QWidget* parent)
    : EditorSection(workspace, model, tr("History"), parent), m_history(history), m_list(new QVBoxLayout) {
    m_state = makeLabel(workspace.theme, TextStyle::Body, {}, true, this);
    m_state->setWordWrap(true);
    m_more = makeButton(workspace.theme, ButtonKind::Plain, {}, {}, this);
    m_list->setSpacing(space::m);
    body()->addLayout(m_list);
    add(m_state);
    body()->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QPushButton::clicked, &history, &ProductHistory::more);
    connect(&history, &ProductHistory::changed, this, &HistorySection::fill);
    fill();
}

QString HistorySection::whoOf(const ProductHistory::Entry& entry) const {
    if (entry.action == "approve" || entry.action == "reject" || entry.action == "request_changes")
        return tr("a moderator");
    if (entry.actorId.isEmpty() || entry.actorId == "0000000000000")
        return tr("the store");
    return entry.actorId == m_workspace.client.user().id ? tr("you") : tr("someone else of your account");
}

QWidget* HistorySection::makeEntry(int at) {
    const Theme& theme = m_workspace.theme;
    const auto& entry = m_history.entries()[std::size_t(at)];
    auto* widget = new QWidget(this);
    QStringList fields;
    for (const QString& field : entry.fields) {
        if (const QString name = nameOf(field); !name.isEmpty())
            fields.append(name);
    }
    const QString action = actionText(entry.action);
    auto* what =
        makeLabel(theme, TextStyle::Body, fields.isEmpty() ? action : action + ": " + fields.join(", "), false, widget);
    what->setWordWrap(true);
    auto* when = makeLabel(theme, TextStyle::Secondary,
                           tr("%1, by %2").arg(m_workspace.format.relative(entry.time), whoOf(entry)), true, widget);
    when->setToolTip(m_workspace.format.exact(entry.time));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(what);
    texts->addWidget(when);
    if (!entry.reason.isEmpty()) {
        auto* reason = makeLabel(theme, TextStyle::Body, QStringLiteral("“%1”").arg(entry.reason), false, widget);
        reason->setWordWrap(true);
        texts->addWidget(reason);
    }
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::m);
    row->addLayout(texts, 1);
    if (m_history.restorable(std::size_t(at))) {
        auto* restore = makeButton(theme, ButtonKind::Plain, tr("Restore"), {}, widget);
        restore->setAccessibleName(tr("Restore the version of %1").arg(m_workspace.format.exact(entry.time)));
        restore->setToolTip(tr("Puts the product as it was then into the form. Nothing is saved yet."));
        restore->setEnabled(m_editable);
        connect(restore, &QPushButton::clicked, this, [this, at] { emit restoreRequested(at); });
        row->addWidget(restore, 0, Qt::AlignTop);
        m_restores.append(restore);
    }
    return widget;
}

void HistorySection::fill() {
    qDeleteAll(m_entries);
    m_entries.clear();
    m_restores.clear();
    for (int at = 0; at < int(m_history.entries().size()); ++at) {
        m_entries.append(makeEntry(at));
        m_list->addWidget(m_entries.last());
    }
    QString state;
    if (m_history.error())
        state = tr("The history could not be read. %1").arg(client::text(m_history.error()->message));
    else if (m_history.loading())
        state = tr("Reading…");
    else if (m_entries.isEmpty())
        state = tr("What is done to the product is listed here once it is saved.");
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
    setStyleProperty(m_state, "tone", m_history.error() ? "bad" : "muted");
    m_more->setText(m_history.error() ? tr("Try again") : tr("Show earlier ones"));
    m_more->setVisible(!m_history.loading() && (m_history.hasMore() || m_history.error()));
}

void HistorySection::setEditable(bool editable) {
    m_editable = editable;
    for (QPushButton* button : std::as_const(m_restores))
        button->setEnabled(editable);
}

} // namespace tradepost::ui
