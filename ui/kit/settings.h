#pragma once

#include <QFileInfo>
#include <QObject>
#include <QSettings>

namespace tradepost::ui {

// One remembered choice, declared once below: its key and what holds until the person chooses.
template<class T>
struct Setting {
    const char* key;
    T fallback;
};

namespace settings {
inline const Setting<QString> language{"language", {}};          // "en", "de"; empty: the system's
inline const Setting<QString> theme{"theme", "light"};           // "light", "dark"
inline const Setting<QString> density{"density", "comfortable"}; // "comfortable", "compact"
inline const Setting<bool> navigationCollapsed{"navigation/collapsed", false};
inline const Setting<bool> productPreview{"product/preview", false};
inline const Setting<QByteArray> windowGeometry{"window/geometry", {}};
inline const Setting<int> drawerWidth{"drawer/width", 420};
inline const Setting<QString> storeKind{"store/kind", "local"}; // "local", "remote"
inline const Setting<QString> storeAddress{"store/address", {}};
inline const Setting<QString> storeEmail{"store/email", {}};
inline const Setting<QString> storeAuthority{"store/authority", {}};     // PEM file of a store's own authority
inline const Setting<QString> storeAuthorityOf{"store/authorityOf", {}}; // the store it is for, as its label
inline const Setting<QString> localDirectory{"store/directory", {}};
inline const Setting<bool> remember{"store/remember", true};
} // namespace settings

// Kept in one file; a value of the wrong type counts as not set. GUI thread.
class Settings final : public QObject {
    Q_OBJECT
public:
    // `path` of an INI file; empty: the person's configuration folder.
    explicit Settings(const QString& path = {}, QObject* parent = nullptr);

    template<class T>
    T get(const Setting<T>& setting) const {
        const QVariant value = m_file->value(setting.key);
        return value.isValid() && value.canConvert<T>() ? value.value<T>() : setting.fallback;
    }
    template<class T>
    void set(const Setting<T>& setting, const T& value) {
        if (get(setting) == value && m_file->contains(setting.key))
            return;
        m_file->setValue(setting.key, value);
        emit changed(setting.key);
    }
    // Column widths of a grid, by its name.
    QByteArray columns(const QString& grid) const { return m_file->value("columns/" + grid).toByteArray(); }
    void setColumns(const QString& grid, const QByteArray& state) { m_file->setValue("columns/" + grid, state); }

    // Saved views of a page, as it wrote them; by its name.
    QString views(const QString& page) const { return m_file->value("views/" + page).toString(); }
    void setViews(const QString& page, const QString& json) { m_file->setValue("views/" + page, json); }
    // Columns the person does not want to see.
    QStringList hiddenColumns(const QString& grid) const {
        return m_file->value("hiddenColumns/" + grid).toStringList();
    }
    void setHiddenColumns(const QString& grid, const QStringList& columns) {
        m_file->setValue("hiddenColumns/" + grid, columns);
    }

    // Where they are kept; what else is remembered for the person is put beside them.
    QString folder() const { return QFileInfo(m_file->fileName()).absolutePath(); }

signals:
    void changed(const QString& key);

private:
    QSettings* m_file;
};

} // namespace tradepost::ui
