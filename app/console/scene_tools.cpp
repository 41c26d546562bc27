#include "app/console/scene_tools.h"

#include "models/sample/sample_client.h"

#include <QCoreApplication>

namespace tradepost::app {

const char* const kLongTitle =
    "Bergmann & Söhne professional stainless steel pour-over kettle with gooseneck spout, integrated thermometer and "
    "walnut handle, 1.2 litres, suitable for induction, gas and electric hobs, gift box with filter papers included";

void wait() {
    for (int i = 0; i < 30; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
}

Error unavailable() {
    return {
        Code::Unavailable,
        "TRANSPORT",
        QCoreApplication::translate("Client", "The store does not answer. Nothing was lost; try again.").toStdString(),
        {}};
}

void rename(models::SampleClient& client, int index, const std::string& title, const std::string& brand) {
    catalog::v1::UpdateProductRequest request;
    auto* product = request.mutable_product();
    product->set_id(client.catalog().idAt(index));
    product->set_title(title);
    product->set_brand(brand);
    request.mutable_update_mask()->add_paths("title");
    request.mutable_update_mask()->add_paths("brand");
    (void)client.catalog().update(request);
}

} // namespace tradepost::app
