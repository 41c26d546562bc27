#include "ui/imports/file_step.h"

#include "ui/imports/import_text.h"
#include "ui/imports/preview_table.h"
#include "ui/kit/banner.h"
#include "ui/kit/drop_zone.h"
#include "ui/kit/form.h"
#include "ui/kit/progress_line.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStackedLayout>

namespace tradepost::ui {

using models::FileUpload;
using models::ImportOptions;
using Publish = ImportOptions::Publish;
using Quoting = ImportOptions::Quoting;

namespace {
constexpr int kChooserWidth = 620;
constexpr int kSettingsWidth = 312;

QComboBox* makeChoice(const QList<std::pair<QString, QString>>& choices) {
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    for (const auto& [text, value] : choices)
        box->addItem(text, value);
    return box;
}
} // namespace

FileStep::FileStep(Workspace& workspace, models::FileUpload& upload, models::ImportSetup& setup, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_upload(upload), m_setup(setup), m_stack(new QStackedLayout(this)) {
    m_stack->addWidget(makeChooser());
    m_stack->addWidget(makeSending());
    m_stack->addWidget(makeShape());
    connect(&upload, &FileUpload::changed, this, &FileStep::update);
    connect(&setup, &models::ImportSetup::changed, this, &FileStep::updateShape);
    update();
}

QWidget* FileStep::makeChooser() {
    const Theme& theme = m_workspace.theme;
    auto* page = new Panel(theme, Panel::Surface::Surface, {}, this);
    m_zone = new DropZone(
        theme, "upload", tr("Drop a file of products here"),
        {tr("Tables and feeds"), {"csv", "tsv", "txt", "xml", "jsonl", "ndjson", "json"}, 1, kMaxBytes}, page);
    m_zone->setFixedWidth(kChooserWidth);
    m_unfinished = makeLabel(theme, TextStyle::Body, {}, false, page);
    auto* known =
        makeLabel(theme, TextStyle::Body,
                  tr("Exports of Tradepost, Shopify and Google Merchant are known at once, and JSON Lines. Of "
                     "any other table you say which column is what; that can be saved for the next time."),
                  true, page);
    auto* safe =
        makeLabel(theme, TextStyle::Body,
                  tr("Nothing changes before you have seen what would: new, changed and wrong rows."), true, page);
    for (QLabel* label : {m_unfinished, known, safe}) {
        label->setWordWrap(true);
        label->setFixedWidth(kChooserWidth);
    }
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    column->setSpacing(space::m);
    column->addStretch(2);
    column->addWidget(m_unfinished, 0, Qt::AlignHCenter);
    column->addWidget(m_zone, 0, Qt::AlignHCenter);
    column->addSpacing(space::s);
    column->addWidget(known, 0, Qt::AlignHCenter);
    column->addWidget(safe, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_zone, &DropZone::dropped, this, [this](const QStringList& files) {
        if (m_unfinishedId.isEmpty())
            m_upload.start(files.first());
        else
            m_upload.resume(m_unfinishedId, files.first());
    });
    return page;
}

QWidget* FileStep::makeSending() {
    const Theme& theme = m_workspace.theme;
    auto* page = new Panel(theme, Panel::Surface::Surface, {}, this);
    auto* card = new QFrame(page);
    card->setObjectName("Card");
    card->setFixedWidth(kChooserWidth);
    m_file = new ElidedLabel(Qt::ElideMiddle, card);
    m_file->setFont(theme.font(TextStyle::Section));
    m_line = new ProgressLine(theme, card);
    m_sent = makeLabel(theme, TextStyle::Body, {}, true, card);
    m_sent->setWordWrap(true);
    m_retry = makeButton(theme, ButtonKind::Primary, tr("Try again"), {}, card);
    m_stop = makeButton(theme, ButtonKind::Plain, tr("Choose another file"), {}, card);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addStretch(1);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_retry);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    inside->setSpacing(space::m);
    inside->addWidget(m_file);
    inside->addWidget(m_line);
    inside->addWidget(m_sent);
    inside->addLayout(buttons);
    auto* column = new QVBoxLayout(page);
    column->addStretch(2);
    column->addWidget(card, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_retry, &QPushButton::clicked, &m_upload, &FileUpload::retry);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_upload.cancel();
        emit cancelled();
        m_zone->setFocus();
    });
    return page;
}

QWidget* FileStep::makeShape() {
    const Theme& theme = m_workspace.theme;
    auto* page = new QWidget(this);
    m_format = makeChoice({{tr("Found out"), {}},
                           {formatName("csv"), "csv"},
                           {formatName("shopify"), "shopify"},
                           {formatName("google"), "google"},
                           {formatName("google-xml"), "google-xml"},
                           {formatName("jsonl"), "jsonl"},
                           {formatName("mapping"), "mapping"}});
    m_encoding = makeChoice({{tr("Found out"), {}},
                             {"UTF-8", "UTF-8"},
                             {"UTF-16 LE", "UTF-16LE"},
                             {"UTF-16 BE", "UTF-16BE"},
                             {"Windows-1252", "windows-1252"}});
    m_delimiter = makeChoice({{tr("Found out"), {}},
                              {tr("Comma  ,"), ","},
                              {tr("Semicolon  ;"), ";"},
                              {tr("Tab"), "\t"},
                              {tr("Bar  |"), "|"}});
    m_quoting = makeChoice({{tr("Found out"), "0"}, {tr("Cells may be quoted"), "1"}, {tr("No quotes"), "2"}});
    m_publish = makeChoice({{tr("Stay drafts"), "0"}, {tr("As the file says"), "1"}, {tr("Go on sale"), "2"}});
    m_seller = makeChoice({});
    auto* currency = new QLineEdit;
    currency->setMaxLength(3);
    m_delimiterField = new FormField(theme, tr("Delimiter"), m_delimiter);
    m_quotingField = new FormField(theme, tr("Quotes"), m_quoting);
    m_currency = new FormField(theme, tr("Currency"), currency, tr("Where the file names none."));
    m_sellerField = new FormField(theme, tr("Seller account"), m_seller, tr("Whose products they are."), true);
    auto* inside = new Panel(theme, Panel::Surface::Surface);
    auto* settings = new QVBoxLayout(inside);
    settings->setContentsMargins(space::xl, space::xl, space::l, space::xl);
    settings->setSpacing(space::l);
    settings->addWidget(makeLabel(theme, TextStyle::Section, tr("The file"), false, inside));
    settings->addWidget(new FormField(theme, tr("Format"), m_format));
    settings->addWidget(new FormField(theme, tr("Encoding"), m_encoding));
    settings->addWidget(m_delimiterField);
    settings->addWidget(m_quotingField);
    settings->addSpacing(space::s);
    settings->addWidget(makeLabel(theme, TextStyle::Section, tr("The products"), false, inside));
    settings->addWidget(m_sellerField);
    settings->addWidget(new FormField(theme, tr("New products"), m_publish));
    settings->addWidget(m_currency);
    settings->addStretch(1);
    auto* scroll = new QScrollArea(page);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(kSettingsWidth);
    scroll->setWidget(inside);

    m_heading = makeLabel(theme, TextStyle::Section, tr("First rows"), false, page);
    m_found = makeLabel(theme, TextStyle::Body, {}, true, page);
    m_note = makeLabel(theme, TextStyle::Body, {}, true, page);
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_note->setContentsMargins(0, 0, 0, 0);
    m_note->setWordWrap(true);
    m_problem = new Banner(theme, page);
    m_table = new PreviewTable(theme, m_workspace.format, page);
    m_table->setAccessibleName(tr("First rows of the file"));
    auto* head = new QVBoxLayout;
    head->setContentsMargins(space::xl, space::xl, space::xl, space::m);
    head->setSpacing(space::xs);
    head->addWidget(m_heading);
    head->addWidget(m_found);
    auto* noteRow = new QVBoxLayout;
    noteRow->setContentsMargins(space::xl, space::m, space::xl, 0);
    noteRow->addWidget(m_note);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addLayout(head);
    right->addWidget(m_problem);
    right->addWidget(makeLine(theme, Qt::Horizontal, page));
    right->addWidget(m_table, 1);
    right->addLayout(noteRow);
    right->addStretch(0);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(scroll);
    row->addWidget(makeLine(theme, Qt::Vertical, page));
    row->addLayout(right, 1);

    const auto text = [](QComboBox* box) { return box->currentData().toString(); };
    connect(m_format, &QComboBox::activated, this, [this, text] {
        const QString chosen = text(m_format);
        m_setup.setMapped(chosen == "mapping");
        change([&](ImportOptions& options) { options.format = chosen == "mapping" ? QString() : chosen; });
    });
    connect(m_encoding, &QComboBox::activated, this,
            [this, text] { change([&](ImportOptions& options) { options.encoding = text(m_encoding); }); });
    connect(m_delimiter, &QComboBox::activated, this,
            [this, text] { change([&](ImportOptions& options) { options.delimiter = text(m_delimiter); }); });
    connect(m_quoting, &QComboBox::activated, this, [this, text] {
        change([&](ImportOptions& options) { options.quoting = Quoting(text(m_quoting).toInt()); });
    });
    connect(m_publish, &QComboBox::activated, this, [this, text] {
        change([&](ImportOptions& options) { options.publish = Publish(text(m_publish).toInt()); });
    });
    connect(m_seller, &QComboBox::activated, this,
            [this, text] { change([&](ImportOptions& options) { options.sellerId = text(m_seller); }); });
    connect(currency, &QLineEdit::textEdited, this, [this](const QString& typed) {
        change([&](ImportOptions& options) { options.currency = typed.trimmed().toUpper(); });
    });
    connect(m_problem, &Banner::clicked, &m_setup, &models::ImportSetup::look);
    return page;
}

void FileStep::change(const std::function<void(ImportOptions&)>& what) {
    if (m_updating)
        return;
    ImportOptions options = m_setup.options();
    what(options);
    m_setup.setOptions(options);
}

void FileStep::setUploaded(bool uploaded) {
    m_uploaded = uploaded;
    update();
}

void FileStep::setUnfinished(const QString& importId) {
    m_unfinishedId = importId;
    update();
}

QString FileStep::problem() const {
    if (!m_uploaded)
        return {};
    static const QRegularExpression currency("^[A-Z]{3}$");
    if (!currency.match(m_setup.options().currency).hasMatch())
        return tr("The currency is three letters, as in EUR.");
    const bool namesSeller = m_setup.preview().shape.columns.contains("seller_id");
    if (m_setup.sellers().size() > 1 && m_setup.options().sellerId.isEmpty() && !namesSeller)
        return tr("Choose the seller account the products belong to.");
    if (m_setup.previewError())
        return client::text(m_setup.previewError()->message);
    return {};
}

void FileStep::update() {
    const bool sending = m_upload.state() != FileUpload::State::Idle && m_upload.state() != FileUpload::State::Done;
    m_stack->setCurrentIndex(m_uploaded ? 2 : sending ? 1 : 0);
    m_unfinished->setVisible(!m_unfinishedId.isEmpty());
    m_unfinished->setText(tr("This import's file did not arrive in whole. Choose it again: it goes on where it was."));
    updateSending();
    if (m_uploaded)
        updateShape();
}

void FileStep::updateSending() {
    m_file->setFullText(QFileInfo(m_upload.path()).fileName());
    const bool failed = m_upload.state() == FileUpload::State::Failed;
    const Format& format = m_workspace.format;
    m_line->setFraction(m_upload.total() > 0 ? double(m_upload.sent()) / double(m_upload.total()) : -1);
    m_line->setTone(failed ? Tone::Bad : m_upload.state() == FileUpload::State::Waiting ? Tone::Warn : Tone::Accent);
    m_line->setAccessibleName(m_file->fullText());
    QString text;
    if (failed)
        text = client::text(m_upload.error().message);
    else if (m_upload.state() == FileUpload::State::Waiting)
        text = tr("The store does not answer. The upload goes on by itself where it was.");
    else if (m_upload.total() > 0)
        text = tr("%1 of %2 sent").arg(sizeText(m_upload.sent(), format), sizeText(m_upload.total(), format));
    m_sent->setText(text);
    setStyleProperty(m_sent, "tone", failed ? "bad" : "muted");
    m_retry->setVisible(failed);
    m_stop->setText(failed ? tr("Choose another file") : tr("Cancel"));
}

void FileStep::updateShape() {
    if (!m_uploaded)
        return;
    m_updating = true;
    const ImportOptions& options = m_setup.options();
    const auto& preview = m_setup.preview();
    const auto& shape = preview.shape;
    const auto choose = [](QComboBox* box, const QString& value) {
        box->setCurrentIndex(std::max(0, box->findData(value)));
    };
    choose(m_format, m_setup.mapped() ? "mapping" : options.format);
    choose(m_encoding, options.encoding);
    choose(m_delimiter, options.delimiter);
    choose(m_quoting, QString::number(int(options.quoting)));
    choose(m_publish, QString::number(int(options.publish)));
    // What was found stands in the choice itself.
    const auto found = [&](QComboBox* box, const QString& what) {
        box->setItemText(0, what.isEmpty() || !m_setup.looked() ? tr("Found out") : tr("Found out: %1").arg(what));
    };
    const auto named = [](const QComboBox* box, const QString& value) {
        const int at = box->findData(value);
        return at > 0 ? box->itemText(at) : QString();
    };
    found(m_format, shape.format.isEmpty() ? QString() : formatName(shape.format));
    found(m_encoding, named(m_encoding, shape.encoding));
    found(m_delimiter, named(m_delimiter, shape.delimiter));
    found(m_quoting, {});
    auto* currency = qobject_cast<QLineEdit*>(m_currency->control());
    if (currency->text().toUpper() != options.currency)
        currency->setText(options.currency);
    const auto& sellers = m_setup.sellers();
    if (m_seller->count() != int(sellers.size()) + 1) {
        m_seller->clear();
        m_seller->addItem(tr("Choose…"), QString());
        for (const auto& [id, name] : sellers)
            m_seller->addItem(name, id);
    }
    choose(m_seller, options.sellerId);
    m_sellerField->setVisible(sellers.size() > 1);
    const bool table = m_setup.mapped() || (shape.format != "jsonl" && shape.format != "google-xml");
    m_delimiterField->setVisible(table);
    m_quotingField->setVisible(table);
    updateTable();
    m_updating = false;
}

void FileStep::updateTable() {
    const auto& preview = m_setup.preview();
    if (const auto& error = m_setup.previewError())
        m_problem->show(Tone::Bad, "alert", client::text(error->message),
                        client::isTransient(*error) ? tr("Try again") : QString());
    else
        m_problem->clear();
    // Problems stand at the cell they are about.
    QHash<std::pair<qint64, QString>, QString> problems;
    int wrong = 0;
    for (const auto& product : preview.products) {
        wrong += product.problems.empty() ? 0 : 1;
        for (const auto& problem : product.problems)
            problems.insert({problem.line, problem.column}, problem.message + ' ' + problem.fix);
    }
    QList<PreviewTable::Row> rows;
    const bool table = !preview.rows.isEmpty();
    QStringList columns = preview.shape.columns;
    if (table) {
        for (const auto& row : preview.rows) {
            PreviewTable::Row out{row.line, {}};
            for (qsizetype i = 0; i < row.cells.size(); ++i)
                out.cells.append(PreviewTable::Cell{row.cells[i], problems.value({row.line, columns.value(i)})});
            rows.append(out);
        }
    } else {
        columns = {targetName("sku"), targetName("title"), targetName("brand"), targetName("category")};
        for (const auto& product : preview.products)
            rows.append(
                PreviewTable::Row{product.line,
                                  {{product.sku, {}},
                                   {product.title, product.problems.empty() ? QString() : product.problems[0].message},
                                   {product.brand, {}},
                                   {product.category, {}}}});
    }
    m_table->show(rows.isEmpty() ? QStringList() : columns, rows);
    m_table->setVisible(!rows.isEmpty());
    QString note;
    if (m_setup.looked() && !m_setup.looking() && rows.isEmpty() && !m_setup.previewError())
        note = tr("The rows of such a file are shown once it has been checked: go on.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    if (!m_setup.looked()) {
        m_found->setText(tr("Looking at the file…"));
    } else {
        QStringList parts{formatName(preview.shape.format)};
        if (!preview.shape.columns.isEmpty())
            parts.append(tr("%n column(s)", nullptr, int(preview.shape.columns.size())));
        if (wrong > 0)
            parts.append(tr("%n of these rows need(s) correcting", nullptr, wrong));
        m_found->setText(parts.join(QStringLiteral(" · ")));
    }
}

} // namespace tradepost::ui
