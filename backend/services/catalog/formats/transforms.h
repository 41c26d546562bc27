#pragma once

#include "backend/base/error.h"
#include "tradepost/imports/v1/mapping.pb.h"

#include <google/protobuf/repeated_field.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::catalog::formats {

// A decimal number in a text such as "1.234,50 EUR", "$12.99" or "-3": what stands before and after it, and the number
// with a point, without groups. False when there is none or more than one.
struct DecimalText {
    std::string number;
    std::string_view before, after; // trimmed
};
bool readDecimal(std::string_view text, char decimalMark, DecimalText& out);

// The steps of one field, compiled. Const use is thread-safe.
class Transforms {
public:
    // INVALID_ARGUMENT names what is wrong with a step.
    static Result<Transforms> compile(const google::protobuf::RepeatedPtrField<imports::v1::Transform>& steps);
    Transforms(Transforms&&) noexcept;
    Transforms& operator=(Transforms&&) noexcept;
    ~Transforms();

    // Turns values[0] into one value or a list. The error's reason and message tell what a value lacks.
    Result<void> run(std::vector<std::string>& values) const;
    bool empty() const { return m_steps.empty(); }

private:
    struct Step;
    Transforms();
    std::vector<std::unique_ptr<const Step>> m_steps;
};

} // namespace tradepost::catalog::formats
