#pragma once

#include "models/catalog/media_uploads.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

namespace tradepost::ui {

// A product as a shop shows it in a list: picture, brand, title, price.
class ProductCard final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kWidth = 220;
    struct Content {
        QString image;
        QString brand;
        QString title;
        QString price;
        QString before; // struck out
        QString note;
        bool operator==(const Content&) const = default;
    };

    ProductCard(Workspace& workspace, models::MediaUploads& uploads, QWidget* parent);
    void setContent(const Content& content);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Workspace& m_workspace;
    models::MediaUploads& m_uploads;
    Content m_content;
};

} // namespace tradepost::ui
