#include "ui/catalog/editor/media_row.h"

#include "models/media/thumbnail_store.h"
#include "ui/kit/icons.h"

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainterPath>

namespace tradepost::ui {

namespace {
constexpr int kPicture = 64;
constexpr const char* kMime = "application/x-tradepost-media-row";
} // namespace

MediaRow::MediaRow(Workspace& workspace, models::MediaUploads& uploads, const models::DraftImage& image,
                   QWidget* parent)
    : QFrame(parent), m_workspace(workspace), m_uploads(uploads), m_image(image) {
    const Theme& theme = workspace.theme;
    setAcceptDrops(true);
    m_picture = new QLabel(this);
    m_picture->setFixedSize(kPicture, kPicture);
    m_picture->setCursor(Qt::OpenHandCursor);
    m_alt = new QLineEdit(this);
    m_alt->setMaxLength(520);
    m_alt->setPlaceholderText(tr("What the picture shows, for those who do not see it"));
    m_note = makeLabel(theme, TextStyle::Secondary, {}, true, this);
    m_up = makeToolButton(theme, "arrow-up", tr("Move up"), this);
    m_down = makeToolButton(theme, "arrow-down", tr("Move down"), this);
    m_remove = makeToolButton(theme, "close", tr("Remove"), this);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::xs);
    texts->addStretch(1);
    texts->addWidget(m_alt);
    texts->addWidget(m_note);
    texts->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, space::xs, 0, space::xs);
    row->setSpacing(space::m);
    row->addWidget(m_picture);
    row->addLayout(texts, 1);
    row->addWidget(m_up);
    row->addWidget(m_down);
    row->addWidget(m_remove);
    connect(m_alt, &QLineEdit::textEdited, this, &MediaRow::altTyped);
    connect(m_up, &QToolButton::clicked, this, [this] { emit moved(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { emit moved(1); });
    connect(m_remove, &QToolButton::clicked, this, &MediaRow::removed);
    if (workspace.thumbnails)
        connect(workspace.thumbnails, &models::ThumbnailStore::arrived, this, &MediaRow::showPicture);
    connect(&uploads, &models::MediaUploads::previewKnown, this, &MediaRow::showPicture);
    connect(&theme, &Theme::changed, this, &MediaRow::showPicture);
    showPicture();
}

void MediaRow::show(const models::DraftImage& image, int position, int count) {
    m_image = image;
    m_position = position;
    if (m_alt->text() != image.alt)
        m_alt->setText(image.alt);
    m_alt->setAccessibleName(tr("Alternative text of picture %1").arg(position + 1));
    m_note->setText(image.video     ? tr("Film")
                    : position == 0 ? tr("Shown first, in lists too")
                                    : tr("Picture %1").arg(position + 1));
    m_up->setEnabled(position > 0 && m_alt->isEnabled());
    m_down->setEnabled(position + 1 < count && m_alt->isEnabled());
    m_up->setAccessibleName(tr("Move picture %1 up").arg(position + 1));
    m_down->setAccessibleName(tr("Move picture %1 down").arg(position + 1));
    m_remove->setAccessibleName(tr("Remove picture %1").arg(position + 1));
}

void MediaRow::setEditable(bool editable) {
    for (QWidget* widget : {static_cast<QWidget*>(m_alt), static_cast<QWidget*>(m_up), static_cast<QWidget*>(m_down),
                            static_cast<QWidget*>(m_remove)})
        widget->setEnabled(editable);
}

void MediaRow::showPicture() {
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
    const QString address = m_uploads.previewOf(m_image.url);
    const QImage image = m_workspace.thumbnails ? m_workspace.thumbnails->image(address) : QImage();
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

void MediaRow::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->position().toPoint();
}

void MediaRow::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || !m_alt->isEnabled() ||
        (event->position().toPoint() - m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    auto* drag = new QDrag(this);
    auto* data = new QMimeData;
    data->setData(kMime, QByteArray::number(m_position));
    drag->setMimeData(data);
    drag->setPixmap(m_picture->pixmap());
    drag->exec(Qt::MoveAction);
}

void MediaRow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasFormat(kMime) || !qobject_cast<MediaRow*>(event->source()))
        return;
    event->acceptProposedAction();
    m_hovered = true;
    update();
}

void MediaRow::dragLeaveEvent(QDragLeaveEvent*) {
    m_hovered = false;
    update();
}

void MediaRow::dropEvent(QDropEvent* event) {
    m_hovered = false;
    update();
    event->acceptProposedAction();
    emit droppedAt(event->mimeData()->data(kMime).toInt());
}

void MediaRow::keyPressEvent(QKeyEvent* event) {
    const bool up = event->key() == Qt::Key_Up, down = event->key() == Qt::Key_Down;
    if ((event->modifiers() & Qt::AltModifier) && (up || down)) {
        if ((up ? m_up : m_down)->isEnabled())
            emit moved(up ? -1 : 1);
        return;
    }
    QFrame::keyPressEvent(event);
}

void MediaRow::paintEvent(QPaintEvent*) {
    if (!m_hovered)
        return;
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 2, m_workspace.theme.tokens().accent);
}

} // namespace tradepost::ui
