#include "ui/catalog/editor/state_notice.h"

#include "ui/kit/dialog.h"
#include "ui/kit/icons.h"

namespace tradepost::ui {

using models::ProductState;

StateNotice::StateNotice(Workspace& workspace, models::ProductEditModel& model, const models::ProductHistory& history,
                         QWidget* parent)
    : QFrame(parent), m_workspace(workspace), m_model(model), m_history(history),
      m_title(makeLabel(workspace.theme, TextStyle::Strong, {}, false, this)),
      m_text(makeLabel(workspace.theme, TextStyle::Body, {}, false, this)),
      m_reason(makeLabel(workspace.theme, TextStyle::Body, {}, false, this)),
      m_button(makeButton(workspace.theme, ButtonKind::Plain, {}, {}, this)) {
    m_text->setWordWrap(true);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::xs);
    texts->addWidget(m_title);
    texts->addWidget(m_reason);
    texts->addWidget(m_text);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::l + 20 + space::m, space::m, space::l, space::m);
    row->setSpacing(space::l);
    row->addLayout(texts, 1);
    row->addWidget(m_button, 0, Qt::AlignTop);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_act == Act::Submit)
            m_model.submit();
        else if (m_act == Act::Withdraw)
            m_model.withdraw();
        else if (confirm(m_workspace.theme, this, tr("Discard the edit?"),
                         tr("What is on sale stays as it is. The edit that waits for review is gone for good."),
                         tr("Discard the edit"), tr("Keep it")))
            m_model.discardPending();
    });
    connect(&workspace.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void StateNotice::show(Tone tone, const QString& title, const QString& text, const QString& reason, Act act) {
    m_tone = tone;
    m_act = act;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_reason->setText(QStringLiteral("“%1”").arg(reason));
    m_reason->setVisible(!reason.isEmpty());
    m_button->setText(act == Act::Submit     ? tr("Submit again")
                      : act == Act::Withdraw ? tr("Withdraw")
                                             : tr("Discard the edit"));
    m_button->setVisible(act != Act::None);
    m_button->setEnabled(m_model.status() == models::ProductEditModel::Status::Editing &&
                         (act != Act::Submit || !m_model.dirty()));
    m_button->setToolTip(act == Act::Submit && m_model.dirty() ? tr("Save your changes first.") : QString());
    setVisible(true);
    QWidget::update();
}

void StateNotice::update() {
    const auto* refusal = m_history.lastRefusal();
    const QString said = refusal ? refusal->reason : QString();
    if (const auto& pending = m_model.pending()) {
        const QString live = tr("On sale is the version before it. You are editing what waits.");
        if (pending->state == ProductState::Submitted)
            show(Tone::Info, tr("Your edit waits for a moderator"), live, {}, Act::DiscardEdit);
        else if (pending->state == ProductState::ChangesRequested)
            show(Tone::Warn, tr("A moderator asks for changes of your edit"),
                 live + ' ' + tr("Saving sends it to review again."), pending->reason, Act::DiscardEdit);
        else
            show(Tone::Bad, tr("A moderator rejected your edit"), live + ' ' + tr("Saving sends it to review again."),
                 pending->reason, Act::DiscardEdit);
        return;
    }
    switch (m_model.isNew() ? ProductState::Draft : m_model.state()) {
    case ProductState::Submitted:
        show(Tone::Info, tr("The product waits for a moderator"),
             tr("It goes on sale once it is approved. You can still change it."), {}, Act::Withdraw);
        break;
    case ProductState::ChangesRequested:
        show(Tone::Warn, tr("A moderator asks for changes"), tr("Change it, save it, then submit it again."), said,
             Act::Submit);
        break;
    case ProductState::Rejected:
        show(Tone::Bad, tr("A moderator rejected the product"), tr("Change it, save it, then submit it again."), said,
             Act::Submit);
        break;
    case ProductState::Archived:
        show(Tone::Neutral, tr("The product is archived"), tr("It can be read, but not changed any more."), {},
             Act::None);
        break;
    default:
        hide();
    }
}

void StateNotice::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(blend(m_workspace.theme.tone(m_tone), m_workspace.theme.tokens().surface, 0.35));
    painter.setBrush(m_workspace.theme.tint(m_tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCardRadius, kCardRadius);
    painter.drawPixmap(space::l, space::m + 1,
                       iconPixmap(m_tone == Tone::Info      ? "review"
                                  : m_tone == Tone::Neutral ? "lock"
                                                            : "alert",
                                  m_workspace.theme.tone(m_tone), 20, devicePixelRatioF()));
}

} // namespace tradepost::ui
