#include "backend/services/demo/wording.h"

#include <algorithm>
#include <array>

namespace tradepost::demo {

namespace {

using Text = std::string_view;

// clang-format off
constexpr std::array<Text, 14> electronicsBrands{"Auralis", "Kestrel", "Nordwave", "Voltaro", "Lumen & Co", "Teknik Nord", "Oblique", "Pixelhaus", "Sonora", "Quanta", "Ferrum", "Arcwell", "Hale", "Zephyr Labs"};
constexpr std::array<Name, 8> electronicsQualities{{{"wireless", "kabellos"}, {"compact", "kompakt"}, {"lightweight", "leicht"}, {"slim", "flach"}, {"quiet", "leise"}, {"premium", "hochwertig"}, {"robust", "robust"}, {"energy-saving", "energiesparend"}}};
constexpr std::array<Name, 10> electronicsFeatures{{{"fast charging", "Schnellladefunktion"}, {"a two-year warranty", "zwei Jahren Garantie"}, {"USB-C", "USB-C-Anschluss"}, {"an aluminium body", "Aluminiumgehäuse"}, {"Bluetooth multipoint", "Bluetooth-Multipoint"}, {"a replaceable battery", "wechselbarem Akku"}, {"touch controls", "Touch-Bedienung"}, {"a carrying pouch", "Transporttasche"}, {"automatic standby", "automatischem Standby"}, {"a braided cable", "Textilkabel"}}};
constexpr std::array<Name, 6> electronicsUses{{{"the daily commute", "den täglichen Arbeitsweg"}, {"the home office", "das Homeoffice"}, {"travel", "unterwegs"}, {"studio work", "die Arbeit im Studio"}, {"long evenings", "lange Abende"}, {"students", "das Studium"}}};
constexpr std::array<Name, 5> electronicsRemarks{{{"Pairs within seconds and remembers your devices.", "Verbindet sich in Sekunden und merkt sich Ihre Geräte."}, {"Firmware updates arrive over the air for at least five years.", "Aktualisierungen kommen mindestens fünf Jahre lang drahtlos."}, {"Spare parts can be ordered one by one.", "Ersatzteile sind einzeln erhältlich."}, {"Everything you need to start is in the box.", "Alles für den Start liegt in der Packung."}, {"Tuned by ear, checked by measurement.", "Nach Gehör abgestimmt, mit Messungen geprüft."}}};

constexpr std::array<Text, 12> homeBrands{"Lindqvist", "Haus Ahorn", "Fjordlys", "Casa Verano", "Tannen & Sohn", "Møbelværk", "Studio Kiesel", "Alba Living", "Werkstatt Elf", "Nestor", "Ormond", "Stillwater"};
constexpr std::array<Name, 8> homeQualities{{{"handmade", "handgefertigt"}, {"timeless", "zeitlos"}, {"minimal", "schlicht"}, {"cosy", "gemütlich"}, {"solid", "massiv"}, {"stackable", "stapelbar"}, {"soft", "weich"}, {"Scandinavian", "skandinavisch"}}};
constexpr std::array<Name, 9> homeFeatures{{{"oiled wood", "geöltem Holz"}, {"rounded edges", "abgerundeten Kanten"}, {"felt glides", "Filzgleitern"}, {"a matt finish", "matter Oberfläche"}, {"hidden fixings", "verdeckten Verschraubungen"}, {"a removable cover", "abnehmbarem Bezug"}, {"a linen cord", "Leinenkabel"}, {"FSC-certified timber", "FSC-zertifiziertem Holz"}, {"fine piping", "feiner Paspel"}}};
constexpr std::array<Name, 6> homeUses{{{"the living room", "das Wohnzimmer"}, {"small flats", "kleine Wohnungen"}, {"the reading corner", "die Leseecke"}, {"the hallway", "den Flur"}, {"the bedroom", "das Schlafzimmer"}, {"the dining room", "das Esszimmer"}}};
constexpr std::array<Name, 5> homeRemarks{{{"Made in small batches by a family workshop.", "In kleinen Serien von einem Familienbetrieb gefertigt."}, {"Each piece differs a little, as natural materials do.", "Jedes Stück ist ein wenig anders, wie Naturmaterial eben ist."}, {"Arrives flat and is assembled in ten minutes.", "Kommt flach verpackt und steht in zehn Minuten."}, {"Wipe clean with a damp cloth.", "Mit einem feuchten Tuch zu reinigen."}, {"Goes with what you already have.", "Passt zu dem, was schon da ist."}}};

constexpr std::array<Text, 11> kitchenBrands{"Brennholt", "Cucina Nova", "Emaille 1897", "Herdmann", "Saltwood", "Kupferberg", "Olivar", "Piatto", "Tondo", "Grau & Glut", "Maison Pressé"};
constexpr std::array<Name, 7> kitchenQualities{{{"non-stick", "antihaftbeschichtet"}, {"heavy-duty", "besonders stabil"}, {"classic", "klassisch"}, {"easy-care", "pflegeleicht"}, {"enamelled", "emailliert"}, {"heat-resistant", "hitzebeständig"}, {"space-saving", "platzsparend"}}};
constexpr std::array<Name, 9> kitchenFeatures{{{"a pouring rim", "Schüttrand"}, {"a beechwood handle", "Buchenholzgriff"}, {"a thick base", "dickem Boden"}, {"a drip tray", "Tropfschale"}, {"a recipe booklet", "Rezeptheft"}, {"a measuring scale", "Messskala"}, {"a glass lid", "Glasdeckel"}, {"auto shut-off", "Abschaltautomatik"}, {"a ten-year guarantee", "zehn Jahren Garantie"}}};
constexpr std::array<Name, 5> kitchenUses{{{"everyday cooking", "den Alltag in der Küche"}, {"Sunday breakfast", "das Sonntagsfrühstück"}, {"large tables", "große Runden"}, {"small kitchens", "kleine Küchen"}, {"slow weekends", "gemütliche Wochenenden"}}};
constexpr std::array<Name, 5> kitchenRemarks{{{"Suitable for all hobs, induction included.", "Für alle Herdarten geeignet, auch Induktion."}, {"Heats evenly and keeps its temperature.", "Erwärmt sich gleichmäßig und hält die Temperatur."}, {"Gets better with every use.", "Wird mit jedem Gebrauch besser."}, {"All parts come apart for cleaning.", "Lässt sich zum Reinigen ganz zerlegen."}, {"Built to be repaired rather than replaced.", "Gebaut, um repariert statt ersetzt zu werden."}}};

constexpr std::array<Text, 12> clothingBrands{"Marlow & Finch", "Nordlicht", "Atelier Weber", "Pampas", "Selvedge Row", "Kornblume", "Halden", "Rue Claire", "Strand", "Loden 12", "Bisou", "Fairfield"};
constexpr std::array<Name, 8> clothingQualities{{{"relaxed", "leger"}, {"breathable", "atmungsaktiv"}, {"soft", "weich"}, {"tailored", "tailliert"}, {"lightweight", "leicht"}, {"warm", "warm"}, {"organic", "aus Bio-Qualität"}, {"crease-resistant", "knitterarm"}}};
constexpr std::array<Name, 8> clothingFeatures{{{"flat seams", "flachen Nähten"}, {"hidden pockets", "verdeckten Taschen"}, {"ribbed cuffs", "Rippbündchen"}, {"corozo buttons", "Steinnussknöpfen"}, {"a two-way zip", "Zwei-Wege-Reißverschluss"}, {"a soft lining", "weichem Futter"}, {"reinforced elbows", "verstärkten Ellbogen"}, {"a little stretch", "etwas Stretch"}}};
constexpr std::array<Name, 5> clothingUses{{{"cool evenings", "kühle Abende"}, {"the office", "das Büro"}, {"weekends", "das Wochenende"}, {"every season", "jede Jahreszeit"}, {"city days", "Tage in der Stadt"}}};
constexpr std::array<Name, 5> clothingRemarks{{{"Sewn in Portugal from certified fabric.", "In Portugal aus zertifiziertem Stoff genäht."}, {"Runs true to size.", "Fällt normal aus."}, {"Washes at 30 degrees and keeps its shape.", "Bei 30 Grad waschbar und formbeständig."}, {"The model is 1.78 m tall and wears size M.", "Das Model ist 1,78 m groß und trägt Größe M."}, {"Softer after each wash.", "Mit jeder Wäsche weicher."}}};

constexpr std::array<Text, 10> shoesBrands{"Wanderlund", "Calzoleria Po", "Trailhead", "Hobson", "Rindleder Lang", "Paso", "Urban Orbit", "Cobbler's Lane", "Velours", "Kite & Crew"};
constexpr std::array<Name, 6> shoesQualities{{{"handcrafted", "handgefertigt"}, {"water-repellent", "wasserabweisend"}, {"cushioned", "gedämpft"}, {"vegan", "vegan"}, {"spacious", "geräumig"}, {"hard-wearing", "strapazierfähig"}}};
constexpr std::array<Name, 7> shoesFeatures{{{"a removable insole", "herausnehmbarer Einlegesohle"}, {"welted seams", "Rahmennaht"}, {"padded straps", "gepolsterten Riemen"}, {"a laptop pocket", "Laptopfach"}, {"brass fittings", "Messingbeschlägen"}, {"silent wheels", "leisen Rollen"}, {"a cotton lining", "Baumwollfutter"}}};
constexpr std::array<Name, 5> shoesUses{{{"long walks", "lange Wege"}, {"city trips", "Städtereisen"}, {"work and weekends", "Arbeit und Wochenende"}, {"rainy days", "Regentage"}, {"hand luggage", "das Handgepäck"}}};
constexpr std::array<Name, 4> shoesRemarks{{{"Can be resoled by any cobbler.", "Jeder Schuster kann sie neu besohlen."}, {"The leather darkens beautifully with time.", "Das Leder dunkelt mit der Zeit schön nach."}, {"Fits under the seat in front.", "Passt unter den Vordersitz."}, {"Comes with a dust bag.", "Wird mit Staubbeutel geliefert."}}};

constexpr std::array<Text, 11> sportsBrands{"Gipfel", "Ridgeline", "Velomar", "Asana House", "Ironbark", "Northface Hut", "Kadenz", "Basecamp 8", "Tempo", "Sierra Lune", "Fels & Seil"};
constexpr std::array<Name, 7> sportsQualities{{{"lightweight", "leicht"}, {"waterproof", "wasserdicht"}, {"non-slip", "rutschfest"}, {"packable", "klein verpackbar"}, {"durable", "langlebig"}, {"windproof", "winddicht"}, {"ergonomic", "ergonomisch"}}};
constexpr std::array<Name, 7> sportsFeatures{{{"reflective details", "reflektierenden Details"}, {"a stuff sack", "Packsack"}, {"taped seams", "verschweißten Nähten"}, {"a carrying strap", "Tragegurt"}, {"aluminium poles", "Aluminiumgestänge"}, {"quick adjustment", "Schnellverstellung"}, {"a repair kit", "Reparaturset"}}};
constexpr std::array<Name, 5> sportsUses{{{"weekend tours", "Wochenendtouren"}, {"daily training", "das tägliche Training"}, {"three seasons", "drei Jahreszeiten"}, {"beginners", "Einsteiger"}, {"the way to work", "den Weg zur Arbeit"}}};
constexpr std::array<Name, 4> sportsRemarks{{{"Tested for a year by guides in the Alps.", "Ein Jahr lang von Bergführern in den Alpen getestet."}, {"Sets up in under five minutes.", "In weniger als fünf Minuten aufgebaut."}, {"PFC-free treatment.", "PFC-frei imprägniert."}, {"Repairs are free for three years.", "Reparaturen sind drei Jahre lang kostenlos."}}};

constexpr std::array<Text, 10> beautyBrands{"Botanica Sieben", "Fleur d'Eau", "Solei", "Kräuterhof", "Maison Iris", "Pure Tide", "Oelmühle", "Nuage", "Salvia", "Hortus"};
constexpr std::array<Name, 6> beautyQualities{{{"gentle", "sanft"}, {"nourishing", "pflegend"}, {"fast-absorbing", "schnell einziehend"}, {"vegan", "vegan"}, {"refreshing", "erfrischend"}, {"moisturising", "feuchtigkeitsspendend"}}};
constexpr std::array<Name, 8> beautyFeatures{{{"hyaluronic acid", "Hyaluronsäure"}, {"almond oil", "Mandelöl"}, {"aloe vera", "Aloe vera"}, {"vitamin C", "Vitamin C"}, {"shea butter", "Sheabutter"}, {"rosemary extract", "Rosmarinextrakt"}, {"niacinamide", "Niacinamid"}, {"calendula", "Ringelblume"}}};
constexpr std::array<Name, 5> beautyUses{{{"sensitive skin", "empfindliche Haut"}, {"the morning routine", "die Morgenroutine"}, {"dry winters", "trockene Winter"}, {"every day", "jeden Tag"}, {"the whole family", "die ganze Familie"}}};
constexpr std::array<Name, 4> beautyRemarks{{{"Free from microplastics and silicones.", "Ohne Mikroplastik und Silikone."}, {"Dermatologically tested.", "Dermatologisch getestet."}, {"The bottle is made of recycled glass.", "Der Flakon ist aus Recyclingglas."}, {"Not tested on animals.", "Ohne Tierversuche."}}};

constexpr std::array<Text, 9> toysBrands{"Holzwurm", "Kuddelmuddel", "Bright Blocks", "Spielhof", "Tiny Harbour", "Würfel & Zug", "Rollerby", "Bärenfreund", "Oak & Otter"};
constexpr std::array<Name, 6> toysQualities{{{"colourful", "farbenfroh"}, {"educational", "lehrreich"}, {"sturdy", "robust"}, {"award-winning", "preisgekrönt"}, {"cuddly", "kuschelig"}, {"classic", "klassisch"}}};
constexpr std::array<Name, 6> toysFeatures{{{"water-based paint", "Farbe auf Wasserbasis"}, {"a cotton bag", "Baumwollbeutel"}, {"large pieces", "großen Teilen"}, {"illustrated rules", "bebilderter Anleitung"}, {"rounded corners", "abgerundeten Ecken"}, {"a storage box", "Aufbewahrungsbox"}}};
constexpr std::array<Name, 5> toysUses{{{"small hands", "kleine Hände"}, {"rainy afternoons", "Regennachmittage"}, {"family evenings", "Familienabende"}, {"curious minds", "neugierige Köpfe"}, {"birthdays", "Geburtstage"}}};
constexpr std::array<Name, 4> toysRemarks{{{"Complies with EN 71.", "Entspricht EN 71."}, {"Lost pieces are replaced free of charge.", "Verlorene Teile werden kostenlos ersetzt."}, {"Explained in two minutes, played for years.", "In zwei Minuten erklärt, jahrelang gespielt."}, {"Can be combined with all sets of the series.", "Mit allen Sets der Reihe kombinierbar."}}};

constexpr std::array<Text, 9> booksBrands{"Papierfabrik Nord", "Inkwell", "Verlag am Kai", "Folio & Quill", "Lesehaus", "Kolibri Press", "Schreibkultur", "Margin Notes", "Harbour Books"};
constexpr std::array<Name, 6> booksQualities{{{"thread-bound", "fadengeheftet"}, {"illustrated", "illustriert"}, {"refillable", "nachfüllbar"}, {"limited", "limitiert"}, {"lay-flat", "flach aufliegend"}, {"elegant", "elegant"}}};
constexpr std::array<Name, 6> booksFeatures{{{"a ribbon marker", "Lesebändchen"}, {"acid-free paper", "säurefreiem Papier"}, {"an elastic band", "Gummiband"}, {"numbered pages", "nummerierten Seiten"}, {"an index", "Register"}, {"a gift box", "Geschenkbox"}}};
constexpr std::array<Name, 5> booksUses{{{"long train rides", "lange Bahnfahrten"}, {"daily notes", "tägliche Notizen"}, {"collectors", "Sammler"}, {"clear desks", "aufgeräumte Schreibtische"}, {"a quiet evening", "einen ruhigen Abend"}}};
constexpr std::array<Name, 4> booksRemarks{{{"Printed in Germany on paper from sustainable forestry.", "In Deutschland auf Papier aus nachhaltiger Forstwirtschaft gedruckt."}, {"Ink does not bleed through.", "Tinte schlägt nicht durch."}, {"A favourite of our readers.", "Ein Liebling unserer Leserinnen und Leser."}, {"Also makes a fine present.", "Auch als Geschenk sehr geeignet."}}};

constexpr std::array<Text, 10> gardenBrands{"Grünwerk", "Bolt & Beam", "Hammerfest", "Terra Cura", "Gartenhaus Linde", "Eisenhart", "Rasenfreund", "Torque Bros", "Patio Sol", "Wurzel"};
constexpr std::array<Name, 6> gardenQualities{{{"frost-proof", "frostfest"}, {"professional", "professionell"}, {"weatherproof", "wetterfest"}, {"cordless", "kabellos"}, {"heavy-duty", "besonders robust"}, {"self-watering", "selbstbewässernd"}}};
constexpr std::array<Name, 6> gardenFeatures{{{"a soft-grip handle", "Softgrip"}, {"a carrying case", "Transportkoffer"}, {"a wall bracket", "Wandhalterung"}, {"drainage holes", "Abflusslöchern"}, {"brass couplings", "Messingkupplungen"}, {"a five-year guarantee", "fünf Jahren Garantie"}}};
constexpr std::array<Name, 5> gardenUses{{{"balcony and terrace", "Balkon und Terrasse"}, {"home improvers", "Heimwerker"}, {"the vegetable patch", "den Gemüsegarten"}, {"summer evenings", "Sommerabende"}, {"the workshop", "die Werkstatt"}}};
constexpr std::array<Name, 4> gardenRemarks{{{"UV-resistant and made to stay outside.", "UV-beständig und für draußen gemacht."}, {"Works with all common fittings.", "Passt zu allen gängigen Anschlüssen."}, {"Tools for a lifetime.", "Werkzeug fürs Leben."}, {"Tested by the trade, priced for everyone.", "Vom Fachmann geprüft, für alle bezahlbar."}}};

constexpr std::array<Text, 8> petsBrands{"Pfotenglück", "Barkley", "Katzenkontor", "Whisker & Sons", "Fellnase", "Rover Goods", "Schnurr", "Tail & Trail"};
constexpr std::array<Name, 5> petsQualities{{{"washable", "waschbar"}, {"chew-proof", "bissfest"}, {"orthopaedic", "orthopädisch"}, {"natural", "natürlich"}, {"non-slip", "rutschfest"}}};
constexpr std::array<Name, 5> petsFeatures{{{"a removable cover", "abnehmbarem Bezug"}, {"a stable base", "stabilem Stand"}, {"reflective stitching", "reflektierenden Nähten"}, {"replaceable sisal", "austauschbarem Sisal"}, {"a silicone ring", "Silikonring"}}};
constexpr std::array<Name, 4> petsUses{{{"large and small breeds", "große und kleine Rassen"}, {"indoor cats", "Wohnungskatzen"}, {"puppies", "Welpen"}, {"evening walks", "Abendrunden"}}};
constexpr std::array<Name, 4> petsRemarks{{{"Developed with vets.", "Mit Tierärzten entwickelt."}, {"Free from harmful substances.", "Frei von Schadstoffen."}, {"Approved by our office dog.", "Von unserem Bürohund geprüft."}, {"Quick to clean.", "Schnell gereinigt."}}};

constexpr std::array<Text, 10> foodBrands{"Rösterei Kai 3", "Alpenblüte", "Frantoio Luce", "Pastificio Sera", "Kakaokontor", "Teehaus Lotus", "Montagna", "Imkerei Birk", "Good Grain", "La Dispensa"};
constexpr std::array<Name, 6> foodQualities{{{"organic", "bio"}, {"single-origin", "sortenrein"}, {"aromatic", "aromatisch"}, {"mild", "mild"}, {"hand-picked", "handverlesen"}, {"intense", "kräftig"}}};
constexpr std::array<Name, 6> foodFeatures{{{"notes of citrus", "Zitrusnoten"}, {"a hint of vanilla", "einem Hauch Vanille"}, {"a nutty finish", "nussigem Abgang"}, {"floral aromas", "blumigem Aroma"}, {"notes of dark berries", "Noten von dunklen Beeren"}, {"a long finish", "langem Nachklang"}}};
constexpr std::array<Name, 5> foodUses{{{"slow mornings", "ruhige Morgen"}, {"gifts", "Geschenke"}, {"every day", "jeden Tag"}, {"connoisseurs", "Kenner"}, {"long evenings", "lange Abende"}}};
constexpr std::array<Name, 4> foodRemarks{{{"Sourced directly from small farms.", "Direkt von kleinen Höfen."}, {"Packed within a day of production.", "Innerhalb eines Tages nach der Herstellung verpackt."}, {"Store cool and dry.", "Kühl und trocken lagern."}, {"May contain traces of nuts.", "Kann Spuren von Nüssen enthalten."}}};

// Groups and leaves that the words of their root do not fit.
constexpr std::array<Name, 5> computersQualities{{{"slim", "flach"}, {"quiet", "leise"}, {"premium", "hochwertig"}, {"energy-saving", "energiesparend"}, {"sturdy", "stabil"}}};
constexpr std::array<Name, 5> computersFeatures{{{"USB-C", "USB-C-Anschluss"}, {"an aluminium body", "Aluminiumgehäuse"}, {"a two-year warranty", "zwei Jahren Garantie"}, {"a braided cable", "Textilkabel"}, {"adjustable tilt", "verstellbarer Neigung"}}};
constexpr std::array<Name, 3> computersRemarks{{{"Spare parts can be ordered one by one.", "Ersatzteile sind einzeln erhältlich."}, {"Everything you need to start is in the box.", "Alles für den Start liegt in der Packung."}, {"Works with Windows, macOS and Linux.", "Funktioniert mit Windows, macOS und Linux."}}};
constexpr std::array<Name, 5> camerasQualities{{{"compact", "kompakt"}, {"lightweight", "leicht"}, {"robust", "robust"}, {"versatile", "vielseitig"}, {"precise", "präzise"}}};
constexpr std::array<Name, 5> camerasFeatures{{{"a metal bayonet", "Metallbajonett"}, {"a carrying pouch", "Transporttasche"}, {"fast autofocus", "schnellem Autofokus"}, {"a lens cap", "Objektivdeckel"}, {"a two-year warranty", "zwei Jahren Garantie"}}};
constexpr std::array<Name, 3> camerasRemarks{{{"Sharp into the corners.", "Scharf bis in die Ecken."}, {"Made for those who still like to turn a ring.", "Für alle, die gern noch am Ring drehen."}, {"Sealed against dust and splashes.", "Gegen Staub und Spritzwasser geschützt."}}};
constexpr std::array<Name, 5> lightingQualities{{{"dimmable", "dimmbar"}, {"warm", "warm"}, {"minimal", "schlicht"}, {"timeless", "zeitlos"}, {"glare-free", "blendfrei"}}};
constexpr std::array<Name, 5> lightingFeatures{{{"a linen cord", "Leinenkabel"}, {"a brass socket", "Messingfassung"}, {"a matt finish", "matter Oberfläche"}, {"an opal shade", "Opalschirm"}, {"a dimmer in the cord", "Schnurdimmer"}}};
constexpr std::array<Name, 3> lightingRemarks{{{"The bulb is included and can be replaced.", "Das Leuchtmittel ist dabei und lässt sich tauschen."}, {"Made in small batches by a family workshop.", "In kleinen Serien von einem Familienbetrieb gefertigt."}, {"Makes any evening a little calmer.", "Macht jeden Abend ein wenig ruhiger."}}};
constexpr std::array<Name, 5> decorationQualities{{{"handmade", "handgefertigt"}, {"timeless", "zeitlos"}, {"minimal", "schlicht"}, {"elegant", "elegant"}, {"Scandinavian", "skandinavisch"}}};
constexpr std::array<Name, 5> decorationFeatures{{{"a matt glaze", "matter Glasur"}, {"fine texture", "feiner Struktur"}, {"a soft sheen", "sanftem Glanz"}, {"a felt base", "Filzboden"}, {"clean lines", "klaren Linien"}}};
constexpr std::array<Name, 3> decorationRemarks{{{"Each piece differs a little, as natural materials do.", "Jedes Stück ist ein wenig anders, wie Naturmaterial eben ist."}, {"Wipe clean with a damp cloth.", "Mit einem feuchten Tuch zu reinigen."}, {"Looks good on its own and in company.", "Wirkt allein und in Gesellschaft."}}};
constexpr std::array<Name, 5> homeTextilesQualities{{{"soft", "weich"}, {"cosy", "gemütlich"}, {"warm", "warm"}, {"woven", "gewebt"}, {"washable", "waschbar"}}};
constexpr std::array<Name, 5> homeTextilesFeatures{{{"a removable cover", "abnehmbarem Bezug"}, {"fine piping", "feiner Paspel"}, {"fringes", "Fransen"}, {"a hidden zip", "verdecktem Reißverschluss"}, {"a woven pattern", "gewebtem Muster"}}};
constexpr std::array<Name, 3> homeTextilesRemarks{{{"Washes at 30 degrees.", "Bei 30 Grad waschbar."}, {"Woven in a mill that has been running since 1921.", "Gewebt in einer Weberei, die seit 1921 arbeitet."}, {"Certified to OEKO-TEX Standard 100.", "Zertifiziert nach OEKO-TEX Standard 100."}}};
constexpr std::array<Name, 5> smallAppliancesQualities{{{"quiet", "leise"}, {"compact", "kompakt"}, {"powerful", "leistungsstark"}, {"easy-care", "pflegeleicht"}, {"space-saving", "platzsparend"}}};
constexpr std::array<Name, 5> smallAppliancesFeatures{{{"auto shut-off", "Abschaltautomatik"}, {"a removable tank", "abnehmbarem Tank"}, {"a measuring scale", "Messskala"}, {"a two-year warranty", "zwei Jahren Garantie"}, {"a recipe booklet", "Rezeptheft"}}};
constexpr std::array<Name, 3> smallAppliancesRemarks{{{"All parts come apart for cleaning.", "Lässt sich zum Reinigen ganz zerlegen."}, {"Built to be repaired rather than replaced.", "Gebaut, um repariert statt ersetzt zu werden."}, {"Ready within a minute.", "In einer Minute bereit."}}};
constexpr std::array<Name, 5> tablewareQualities{{{"hand-glazed", "handglasiert"}, {"stackable", "stapelbar"}, {"classic", "klassisch"}, {"delicate", "fein"}, {"dishwasher-safe", "spülmaschinenfest"}}};
constexpr std::array<Name, 5> tablewareFeatures{{{"a fine rim", "feinem Rand"}, {"a speckled glaze", "gesprenkelter Glasur"}, {"a gift box", "Geschenkbox"}, {"a soft sheen", "sanftem Glanz"}, {"a generous shape", "großzügiger Form"}}};
constexpr std::array<Name, 3> tablewareRemarks{{{"Goes into the dishwasher and comes out as it went in.", "Darf in die Spülmaschine und bleibt, wie es war."}, {"Can be bought piece by piece for years.", "Über Jahre einzeln nachkaufbar."}, {"Each piece is glazed by hand.", "Jedes Stück wird von Hand glasiert."}}};
constexpr std::array<Name, 5> bagsQualities{{{"spacious", "geräumig"}, {"water-repellent", "wasserabweisend"}, {"vegan", "vegan"}, {"hard-wearing", "strapazierfähig"}, {"slim", "schmal"}}};
constexpr std::array<Name, 5> bagsFeatures{{{"a laptop pocket", "Laptopfach"}, {"padded straps", "gepolsterten Riemen"}, {"brass fittings", "Messingbeschlägen"}, {"a cotton lining", "Baumwollfutter"}, {"a hidden pocket", "verdecktem Fach"}}};
constexpr std::array<Name, 3> bagsRemarks{{{"Fits under the seat in front.", "Passt unter den Vordersitz."}, {"Comes with a dust bag.", "Wird mit Staubbeutel geliefert."}, {"Zips and buckles can be replaced.", "Reißverschlüsse und Schnallen sind austauschbar."}}};
constexpr std::array<Name, 4> travelQualities{{{"spacious", "geräumig"}, {"lightweight", "leicht"}, {"hard-wearing", "strapazierfähig"}, {"quiet", "leise"}}};
constexpr std::array<Name, 4> travelFeatures{{{"silent wheels", "leisen Rollen"}, {"a telescopic handle", "Teleskopgriff"}, {"packing straps", "Packgurten"}, {"a laundry bag", "Wäschebeutel"}}};
constexpr std::array<Name, 2> travelRemarks{{{"Wheels and handle can be replaced without tools.", "Rollen und Griff lassen sich ohne Werkzeug tauschen."}, {"Ten years of guarantee on the shell.", "Zehn Jahre Garantie auf die Schale."}}};
constexpr std::array<Name, 4> fitnessQualities{{{"non-slip", "rutschfest"}, {"ergonomic", "ergonomisch"}, {"durable", "langlebig"}, {"quiet", "leise"}}};
constexpr std::array<Name, 4> fitnessFeatures{{{"a carrying strap", "Tragegurt"}, {"a training plan", "Trainingsplan"}, {"rounded edges", "abgerundeten Kanten"}, {"a textured grip", "griffiger Oberfläche"}}};
constexpr std::array<Name, 3> fitnessRemarks{{{"Easy to wipe clean.", "Leicht abzuwischen."}, {"Kind to floors and neighbours.", "Schont Böden und Nachbarn."}, {"Used in studios every day.", "Täglich im Studio im Einsatz."}}};
constexpr std::array<Name, 4> cyclingQualities{{{"lightweight", "leicht"}, {"robust", "robust"}, {"comfortable", "bequem"}, {"low-maintenance", "wartungsarm"}}};
constexpr std::array<Name, 4> cyclingFeatures{{{"reflective details", "reflektierenden Details"}, {"quick adjustment", "Schnellverstellung"}, {"integrated lights", "integrierter Beleuchtung"}, {"a five-year guarantee", "fünf Jahren Garantie"}}};
constexpr std::array<Name, 3> cyclingRemarks{{{"Fits riders from 1.60 m to 1.95 m.", "Passt von 1,60 m bis 1,95 m."}, {"The first service is on us.", "Die erste Inspektion geht auf uns."}, {"Tested to EN standards.", "Nach EN-Normen geprüft."}}};
constexpr std::array<Name, 4> officeQualities{{{"stackable", "stapelbar"}, {"tidy", "aufgeräumt"}, {"elegant", "elegant"}, {"sturdy", "stabil"}}};
constexpr std::array<Name, 4> officeFeatures{{{"felt feet", "Filzfüßen"}, {"a pen tray", "Stiftablage"}, {"a hidden drawer", "verdeckter Schublade"}, {"rounded corners", "abgerundeten Ecken"}}};
constexpr std::array<Name, 2> officeRemarks{{{"Brings calm to any desk.", "Bringt Ruhe auf jeden Schreibtisch."}, {"Can be extended at any time.", "Jederzeit erweiterbar."}}};
constexpr std::array<Name, 4> writingQualities{{{"refillable", "nachfüllbar"}, {"elegant", "elegant"}, {"limited", "limitiert"}, {"smooth", "sanft gleitend"}}};
constexpr std::array<Name, 4> writingFeatures{{{"a gift box", "Geschenkbox"}, {"a fine engraving", "feiner Gravur"}, {"a two-year warranty", "zwei Jahren Garantie"}, {"a storage sleeve", "Schutzhülle"}}};
constexpr std::array<Name, 3> writingRemarks{{{"Made for writing every day.", "Gemacht für jeden Tag."}, {"Also makes a fine present.", "Auch als Geschenk sehr geeignet."}, {"Ink does not bleed through.", "Tinte schlägt nicht durch."}}};
constexpr std::array<Name, 4> plantingQualities{{{"frost-proof", "frostfest"}, {"weatherproof", "wetterfest"}, {"UV-resistant", "UV-beständig"}, {"flexible", "flexibel"}}};
constexpr std::array<Name, 4> plantingFeatures{{{"drainage holes", "Abflusslöchern"}, {"a wall bracket", "Wandhalterung"}, {"brass couplings", "Messingkupplungen"}, {"a five-year guarantee", "fünf Jahren Garantie"}}};
constexpr std::array<Name, 2> plantingRemarks{{{"Made to stay outside.", "Für draußen gemacht."}, {"Drinking-water safe and free from phthalates.", "Trinkwassergeeignet und frei von Phthalaten."}}};
constexpr std::array<Name, 4> outdoorLivingQualities{{{"weatherproof", "wetterfest"}, {"robust", "robust"}, {"easy-care", "pflegeleicht"}, {"mobile", "fahrbar"}}};
constexpr std::array<Name, 4> outdoorLivingFeatures{{{"a thermometer", "Thermometer"}, {"a side table", "Ablage"}, {"an ash catcher", "Aschefänger"}, {"a weather cover", "Wetterschutzhülle"}}};
constexpr std::array<Name, 2> outdoorLivingRemarks{{{"At temperature in fifteen minutes.", "In fünfzehn Minuten auf Temperatur."}, {"Spare parts for ten years.", "Ersatzteile für zehn Jahre."}}};
constexpr std::array<Name, 4> dogsQualities{{{"chew-proof", "bissfest"}, {"washable", "waschbar"}, {"weatherproof", "wetterfest"}, {"comfortable", "bequem"}}};
constexpr std::array<Name, 4> dogsFeatures{{{"reflective stitching", "reflektierenden Nähten"}, {"a removable cover", "abnehmbarem Bezug"}, {"solid brass", "massivem Messing"}, {"a soft edge", "weichem Rand"}}};
constexpr std::array<Name, 2> dogsRemarks{{{"Approved by our office dog.", "Von unserem Bürohund geprüft."}, {"Free from harmful substances.", "Frei von Schadstoffen."}}};
constexpr std::array<Name, 4> dryerQualities{{{"quiet", "leise"}, {"powerful", "leistungsstark"}, {"lightweight", "leicht"}, {"compact", "kompakt"}}};
constexpr std::array<Name, 4> dryerFeatures{{{"a diffuser", "Diffusor"}, {"a cool-shot button", "Kaltstufe"}, {"a folding handle", "Klappgriff"}, {"ion technology", "Ionentechnik"}}};
constexpr std::array<Name, 5> dryerUses{{{"the morning routine", "die Morgenroutine"}, {"fine hair", "feines Haar"}, {"curls", "Locken"}, {"travel", "unterwegs"}, {"the whole family", "die ganze Familie"}}};
constexpr std::array<Name, 2> dryerRemarks{{{"The filter can be taken out and cleaned.", "Der Filter lässt sich herausnehmen und reinigen."}, {"The cable is three metres long.", "Das Kabel ist drei Meter lang."}}};

constexpr std::array groupDomains{
    Domain{"Hair Dryers", beautyBrands, dryerQualities, dryerFeatures, dryerUses, dryerRemarks},
    Domain{"Computers", electronicsBrands, computersQualities, computersFeatures, electronicsUses, computersRemarks},
    Domain{"Cameras", electronicsBrands, camerasQualities, camerasFeatures, electronicsUses, camerasRemarks},
    Domain{"Lighting", homeBrands, lightingQualities, lightingFeatures, homeUses, lightingRemarks},
    Domain{"Decoration", homeBrands, decorationQualities, decorationFeatures, homeUses, decorationRemarks},
    Domain{"Home Textiles", homeBrands, homeTextilesQualities, homeTextilesFeatures, homeUses, homeTextilesRemarks},
    Domain{"Small Appliances", kitchenBrands, smallAppliancesQualities, smallAppliancesFeatures, kitchenUses, smallAppliancesRemarks},
    Domain{"Tableware", kitchenBrands, tablewareQualities, tablewareFeatures, kitchenUses, tablewareRemarks},
    Domain{"Bags", shoesBrands, bagsQualities, bagsFeatures, shoesUses, bagsRemarks},
    Domain{"Travel", shoesBrands, travelQualities, travelFeatures, shoesUses, travelRemarks},
    Domain{"Fitness", sportsBrands, fitnessQualities, fitnessFeatures, sportsUses, fitnessRemarks},
    Domain{"Cycling", sportsBrands, cyclingQualities, cyclingFeatures, sportsUses, cyclingRemarks},
    Domain{"Office", booksBrands, officeQualities, officeFeatures, booksUses, officeRemarks},
    Domain{"Writing", booksBrands, writingQualities, writingFeatures, booksUses, writingRemarks},
    Domain{"Planting", gardenBrands, plantingQualities, plantingFeatures, gardenUses, plantingRemarks},
    Domain{"Outdoor Living", gardenBrands, outdoorLivingQualities, outdoorLivingFeatures, gardenUses, outdoorLivingRemarks},
    Domain{"Dogs", petsBrands, dogsQualities, dogsFeatures, petsUses, dogsRemarks},
};

constexpr std::array domains{
    Domain{"Electronics", electronicsBrands, electronicsQualities, electronicsFeatures, electronicsUses, electronicsRemarks},
    Domain{"Home & Living", homeBrands, homeQualities, homeFeatures, homeUses, homeRemarks},
    Domain{"Kitchen", kitchenBrands, kitchenQualities, kitchenFeatures, kitchenUses, kitchenRemarks},
    Domain{"Clothing", clothingBrands, clothingQualities, clothingFeatures, clothingUses, clothingRemarks},
    Domain{"Shoes & Bags", shoesBrands, shoesQualities, shoesFeatures, shoesUses, shoesRemarks},
    Domain{"Sports & Outdoors", sportsBrands, sportsQualities, sportsFeatures, sportsUses, sportsRemarks},
    Domain{"Beauty & Care", beautyBrands, beautyQualities, beautyFeatures, beautyUses, beautyRemarks},
    Domain{"Toys & Games", toysBrands, toysQualities, toysFeatures, toysUses, toysRemarks},
    Domain{"Books & Stationery", booksBrands, booksQualities, booksFeatures, booksUses, booksRemarks},
    Domain{"Garden & DIY", gardenBrands, gardenQualities, gardenFeatures, gardenUses, gardenRemarks},
    Domain{"Pets", petsBrands, petsQualities, petsFeatures, petsUses, petsRemarks},
    Domain{"Food & Drink", foodBrands, foodQualities, foodFeatures, foodUses, foodRemarks},
};

constexpr std::array<Text, 72> models{"Alto", "Arden", "Aspen", "Atlas", "Aurora", "Bente", "Birk", "Bora", "Brio", "Calla", "Cedar", "Cirrus", "Coda", "Coral", "Delta", "Dune", "Echo", "Eden", "Elba", "Ember", "Fable", "Fenn", "Finn", "Fjell", "Flora", "Gale", "Glen", "Halo", "Haven", "Hazel", "Helix", "Iris", "Isla", "Ivo", "Juno", "Kappa", "Kite", "Lark", "Linea", "Loft", "Luna", "Lyra", "Maple", "Mira", "Moss", "Nala", "Nimbus", "Nova", "Oda", "Onda", "Opal", "Orbit", "Otis", "Pico", "Pine", "Polar", "Quill", "Rhea", "Rune", "Sage", "Sola", "Sten", "Terra", "Thea", "Tove", "Uma", "Vale", "Vega", "Vista", "Willow", "Yara", "Zeno"};

constexpr std::array<Text, 20> sellers{"Harbour Electronics", "Kontor Zwölf", "Maple & Main", "Nordhaus Handel", "Casa Bonita Living", "The Daily Pantry", "Bergziege Outdoor", "Little Lantern Toys", "Feinkost Adler", "Studio Atlas", "Brightside Goods", "Werkhof Köln", "Pacific Trade Co", "Lindenallee", "Soho Supply", "Grüne Wiese", "Velo Kollektiv", "Paws & Whiskers", "Papier & Tinte", "Urban Basics"};

constexpr std::array<Name, 58> german{{{"Organic cotton", "Bio-Baumwolle"}, {"Merino wool", "Merinowolle"}, {"Linen", "Leinen"}, {"Cotton blend", "Baumwollmischung"}, {"Recycled polyester", "Recycling-Polyester"}, {"Leather", "Leder"}, {"Suede", "Wildleder"}, {"Canvas", "Canvas"}, {"Recycled mesh", "Recycling-Mesh"}, {"Stainless steel", "Edelstahl"}, {"Cast iron", "Gusseisen"}, {"Aluminium", "Aluminium"}, {"Ceramic", "Keramik"}, {"Porcelain", "Porzellan"}, {"Stoneware", "Steingut"}, {"Glass", "Glas"}, {"Bamboo", "Bambus"}, {"Oak", "Eiche"}, {"Walnut", "Nussbaum"}, {"Beech", "Buche"}, {"Steel", "Stahl"}, {"Ash", "Esche"}, {"Cotton", "Baumwolle"}, {"Velvet", "Samt"}, {"Wool", "Wolle"}, {"Cashmere blend", "Kaschmirmischung"}, {"Recycled fleece", "Recycling-Fleece"}, {"Metal", "Metall"}, {"Borosilicate glass", "Borosilikatglas"}, {"Crystal glass", "Kristallglas"}, {"Recycled glass", "Recyclingglas"}, {"Waxed cotton", "gewachster Baumwolle"}, {"Wool blend", "Wollmischung"}, {"Bamboo viscose", "Bambusviskose"}, {"Recycled nylon", "Recycling-Nylon"}, {"Vegan leather", "veganem Leder"}, {"Natural rubber", "Naturkautschuk"}, {"Cork", "Kork"}, {"Maple", "Ahorn"}, {"Recycled plastic", "Recycling-Kunststoff"}, {"Mohair", "Mohair"}, {"Recycled plush", "Recycling-Plüsch"}, {"Resin", "Harz"}, {"Brass", "Messing"}, {"Felt", "Filz"}, {"Fibre clay", "Faserzement"}, {"Zinc", "Zink"}, {"Rope", "Seil"}, {"Sisal", "Sisal"}, {"Jute", "Jute"}, {"Cardboard", "Karton"}, {"Small", "Klein"}, {"Medium", "Mittel"}, {"Large", "Groß"}, {"Single", "Einzeln"}, {"Pack of 3", "3er-Pack"}, {"Pack of 6", "6er-Pack"}, {"Terracotta", "Terrakotta"}}};
// clang-format on

} // namespace

const Domain& domainOf(const Kind& kind) {
    for (const Domain& domain : groupDomains)
        if (domain.category == kind.leaf.en || domain.category == kind.group.en)
            return domain;
    return *std::ranges::find(domains, kind.root.en,
                              &Domain::category); // kinds.cpp has no other roots; a test walks them
}

std::span<const std::string_view> modelNames() {
    return models;
}

std::span<const std::string_view> sellerNames() {
    return sellers;
}

std::string_view inGerman(std::string_view value) {
    const auto found = std::ranges::find(german, value, &Name::en);
    return found == german.end() ? value : found->de;
}

} // namespace tradepost::demo
