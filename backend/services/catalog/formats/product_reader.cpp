#include "backend/services/catalog/formats/product_reader.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tradepost::catalog::formats {

namespace {
struct Advice {
    std::string_view reason, fix;
};
constexpr std::array advices = {
    Advice{"FIELD_REQUIRED", "Fill in the cell."},
    Advice{"NOT_A_PRICE", "Write the price as 12.99."},
    Advice{"PRICE_TOO_PRECISE", "Round the price."},
    Advice{"NO_CURRENCY", "Fill in the currency, as EUR."},
    Advice{"NOT_A_NUMBER", "Write digits only."},
    Advice{"INVALID_GTIN", "Correct the digits, or leave the cell empty."},
    Advice{"UNKNOWN_CATEGORY", "Write the id, the slug or the whole path of a category, or have it added."},
    Advice{"UNKNOWN_CURRENCY", "Write three capital letters such as EUR."},
    Advice{"NEGATIVE_PRICE", "Write 0 or a positive price."},
    Advice{"MIXED_CURRENCIES", "Price all variants of a product in one currency."},
    Advice{"DUPLICATE_SKU", "Give each variant a SKU of its own."},
    Advice{"SKU_TAKEN", "Choose another SKU, or put the variant's row to the product that has it."},
    Advice{"SLUG_TAKEN", "Choose another slug, or leave the cell empty to have one made."},
    Advice{"INVALID_SLUG", "Write lower-case letters, digits and single hyphens."},
    Advice{"INVALID_URL", "Write an address that begins with https:// or http://."},
    Advice{"INVALID_LANGUAGE", "Write a language tag such as de or pt-BR."},
    Advice{"INVALID_MARKET", "Write each region once, as two capital letters such as DE."},
    Advice{"INVALID_TEXT", "Save the file as UTF-8, or choose its encoding."},
    Advice{"STALE_ETAG", "Export the product again, make the change there and import that."},
    Advice{"ARCHIVED", "Leave the row out: an archived product is not changed any more."},
    Advice{"NOT_FOUND", "Empty the id to make a new product, or correct it."},
    Advice{"INVALID_ID", "Empty the id to make a new product, or correct it."},
    Advice{"NOT_YOUR_ACCOUNT", "Leave the seller empty, or name an account that you act for."},
    Advice{"FIELD_TOO_LONG", "Shorten the text."},
    Advice{"PRODUCT_TOO_LARGE", "Shorten its texts."},
    Advice{"ROLE_MAY_NOT", "Import it without putting it on sale; a moderator does that."},
    Advice{"UNKNOWN_PRODUCT", "Correct the SKU or slug, or give the row a title to make a new product."},
    Advice{"PICTURE_NOT_IN_ZIP", "Pack the picture under this name, or correct the name."},
    Advice{"PRODUCT_CHANGED", "Import the row again."},
    Advice{"TOO_MANY_PICTURES", "Import the rows that lack pictures again, in a file of their own."},
    Advice{"HOST_GIVEN_UP", "See that the host answers, then import the row again."},
    Advice{"FETCH_URL_REFUSED",
           "Write an address that begins with https:// or http://, or pack the picture into a zip."},
    Advice{"FETCH_ADDRESS_REFUSED", "Put the picture on a server that the internet can reach, or into a zip."},
    Advice{"FETCH_UNREACHABLE", "See that the address works in a browser, or pack the picture into a zip."},
    Advice{"FETCH_TIMED_OUT", "Import the row again later, or pack the picture into a zip."},
    Advice{"FETCH_TOO_LARGE", "Make the picture smaller."},
    Advice{"FETCH_REDIRECTED", "Write the address that the picture is at in the end."},
    Advice{"FETCH_STATUS", "Correct the address: it gives no file."},
    Advice{"MEDIA_TYPE_REFUSED", "Save the picture as JPEG, PNG, WebP, GIF or AVIF."},
    Advice{"MEDIA_TRUNCATED", "Save the picture anew: it is not whole."},
    Advice{"MEDIA_MALFORMED", "Save the picture anew: it is damaged."},
    Advice{"MEDIA_TOO_LARGE", "Make the picture smaller."},
    Advice{"DUPLICATE_ROW", "Put all rows of one product below each other, and each product only once."},
};
} // namespace

std::string fixOf(const std::string& reason) {
    const auto* found = std::ranges::find(advices, reason, &Advice::reason);
    return std::string(found == advices.end() ? "Correct the cell and import the row again." : found->fix);
}

} // namespace tradepost::catalog::formats
