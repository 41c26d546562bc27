#pragma once

#include "models/catalog/media_uploads.h"
#include "models/catalog/product_edit_model.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QPlainTextEdit;
class QTimer;

namespace tradepost::ui {

class ProductCard;

// The product as shoppers would get it, while it is typed: the card of a list, and the JSON.
class PreviewPanel final : public Panel {
    Q_OBJECT
public:
    static constexpr int kWidth = 340;

    PreviewPanel(Workspace& workspace, const models::ProductEditModel& model, models::MediaUploads& uploads,
                 QWidget* parent);
    void update(); // a moment later, so that typing stays smooth
    QString json() const;

private:
    const models::ProductEditModel& m_model;
    ProductCard* m_card;
    QPlainTextEdit* m_json;
    QTimer* m_timer;
};

} // namespace tradepost::ui
