#pragma once

#include "models/media/image_loader.h"

namespace tradepost::models {

// Draws the sample store's pictures from their URL ("/media/KIND-COLOUR.svg").
class SampleImageLoader final : public ImageLoader {
public:
    void load(const QString& url, std::function<void(QByteArray)> done) override;
    static QByteArray draw(const QString& url);
};

} // namespace tradepost::models
