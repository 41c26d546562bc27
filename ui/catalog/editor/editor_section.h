#pragma once

#include "models/catalog/product_edit_model.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

#include <QFrame>

class QVBoxLayout;

namespace tradepost::ui {

class FormField;

// One card of the product editor: a heading and what can be edited below it. It shows the model when it is told to, and
// tells the model what is typed; the values are the model's.
class EditorSection : public QFrame {
    Q_OBJECT
public:
    // References outlive the section.
    EditorSection(Workspace& workspace, models::ProductEditModel& model, const QString& title,
                  QWidget* parent = nullptr);

    const QString& title() const { return m_title; }
    // Shows the model. Not called while nothing of it may have changed.
    virtual void update();
    // Of which fields the outline marks the section.
    virtual bool has(models::Field field) const;
    // Where the field is edited; null where that is not here. Shows it first, where that takes something.
    virtual QWidget* control(const models::FieldRef& ref);
    virtual void setEditable(bool editable);
    FormField* field(const models::FieldRef& ref) const; // null when it is not a plain one

protected:
    // A line or a text of the model. The section's body gets it only by add().
    FormField* line(const models::FieldRef& ref, const QString& label, const QString& help = {}, bool required = false);
    FormField* longText(const models::FieldRef& ref, const QString& label, int height, const QString& help = {});
    // Which field a line is about may change: another language.
    void bind(FormField* field, const models::FieldRef& ref);
    // A control of its own making, which update() leaves to the section.
    void addField(const models::FieldRef& ref, FormField* field);
    void add(QWidget* widget);
    void addRow(const QList<QWidget*>& widgets); // side by side, alike wide
    QVBoxLayout* body() const { return m_body; }
    bool updating() const { return m_updating; } // what changes now was not typed
    // `show` runs while updating() holds.
    void quietly(const std::function<void()>& show);

    Workspace& m_workspace;
    models::ProductEditModel& m_model;

private:
    void show(FormField* field, const QString& value);

    QString m_title;
    QVBoxLayout* m_body;
    std::vector<std::pair<models::FieldRef, FormField*>> m_fields;
    bool m_updating = false;
};

} // namespace tradepost::ui
