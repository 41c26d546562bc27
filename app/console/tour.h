#pragma once

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
    std::function<void(Console&, models::SampleClient&)> before = {}; // before the window is shown
    std::function<void(Console&, models::SampleClient&)> act = {};    // once the first page is there
};

std::vector<Scene> tourScenes();

// Renders every scene in light and dark, English and German, to PNG files in `directory`: same program, same pixels.
// `only` limits it to scenes of that name; empty: all. Returns the files written; empty when one could not be.
QStringList renderTour(const QString& directory, const QString& only = {});

} // namespace tradepost::app
