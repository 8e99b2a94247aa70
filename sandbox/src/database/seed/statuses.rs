//! The statuses of the two stores, as sketches without ids. Data alone: colours light and dark, limits short and long, names in several scripts.

use super::super::catalog::Channel::{self, Email, Sms, Whatsapp};

/// Where a status stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Sequence,
    Independent,
    Addon,
}

/// A status without ids.
#[derive(Debug)]
pub struct Sketch {
    pub name: &'static str,
    /// The customer-facing name, and whether it is the one to show.
    pub public: Option<(&'static str, bool)>,
    pub color: &'static str,
    pub place: Place,
    pub channels: &'static [Channel],
    pub effect: &'static str,
    pub limit_hours: Option<i64>,
    pub skip_weekends: bool,
    pub skip_holidays: bool,
    pub show_public_overdue_date: bool,
    /// The group's name and its options.
    pub sub_statuses: Option<(&'static str, &'static [&'static str])>,
}

const PLAIN: Sketch = Sketch {
    name: "",
    public: None,
    color: "#8a8a8a",
    place: Place::Sequence,
    channels: &[],
    effect: "NONE",
    limit_hours: None,
    skip_weekends: false,
    skip_holidays: false,
    show_public_overdue_date: false,
    sub_statuses: None,
};

/// A limit in working hours: weekends and holidays do not count.
const fn working(name: &'static str, color: &'static str, limit_hours: i64) -> Sketch {
    Sketch { name, color, limit_hours: Some(limit_hours), skip_weekends: true, skip_holidays: true, ..PLAIN }
}

/// A limit in hours by the clock.
const fn timed(name: &'static str, color: &'static str, limit_hours: i64) -> Sketch {
    Sketch { name, color, limit_hours: Some(limit_hours), ..PLAIN }
}

const fn beside(name: &'static str, color: &'static str, place: Place) -> Sketch {
    Sketch { name, color, place, ..PLAIN }
}

/// Three workflows' worth, then what stands outside them.
pub const MAPLE_AND_BIRCH: &[Sketch] = &[
    Sketch {
        public: Some(("Design confirmed", true)),
        channels: &[Email],
        ..working("Design approved", "#7c5cff", 48)
    },
    working("Sampling", "#b98900", 72),
    Sketch {
        public: Some(("Being made", false)),
        show_public_overdue_date: true,
        sub_statuses: Some(("Production step", &["Cutting", "Sewing", "Finishing"])),
        ..working("In production", "#005bd3", 240)
    },
    Sketch {
        skip_holidays: false,
        sub_statuses: Some((
            "Inspection",
            &["Visual check", "Measurements", "Rework needed – back to the workshop"],
        )),
        ..working("In QC", "#00a3a3", 24)
    },
    working("Packing", "#ffc96b", 8),
    Sketch {
        public: Some(("On its way", true)),
        channels: &[Email, Sms],
        effect: "MARKS_ORDER_FULFILLED",
        ..timed("Dispatched", "#0b6e4f", 24)
    },
    Sketch { show_public_overdue_date: true, ..timed("In transit", "#4a90e2", 120) },
    Sketch { channels: &[Sms, Whatsapp], ..timed("Out for delivery", "#f5f5f5", 12) },
    Sketch { name: "Delivered", color: "#1a7f37", channels: &[Email], ..PLAIN },
    timed("Departed", "#3949ab", 96),
    Sketch {
        sub_statuses: Some(("Hub", &["Halifax", "Montréal", "München", "横浜"])),
        ..timed("Arrived at port", "#00838f", 72)
    },
    Sketch {
        public: Some(("With customs: we are waiting for the authority's answer", true)),
        channels: &[Email],
        ..working("In customs", "#c2410c", 120)
    },
    timed("Customs cleared", "#2e7d32", 48),
    Sketch { name: "Submitted", color: "#6b7280", channels: &[Email], ..PLAIN },
    working("Under review", "#a16207", 16),
    timed("Awaiting return", "#ffe2e2", 336),
    Sketch { channels: &[Email], ..working("Received", "#0f766e", 24) },
    Sketch {
        sub_statuses: Some(("Finding", &["As described", "Worn", "Wrong item"])),
        ..working("Inspecting", "#7e22ce", 48)
    },
    Sketch { channels: &[Email, Whatsapp], ..working("Replaced / refunded", "#be185d", 24) },
    Sketch { name: "Completed", color: "#111111", ..PLAIN },
    beside("On hold", "#d72c0d", Place::Independent),
    Sketch { limit_hours: Some(48), ..beside("配送先確認中", "#5c6ac4", Place::Independent) },
    Sketch {
        limit_hours: Some(72),
        channels: &[Email],
        ..beside(
            "Waiting for the customer’s answer about fabric, size or colour",
            "#e4e5e7",
            Place::Independent,
        )
    },
    beside("Rush", "#ff3b30", Place::Addon),
    Sketch {
        sub_statuses: Some(("Wrapping", &["Kraft paper", "Linen", "Furoshiki 風呂敷"])),
        ..beside("Gift wrap", "#ff8fd8", Place::Addon)
    },
    beside("Fragile · קל לשבירה", "#ffd60a", Place::Addon),
];

/// No workflows: a plain list. `Backordered` has a colour that is no colour.
pub const HARBOUR_SUPPLY: &[Sketch] = &[
    Sketch { name: "Received", color: "#2563eb", channels: &[Email], ..PLAIN },
    working("Picking", "#f59e0b", 8),
    timed("Picked — waiting for the second warehouse to confirm the remaining items", "#fde68a", 48),
    timed("Backordered", "tomato-ish", 336),
    working("قيد التحضير", "#0d9488", 24),
    Sketch { skip_holidays: false, ..working("Überprüfung", "#9333ea", 16) },
    Sketch { channels: &[Sms], ..timed("🚚 Unterwegs", "#0369a1", 72) },
    Sketch {
        public: Some(("Ready for you", true)),
        channels: &[Email, Sms, Whatsapp],
        show_public_overdue_date: true,
        sub_statuses: Some(("Where", &["Counter", "Locker", "पिछला दरवाज़ा"])),
        ..timed("Ready for collection", "#16a34a", 168)
    },
    Sketch { name: "Collected", color: "#14532d", effect: "MARKS_ORDER_FULFILLED", ..PLAIN },
    beside("On hold", "#dc2626", Place::Independent),
    beside("VIP", "#eab308", Place::Addon),
];
