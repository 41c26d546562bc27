#pragma once

#include "models/client/client_interface.h"
#include "ui/kit/action_registry.h"
#include "ui/kit/format.h"
#include "ui/kit/settings.h"
#include "ui/kit/theme.h"

#include <QWidget>

#include <functional>
#include <set>

namespace tradepost::models {
class ThumbnailStore;
}

namespace tradepost::ui {

// Where the console is: a page and what it shows there ("catalog", "catalog/edit" of a product). Goes into the history.
struct Location {
    QString page;
    QString argument; // the page's own: a product's id

    bool operator==(const Location&) const = default;
};

class ToastArea;

// What a page gets from the shell. References live as long as the window.
struct Workspace {
    client::ClientInterface& client;
    const Theme& theme;
    Settings& settings;
    const Format& format;
    ActionRegistry& actions;
    models::ThumbnailStore* thumbnails; // may be null
    ToastArea& toasts;
    std::function<void(const Location&)> open; // goes there, as if clicked
    std::function<void()> back;
};

// A page of the console. The shell shows its title and count in the top bar and its primary action beside them.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    virtual QString subject() const { return {}; }    // what it shows, by name: a product's title
    virtual QString count() const { return {}; }      // "12,408"; empty while unknown
    virtual QString statusText() const { return {}; } // for the status bar: "40 of 12,408"
    virtual QString primaryActionId() const { return {}; }
    // Whether what it was asked to show is there, or why it is not.
    virtual bool loaded() const { return true; }
    virtual bool hasSearch() const { return false; }
    virtual void search(const QString&) {}
    // Shown again, or for the first time, with this argument.
    virtual void activate(const QString& argument) = 0;
    // False keeps the page open: it asked the person, who wants to stay.
    virtual bool mayLeave() { return true; }

signals:
    void titleChanged(); // title, count, status or primary action
};

// One thing the palette found, and where it is shown.
struct Found {
    QString text;
    QString detail; // beside it: an SKU
    QString icon;
    Location location;
};

// Declares one page: pages are made when first opened.
struct PageSpec {
    QString id;
    QString title;
    QString icon;
    QString parentId;             // shown as this entry of the navigation; empty: its own entry
    bool secondary = false;       // below the line
    std::set<client::Role> roles; // any of; a role without it does not see the page
    std::function<Page*(Workspace&)> make;
    // Looks for what was typed into the palette; answers later, while `context` lives. Empty: nothing to find.
    using Tell = std::function<void(const QList<Found>&)>;
    std::function<void(Workspace&, QObject* context, const QString& text, Tell tell)> find = {};
};

} // namespace tradepost::ui
