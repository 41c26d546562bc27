#pragma once

#include "models/client/client_interface.h"
#include "ui/kit/form.h"
#include "ui/kit/settings.h"

#include <array>

class QCheckBox;

namespace tradepost::ui {

// The store of this address, with the authority the person chose for it. An empty host: not an address.
client::RemoteStore chosenStore(const Settings& settings, const QString& address);

// What fills the window while no store is open: the choice of a store, progress while it opens, or why it does not.
class SignInPage final : public Panel {
    Q_OBJECT
public:
    // `localDirectory`: the data directory of the local store unless the person chose another.
    SignInPage(client::ClientInterface& client, const Theme& theme, Settings& settings, const QString& localDirectory,
               const QString& version, QWidget* parent = nullptr);

    void setConnection(const client::ConnectionState& state);
    void submit(); // as the button does
    void showRemoteForm(bool remote);

private:
    QWidget* makeBrand();
    QWidget* makeChoice();
    QWidget* makeProgress();
    QWidget* makeTrouble();
    void openLocal();
    void chooseAuthority();
    void updateAuthority(bool wanted);
    void showFace(int shown);

    client::ClientInterface& m_client;
    Settings& m_settings;
    QString m_localDirectory;
    QWidget* m_card;
    std::array<QWidget*, 3> m_faces{}; // choice, progress, trouble: one is shown
    QPushButton* m_local = nullptr;
    QPushButton* m_remote = nullptr;
    QWidget* m_remoteForm = nullptr;
    QWidget* m_localForm = nullptr;
    FormField* m_address = nullptr;
    FormField* m_email = nullptr;
    FormField* m_password = nullptr;
    QLineEdit* m_addressEdit = nullptr;
    QLineEdit* m_emailEdit = nullptr;
    QLineEdit* m_passwordEdit = nullptr;
    QCheckBox* m_remember = nullptr;
    QLabel* m_message = nullptr;
    QPushButton* m_submit = nullptr;
    QPushButton* m_authority = nullptr;
    QLabel* m_progressTitle = nullptr;
    QLabel* m_progressText = nullptr;
    QLabel* m_troubleIcon = nullptr;
    QLabel* m_troubleTitle = nullptr;
    QLabel* m_troubleText = nullptr;
    bool m_asRemote = false;
};

} // namespace tradepost::ui
