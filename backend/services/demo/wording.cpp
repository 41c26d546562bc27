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

const Domain& domainOf(std::string_view root) {
    return *std::ranges::find(domains, root, &Domain::root); // kinds.cpp has no other roots; a test walks them
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
