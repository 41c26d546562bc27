#include "ui/catalog/editor/media_section.h"

#include "ui/catalog/editor/media_row.h"
#include "ui/catalog/editor/upload_row.h"
#include "ui/kit/drop_zone.h"

#include <QLineEdit>
#include <QToolButton>

namespace tradepost::ui {

using models::DraftImage;
using models::Field;
using models::MediaUploads;

namespace {
constexpr int kFilesAtOnce = 20;
}

MediaSection::MediaSection(Workspace& workspace, models::ProductEditModel& model, MediaUploads& uploads,
                           QWidget* parent)
    : EditorSection(workspace, model, tr("Media"), parent), m_uploads(uploads), m_list(new QVBoxLayout),
      m_sending(new QVBoxLayout) {
    for (QVBoxLayout* layout : {m_list, m_sending}) {
        layout->setSpacing(space::xs);
        body()->addLayout(layout);
    }
    m_zone = new DropZone(workspace.theme, "picture", tr("Drop pictures or films here"),
                          {tr("Pictures and films"),
                           {"jpg", "jpeg", "png", "webp", "gif", "avif", "mp4", "webm"},
                           kFilesAtOnce,
                           MediaUploads::kMaxBytes},
                          this);
    add(m_zone);
    m_problem = makeLabel(workspace.theme, TextStyle::Secondary, {}, false, this);
    m_problem->setProperty("tone", "bad");
    m_problem->setWordWrap(true);
    add(m_problem);
    connect(m_zone, &DropZone::dropped, this, [this](const QStringList& files) {
        const QString seller = m_model.value(Field::Seller);
        if (seller.isEmpty()) { // the store keeps files by account
            m_zone->setProblem(tr("Choose the seller account first, then drop the pictures again."));
            return;
        }
        m_uploads.setSeller(seller);
        m_uploads.add(files);
    });
    connect(&uploads, &MediaUploads::done, this, &MediaSection::arrived);
    connect(&uploads, &MediaUploads::changed, this, &MediaSection::updateUploads);
}

void MediaSection::arrived(const QString& url, bool video) {
    m_model.change([&](models::ProductDraft& draft) {
        if (std::ranges::find(draft.images, url, &DraftImage::url) == draft.images.end()) // the same bytes again
            draft.images.push_back({url, {}, video});
    });
}

void MediaSection::move(int from, int to) {
    const int count = int(m_model.draft().images.size());
    if (from == to || from < 0 || from >= count || to < 0 || to >= count)
        return;
    m_model.change([&](models::ProductDraft& draft) {
        const DraftImage image = draft.images[std::size_t(from)];
        draft.images.erase(draft.images.begin() + from);
        draft.images.insert(draft.images.begin() + to, image);
    });
    m_rows[to]->alt()->setFocus(); // goes with it
}

void MediaSection::rebuild() {
    qDeleteAll(m_rows);
    m_rows.clear();
    for (const DraftImage& image : m_model.draft().images) {
        auto* row = new MediaRow(m_workspace, m_uploads, image, this);
        const int at = int(m_rows.size());
        m_list->addWidget(row);
        m_rows.append(row);
        connect(row, &MediaRow::altTyped, this, [this, at](const QString& text) {
            m_model.change([&](models::ProductDraft& draft) { draft.images[std::size_t(at)].alt = text; });
        });
        // The rows are made anew: not while one of them is at it.
        connect(row, &MediaRow::moved, this, [this, at](int steps) { move(at, at + steps); }, Qt::QueuedConnection);
        connect(row, &MediaRow::droppedAt, this, [this, at](int from) { move(from, at); }, Qt::QueuedConnection);
        connect(
            row, &MediaRow::removed, this,
            [this, at] {
                m_model.change([&](models::ProductDraft& draft) {
                    if (std::size_t(at) < draft.images.size())
                        draft.images.erase(draft.images.begin() + at);
                });
            },
            Qt::QueuedConnection);
    }
}

void MediaSection::update() {
    EditorSection::update();
    QStringList urls;
    for (const DraftImage& image : m_model.draft().images)
        urls.append(image.url);
    if (urls != m_shown) {
        m_shown = urls;
        rebuild();
    }
    for (int i = 0; i < int(m_rows.size()); ++i) {
        m_rows[i]->setEditable(m_editable);
        m_rows[i]->show(m_model.draft().images[std::size_t(i)], i, int(m_rows.size()));
    }
    const QString problem = m_model.shownProblem(Field::Images);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void MediaSection::updateUploads() {
    qDeleteAll(m_sendingRows);
    m_sendingRows.clear();
    for (const auto& upload : m_uploads.uploads()) {
        auto* row = new UploadRow(m_workspace.theme, upload, this);
        m_sending->addWidget(row);
        m_sendingRows.append(row);
        connect(row, &UploadRow::retried, this, [this, number = upload.number] { m_uploads.retry(number); });
        connect(row, &UploadRow::removed, this, [this, number = upload.number] { m_uploads.remove(number); });
    }
}

QWidget* MediaSection::control(const models::FieldRef& ref) {
    if (ref.field != Field::Images)
        return nullptr;
    return m_rows.isEmpty() ? static_cast<QWidget*>(m_zone->findChild<QPushButton*>()) : m_rows.first()->alt();
}

void MediaSection::setEditable(bool editable) {
    m_editable = editable;
    m_zone->setEnabled(editable);
    for (MediaRow* row : std::as_const(m_rows))
        row->setEditable(editable);
}

} // namespace tradepost::ui
