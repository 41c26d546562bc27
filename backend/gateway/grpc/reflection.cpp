#include "backend/gateway/grpc/reflection.h"

#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"

#include <google/protobuf/descriptor.pb.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/slice.h>
#include <set>

namespace tradepost::gateway {

namespace {

namespace pb = google::protobuf;
using grpc::reflection::v1alpha::ExtensionRequest;
using grpc::reflection::v1alpha::ServerReflectionRequest;
using grpc::reflection::v1alpha::ServerReflectionResponse;

constexpr std::string_view paths[] = {"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"};
constexpr std::size_t maxQuestionBytes = 4096;

const pb::DescriptorPool& pool() {
    return *pb::DescriptorPool::generated_pool();
}

// The file, then what it imports, each once.
void addFile(const pb::FileDescriptor& file, std::set<const pb::FileDescriptor*>& seen,
             ServerReflectionResponse& response) {
    if (!seen.insert(&file).second)
        return;
    pb::FileDescriptorProto proto;
    file.CopyTo(&proto);
    file.CopyJsonNameTo(&proto); // a client then shows fields as REST does
    response.mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
    for (int i = 0; i < file.dependency_count(); ++i)
        addFile(*file.dependency(i), seen, response);
}

void setNotFound(ServerReflectionResponse& response, const std::string& what) {
    response.mutable_error_response()->set_error_code(static_cast<int>(Code::NotFound));
    response.mutable_error_response()->set_error_message("There is no " + what + ".");
}

void answerFile(const pb::FileDescriptor* file, const std::string& what, ServerReflectionResponse& response) {
    std::set<const pb::FileDescriptor*> seen;
    if (file == nullptr)
        setNotFound(response, what);
    else
        addFile(*file, seen, response);
}

void answerExtension(const ExtensionRequest& question, ServerReflectionResponse& response) {
    const auto* type = pool().FindMessageTypeByName(question.containing_type());
    const auto* extension = type == nullptr ? nullptr : pool().FindExtensionByNumber(type, question.extension_number());
    answerFile(extension == nullptr ? nullptr : extension->file(), "such extension of " + question.containing_type(),
               response);
}

void answerExtensionNumbers(const std::string& name, ServerReflectionResponse& response) {
    const auto* type = pool().FindMessageTypeByName(name);
    if (type == nullptr) {
        setNotFound(response, "message type " + name);
        return;
    }
    std::vector<const pb::FieldDescriptor*> extensions;
    pool().FindAllExtensions(type, &extensions);
    auto* answer = response.mutable_all_extension_numbers_response();
    answer->set_base_type_name(name);
    for (const auto* extension : extensions)
        answer->add_extension_number(extension->number());
}

void answerServices(const rpc::Registry& registry, ServerReflectionResponse& response) {
    std::set<std::string> names{
        std::string(grpc::health::v1::HealthCheckRequest::descriptor()->file()->service(0)->full_name()),
        std::string(ServerReflectionRequest::descriptor()->file()->service(0)->full_name())};
    for (const rpc::Method* method : registry.methods())
        names.insert(method->descriptor->service()->full_name());
    for (const std::string& name : names)
        response.mutable_list_services_response()->add_service()->set_name(name);
}

ServerReflectionResponse answer(const ServerReflectionRequest& question, const rpc::Registry& registry) {
    ServerReflectionResponse response;
    response.set_valid_host(question.host());
    *response.mutable_original_request() = question;
    switch (question.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
        answerFile(pool().FindFileByName(question.file_by_filename()), "file " + question.file_by_filename(), response);
        break;
    case ServerReflectionRequest::kFileContainingSymbol:
        answerFile(pool().FindFileContainingSymbol(question.file_containing_symbol()),
                   "symbol " + question.file_containing_symbol(), response);
        break;
    case ServerReflectionRequest::kFileContainingExtension:
        answerExtension(question.file_containing_extension(), response);
        break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
        answerExtensionNumbers(question.all_extension_numbers_of_type(), response);
        break;
    case ServerReflectionRequest::kListServices:
        answerServices(registry, response);
        break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
        response.mutable_error_response()->set_error_code(static_cast<int>(Code::InvalidArgument));
        response.mutable_error_response()->set_error_message("The request asks for nothing.");
        break;
    }
    return response;
}

} // namespace

bool isReflection(std::string_view path) {
    return path == paths[0] || path == paths[1];
}

ReflectionCall::ReflectionCall(Edge& edge) : m_edge(edge) {
    m_edge.enter(Edge::Kind::Other);
    StartRead(&m_question);
}

void ReflectionCall::OnReadDone(bool ok) {
    if (!ok) {
        Finish(grpc::Status::OK); // the client has asked all it wanted
        return;
    }
    ServerReflectionRequest question;
    grpc::ProtoBufferReader reader(&m_question);
    if (m_question.Length() > maxQuestionBytes || !reader.status().ok() || !question.ParseFromZeroCopyStream(&reader)) {
        Finish(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "This is no reflection request."));
        return;
    }
    grpc::Slice slice(answer(question, m_edge.registry).SerializeAsString());
    grpc::ByteBuffer bytes(&slice, 1);
    m_answer.Swap(&bytes);
    StartWrite(&m_answer);
}

void ReflectionCall::OnWriteDone(bool ok) {
    if (ok)
        StartRead(&m_question);
    else
        Finish(grpc::Status(grpc::StatusCode::CANCELLED, "The client is gone."));
}

void ReflectionCall::OnDone() {
    Edge& edge = m_edge;
    delete this;
    edge.leave(Edge::Kind::Other);
}

} // namespace tradepost::gateway
