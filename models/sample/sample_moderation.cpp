#include "models/sample/sample_moderation.h"

#include "models/client/methods.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace tradepost::models {

namespace v1 = moderation::v1;
using catalog::v1::Product;
using client::MessagePtr;

namespace {

constexpr int kCategoryMedian = 10'590; // cents
constexpr std::int64_t kDay = 86'400;

struct Template {
    const char* id;
    const char* name;
    catalog::v1::Verdict verdict;
    const char* english;
    const char* german;
};
constexpr std::array<Template, 5> kTemplates{{
    {"t1", "Banned goods", catalog::v1::REJECT,
     "This product may not be sold here. Please see the list of what is not allowed before you submit another one.",
     "Dieses Produkt darf hier nicht verkauft werden. Bitte lesen Sie vor dem nächsten Einreichen, was nicht erlaubt "
     "ist."},
    {"t2", "Duplicate listing", catalog::v1::REJECT,
     "You already sell this product. Add a variant to the listing that is there instead of a second one.",
     "Sie verkaufen dieses Produkt schon. Ergänzen Sie dort eine Variante, statt es ein zweites Mal anzulegen."},
    {"t3", "Contact details in texts", catalog::v1::REQUEST_CHANGES,
     "Please take web addresses, e-mail addresses and phone numbers out of the texts, then submit it again.",
     "Bitte nehmen Sie Internetadressen, E-Mail-Adressen und Telefonnummern aus den Texten und reichen Sie es dann "
     "erneut ein."},
    {"t4", "GTIN belongs to another product", catalog::v1::REQUEST_CHANGES,
     "The GTIN is that of another product. Please check the number below the bar code.",
     "Die GTIN gehört zu einem anderen Produkt. Bitte prüfen Sie die Nummer unter dem Strichcode."},
    {"t5", "Pictures missing or poor", catalog::v1::REQUEST_CHANGES,
     "Please add a sharp picture of at least 1,000 pixels that shows the product on its own.",
     "Bitte fügen Sie ein scharfes Bild mit mindestens 1.000 Pixeln hinzu, das nur das Produkt zeigt."},
}};

template<class T>
std::optional<Result<MessagePtr>> reply(T message) {
    return std::static_pointer_cast<google::protobuf::Message>(std::make_shared<T>(std::move(message)));
}

template<class T>
const T& as(const client::CallSpec& spec) {
    return static_cast<const T&>(*spec.request);
}

v1::Finding& add(v1::QueueItem& item, v1::FindingKind kind, const std::string& field, const std::string& evidence) {
    auto& finding = *item.add_findings();
    finding.set_kind(kind);
    finding.set_field(field);
    finding.set_evidence(evidence);
    return finding;
}

std::string euros(std::int64_t cents) {
    std::string text = std::to_string(cents);
    return text.insert(text.size() - 2, ".") + " EUR";
}

// What the seller changed: a title, a price, words of the description and a picture.
void revise(v1::Review& review) {
    Product& candidate = *review.mutable_candidate();
    *review.mutable_live() = candidate;
    const auto change = [&](const std::string& field, const std::string& before, const std::string& after) -> auto& {
        auto& made = *review.add_changes();
        made.set_field(field);
        made.set_before(before);
        made.set_after(after);
        return made;
    };
    candidate.set_title(candidate.title() + ", 2026 edition");
    change("title", review.live().title(), candidate.title());
    const std::size_t at = candidate.description().find("for ten years");
    if (at != std::string::npos) {
        std::string text = candidate.description();
        text.replace(at, 13, "for fifteen years, and repaired in our own workshop");
        candidate.set_description(text);
        change("description", review.live().description(), candidate.description());
    }
    auto& variant = *candidate.mutable_variants(0);
    const std::int64_t price = variant.price().amount_minor();
    variant.mutable_price()->set_amount_minor(price * 85 / 100 / 100 * 100 + 90);
    change("variants[" + variant.sku() + "].price", euros(price), euros(variant.price().amount_minor()));
    auto& picture = *candidate.add_images();
    picture.set_url("/media/10-3.svg");
    picture.set_alt("The back, with its connections");
    auto& pictures = change("images", "1", "2");
    *pictures.add_images_added() = picture;
}

void addFindings(v1::Review& review, int number, const Product& other) {
    v1::QueueItem& item = *review.mutable_item();
    Product& product = *review.mutable_candidate();
    switch (number % 9) {
    case 0:
        product.mutable_variants(0)->set_gtin(other.variants(0).gtin());
        add(item, v1::GTIN_ELSEWHERE, "variants[0].gtin",
            "Product " + other.id() + " of another seller has " + other.variants(0).gtin() + " too.")
            .set_other_product_id(other.id());
        break;
    case 2:
        add(item, v1::UNUSUAL_PRICE, "variants[0].price",
            euros(product.variants(0).price().amount_minor()) + " is 0.31 times the median of about " +
                euros(kCategoryMedian) + " that 1204 products of its category have.");
        break;
    case 4:
        product.set_description(product.description() + " Questions? Write to sales@nordlicht.example.");
        add(item, v1::BANNED_WORD, "description", "'plastic-free' is on the list of banned words.");
        add(item, v1::CONTACT_IN_TEXT, "description", "'sales@nordlicht.example' leads away from the store.");
        break;
    case 5:
        product.set_title(other.title() + ", as new");
        product.clear_images();
        item.clear_image_url();
        add(item, v1::MISSING_IMAGE, "images", "The product has no picture.");
        add(item, v1::NEAR_DUPLICATE_TITLE, "title", "The title is 92 percent like that of product " + other.id() + ".")
            .set_other_product_id(other.id());
        break;
    case 7:
        add(item, v1::ATTRIBUTE_OUTSIDE_DEFINITION, "attributes[colour]",
            "'petrol' is none of the values that the category allows.");
        break;
    default:
        break;
    }
}

} // namespace

void SampleModeration::makeQueue() {
    if (std::exchange(m_made, true))
        return;
    for (int index = 0; index < m_catalog.size() && int(m_reviews.size()) < m_size; ++index) {
        const Product product = m_catalog.at(index);
        const bool revision = product.state() == catalog::v1::PUBLISHED && index % 4 == 1;
        if (product.state() != catalog::v1::SUBMITTED && !revision)
            continue;
        const int number = int(m_reviews.size());
        v1::Review& review = m_reviews.emplace_back();
        *review.mutable_candidate() = product;
        review.mutable_candidate()->set_seller_id(kSeller);
        v1::QueueItem& item = *review.mutable_item();
        item.set_product_id(product.id());
        item.set_etag(revision ? "p1" : product.etag());
        item.set_revision(revision);
        item.set_seller_id(kSeller);
        item.set_category_id(product.category_id());
        if (product.images_size() > 0)
            item.set_image_url(product.images(0).url());
        if (revision)
            revise(review);
        addFindings(review, number, m_catalog.at((index + 7) % m_catalog.size()));
        item.set_title(review.candidate().title());
        *item.mutable_price() = review.candidate().variants(0).price();
        // Most came today, a few wait for days.
        const std::int64_t left = m_size - number;
        item.mutable_submit_time()->set_seconds(m_now - left * 1'400 - std::max<std::int64_t>(0, left - 30) * kDay / 3);
    }
}

std::vector<v1::Review>& SampleModeration::reviews() {
    makeQueue();
    return m_reviews;
}

v1::Review* SampleModeration::find(const std::string& productId) {
    const auto found = std::ranges::find(
        reviews(), productId, [](const auto& review) -> const std::string& { return review.item().product_id(); });
    return found == m_reviews.end() ? nullptr : &*found;
}

void SampleModeration::claimAs(const std::string& productId, const std::string& userId) {
    if (v1::Review* review = find(productId)) {
        review->mutable_item()->set_claimed_by(userId);
        review->mutable_item()->mutable_claim_expire_time()->set_seconds(m_now + 720);
    }
}

void SampleModeration::decideAs(const std::string& productId) {
    std::erase_if(reviews(), [&](const auto& review) { return review.item().product_id() == productId; });
    m_gone.push_back(productId);
}

v1::ListQueueResponse SampleModeration::list(const v1::ListQueueRequest& request) {
    std::vector<const v1::QueueItem*> items;
    for (const v1::Review& review : reviews()) {
        const auto& findings = review.item().findings();
        const bool wanted =
            request.finding() == v1::FINDING_KIND_UNSPECIFIED ||
            std::ranges::any_of(findings, [&](const auto& finding) { return finding.kind() == request.finding(); });
        if (wanted && (request.seller_id().empty() || request.seller_id() == review.item().seller_id()))
            items.push_back(&review.item());
    }
    if (request.order() == v1::ListQueueRequest::NEWEST_FIRST)
        std::ranges::reverse(items);
    if (request.order() == v1::ListQueueRequest::MOST_FINDINGS_FIRST)
        std::ranges::sort(items, {}, [](const auto* item) {
            return std::tuple(-item->findings_size(), item->submit_time().seconds(), item->product_id());
        });
    v1::ListQueueResponse response;
    // By what came last, as keysets do: what is decided meanwhile moves nothing.
    auto from = items.begin();
    if (!request.page_token().empty()) {
        from = std::ranges::find(items, request.page_token(), [](const auto* item) { return item->product_id(); });
        if (from != items.end())
            ++from;
    }
    const int size = request.page_size() > 0 ? request.page_size() : 50;
    for (; from != items.end() && response.items_size() < size; ++from)
        *response.add_items() = **from;
    if (from != items.end())
        response.set_next_page_token(response.items().rbegin()->product_id());
    return response;
}

v1::QueueCounts SampleModeration::count() {
    v1::QueueCounts counts;
    std::map<int, int> findings, ages;
    for (const v1::Review& review : reviews()) {
        std::set<int> kinds;
        for (const auto& finding : review.item().findings())
            kinds.insert(finding.kind());
        for (const int kind : kinds)
            ++findings[kind];
        ++ages[int(std::min<std::int64_t>(30, m_now / kDay - review.item().submit_time().seconds() / kDay))];
    }
    counts.set_total(std::int64_t(m_reviews.size()));
    for (const auto& [kind, number] : findings) {
        auto& each = *counts.add_findings();
        each.set_kind(v1::FindingKind(kind));
        each.set_count(number);
    }
    for (const auto& [days, number] : ages) {
        auto& each = *counts.add_ages();
        each.set_days(days);
        each.set_count(number);
    }
    return counts;
}

v1::ClaimItemsResponse SampleModeration::claim(const v1::ClaimItemsRequest& request, const std::string& user) {
    v1::ClaimItemsResponse response;
    for (const std::string& id : request.product_ids()) {
        v1::Review* review = find(id);
        if (!review)
            continue;
        const std::string& holder = review->item().claimed_by();
        const bool held = !holder.empty() && holder != user && !request.take_over();
        if (!held)
            claimAs(id, user);
        *(held ? response.add_held_by_others() : response.add_claimed()) = review->item();
    }
    return response;
}

catalog::v1::DecideProductsResponse SampleModeration::decide(const v1::DecideRequest& request,
                                                             const std::string& user) {
    catalog::v1::DecideProductsResponse response;
    for (const auto& decision : request.decisions()) {
        auto& result = *response.add_results();
        result.set_product_id(decision.product_id());
        const auto refuse = [&](const char* reason, const std::string& message) {
            result.set_error_code("ABORTED");
            result.set_error_reason(reason);
            result.set_error_message(message);
        };
        const v1::Review* review = find(decision.product_id());
        if (!review) {
            refuse("ALREADY_DECIDED", "Another moderator has decided about it.");
        } else if (!review->item().claimed_by().empty() && review->item().claimed_by() != user) {
            refuse("CLAIMED", "Moderator " + review->item().claimed_by() + " is at it; wait, or take it over.");
        } else if (review->item().etag() != decision.etag()) {
            refuse("STALE_ETAG", "The seller changed it meanwhile. Look at it again.");
        } else {
            m_decisions.push_back(decision);
            const auto state = decision.verdict() == catalog::v1::APPROVE  ? catalog::v1::PUBLISHED
                               : decision.verdict() == catalog::v1::REJECT ? catalog::v1::REJECTED
                                                                           : catalog::v1::CHANGES_REQUESTED;
            (void)m_catalog.transition(decision.product_id(), {}, state);
            result.set_state(state);
            decideAs(decision.product_id());
        }
    }
    return response;
}

catalog::v1::ListProductHistoryResponse SampleModeration::history(const std::string& productId) {
    catalog::v1::ListProductHistoryResponse response;
    const v1::Review* review = find(productId);
    if (!review)
        return response;
    const std::int64_t submitted = review->item().submit_time().seconds();
    const auto add = [&](const char* action, std::int64_t secondsBefore, const char* actor) -> auto& {
        auto& entry = *response.add_entries();
        entry.set_action(action);
        entry.set_actor_id(actor);
        entry.mutable_time()->set_seconds(submitted - secondsBefore);
        return entry;
    };
    if (review->item().revision()) {
        auto& revise = add("revise", 0, "0sampleseller1");
        for (const auto& change : review->changes())
            revise.add_fields(change.field().substr(0, change.field().find('[')));
        add("approve", 40 * kDay, "0samplemoderator").set_note("Certificate checked.");
        add("submit", 41 * kDay, "0sampleseller1");
    } else {
        add("submit", 0, "0sampleseller1");
        auto& asked = add("request_changes", kDay, "0samplemoderator");
        asked.set_reason("Please add a sharp picture that shows the product on its own.");
        asked.set_note("Second time for this seller.");
        add("submit", kDay + 5'400, "0sampleseller1");
        auto& update = add("update", kDay + 6'000, "0sampleseller1");
        update.add_fields("description");
    }
    add("create", 45 * kDay, "0sampleseller1");
    return response;
}

std::optional<Result<MessagePtr>> SampleModeration::handle(const client::CallSpec& spec, const std::string& userId) {
    namespace m = client::methods;
    const std::string_view path = spec.method;
    if (path == m::listQueue.path)
        return reply(list(as<v1::ListQueueRequest>(spec)));
    if (path == m::countQueue.path)
        return reply(count());
    if (path == m::getReview.path) {
        const auto& id = as<v1::GetReviewRequest>(spec).product_id();
        const v1::Review* review = find(id);
        if (!review)
            return Result<MessagePtr>(notFound("item in the queue for product", id));
        return reply(v1::Review(*review));
    }
    if (path == m::claimItems.path)
        return reply(claim(as<v1::ClaimItemsRequest>(spec), userId));
    if (path == m::releaseItems.path) {
        for (const auto& id : as<v1::ReleaseItemsRequest>(spec).product_ids()) {
            v1::Review* review = find(id);
            if (review && review->item().claimed_by() == userId)
                review->mutable_item()->clear_claimed_by();
        }
        return reply(google::protobuf::Empty());
    }
    if (path == m::decide.path)
        return reply(decide(as<v1::DecideRequest>(spec), userId));
    if (path == m::listProductHistory.path)
        return reply(history(as<catalog::v1::ListProductHistoryRequest>(spec).id()));
    if (path == m::listReasonTemplates.path) {
        v1::ListReasonTemplatesResponse response;
        for (const Template& each : kTemplates) {
            auto& made = *response.add_templates();
            made.set_id(each.id);
            made.set_name(each.name);
            made.set_verdict(each.verdict);
            (*made.mutable_texts())["en"] = each.english;
            (*made.mutable_texts())["de"] = each.german;
        }
        return reply(std::move(response));
    }
    return std::nullopt;
}

} // namespace tradepost::models
