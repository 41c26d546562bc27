#include "models/media/thumbnail_store.h"
#include "ui/gallery/items.h"
#include "ui/kit/banner.h"
#include "ui/kit/dialog.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/image_viewer.h"
#include "ui/kit/job_progress.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

namespace tradepost::ui::gallery {

namespace {

QWidget* states(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    auto* empty = new StateView(context.theme);
    empty->showEmpty(
        "catalog", "No products yet",
        "What you sell is listed here. Add the first product; it is on sale a moment after you publish it.",
        "New product", "Import a file");
    auto* error = new StateView(context.theme);
    error->showError("The catalog could not be read",
                     {Code::Unavailable, "TRANSPORT", "The store does not answer. Nothing was lost; try again.", {}},
                     "Try again", "Back");
    for (StateView* view : {empty, error})
        view->setFixedHeight(320);
    sheet->add("Nothing yet, and an error", {empty, error}, true);
    const std::tuple<Tone, const char*, const char*, const char*> banners[] = {
        {Tone::Warn, "offline", "Offline. What you see may be out of date. Trying again in 12 seconds.", "Try now"},
        {Tone::Info, "refresh", "2 products changed elsewhere in this list.", "Refresh"},
        {Tone::Bad, "alert", "The last import failed at line 6,001.", "Show"},
        {Tone::Good, "check", "Everything was published.", ""}};
    const char* captions[] = {"Something is amiss", "News", "Something failed", "Good news"};
    int at = 0;
    for (const auto& [tone, iconName, text, button] : banners) {
        auto* banner = new Banner(context.theme);
        banner->show(tone, iconName, text, button);
        sheet->add(captions[at++], {banner}, true);
    }
    return sheet;
}

QWidget* notices(const GalleryContext& context) {
    auto* page = new Panel(context.theme, Panel::Surface::Surface);
    page->setMinimumSize(900, 600);
    auto* toasts = new ToastArea(context.theme, page);
    toasts->show(Tone::Good, "Saved.");
    toasts->show(Tone::Info, "Copied 14 rows.", "Undo", [] {});
    toasts->show(Tone::Bad, "The store does not answer. Nothing was lost; try again.");
    return page;
}

QWidget* dialogs(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    auto* small = new Dialog(context.theme, "Unsaved changes", nullptr);
    small->addText("Leave without saving? What you typed here is lost.");
    small->addButton(ButtonKind::Danger, "Leave", QDialog::Accepted);
    small->addButton(ButtonKind::Primary, "Keep editing", QDialog::Rejected);
    auto* large = new Dialog(context.theme, "Someone else changed this product", nullptr);
    large->addText("While you were editing, it was saved by someone else. Nothing is lost: choose for each field which "
                   "text stays. Your other changes are kept.");
    large->addContent(new QLineEdit("A field in a dialog"));
    large->addButton(ButtonKind::Plain, "Cancel", QDialog::Rejected);
    large->addButton(ButtonKind::Primary, "Save", QDialog::Accepted);
    for (Dialog* dialog : {small, large}) {
        dialog->setWindowFlags(Qt::Widget);
        auto* frame = new QFrame; // what the desktop would draw around it
        frame->setObjectName("Popup");
        auto* column = new QVBoxLayout(frame);
        column->setContentsMargins(1, 1, 1, 1);
        column->addWidget(dialog);
        sheet->add(dialog == small ? "A question" : "Texts and fields", {frame});
    }
    return sheet;
}

QWidget* jobs(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    using State = Job::State;
    const std::tuple<const char*, State, int, int, double, const char*> all[] = {
        {"Import of catalog-2026.csv", State::Running, 0, 0, 0, ""},
        {"Price change of 12,408 products", State::Running, 5'120, 12'408, 1'900, ""},
        {"Import of a file with a very long name that does not fit into this row.csv", State::Running, 310'000,
         1'000'000, 4'100, ""},
        {"Export of the catalog", State::Paused, 5'120, 12'408, 0, ""},
        {"Move to another category", State::Cancelling, 900, 12'408, 0, ""},
        {"Publishing", State::Cancelled, 900, 12'408, 0, ""},
        {"Import of lamps.csv", State::Succeeded, 12'408, 12'408, 0, ""},
        {"Import of broken.csv", State::Failed, 6'000, 12'408, 0, "Line 6,001: the price is not a number."}};
    QList<QWidget*> columns[2];
    int at = 0;
    for (const auto& [title, state, done, total, rate, problem] : all) {
        auto* row = new JobProgress(context.theme, context.format);
        row->setJob(
            {QString::number(at), title, state, done, total, rate, problem, context.format.now().addSecs(-120)});
        columns[at++ % 2].append(row);
    }
    const char* captions[] = {"Runs: how far is unknown, and known", "A long name, and one that pauses",
                              "Asked to stop, and stopped", "Done, and failed"};
    for (int row = 0; row < 4; ++row)
        sheet->add(captions[row], {columns[0][row], columns[1][row]}, true);
    return sheet;
}

QWidget* drops(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    const auto makeZone = [&] {
        return new DropZone(context.theme, "picture", "Drop pictures here",
                            {"Pictures", {"jpg", "png", "webp"}, 10, 20 << 20});
    };
    auto* hovered = makeZone();
    hovered->setHovered(true);
    auto* refused = makeZone();
    refused->offer({"/home/mara/price list.pdf"});
    sheet->add("At rest, held over, refused", {makeZone(), hovered, refused}, true);
    auto* table = new DropZone(context.theme, "upload", "Drop a table of products here",
                               {"Tables", {"csv", "tsv", "xml", "jsonl", "zip", "gz"}, 1, 0});
    sheet->add("One file", {table}, true);
    return sheet;
}

QWidget* images(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    QImage drawing(900, 600, QImage::Format_RGB32);
    QPainter painter(&drawing);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(drawing.rect(), QColor("#DDE6F1"));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor("#C9714F"));
    painter.drawEllipse(QPointF(450, 300), 210, 210);
    painter.setBrush(QColor("#2F4A7D"));
    painter.drawRoundedRect(380, 230, 140, 140, 24, 24);
    painter.end();
    auto* fitted = new ImageViewer(context.theme);
    fitted->setImages({drawing, drawing.mirrored(), drawing}, 1);
    auto* enlarged = new ImageViewer(context.theme);
    enlarged->setImages({drawing});
    auto* none = new ImageViewer(context.theme);
    for (ImageViewer* viewer : {fitted, enlarged, none})
        viewer->setFixedHeight(280);
    enlarged->resize(460, 280);
    enlarged->zoomTo(1.5, QPointF(230, 120));
    sheet->add("One of three, fitted; enlarged", {fitted, enlarged}, true);
    sheet->add("No picture", {none}, true);
    return sheet;
}

} // namespace

std::vector<GalleryItem> feedbackItems() {
    return {{"states", "Empty, error, banners", states},
            {"notices", "Notices", notices},
            {"dialogs", "Dialogs", dialogs},
            {"jobs", "Jobs", jobs},
            {"drops", "Drop zones", drops},
            {"images", "Pictures", images}};
}

} // namespace tradepost::ui::gallery
