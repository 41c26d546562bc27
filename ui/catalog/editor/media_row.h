#pragma once

#include "models/catalog/media_uploads.h"
#include "models/catalog/product_draft.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

#include <QFrame>

class QLineEdit;
class QToolButton;

namespace tradepost::ui {

// One picture of a product: a handle to drag it by, what it looks like, what it is called for those who do not see it.
class MediaRow final : public QFrame {
    Q_OBJECT
public:
    MediaRow(Workspace& workspace, models::MediaUploads& uploads, const models::DraftImage& image, QWidget* parent);
    void show(const models::DraftImage& image, int position, int count);
    void setEditable(bool editable);
    QLineEdit* alt() const { return m_alt; }
    QToolButton* up() const { return m_up; }
    QToolButton* down() const { return m_down; }
    QToolButton* removeButton() const { return m_remove; }

signals:
    void altTyped(const QString& text);
    void moved(int steps);    // asked for
    void droppedAt(int from); // another row was dropped on this one
    void removed();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showPicture();

    Workspace& m_workspace;
    models::MediaUploads& m_uploads;
    models::DraftImage m_image;
    int m_position = 0;
    bool m_hovered = false;
    QPoint m_pressed;
    QLabel* m_picture;
    QLabel* m_note;
    QLineEdit* m_alt;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_remove;
};

} // namespace tradepost::ui
