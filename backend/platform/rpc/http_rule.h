#pragma once

#include <google/protobuf/descriptor.h>
#include <string>
#include <string_view>
#include <vector>

namespace google::api {
class HttpRule;
}

namespace tradepost::rpc {

// What a google.api.http rule says
// (https://cloud.google.com/endpoints/docs/grpc-service-config/reference/rpc/google.api).
std::string_view httpVerb(const google::api::HttpRule& rule);              // "GET"; empty for a rule without a pattern
const std::string& httpPath(const google::api::HttpRule& rule);            // "/v1/products/{product.id}:publish"
std::vector<std::string> pathVariables(const google::api::HttpRule& rule); // {"product.id"}

// The fields on the way from `type` to the dotted `path`; empty when there is no such field, or a repeated one on it.
std::vector<const google::protobuf::FieldDescriptor*> fieldsOfPath(const google::protobuf::Descriptor& type,
                                                                   std::string_view path);

} // namespace tradepost::rpc
