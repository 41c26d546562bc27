#include "models/imports/mapping.h"

#include <QHash>
#include <QRegularExpression>

namespace tradepost::models {

namespace {

// Names of columns for each usual field, folded: small letters and digits only.
const std::vector<std::pair<QString, QStringList>>& knownNames() {
    static const std::vector<std::pair<QString, QStringList>> names{
        {"sku",
         {"sku", "articlenumber", "itemnumber", "itemno", "productcode", "artikelnummer", "artikelnr", "artnr",
          "bestellnummer", "nummer"}},
        {"title",
         {"title", "name", "productname", "producttitle", "item", "titel", "bezeichnung", "produktname", "artikel",
          "artikelname", "artikelbezeichnung"}},
        {"description", {"description", "text", "longdescription", "beschreibung", "langtext", "artikelbeschreibung"}},
        {"brand", {"brand", "manufacturer", "vendor", "maker", "marke", "hersteller"}},
        {"category", {"category", "categorypath", "producttype", "kategorie", "warengruppe", "produktgruppe"}},
        {"price", {"price", "retailprice", "salesprice", "unitprice", "preis", "verkaufspreis", "vk", "bruttopreis"}},
        {"compare_at_price", {"compareatprice", "msrp", "rrp", "listprice", "uvp", "streichpreis", "listenpreis"}},
        {"currency", {"currency", "currencycode", "waehrung", "wahrung"}},
        {"gtin", {"gtin", "ean", "barcode", "upc", "eancode", "gtinean"}},
        {"images", {"images", "image", "imageurl", "picture", "pictures", "bild", "bilder", "bildurl"}},
        {"tags", {"tags", "keywords", "schlagworte", "stichworte"}},
        {"weight_g", {"weightg", "weight", "gewicht", "gewichtg"}},
        {"options.Size", {"size", "groesse", "grosse"}},
        {"options.Colour", {"colour", "color", "farbe"}},
    };
    return names;
}

QString folded(const QString& name) {
    QString text =
        name.normalized(QString::NormalizationForm_KD).toLower().replace(QStringLiteral("ß"), QStringLiteral("ss"));
    text.remove(QRegularExpression("[^a-z0-9]"));
    return text;
}

bool hasDecimalComma(const QList<QStringList>& rows, qsizetype column) {
    static const QRegularExpression comma(R"(^\D*\d[\d. ']*,\d{1,2}\D*$)");
    for (const QStringList& row : rows) {
        if (column < row.size() && comma.match(row[column]).hasMatch())
            return true;
    }
    return false;
}

} // namespace

const QStringList& usualTargets() {
    static const QStringList targets = [] {
        QStringList all;
        for (const auto& [target, names] : knownNames())
            all.append(target);
        return all;
    }();
    return targets;
}

ImportMapping guessMapping(const QStringList& columns, const QList<QStringList>& rows, const QString& currency) {
    QHash<QString, qsizetype> byName;
    for (qsizetype i = columns.size() - 1; i >= 0; --i)
        byName[folded(columns[i])] = i; // of two with one name, the first
    ImportMapping mapping;
    for (const auto& [target, names] : knownNames()) {
        for (const QString& name : names) {
            const auto found = byName.constFind(name);
            if (found == byName.constEnd())
                continue;
            MappedField& field = mapping.field(target);
            field.column = columns[*found];
            if ((target == "price" || target == "compare_at_price") && hasDecimalComma(rows, *found))
                field.steps.emplace_back(MappingStep::Kind::Number);
            break;
        }
    }
    if (mapping.find("price") && !mapping.find("currency") && !currency.isEmpty())
        mapping.field("currency").constant = currency;
    return mapping;
}

} // namespace tradepost::models
