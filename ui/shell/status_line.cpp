#include "ui/shell/status_line.h"

namespace tradepost::ui {

StatusLine::StatusLine(const Theme& theme, const QString& version, QWidget* parent)
    : Panel(theme, Surface::Sunken, Qt::TopEdge, parent), m_dot(new QLabel(this)),
      m_connection(makeLabel(theme, TextStyle::Secondary, {}, true, this)),
      m_jobs(makeButton(theme, ButtonKind::Link, {}, {}, this)),
      m_page(makeLabel(theme, TextStyle::Secondary, {}, true, this)),
      m_version(makeLabel(theme, TextStyle::Secondary, tr("Version %1").arg(version), true, this)) {
    setFixedHeight(kHeight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::m, 1, space::m, 0);
    row->setSpacing(space::s);
    row->addWidget(m_dot);
    row->addWidget(m_connection);
    row->addSpacing(space::l);
    row->addWidget(m_jobs);
    row->addStretch(1);
    row->addWidget(m_page);
    row->addSpacing(space::l);
    row->addWidget(m_version);
    m_jobs->setFont(theme.font(TextStyle::Secondary));
    m_jobs->setFocusPolicy(Qt::TabFocus);
    setJobs(0);
    connect(m_jobs, &QPushButton::clicked, this, &StatusLine::jobsRequested);
    connect(&theme, &Theme::changed, this, &StatusLine::paintDot);
}

void StatusLine::setJobs(int running) {
    m_jobs->setVisible(running > 0);
    m_jobs->setText(tr("%n job(s) running", nullptr, running));
}

void StatusLine::setConnection(const client::ConnectionState& state) {
    using client::Phase;
    QString text;
    switch (state.phase) {
    case Phase::Online:
        m_tone = Tone::Good;
        text = state.latencyMs < 0 ? tr("Connected to %1").arg(state.storeName)
                                   : tr("Connected to %1, %2 ms").arg(state.storeName).arg(state.latencyMs);
        break;
    case Phase::Starting:
    case Phase::Connecting:
        m_tone = Tone::Info;
        text = tr("Connecting to %1…").arg(state.storeName);
        break;
    case Phase::Reconnecting:
        m_tone = Tone::Warn;
        text = tr("Offline, reconnecting to %1").arg(state.storeName);
        break;
    case Phase::SignedOut:
        m_tone = Tone::Neutral;
        text = tr("Signed out");
        break;
    case Phase::Refused:
    case Phase::VersionMismatch:
        m_tone = Tone::Bad;
        text = tr("Not connected");
        break;
    }
    m_connection->setText(text);
    paintDot();
}

void StatusLine::paintDot() {
    QPixmap pixmap(8 * devicePixelRatioF(), 8 * devicePixelRatioF());
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().tone(m_tone));
    painter.drawEllipse(QRectF(0.5, 0.5, 7, 7));
    painter.end();
    m_dot->setPixmap(pixmap);
}

} // namespace tradepost::ui
