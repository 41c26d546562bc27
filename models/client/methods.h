#pragma once

#include "models/client/call.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/catalog/v1/reviews.pb.h"
#include "tradepost/identity/v1/identity.pb.h"
#include "tradepost/imports/v1/imports.pb.h"
#include "tradepost/media/v1/media.pb.h"
#include "tradepost/moderation/v1/moderation.pb.h"
#include "tradepost/operations/v1/operations.pb.h"

// The methods the console calls. A test compares each with the contract's descriptors: path, request and reply.
namespace tradepost::client::methods {

namespace catalog = tradepost::catalog::v1;
namespace identity = tradepost::identity::v1;
namespace moderation = tradepost::moderation::v1;
namespace imports = tradepost::imports::v1;
namespace media = tradepost::media::v1;
namespace operations = tradepost::operations::v1;

inline constexpr Method<identity::SignInRequest, identity::Session> signIn{
    "/tradepost.identity.v1.IdentityService/SignIn"};
inline constexpr Method<identity::SignInLocallyRequest, identity::Session> signInLocally{
    "/tradepost.identity.v1.IdentityService/SignInLocally"};
inline constexpr Method<identity::RefreshSessionRequest, identity::Session> refreshSession{
    "/tradepost.identity.v1.IdentityService/RefreshSession"};
inline constexpr Method<identity::SignOutRequest, google::protobuf::Empty> signOut{
    "/tradepost.identity.v1.IdentityService/SignOut"};
inline constexpr Method<identity::GetMeRequest, identity::User> getMe{"/tradepost.identity.v1.IdentityService/GetMe"};
inline constexpr Method<identity::ListSellersRequest, identity::ListSellersResponse> listSellers{
    "/tradepost.identity.v1.IdentityService/ListSellers"};
inline constexpr Method<identity::GetSellerRequest, identity::Seller> getSeller{
    "/tradepost.identity.v1.IdentityService/GetSeller"};

inline constexpr Method<catalog::GetProductRequest, catalog::Product> getProduct{
    "/tradepost.catalog.v1.CatalogService/GetProduct"};
inline constexpr Method<catalog::ListProductsRequest, catalog::ListProductsResponse> listProducts{
    "/tradepost.catalog.v1.CatalogService/ListProducts"};
inline constexpr Method<catalog::CountProductsRequest, catalog::CountProductsResponse> countProducts{
    "/tradepost.catalog.v1.CatalogService/CountProducts"};
inline constexpr Method<catalog::CreateProductSnapshotRequest, catalog::ProductSnapshot> createProductSnapshot{
    "/tradepost.catalog.v1.CatalogService/CreateProductSnapshot"};
inline constexpr Method<catalog::ReadProductSnapshotRequest, catalog::ReadProductSnapshotResponse> readProductSnapshot{
    "/tradepost.catalog.v1.CatalogService/ReadProductSnapshot"};
inline constexpr Method<catalog::CreateProductRequest, catalog::Product> createProduct{
    "/tradepost.catalog.v1.CatalogService/CreateProduct"};
inline constexpr Method<catalog::UpdateProductRequest, catalog::Product> updateProduct{
    "/tradepost.catalog.v1.CatalogService/UpdateProduct"};
inline constexpr Method<catalog::ProductTransitionRequest, catalog::Product> publishProduct{
    "/tradepost.catalog.v1.CatalogService/PublishProduct"};
inline constexpr Method<catalog::ProductTransitionRequest, catalog::Product> unpublishProduct{
    "/tradepost.catalog.v1.CatalogService/UnpublishProduct"};
inline constexpr Method<catalog::ProductTransitionRequest, catalog::Product> archiveProduct{
    "/tradepost.catalog.v1.CatalogService/ArchiveProduct"};
inline constexpr Method<catalog::ListCategoriesRequest, catalog::ListCategoriesResponse> listCategories{
    "/tradepost.catalog.v1.CatalogService/ListCategories"};
inline constexpr Method<catalog::GetCategoryRequest, catalog::Category> getCategory{
    "/tradepost.catalog.v1.CatalogService/GetCategory"};
inline constexpr Method<catalog::ProductTransitionRequest, catalog::Product> submitProduct{
    "/tradepost.catalog.v1.CatalogReviewService/SubmitProduct"};
inline constexpr Method<catalog::ProductTransitionRequest, catalog::Product> withdrawProduct{
    "/tradepost.catalog.v1.CatalogReviewService/WithdrawProduct"};
inline constexpr Method<catalog::GetPendingRevisionRequest, catalog::PendingRevision> getPendingRevision{
    "/tradepost.catalog.v1.CatalogReviewService/GetPendingRevision"};
inline constexpr Method<catalog::ProductTransitionRequest, catalog::Product> discardPendingRevision{
    "/tradepost.catalog.v1.CatalogReviewService/DiscardPendingRevision"};
inline constexpr Method<catalog::ListProductHistoryRequest, catalog::ListProductHistoryResponse> listProductHistory{
    "/tradepost.catalog.v1.CatalogReviewService/ListProductHistory"};
inline constexpr StreamMethod<catalog::WatchProductsRequest, catalog::ProductChanges> watchProducts{
    "/tradepost.catalog.v1.CatalogService/WatchProducts"};

inline constexpr Method<moderation::ListQueueRequest, moderation::ListQueueResponse> listQueue{
    "/tradepost.moderation.v1.ModerationService/ListQueue"};
inline constexpr Method<moderation::CountQueueRequest, moderation::QueueCounts> countQueue{
    "/tradepost.moderation.v1.ModerationService/CountQueue"};
inline constexpr Method<moderation::GetReviewRequest, moderation::Review> getReview{
    "/tradepost.moderation.v1.ModerationService/GetReview"};
inline constexpr Method<moderation::ClaimItemsRequest, moderation::ClaimItemsResponse> claimItems{
    "/tradepost.moderation.v1.ModerationService/ClaimItems"};
inline constexpr Method<moderation::ReleaseItemsRequest, google::protobuf::Empty> releaseItems{
    "/tradepost.moderation.v1.ModerationService/ReleaseItems"};
inline constexpr Method<moderation::DecideRequest, catalog::DecideProductsResponse> decide{
    "/tradepost.moderation.v1.ModerationService/Decide"};
inline constexpr Method<moderation::ListReasonTemplatesRequest, moderation::ListReasonTemplatesResponse>
    listReasonTemplates{"/tradepost.moderation.v1.ModerationService/ListReasonTemplates"};
inline constexpr Method<imports::CreateImportRequest, imports::Import> createImport{
    "/tradepost.imports.v1.ImportService/CreateImport"};
inline constexpr Method<imports::UploadImportDataRequest, imports::Import> uploadImportData{
    "/tradepost.imports.v1.ImportService/UploadImportData"};
inline constexpr Method<imports::PreviewImportRequest, imports::PreviewImportResponse> previewImport{
    "/tradepost.imports.v1.ImportService/PreviewImport"};
inline constexpr Method<imports::StartImportRequest, imports::Import> startImport{
    "/tradepost.imports.v1.ImportService/StartImport"};
inline constexpr Method<imports::GetImportRequest, imports::Import> getImport{
    "/tradepost.imports.v1.ImportService/GetImport"};
inline constexpr Method<imports::ListImportsRequest, imports::ListImportsResponse> listImports{
    "/tradepost.imports.v1.ImportService/ListImports"};
inline constexpr Method<imports::GetImportRequest, imports::Import> pauseImport{
    "/tradepost.imports.v1.ImportService/PauseImport"};
inline constexpr Method<imports::GetImportRequest, imports::Import> resumeImport{
    "/tradepost.imports.v1.ImportService/ResumeImport"};
inline constexpr Method<imports::GetImportRequest, imports::Import> cancelImport{
    "/tradepost.imports.v1.ImportService/CancelImport"};
inline constexpr Method<imports::GetImportRequest, imports::Import> rollBackImport{
    "/tradepost.imports.v1.ImportService/RollBackImport"};
inline constexpr Method<imports::ListImportRowsRequest, imports::ListImportRowsResponse> listImportRows{
    "/tradepost.imports.v1.ImportService/ListImportRows"};
inline constexpr Method<imports::ReadBadRowsRequest, imports::ReadBadRowsResponse> readBadRows{
    "/tradepost.imports.v1.ImportService/ReadBadRows"};
inline constexpr Method<imports::SetMappingRequest, imports::Mapping> setMapping{
    "/tradepost.imports.v1.ImportService/SetMapping"};
inline constexpr Method<imports::ListMappingsRequest, imports::ListMappingsResponse> listMappings{
    "/tradepost.imports.v1.ImportService/ListMappings"};
inline constexpr Method<imports::GetMappingRequest, google::protobuf::Empty> deleteMapping{
    "/tradepost.imports.v1.ImportService/DeleteMapping"};

inline constexpr Method<media::UploadMediaRequest, media::Media> uploadMedia{
    "/tradepost.media.v1.MediaService/UploadMedia"};
inline constexpr Method<media::GetMediaRequest, media::Media> getMedia{"/tradepost.media.v1.MediaService/GetMedia"};

inline constexpr Method<operations::ListOperationsRequest, operations::ListOperationsResponse> listOperations{
    "/tradepost.operations.v1.OperationsService/ListOperations"};
inline constexpr Method<operations::CancelOperationRequest, operations::Operation> cancelOperation{
    "/tradepost.operations.v1.OperationsService/CancelOperation"};

} // namespace tradepost::client::methods
