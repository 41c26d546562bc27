#include "models/moderation/seller_names.h"

#include "models/client/methods.h"

namespace tradepost::models {

QString SellerNames::name(const QString& sellerId) {
    if (sellerId.isEmpty())
        return {};
    if (const auto known = m_names.constFind(sellerId); known != m_names.constEnd())
        return *known;
    m_names.insert(sellerId, {});
    identity::v1::GetSellerRequest request;
    request.set_id(client::bytes(sellerId));
    m_client.call(client::methods::getSeller, request, this,
                  std::function([this, sellerId](const identity::v1::Seller& seller) {
                      m_names.insert(sellerId, client::text(seller.name()));
                      emit changed();
                  }),
                  [this, sellerId](const Error& error) {
                      // Asked for again only where asking again may help.
                      if (client::isTransient(error))
                          m_names.remove(sellerId);
                      else
                          m_names.insert(sellerId, sellerId);
                  });
    return {};
}

} // namespace tradepost::models
