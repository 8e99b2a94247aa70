//! The stages of the three chains that are recommended to shops, and which of them a status is. A shop names its
//! statuses as it likes, so a stage is recognised by words in the name, English or French; one that could mean something
//! else counts only beside statuses that settle it. Not recognised is no error: then our words claim nothing.

use serde::Serialize;

/// A stage of an order's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are the field's own words")]
pub enum Stage {
    DesignApproved,
    Sampling,
    InProduction,
    InQc,
    Packing,
    Dispatched,
    InTransit,
    OutForDelivery,
    Delivered,
    Departed,
    Arrived,
    InCustoms,
    CustomsCleared,
    Submitted,
    UnderReview,
    AwaitingReturn,
    Received,
    Inspecting,
    ReplacedOrRefunded,
    Completed,
}

use Stage::*;

impl Stage {
    /// All of them.
    pub const ALL: [Stage; 20] = [
        DesignApproved,
        Sampling,
        InProduction,
        InQc,
        Packing,
        Dispatched,
        InTransit,
        OutForDelivery,
        Delivered,
        Departed,
        Arrived,
        InCustoms,
        CustomsCleared,
        Submitted,
        UnderReview,
        AwaitingReturn,
        Received,
        Inspecting,
        ReplacedOrRefunded,
        Completed,
    ];

    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            DesignApproved => "design-approved",
            Sampling => "sampling",
            InProduction => "in-production",
            InQc => "in-qc",
            Packing => "packing",
            Dispatched => "dispatched",
            InTransit => "in-transit",
            OutForDelivery => "out-for-delivery",
            Delivered => "delivered",
            Departed => "departed",
            Arrived => "arrived",
            InCustoms => "in-customs",
            CustomsCleared => "customs-cleared",
            Submitted => "submitted",
            UnderReview => "under-review",
            AwaitingReturn => "awaiting-return",
            Received => "received",
            Inspecting => "inspecting",
            ReplacedOrRefunded => "replaced-or-refunded",
            Completed => "completed",
        }
    }

    /// The stage of this name.
    pub fn named(id: &str) -> Option<Self> {
        Stage::ALL.into_iter().find(|stage| stage.id() == id)
    }

    /// Whether it is of a return, so that what is told is told of a return.
    pub fn is_of_return(self) -> bool {
        matches!(self, Submitted | UnderReview | AwaitingReturn | Received | Inspecting | ReplacedOrRefunded)
    }

    /// Whether nothing comes after it.
    pub fn is_last(self) -> bool {
        matches!(self, Delivered | Completed)
    }

    /// Whether its name alone can mean something else: an order that was received is no return that was received.
    fn needs_company(self) -> bool {
        self.is_of_return() && !self.settles_return()
    }

    /// Whether it can be a stage of returns only.
    fn settles_return(self) -> bool {
        matches!(self, AwaitingReturn | ReplacedOrRefunded)
    }
}

/// What a name must have, the most telling first. All words of an alternative have to be there, in any order, each as
/// the beginning of a word of the name; with `.` at its end it is the whole word.
const SIGNS: [(Stage, &[&str]); 20] = [
    (AwaitingReturn, &["await return", "waiting return", "attente retour"]),
    (ReplacedOrRefunded, &["replaced.", "refund", "rembours", "remplac"]),
    (OutForDelivery, &["out deliver", "cours livraison", "en livraison"]),
    (CustomsCleared, &["customs. clear", "dedouan", "douane liber"]),
    (InCustoms, &["customs.", "douane"]),
    (
        DesignApproved,
        &[
            "design approv",
            "design confirm",
            "proof approv",
            "artwork approv",
            "maquette valid",
            "maquette approuv",
            "design valid",
        ],
    ),
    (Sampling, &["sampl", "echantillon", "prototyp"]),
    (InQc, &["qc.", "quality", "qualite"]),
    (InProduction, &["production.", "manufactur", "fabrication", "being made."]),
    (Packing, &["packing.", "packaging.", "packed.", "emballage", "emballe"]),
    (Delivered, &["delivered.", "livre.", "livree."]),
    (InTransit, &["transit", "on its way.", "en route.", "en chemin."]),
    (Departed, &["departed.", "departure.", "depart."]),
    (Arrived, &["arrived port", "arrived hub", "arrive port", "arrivee port", "arrived.", "arrivee."]),
    (Dispatched, &["dispatch", "shipped.", "expedie"]),
    (UnderReview, &["under review", "cours examen", "en examen"]),
    (Inspecting, &["inspect"]),
    (Submitted, &["submitted.", "soumis", "deposee."]),
    (Received, &["received.", "recu.", "recue.", "recept"]),
    (Completed, &["completed.", "termine"]),
];

/// A status as far as this module needs it.
pub struct Named<'a> {
    /// Its id.
    pub id: &'a str,
    /// The names that it goes by, the internal one first.
    pub names: [&'a str; 2],
}

/// Which stage each of these statuses is. `groups` are the workflows, by the statuses' ids; a status that is in none is
/// seen beside all of them.
pub fn stages(statuses: &[Named<'_>], groups: &[Vec<&str>]) -> Vec<Option<Stage>> {
    let alone: Vec<Option<Stage>> =
        statuses.iter().map(|status| status.names.iter().find_map(|name| by_name(name))).collect();
    let settles = |other: &Named<'_>| {
        let at = statuses.iter().position(|status| status.id == other.id);
        at.and_then(|at| alone.get(at).copied().flatten()).is_some_and(Stage::settles_return)
    };
    let is_among_returns = |id: &str| {
        let of_status: Vec<&Vec<&str>> = groups.iter().filter(|group| group.contains(&id)).collect();
        let is_beside = |other: &Named<'_>| {
            of_status.is_empty() || of_status.iter().any(|group| group.contains(&other.id))
        };
        statuses.iter().any(|other| is_beside(other) && settles(other))
    };
    let with_company = |(status, stage): (&Named<'_>, &Option<Stage>)| {
        stage.filter(|stage| !stage.needs_company() || is_among_returns(status.id))
    };
    statuses.iter().zip(&alone).map(with_company).collect()
}

fn by_name(name: &str) -> Option<Stage> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let has = |sign: &str| {
        words.iter().any(|word| match sign.strip_suffix('.') {
            Some(whole) => *word == whole,
            None => word.starts_with(sign),
        })
    };
    let is_meant = |alternative: &&str| alternative.split(' ').all(has);
    SIGNS.into_iter().find(|(_, signs)| signs.iter().any(is_meant)).map(|(stage, _)| stage)
}

/// Small letters without the accents of French; of ASCII all else but letters and digits becomes a space. By hand: the
/// tables for the letters of all languages would be a fortieth of the module, and our signs are of two.
fn fold(name: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => 'a',
        'ç' | 'Ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'Î' | 'Ï' => 'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => 'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => 'u',
        '’' | '–' | '—' | '…' | '“' | '”' | '«' | '»' | '\u{a0}' | '\u{202f}' => ' ',
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => c.to_ascii_lowercase(),
        _ => ' ',
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(name: &str) -> Option<Stage> {
        stages(&[Named { id: "s", names: [name, name] }], &[]).remove(0)
    }

    #[test]
    fn the_recommended_names_are_their_stages() {
        let names = [
            "Design approved",
            "Sampling",
            "In production",
            "In QC",
            "Packing",
            "Dispatched",
            "In transit",
            "Out for delivery",
            "Delivered",
            "Departed",
            "Arrived at port/hub",
            "In customs",
            "Customs cleared",
            "Submitted",
            "Under review",
            "Awaiting return",
            "Received",
            "Inspecting",
            "Replaced/refunded",
            "Completed",
        ];
        let ids: Vec<String> = (0..names.len()).map(|at| at.to_string()).collect();
        let all: Vec<Named<'_>> =
            ids.iter().zip(names).map(|(id, name)| Named { id, names: [name, name] }).collect();
        assert_eq!(stages(&all, &[]), Stage::ALL.map(Some));
    }

    #[test]
    fn names_are_read_loosely_and_in_french_too() {
        for (name, stage) in [
            ("QC – second look", InQc),
            ("QUALITY CONTROL", InQc),
            ("Contrôle qualité", InQc),
            ("Shipped 🚚", Dispatched),
            ("Expédiée", Dispatched),
            ("Livrée", Delivered),
            ("En cours de livraison", OutForDelivery),
            ("Out for delivery (today)", OutForDelivery),
            ("Dédouanée", CustomsCleared),
            ("With customs: we are waiting", InCustoms),
            ("Échantillonnage", Sampling),
            ("Arrived at the Halifax hub", Arrived),
            ("Remboursée", ReplacedOrRefunded),
        ] {
            assert_eq!(alone(name), Some(stage), "{name}");
        }
    }

    #[test]
    fn what_could_be_something_else_is_not_claimed() {
        for name in [
            "Waiting for the customer’s answer about fabric",
            "Custom order",
            "On hold",
            "Ready for collection",
            "قيد التحضير",
            "Unpacked",
            "Delivery date to be confirmed",
            "Received",
            "Under review",
            "Inspecting",
            "Submitted",
            "",
        ] {
            assert_eq!(alone(name), None, "{name}");
        }
    }

    #[test]
    fn received_is_of_a_return_only_among_returns() {
        let named = |id: &'static str, name: &'static str| Named { id, names: [name, name] };
        let all = [
            named("a", "Received"),
            named("b", "Picking"),
            named("c", "Received"),
            named("d", "Awaiting return"),
        ];
        let orders_and_returns = [vec!["a", "b"], vec!["c", "d"]];
        assert_eq!(stages(&all, &orders_and_returns), [None, None, Some(Received), Some(AwaitingReturn)]);
        assert_eq!(stages(&all[..2], &[]), [None, None]);
    }

    #[test]
    fn the_name_that_customers_are_shown_helps_where_the_internal_one_says_nothing() {
        let status = Named { id: "s", names: ["X17", "On its way"] };
        assert_eq!(stages(&[status], &[]), [Some(InTransit)]);
        let status = Named { id: "s", names: ["Dispatched", "On its way"] };
        assert_eq!(stages(&[status], &[]), [Some(Dispatched)]);
    }

    #[test]
    fn ids_are_read_again() {
        for stage in Stage::ALL {
            assert_eq!(Stage::named(stage.id()), Some(stage));
            assert_eq!(serde_json::to_string(&stage).unwrap(), format!("\"{}\"", stage.id()));
        }
    }
}
