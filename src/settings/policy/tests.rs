//! A policy read value by value: what is set applies, what cannot be used is named and left out.

#![allow(clippy::needless_update, reason = "a setting that is added needs no line here")]

use super::*;
use crate::settings::{Reminders, Settings};
use proptest::prelude::*;
use serde_json::{Value, json};

fn knows_zone(zone: &str) -> bool {
    jiff::tz::TimeZoneDatabase::bundled().get(zone).is_ok()
}

fn read(policy: &Value) -> Policy {
    Policy::read(&policy.to_string(), knows_zone)
}

fn store(handle: &str) -> StoreHandle {
    StoreHandle::new(handle).unwrap()
}

fn faults(policy: &Policy) -> Vec<(&str, Reason)> {
    policy.faults.iter().map(|fault| (fault.value.as_str(), fault.reason)).collect()
}

/// What the organisation sets, whole.
fn whole() -> Value {
    json!({
        "api_base": format!("https://{}/gateway/ucos", crate::ucos::base::HOST),
        "stores": [
            { "store": "maple", "zone": "America/Toronto", "grace_seconds": 0 },
            { "store": "birch" },
        ],
        "pin_required": true,
        "lock_minutes": 15,
        "zone": "Europe/Paris",
        "weekend": ["fri", "sat"],
        "holidays": [{ "date": "2026-12-25", "name": " Noël " }, { "date": "2026-01-01" }, { "date": "2026-12-25" }],
        "lead_seconds": 5_184_000,
        "sub_status_restarts": true,
        "sweep_percent": 80,
        "grace_seconds": 30,
        "reminders": false,
        "quiet_hours": { "from": "21:30", "to": "07:00" },
    })
}

/// What a person has set, unlike both the defaults and the policy.
fn own() -> Settings {
    Settings {
        zone: Some("Asia/Kathmandu".to_owned()),
        weekend: [Weekday::Mon].into_iter().collect(),
        holidays: vec![Holiday { date: "2026-05-05".parse().unwrap(), name: "Own".to_owned() }],
        lead_seconds: Some(60),
        sub_status_restarts: false,
        sweep_percent: 7,
        grace_seconds: 12,
        lock_minutes: 77,
        reminders: Reminders {
            enabled: true,
            quiet: Some(QuietHours { from: 60, to: 120 }),
            muted_statuses: vec!["own".to_owned()],
        },
        ..Settings::default()
    }
}

#[test]
fn every_value_is_read_and_applies() {
    let policy = read(&whole());
    assert_eq!(faults(&policy), []);
    assert_eq!(policy.base.as_str(), format!("https://{}/gateway/ucos", crate::ucos::base::HOST));
    assert_eq!(policy.stores(), Some(vec![store("maple"), store("birch")]));
    assert!(policy.pin_required);
    let birch = policy.values(&store("birch"));
    assert_eq!(birch.names(), Managed::ALL);
    let holiday = |date: &str, name: &str| Holiday { date: date.parse().unwrap(), name: name.to_owned() };
    let expected = Settings {
        zone: Some("Europe/Paris".to_owned()),
        weekend: [Weekday::Fri, Weekday::Sat].into_iter().collect(),
        holidays: vec![holiday("2026-01-01", ""), holiday("2026-12-25", "Noël")],
        lead_seconds: Some(5_184_000),
        sub_status_restarts: true,
        sweep_percent: 80,
        grace_seconds: 30,
        lock_minutes: 15,
        reminders: Reminders {
            enabled: false,
            quiet: Some(QuietHours { from: 21 * 60 + 30, to: 7 * 60 }),
            muted_statuses: vec!["own".to_owned()],
        },
        ..own()
    };
    assert_eq!(birch.over(&own()), expected);
    let maple = policy.values(&store("maple")).over(&own());
    let zone = Some("America/Toronto".to_owned());
    assert_eq!(maple, Settings { zone, grace_seconds: 0, ..expected.clone() });
    assert_eq!(policy.values(&store("other")).over(&own()), expected, "a store that is not listed");
}

#[test]
fn what_a_policy_sets_is_within_the_bounds_of_settings() {
    let applied = read(&whole()).values(&store("birch")).over(&own());
    assert_eq!(applied.clone().checked(knows_zone), Ok(applied));
}

#[test]
fn no_policy_changes_nothing() {
    for text in ["", "{}", "null", "[]", "{\"zone\":", "{\"zone\":null,\"stores\":null,\"something\":1}"] {
        let policy = Policy::read(text, knows_zone);
        assert_eq!(policy, Policy::default(), "{text}");
        assert_eq!(policy.values(&store("maple")).over(&own()), own());
        assert_eq!((policy.allows(&store("maple")), policy.check_pin(false)), (true, Ok(())));
    }
}

#[test]
fn a_value_that_cannot_be_used_is_named_and_all_others_apply() {
    use Reason::*;
    let long: Vec<Value> = (0..2_001).map(|_| json!({ "date": "2026-01-01" })).collect();
    let cases = [
        ("api_base", json!(7), WrongType),
        ("api_base", json!("http://api.ultimate-custom-order-status.apps.msmtech.ca/api"), ApiNotHttps),
        ("api_base", json!("https://proxy.example/api"), ApiOtherHost),
        ("api_base", json!("https://api.ultimate-custom-order-status.apps.msmtech.ca/?x"), ApiMalformed),
        ("stores", json!("maple"), WrongType),
        ("pin_required", json!("yes"), WrongType),
        ("lock_minutes", json!(1_441), OutOfRange),
        ("lock_minutes", json!(-1), OutOfRange),
        ("zone", json!("Europe/Atlantis"), ZoneUnknown),
        ("zone", json!("+05:00"), ZoneUnknown),
        ("zone", json!(""), ZoneUnknown),
        ("zone", json!(["UTC"]), WrongType),
        ("weekend", json!(["sat", "Sunday"]), WeekdayUnknown),
        ("weekend", json!([6]), WeekdayUnknown),
        ("weekend", json!("sat"), WrongType),
        ("weekend", json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), NoCountedDay),
        ("holidays", json!({}), WrongType),
        ("holidays", json!(long), TooMany),
        ("lead_seconds", json!(5_184_001), OutOfRange),
        ("lead_seconds", json!(1.5), WrongType),
        ("sub_status_restarts", json!(1), WrongType),
        ("sweep_percent", json!(81), OutOfRange),
        ("grace_seconds", json!(31), OutOfRange),
        ("grace_seconds", json!(300), OutOfRange),
        ("grace_seconds", json!("5"), WrongType),
        ("reminders", json!("on"), WrongType),
        ("quiet_hours", json!("night"), WrongType),
        ("quiet_hours", json!({ "from": "21:30" }), WrongType),
        ("quiet_hours", json!({ "from": "24:00", "to": "07:00" }), TimeUnknown),
        ("quiet_hours", json!({ "from": "9:30", "to": "07:00" }), TimeUnknown),
        ("quiet_hours", json!({ "from": "09:+3", "to": "07:00" }), TimeUnknown),
    ];
    for (name, bad, reason) in cases {
        let mut policy = whole();
        policy[name] = bad.clone();
        let with = read(&policy);
        policy.as_object_mut().unwrap().remove(name);
        let without = read(&policy);
        assert_eq!(faults(&with), [(name, reason)], "{name}: {bad}");
        assert_eq!(Policy { faults: Vec::new(), ..with }, without, "{name}: {bad}");
    }
}

#[test]
fn days_and_stores_that_cannot_be_used_are_named_by_their_place() {
    let policy = read(&json!({
        "holidays": [{ "date": "2026-02-30" }, { "date": "2026-12-25" }, "2026-12-26", { "name": "None" }],
        "stores": [
            { "store": "maple", "zone": "Nowhere", "grace_seconds": 3 },
            { "store": "Maple & Birch", "zone": "Nowhere" },
            { "store": "maple" },
            { "zone": "UTC" },
            "birch",
            { "store": "harbour", "holidays": [{ "date": "x" }] },
        ],
    }));
    assert_eq!(
        faults(&policy),
        [
            ("holidays[1]", Reason::DateUnknown),
            ("holidays[3]", Reason::WrongType),
            ("holidays[4]", Reason::WrongType),
            ("stores[1].zone", Reason::ZoneUnknown),
            ("stores[2].store", Reason::StoreMalformed),
            ("stores[3].store", Reason::StoreTwice),
            ("stores[4].store", Reason::WrongType),
            ("stores[5]", Reason::WrongType),
            ("stores[6].holidays[1]", Reason::DateUnknown),
        ]
    );
    assert_eq!(policy.stores(), Some(vec![store("maple"), store("harbour")]));
    let maple = policy.values(&store("maple")).over(&own());
    assert_eq!((maple.zone, maple.grace_seconds, maple.holidays.len()), (own().zone, 3, 1));
    assert!(policy.values(&store("harbour")).over(&own()).holidays.is_empty());
}

#[test]
fn a_list_that_names_no_store_allows_none() {
    for stores in [json!([]), json!([{ "store": "?" }]), json!(vec![json!({ "store": "maple" }); 501])] {
        let policy = read(&json!({ "stores": stores }));
        assert!(!policy.allows(&store("maple")));
        assert_eq!(policy.check_store(&store("maple")).unwrap_err().code, "store-not-allowed");
    }
    let policy = read(&json!({ "stores": [{ "store": "maple" }] }));
    assert_eq!(policy.check_store(&store("maple")), Ok(()));
    assert_eq!(policy.check_store(&store("birch")).unwrap_err().code, "store-not-allowed");
}

#[test]
fn a_pin_is_asked_for_only_where_it_is_required() {
    for (required, has_pin, allowed) in
        [(false, false, true), (false, true, true), (true, false, false), (true, true, true)]
    {
        let policy = read(&json!({ "pin_required": required }));
        assert_eq!(policy.check_pin(has_pin).is_ok(), allowed);
    }
    assert_eq!(read(&json!({ "pin_required": true })).check_pin(false).unwrap_err().code, "pin-required");
}

#[test]
fn quiet_hours_can_be_set_to_none() {
    let policy = read(&json!({ "quiet_hours": { "from": "07:00", "to": "07:00" } }));
    assert_eq!(policy.values(&store("maple")).names(), [Managed::QuietHours]);
    assert_eq!(policy.values(&store("maple")).over(&own()).reminders.quiet, None);
}

/// Holds a value against the part of JSON Schema that the browser knows.
fn violations(schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let is_so = match schema["type"].as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        other => panic!("{path}: the schema has a type {other}"),
    };
    if !is_so {
        return vec![format!("{path}: {value} is no {}", schema["type"])];
    }
    let members = value.as_object().into_iter().flatten().flat_map(|(name, value)| {
        let path = format!("{path}.{name}");
        match schema["properties"].get(name) {
            Some(schema) => violations(schema, value, &path),
            None => vec![format!("{path} is not in the schema")],
        }
    });
    let elements = value.as_array().into_iter().flatten();
    let elements = elements
        .enumerate()
        .flat_map(|(at, value)| violations(&schema["items"], value, &format!("{path}[{at}]")));
    members.chain(elements).collect()
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../extension/managed-schema.json")).unwrap()
}

#[test]
fn the_example_in_the_documentation_is_a_policy() {
    let example: Value = serde_json::from_str(include_str!("../../../docs/policy-example.json")).unwrap();
    let extensions = example["3rdparty"]["extensions"].as_object().unwrap();
    assert_eq!(extensions.keys().collect::<Vec<_>>(), ["coaadjgbkpljjhpicdmjngclaeaegabd"]);
    let policy = &extensions["coaadjgbkpljjhpicdmjngclaeaegabd"];
    assert_eq!(violations(&schema(), policy, "policy"), Vec::<String>::new());
    let policy = read(policy);
    assert_eq!(faults(&policy), []);
    assert_eq!(policy.values(&store("maple-and-birch")).names(), Managed::ALL);
    assert_eq!(policy.stores().unwrap().len(), 2);
    assert!(policy.pin_required);
}

#[test]
fn the_schema_and_the_reader_know_the_same_values() {
    let schema = schema();
    assert_eq!(violations(&schema, &whole(), "policy"), Vec::<String>::new());
    let names = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&schema["properties"]), names(&whole()), "what the tests above read");
    let settings: Vec<String> = Managed::ALL.iter().map(|name| word(*name)).collect();
    let of_a_store = &schema["properties"]["stores"]["items"]["properties"];
    for name in &settings {
        assert_eq!(schema["properties"][name], of_a_store[name], "{name}");
    }
    assert_eq!(of_a_store.as_object().unwrap().len(), settings.len() + 1, "the same, and the store's handle");
}

#[test]
fn the_documentation_names_every_value() {
    let text = include_str!("../../../docs/MANAGED.md");
    for name in schema()["properties"].as_object().unwrap().keys() {
        assert!(text.contains(&format!("| `{name}` |")), "{name}");
    }
}

fn word(name: Managed) -> String {
    serde_json::to_value(name).unwrap().as_str().unwrap().to_owned()
}

prop_compose! {
    /// A part of the whole policy.
    fn some_of_it()(chosen in proptest::collection::vec(any::<bool>(), Managed::ALL.len())) -> (Policy, Vec<Managed>) {
        let names: Vec<Managed> =
            Managed::ALL.into_iter().zip(&chosen).filter(|(_, is_in)| **is_in).map(|(name, _)| name).collect();
        let whole = whole();
        let members = names.iter().map(|name| (word(*name), whole[word(*name)].clone()));
        (read(&Value::Object(members.collect())), names)
    }
}

prop_compose! {
    fn settings()(sweep in 0u8..=80, grace in 0u8..=30, lead in proptest::option::of(0u64..100_000), flags in any::<[bool; 3]>(), minute in 0u16..1439) -> Settings {
        Settings {
            sweep_percent: sweep,
            grace_seconds: grace,
            lead_seconds: lead,
            sub_status_restarts: flags[0],
            zone: flags[1].then(|| "UTC".to_owned()),
            reminders: Reminders {
                enabled: flags[2],
                quiet: flags[0].then_some(QuietHours { from: minute, to: minute + 1 }),
                muted_statuses: vec![minute.to_string()],
            },
            ..own()
        }
    }
}

proptest! {
    #[test]
    fn a_person_changes_what_is_left_to_them_and_nothing_else((policy, names) in some_of_it(), own in settings(), sent in settings()) {
        let values = policy.values(&store("maple"));
        prop_assert_eq!(&values.names(), &names);
        let kept = values.kept(sent.clone(), &own);
        // With the policy: its values, whatever was sent.
        prop_assert_eq!(values.over(&kept), values.over(&sent));
        prop_assert_eq!(values.over(&values.over(&own)), values.over(&own));
        // Without it: what was sent where it could be, and else what was there before.
        let left = Managed::ALL.into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>();
        for name in Managed::ALL {
            let mut expected = kept.clone();
            name.copy(if left.contains(&name) { &sent } else { &own }, &mut expected);
            prop_assert_eq!(&expected, &kept);
        }
        prop_assert_eq!(kept.reminders.muted_statuses, sent.reminders.muted_statuses);
    }

    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,200}") {
        Policy::read(&text, knows_zone);
    }

    #[test]
    fn whatever_stands_in_a_value_the_others_apply(at in 0usize..13, number in any::<i64>(), text in "\\PC{0,12}", shape in 0usize..6) {
        let bad = match shape {
            0 => json!(number),
            1 => json!(text),
            2 => json!([text]),
            3 => json!({ text: number }),
            4 => json!([{ "store": text, "date": text }]),
            _ => json!(number % 2 == 0),
        };
        let name = whole().as_object().unwrap().keys().nth(at).unwrap().clone();
        let mut policy = whole();
        policy[&name] = bad;
        let read = read(&policy);
        prop_assert!(read.faults.iter().all(|fault| fault.value.starts_with(&name)), "{:?}", read.faults);
        if name != "stores" {
            prop_assert_eq!(read.stores().unwrap().len(), 2);
        }
        let applied = read.values(&store("birch")).over(&own());
        prop_assert_eq!(applied.clone().checked(knows_zone), Ok(applied));
    }
}
