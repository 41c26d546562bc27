#pragma once

#include "models/catalog/media_uploads.h"
#include "ui/kit/widgets.h"

namespace tradepost::ui {

// One file on its way to the store.
class UploadRow final : public QWidget {
    Q_OBJECT
public:
    UploadRow(const Theme& theme, const models::MediaUploads::Upload& upload, QWidget* parent);

signals:
    void retried();
    void removed();
};

} // namespace tradepost::ui
