#include "ui/catalog/editor/upload_row.h"

#include "ui/kit/progress_line.h"

#include <QFileInfo>

namespace tradepost::ui {

using State = models::MediaUploads::State;

UploadRow::UploadRow(const Theme& theme, const models::MediaUploads::Upload& upload, QWidget* parent)
    : QWidget(parent) {
    const bool failed = upload.state == State::Failed;
    auto* name = new ElidedLabel(Qt::ElideMiddle, this);
    name->setFullText(QFileInfo(upload.path).fileName());
    auto* state = makeLabel(theme, TextStyle::Secondary,
                            failed                           ? client::text(upload.error.message)
                            : upload.state == State::Sending ? tr("Sending…")
                                                             : tr("Waiting for its turn"),
                            !failed, this);
    state->setWordWrap(true);
    if (failed)
        state->setProperty("tone", "bad");
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::xs);
    texts->addWidget(name);
    if (!failed) {
        auto* line = new ProgressLine(theme, this);
        line->setFraction(upload.state == State::Sending ? -1 : 0);
        texts->addWidget(line);
    }
    texts->addWidget(state);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, space::xs, 0, space::xs);
    row->setSpacing(space::m);
    row->addLayout(texts, 1);
    if (failed) {
        auto* retry = makeButton(theme, ButtonKind::Plain, tr("Try again"), {}, this);
        connect(retry, &QPushButton::clicked, this, &UploadRow::retried, Qt::QueuedConnection);
        row->addWidget(retry);
    }
    auto* remove = makeToolButton(theme, "close", tr("Do not send %1").arg(name->fullText()), this);
    connect(remove, &QToolButton::clicked, this, &UploadRow::removed, Qt::QueuedConnection);
    row->addWidget(remove);
}

} // namespace tradepost::ui
