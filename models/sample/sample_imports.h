#pragma once

#include "backend/base/error.h"
#include "tradepost/imports/v1/imports.pb.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tradepost::models {

// Imports in memory: reads small tables much as the store does, and goes on a third each time it is asked for.
class SampleImports {
public:
    // `operations`: where running ones are listed; outlives the imports.
    SampleImports(std::int64_t nowSeconds, std::vector<operations::v1::Operation>& operations)
        : m_now(nowSeconds), m_operations(operations) {}

    Result<imports::v1::Import> create(const imports::v1::CreateImportRequest& request);
    Result<imports::v1::Import> upload(const imports::v1::UploadImportDataRequest& request);
    Result<imports::v1::PreviewImportResponse> preview(const imports::v1::PreviewImportRequest& request);
    Result<imports::v1::Import> start(const imports::v1::StartImportRequest& request);
    Result<imports::v1::Import> get(const std::string& id);
    Result<imports::v1::ListImportsResponse> list(const imports::v1::ListImportsRequest& request) const;
    Result<imports::v1::Import> pause(const std::string& id, bool paused);
    Result<imports::v1::Import> cancel(const std::string& id);
    Result<imports::v1::Import> rollBack(const std::string& id);
    Result<imports::v1::ListImportRowsResponse> rows(const imports::v1::ListImportRowsRequest& request);
    Result<imports::v1::ReadBadRowsResponse> badRows(const std::string& id);
    Result<imports::v1::Mapping> setMapping(const imports::v1::Mapping& mapping);
    imports::v1::ListMappingsResponse mappings() const;
    Result<void> deleteMapping(const std::string& name);

    // Imports in every state, as a store has them after a while.
    void addExamples();
    // Running ones stand still.
    void freeze(bool frozen) { m_frozen = frozen; }
    // What arrived of an upload.
    std::string data(const std::string& id) const;
    std::set<std::string>& knownSkus() { return m_skus; }
    std::set<std::string>& editedSkus() { return m_edited; } // kept by a roll back

private:
    struct Stored {
        imports::v1::Import import;
        std::string data;
        imports::v1::Mapping mapping;
        bool mapped = false;
        bool dryRun = false;
        std::vector<imports::v1::ImportRow> rows;
        std::size_t done = 0; // of rows
    };
    struct Table {
        imports::v1::FileShape shape;
        std::vector<std::pair<std::int64_t, std::vector<std::string>>> rows; // line, cells
    };

    Stored* find(const std::string& id);
    Result<Table> read(const Stored& stored, const imports::v1::ImportOptions& options) const;
    // `products`: gets each row's product as JSON.
    void examine(Stored& stored, const Table& table, std::vector<std::string>* products = nullptr) const;
    void advance(Stored& stored);
    void tell(const Stored& stored);
    Stored& add(const std::string& id, const std::string& file, imports::v1::Import::State state, std::int64_t age);
    void addExampleRows(Stored& stored);

    std::int64_t m_now;
    std::vector<operations::v1::Operation>& m_operations;
    std::vector<Stored> m_imports; // newest first
    std::map<std::string, imports::v1::Mapping> m_mappings;
    std::set<std::string> m_skus;
    std::set<std::string> m_edited;
    int m_number = 0;
    bool m_frozen = false;
};

} // namespace tradepost::models
