#pragma once

#include "models/client/connection.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace tradepost::models {
class SampleClient;
}

namespace tradepost::app {

class Console;

// One picture of the tour: what to do before it is taken, on a console that shows the catalog of the sample store.
struct Scene {
    QString name; // the file: "catalog" -> catalog-light-en.png
    bool signedIn = true;
    int products = 12'408;
    QStringList sellers{"0sampleseller"}; // the accounts the person acts for
    std::set<client::Role> roles{client::Role::Seller};
    std::function<void(Console&, models::SampleClient&)> before = {}; // before the window is shown
    std::function<void(Console&, models::SampleClient&)> act = {};    // once the first page is there
};

std::vector<Scene> tourScenes();

// One run of the tour: one size of window at one scale of the screen, which is a property of the whole process.
struct TourSize {
    QString folder; // below the tour's directory; empty: the directory itself
    QSize window;
    int scale; // device pixels per pixel: 1 or 2
};
const std::vector<TourSize>& tourSizes();

// Renders every scene in light and dark, English and German, to PNG files in `directory`: same program, same pixels.
// `only` limits it to scenes of that name; empty: all. Returns the files written; empty when one could not be.
QStringList renderTour(const QString& directory, QSize window, const QString& only = {});

} // namespace tradepost::app
