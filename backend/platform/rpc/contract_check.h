#pragma once

#include <google/protobuf/descriptor.pb.h>
#include <string>
#include <vector>

namespace tradepost::rpc {

// The rules that the contract keeps, checked by the build for every file of the packages tradepost.*:
// - a method names its roles, has an HTTP route (the local sign-in aside) and takes one request, not a stream;
// - no two methods answer to one route, and what a route's path and body name exists in the request;
// - everything a caller may send is bounded: strings and bytes by max_length, repeated fields and maps by max_items.
// One line for each fault, "file:line: what is wrong, and what to do", sorted; empty when all is well. `files` comes
// with its imports and source info, as protoc --include_imports --include_source_info writes it.
std::vector<std::string> checkContract(const google::protobuf::FileDescriptorSet& files);

} // namespace tradepost::rpc
