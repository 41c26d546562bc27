#pragma once

#include "backend/gateway/grpc/call.h"

#include <string_view>

namespace tradepost::gateway {

// Whether a path is that of server reflection; v1alpha and v1 have the same messages under different names.
bool isReflection(std::string_view path);

// Server reflection (https://github.com/grpc/grpc/blob/master/doc/server-reflection.md) over the services of a registry
// and the generated descriptors; gRPC's own does not see the methods of a generic service. One stream of questions,
// answered in order. Deletes itself.
class ReflectionCall final : public grpc::ServerGenericBidiReactor {
public:
    explicit ReflectionCall(Edge& edge);
    void OnReadDone(bool ok) override;
    void OnWriteDone(bool ok) override;
    void OnDone() override;

private:
    Edge& m_edge;
    grpc::ByteBuffer m_question, m_answer;
};

} // namespace tradepost::gateway
