#pragma once

#include "ui/catalog/editor/editor_section.h"

class QGridLayout;
class QLineEdit;

namespace tradepost::ui {

// What the category's products are described by, each with the editor of its kind; below it what the product has
// besides.
class AttributesSection final : public EditorSection {
    Q_OBJECT
public:
    AttributesSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent);
    void update() override;
    bool has(models::Field field) const override { return field == models::Field::Attribute; }
    QWidget* control(const models::FieldRef& ref) override;
    void setEditable(bool editable) override;
    QWidget* editorOf(const QString& attribute) const;

private:
    struct Row {
        models::AttributeDefinition definition;
        bool defined = true;
        FormField* field = nullptr;
        QWidget* widget = nullptr; // with the button that removes it
    };
    void rebuild(const std::vector<Row>& wanted);
    void makeRow(Row& row);
    void show(const Row& row);
    void set(const models::AttributeDefinition& definition, const QString& value);
    void addOther();

    QLabel* m_state;
    QPushButton* m_retry;
    QGridLayout* m_grid;
    QWidget* m_otherHead;
    QVBoxLayout* m_others;
    QLineEdit* m_newName;
    std::vector<Row> m_rows;
    bool m_editable = true;
};

} // namespace tradepost::ui
