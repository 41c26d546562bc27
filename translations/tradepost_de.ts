<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>tradepost::ui::AgeBar</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>1–2 days</source>
        <translation>1–2 Tage</translation>
    </message>
    <message>
        <source>3–6 days</source>
        <translation>3–6 Tage</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>Länger</translation>
    </message>
    <message>
        <source>Waiting since</source>
        <translation>Wartet seit</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::AttributesSection</name>
    <message>
        <source>Attributes</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Further attributes</source>
        <translation>Weitere Merkmale</translation>
    </message>
    <message>
        <source>Name of a further attribute</source>
        <translation>Name eines weiteren Merkmals</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Keine Angabe</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
    <message>
        <source>What this category is described by could not be read. %1</source>
        <translation>Die Merkmale dieser Kategorie ließen sich nicht lesen. %1</translation>
    </message>
    <message>
        <source>Reading what this category is described by…</source>
        <translation>Merkmale dieser Kategorie werden gelesen …</translation>
    </message>
    <message>
        <source>Choose a category to see what its products are described by.</source>
        <translation>Wählen Sie eine Kategorie, um die Merkmale ihrer Produkte zu sehen.</translation>
    </message>
    <message>
        <source>This category asks for nothing. You can add attributes of your own.</source>
        <translation>Diese Kategorie verlangt nichts. Sie können eigene Merkmale hinzufügen.</translation>
    </message>
    <message>
        <source>What its category is described by. Shoppers filter by it; fields with a star are needed to sell.</source>
        <translation>Merkmale der Kategorie. Käufer filtern danach; Felder mit Stern braucht es zum Verkaufen.</translation>
    </message>
</context>
<context>
    <name>tradepost::models::BadRowsFile</name>
    <message>
        <source>The bad rows were not written to %1: %2</source>
        <translation>Die fehlerhaften Zeilen wurden nicht nach %1 geschrieben: %2</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::BasicsSection</name>
    <message>
        <source>Basics</source>
        <translation>Grundlagen</translation>
    </message>
    <message>
        <source>Of all prices of this product.</source>
        <translation>Gilt für alle Preise dieses Produkts.</translation>
    </message>
    <message>
        <source>As your tax settings name it.</source>
        <translation>Wie in Ihren Steuereinstellungen.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::CatalogPage</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s).</source>
        <translation>
            <numerusform>%n Zeile kopiert.</numerusform>
            <numerusform>%n Zeilen kopiert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) not loaded yet were left out.</source>
        <translation>
            <numerusform>%n noch nicht geladene Zeile fehlt.</numerusform>
            <numerusform>%n noch nicht geladene Zeilen fehlen.</numerusform>
        </translation>
    </message>
    <message>
        <source>New product</source>
        <translation>Neues Produkt</translation>
    </message>
    <message>
        <source>Edit product</source>
        <translation>Produkt bearbeiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Refresh the list</source>
        <translation>Liste neu laden</translation>
    </message>
    <message>
        <source>The catalog could not be read</source>
        <translation>Der Katalog ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>No product matches</source>
        <translation>Kein Produkt passt</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter zurücksetzen</translation>
    </message>
    <message>
        <source>No products yet</source>
        <translation>Noch keine Produkte</translation>
    </message>
    <message>
        <source>What you sell is listed here. Add the first product; it is on sale a moment after you publish it.</source>
        <translation>Hier steht, was Sie verkaufen. Legen Sie das erste Produkt an; es ist im Verkauf, sobald Sie es veröffentlichen.</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) changed elsewhere in this list.</source>
        <translation>
            <numerusform>%n Produkt dieser Liste wurde anderswo geändert.</numerusform>
            <numerusform>%n Produkte dieser Liste wurden anderswo geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n Produkt</numerusform>
            <numerusform>%n Produkte</numerusform>
        </translation>
    </message>
    <message>
        <source>Loosen a filter or look for fewer words.</source>
        <translation>Lockern Sie einen Filter oder suchen Sie nach weniger Wörtern.</translation>
    </message>
    <message>
        <source>Catalog</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>All products</source>
        <translation>Alle Produkte</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::CategorySection</name>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Keine wählen</translation>
    </message>
    <message>
        <source>Search the categories</source>
        <translation>Kategorien durchsuchen</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>No category is called so.</source>
        <translation>Keine Kategorie heißt so.</translation>
    </message>
    <message>
        <source>Its category decides which attributes it has.</source>
        <translation>Die Kategorie bestimmt, welche Merkmale es hat.</translation>
    </message>
    <message>
        <source>No category yet</source>
        <translation>Noch keine Kategorie</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ChipEdit</name>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
</context>
<context>
    <name>Client</name>
    <message>
        <source>The store does not answer. Nothing was lost; try again.</source>
        <translation>Der Shop antwortet nicht. Nichts ging verloren; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The store took too long to answer. Try again.</source>
        <translation>Der Shop hat zu lange nicht geantwortet. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This store is too old for that. Update its backend.</source>
        <translation>Dieser Shop ist dafür zu alt. Aktualisieren Sie sein Backend.</translation>
    </message>
    <message>
        <source>The store's certificate is not one this computer trusts for that address, so nothing was sent. Check the address; if the store has an authority of its own, choose its certificate.</source>
        <translation>Diesem Zertifikat des Shops vertraut dieser Rechner für die Adresse nicht, daher wurde nichts gesendet. Prüfen Sie die Adresse; hat der Shop eine eigene Zertifizierungsstelle, wählen Sie deren Zertifikat aus.</translation>
    </message>
    <message>
        <source>What answers at this address is not a store over TLS. Check address and port.</source>
        <translation>An dieser Adresse antwortet kein Shop über TLS. Prüfen Sie Adresse und Port.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::CommandPalette</name>
    <message>
        <source>Pages and actions</source>
        <translation>Seiten und Aktionen</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Nothing matches “%1”.</source>
        <translation>Nichts passt zu „%1“.</translation>
    </message>
    <message>
        <source>Go to a page or a product, or run an action</source>
        <translation>Seite oder Produkt öffnen, oder Aktion ausführen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ConflictDialog</name>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>Someone else changed this product</source>
        <translation>Jemand anderes hat dieses Produkt geändert</translation>
    </message>
    <message>
        <source>While you were editing, it was saved by someone else. Nothing is lost: choose for each field which text stays. Your other changes are kept.</source>
        <translation>Während Sie es bearbeitet haben, hat es jemand anderes gespeichert. Nichts ist verloren: Wählen Sie für jedes Feld, welcher Text bleibt. Ihre übrigen Änderungen bleiben erhalten.</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine Fassung</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Andere Fassung</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Save the chosen</source>
        <translation>Auswahl speichern</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::DataGrid</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>Spalten auswählen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::DetailDrawer</name>
    <message>
        <source>Close details</source>
        <translation>Details schließen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::DiffView</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::DropZone</name>
    <message>
        <source>Choose a file…</source>
        <translation>Datei auswählen …</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Dateien auswählen …</translation>
    </message>
    <message>
        <source>%1, up to %2 each</source>
        <translation>%1, je bis %2</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once.</source>
        <translation>
            <numerusform>Höchstens eine Datei auf einmal.</numerusform>
            <numerusform>Höchstens %n Dateien auf einmal.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is of another kind. What fits: %2.</source>
        <translation>%1 ist von anderer Art. Möglich sind: %2.</translation>
    </message>
    <message>
        <source>%1 is larger than %2.</source>
        <translation>%1 ist größer als %2.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::FieldSettingsDialog</name>
    <message>
        <source>Values of %1</source>
        <translation>Werte von %1</translation>
    </message>
    <message>
        <source>When the cell is empty</source>
        <translation>Wenn die Zelle leer ist</translation>
    </message>
    <message>
        <source>Stands in for it; empty: it stays so.</source>
        <translation>Steht an ihrer Stelle; leer: Sie bleibt leer.</translation>
    </message>
    <message>
        <source>Steps, from top to bottom</source>
        <translation>Schritte, von oben nach unten</translation>
    </message>
    <message>
        <source>None: cells are taken as they are.</source>
        <translation>Keine: Zellen werden übernommen, wie sie sind.</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>Schritt hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Remove step %1</source>
        <translation>Schritt %1 entfernen</translation>
    </message>
    <message>
        <source>Pattern (RE2)</source>
        <translation>Muster (RE2)</translation>
    </message>
    <message>
        <source>Replacement; \1 is the first group</source>
        <translation>Ersatz; \1 ist die erste Gruppe</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Trennzeichen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Which part; -1 is the last, 0 makes a list of all</source>
        <translation>Welcher Teil; -1 ist der letzte, 0 macht eine Liste aus allen</translation>
    </message>
    <message>
        <source>Decimal mark</source>
        <translation>Dezimalzeichen</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>red = rot
blue = blau</source>
        <translation>red = rot
blue = blau</translation>
    </message>
    <message>
        <source>One “this = that” on each line</source>
        <translation>Je Zeile ein „dies = das“</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::FileStep</name>
    <message>
        <source>Drop a file of products here</source>
        <translation>Datei mit Produkten hier ablegen</translation>
    </message>
    <message>
        <source>Tables and feeds</source>
        <translation>Tabellen und Feeds</translation>
    </message>
    <message>
        <source>Exports of Tradepost, Shopify and Google Merchant are known at once, and JSON Lines. Of any other table you say which column is what; that can be saved for the next time.</source>
        <translation>Exporte von Tradepost, Shopify und Google Merchant werden sofort erkannt, ebenso JSON Lines. Bei jeder anderen Tabelle sagen Sie, welche Spalte was ist; das lässt sich für das nächste Mal speichern.</translation>
    </message>
    <message>
        <source>Nothing changes before you have seen what would: new, changed and wrong rows.</source>
        <translation>Nichts ändert sich, bevor Sie gesehen haben, was sich ändern würde: neue, geänderte und fehlerhafte Zeilen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>Andere Datei wählen</translation>
    </message>
    <message>
        <source>Found out</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Comma  ,</source>
        <translation>Komma  ,</translation>
    </message>
    <message>
        <source>Semicolon  ;</source>
        <translation>Semikolon  ;</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulator</translation>
    </message>
    <message>
        <source>Bar  |</source>
        <translation>Strich  |</translation>
    </message>
    <message>
        <source>Cells may be quoted</source>
        <translation>Zellen dürfen in Anführungszeichen stehen</translation>
    </message>
    <message>
        <source>No quotes</source>
        <translation>Keine Anführungszeichen</translation>
    </message>
    <message>
        <source>Stay drafts</source>
        <translation>Bleiben Entwürfe</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>Wie die Datei sagt</translation>
    </message>
    <message>
        <source>Go on sale</source>
        <translation>Gehen in den Verkauf</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>Trennzeichen</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>Anführungszeichen</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Where the file names none.</source>
        <translation>Wo die Datei keine nennt.</translation>
    </message>
    <message>
        <source>Seller account</source>
        <translation>Verkäuferkonto</translation>
    </message>
    <message>
        <source>Whose products they are.</source>
        <translation>Wem die Produkte gehören.</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Zeichensatz</translation>
    </message>
    <message>
        <source>The products</source>
        <translation>Die Produkte</translation>
    </message>
    <message>
        <source>New products</source>
        <translation>Neue Produkte</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>Die ersten Zeilen</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>Die ersten Zeilen der Datei</translation>
    </message>
    <message>
        <source>The currency is three letters, as in EUR.</source>
        <translation>Die Währung besteht aus drei Buchstaben, wie EUR.</translation>
    </message>
    <message>
        <source>Choose the seller account the products belong to.</source>
        <translation>Wählen Sie das Verkäuferkonto, dem die Produkte gehören.</translation>
    </message>
    <message>
        <source>This import's file did not arrive in whole. Choose it again: it goes on where it was.</source>
        <translation>Die Datei dieses Imports ist nicht ganz angekommen. Wählen Sie sie noch einmal: Es geht weiter, wo es war.</translation>
    </message>
    <message>
        <source>The store does not answer. The upload goes on by itself where it was.</source>
        <translation>Der Shop antwortet nicht. Das Hochladen geht von selbst weiter, wo es war.</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%1 von %2 gesendet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Found out: %1</source>
        <translation>Automatisch: %1</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>The rows of such a file are shown once it has been checked: go on.</source>
        <translation>Die Zeilen einer solchen Datei werden nach der Prüfung gezeigt: Gehen Sie weiter.</translation>
    </message>
    <message>
        <source>Looking at the file…</source>
        <translation>Die Datei wird angesehen …</translation>
    </message>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n Spalte</numerusform>
            <numerusform>%n Spalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of these rows need(s) correcting</source>
        <translation>
            <numerusform>%n dieser Zeilen muss berichtigt werden</numerusform>
            <numerusform>%n dieser Zeilen müssen berichtigt werden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::models::FileUpload</name>
    <message>
        <source>The file cannot be read (%1). Nothing was changed; choose it again.</source>
        <translation>Die Datei kann nicht gelesen werden (%1). Nichts wurde geändert; wählen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The file is empty. Choose another one.</source>
        <translation>Die Datei ist leer. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The file was changed while it was sent. Choose it again to send it as it is now.</source>
        <translation>Die Datei wurde geändert, während sie gesendet wurde. Wählen Sie sie noch einmal, um sie so zu senden, wie sie jetzt ist.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::FilterBar</name>
    <message>
        <source>Remove filter %1</source>
        <translation>Filter %1 entfernen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Nothing to choose yet</source>
        <translation>Noch nichts zur Auswahl</translation>
    </message>
    <message>
        <source>Filter by %1</source>
        <translation>Nach %1 filtern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>vor %n Min.</numerusform>
            <numerusform>vor %n Min.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>vor %n Std.</numerusform>
            <numerusform>vor %n Std.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::client::GrpcClient</name>
    <message>
        <source>Local store</source>
        <translation>Lokaler Shop</translation>
    </message>
    <message>
        <source>You are signed out.</source>
        <translation>Sie sind abgemeldet.</translation>
    </message>
    <message>
        <source>The local backend stopped.</source>
        <translation>Das lokale Backend hat sich beendet.</translation>
    </message>
    <message>
        <source>The certificate file %1 cannot be read.</source>
        <translation>Die Zertifikatsdatei %1 ist nicht lesbar.</translation>
    </message>
    <message>
        <source>This console is version %1, the store's backend is version %2.</source>
        <translation>Diese Konsole hat Version %1, das Backend des Shops Version %2.</translation>
    </message>
    <message>
        <source>No store is open.</source>
        <translation>Es ist kein Shop geöffnet.</translation>
    </message>
    <message>
        <source>Too many calls wait.</source>
        <translation>Zu viele Anfragen warten.</translation>
    </message>
    <message>
        <source>Your session has ended. Sign in again.</source>
        <translation>Ihre Sitzung ist abgelaufen. Melden Sie sich neu an.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::HistorySection</name>
    <message>
        <source>Translations</source>
        <translation>Übersetzungen</translation>
    </message>
    <message>
        <source>Texts for search engines</source>
        <translation>Texte für Suchmaschinen</translation>
    </message>
    <message>
        <source>Main language</source>
        <translation>Hauptsprache</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>a moderator</source>
        <translation>einem Moderator</translation>
    </message>
    <message>
        <source>the store</source>
        <translation>dem Shop</translation>
    </message>
    <message>
        <source>you</source>
        <translation>Ihnen</translation>
    </message>
    <message>
        <source>someone else of your account</source>
        <translation>jemand anderem aus Ihrem Konto</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore the version of %1</source>
        <translation>Stand vom %1 wiederherstellen</translation>
    </message>
    <message>
        <source>Puts the product as it was then into the form. Nothing is saved yet.</source>
        <translation>Holt den damaligen Stand ins Formular. Gespeichert wird noch nichts.</translation>
    </message>
    <message>
        <source>The history could not be read. %1</source>
        <translation>Der Verlauf ließ sich nicht lesen. %1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>What is done to the product is listed here once it is saved.</source>
        <translation>Hier steht, was mit dem Produkt geschieht, sobald es gespeichert ist.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Show earlier ones</source>
        <translation>Frühere anzeigen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImageViewer</name>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Pixel for pixel</source>
        <translation>Pixel für Pixel</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, %3 %</source>
        <translation>%1 × %2 Pixel, %3 %</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>tradepost::models::ImportListModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produkte</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImportPage</name>
    <message>
        <source>Roll back…</source>
        <translation>Zurücknehmen …</translation>
    </message>
    <message>
        <source>Save bad rows…</source>
        <translation>Fehlerhafte Zeilen speichern …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Bad rows saved to %1.</source>
        <translation>Fehlerhafte Zeilen in %1 gespeichert.</translation>
    </message>
    <message>
        <source>Next step of the import</source>
        <translation>Nächster Schritt des Imports</translation>
    </message>
    <message>
        <source>Save this mapping…</source>
        <translation>Diese Zuordnung speichern …</translation>
    </message>
    <message>
        <source>Stop sending the file?</source>
        <translation>Senden der Datei anhalten?</translation>
    </message>
    <message>
        <source>%1 is not at the store yet. You can send the rest later from the list of imports.</source>
        <translation>%1 ist noch nicht ganz beim Shop. Den Rest können Sie später aus der Liste der Importe senden.</translation>
    </message>
    <message>
        <source>Stop sending</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep sending</source>
        <translation>Weiter senden</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>The import could not be read</source>
        <translation>Der Import konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the import…</source>
        <translation>Der Import wird gelesen …</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Next: fields</source>
        <translation>Weiter: Felder</translation>
    </message>
    <message>
        <source>Check what would change</source>
        <translation>Prüfen, was sich ändern würde</translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>Nichts zu importieren</translation>
    </message>
    <message numerus="yes">
        <source>Import %n product(s)</source>
        <translation>
            <numerusform>%n Produkt importieren</numerusform>
            <numerusform>%n Produkte importieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>See the catalog</source>
        <translation>Zum Katalog</translation>
    </message>
    <message>
        <source>Import another file</source>
        <translation>Andere Datei importieren</translation>
    </message>
    <message>
        <source>Cancel the import?</source>
        <translation>Import abbrechen?</translation>
    </message>
    <message>
        <source>%1 products of %2 are in already and stay. You can go on later, or take them back.</source>
        <translation>%1 Produkte aus %2 sind schon da und bleiben. Sie können später fortfahren oder sie zurücknehmen.</translation>
    </message>
    <message>
        <source>Cancel the import</source>
        <translation>Import abbrechen</translation>
    </message>
    <message>
        <source>Let it run</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>%1 new products of %2 are removed and %3 changed ones become what they were. Products that were edited since are kept, and you are told which.</source>
        <translation>%1 neue Produkte aus %2 werden entfernt, und %3 geänderte werden wieder, was sie waren. Seither bearbeitete Produkte bleiben, und Sie erfahren, welche.</translation>
    </message>
    <message>
        <source>Roll back this import?</source>
        <translation>Diesen Import zurücknehmen?</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Keep the products</source>
        <translation>Produkte behalten</translation>
    </message>
    <message>
        <source>%1-bad-rows.%2</source>
        <translation>%1-fehlerhafte-zeilen.%2</translation>
    </message>
    <message>
        <source>Save bad rows</source>
        <translation>Fehlerhafte Zeilen speichern</translation>
    </message>
</context>
<context>
    <name>tradepost::models::ImportRowsModel</name>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
    <message>
        <source>Kept: somebody has edited it since.</source>
        <translation>Behalten: Jemand hat es seither bearbeitet.</translation>
    </message>
    <message>
        <source>Waits for review.</source>
        <translation>Wartet auf Prüfung.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What about it</source>
        <translation>Was ist damit</translation>
    </message>
</context>
<context>
    <name>tradepost::models::ImportSetup</name>
    <message>
        <source>Say which column has the SKU: it is how a product is known again.</source>
        <translation>Sagen Sie, welche Spalte die SKU hat: Daran wird ein Produkt wiedererkannt.</translation>
    </message>
    <message>
        <source>Say in which currency the prices are: a column, or the same for all.</source>
        <translation>Sagen Sie, in welcher Währung die Preise sind: eine Spalte, oder für alle dieselbe.</translation>
    </message>
    <message>
        <source>Map at least one field beside the SKU.</source>
        <translation>Ordnen Sie neben der SKU mindestens ein Feld zu.</translation>
    </message>
    <message>
        <source>The file has no column “%1”: choose another one.</source>
        <translation>Die Datei hat keine Spalte „%1“: Wählen Sie eine andere.</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Nicht gestartet</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Liest die Datei</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Wird importiert</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Rolling back</source>
        <translation>Wird zurückgenommen</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>%1 products taken back</source>
        <translation>%1 Produkte zurückgenommen</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 von %2 Zeilen</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>CSV of Tradepost</source>
        <translation>CSV von Tradepost</translation>
    </message>
    <message>
        <source>Shopify</source>
        <translation>Shopify</translation>
    </message>
    <message>
        <source>Google Merchant (table)</source>
        <translation>Google Merchant (Tabelle)</translation>
    </message>
    <message>
        <source>Google Merchant (XML)</source>
        <translation>Google Merchant (XML)</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>Own table, mapped</source>
        <translation>Eigene Tabelle, zugeordnet</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Price before</source>
        <translation>Preis vorher</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>GTIN</source>
        <translation>GTIN</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Weight in grams</source>
        <translation>Gewicht in Gramm</translation>
    </message>
    <message>
        <source>Option: size</source>
        <translation>Option: Größe</translation>
    </message>
    <message>
        <source>Option: colour</source>
        <translation>Option: Farbe</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Address (slug)</source>
        <translation>Adresse (Slug)</translation>
    </message>
    <message>
        <source>Markets</source>
        <translation>Märkte</translation>
    </message>
    <message>
        <source>Tax class</source>
        <translation>Steuerklasse</translation>
    </message>
    <message>
        <source>Title (German)</source>
        <translation>Titel (Deutsch)</translation>
    </message>
    <message>
        <source>Description (German)</source>
        <translation>Beschreibung (Deutsch)</translation>
    </message>
    <message>
        <source>Length in mm</source>
        <translation>Länge in mm</translation>
    </message>
    <message>
        <source>Width in mm</source>
        <translation>Breite in mm</translation>
    </message>
    <message>
        <source>Height in mm</source>
        <translation>Höhe in mm</translation>
    </message>
    <message>
        <source>Trim white space</source>
        <translation>Leerzeichen kürzen</translation>
    </message>
    <message>
        <source>Small letters</source>
        <translation>Kleinbuchstaben</translation>
    </message>
    <message>
        <source>Capital letters</source>
        <translation>Großbuchstaben</translation>
    </message>
    <message>
        <source>Replace a pattern</source>
        <translation>Muster ersetzen</translation>
    </message>
    <message>
        <source>Keep one part</source>
        <translation>Einen Teil behalten</translation>
    </message>
    <message>
        <source>Read as a number</source>
        <translation>Als Zahl lesen</translation>
    </message>
    <message>
        <source>Look up in a list</source>
        <translation>In einer Liste nachschlagen</translation>
    </message>
    <message>
        <source>Remove HTML</source>
        <translation>HTML entfernen</translation>
    </message>
    <message>
        <source>Cut to a length</source>
        <translation>Auf eine Länge kürzen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImportsPage</name>
    <message>
        <source>Imports</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Import products</source>
        <translation>Produkte importieren</translation>
    </message>
    <message>
        <source>Refresh the list</source>
        <translation>Liste aktualisieren</translation>
    </message>
    <message>
        <source>The imports could not be read</source>
        <translation>Die Importe konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No imports yet</source>
        <translation>Noch keine Importe</translation>
    </message>
    <message>
        <source>Bring products in from a file: an export of another shop, a feed or any table. You see what would change before anything does.</source>
        <translation>Bringen Sie Produkte aus einer Datei herein: dem Export eines anderen Shops, einem Feed oder irgendeiner Tabelle. Sie sehen, was sich ändern würde, bevor sich etwas ändert.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt …</translation>
    </message>
    <message numerus="yes">
        <source>%n import(s)</source>
        <translation>
            <numerusform>%n Import</numerusform>
            <numerusform>%n Importe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::JobProgress</name>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Cancel this job</source>
        <translation>Diesen Auftrag abbrechen</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Nothing runs. Imports and bulk edits are followed here.</source>
        <translation>Es läuft nichts. Hier sehen Sie, wie weit Importe und Massenänderungen sind.</translation>
    </message>
</context>
<context>
    <name>tradepost::client::LocalBackend</name>
    <message>
        <source>The bundled backend is missing: %1. Install Tradepost again.</source>
        <translation>Das mitgelieferte Backend fehlt: %1. Installieren Sie Tradepost neu.</translation>
    </message>
    <message>
        <source>The bundled backend could not be started: %1</source>
        <translation>Das mitgelieferte Backend ließ sich nicht starten: %1</translation>
    </message>
    <message>
        <source>The bundled backend stopped while it was starting.</source>
        <translation>Das mitgelieferte Backend hat sich beim Starten beendet.</translation>
    </message>
    <message>
        <source>The bundled backend stopped while it was starting: %1</source>
        <translation>Das mitgelieferte Backend hat sich beim Starten beendet: %1</translation>
    </message>
    <message>
        <source>The bundled backend did not become ready within a minute.</source>
        <translation>Das mitgelieferte Backend war nach einer Minute noch nicht bereit.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MainWindow</name>
    <message>
        <source>Go to a page or run an action</source>
        <translation>Seite öffnen oder Aktion ausführen</translation>
    </message>
    <message>
        <source>Show keyboard shortcuts</source>
        <translation>Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>Search this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>Collapse or expand navigation</source>
        <translation>Navigation ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message numerus="yes">
        <source>Offline. What you see may be out of date; nothing you typed is lost. Trying again in %n second(s).</source>
        <translation>
            <numerusform>Offline. Was Sie sehen, kann veraltet sein; nichts Eingegebenes ist verloren. Neuer Versuch in %n Sekunde.</numerusform>
            <numerusform>Offline. Was Sie sehen, kann veraltet sein; nichts Eingegebenes ist verloren. Neuer Versuch in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline. What you see may be out of date; nothing you typed is lost. Trying now…</source>
        <translation>Offline. Was Sie sehen, kann veraltet sein; nichts Eingegebenes ist verloren. Neuer Versuch läuft …</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Row height</source>
        <translation>Zeilenhöhe</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Bequem</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Kompakt</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>Fertig: %1</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Cancelled: %1</source>
        <translation>Abgebrochen: %1</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show notifications</source>
        <translation>Meldungen zeigen</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>Aufträge zeigen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MappingRow</name>
    <message>
        <source>Column for %1</source>
        <translation>Spalte für %1</translation>
    </message>
    <message>
        <source>For every product</source>
        <translation>Für jedes Produkt</translation>
    </message>
    <message>
        <source>%1 of every product</source>
        <translation>%1 jedes Produkts</translation>
    </message>
    <message>
        <source>Not in the file</source>
        <translation>Nicht in der Datei</translation>
    </message>
    <message>
        <source>The same for all…</source>
        <translation>Für alle gleich …</translation>
    </message>
    <message>
        <source>empty: “%1”</source>
        <translation>leer: „%1“</translation>
    </message>
    <message>
        <source>Change the values of %1</source>
        <translation>Werte von %1 ändern</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MappingStep</name>
    <message>
        <source>Which column is what</source>
        <translation>Welche Spalte ist was</translation>
    </message>
    <message>
        <source>Mappings</source>
        <translation>Zuordnungen</translation>
    </message>
    <message>
        <source>Proposed from the columns' names. Each field shows what the first row has for it.</source>
        <translation>Vorgeschlagen nach den Namen der Spalten. Jedes Feld zeigt, was die erste Zeile dafür hat.</translation>
    </message>
    <message>
        <source>Add a field</source>
        <translation>Feld hinzufügen</translation>
    </message>
    <message>
        <source>Make the SKU of variants that have none</source>
        <translation>SKU für Varianten bilden, die keine haben</translation>
    </message>
    <message>
        <source>Leave out categories the store does not know</source>
        <translation>Kategorien weglassen, die der Shop nicht kennt</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Neighbouring rows with the same value in this column are one product.</source>
        <translation>Aufeinanderfolgende Zeilen mit demselben Wert in dieser Spalte sind ein Produkt.</translation>
    </message>
    <message>
        <source>First products as they would be read</source>
        <translation>Die ersten Produkte, wie sie gelesen würden</translation>
    </message>
    <message>
        <source>What comes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>Mapping “%1” saved.</source>
        <translation>Zuordnung „%1“ gespeichert.</translation>
    </message>
    <message>
        <source>Every row is a product</source>
        <translation>Jede Zeile ist ein Produkt</translation>
    </message>
    <message>
        <source>Same “%1”</source>
        <translation>Gleiche „%1“</translation>
    </message>
    <message>
        <source>Reading the first rows…</source>
        <translation>Die ersten Zeilen werden gelesen …</translation>
    </message>
    <message>
        <source>Products of such a file are shown once it has been checked: go on.</source>
        <translation>Die Produkte einer solchen Datei werden nach der Prüfung gezeigt: Gehen Sie weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%n of the first rows cannot be read so.</source>
        <translation>
            <numerusform>%n der ersten Zeilen lässt sich so nicht lesen.</numerusform>
            <numerusform>%n der ersten Zeilen lassen sich so nicht lesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n product(s), read without a mistake.</source>
        <translation>
            <numerusform>Das erste Produkt, ohne Fehler gelesen.</numerusform>
            <numerusform>Die ersten %n Produkte, ohne Fehler gelesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>None saved yet</source>
        <translation>Noch keine gespeichert</translation>
    </message>
    <message>
        <source>Propose anew</source>
        <translation>Neu vorschlagen</translation>
    </message>
    <message>
        <source>Save this mapping…</source>
        <translation>Diese Zuordnung speichern …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the mapping “%1”?</source>
        <translation>Zuordnung „%1“ löschen?</translation>
    </message>
    <message>
        <source>Imports that used it are not changed. It cannot be brought back.</source>
        <translation>Importe, die sie benutzt haben, ändern sich nicht. Sie lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>An attribute or option…</source>
        <translation>Ein Attribut oder eine Option …</translation>
    </message>
    <message>
        <source>Name of the field</source>
        <translation>Name des Felds</translation>
    </message>
    <message>
        <source>attributes.NAME for a text, attributes.NAME#UNIT for a number, attributes.NAME? for yes or no, options.NAME for a variant's option.</source>
        <translation>attributes.NAME für einen Text, attributes.NAME#EINHEIT für eine Zahl, attributes.NAME? für Ja oder Nein, options.NAME für die Option einer Variante.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Save this mapping</source>
        <translation>Diese Zuordnung speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>For the next file of this kind. One of the same name is replaced.</source>
        <translation>Für die nächste Datei dieser Art. Eine gleichen Namens wird ersetzt.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>Markets</name>
    <message>
        <source>Germany</source>
        <translation>Deutschland</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Österreich</translation>
    </message>
    <message>
        <source>Switzerland</source>
        <translation>Schweiz</translation>
    </message>
    <message>
        <source>France</source>
        <translation>Frankreich</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>Italien</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>Spanien</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>Portugal</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>Niederlande</translation>
    </message>
    <message>
        <source>Belgium</source>
        <translation>Belgien</translation>
    </message>
    <message>
        <source>Luxembourg</source>
        <translation>Luxemburg</translation>
    </message>
    <message>
        <source>Denmark</source>
        <translation>Dänemark</translation>
    </message>
    <message>
        <source>Sweden</source>
        <translation>Schweden</translation>
    </message>
    <message>
        <source>Norway</source>
        <translation>Norwegen</translation>
    </message>
    <message>
        <source>Finland</source>
        <translation>Finnland</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Polen</translation>
    </message>
    <message>
        <source>Czechia</source>
        <translation>Tschechien</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>Großbritannien</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Irland</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>USA</translation>
    </message>
    <message>
        <source>Canada</source>
        <translation>Kanada</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MarketsSection</name>
    <message>
        <source>Markets</source>
        <translation>Märkte</translation>
    </message>
    <message>
        <source>Sold everywhere</source>
        <translation>Überall im Verkauf</translation>
    </message>
    <message>
        <source>Only in these countries</source>
        <translation>Nur in diesen Ländern</translation>
    </message>
    <message>
        <source>Another country's code, such as JP</source>
        <translation>Code eines anderen Landes, etwa JP</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MediaRow</name>
    <message>
        <source>What the picture shows, for those who do not see it</source>
        <translation>Was das Bild zeigt, für alle, die es nicht sehen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Alternative text of picture %1</source>
        <translation>Alternativtext von Bild %1</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Shown first, in lists too</source>
        <translation>Steht vorn, auch in Listen</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>Move picture %1 up</source>
        <translation>Bild %1 nach oben</translation>
    </message>
    <message>
        <source>Move picture %1 down</source>
        <translation>Bild %1 nach unten</translation>
    </message>
    <message>
        <source>Remove picture %1</source>
        <translation>Bild %1 entfernen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MediaSection</name>
    <message>
        <source>Media</source>
        <translation>Medien</translation>
    </message>
    <message>
        <source>Choose the seller account first, then drop the pictures again.</source>
        <translation>Wählen Sie zuerst das Verkäuferkonto und legen Sie die Bilder dann noch einmal ab.</translation>
    </message>
    <message>
        <source>Drop pictures or films here</source>
        <translation>Bilder oder Filme hier ablegen</translation>
    </message>
    <message>
        <source>Pictures and films</source>
        <translation>Bilder und Filme</translation>
    </message>
</context>
<context>
    <name>tradepost::models::MediaUploads</name>
    <message>
        <source>The file cannot be read (%1).</source>
        <translation>Die Datei lässt sich nicht lesen (%1).</translation>
    </message>
    <message>
        <source>The file is larger than 16 MB. Save it smaller and try again.</source>
        <translation>Die Datei ist größer als 16 MB. Speichern Sie sie kleiner und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The file is empty. Choose another one.</source>
        <translation>Die Datei ist leer. Wählen Sie eine andere.</translation>
    </message>
</context>
<context>
    <name>Moderation</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Translations</source>
        <translation>Übersetzungen</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Price before</source>
        <translation>Preis zuvor</translation>
    </message>
    <message>
        <source>GTIN</source>
        <translation>GTIN</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Maße</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>Webadresse</translation>
    </message>
    <message>
        <source>Title for search engines</source>
        <translation>Titel für Suchmaschinen</translation>
    </message>
    <message>
        <source>Description for search engines</source>
        <translation>Beschreibung für Suchmaschinen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Markets</source>
        <translation>Märkte</translation>
    </message>
    <message>
        <source>Tax class</source>
        <translation>Steuerklasse</translation>
    </message>
    <message>
        <source>Alternative text</source>
        <translation>Alternativtext</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>Wrong GTIN</source>
        <translation>GTIN falsch</translation>
    </message>
    <message>
        <source>GTIN elsewhere</source>
        <translation>GTIN anderswo</translation>
    </message>
    <message>
        <source>Similar title</source>
        <translation>Titel ähnlich</translation>
    </message>
    <message>
        <source>Unusual price</source>
        <translation>Preis auffällig</translation>
    </message>
    <message>
        <source>Banned word</source>
        <translation>Verbotenes Wort</translation>
    </message>
    <message>
        <source>Banned brand</source>
        <translation>Verbotene Marke</translation>
    </message>
    <message>
        <source>Contact in text</source>
        <translation>Kontakt im Text</translation>
    </message>
    <message>
        <source>Odd attribute</source>
        <translation>Merkmal unzulässig</translation>
    </message>
    <message>
        <source>Other finding</source>
        <translation>Anderer Befund</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ohne Befund</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n Befund</numerusform>
            <numerusform>%n Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Request changes</source>
        <translation>Änderungen verlangen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::NavigationBar</name>
    <message>
        <source>Collapse navigation</source>
        <translation>Navigation einklappen</translation>
    </message>
    <message>
        <source>Navigation</source>
        <translation>Navigation</translation>
    </message>
    <message>
        <source>Expand navigation</source>
        <translation>Navigation ausklappen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::NotificationLog</name>
    <message>
        <source>Notifications</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Nothing happened yet.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::OutcomeStep</name>
    <message>
        <source>Checking what would change</source>
        <translation>Geprüft wird, was sich ändern würde</translation>
    </message>
    <message>
        <source>This is what would change</source>
        <translation>Das würde sich ändern</translation>
    </message>
    <message>
        <source>Products are coming in</source>
        <translation>Produkte kommen herein</translation>
    </message>
    <message>
        <source>Imported, with rows to correct</source>
        <translation>Importiert, mit Zeilen zum Berichtigen</translation>
    </message>
    <message>
        <source>Everything is imported</source>
        <translation>Alles ist importiert</translation>
    </message>
    <message>
        <source>The import is being taken back</source>
        <translation>Der Import wird zurückgenommen</translation>
    </message>
    <message>
        <source>The import was taken back</source>
        <translation>Der Import wurde zurückgenommen</translation>
    </message>
    <message>
        <source>The import was cancelled</source>
        <translation>Der Import wurde abgebrochen</translation>
    </message>
    <message>
        <source>The import stopped</source>
        <translation>Der Import ist stehen geblieben</translation>
    </message>
    <message>
        <source>The file is read to its end once, so that nothing begins that could not end.</source>
        <translation>Die Datei wird einmal bis zum Ende gelesen, damit nichts beginnt, was nicht enden könnte.</translation>
    </message>
    <message>
        <source>Nothing is changed yet. You can leave: it goes on as a job.</source>
        <translation>Noch ist nichts geändert. Sie können weggehen: Es läuft als Vorgang weiter.</translation>
    </message>
    <message>
        <source>Nothing is changed yet. Rows with errors are left out; the others can come in now.</source>
        <translation>Noch ist nichts geändert. Zeilen mit Fehlern bleiben draußen; die anderen können jetzt herein.</translation>
    </message>
    <message>
        <source>You can leave: it goes on as a job and tells you when it is done.</source>
        <translation>Sie können weggehen: Es läuft als Vorgang weiter und meldet sich, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>Save the bad rows, correct them and import that file: the others are in already.</source>
        <translation>Speichern Sie die fehlerhaften Zeilen, berichtigen Sie sie und importieren Sie diese Datei: Die anderen sind schon da.</translation>
    </message>
    <message>
        <source>You can still take it back as long as it is listed.</source>
        <translation>Sie können ihn zurücknehmen, solange er in der Liste steht.</translation>
    </message>
    <message>
        <source>The last rows go first. Products that were edited since are kept.</source>
        <translation>Die letzten Zeilen gehen zuerst. Seither bearbeitete Produkte bleiben.</translation>
    </message>
    <message>
        <source>%1 products were taken back. %2 were kept, because somebody has edited them since.</source>
        <translation>%1 Produkte wurden zurückgenommen. %2 blieben, weil jemand sie seither bearbeitet hat.</translation>
    </message>
    <message>
        <source>%1 products were taken back; nothing of it is left.</source>
        <translation>%1 Produkte wurden zurückgenommen; nichts davon ist geblieben.</translation>
    </message>
    <message>
        <source>What came in until then is there. Go on where it was, or take it back.</source>
        <translation>Was bis dahin hereinkam, ist da. Fahren Sie dort fort oder nehmen Sie es zurück.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>Zeilen der Datei</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s).</source>
        <translation>
            <numerusform>%n Zeile kopiert.</numerusform>
            <numerusform>%n Zeilen kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>The rows could not be read</source>
        <translation>Die Zeilen konnten nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No row is done yet</source>
        <translation>Noch keine Zeile ist fertig</translation>
    </message>
    <message>
        <source>They are listed here once it has come to its end.</source>
        <translation>Sie stehen hier, sobald es zu Ende ist.</translation>
    </message>
    <message>
        <source>No errors</source>
        <translation>Keine Fehler</translation>
    </message>
    <message>
        <source>Every row of the file can come in.</source>
        <translation>Jede Zeile der Datei kann herein.</translation>
    </message>
    <message>
        <source>Nothing was kept</source>
        <translation>Nichts ist geblieben</translation>
    </message>
    <message>
        <source>Everything the import did was taken back.</source>
        <translation>Alles, was der Import tat, wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>No such rows</source>
        <translation>Keine solchen Zeilen</translation>
    </message>
    <message>
        <source>The file has no row with this outcome.</source>
        <translation>Die Datei hat keine Zeile mit diesem Ergebnis.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>What about it</source>
        <translation>Was ist damit</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Zeile %1</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::Outline</name>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::PreviewPanel</name>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>As shoppers see it</source>
        <translation>So sehen es Käufer</translation>
    </message>
    <message>
        <source>As the shop's programs read it</source>
        <translation>So lesen es die Programme des Shops</translation>
    </message>
    <message>
        <source>Without a title yet</source>
        <translation>Noch ohne Titel</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ab %1</translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n Variante</numerusform>
            <numerusform>%n Varianten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::PreviewTable</name>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
</context>
<context>
    <name>Product</name>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>In Prüfung</translation>
    </message>
    <message>
        <source>Changes requested</source>
        <translation>Änderung nötig</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Unpublished</source>
        <translation>Nicht öffentlich</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>GTIN</source>
        <translation>GTIN</translation>
    </message>
    <message>
        <source>Seller account</source>
        <translation>Verkäuferkonto</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Niederländisch</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polnisch</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portugiesisch</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Schwedisch</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dänisch</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>Norwegisch</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>Finnisch</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tschechisch</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Price before</source>
        <translation>Preis vorher</translation>
    </message>
    <message>
        <source>Weight (g)</source>
        <translation>Gewicht (g)</translation>
    </message>
    <message>
        <source>Size (mm)</source>
        <translation>Maße (mm)</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>Medien</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>Webadresse</translation>
    </message>
    <message>
        <source>Title for search engines</source>
        <translation>Titel für Suchmaschinen</translation>
    </message>
    <message>
        <source>Description for search engines</source>
        <translation>Beschreibung für Suchmaschinen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Markets</source>
        <translation>Märkte</translation>
    </message>
    <message>
        <source>Tax class</source>
        <translation>Steuerklasse</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Changed by an import</source>
        <translation>Durch Import geändert</translation>
    </message>
    <message>
        <source>Submitted for review</source>
        <translation>Zur Prüfung eingereicht</translation>
    </message>
    <message>
        <source>Withdrawn from review</source>
        <translation>Aus der Prüfung zurückgenommen</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Edit submitted for review</source>
        <translation>Änderung zur Prüfung eingereicht</translation>
    </message>
    <message>
        <source>Edit discarded</source>
        <translation>Änderung verworfen</translation>
    </message>
</context>
<context>
    <name>ProductChecks</name>
    <message numerus="yes">
        <source>Shorten this to at most %n character(s).</source>
        <translation>
            <numerusform>Kürzen Sie dies auf höchstens %n Zeichen.</numerusform>
            <numerusform>Kürzen Sie dies auf höchstens %n Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Give the product a title.</source>
        <translation>Geben Sie dem Produkt einen Titel.</translation>
    </message>
    <message>
        <source>Give the translation a title too.</source>
        <translation>Geben Sie auch der Übersetzung einen Titel.</translation>
    </message>
    <message>
        <source>Choose the seller account it belongs to.</source>
        <translation>Wählen Sie das Verkäuferkonto, dem es gehört.</translation>
    </message>
    <message>
        <source>Use small letters a to z, digits and single hyphens between them, such as desk-lamp-2.</source>
        <translation>Erlaubt sind Kleinbuchstaben a bis z, Ziffern und einzelne Bindestriche dazwischen, etwa tischlampe-2.</translation>
    </message>
    <message>
        <source>Enter an amount like %1.</source>
        <translation>Geben Sie einen Betrag ein wie %1.</translation>
    </message>
    <message>
        <source>Enter a price.</source>
        <translation>Geben Sie einen Preis ein.</translation>
    </message>
    <message>
        <source>Enter the SKU, your own number for this item.</source>
        <translation>Geben Sie die SKU ein, Ihre eigene Nummer für diesen Artikel.</translation>
    </message>
    <message>
        <source>This SKU stands twice; each needs its own.</source>
        <translation>Diese SKU steht doppelt; jede Variante braucht ihre eigene.</translation>
    </message>
    <message>
        <source>Check the number: 8, 12, 13 or 14 digits, the last of which follows from the others.</source>
        <translation>Prüfen Sie die Nummer: 8, 12, 13 oder 14 Ziffern, deren letzte sich aus den anderen ergibt.</translation>
    </message>
    <message>
        <source>Enter whole grams, such as 850.</source>
        <translation>Geben Sie ganze Gramm ein, etwa 850.</translation>
    </message>
    <message>
        <source>Enter three whole numbers of millimetres, such as 120 × 80 × 40.</source>
        <translation>Geben Sie drei ganze Zahlen in Millimetern ein, etwa 120 × 80 × 40.</translation>
    </message>
    <message>
        <source>Two variants have the same options: %1.</source>
        <translation>Zwei Varianten haben dieselben Optionen: %1.</translation>
    </message>
    <message>
        <source>Enter a number, such as %1.</source>
        <translation>Geben Sie eine Zahl ein, etwa %1.</translation>
    </message>
    <message>
        <source>This category wants another kind of value here; enter it again.</source>
        <translation>Diese Kategorie verlangt hier eine andere Art von Angabe; geben Sie sie neu ein.</translation>
    </message>
    <message>
        <source>This category has no unit here; enter the number again.</source>
        <translation>Diese Kategorie hat hier keine Einheit; geben Sie die Zahl neu ein.</translation>
    </message>
    <message>
        <source>This category measures it in %1, not in %2; enter the number again.</source>
        <translation>Diese Kategorie misst in %1, nicht in %2; geben Sie die Zahl neu ein.</translation>
    </message>
    <message>
        <source>“%1” is no value in this category; choose one.</source>
        <translation>„%1“ gibt es in dieser Kategorie nicht; wählen Sie einen Wert.</translation>
    </message>
    <message>
        <source>This category needs it of what is on sale.</source>
        <translation>Diese Kategorie verlangt es für den Verkauf.</translation>
    </message>
    <message>
        <source>Shorten the alternative text to 500 characters.</source>
        <translation>Kürzen Sie den Alternativtext auf 500 Zeichen.</translation>
    </message>
    <message>
        <source>At most 50 pictures are possible; remove some.</source>
        <translation>Höchstens 50 Bilder sind möglich; entfernen Sie einige.</translation>
    </message>
    <message>
        <source>Shorten the tag “%1” to 50 characters.</source>
        <translation>Kürzen Sie das Schlagwort „%1“ auf 50 Zeichen.</translation>
    </message>
    <message>
        <source>At most 100 tags are possible; remove some.</source>
        <translation>Höchstens 100 Schlagwörter sind möglich; entfernen Sie einige.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ProductDetails</name>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Published. It is on sale now.</source>
        <translation>Veröffentlicht. Es ist jetzt im Verkauf.</translation>
    </message>
    <message>
        <source>Sent to review.</source>
        <translation>Zur Prüfung geschickt.</translation>
    </message>
    <message>
        <source>Unpublished. It is no longer on sale.</source>
        <translation>Zurückgezogen. Es ist nicht mehr im Verkauf.</translation>
    </message>
    <message>
        <source>The product could not be read</source>
        <translation>Das Produkt ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>Geändert %1</translation>
    </message>
    <message>
        <source>Unpublish</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
</context>
<context>
    <name>tradepost::models::ProductEditModel</name>
    <message>
        <source>There is no seller account you act for; an administrator can make one.</source>
        <translation>Sie handeln für kein Verkäuferkonto; die Verwaltung kann eines anlegen.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ProductEditorPage</name>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
    <message>
        <source>Leave without saving? What you typed here is lost.</source>
        <translation>Ohne Speichern verlassen? Was Sie hier eingegeben haben, geht verloren.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Replace what you typed?</source>
        <translation>Eingaben ersetzen?</translation>
    </message>
    <message>
        <source>The form has changes that are not saved. Restoring puts the former version in their place.</source>
        <translation>Das Formular hat nicht gespeicherte Änderungen. Das Wiederherstellen setzt den früheren Stand an ihre Stelle.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Save product</source>
        <translation>Produkt speichern</translation>
    </message>
    <message>
        <source>Pictures are still on their way; save again when they are there.</source>
        <translation>Bilder sind noch unterwegs; speichern Sie noch einmal, wenn sie da sind.</translation>
    </message>
    <message>
        <source>Publish or unpublish</source>
        <translation>Veröffentlichen oder zurückziehen</translation>
    </message>
    <message>
        <source>Show or hide the preview</source>
        <translation>Vorschau zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Edit the options of the variants</source>
        <translation>Optionen der Varianten bearbeiten</translation>
    </message>
    <message>
        <source>Sent to review.</source>
        <translation>Zur Prüfung geschickt.</translation>
    </message>
    <message>
        <source>Published. It is on sale now.</source>
        <translation>Veröffentlicht. Es ist jetzt im Verkauf.</translation>
    </message>
    <message>
        <source>Withdrawn from review.</source>
        <translation>Aus der Prüfung zurückgenommen.</translation>
    </message>
    <message>
        <source>Unpublished. It is no longer on sale.</source>
        <translation>Zurückgezogen. Es ist nicht mehr im Verkauf.</translation>
    </message>
    <message>
        <source>New product</source>
        <translation>Neues Produkt</translation>
    </message>
    <message>
        <source>Edit product</source>
        <translation>Produkt bearbeiten</translation>
    </message>
    <message numerus="yes">
        <source>Not saved: %n field(s) need another look.</source>
        <translation>
            <numerusform>Nicht gespeichert: %n Feld braucht noch einen Blick.</numerusform>
            <numerusform>Nicht gespeichert: %n Felder brauchen noch einen Blick.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Without a title yet</source>
        <translation>Noch ohne Titel</translation>
    </message>
    <message>
        <source>Unpublish</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Save your changes first.</source>
        <translation>Speichern Sie zuerst Ihre Änderungen.</translation>
    </message>
    <message>
        <source>The product could not be read</source>
        <translation>Das Produkt ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Saved. It waits for a moderator.</source>
        <translation>Gespeichert. Es wartet auf einen Moderator.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>There are changes of this product that were not saved (%1).</source>
        <translation>Es gibt Änderungen an diesem Produkt, die nicht gespeichert wurden (%1).</translation>
    </message>
    <message>
        <source>Go on with them</source>
        <translation>Damit weitermachen</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>The former version is in the form. Save it to bring it back.</source>
        <translation>Der frühere Stand ist im Formular. Speichern Sie, um ihn zurückzuholen.</translation>
    </message>
    <message>
        <source>The product is already as it was then.</source>
        <translation>Das Produkt ist bereits auf diesem Stand.</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
</context>
<context>
    <name>tradepost::models::ProductListModel</name>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>Marke</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::QueueDelegate</name>
    <message>
        <source>Edit</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Another moderator is at it.</source>
        <translation>Jemand anderes prüft das gerade.</translation>
    </message>
</context>
<context>
    <name>tradepost::models::QueueModel</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n Befund</numerusform>
            <numerusform>%n Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>another moderator is at it</source>
        <translation>jemand anderes prüft das gerade</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::QueuePane</name>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Most findings first</source>
        <translation>Meiste Befunde zuerst</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Refresh the queue</source>
        <translation>Warteschlange neu laden</translation>
    </message>
    <message>
        <source>Waiting for review</source>
        <translation>Wartet auf Prüfung</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>The queue changed.</source>
        <translation>Die Warteschlange hat sich geändert.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Neu laden</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ReasonPanel</name>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Reason for the seller</source>
        <translation>Begründung für den Verkäufer</translation>
    </message>
    <message>
        <source>Note for moderators</source>
        <translation>Notiz für die Moderation</translation>
    </message>
    <message>
        <source>The seller does not see it.</source>
        <translation>Der Verkäufer sieht sie nicht.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>In eigenen Worten</translation>
    </message>
    <message>
        <source>Tell the seller why: choose a template or write it here.</source>
        <translation>Sagen Sie dem Verkäufer, warum: Vorlage wählen oder hier schreiben.</translation>
    </message>
    <message>
        <source>At most %1 characters; these are %2.</source>
        <translation>Höchstens %1 Zeichen; das sind %2.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ReviewPage</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Approved: %1</source>
        <translation>Freigegeben: %1</translation>
    </message>
    <message>
        <source>Rejected: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>Changes requested: %1</source>
        <translation>Änderungen verlangt: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) decided.</source>
        <translation>
            <numerusform>Über %n Produkt entschieden.</numerusform>
            <numerusform>Über %n Produkte entschieden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Next item</source>
        <translation>Nächster Eintrag</translation>
    </message>
    <message>
        <source>Previous item</source>
        <translation>Voriger Eintrag</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Weiterlesen</translation>
    </message>
    <message>
        <source>Read back</source>
        <translation>Zurücklesen</translation>
    </message>
    <message>
        <source>Refresh the queue</source>
        <translation>Warteschlange neu laden</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n Produkt</numerusform>
            <numerusform>%n Produkte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve %n product(s)?</source>
        <translation>
            <numerusform>%n Produkt freigeben?</numerusform>
            <numerusform>%n Produkte freigeben?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n product(s)?</source>
        <translation>
            <numerusform>%n Produkt ablehnen?</numerusform>
            <numerusform>%n Produkte ablehnen?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Request changes of %n product(s)?</source>
        <translation>
            <numerusform>Änderungen an %n Produkt verlangen?</numerusform>
            <numerusform>Änderungen an %n Produkten verlangen?</numerusform>
        </translation>
    </message>
    <message>
        <source>They go on sale at once: %1.</source>
        <translation>Sie sind sofort im Verkauf: %1.</translation>
    </message>
    <message>
        <source>Each seller is told the reason: %1.</source>
        <translation>Jeder Verkäufer erfährt die Begründung: %1.</translation>
    </message>
    <message>
        <source>Someone else has already decided about “%1”.</source>
        <translation>Über „%1“ hat schon jemand anderes entschieden.</translation>
    </message>
    <message>
        <source>Another moderator is at “%1”.</source>
        <translation>Jemand anderes prüft „%1“ gerade.</translation>
    </message>
    <message>
        <source>“%1” is not decided: %2</source>
        <translation>Über „%1“ ist nicht entschieden: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message numerus="yes">
        <source>About the %n selected</source>
        <translation>
            <numerusform>Über den %n ausgewählten</numerusform>
            <numerusform>Über die %n ausgewählten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not decided: %1</source>
        <translation>
            <numerusform>%n nicht entschieden: %1</numerusform>
            <numerusform>%n nicht entschieden: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” was changed meanwhile and waits again.</source>
        <translation>„%1“ wurde inzwischen geändert und wartet erneut.</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ReviewView</name>
    <message>
        <source>The item under review</source>
        <translation>Der geprüfte Eintrag</translation>
    </message>
    <message>
        <source>Choose what to review</source>
        <translation>Wählen Sie, was Sie prüfen</translation>
    </message>
    <message>
        <source>J and K go through the queue; A approves, R rejects, C requests changes.</source>
        <translation>J und K gehen durch die Warteschlange; A gibt frei, R lehnt ab, C verlangt Änderungen.</translation>
    </message>
    <message>
        <source>The item could not be read</source>
        <translation>Der Eintrag konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Edit of a product on sale</source>
        <translation>Änderung im Verkauf</translation>
    </message>
    <message>
        <source>New product</source>
        <translation>Neues Produkt</translation>
    </message>
    <message>
        <source>You are at it</source>
        <translation>Sie prüfen das</translation>
    </message>
    <message>
        <source>submitted %1</source>
        <translation>eingereicht %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Another moderator is at it until %1.</source>
        <translation>Jemand anderes prüft das gerade, bis %1 Uhr.</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt…</translation>
    </message>
    <message>
        <source>This product</source>
        <translation>Dieses Produkt</translation>
    </message>
    <message>
        <source>The other one</source>
        <translation>Das andere</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>Seller</source>
        <translation>Verkäufer</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Nothing that shoppers see.</source>
        <translation>Nichts, was Kunden sehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) taken out</source>
        <translation>
            <numerusform>%n Bild entfernt</numerusform>
            <numerusform>%n Bilder entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures taken out</source>
        <translation>Entfernte Bilder</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) added</source>
        <translation>
            <numerusform>%n Bild hinzugefügt</numerusform>
            <numerusform>%n Bilder hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures added</source>
        <translation>Hinzugefügte Bilder</translation>
    </message>
    <message>
        <source>The pictures are in another order.</source>
        <translation>Die Bilder stehen in anderer Reihenfolge.</translation>
    </message>
    <message>
        <source>As it would be on sale</source>
        <translation>So wäre es im Verkauf</translation>
    </message>
    <message>
        <source>The product</source>
        <translation>Das Produkt</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Offer</source>
        <translation>Angebot</translation>
    </message>
    <message>
        <source>Variant %1</source>
        <translation>Variante %1</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>To the seller: %1</source>
        <translation>An den Verkäufer: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
    <message>
        <source>The queue could not be read</source>
        <translation>Die Warteschlange konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Nothing with this finding</source>
        <translation>Nichts mit diesem Befund</translation>
    </message>
    <message>
        <source>All that had it is decided.</source>
        <translation>Alles damit ist entschieden.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>Nichts wartet</translation>
    </message>
    <message>
        <source>What sellers submit appears here: new products, and edits of those on sale.</source>
        <translation>Hier erscheint, was Verkäufer einreichen: neue Produkte und Änderungen an solchen im Verkauf.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut nachsehen</translation>
    </message>
</context>
<context>
    <name>tradepost::models::SampleClient</name>
    <message>
        <source>Local store</source>
        <translation>Lokaler Shop</translation>
    </message>
    <message>
        <source>E-mail or password is wrong. Check both and try again.</source>
        <translation>E-Mail oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The data directory is used by another program. Close it, then try again.</source>
        <translation>Das Datenverzeichnis wird von einem anderen Programm benutzt. Schließen Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This console is version %1, the store's backend is version %2.</source>
        <translation>Diese Konsole hat Version %1, das Backend des Shops Version %2.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::SaveBar</name>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::SavedViews</name>
    <message>
        <source>Give the view a name.</source>
        <translation>Geben Sie der Ansicht einen Namen.</translation>
    </message>
    <message>
        <source>A view that comes with the page has this name. Choose another.</source>
        <translation>Diesen Namen hat schon eine mitgelieferte Ansicht. Wählen Sie einen anderen.</translation>
    </message>
    <message numerus="yes">
        <source>There are %n views already. Remove one first.</source>
        <translation>
            <numerusform>Es gibt schon eine Ansicht. Entfernen Sie sie zuerst.</numerusform>
            <numerusform>Es gibt schon %n Ansichten. Entfernen Sie zuerst eine.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::SelectionBar</name>
    <message>
        <source>Clear selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::SeoSection</name>
    <message>
        <source>Search engines and tags</source>
        <translation>Suche, Schlagwörter</translation>
    </message>
    <message>
        <source>Left empty it is made from the title.</source>
        <translation>Bleibt das Feld leer, entsteht sie aus dem Titel.</translation>
    </message>
    <message>
        <source>Left empty the product's title is shown.</source>
        <translation>Bleibt das Feld leer, steht dort der Titel des Produkts.</translation>
    </message>
    <message>
        <source>Left empty the beginning of the description is shown.</source>
        <translation>Bleibt das Feld leer, steht dort der Anfang der Beschreibung.</translation>
    </message>
    <message>
        <source>Add a tag and press Enter</source>
        <translation>Schlagwort eingeben, dann Eingabetaste</translation>
    </message>
    <message>
        <source>For your own lists, filters and collections.</source>
        <translation>Für Ihre eigenen Listen, Filter und Sammlungen.</translation>
    </message>
    <message>
        <source>made from the title</source>
        <translation>aus dem Titel</translation>
    </message>
    <message>
        <source>Without a title yet</source>
        <translation>Noch ohne Titel</translation>
    </message>
    <message>
        <source>Without a description yet</source>
        <translation>Noch ohne Beschreibung</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ShortcutOverlay</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Select a row</source>
        <translation>Zeile auswählen</translation>
    </message>
    <message>
        <source>Open details of a row</source>
        <translation>Details einer Zeile öffnen</translation>
    </message>
    <message>
        <source>Edit a row</source>
        <translation>Zeile bearbeiten</translation>
    </message>
    <message>
        <source>Copy rows for a spreadsheet</source>
        <translation>Zeilen für eine Tabelle kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Select all rows</source>
        <translation>Alle Zeilen auswählen</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>Auf dieser Seite</translation>
    </message>
    <message>
        <source>In lists</source>
        <translation>In Listen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::SignInPage</name>
    <message>
        <source>Open a store</source>
        <translation>Shop öffnen</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>On a server</source>
        <translation>Auf einem Server</translation>
    </message>
    <message>
        <source>Your own store. Tradepost starts its backend with the window and stops it with it; nothing else needs to be installed.</source>
        <translation>Ihr eigener Shop. Tradepost startet sein Backend mit dem Fenster und beendet es mit ihm; sonst muss nichts installiert sein.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Stay signed in on this computer</source>
        <translation>Auf diesem Rechner angemeldet bleiben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Open another store</source>
        <translation>Anderen Shop öffnen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter the e-mail address of your account.</source>
        <translation>Geben Sie die E-Mail-Adresse Ihres Kontos ein.</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>Geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>Starting the local store…</source>
        <translation>Der lokale Shop startet …</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Verbindung zu %1 …</translation>
    </message>
    <message>
        <source>Its backend opens the data and replays what was not yet applied.</source>
        <translation>Sein Backend öffnet die Daten und holt nach, was noch nicht angewandt war.</translation>
    </message>
    <message>
        <source>Waiting for the first answer.</source>
        <translation>Die erste Antwort steht noch aus.</translation>
    </message>
    <message>
        <source>The local store did not open</source>
        <translation>Der lokale Shop ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>%1 refused the sign-in</source>
        <translation>%1 hat die Anmeldung abgelehnt</translation>
    </message>
    <message>
        <source>Console and store do not fit together</source>
        <translation>Konsole und Shop passen nicht zusammen</translation>
    </message>
    <message>
        <source>Update the older one, then try again.</source>
        <translation>Aktualisieren Sie das ältere von beiden und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Choose the store's certificate authority…</source>
        <translation>Zertifizierungsstelle des Shops auswählen …</translation>
    </message>
    <message>
        <source>Trusts %1. Choose another…</source>
        <translation>Vertraut %1. Andere auswählen …</translation>
    </message>
    <message>
        <source>Certificate of the store's authority</source>
        <translation>Zertifikat der Zertifizierungsstelle des Shops</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Enter an address like shop.example.org:8443.</source>
        <translation>Geben Sie eine Adresse ein wie shop.example.org:8443.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::StateNotice</name>
    <message>
        <source>Discard the edit?</source>
        <translation>Änderung verwerfen?</translation>
    </message>
    <message>
        <source>What is on sale stays as it is. The edit that waits for review is gone for good.</source>
        <translation>Was im Verkauf ist, bleibt, wie es ist. Die wartende Änderung ist endgültig weg.</translation>
    </message>
    <message>
        <source>Discard the edit</source>
        <translation>Änderung verwerfen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Submit again</source>
        <translation>Erneut einreichen</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Save your changes first.</source>
        <translation>Speichern Sie zuerst Ihre Änderungen.</translation>
    </message>
    <message>
        <source>On sale is the version before it. You are editing what waits.</source>
        <translation>Im Verkauf ist der Stand davor. Sie bearbeiten, was wartet.</translation>
    </message>
    <message>
        <source>Your edit waits for a moderator</source>
        <translation>Ihre Änderung wartet auf einen Moderator</translation>
    </message>
    <message>
        <source>A moderator asks for changes of your edit</source>
        <translation>Ein Moderator bittet, Ihre Änderung zu überarbeiten</translation>
    </message>
    <message>
        <source>Saving sends it to review again.</source>
        <translation>Beim Speichern geht sie erneut in die Prüfung.</translation>
    </message>
    <message>
        <source>A moderator rejected your edit</source>
        <translation>Ein Moderator hat Ihre Änderung abgelehnt</translation>
    </message>
    <message>
        <source>The product waits for a moderator</source>
        <translation>Das Produkt wartet auf einen Moderator</translation>
    </message>
    <message>
        <source>It goes on sale once it is approved. You can still change it.</source>
        <translation>Es kommt in den Verkauf, sobald es freigegeben ist. Sie können es noch ändern.</translation>
    </message>
    <message>
        <source>A moderator asks for changes</source>
        <translation>Ein Moderator bittet um Änderungen</translation>
    </message>
    <message>
        <source>Change it, save it, then submit it again.</source>
        <translation>Ändern und speichern Sie es, dann reichen Sie es erneut ein.</translation>
    </message>
    <message>
        <source>A moderator rejected the product</source>
        <translation>Ein Moderator hat das Produkt abgelehnt</translation>
    </message>
    <message>
        <source>The product is archived</source>
        <translation>Das Produkt ist archiviert</translation>
    </message>
    <message>
        <source>It can be read, but not changed any more.</source>
        <translation>Es lässt sich lesen, aber nicht mehr ändern.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::StateView</name>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::StatusLine</name>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>Verbunden: %1</translation>
    </message>
    <message>
        <source>Connected to %1, %2 ms</source>
        <translation>Verbunden: %1, %2 ms</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Verbindung zu %1 …</translation>
    </message>
    <message>
        <source>Offline, reconnecting to %1</source>
        <translation>Offline: %1, neuer Versuch</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>Ein Auftrag läuft</numerusform>
            <numerusform>%n Aufträge laufen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::StepBar</name>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::TextsSection</name>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Language at the left</source>
        <translation>Sprache links</translation>
    </message>
    <message>
        <source>Language at the right</source>
        <translation>Sprache rechts</translation>
    </message>
    <message>
        <source>%1 (main language)</source>
        <translation>%1 (Hauptsprache)</translation>
    </message>
    <message>
        <source>%1 (not yet)</source>
        <translation>%1 (noch nicht)</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>%1 von %2 Zeichen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ToastArea</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::TopBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Go to…</source>
        <translation>Gehe zu …</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Search titles, SKU or GTIN</source>
        <translation>Titel, SKU oder GTIN suchen</translation>
    </message>
    <message>
        <source>Search this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>Pages and actions</source>
        <translation>Seiten und Aktionen</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Meldungen</translation>
    </message>
    <message numerus="yes">
        <source>%n new notification(s)</source>
        <translation>
            <numerusform>Eine neue Meldung</numerusform>
            <numerusform>%n neue Meldungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::UploadRow</name>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Do not send %1</source>
        <translation>%1 nicht senden</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::VariantOptionsDialog</name>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Every combination of the values becomes a variant. Variants that are there keep their price, SKU and the rest.</source>
        <translation>Jede Kombination der Werte wird eine Variante. Vorhandene Varianten behalten Preis, SKU und alles Übrige.</translation>
    </message>
    <message>
        <source>Add an option</source>
        <translation>Option hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Make the variants</source>
        <translation>Varianten anlegen</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Name of the option</source>
        <translation>Name der Option</translation>
    </message>
    <message>
        <source>Add a value and press Enter</source>
        <translation>Wert eingeben, dann Eingabetaste</translation>
    </message>
    <message>
        <source>Remove this option</source>
        <translation>Diese Option entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n Variante</numerusform>
            <numerusform>%n Varianten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s)</source>
        <translation>
            <numerusform>%n bleibt</numerusform>
            <numerusform>%n bleiben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n entfällt</numerusform>
            <numerusform>%n entfallen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::models::VariantTableModel</name>
    <message>
        <source>Enter a change of at most -100 % to +1,000 %, such as +10 %.</source>
        <translation>Geben Sie eine Änderung von -100 % bis +1.000 % ein, etwa +10 %.</translation>
    </message>
    <message>
        <source>Enter an amount, or a change such as +10 %.</source>
        <translation>Geben Sie einen Betrag ein oder eine Änderung wie +10 %.</translation>
    </message>
</context>
<context>
    <name>Variants</name>
    <message numerus="yes">
        <source>At most %n option(s) are possible.</source>
        <translation>
            <numerusform>Höchstens %n Option ist möglich.</numerusform>
            <numerusform>Höchstens %n Optionen sind möglich.</numerusform>
        </translation>
    </message>
    <message>
        <source>Give every option a name, such as “Colour”.</source>
        <translation>Geben Sie jeder Option einen Namen, etwa „Farbe“.</translation>
    </message>
    <message>
        <source>Shorten “%1” to 50 characters.</source>
        <translation>Kürzen Sie „%1“ auf 50 Zeichen.</translation>
    </message>
    <message>
        <source>“%1” stands twice.</source>
        <translation>„%1“ steht doppelt.</translation>
    </message>
    <message>
        <source>Shorten “%1” to 100 characters.</source>
        <translation>Kürzen Sie „%1“ auf 100 Zeichen.</translation>
    </message>
    <message>
        <source>That makes %1 variants; a product has at most %2.</source>
        <translation>Das ergibt %1 Varianten; ein Produkt hat höchstens %2.</translation>
    </message>
    <message>
        <source>Enter the values of “%1”.</source>
        <translation>Geben Sie die Werte von „%1“ ein.</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::VariantsSection</name>
    <message>
        <source>Variants and prices</source>
        <translation>Varianten und Preise</translation>
    </message>
    <message>
        <source>Edit options…</source>
        <translation>Optionen bearbeiten …</translation>
    </message>
    <message>
        <source>What shoppers pay.</source>
        <translation>Was Käufer bezahlen.</translation>
    </message>
    <message>
        <source>Shown struck out, for a reduced one.</source>
        <translation>Durchgestrichen, bei reduzierten.</translation>
    </message>
    <message>
        <source>Your own number, used once.</source>
        <translation>Ihre eigene Nummer, nur einmal vergeben.</translation>
    </message>
    <message>
        <source>The number below the bar code.</source>
        <translation>Die Nummer unter dem Strichcode.</translation>
    </message>
    <message>
        <source>With its packaging.</source>
        <translation>Mit Verpackung.</translation>
    </message>
    <message>
        <source>Length × width × height.</source>
        <translation>Länge × Breite × Höhe.</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Which value to fill in</source>
        <translation>Welcher Wert ausgefüllt wird</translation>
    </message>
    <message>
        <source>Value to fill in</source>
        <translation>Einzutragender Wert</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Fill %n row(s)</source>
        <translation>
            <numerusform>%n Zeile füllen</numerusform>
            <numerusform>%n Zeilen füllen</numerusform>
        </translation>
    </message>
    <message>
        <source>Fill all rows</source>
        <translation>Alle Zeilen füllen</translation>
    </message>
    <message>
        <source>An amount, or a change such as +10 %.</source>
        <translation>Ein Betrag oder eine Änderung wie +10 %.</translation>
    </message>
    <message>
        <source>A pattern: %1 become the variant's own.</source>
        <translation>Ein Muster: %1 werden je Variante ersetzt.</translation>
    </message>
    <message>
        <source>The same for each.</source>
        <translation>Für alle gleich.</translation>
    </message>
    <message>
        <source>One variant has to stay.</source>
        <translation>Eine Variante muss bleiben.</translation>
    </message>
    <message>
        <source>Add options…</source>
        <translation>Optionen hinzufügen …</translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n Variante</numerusform>
            <numerusform>%n Varianten</numerusform>
        </translation>
    </message>
    <message>
        <source>Sold in one variant. With options such as colour or size there are more.</source>
        <translation>In einer Variante im Verkauf. Mit Optionen wie Farbe oder Größe werden es mehr.</translation>
    </message>
    <message>
        <source>%1 in row %2: %3</source>
        <translation>%1 in Zeile %2: %3</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ViewButton</name>
    <message>
        <source>Views of this list</source>
        <translation>Ansichten dieser Liste</translation>
    </message>
    <message>
        <source>Unsaved view</source>
        <translation>Eigene Auswahl</translation>
    </message>
    <message>
        <source>View: %1</source>
        <translation>Ansicht: %1</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>Diese Ansicht speichern …</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>Diese Ansicht speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Filters, search and order are kept, for you.</source>
        <translation>Filter, Suche und Reihenfolge werden für Sie gespeichert.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::CatalogPage</name>
    <message>
        <source>Catalog</source>
        <translation>Katalog</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImportPage</name>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImportsPage</name>
    <message>
        <source>Imports</source>
        <translation>Importe</translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ReviewPage</name>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
</context>
</TS>
