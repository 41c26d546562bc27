#pragma once

#include "models/imports/bad_rows_file.h"
#include "models/imports/file_upload.h"
#include "models/imports/import_model.h"
#include "models/imports/import_setup.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QStackedWidget;

namespace tradepost::ui {

class ElidedLabel;
class FileStep;
class MappingStep;
class OutcomeStep;
class StateView;
class StepBar;

// One import from its file to its result: the wizard of a new one, and where any other stands. An import belongs to the
// store: leaving the page stops nothing but an upload that is under way, about which it asks.
class ImportPage final : public Page {
    Q_OBJECT
public:
    enum class Step { File, Mapping, Outcome };

    explicit ImportPage(Workspace& workspace);

    QString title() const override { return tr("Import"); }
    QString subject() const override { return m_model.import().fileName; }
    bool loaded() const override;
    void activate(const QString& importId) override;
    bool mayLeave() override;

    Step step() const { return m_step; }
    FileStep& fileStep() { return *m_file; }
    MappingStep& mappingStep() { return *m_mapping; }
    OutcomeStep& outcomeStep() { return *m_outcome; }
    models::ImportModel& model() { return m_model; }
    models::ImportSetup& setup() { return m_setup; }
    QPushButton* nextButton() const { return m_next; }
    // Without asking where: what the dialog would have answered.
    void saveBadRows(const QString& path);

    // Asked before something that cannot simply be undone; a test answers instead of a person.
    std::function<bool(const QString& title, const QString& text, const QString& yes, const QString& no)> confirmed;

private:
    void declareActions();
    void update();
    void updateButtons();
    void goTo(Step step);
    void next();
    void back();
    void start(bool dryRun);
    void rollBack();
    void cancel();
    void askForBadRows();
    QString fileOfBadRows() const;
    bool pending() const; // its file is there, and it has not been started

    Workspace& m_workspace;
    models::FileUpload m_upload;
    models::ImportSetup m_setup;
    models::ImportModel m_model;
    models::BadRowsFile m_badRows;
    Step m_step = Step::File;
    bool m_fileThere = false; // the store has all of it
    bool m_settingUp = false; // back from the check to the settings
    QString m_refusal;        // of the last start
    StepBar* m_bar;
    ElidedLabel* m_name;
    QStackedWidget* m_stack;
    FileStep* m_file;
    MappingStep* m_mapping;
    OutcomeStep* m_outcome;
    StateView* m_state;
    Panel* m_footer = nullptr;
    ElidedLabel* m_hint;
    QPushButton* m_roll;
    QPushButton* m_save;
    QPushButton* m_pause;
    QPushButton* m_cancel;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace tradepost::ui
