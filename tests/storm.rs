//! A storm, told 2,000 times (`STORM_SEEDS=10000 cargo test --release --test storm`: as often as that): two people change
//! the same orders of a small store while workers end at any await, the network loses, delays and breaks off, the service
//! limits and fails, keys are revoked, and somebody else works too. However it went, every intent is settled or visibly
//! waiting, the service's journal, ours and the views agree, nobody was messaged twice for one intent, nothing is lost.
//!
//! A failure names its seed and prints its story; `SEED=… cargo test --test storm` tells it again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot be")]

#[path = "storm/mod.rs"]
mod storm;

use storm::counter::Saboteur;
use storm::many::{tell_again, tell_all};

/// How many stories are told if nobody says how many.
const USUAL: u64 = 2_000;

/// Within how many stories a saboteur must be caught.
const CAUGHT_WITHIN: u64 = 300;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_happens_nothing_is_lost_and_nobody_is_messaged_twice() {
    let one = number("SEED");
    let (failure, stats) = match one {
        Some(seed) => tell_all(seed, 1, None),
        None => tell_all(number("STORM_FROM").unwrap_or(1), number("STORM_SEEDS").unwrap_or(USUAL), None),
    };
    println!("{stats}");
    let Some(failure) = failure else { return };
    let (complaints, log) = tell_again(failure.seed, None);
    log.lines().iter().for_each(|line| println!("{line}"));
    for complaint in failure.complaints.iter().chain(complaints.iter().filter(|_| false)) {
        println!("{complaint}");
    }
    assert_eq!(complaints, failure.complaints, "a story goes the same way each time it is told");
    panic!("this story again: SEED={} cargo test --test storm", failure.seed);
}

/// The complaint by which a saboteur is caught.
fn caught(saboteur: Saboteur, by: &str) {
    let (failure, _) = tell_all(1, CAUGHT_WITHIN, Some(saboteur));
    let failure = failure.unwrap_or_else(|| panic!("{saboteur:?} is not caught"));
    println!("{saboteur:?} is caught in story {}: {:?}", failure.seed, failure.complaints);
    assert!(failure.complaints.iter().any(|complaint| complaint.contains(by)), "{:?}", failure.complaints);
}

#[test]
fn a_blind_resend_is_caught() {
    caught(Saboteur::BlindResend, "carried out twice");
    // And not only as a change made twice: as a customer messaged twice.
    let twice = |seed| {
        let (complaints, _) = tell_again(seed, Some(Saboteur::BlindResend));
        complaints.iter().any(|complaint| complaint.contains("messaged twice"))
    };
    assert!((1..=CAUGHT_WITHIN).any(twice));
}

#[test]
fn a_lost_intent_is_caught() {
    caught(Saboteur::LosesIntent, "without an entry");
}

#[test]
fn a_view_that_is_not_renewed_is_caught() {
    caught(Saboteur::KeepsOldView, "shows");
}

#[test]
fn a_browser_that_never_wakes_the_worker_is_caught() {
    caught(Saboteur::Sleeps, "should have gone on");
}
