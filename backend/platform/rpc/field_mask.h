#pragma once

#include <google/protobuf/message.h>
#include <string>
#include <string_view>

namespace tradepost::rpc {

// Sets in `to` what a FieldMask's path names to what it is in `from`, of the same type; what `from` lacks is cleared.
// Dots lead into messages and into maps, whose keys stand in backquotes unless they are plain ("texts.de.title",
// "texts.`de-AT`"; https://google.aip.dev/161). False when there is no such path.
bool copyPath(const google::protobuf::Message& from, google::protobuf::Message& to, std::string_view path);

// A map's key as a segment of a path.
std::string pathSegment(std::string_view key);

} // namespace tradepost::rpc
