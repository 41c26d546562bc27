#pragma once

#include "models/catalog/variant_matrix.h"
#include "ui/kit/dialog.h"

class QLineEdit;

namespace tradepost::ui {

class ChipEdit;

// What the variants of a product differ in. Says what applying it makes: how many stay, come and go.
class VariantOptionsDialog final : public Dialog {
    Q_OBJECT
public:
    VariantOptionsDialog(const Theme& theme, const models::ProductDraft& draft, QWidget* parent);
    std::vector<models::VariantOption> options() const;
    void addOption(const models::VariantOption& option);
    QPushButton* applyButton() const { return m_apply; }
    QString summary() const { return m_summary->text(); }

private:
    struct Row {
        QWidget* widget;
        QLineEdit* name;
        ChipEdit* values;
    };
    void update();

    const Theme& m_theme;
    models::ProductDraft m_draft;
    QVBoxLayout* m_rows;
    QList<Row> m_options;
    QPushButton* m_add = nullptr;
    QPushButton* m_apply = nullptr;
    QLabel* m_summary = nullptr;
};

} // namespace tradepost::ui
