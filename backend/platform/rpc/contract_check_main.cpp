// usage: contract_check FILE_DESCRIPTOR_SET
// Exit 0 when the contract keeps its rules, 1 with one line on stderr for each fault, 2 when it cannot be read.
#include "backend/platform/rpc/contract_check.h"

#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: contract_check FILE_DESCRIPTOR_SET\n";
        return 2;
    }
    std::ifstream input(argv[1], std::ios::binary);
    google::protobuf::FileDescriptorSet files;
    if (!input || !files.ParseFromIstream(&input)) {
        std::cerr << "contract_check: cannot read " << argv[1] << "\n";
        return 2;
    }
    const auto faults = tradepost::rpc::checkContract(files);
    for (const auto& fault : faults)
        std::cerr << fault << "\n";
    return faults.empty() ? 0 : 1;
}
