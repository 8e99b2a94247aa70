//! Customers, addresses, products and notes to draw from. Nobody real: example domains, and phone numbers of the ranges kept for fiction.

/// Given name, family name.
pub const NAMES: &[(&str, &str)] = &[
    ("Amelia", "Clarke"),
    ("Noah", "Tremblay"),
    ("Zoë", "Müller-Lüdenscheidt"),
    ("José", "Núñez"),
    ("Siobhán", "O’Súilleabháin"),
    ("Łukasz", "Żółkiewski"),
    ("Nguyễn", "Thị Minh Khai"),
    ("محمد", "الفارسي"),
    ("ליאור", "כהן"),
    ("さくら", "田中"),
    ("अनन्या", "शर्मा"),
    ("Ольга", "Ковальчук"),
    ("Ελένη", "Παπαδοπούλου"),
    ("伟", "王"),
    ("민준", "김"),
    ("สมชาย", "ใจดี"),
    ("Björk", "Þórðardóttir"),
    ("Ayşe", "Yıldırım"),
    ("Wolfeschlegelsteinhausen", "Bergerdorff-Featherstonehaugh-Cholmondeley"),
    ("Cher", ""),
    ("Max", "🌟 Power"),
    ("Priya", "Raghunathan"),
    ("Tane", "Māhuta"),
    ("Chidi", "Ọnụọha"),
    ("Robert'); --", "Tables"),
    ("<b>Bold</b>", "& Sons"),
    ("Fatima", "Zahra"),
    ("Oliver", "Smith"),
    ("Mia", "Rossi"),
    ("Lars", "Ødegård"),
];

/// Company names; most customers have none.
pub const COMPANIES: &[&str] = &[
    "Studio Nord GmbH",
    "Atelier Forêt",
    "Bluebird Hotels",
    "株式会社みなと",
    "Kovač & Partners",
    "Green & Growing Ltd.",
];

/// Somewhere to send an order to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    pub street: &'static str,
    pub city: &'static str,
    pub province: Option<&'static str>,
    pub zip: &'static str,
    pub country: &'static str,
    pub latitude: f64,
    pub longitude: f64,
}

const fn place(
    street: &'static str,
    city: &'static str,
    province: Option<&'static str>,
    zip: &'static str,
    country: &'static str,
    (latitude, longitude): (f64, f64),
) -> Place {
    Place { street, city, province, zip, country, latitude, longitude }
}

/// Where customers live.
pub const PLACES: &[Place] = &[
    place("120 Queen St W", "Toronto", Some("Ontario"), "M5H 2N2", "Canada", (43.6532, -79.3832)),
    place("3575 Av. du Parc", "Montréal", Some("Québec"), "H2X 3P9", "Canada", (45.5088, -73.5719)),
    place("Am Sandtorkai 12", "Hamburg", None, "20457", "Germany", (53.5439, 9.9885)),
    place("Rua Augusta 100", "Lisboa", None, "1100-053", "Portugal", (38.7113, -9.1374)),
    place("1-2-3 Minatomirai", "横浜市", Some("神奈川県"), "220-0012", "Japan", (35.4573, 139.6325)),
    place("14 MG Road", "Bengaluru", Some("Karnataka"), "560001", "India", (12.9758, 77.6045)),
    place("رقم ٧ شارع النيل", "القاهرة", None, "11511", "Egypt", (30.0444, 31.2357)),
    place("רחוב דיזנגוף 50", "תל אביב", None, "6433222", "Israel", (32.0777, 34.7741)),
    place("500 Congress Ave", "Austin", Some("Texas"), "78701", "United States", (30.2672, -97.7431)),
];

/// Product and price in hundredths. The first is the one bound to a workflow.
pub const PRODUCTS: &[(&str, i64)] = &[
    (super::catalog::CHAINED_PRODUCT, 18_900),
    ("Linen throw", 6_400),
    ("Walnut side table", 24_900),
    ("Beeswax candle, set of 3", 2_850),
    ("Stoneware mug", 1_900),
    ("Oak picture frame 30 × 40", 3_900),
    ("Wool blanket – extra long, herringbone, undyed, with leather strap", 14_500),
    ("湯のみ", 2_200),
    ("Café au lait bowl", 2_100),
    ("Gift card", 5_000),
];

/// Notes; most orders have none.
pub const NOTES: &[&str] = &[
    "Please leave with the neighbour at no. 14.",
    "Customer called twice. Be nice.",
    "رجاءً الاتصال قبل التسليم",
    "Birthday on the 14th — must not be late!\nSecond line of the note.",
];
