#pragma once

#include "ui/kit/settings.h"
#include "ui/kit/widgets.h"

namespace tradepost::ui {

// A way to look at a list, under a name: what is filtered and how it is sorted, as the page writes it.
struct SavedView {
    QString name;
    QString state;
    bool operator==(const SavedView&) const = default;
};

// The views of one page: those the page brings along and those the person saved, at most kMaxOwn, which are remembered.
class SavedViews final : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxOwn = 30;
    static constexpr int kMaxName = 60;

    // `settings` must outlive the views.
    SavedViews(Settings& settings, QString page, QList<SavedView> standard, QObject* parent = nullptr);

    const QList<SavedView>& standard() const { return m_standard; }
    const QList<SavedView>& own() const { return m_own; }
    QString nameOf(const QString& state) const; // empty: no view looks so
    // Replaces one of that name. False, and why in `problem`, when it cannot.
    bool save(const QString& name, const QString& state, QString* problem);
    void remove(const QString& name);

signals:
    void changed();

private:
    void remember();

    Settings& m_settings;
    QString m_page;
    QList<SavedView> m_standard;
    QList<SavedView> m_own;
};

// "Published v": which view is looked at; its menu changes, saves and removes views. `views` outlives the button.
class ViewButton final : public QPushButton {
    Q_OBJECT
public:
    ViewButton(const Theme& theme, SavedViews& views, QWidget* parent = nullptr);
    // What the page shows now.
    void setState(const QString& state);
    // Asks for a name.
    void askToSave();

signals:
    void chosen(const QString& state);

private:
    void fillMenu();
    void updateText();

    const Theme& m_theme;
    SavedViews& m_views;
    QString m_state;
    QMenu* m_menu;
};

} // namespace tradepost::ui
