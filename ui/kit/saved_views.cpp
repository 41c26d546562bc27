#include "ui/kit/saved_views.h"

#include "ui/kit/dialog.h"
#include "ui/kit/form.h"
#include "ui/kit/icons.h"

#include <QActionGroup>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>

namespace tradepost::ui {

namespace {
constexpr int kPromptWidth = 400;
constexpr int kShownName = 200; // pixels
} // namespace

SavedViews::SavedViews(Settings& settings, QString page, QList<SavedView> standard, QObject* parent)
    : QObject(parent), m_settings(settings), m_page(std::move(page)), m_standard(std::move(standard)) {
    const auto remembered = QJsonDocument::fromJson(settings.views(m_page).toUtf8()).array();
    for (const auto& entry : remembered) {
        const QJsonObject view = entry.toObject();
        const QString name = view["name"].toString();
        if (!name.isEmpty() && m_own.size() < kMaxOwn)
            m_own.append({name, view["state"].toString()});
    }
}

QString SavedViews::nameOf(const QString& state) const {
    for (const auto* views : {&m_own, &m_standard}) {
        for (const SavedView& view : *views) {
            if (view.state == state)
                return view.name;
        }
    }
    return {};
}

bool SavedViews::save(const QString& name, const QString& state, QString* problem) {
    const QString wanted = name.trimmed();
    const auto named = [&](const SavedView& view) { return view.name.compare(wanted, Qt::CaseInsensitive) == 0; };
    const auto found = std::ranges::find_if(m_own, named);
    if (wanted.isEmpty())
        *problem = tr("Give the view a name.");
    else if (std::ranges::any_of(m_standard, named))
        *problem = tr("A view that comes with the page has this name. Choose another.");
    else if (found == m_own.end() && m_own.size() >= kMaxOwn)
        *problem = tr("There are %n views already. Remove one first.", nullptr, kMaxOwn);
    else
        problem->clear();
    if (!problem->isEmpty())
        return false;
    if (found != m_own.end())
        *found = {wanted, state};
    else
        m_own.append({wanted, state});
    remember();
    return true;
}

void SavedViews::remove(const QString& name) {
    m_own.removeIf([&](const SavedView& view) { return view.name == name; });
    remember();
}

void SavedViews::remember() {
    QJsonArray views;
    for (const SavedView& view : std::as_const(m_own))
        views.append(QJsonObject{{"name", view.name}, {"state", view.state}});
    m_settings.setViews(m_page, QString::fromUtf8(QJsonDocument(views).toJson(QJsonDocument::Compact)));
    emit changed();
}

ViewButton::ViewButton(const Theme& theme, SavedViews& views, QWidget* parent)
    : QPushButton(parent), m_theme(theme), m_views(views), m_menu(new QMenu(this)) {
    setProperty("variant", "quiet");
    setAutoDefault(false);
    setIcon(ui::icon(theme, "bookmark"));
    setIconSize({16, 16});
    setMenu(m_menu);
    setToolTip(tr("Views of this list"));
    connect(m_menu, &QMenu::aboutToShow, this, &ViewButton::fillMenu);
    connect(&views, &SavedViews::changed, this, &ViewButton::updateText);
    updateText();
}

void ViewButton::setState(const QString& state) {
    m_state = state;
    updateText();
}

void ViewButton::updateText() {
    const QString name = m_views.nameOf(m_state);
    const QString shown = name.isEmpty() ? tr("Unsaved view") : name;
    setText(fontMetrics().elidedText(shown, Qt::ElideRight, kShownName).replace('&', "&&"));
    setAccessibleName(tr("View: %1").arg(shown));
}

void ViewButton::fillMenu() {
    m_menu->clear();
    const QString current = m_views.nameOf(m_state);
    const auto add = [&](const SavedView& view) {
        QString text = view.name;
        QAction* action = m_menu->addAction(text.replace('&', "&&"));
        action->setCheckable(true);
        action->setChecked(view.name == current);
        connect(action, &QAction::triggered, this, [this, state = view.state] { emit chosen(state); });
    };
    for (const SavedView& view : m_views.standard())
        add(view);
    if (!m_views.own().isEmpty())
        m_menu->addSeparator();
    for (const SavedView& view : m_views.own())
        add(view);
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Save this view…")), &QAction::triggered, this, &ViewButton::askToSave);
    if (std::ranges::any_of(m_views.own(), [&](const SavedView& view) { return view.name == current; }))
        connect(m_menu->addAction(tr("Remove “%1”").arg(current).replace('&', "&&")), &QAction::triggered, this,
                [this, current] { m_views.remove(current); });
}

void ViewButton::askToSave() {
    auto* dialog = new Dialog(m_theme, tr("Save this view"), this, kPromptWidth);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto* edit = new QLineEdit(m_views.nameOf(m_state));
    edit->setMaxLength(SavedViews::kMaxName);
    auto* field = new FormField(m_theme, tr("Name"), edit, tr("Filters, search and order are kept, for you."));
    dialog->addContent(field);
    dialog->addButton(ButtonKind::Plain, tr("Cancel"), QDialog::Rejected);
    auto* save = dialog->addButton(ButtonKind::Primary, tr("Save"), QDialog::Accepted);
    save->disconnect(dialog);
    connect(save, &QPushButton::clicked, dialog, [this, dialog, field, edit] {
        QString problem;
        if (m_views.save(edit->text(), m_state, &problem))
            dialog->accept();
        else
            field->setProblem(problem);
    });
    dialog->open();
    edit->setFocus();
    edit->selectAll();
}

} // namespace tradepost::ui
