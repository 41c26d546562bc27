#include "ui/kit/drop_zone.h"

#include "ui/kit/icons.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

namespace tradepost::ui {

namespace {

QStringList filesOf(const QMimeData* data) {
    QStringList files;
    const auto urls = data->urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

} // namespace

DropZone::DropZone(const Theme& theme, const QString& iconName, const QString& title, Accepts accepts, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_iconName(iconName), m_accepts(std::move(accepts)), m_icon(new QLabel(this)),
      m_note(makeLabel(theme, TextStyle::Secondary, {}, true, this)) {
    setAcceptDrops(true);
    setAccessibleName(title);
    auto* choose = makeButton(theme, ButtonKind::Plain,
                              m_accepts.files == 1 ? tr("Choose a file…") : tr("Choose files…"), {}, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::xl, space::xl, space::l);
    column->setSpacing(space::s);
    auto* heading = makeLabel(theme, TextStyle::Strong, title, false, this);
    for (QLabel* label : {m_icon, heading, m_note})
        label->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    column->addWidget(m_icon);
    column->addWidget(heading);
    column->addWidget(choose, 0, Qt::AlignHCenter);
    column->addWidget(m_note);
    connect(choose, &QPushButton::clicked, this, &DropZone::choose);
    const auto paint = [this] {
        m_icon->setPixmap(iconPixmap(m_iconName, m_theme.tokens().muted, 32, devicePixelRatioF()));
    };
    paint();
    connect(&theme, &Theme::changed, this, paint);
    setProblem({});
}

void DropZone::setProblem(const QString& problem) {
    m_problem = problem;
    QString kinds = m_accepts.suffixes.join(", ").toUpper();
    if (m_accepts.bytes > 0)
        kinds = tr("%1, up to %2 each")
                    .arg(kinds, QLocale().formattedDataSize(m_accepts.bytes, 0, QLocale::DataSizeTraditionalFormat));
    m_note->setText(problem.isEmpty() ? kinds : problem);
    setStyleProperty(m_note, "tone", problem.isEmpty() ? "muted" : "bad");
    setAccessibleDescription(m_note->text());
    update();
}

void DropZone::setHovered(bool hovered) {
    m_hovered = hovered;
    update();
}

QString DropZone::refusal(const QStringList& files) const {
    if (files.size() > m_accepts.files)
        return tr("At most %n file(s) at once.", nullptr, m_accepts.files);
    for (const QString& file : files) {
        const QFileInfo info(file);
        if (!m_accepts.suffixes.contains(info.suffix().toLower()))
            return tr("%1 is of another kind. What fits: %2.")
                .arg(info.fileName(), m_accepts.suffixes.join(", ").toUpper());
        if (m_accepts.bytes > 0 && info.size() > m_accepts.bytes)
            return tr("%1 is larger than %2.")
                .arg(info.fileName(),
                     QLocale().formattedDataSize(m_accepts.bytes, 0, QLocale::DataSizeTraditionalFormat));
    }
    return {};
}

void DropZone::offer(const QStringList& files) {
    if (files.isEmpty())
        return;
    setProblem(refusal(files));
    if (m_problem.isEmpty())
        emit dropped(files);
}

void DropZone::choose() {
    const QString filter = m_accepts.what + " (*." + m_accepts.suffixes.join(" *.") + ')';
    if (m_accepts.files == 1) {
        const QString file = QFileDialog::getOpenFileName(this, accessibleName(), {}, filter);
        offer(file.isEmpty() ? QStringList() : QStringList{file});
    } else {
        offer(QFileDialog::getOpenFileNames(this, accessibleName(), {}, filter));
    }
}

void DropZone::dragEnterEvent(QDragEnterEvent* event) {
    if (filesOf(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    setHovered(true);
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*) {
    setHovered(false);
}

void DropZone::dropEvent(QDropEvent* event) {
    setHovered(false);
    event->acceptProposedAction();
    offer(filesOf(event->mimeData()));
}

void DropZone::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    const QColor line = !m_problem.isEmpty() ? t.bad : m_hovered ? t.accent : t.strongLine;
    painter.setPen(QPen(line, m_hovered ? 2 : 1, Qt::DashLine));
    painter.setBrush(m_hovered ? m_theme.selected() : t.sunken);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCardRadius, kCardRadius);
}

} // namespace tradepost::ui
