//! A world in memory with a clock of its own, for tests: the same seed gives the same story.
//!
//! Time stands still while anything can go on and then jumps to the next instant at which something happens. The
//! worker can be made to end at any of its `await`s: from then on none of its futures ever completes, and a new
//! worker finds what the store kept.

mod vault;

use super::{AnyZone, Batch, FetchFailure, HttpAnswer, HttpRequest, Platform, Seal, StoreFailure, Table};
use crate::time::{Interval, Timestamp};
use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
pub use vault::Vault;

/// What the network does with one request.
#[derive(Debug, Clone)]
pub struct Reaction {
    /// How long it takes from when the service saw it, in milliseconds.
    pub after_ms: i64,
    /// How it ends.
    pub outcome: Result<HttpAnswer, FetchFailure>,
}

/// The other side of the network: sees each request at the instant at which it arrives.
pub type Service = Box<dyn FnMut(&HttpRequest, Timestamp) -> Reaction>;

/// Everything outside the core.
pub struct World {
    /// The true time.
    pub now: Timestamp,
    /// IndexedDB.
    pub store: BTreeMap<(Table, String), Vec<u8>>,
    /// `storage.local`.
    pub trusted: BTreeMap<String, String>,
    /// `storage.managed`: JSON text.
    pub managed: String,
    /// `storage.session`.
    pub views: BTreeMap<String, String>,
    /// Alarms by name, in true time.
    pub alarms: BTreeMap<String, Timestamp>,
    /// Timers by name, in true time: they end with this life of the worker.
    pub timers: BTreeMap<String, Timestamp>,
    /// Every request that was sent, with its time.
    pub requests: Vec<(Timestamp, HttpRequest)>,
    /// After how many further steps the worker ends; `None`: it lives.
    pub ends_after_steps: Option<u64>,
    /// Every notification, with its time: JSON text.
    pub notifications: Vec<(Timestamp, String)>,
    /// What the extension's button shows in each tab.
    pub marks: BTreeMap<u32, (String, u32)>,
    /// The stores for which the options page was opened, in turn.
    pub opened: Vec<String>,
    /// The time zones there are; without any there is UTC only.
    pub zones: Option<fn(&str) -> Option<AnyZone>>,
    /// The name of the device's time zone.
    pub own_zone: String,
    /// How far the device's clock is ahead of the true time, in milliseconds. The service's is right.
    pub clock_error_ms: i64,
    /// How long a request is on its way before the service sees it, in milliseconds.
    pub way_there_ms: i64,
    /// What seals, and what is held.
    pub vault: Vault,
    /// Whether the store refuses writes.
    pub store_is_full: bool,
    service: Option<Service>,
    chance: u32,
    next_timer: Option<Timestamp>,
    steps: u64,
}

/// A handle on the world; clones share it.
#[derive(Clone)]
pub struct Simulated {
    world: Rc<RefCell<World>>,
}

/// What may come after everything that waits was polled once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Something went on: it may go on at once.
    Moved,
    /// Nothing goes on before this time.
    Waits(Timestamp),
    /// Nothing waits for a time.
    Idle,
    /// The worker ended: its futures must be dropped.
    Ended,
}

/// The worker ended, or waits for something that never comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended;

impl Simulated {
    /// A world at this time, with this other side of the network.
    pub fn new(seed: u32, now: Timestamp, service: Service) -> Self {
        let world = World {
            now,
            store: BTreeMap::new(),
            trusted: BTreeMap::new(),
            managed: String::new(),
            views: BTreeMap::new(),
            alarms: BTreeMap::new(),
            timers: BTreeMap::new(),
            requests: Vec::new(),
            ends_after_steps: None,
            notifications: Vec::new(),
            marks: BTreeMap::new(),
            opened: Vec::new(),
            zones: None,
            own_zone: "UTC".to_owned(),
            clock_error_ms: 0,
            way_there_ms: 0,
            vault: Vault::default(),
            store_is_full: false,
            service: Some(service),
            chance: seed | 1,
            next_timer: None,
            steps: 0,
        };
        Simulated { world: Rc::new(RefCell::new(world)) }
    }

    /// Puts another service at the other end of the network.
    pub fn answer_with(&self, service: Service) {
        self.change(|world| world.service = Some(service));
    }

    /// Looks at the world.
    pub fn world(&self) -> Ref<'_, World> {
        self.world.borrow()
    }

    /// Changes the world. Not while the core runs.
    pub fn change<R>(&self, change: impl FnOnce(&mut World) -> R) -> R {
        change(&mut self.world.borrow_mut())
    }

    /// Runs these side by side to their ends; time passes as needed. `Err`: the worker ended, all are dropped.
    pub fn run<T>(&self, futures: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> Result<Vec<T>, Ended> {
        let mut slots: Vec<_> = futures.into_iter().map(|future| (Some(future), None)).collect();
        loop {
            let turn = self.turn(|context| {
                for (slot, result) in &mut slots {
                    if let Some(future) = slot
                        && let Poll::Ready(value) = future.as_mut().poll(context)
                    {
                        *slot = None;
                        *result = Some(value);
                    }
                }
            });
            let all_done = slots.iter().all(|(slot, _)| slot.is_none());
            match turn {
                Turn::Ended => return Err(Ended),
                _ if all_done => return Ok(slots.into_iter().filter_map(|(_, result)| result).collect()),
                Turn::Moved => {}
                Turn::Waits(at) => self.change(|world| world.now = world.now.max(at)),
                Turn::Idle => return Err(Ended),
            }
        }
    }

    /// Polls once what is at work in this world, and tells what may come next. For whoever moves the time of several
    /// worlds together; [`Simulated::run`] does it for one.
    pub fn turn(&self, poll: impl FnOnce(&mut Context<'_>)) -> Turn {
        let before = self.change(|world| {
            world.next_timer = None;
            world.steps
        });
        poll(&mut Context::from_waker(Waker::noop()));
        self.change(|world| match (world.ends_after_steps, world.next_timer) {
            (Some(0), _) => {
                world.ends_after_steps = None;
                world.timers.clear();
                Turn::Ended
            }
            _ if world.steps != before => Turn::Moved,
            (_, Some(at)) => Turn::Waits(at),
            (_, None) => Turn::Idle,
        })
    }

    /// Runs one future to its end.
    pub fn run_one<T>(&self, future: impl Future<Output = T>) -> Result<T, Ended> {
        let future = pin!(future);
        self.run(vec![Box::pin(future)])?.pop().ok_or(Ended)
    }

    /// When the next alarm or timer goes off.
    pub fn next_alarm_at(&self) -> Option<Timestamp> {
        let world = self.world();
        world.alarms.values().chain(world.timers.values()).min().copied()
    }

    /// Takes the alarm that is due next and moves the clock to it.
    pub fn next_alarm(&self) -> Option<String> {
        let at = self.next_alarm_at()?;
        self.change(|world| world.now = world.now.max(at));
        self.take_alarm()
    }

    /// Takes an alarm or a timer that is due.
    pub fn take_alarm(&self) -> Option<String> {
        self.change(|world| {
            let now = world.now;
            let due = |alarms: &BTreeMap<String, Timestamp>| {
                alarms.iter().find(|(_, at)| **at <= now).map(|(name, _)| name.clone())
            };
            if let Some(name) = due(&world.timers) {
                return world.timers.remove_entry(&name).map(|(name, _)| name);
            }
            let name = due(&world.alarms)?;
            world.alarms.remove_entry(&name).map(|(name, _)| name)
        })
    }

    /// The worker ended: what it waited for by itself is gone.
    pub fn end_life(&self) {
        self.change(|world| {
            world.ends_after_steps = None;
            world.timers.clear();
        });
    }

    /// The browser ended and was started again: what it had in memory is gone.
    pub fn restart_browser(&self) {
        self.end_life();
        self.change(|world| {
            world.views.clear();
            world.vault.in_memory.clear();
        });
    }

    /// One place where the worker may end.
    async fn step(&self) {
        let mut waited = false;
        std::future::poll_fn(|_| {
            let mut world = self.world.borrow_mut();
            if world.ends_after_steps == Some(0) {
                return Poll::Pending;
            }
            if waited {
                return Poll::Ready(());
            }
            waited = true;
            world.steps += 1;
            if let Some(left) = &mut world.ends_after_steps {
                *left -= 1;
            }
            Poll::Pending
        })
        .await;
    }

    async fn sleep_until(&self, at: Timestamp) {
        std::future::poll_fn(|_| {
            let mut world = self.world.borrow_mut();
            if world.ends_after_steps == Some(0) {
                return Poll::Pending;
            }
            if world.now >= at {
                return Poll::Ready(());
            }
            world.next_timer = Some(world.next_timer.map_or(at, |next| next.min(at)));
            Poll::Pending
        })
        .await;
    }
}

impl Platform for Simulated {
    async fn fetch(&self, request: HttpRequest) -> Result<HttpAnswer, FetchFailure> {
        self.step().await;
        let arrives_at = self.change(|world| {
            world.requests.push((world.now, request.clone()));
            world.now.saturating_add_millis(world.way_there_ms)
        });
        self.sleep_until(arrives_at).await;
        let (service, now) = self.change(|world| (world.service.take(), world.now));
        let Some(mut service) = service else {
            return Err(FetchFailure::Offline);
        };
        let reaction = service(&request, now);
        self.change(|world| world.service = Some(service));
        self.sleep_until(now.saturating_add_millis(reaction.after_ms)).await;
        self.step().await;
        reaction.outcome
    }

    async fn get(&self, table: Table, keys: &[String]) -> Result<Vec<Option<Vec<u8>>>, StoreFailure> {
        self.step().await;
        let world = self.world();
        Ok(keys.iter().map(|key| world.store.get(&(table, key.clone())).cloned()).collect())
    }

    async fn scan(&self, table: Table, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFailure> {
        self.step().await;
        let world = self.world();
        let of_table = world.store.range((table, prefix.to_owned())..);
        let matching = of_table.take_while(|((t, key), _)| *t == table && key.starts_with(prefix));
        Ok(matching.map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn write(&self, batch: Batch) -> Result<(), StoreFailure> {
        self.step().await;
        self.change(|world| {
            if world.store_is_full {
                return Err(StoreFailure("quota exceeded".to_owned()));
            }
            for (table, key, value) in batch.writes {
                match value {
                    Some(value) => world.store.insert((table, key), value),
                    None => world.store.remove(&(table, key)),
                };
            }
            Ok(())
        })?;
        // Written, and yet the worker may end before it hears of it.
        self.step().await;
        Ok(())
    }

    async fn trusted_scan(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreFailure> {
        self.step().await;
        let world = self.world();
        let matching = world.trusted.iter().filter(|(name, _)| name.starts_with(prefix));
        Ok(matching.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    async fn trusted_set(&self, name: &str, value: Option<&str>) -> Result<(), StoreFailure> {
        self.step().await;
        self.change(|world| match value {
            Some(value) => world.trusted.insert(name.to_owned(), value.to_owned()),
            None => world.trusted.remove(name),
        });
        Ok(())
    }

    async fn seal(&self, seal: Seal<'_>, place: &str, secret: &str) -> Result<String, StoreFailure> {
        self.step().await;
        let chance = self.random();
        Ok(self.change(|world| world.vault.seal(seal, place, secret, chance)))
    }

    async fn unseal(
        &self,
        seal: Seal<'_>,
        place: &str,
        sealed: &str,
    ) -> Result<Option<String>, StoreFailure> {
        self.step().await;
        Ok(self.world().vault.unseal(seal, place, sealed))
    }

    fn salt(&self) -> String {
        format!("{:08x}", self.random())
    }

    async fn hold(&self, place: &str, secret: &str) -> Result<(), StoreFailure> {
        self.step().await;
        let chance = self.random();
        self.change(|world| world.vault.on_disk.insert(place.to_owned(), chance));
        self.step().await;
        self.change(|world| world.vault.put_in_memory(place, secret));
        self.step().await;
        Ok(())
    }

    async fn held(&self, place: &str) -> Result<Option<String>, StoreFailure> {
        self.step().await;
        Ok(self.world().vault.held(place))
    }

    async fn hold_only(&self, places: &[String]) -> Result<(), StoreFailure> {
        self.step().await;
        self.change(|world| world.vault.in_memory.retain(|place, _| places.contains(place)));
        self.step().await;
        self.change(|world| world.vault.on_disk.retain(|place, _| places.contains(place)));
        self.step().await;
        Ok(())
    }

    fn watch_idle(&self, seconds: u32) {
        self.change(|world| world.vault.idle_seconds = Some(seconds));
    }

    async fn managed(&self) -> String {
        self.step().await;
        self.world().managed.clone()
    }

    async fn published(&self) -> Result<Vec<String>, StoreFailure> {
        self.step().await;
        Ok(self.world().views.keys().cloned().collect())
    }

    async fn view(&self, name: &str) -> Result<Option<String>, StoreFailure> {
        self.step().await;
        Ok(self.world().views.get(name).cloned())
    }

    async fn publish(&self, views: Vec<(String, Option<String>)>) -> Result<(), StoreFailure> {
        self.step().await;
        self.change(|world| {
            for (name, view) in views {
                match view {
                    Some(view) => world.views.insert(name, view),
                    None => world.views.remove(&name),
                };
            }
        });
        self.step().await;
        Ok(())
    }

    fn set_alarm(&self, name: &str, at: Timestamp) {
        self.change(|world| {
            let at = at.saturating_add_millis(-world.clock_error_ms);
            let earliest = world.now.saturating_add_seconds(30);
            world.alarms.insert(name.to_owned(), at.max(earliest));
        });
    }

    fn set_timer(&self, name: &str, at: Timestamp) {
        self.change(|world| {
            let at = at.saturating_add_millis(-world.clock_error_ms);
            world.timers.insert(name.to_owned(), at.max(world.now));
        });
    }

    fn notify(&self, reminder: &str) {
        self.change(|world| world.notifications.push((world.now, reminder.to_owned())));
    }

    fn mark_tab(&self, tab: u32, store: &str, overdue: u32) {
        self.change(|world| world.marks.insert(tab, (store.to_owned(), overdue)));
    }

    fn open_options(&self, store: &str) {
        self.change(|world| world.opened.push(store.to_owned()));
    }

    fn zone(&self, name: &str) -> Option<AnyZone> {
        match self.world().zones {
            Some(zones) => zones(name),
            None => (name == "UTC").then(|| -> AnyZone { Box::new(|_| 0) }),
        }
    }

    fn own_zone(&self) -> String {
        self.world().own_zone.clone()
    }

    fn date_words(&self, span: Interval, language: &str, zone: &str) -> String {
        format!("{} to {} ({language}, {zone})", span.earliest().0, span.latest().0)
    }

    fn now(&self) -> Timestamp {
        let world = self.world();
        world.now.saturating_add_millis(world.clock_error_ms)
    }

    fn random(&self) -> u32 {
        // Marsaglia's xorshift32: tests need repetition, not quality.
        self.change(|world| {
            let mut x = world.chance;
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            world.chance = x;
            x
        })
    }
}
