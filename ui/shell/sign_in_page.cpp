#include "ui/shell/sign_in_page.h"

#include "ui/kit/icons.h"
#include "ui/kit/progress_line.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>

namespace tradepost::ui {

namespace {
constexpr int kCardWidth = 420;
constexpr int kTroubleIcon = 32;
constexpr int kMark = 36;
} // namespace

SignInPage::SignInPage(client::ClientInterface& client, const Theme& theme, Settings& settings,
                       const QString& localDirectory, const QString& version, QWidget* parent)
    : Panel(theme, Surface::Sunken, {}, parent), m_client(client), m_settings(settings),
      m_localDirectory(localDirectory), m_card(new QFrame(this)) {
    m_card->setObjectName("Card");
    m_card->setFixedWidth(kCardWidth);
    auto* inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(space::xxl, space::xl + 4, space::xxl, space::xl + 4);
    m_faces = {makeChoice(), makeProgress(), makeTrouble()};
    for (QWidget* face : m_faces)
        inside->addWidget(face);
    // Centred by stretches: an alignment would keep the card from growing with its wrapped texts.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_card);
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::xl, 0, space::l);
    column->addStretch(2);
    column->addWidget(makeBrand(), 0, Qt::AlignHCenter);
    column->addSpacing(space::xl);
    column->addLayout(row);
    column->addStretch(3);
    column->addWidget(makeLabel(theme, TextStyle::Secondary, tr("Version %1").arg(version), true, this), 0,
                      Qt::AlignHCenter);
    showRemoteForm(settings.get(settings::storeKind) == "remote");
    setConnection(client.connection());
    connect(&client, &client::ClientInterface::connectionChanged, this, &SignInPage::setConnection);
}

QWidget* SignInPage::makeBrand() {
    auto* brand = new QWidget(this);
    auto* row = new QHBoxLayout(brand);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::m);
    auto* mark = new QLabel(brand);
    const auto paint = [this, mark] { mark->setPixmap(brandMark(theme(), kMark, devicePixelRatioF())); };
    paint();
    connect(&theme(), &Theme::changed, mark, paint);
    row->addWidget(mark);
    row->addWidget(makeLabel(theme(), TextStyle::Title, "Tradepost", false, brand));
    return brand;
}

QWidget* SignInPage::makeChoice() {
    auto* page = new QWidget(m_card);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::l);
    column->addWidget(makeLabel(theme(), TextStyle::Title, tr("Open a store"), false, page));

    auto* kinds = new QHBoxLayout;
    kinds->setSpacing(space::s);
    m_local = makeButton(theme(), ButtonKind::Plain, tr("On this computer"), "server", page);
    m_remote = makeButton(theme(), ButtonKind::Plain, tr("On a server"), "globe", page);
    auto* group = new QButtonGroup(page);
    for (QPushButton* button : {m_local, m_remote}) {
        button->setCheckable(true);
        button->setAutoDefault(false);
        group->addButton(button);
        kinds->addWidget(button, 1);
    }
    column->addLayout(kinds);

    m_localForm = makeLabel(theme(), TextStyle::Body,
                            tr("Your own store. Tradepost starts its backend with the window and stops it with it; "
                               "nothing else needs to be installed."),
                            true, page);
    static_cast<QLabel*>(m_localForm)->setWordWrap(true);
    column->addWidget(m_localForm);

    m_remoteForm = new QWidget(page);
    auto* fields = new QVBoxLayout(m_remoteForm);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(space::m);
    m_addressEdit = new QLineEdit(m_settings.get(settings::storeAddress));
    m_addressEdit->setPlaceholderText("shop.example.org");
    m_address = new FormField(theme(), tr("Address"), m_addressEdit, {}, false, m_remoteForm);
    m_emailEdit = new QLineEdit(m_settings.get(settings::storeEmail));
    m_email = new FormField(theme(), tr("E-mail"), m_emailEdit, {}, false, m_remoteForm);
    m_passwordEdit = new QLineEdit;
    m_passwordEdit->setEchoMode(QLineEdit::Password);
    m_password = new FormField(theme(), tr("Password"), m_passwordEdit, {}, false, m_remoteForm);
    m_remember = new QCheckBox(tr("Stay signed in on this computer"), m_remoteForm);
    m_remember->setChecked(m_settings.get(settings::remember));
    for (QWidget* field : {static_cast<QWidget*>(m_address), static_cast<QWidget*>(m_email),
                           static_cast<QWidget*>(m_password), static_cast<QWidget*>(m_remember)})
        fields->addWidget(field);
    column->addWidget(m_remoteForm);

    m_message = makeLabel(theme(), TextStyle::Body, {}, false, page);
    m_message->setProperty("tone", "bad");
    m_message->setWordWrap(true);
    m_message->hide();
    column->addWidget(m_message);
    m_authority = makeButton(theme(), ButtonKind::Link, {}, {}, page);
    m_authority->hide();
    column->addWidget(m_authority, 0, Qt::AlignLeft);
    connect(m_authority, &QPushButton::clicked, this, &SignInPage::chooseAuthority);
    m_submit = makeButton(theme(), ButtonKind::Primary, {}, {}, page);
    column->addWidget(m_submit);

    connect(m_local, &QPushButton::clicked, this, [this] { showRemoteForm(false); });
    connect(m_remote, &QPushButton::clicked, this, [this] { showRemoteForm(true); });
    connect(m_submit, &QPushButton::clicked, this, &SignInPage::submit);
    for (QLineEdit* edit : {m_addressEdit, m_emailEdit, m_passwordEdit})
        connect(edit, &QLineEdit::returnPressed, this, &SignInPage::submit);
    return page;
}

QWidget* SignInPage::makeProgress() {
    auto* page = new QWidget(m_card);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    m_progressTitle = makeLabel(theme(), TextStyle::Section, {}, false, page);
    m_progressText = makeLabel(theme(), TextStyle::Body, {}, true, page);
    m_progressText->setWordWrap(true);
    auto* cancel = makeButton(theme(), ButtonKind::Plain, tr("Cancel"), {}, page);
    column->addStretch(1);
    column->addWidget(m_progressTitle);
    column->addWidget(m_progressText);
    auto* line = new ProgressLine(theme(), page);
    line->setAccessibleName(tr("Under way"));
    column->addWidget(line);
    column->addSpacing(space::xs);
    column->addWidget(cancel, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(cancel, &QPushButton::clicked, this, [this] { m_client.signOut(); });
    return page;
}

QWidget* SignInPage::makeTrouble() {
    auto* page = new QWidget(m_card);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    m_troubleIcon = new QLabel(page);
    m_troubleTitle = makeLabel(theme(), TextStyle::Section, {}, false, page);
    m_troubleText = makeLabel(theme(), TextStyle::Body, {}, true, page);
    m_troubleTitle->setWordWrap(true);
    m_troubleText->setWordWrap(true);
    auto* again = makeButton(theme(), ButtonKind::Primary, tr("Try again"), {}, page);
    auto* other = makeButton(theme(), ButtonKind::Plain, tr("Open another store"), {}, page);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(again);
    buttons->addWidget(other);
    buttons->addStretch(1);
    column->addStretch(1);
    column->addWidget(m_troubleIcon);
    column->addWidget(m_troubleTitle);
    column->addWidget(m_troubleText);
    column->addSpacing(space::xs);
    column->addLayout(buttons);
    column->addStretch(1);
    connect(again, &QPushButton::clicked, this, [this] {
        if (m_client.connection().local)
            openLocal();
        else
            m_client.signOut(); // back to the form, which still holds the address
    });
    connect(other, &QPushButton::clicked, this, [this] { m_client.signOut(); });
    return page;
}

void SignInPage::showFace(int shown) {
    for (int i = 0; i < int(m_faces.size()); ++i)
        m_faces[std::size_t(i)]->setVisible(i == shown);
}

void SignInPage::showRemoteForm(bool remote) {
    m_asRemote = remote;
    m_local->setChecked(!remote);
    m_remote->setChecked(remote);
    m_remoteForm->setVisible(remote);
    m_localForm->setVisible(!remote);
    m_submit->setText(remote ? tr("Sign in") : tr("Open"));
    m_message->hide();
    updateAuthority(false);
    if (remote) {
        QWidget* first = m_addressEdit->text().isEmpty() ? m_addressEdit
                         : m_emailEdit->text().isEmpty() ? m_emailEdit
                                                         : m_passwordEdit;
        first->setFocus();
    } else {
        m_submit->setFocus();
    }
}

client::RemoteStore chosenStore(const Settings& settings, const QString& address) {
    auto store = client::RemoteStore::parse(address);
    if (!store.host.isEmpty() && store.label() == settings.get(settings::storeAuthorityOf))
        store.caFile = settings.get(settings::storeAuthority);
    return store;
}

void SignInPage::updateAuthority(bool wanted) {
    const QString file = chosenStore(m_settings, m_addressEdit->text()).caFile;
    m_authority->setVisible(m_asRemote && (wanted || !file.isEmpty()));
    m_authority->setText(file.isEmpty() ? tr("Choose the store's certificate authority…")
                                        : tr("Trusts %1. Choose another…").arg(QFileInfo(file).fileName()));
}

// Of stores with an authority of their own, which no public list knows.
void SignInPage::chooseAuthority() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Certificate of the store's authority"), {},
                                                      tr("Certificates") + " (*.pem *.crt)");
    if (file.isEmpty())
        return;
    m_settings.set(settings::storeAuthority, file);
    m_settings.set(settings::storeAuthorityOf, client::RemoteStore::parse(m_addressEdit->text()).label());
    m_message->hide();
    updateAuthority(true);
}

void SignInPage::openLocal() {
    m_settings.set(settings::storeKind, QString("local"));
    m_client.openLocal(m_localDirectory);
}

void SignInPage::submit() {
    if (!m_asRemote) {
        openLocal();
        return;
    }
    const auto store = chosenStore(m_settings, m_addressEdit->text());
    const QString email = m_emailEdit->text().trimmed();
    m_address->setProblem(store.host.isEmpty() ? tr("Enter an address like shop.example.org:8443.") : QString());
    m_email->setProblem(email.contains('@') ? QString() : tr("Enter the e-mail address of your account."));
    m_password->setProblem(m_passwordEdit->text().isEmpty() ? tr("Enter your password.") : QString());
    for (FormField* field : {m_address, m_email, m_password}) {
        if (!field->problem().isEmpty()) {
            field->control()->setFocus();
            return;
        }
    }
    m_settings.set(settings::storeKind, QString("remote"));
    m_settings.set(settings::storeAddress, m_addressEdit->text().trimmed());
    m_settings.set(settings::storeEmail, email);
    m_settings.set(settings::remember, m_remember->isChecked());
    m_client.signIn(store, email, m_passwordEdit->text(), m_remember->isChecked());
}

void SignInPage::setConnection(const client::ConnectionState& state) {
    using client::Phase;
    const auto trouble = [this, &state](const char* iconName, const QString& title) {
        m_troubleIcon->setPixmap(iconPixmap(iconName, theme().tone(Tone::Bad), kTroubleIcon, devicePixelRatioF()));
        m_troubleTitle->setText(title);
        m_troubleText->setText(state.message);
        showFace(2);
    };
    switch (state.phase) {
    case Phase::SignedOut:
        showFace(0);
        m_message->setText(state.message);
        m_message->setVisible(!state.message.isEmpty());
        updateAuthority(state.untrusted);
        if (!state.message.isEmpty() && m_asRemote) {
            m_passwordEdit->setFocus();
            m_passwordEdit->selectAll();
        }
        break;
    case Phase::Starting:
    case Phase::Connecting:
        m_progressTitle->setText(state.phase == Phase::Starting ? tr("Starting the local store…")
                                                                : tr("Connecting to %1…").arg(state.storeName));
        m_progressText->setText(state.phase == Phase::Starting
                                    ? tr("Its backend opens the data and replays what was not yet applied.")
                                    : tr("Waiting for the first answer."));
        showFace(1);
        break;
    case Phase::Refused:
        trouble("lock",
                state.local ? tr("The local store did not open") : tr("%1 refused the sign-in").arg(state.storeName));
        break;
    case Phase::VersionMismatch:
        trouble("alert", tr("Console and store do not fit together"));
        m_troubleText->setText(state.message + ' ' + tr("Update the older one, then try again."));
        break;
    case Phase::Online:
        m_passwordEdit->clear();
        break;
    case Phase::Reconnecting:
        break;
    }
}

} // namespace tradepost::ui
