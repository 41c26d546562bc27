#pragma once

#include "models/client/call.h"
#include "tradepost/imports/v1/mapping.pb.h"

#include <QMetaType>
#include <QStringList>

#include <vector>

// How the columns of somebody else's table become products, as the wizard edits it.
namespace tradepost::models {

// One step of turning a cell's text into a value.
class MappingStep {
public:
    enum class Kind { Trim, Lower, Upper, Replace, Split, Number, Lookup, StripHtml, Truncate };

    explicit MappingStep(Kind kind = Kind::Trim);
    static MappingStep fromProto(const imports::v1::Transform& proto);
    const imports::v1::Transform& proto() const { return m_proto; }

    Kind kind() const;
    // What a person types for it: the pattern, the separator, the decimal mark, lines of "this = that".
    QString first() const;
    void setFirst(const QString& text);
    // The replacement.
    QString second() const;
    void setSecond(const QString& text);
    // Which part is kept, how many characters.
    int number() const;
    void setNumber(int number);
    bool operator==(const MappingStep& other) const;

private:
    imports::v1::Transform m_proto; // parts that are not edited here stay as they are
};

struct MappedField {
    QString target; // as the contract names it: "title", "options.Size"
    QString column;
    QStringList otherColumns; // when it is empty
    QString constant;         // instead of a column
    QString fallback;         // when the cell is empty
    std::vector<MappingStep> steps;

    bool filled() const { return !column.isEmpty() || !constant.isEmpty() || !fallback.isEmpty(); }
    bool operator==(const MappedField&) const = default;
};

struct ImportMapping {
    QString name;
    QString etag;
    std::vector<MappedField> fields;
    QString groupColumn; // neighbouring rows with the same value here are one product
    bool parentRow = false;
    QString onlyColumn;
    QStringList onlyValues;
    bool makeSkus = false;
    bool optionalCategory = false; // an unknown category is left out instead of refused

    const MappedField* find(const QString& target) const;
    // The field of this target; made when there is none.
    MappedField& field(const QString& target);
    void remove(const QString& target);
    // Without fields that nothing fills.
    imports::v1::Mapping toProto() const;
    static ImportMapping fromProto(const imports::v1::Mapping& proto);
    bool operator==(const ImportMapping&) const = default;
};

// The fields a table is usually mapped to, in the order they are offered.
const QStringList& usualTargets();
// What the contract bounds.
inline constexpr int kMaxMappingName = 80;

// A mapping for a table of these columns and first rows, by what the columns are called in English and German. Prices
// that are written with a decimal comma are read so; where no column names the currency, `currency` stands in.
ImportMapping guessMapping(const QStringList& columns, const QList<QStringList>& rows, const QString& currency);

} // namespace tradepost::models
