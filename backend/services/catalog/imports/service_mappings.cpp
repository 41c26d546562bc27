#include "backend/services/catalog/formats/mapping.h"
#include "backend/services/catalog/imports/service.h"

#include <fmt/format.h>

namespace tradepost::catalog {

using imports::v1::Mapping;

namespace {
constexpr std::size_t maxMappings = 200;

std::int64_t revisionOf(const std::string& etag) {
    return etag.empty() ? 0 : std::atoll(etag.c_str());
}
} // namespace

Task<Result<Mapping>> ImportService::setMapping(rpc::Context& context, const imports::v1::SetMappingRequest& request) {
    if (auto checked = formats::CompiledMapping::check(request.mapping()); !checked) {
        Error error = std::move(checked).error();
        error.field = "mapping." + error.field;
        co_return std::unexpected(std::move(error));
    }
    co_return co_await m_use.database.write(
        [&, owner = context.principal.user](sql::Transaction& tx) -> Result<Mapping> {
            Mapping mapping = request.mapping();
            const auto before = import_store::findMapping(tx, owner, mapping.name());
            if (before && !mapping.etag().empty() && mapping.etag() != before->etag())
                return fail(Code::Aborted, "STALE_ETAG", "The mapping was changed meanwhile; read it again.",
                            "mapping.etag");
            if (!before && import_store::listMappings(tx, owner).size() >= maxMappings)
                return fail(Code::ResourceExhausted, "TOO_MANY_MAPPINGS",
                            fmt::format("At most {} mappings are kept; delete one.", maxMappings));
            mapping.set_etag(fmt::format("{}", before ? revisionOf(before->etag()) + 1 : 1));
            import_store::saveMapping(tx, owner, mapping);
            return mapping;
        });
}

Task<Result<Mapping>> ImportService::getMapping(rpc::Context& context, const imports::v1::GetMappingRequest& request) {
    co_return co_await m_use.database.read([&, owner = context.principal.user](sql::Reader& reader) -> Result<Mapping> {
        auto found = import_store::findMapping(reader, owner, request.name());
        return found ? Result<Mapping>(std::move(*found)) : notFound("mapping", request.name());
    });
}

Task<Result<imports::v1::ListMappingsResponse>> ImportService::listMappings(rpc::Context& context,
                                                                            const imports::v1::ListMappingsRequest&) {
    co_return co_await m_use.database.read(
        [owner = context.principal.user](sql::Reader& reader) -> Result<imports::v1::ListMappingsResponse> {
            imports::v1::ListMappingsResponse response;
            for (Mapping& mapping : import_store::listMappings(reader, owner))
                *response.add_mappings() = std::move(mapping);
            return response;
        });
}

Task<Result<google::protobuf::Empty>> ImportService::deleteMapping(rpc::Context& context,
                                                                   const imports::v1::GetMappingRequest& request) {
    co_return co_await m_use.database.write(
        [&, owner = context.principal.user](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
            if (!import_store::dropMapping(tx, owner, request.name()))
                return notFound("mapping", request.name());
            return google::protobuf::Empty();
        });
}

} // namespace tradepost::catalog
