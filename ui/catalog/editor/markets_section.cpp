#include "ui/catalog/editor/markets_section.h"

#include "ui/catalog/editor/chip_edit.h"
#include "ui/kit/form.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLineEdit>
#include <QRadioButton>

namespace tradepost::ui {

using models::Field;

namespace {

constexpr int kColumns = 3;

// Those that are offered; any other is added by its code.
const std::pair<const char*, const char*> kMarkets[] = {
    {"DE", QT_TRANSLATE_NOOP("Markets", "Germany")},        {"AT", QT_TRANSLATE_NOOP("Markets", "Austria")},
    {"CH", QT_TRANSLATE_NOOP("Markets", "Switzerland")},    {"FR", QT_TRANSLATE_NOOP("Markets", "France")},
    {"IT", QT_TRANSLATE_NOOP("Markets", "Italy")},          {"ES", QT_TRANSLATE_NOOP("Markets", "Spain")},
    {"PT", QT_TRANSLATE_NOOP("Markets", "Portugal")},       {"NL", QT_TRANSLATE_NOOP("Markets", "Netherlands")},
    {"BE", QT_TRANSLATE_NOOP("Markets", "Belgium")},        {"LU", QT_TRANSLATE_NOOP("Markets", "Luxembourg")},
    {"DK", QT_TRANSLATE_NOOP("Markets", "Denmark")},        {"SE", QT_TRANSLATE_NOOP("Markets", "Sweden")},
    {"NO", QT_TRANSLATE_NOOP("Markets", "Norway")},         {"FI", QT_TRANSLATE_NOOP("Markets", "Finland")},
    {"PL", QT_TRANSLATE_NOOP("Markets", "Poland")},         {"CZ", QT_TRANSLATE_NOOP("Markets", "Czechia")},
    {"GB", QT_TRANSLATE_NOOP("Markets", "United Kingdom")}, {"IE", QT_TRANSLATE_NOOP("Markets", "Ireland")},
    {"US", QT_TRANSLATE_NOOP("Markets", "United States")},  {"CA", QT_TRANSLATE_NOOP("Markets", "Canada")},
};

bool offered(const QString& market) {
    return std::ranges::any_of(kMarkets, [&](const auto& each) { return market == each.first; });
}

} // namespace

MarketsSection::MarketsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent)
    : EditorSection(workspace, model, tr("Markets"), parent) {
    m_everywhere = new QRadioButton(tr("Sold everywhere"), this);
    m_some = new QRadioButton(tr("Only in these countries"), this);
    add(m_everywhere);
    add(m_some);
    m_list = new QWidget(this);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::m);
    grid->setVerticalSpacing(space::s);
    int at = 0;
    for (const auto& [code, name] : kMarkets) {
        auto* box = new QCheckBox(QCoreApplication::translate("Markets", name), m_list);
        grid->addWidget(box, at / kColumns, at % kColumns);
        ++at;
        m_boxes.insert(code, box);
        connect(box, &QCheckBox::toggled, this, [this, market = QString(code)](bool on) { choose(market, on); });
    }
    m_others = new ChipEdit(workspace.theme, ",; ", tr("Another country's code, such as JP"), m_list);
    auto* column = new QVBoxLayout(m_list);
    column->setContentsMargins(space::xl, 0, 0, 0);
    column->setSpacing(space::l);
    column->addLayout(grid);
    column->addWidget(m_others);
    add(m_list);
    m_problem = makeLabel(workspace.theme, TextStyle::Secondary, {}, false, this);
    m_problem->setProperty("tone", "bad");
    m_problem->setWordWrap(true);
    add(m_problem);
    connect(m_everywhere, &QRadioButton::clicked, this, [this] {
        m_choosing = false;
        m_model.change([](models::ProductDraft& draft) { draft.markets.clear(); });
        update();
    });
    connect(m_some, &QRadioButton::clicked, this, [this] {
        m_choosing = true;
        update();
    });
    connect(m_others, &ChipEdit::changed, this, [this] {
        if (updating())
            return;
        m_model.change([this](models::ProductDraft& draft) {
            draft.markets.removeIf([](const QString& market) { return !offered(market); });
            for (const QString& market : m_others->values())
                draft.markets.append(market.toUpper());
        });
        m_model.touch(Field::Markets);
    });
}

void MarketsSection::choose(const QString& market, bool sold) {
    if (updating())
        return;
    m_choosing = true;
    m_model.change([&](models::ProductDraft& draft) {
        draft.markets.removeAll(market);
        if (sold)
            draft.markets.append(market);
    });
}

void MarketsSection::update() {
    EditorSection::update();
    quietly([this] {
        const QStringList& markets = m_model.draft().markets;
        if (m_model.status() == models::ProductEditModel::Status::Loading)
            m_choosing = false;
        const bool some = !markets.isEmpty() || m_choosing;
        m_everywhere->setChecked(!some);
        m_some->setChecked(some);
        m_list->setVisible(some);
        QStringList others;
        for (const QString& market : markets) {
            if (!offered(market))
                others.append(market);
        }
        for (auto each = m_boxes.cbegin(); each != m_boxes.cend(); ++each)
            each.value()->setChecked(markets.contains(each.key()));
        m_others->setValues(others);
        const QString problem = m_model.shownProblem(Field::Markets);
        m_problem->setText(problem);
        m_problem->setVisible(!problem.isEmpty());
    });
}

QWidget* MarketsSection::control(const models::FieldRef& ref) {
    if (ref.field != Field::Markets)
        return nullptr;
    return m_list->isVisibleTo(this) ? static_cast<QWidget*>(m_others->input()) : m_everywhere;
}

void MarketsSection::setEditable(bool editable) {
    for (QWidget* widget : {static_cast<QWidget*>(m_everywhere), static_cast<QWidget*>(m_some), m_list})
        widget->setEnabled(editable);
}

} // namespace tradepost::ui
