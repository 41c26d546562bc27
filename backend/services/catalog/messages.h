#pragma once

#include "backend/base/clock.h"
#include "backend/platform/events/events.h"
#include "tradepost/common/v1/common.pb.h"

#include <google/protobuf/timestamp.pb.h>

namespace tradepost::catalog {

inline void setTime(google::protobuf::Timestamp& out, Micros at) {
    // Floor, so that nanos stay positive before 1970 too.
    const Micros seconds = at / 1'000'000 - (at % 1'000'000 < 0 ? 1 : 0);
    out.set_seconds(seconds);
    out.set_nanos(static_cast<std::int32_t>((at - seconds * 1'000'000) * 1000));
}

inline Micros microsOf(const google::protobuf::Timestamp& time) {
    return time.seconds() * 1'000'000 + time.nanos() / 1000;
}

inline void setPosition(common::v1::LogPosition& out, events::Position position) {
    out.set_epoch(position.epoch);
    out.set_position(position.value);
}

} // namespace tradepost::catalog
