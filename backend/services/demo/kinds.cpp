#include "backend/services/demo/kinds.h"

#include <array>

namespace tradepost::demo {

namespace {

// clang-format off
constexpr Name electronics{"Electronics", "Elektronik"}, home{"Home & Living", "Wohnen"}, kitchen{"Kitchen", "Küche"},
    clothing{"Clothing", "Bekleidung"}, shoes{"Shoes & Bags", "Schuhe & Taschen"}, sports{"Sports & Outdoors", "Sport & Outdoor"},
    beauty{"Beauty & Care", "Schönheit & Pflege"}, toys{"Toys & Games", "Spielzeug & Spiele"},
    books{"Books & Stationery", "Bücher & Schreibwaren"}, garden{"Garden & DIY", "Garten & Werkzeug"},
    pets{"Pets", "Haustiere"}, food{"Food & Drink", "Lebensmittel"};

constexpr Name audio{"Audio", "Audio"}, computers{"Computers", "Computer"}, phones{"Phones & Tablets", "Handys & Tablets"},
    cameras{"Cameras", "Kameras"};
constexpr Name furniture{"Furniture", "Möbel"}, lighting{"Lighting", "Leuchten"}, decor{"Decoration", "Dekoration"},
    textiles{"Home Textiles", "Heimtextilien"};
constexpr Name cookware{"Cookware", "Kochgeschirr"}, appliances{"Small Appliances", "Küchengeräte"},
    tableware{"Tableware", "Geschirr"};
constexpr Name women{"Women", "Damen"}, men{"Men", "Herren"}, basics{"Basics", "Basics"};
constexpr Name footwear{"Shoes", "Schuhe"}, bags{"Bags", "Taschen"}, travel{"Travel", "Reisegepäck"};
constexpr Name fitness{"Fitness", "Fitness"}, camping{"Camping", "Camping"}, cycling{"Cycling", "Radsport"};
constexpr Name skin{"Skin Care", "Hautpflege"}, hair{"Hair Care", "Haarpflege"}, fragrance{"Fragrance", "Düfte"};
constexpr Name building{"Building Toys", "Bauspielzeug"}, games{"Games & Puzzles", "Spiele & Puzzles"}, soft{"Soft Toys", "Kuscheltiere"};
constexpr Name reading{"Books", "Bücher"}, writing{"Writing", "Schreiben"}, office{"Office", "Büro"};
constexpr Name tools{"Tools", "Werkzeug"}, planting{"Planting", "Pflanzen"}, outdoor{"Outdoor Living", "Draußen wohnen"};
constexpr Name dogs{"Dogs", "Hunde"}, cats{"Cats", "Katzen"}, petCare{"Pet Care", "Tierpflege"};
constexpr Name hot{"Coffee & Tea", "Kaffee & Tee"}, sweets{"Sweets", "Süßes"}, pantry{"Pantry", "Vorrat"};

constexpr std::string_view soundAttributes = "battery_life#h=12|20|30|40|60; bluetooth=5.0|5.2|5.3; noise_cancelling?; microphone?";
constexpr std::string_view wearAttributes = "material=Organic cotton|Merino wool|Linen|Cotton blend|Recycled polyester; fit=Regular|Slim|Relaxed; machine_washable?";
constexpr std::string_view shoeAttributes = "upper=Leather|Suede|Canvas|Recycled mesh; sole=Rubber|EVA foam|Crepe; waterproof?; vegan?";
constexpr std::string_view careAttributes = "skin_type=All|Dry|Oily|Sensitive; scent=Unscented|Lavender|Citrus|Rose|Cedar; vegan?; fragrance_free?";
constexpr std::string_view foodAttributes = "origin=Italy|Greece|Ethiopia|Peru|Germany|Spain|Japan; organic?; fair_trade?; vegan?";
constexpr std::string_view potAttributes = "material=Stainless steel|Cast iron|Aluminium|Ceramic; diameter#cm=18|20|24|28; induction?; dishwasher_safe?";
constexpr std::string_view tableAttributes = "material=Porcelain|Stoneware|Glass|Bamboo; set_size#pcs=1|2|4|6; dishwasher_safe?; microwave_safe?";
constexpr std::string_view furnitureAttributes = "material=Oak|Walnut|Beech|Steel|Ash; width#cm=45|60|80|120|160; height#cm=45|75|90|180; assembly_required?";
constexpr std::string_view lightAttributes = "light_colour=Warm white|Neutral white|Daylight; power#W=5|7|9|12; socket=E27|E14|LED; dimmable?";

constexpr std::array kindTable{
    Kind{electronics, audio, {"Headphones", "Kopfhörer"}, {"Headphones", "Kopfhörer"}, "headphones", 2900, 39900, 180, 380, Options::Colour, soundAttributes},
    Kind{electronics, audio, {"Earbuds", "Ohrhörer"}, {"Earbuds", "Ohrhörer"}, "earbuds", 1900, 24900, 40, 90, Options::Colour, soundAttributes},
    Kind{electronics, audio, {"Speakers", "Lautsprecher"}, {"Speaker", "Lautsprecher"}, "speaker", 2500, 49900, 400, 4200, Options::Colour, "power#W=10|20|40|80; battery_life#h=8|12|20|24; waterproof?; bluetooth=5.0|5.2|5.3"},
    Kind{electronics, computers, {"Laptops", "Laptops"}, {"Laptop", "Laptop"}, "laptop", 44900, 229900, 1100, 2400, Options::ColourStorage, "screen_size#in=13.3|14|15.6|16; memory#GB=8|16|32; panel=IPS|OLED; backlit_keyboard?"},
    Kind{electronics, computers, {"Monitors", "Monitore"}, {"Monitor", "Monitor"}, "monitor", 12900, 89900, 3500, 9000, Options::None, "screen_size#in=24|27|32|34; resolution=1920 x 1080|2560 x 1440|3840 x 2160; refresh_rate#Hz=60|75|144|165; panel=IPS|VA|OLED"},
    Kind{electronics, computers, {"Keyboards", "Tastaturen"}, {"Keyboard", "Tastatur"}, "keyboard", 2500, 19900, 450, 1200, Options::Colour, "layout=ISO-DE|ANSI-US|ISO-UK; switches=Linear|Tactile|Scissor; backlit?; wireless?"},
    Kind{electronics, phones, {"Smartphones", "Smartphones"}, {"Smartphone", "Smartphone"}, "phone", 17900, 129900, 160, 230, Options::ColourStorage, "screen_size#in=6.1|6.4|6.7; memory#GB=6|8|12; dual_sim?; waterproof?"},
    Kind{electronics, phones, {"Tablets", "Tablets"}, {"Tablet", "Tablet"}, "tablet", 15900, 99900, 350, 680, Options::ColourStorage, "screen_size#in=8.3|10.9|11|12.9; memory#GB=4|8|12; pen_support?"},
    Kind{electronics, phones, {"Chargers", "Ladegeräte"}, {"USB-C Charger", "USB-C-Ladegerät"}, "charger", 1200, 7900, 60, 260, Options::Colour, "power#W=20|30|45|65|100; ports#pcs=1|2|3|4; foldable_plug?"},
    Kind{electronics, cameras, {"System Cameras", "Systemkameras"}, {"Camera", "Kamera"}, "camera", 39900, 249900, 350, 780, Options::Colour, "resolution#MP=20|24|33|45; sensor=APS-C|Full frame|Micro Four Thirds; stabilised?; weather_sealed?"},
    Kind{electronics, cameras, {"Lenses", "Objektive"}, {"Lens", "Objektiv"}, "lens", 19900, 159900, 180, 1200, Options::None, "focal_length#mm=24|35|50|85|135; aperture=f/1.4|f/1.8|f/2.8|f/4; autofocus?; weather_sealed?"},

    Kind{home, furniture, {"Chairs", "Stühle"}, {"Chair", "Stuhl"}, "chair", 4900, 49900, 3500, 12000, Options::Colour, furnitureAttributes},
    Kind{home, furniture, {"Tables", "Tische"}, {"Table", "Tisch"}, "table", 8900, 129900, 9000, 45000, Options::ColourSize, furnitureAttributes},
    Kind{home, furniture, {"Shelves", "Regale"}, {"Shelf", "Regal"}, "shelf", 3900, 59900, 5000, 38000, Options::ColourSize, furnitureAttributes},
    Kind{home, lighting, {"Table Lamps", "Tischleuchten"}, {"Table Lamp", "Tischleuchte"}, "lamp", 1900, 24900, 500, 2800, Options::Colour, lightAttributes},
    Kind{home, lighting, {"Pendant Lamps", "Pendelleuchten"}, {"Pendant Lamp", "Pendelleuchte"}, "pendant", 2900, 39900, 700, 4500, Options::Colour, lightAttributes},
    Kind{home, decor, {"Vases", "Vasen"}, {"Vase", "Vase"}, "vase", 1200, 12900, 300, 2500, Options::ColourSize, "material=Glass|Stoneware|Porcelain|Terracotta; height#cm=15|20|25|30; handmade?"},
    Kind{home, decor, {"Wall Clocks", "Wanduhren"}, {"Wall Clock", "Wanduhr"}, "clock", 1900, 15900, 300, 1800, Options::Colour, "diameter#cm=20|25|30|40; movement=Quartz|Radio-controlled|Silent sweep; material=Oak|Metal|Glass"},
    Kind{home, textiles, {"Cushions", "Kissen"}, {"Cushion", "Kissen"}, "cushion", 1200, 7900, 250, 900, Options::ColourSize, "material=Linen|Cotton|Velvet|Wool; filling=Feather|Recycled fibre; washable?"},
    Kind{home, textiles, {"Blankets", "Decken"}, {"Blanket", "Decke"}, "blanket", 2400, 19900, 600, 2200, Options::ColourSize, "material=Wool|Cotton|Cashmere blend|Recycled fleece; washable?"},

    Kind{kitchen, cookware, {"Frying Pans", "Bratpfannen"}, {"Frying Pan", "Bratpfanne"}, "pan", 1900, 17900, 600, 2800, Options::Colour, potAttributes},
    Kind{kitchen, cookware, {"Pots", "Töpfe"}, {"Pot", "Topf"}, "pot", 2400, 27900, 900, 5200, Options::Colour, potAttributes},
    Kind{kitchen, appliances, {"Coffee Machines", "Kaffeemaschinen"}, {"Coffee Machine", "Kaffeemaschine"}, "coffee_machine", 4900, 119900, 2400, 11000, Options::Colour, "power#W=900|1200|1450|1500; tank#l=1|1.2|1.8|2; pressure#bar=9|15|19; milk_frother?"},
    Kind{kitchen, appliances, {"Kettles", "Wasserkocher"}, {"Kettle", "Wasserkocher"}, "kettle", 2400, 14900, 800, 1700, Options::Colour, "power#W=1500|2200|3000; capacity#l=0.8|1|1.5|1.7; temperature_control?"},
    Kind{kitchen, appliances, {"Blenders", "Mixer"}, {"Blender", "Standmixer"}, "blender", 3400, 44900, 1500, 5600, Options::Colour, "power#W=350|600|1000|1400; capacity#l=0.6|1|1.5|2; pulse_mode?"},
    Kind{kitchen, tableware, {"Mugs", "Tassen"}, {"Mug", "Tasse"}, "mug", 700, 4900, 250, 450, Options::Colour, tableAttributes},
    Kind{kitchen, tableware, {"Plates", "Teller"}, {"Plate", "Teller"}, "plate", 900, 8900, 350, 900, Options::Colour, tableAttributes},
    Kind{kitchen, tableware, {"Glasses", "Gläser"}, {"Drinking Glass", "Trinkglas"}, "glass", 500, 5900, 150, 400, Options::Pack, "volume#ml=200|300|400|450; material=Borosilicate glass|Crystal glass|Recycled glass; dishwasher_safe?"},

    Kind{clothing, women, {"Dresses", "Kleider"}, {"Dress", "Kleid"}, "dress", 2900, 18900, 200, 700, Options::ColourClothes, wearAttributes},
    Kind{clothing, women, {"Jumpers", "Pullover"}, {"Jumper", "Pullover"}, "jumper", 2900, 15900, 250, 800, Options::ColourClothes, wearAttributes},
    Kind{clothing, men, {"Shirts", "Hemden"}, {"Shirt", "Hemd"}, "shirt", 2400, 11900, 180, 400, Options::ColourClothes, wearAttributes},
    Kind{clothing, men, {"Jackets", "Jacken"}, {"Jacket", "Jacke"}, "jacket", 4900, 34900, 450, 1400, Options::ColourClothes, "material=Recycled polyester|Waxed cotton|Wool blend|Softshell; water_column#mm=3000|5000|10000|20000; hood?; windproof?"},
    Kind{clothing, basics, {"T-Shirts", "T-Shirts"}, {"T-Shirt", "T-Shirt"}, "tshirt", 900, 4900, 120, 240, Options::ColourClothes, wearAttributes},
    Kind{clothing, basics, {"Trousers", "Hosen"}, {"Trousers", "Hose"}, "trousers", 2900, 14900, 300, 900, Options::ColourClothes, wearAttributes},
    Kind{clothing, basics, {"Socks", "Socken"}, {"Socks", "Socken"}, "socks", 500, 2900, 40, 140, Options::Pack, "material=Organic cotton|Merino wool|Bamboo viscose; height=Ankle|Crew|Knee; cushioned?"},

    Kind{shoes, footwear, {"Sneakers", "Sneaker"}, {"Sneakers", "Sneaker"}, "sneaker", 4900, 17900, 500, 1000, Options::ColourShoes, shoeAttributes},
    Kind{shoes, footwear, {"Boots", "Stiefel"}, {"Boots", "Stiefel"}, "boot", 6900, 28900, 900, 1900, Options::ColourShoes, shoeAttributes},
    Kind{shoes, bags, {"Backpacks", "Rucksäcke"}, {"Backpack", "Rucksack"}, "backpack", 3400, 22900, 500, 1700, Options::Colour, "volume#l=15|20|25|30; material=Recycled nylon|Canvas|Leather; laptop_sleeve?; waterproof?"},
    Kind{shoes, bags, {"Handbags", "Handtaschen"}, {"Handbag", "Handtasche"}, "handbag", 3900, 34900, 350, 1200, Options::Colour, "material=Leather|Vegan leather|Canvas; closure=Zip|Magnet|Buckle; shoulder_strap?"},
    Kind{shoes, travel, {"Suitcases", "Koffer"}, {"Suitcase", "Koffer"}, "suitcase", 5900, 49900, 2200, 4800, Options::ColourSize, "volume#l=38|65|95; shell=Polycarbonate|Aluminium|Recycled PET; tsa_lock?; expandable?"},

    Kind{sports, fitness, {"Yoga Mats", "Yogamatten"}, {"Yoga Mat", "Yogamatte"}, "mat", 1900, 11900, 800, 2600, Options::Colour, "thickness#mm=3|4|5|6; material=Natural rubber|Cork|TPE; non_slip?"},
    Kind{sports, fitness, {"Dumbbells", "Hanteln"}, {"Dumbbell", "Hantel"}, "dumbbell", 1200, 14900, 1000, 24000, Options::Weight, "coating=Neoprene|Rubber|Chrome; grip=Knurled|Soft; adjustable?"},
    Kind{sports, camping, {"Tents", "Zelte"}, {"Tent", "Zelt"}, "tent", 8900, 69900, 1600, 7800, Options::Colour, "persons#pcs=1|2|3|4; water_column#mm=2000|3000|5000; season=3 seasons|4 seasons; freestanding?"},
    Kind{sports, camping, {"Sleeping Bags", "Schlafsäcke"}, {"Sleeping Bag", "Schlafsack"}, "sleeping_bag", 4900, 39900, 700, 2200, Options::Colour, "comfort_temperature#Cel=-7|-2|3|8; filling=Down|Synthetic; shape=Mummy|Blanket"},
    Kind{sports, cycling, {"City Bikes", "Citybikes"}, {"City Bike", "Citybike"}, "bicycle", 34900, 249900, 11000, 19000, Options::ColourSize, "gears#pcs=1|7|8|11; frame=Aluminium|Steel|Carbon; brakes=Disc|Rim|Roller; belt_drive?"},
    Kind{sports, cycling, {"Bike Helmets", "Fahrradhelme"}, {"Bike Helmet", "Fahrradhelm"}, "helmet", 2900, 19900, 220, 420, Options::ColourSize, "vents#pcs=8|12|18|22; mips?; visor?"},

    Kind{beauty, skin, {"Face Creams", "Gesichtscremes"}, {"Face Cream", "Gesichtscreme"}, "cream", 900, 8900, 80, 220, Options::Volume, careAttributes},
    Kind{beauty, skin, {"Serums", "Seren"}, {"Serum", "Serum"}, "serum", 1200, 9900, 60, 140, Options::Volume, careAttributes},
    Kind{beauty, hair, {"Shampoos", "Shampoos"}, {"Shampoo", "Shampoo"}, "shampoo", 500, 3900, 250, 600, Options::Volume, "hair_type=All|Fine|Curly|Coloured; scent=Unscented|Almond|Citrus|Mint; vegan?; sulphate_free?"},
    Kind{beauty, hair, {"Hair Dryers", "Haartrockner"}, {"Hair Dryer", "Haartrockner"}, "hair_dryer", 2400, 39900, 450, 900, Options::Colour, "power#W=1600|2000|2200; heat_settings#pcs=2|3|4; ionic?; diffuser?"},
    Kind{beauty, fragrance, {"Perfumes", "Parfums"}, {"Eau de Parfum", "Eau de Parfum"}, "perfume", 2900, 17900, 150, 420, Options::Volume, "notes=Bergamot|Sandalwood|Jasmine|Vetiver|Vanilla; vegan?; refillable?"},

    Kind{toys, building, {"Building Sets", "Bausets"}, {"Building Set", "Bauset"}, "blocks", 1500, 19900, 300, 2800, Options::None, "pieces#pcs=120|240|480|960; age#a=3|6|8|12; material=Beech|Recycled plastic"},
    Kind{toys, building, {"Wooden Trains", "Holzeisenbahnen"}, {"Wooden Train", "Holzeisenbahn"}, "train", 1200, 12900, 300, 2200, Options::None, "pieces#pcs=12|24|48|80; age#a=2|3|4; material=Beech|Maple"},
    Kind{toys, games, {"Board Games", "Brettspiele"}, {"Board Game", "Brettspiel"}, "board_game", 1900, 6900, 600, 2400, Options::None, "players=2-4|2-5|3-6|1-4; playing_time#min=20|45|60|90; age#a=6|8|10|12; cooperative?"},
    Kind{toys, games, {"Jigsaw Puzzles", "Puzzles"}, {"Jigsaw Puzzle", "Puzzle"}, "puzzle", 900, 3900, 350, 1200, Options::None, "pieces#pcs=100|500|1000|2000; age#a=4|8|10|12; theme=Landscape|Animals|City|Art"},
    Kind{toys, soft, {"Teddy Bears", "Teddybären"}, {"Teddy Bear", "Teddybär"}, "teddy", 1200, 8900, 150, 900, Options::ColourSize, "material=Mohair|Organic cotton|Recycled plush; washable?; age#a=0|1|3"},

    Kind{books, reading, {"Novels", "Romane"}, {"Novel", "Roman"}, "book", 900, 2900, 250, 700, Options::None, "pages#pcs=224|288|336|412|520; binding=Hardcover|Paperback; book_language=English|German"},
    Kind{books, reading, {"Cookbooks", "Kochbücher"}, {"Cookbook", "Kochbuch"}, "cookbook", 1500, 4900, 600, 1500, Options::None, "pages#pcs=144|192|240|320; binding=Hardcover|Flexibound; cuisine=Mediterranean|Vegetarian|Baking|Asian"},
    Kind{books, writing, {"Notebooks", "Notizbücher"}, {"Notebook", "Notizbuch"}, "notebook", 700, 3900, 150, 500, Options::Colour, "format=A6|A5|B5|A4; ruling=Dotted|Lined|Plain|Squared; pages#pcs=96|160|192|240; recycled_paper?"},
    Kind{books, writing, {"Fountain Pens", "Füllhalter"}, {"Fountain Pen", "Füllhalter"}, "pen", 1500, 24900, 18, 60, Options::Colour, "nib=EF|F|M|B; filling=Converter|Cartridge|Piston; material=Resin|Brass|Aluminium"},
    Kind{books, office, {"Desk Organisers", "Schreibtischordner"}, {"Desk Organiser", "Schreibtisch-Organizer"}, "organiser", 1200, 7900, 300, 1600, Options::Colour, "material=Oak|Bamboo|Steel|Felt; compartments#pcs=3|5|7|9; stackable?"},

    Kind{garden, tools, {"Cordless Drills", "Akkuschrauber"}, {"Cordless Drill", "Akkuschrauber"}, "drill", 4900, 29900, 900, 2200, Options::None, "voltage#V=12|18|20; torque#N.m=30|45|60|80; batteries#pcs=1|2; brushless?; led_light?"},
    Kind{garden, tools, {"Tool Sets", "Werkzeugsets"}, {"Tool Set", "Werkzeugset"}, "toolbox", 2900, 39900, 1800, 9500, Options::None, "pieces#pcs=32|58|94|142; steel=Chrome vanadium|S2; case=Steel|Plastic|Textile"},
    Kind{garden, planting, {"Planters", "Pflanzgefäße"}, {"Planter", "Pflanzgefäß"}, "planter", 900, 12900, 500, 7500, Options::ColourSize, "material=Terracotta|Fibre clay|Recycled plastic|Zinc; frost_proof?; self_watering?"},
    Kind{garden, planting, {"Garden Hoses", "Gartenschläuche"}, {"Garden Hose", "Gartenschlauch"}, "hose", 1900, 11900, 1800, 7200, Options::None, "length#m=10|15|20|30|50; diameter=1/2 inch|3/4 inch; kink_free?; frost_proof?"},
    Kind{garden, outdoor, {"Grills", "Grills"}, {"Grill", "Grill"}, "grill", 7900, 89900, 6500, 48000, Options::Colour, "fuel=Charcoal|Gas|Electric; grate#cm=37|47|57|67; lid?; thermometer?"},

    Kind{pets, dogs, {"Dog Beds", "Hundebetten"}, {"Dog Bed", "Hundebett"}, "pet_bed", 2400, 18900, 900, 4800, Options::ColourSize, "filling=Memory foam|Recycled fibre|Latex; cover=Washable cotton|Corduroy|Canvas; orthopaedic?"},
    Kind{pets, dogs, {"Dog Leads", "Hundeleinen"}, {"Dog Lead", "Hundeleine"}, "lead", 1200, 6900, 120, 420, Options::Colour, "length#m=1.2|2|3|5; material=Leather|Biothane|Rope|Nylon; reflective?"},
    Kind{pets, cats, {"Scratching Posts", "Kratzbäume"}, {"Scratching Post", "Kratzbaum"}, "post", 2900, 24900, 2500, 24000, Options::Colour, "height#cm=60|90|130|170; material=Sisal|Jute|Cardboard; platforms#pcs=1|2|3|5"},
    Kind{pets, petCare, {"Feeding Bowls", "Futternäpfe"}, {"Feeding Bowl", "Futternapf"}, "bowl", 700, 4900, 200, 1100, Options::ColourSize, "material=Stainless steel|Ceramic|Bamboo; volume#ml=200|400|800|1500; non_slip?; dishwasher_safe?"},

    Kind{food, hot, {"Coffee Beans", "Kaffeebohnen"}, {"Coffee Beans", "Kaffeebohnen"}, "pouch", 700, 3900, 260, 1100, Options::Weight, "roast=Light|Medium|Dark|Espresso; origin=Ethiopia|Colombia|Brazil|Guatemala; organic?; fair_trade?"},
    Kind{food, hot, {"Teas", "Tees"}, {"Loose Leaf Tea", "Loser Tee"}, "tin", 500, 3400, 120, 600, Options::Weight, "variety=Green|Black|Herbal|Oolong|Rooibos; origin=Japan|India|China|South Africa; organic?; fair_trade?"},
    Kind{food, sweets, {"Chocolate", "Schokolade"}, {"Chocolate", "Schokolade"}, "chocolate", 200, 1900, 80, 450, Options::Pack, "cocoa#%=35|55|70|85; origin=Peru|Ecuador|Ghana|Madagascar; organic?; fair_trade?; vegan?"},
    Kind{food, sweets, {"Honey", "Honig"}, {"Honey", "Honig"}, "jar", 500, 2400, 300, 1300, Options::Weight, "variety=Acacia|Forest|Lime blossom|Wildflower; origin=Germany|Italy|Spain|Hungary; organic?; raw?"},
    Kind{food, pantry, {"Olive Oil", "Olivenöl"}, {"Olive Oil", "Olivenöl"}, "oil", 800, 4900, 500, 1600, Options::Volume, foodAttributes},
    Kind{food, pantry, {"Pasta", "Pasta"}, {"Pasta", "Pasta"}, "box", 200, 1200, 260, 1100, Options::Weight, "shape=Penne|Spaghetti|Fusilli|Tagliatelle; wheat=Durum|Spelt|Whole grain; organic?; vegan?"},
};
// clang-format on

} // namespace

std::span<const Kind> kinds() {
    return kindTable;
}

} // namespace tradepost::demo
