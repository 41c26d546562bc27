#include "ui/imports/import_page.h"

#include "ui/imports/file_step.h"
#include "ui/imports/import_text.h"
#include "ui/imports/mapping_row.h"
#include "ui/imports/mapping_step.h"
#include "ui/imports/outcome_step.h"
#include "ui/imports/step_bar.h"
#include "ui/kit/dialog.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>
#include <QStandardPaths>

namespace tradepost::ui {

using models::FileUpload;
using models::Import;
using models::ImportModel;
using models::ImportState;

namespace {
constexpr int kBarHeight = 56;
}

ImportPage::ImportPage(Workspace& workspace)
    : m_workspace(workspace), m_upload(workspace.client), m_setup(workspace.client), m_model(workspace.client),
      m_badRows(workspace.client) {
    const Theme& theme = workspace.theme;
    confirmed = [this](const QString& title, const QString& text, const QString& yes, const QString& no) {
        return confirm(m_workspace.theme, this, title, text, yes, no);
    };
    auto* top = new Panel(theme, Panel::Surface::Surface, Qt::BottomEdge, this);
    top->setFixedHeight(kBarHeight);
    m_bar = new StepBar(theme, top);
    auto* topRow = new QHBoxLayout(top);
    topRow->setContentsMargins(space::xl, 0, space::xl, 0);
    topRow->setSpacing(space::xl);
    topRow->addWidget(m_bar);
    topRow->addStretch(1);
    m_name = new ElidedLabel(Qt::ElideMiddle, top);
    m_name->setProperty("tone", "muted");
    topRow->addWidget(m_name);
    m_stack = new QStackedWidget(this);
    m_file = new FileStep(workspace, m_upload, m_setup, m_stack);
    m_mapping = new MappingStep(workspace, m_setup, m_stack);
    m_outcome = new OutcomeStep(workspace, m_model, m_stack);
    m_state = new StateView(theme, m_stack);
    for (QWidget* step : std::initializer_list<QWidget*>{m_file, m_mapping, m_outcome, m_state})
        m_stack->addWidget(step);
    m_footer = new Panel(theme, Panel::Surface::Raised, Qt::TopEdge, this);
    m_footer->setFixedHeight(kBarHeight);
    m_hint = new ElidedLabel(Qt::ElideRight, m_footer);
    m_roll = makeButton(theme, ButtonKind::Danger, tr("Roll back…"), {}, m_footer);
    m_save = makeButton(theme, ButtonKind::Plain, tr("Save bad rows…"), {}, m_footer);
    m_pause = makeButton(theme, ButtonKind::Plain, {}, {}, m_footer);
    m_cancel = makeButton(theme, ButtonKind::Danger, tr("Cancel"), {}, m_footer);
    m_back = makeButton(theme, ButtonKind::Plain, tr("Back"), {}, m_footer);
    m_next = makeButton(theme, ButtonKind::Primary, {}, {}, m_footer);
    auto* row = new QHBoxLayout(m_footer);
    row->setContentsMargins(space::xl, 1, space::xl, 0);
    row->setSpacing(space::s);
    row->addWidget(m_hint, 1);
    for (QPushButton* button : {m_roll, m_save, m_pause, m_cancel, m_back, m_next})
        row->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(top);
    column->addWidget(m_stack, 1);
    column->addWidget(m_footer);

    connect(m_next, &QPushButton::clicked, this, &ImportPage::next);
    connect(m_back, &QPushButton::clicked, this, &ImportPage::back);
    connect(m_cancel, &QPushButton::clicked, this, &ImportPage::cancel);
    connect(m_roll, &QPushButton::clicked, this, &ImportPage::rollBack);
    connect(m_save, &QPushButton::clicked, this, &ImportPage::askForBadRows);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_model.import().paused)
            m_model.resume();
        else
            m_model.pause();
    });
    connect(m_state, &StateView::primaryClicked, this, [this] { m_model.load(m_model.import().id); });
    connect(m_state, &StateView::secondaryClicked, this, [this] { m_workspace.back(); });
    connect(&m_upload, &FileUpload::created, &m_model, &ImportModel::adopt);
    connect(&m_upload, &FileUpload::changed, this, &ImportPage::update);
    connect(&m_upload, &FileUpload::done, this, [this] {
        m_setup.open(m_upload.importId(), {});
        update();
    });
    connect(m_file, &FileStep::cancelled, this, [this] {
        m_model.clear();
        m_setup.open({}, {});
        m_file->setUnfinished({});
        update();
    });
    connect(&m_setup, &models::ImportSetup::changed, this, &ImportPage::update);
    connect(&m_model, &ImportModel::changed, this, &ImportPage::update);
    connect(&m_model, &ImportModel::refused, this, [this](const Error& why) {
        m_refusal = client::text(why.message);
        m_workspace.toasts.show(Tone::Bad, m_refusal);
        update();
    });
    connect(&m_badRows, &models::BadRowsFile::written, this, [this](const QString& path) {
        m_workspace.toasts.show(Tone::Good, tr("Bad rows saved to %1.").arg(QFileInfo(path).fileName()));
    });
    connect(&m_badRows, &models::BadRowsFile::failed, this,
            [this](const QString& problem) { m_workspace.toasts.show(Tone::Bad, problem); });
    declareActions();
    update();
}

void ImportPage::declareActions() {
    ActionRegistry& actions = m_workspace.actions;
    actions.add(this,
                {"import.next", tr("Next step of the import"), QKeySequence("Ctrl+Return"), "arrow-right", [this] {
                     if (m_next->isVisible() && m_next->isEnabled())
                         next();
                 }});
    actions.add(this, {"import.saveMapping", tr("Save this mapping…"), QKeySequence("Ctrl+S"), "bookmark", [this] {
                           if (m_step == Step::Mapping)
                               m_mapping->askToSave();
                       }});
    actions.add(this, {"import.badRows", tr("Save bad rows…"), QKeySequence("Ctrl+Shift+S"), "copy", [this] {
                           if (m_model.import().failed > 0)
                               askForBadRows();
                       }});
}

bool ImportPage::loaded() const {
    return m_model.status() == ImportModel::Status::Empty || m_model.status() == ImportModel::Status::Ready ||
           m_model.status() == ImportModel::Status::LoadFailed;
}

void ImportPage::activate(const QString& importId) {
    if (!importId.isEmpty() && importId == m_model.import().id && m_model.status() == ImportModel::Status::Ready)
        return;
    m_upload.cancel();
    m_setup.open({}, {});
    m_step = Step::File;
    m_settingUp = false;
    m_refusal.clear();
    m_file->setUnfinished({});
    if (importId.isEmpty()) {
        m_model.clear();
        m_file->zone().setProblem({});
        for (auto* button : m_file->zone().findChildren<QPushButton*>())
            button->setFocus();
    } else {
        m_model.load(importId);
    }
    update();
}

bool ImportPage::mayLeave() {
    const bool sending =
        m_upload.state() == FileUpload::State::Sending || m_upload.state() == FileUpload::State::Waiting;
    if (!sending)
        return true;
    if (!confirmed(tr("Stop sending the file?"),
                   tr("%1 is not at the store yet. You can send the rest later from the list of imports.")
                       .arg(QFileInfo(m_upload.path()).fileName()),
                   tr("Stop sending"), tr("Keep sending")))
        return false;
    m_upload.cancel();
    m_model.clear();
    return true;
}

bool ImportPage::pending() const {
    return m_model.status() == ImportModel::Status::Ready && m_model.import().state == ImportState::Uploading;
}

void ImportPage::update() {
    const bool ready = m_model.status() == ImportModel::Status::Ready;
    const Import& import = m_model.import();
    const bool started = ready && !pending();
    // An import that was made elsewhere and not started: whether its file is whole, only its preview can tell.
    if (pending() && m_upload.state() == FileUpload::State::Idle && !m_setup.looked() && !m_setup.looking())
        m_setup.open(import.id, import.options);
    const bool uploaded =
        (pending() && m_upload.state() != FileUpload::State::Sending &&
         m_upload.state() != FileUpload::State::Waiting && m_upload.state() != FileUpload::State::Failed) ||
        (started && m_settingUp);
    const auto& error = m_setup.previewError();
    const bool unfinished = pending() && m_upload.state() == FileUpload::State::Idle && error &&
                            (error->reason == "EMPTY_FILE" || error->reason == "UPLOAD_INCOMPLETE");
    m_file->setUnfinished(unfinished ? import.id : QString());
    m_fileThere = uploaded && !unfinished;
    m_file->setUploaded(m_fileThere);
    if (started && !m_settingUp)
        m_step = Step::Outcome;
    else if (m_step == Step::Outcome || !uploaded)
        m_step = Step::File;
    const bool mapped = m_setup.mapped() || (started && import.shape.format == "mapping");
    QStringList steps{tr("File")};
    if (mapped)
        steps.append(tr("Fields"));
    steps.append(tr("Check"));
    steps.append(tr("Import"));
    const bool checking = import.state == ImportState::Staged || import.state == ImportState::Staging ||
                          import.state == ImportState::Checking;
    const int outcome = int(steps.size()) - (checking ? 2 : 1);
    const bool over = import.state == ImportState::Imported || import.state == ImportState::RolledBack;
    m_bar->setSteps(steps, m_step == Step::Outcome ? outcome + (over ? 1 : 0) : m_step == Step::Mapping ? 1 : 0);
    if (m_model.status() == ImportModel::Status::LoadFailed)
        m_state->showError(tr("The import could not be read"), m_model.error(), tr("Try again"), tr("Back"));
    else if (m_model.status() == ImportModel::Status::Loading)
        m_state->showEmpty("refresh", tr("Reading the import…"), {});
    const bool shown = ready || m_model.status() == ImportModel::Status::Empty;
    m_stack->setCurrentIndex(shown ? int(m_step) : 3);
    m_name->setFullText(import.fileName);
    updateButtons();
    emit titleChanged();
}

void ImportPage::updateButtons() {
    const Import& import = m_model.import();
    const bool outcome = m_step == Step::Outcome;
    const bool asking = m_model.asking();
    const bool settling = import.running();
    m_roll->setVisible(outcome && import.canRollBack());
    m_save->setVisible(outcome && !settling && import.failed > 0);
    m_pause->setVisible(outcome && settling && import.state != ImportState::RollingBack);
    m_pause->setText(import.paused ? tr("Resume") : tr("Pause"));
    m_cancel->setVisible(outcome && settling);
    m_back->setVisible(m_step == Step::Mapping || (outcome && import.state == ImportState::Staged));
    for (QPushButton* button : {m_roll, m_pause, m_cancel, m_back})
        button->setEnabled(!asking);
    m_save->setEnabled(!m_badRows.writing());

    QString text;
    QString problem;
    if (m_step == Step::File) {
        text = m_setup.mapped() ? tr("Next: fields") : tr("Check what would change");
        problem = m_file->problem();
    } else if (m_step == Step::Mapping) {
        text = tr("Check what would change");
        problem = m_setup.mappingProblem().isEmpty() ? m_file->problem() : m_setup.mappingProblem();
    } else if (import.state == ImportState::Staged) {
        const qint64 changes = import.created + import.updated;
        text = changes == 0 ? tr("Nothing to import")
                            : tr("Import %n product(s)", nullptr, int(changes))
                                  .replace(QString::number(changes), m_workspace.format.count(changes));
    } else if (import.state == ImportState::Cancelled ||
               (import.state == ImportState::Failed && import.reason != "UNKNOWN_FORMAT")) {
        text = tr("Go on");
    } else if (import.state == ImportState::Imported) {
        text = tr("See the catalog");
    } else if (import.state == ImportState::RolledBack) {
        text = tr("Import another file");
    }
    m_next->setText(text);
    m_next->setVisible(!text.isEmpty() && (outcome || (m_fileThere && m_stack->currentIndex() != 3)) &&
                       (outcome || m_setup.looked()));
    m_next->setEnabled(!asking && problem.isEmpty() && !(m_step != Step::Outcome && m_setup.looking()) &&
                       !(import.state == ImportState::Staged && outcome && import.created + import.updated == 0));
    if (problem.isEmpty() && !outcome)
        problem = m_refusal;
    m_hint->setFullText(problem);
    setStyleProperty(m_hint, "tone", "bad");
    m_footer->setVisible(!m_next->isHidden() || !m_cancel->isHidden() || !m_roll->isHidden() || !m_save->isHidden());
}

void ImportPage::goTo(Step step) {
    m_step = step;
    m_refusal.clear();
    update();
    if (step == Step::Mapping) {
        if (auto* sku = m_mapping->row("sku"))
            sku->columnBox()->setFocus();
    }
}

void ImportPage::next() {
    const Import& import = m_model.import();
    if (m_step == Step::File && m_setup.mapped()) {
        goTo(Step::Mapping);
    } else if (m_step != Step::Outcome) {
        start(true);
    } else if (import.state == ImportState::Staged) {
        m_model.goOn(false);
    } else if (import.state == ImportState::Imported) {
        m_workspace.open({"catalog", {}});
    } else if (import.state == ImportState::RolledBack) {
        m_workspace.open({"imports/import", {}});
    } else {
        m_model.goOn(import.created + import.updated == 0 && import.products() == 0);
    }
}

void ImportPage::start(bool dryRun) {
    m_refusal.clear();
    m_settingUp = false;
    m_upload.cancel();
    m_model.start(m_setup.startRequest(dryRun));
}

void ImportPage::back() {
    if (m_step == Step::Mapping) {
        goTo(Step::File);
        return;
    }
    // From what was checked to the settings: the file is still at the store.
    m_settingUp = true;
    if (!m_setup.looked())
        m_setup.open(m_model.import().id, m_model.import().options);
    goTo(m_setup.mapped() ? Step::Mapping : Step::File);
}

void ImportPage::cancel() {
    const Import& import = m_model.import();
    const bool changes = import.state == ImportState::Importing && import.created + import.updated > 0;
    if (changes && !confirmed(tr("Cancel the import?"),
                              tr("%1 products of %2 are in already and stay. You can go on later, or take them back.")
                                  .arg(m_workspace.format.count(import.created + import.updated), import.fileName),
                              tr("Cancel the import"), tr("Let it run")))
        return;
    m_model.cancel();
}

void ImportPage::rollBack() {
    const Import& import = m_model.import();
    const QString text =
        tr("%1 new products of %2 are removed and %3 changed ones become what they were. Products that were edited "
           "since are kept, and you are told which.")
            .arg(m_workspace.format.count(import.created), import.fileName, m_workspace.format.count(import.updated));
    if (confirmed(tr("Roll back this import?"), text, tr("Roll back"), tr("Keep the products")))
        m_model.rollBack();
}

QString ImportPage::fileOfBadRows() const {
    const QFileInfo name(m_model.import().fileName);
    const QString suffix = name.suffix().isEmpty() || name.suffix() == "xml" ? QString("csv") : name.suffix();
    const QDir folder(m_upload.path().isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                                                : QFileInfo(m_upload.path()).path());
    return folder.filePath(tr("%1-bad-rows.%2").arg(name.completeBaseName(), suffix));
}

void ImportPage::askForBadRows() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save bad rows"), fileOfBadRows());
    if (!path.isEmpty())
        saveBadRows(path);
}

void ImportPage::saveBadRows(const QString& path) {
    m_badRows.write(m_model.import().id, path);
}

} // namespace tradepost::ui
