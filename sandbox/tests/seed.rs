//! The seed: the same number gives the same store, and the store has what tests and demos count on.

mod support;

use std::collections::HashSet;

use sandbox::database::orders::OrderKind;
use sandbox::database::seed::Seed;
use sandbox::database::{Database, DatabaseError};
use support::{HARBOUR, MAPLE, World, start};

#[test]
fn the_same_seed_gives_the_same_database() {
    let hash =
        |number, orders| Database::in_memory(&Seed { number, orders }, start()).unwrap().dump_hash().unwrap();
    assert_eq!(hash(1, 60), hash(1, 60));
    assert_ne!(hash(1, 60), hash(2, 60));
    assert_ne!(hash(1, 60), hash(1, 61));
}

#[test]
fn keys_do_not_depend_on_the_number_of_orders() {
    let keys = |orders| Database::in_memory(&Seed { number: 1, orders }, start()).unwrap().keys().unwrap();
    assert_eq!(keys(1), keys(50));
    let secrets: HashSet<_> = keys(1).into_iter().map(|key| key.secret).collect();
    assert_eq!(secrets.len(), 12);
}

#[test]
fn a_store_of_one_order_can_be_made() {
    assert!(Database::in_memory(&Seed { number: 1, orders: 1 }, start()).is_ok());
}

#[test]
fn orders_are_as_various_as_real_ones() {
    let world = World::new();
    let orders = world.orders(MAPLE);
    assert_eq!(orders.len(), 400);
    let share = |condition: &dyn Fn(&&sandbox::database::orders::Order) -> bool| {
        orders.iter().filter(condition).count() * 100 / orders.len()
    };
    assert!((4..=13).contains(&share(&|order| order.kind == OrderKind::Draft)));
    assert!((3..=12).contains(&share(&|order| order.held.is_none())));
    assert!((1..=7).contains(&share(&|order| order.cancelled)));
    assert!(orders.iter().any(|order| order.name.len() > 60));
    assert!(orders.iter().any(|order| order.customer.email.is_none()));
    let names: HashSet<_> = orders.iter().map(|order| &order.name).collect();
    assert!(names.len() < orders.len(), "some names are given twice");
    assert!(
        world
            .orders(HARBOUR)
            .iter()
            .any(|order| order.name.starts_with("HS-1") && order.name.ends_with("-EU"))
    );
}

#[test]
fn ids_are_unique_over_both_stores_and_look_like_shopifys() {
    let world = World::new();
    let orders: Vec<_> = [MAPLE, HARBOUR].iter().flat_map(|handle| world.orders(handle)).collect();
    let ids: HashSet<_> = orders.iter().map(|order| order.shopify_id).collect();
    assert_eq!(ids.len(), orders.len());
    assert!(ids.iter().all(|id| id.to_string().len() == 13));
    assert!(orders.iter().all(|order| order.gid().contains(if order.kind == OrderKind::Draft {
        "DraftOrder"
    } else {
        "/Order/"
    })));
}

#[test]
fn times_lie_between_creation_and_now() {
    let world = World::new();
    for order in world.orders(MAPLE) {
        assert!(order.created_at <= start());
        assert!(order.created_at >= start().plus(-120 * sandbox::time::DAY));
        assert!(
            order.held.is_none_or(|held| order.created_at <= held.entered_at && held.entered_at <= start())
        );
    }
}

#[test]
fn what_an_order_holds_fits_its_stores_rules() {
    let world = World::new();
    let catalog = world.catalog(MAPLE);
    for order in world.orders(MAPLE) {
        let Some(held) = order.held else { continue };
        let status = catalog.status(&held.status).unwrap();
        assert!(!status.is_addon);
        assert_eq!(status.sub_statuses.is_some(), held.sub_status.is_some());
        assert!(held.sub_status.is_none_or(|option| status.sub_status(&option).is_some()));
    }
}

#[test]
fn one_colour_is_no_colour() {
    let world = World::new();
    let odd: Vec<_> =
        world.catalog(HARBOUR).statuses.into_iter().filter(|status| !status.color.starts_with('#')).collect();
    assert_eq!(odd.len(), 1);
    assert!(world.catalog(MAPLE).statuses.iter().all(|status| status.color.starts_with('#')));
}

#[test]
fn an_existing_file_goes_on_with_what_is_there() {
    let file = scratch("goes-on");
    let first = Database::open(&file, &Seed { number: 1, orders: 5 }, start()).unwrap().dump_hash().unwrap();
    let again =
        Database::open(&file, &Seed { number: 2, orders: 9 }, start().plus(1)).unwrap().dump_hash().unwrap();
    assert_eq!(first, again);
    std::fs::remove_file(file).unwrap();
}

#[test]
fn files_of_others_are_left_alone() {
    let file = scratch("foreign");
    rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert!(matches!(Database::open(&file, &Seed::default(), start()), Err(DatabaseError::Foreign)));
    std::fs::write(&file, "Dear diary").unwrap();
    assert!(matches!(Database::open(&file, &Seed::default(), start()), Err(DatabaseError::Foreign)));
    std::fs::remove_file(&file).unwrap();

    drop(Database::open(&file, &Seed { number: 1, orders: 1 }, start()).unwrap());
    rusqlite::Connection::open(&file).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let refused = Database::open(&file, &Seed::default(), start()).unwrap_err();
    assert!(refused.to_string().contains("version 99"), "{refused}");
    std::fs::remove_file(file).unwrap();
}

fn scratch(name: &str) -> std::path::PathBuf {
    let file = std::env::temp_dir().join(format!("sandbox-test-{}-{name}.sqlite", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}
