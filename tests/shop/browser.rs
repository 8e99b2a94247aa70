//! One browser: a world of its own, and a worker that lives, ends and begins again. What it is to do are errands; they
//! run side by side and are polled from outside, so that the time of several browsers moves together.

use super::counter::{Counter, STORE};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use ucos_inline::orders::identity::{OrderKey, OrderKind, OrderRef, StoreHandle};
use ucos_inline::platform::simulated::{Simulated, Turn};
use ucos_inline::platform::{AnyZone, HttpRequest, Method, Table};
use ucos_inline::problem::Problem;
use ucos_inline::time::Timestamp;
use ucos_inline::worker::Worker;
use ucos_inline::worker::answer::Reply;
use ucos_inline::worker::command::Command;
use ucos_inline::worker::sender::{ADMIN_ORIGIN, Sender};
use ucos_inline::worker::table::row_of;

#[path = "../common/jiff_zone.rs"]
mod jiff_zone;

const OWN_ID: &str = "coaadjgbkpljjhpicdmjngclaeaegabd";

/// The tab that shows the list.
pub const TAB: u32 = 1;

/// What a worker is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Command(Command),
    Alarm(String),
}

/// How it went.
#[derive(Debug, Clone)]
pub enum Outcome {
    Reply(Box<Reply>),
    Alarm(Result<(), Problem>),
    /// The worker ended before.
    Ended,
}

/// An errand that is over.
#[derive(Debug, Clone)]
pub struct Done {
    pub browser: usize,
    pub what: What,
    pub begun: Timestamp,
    /// The requests that it sent, each with its time.
    pub sent: Vec<(Timestamp, HttpRequest)>,
    pub outcome: Outcome,
}

struct Errand {
    what: What,
    begun: Timestamp,
    sent: Vec<(Timestamp, HttpRequest)>,
    future: Pin<Box<dyn Future<Output = Outcome>>>,
}

/// The life of a worker.
struct Life {
    worker: Rc<Worker<Simulated>>,
    is_started: Rc<Cell<bool>>,
    /// Whether it could not read or write what it has to at its start: it does nothing.
    has_failed: Rc<Cell<bool>>,
}

/// A browser.
pub struct Browser {
    pub number: usize,
    pub simulated: Simulated,
    /// Whether somebody sits before it with the list on the screen.
    pub person_there: bool,
    /// How many lives its worker has had.
    pub lives: u32,
    life: Option<Life>,
    errands: Vec<Errand>,
}

impl Browser {
    /// A browser in this zone, with the service at the other end of the network.
    pub fn new(number: usize, counter: &Rc<RefCell<Counter>>, now: Timestamp, zone: &str) -> Browser {
        let other_side = {
            let counter = counter.clone();
            Box::new(move |request: &HttpRequest, now| counter.borrow_mut().react(number, request, now))
        };
        let simulated = Simulated::new(u32::try_from(number).unwrap() + 7, now, other_side);
        simulated.change(|world| {
            world.zones = Some(zone_named);
            world.own_zone = zone.to_owned();
        });
        Browser { number, simulated, person_there: true, lives: 0, life: None, errands: Vec::new() }
    }

    /// Whether nothing is at work.
    pub fn is_idle(&self) -> bool {
        self.errands.is_empty()
    }

    /// Whether a life has begun and not read yet what the store kept.
    pub fn is_starting(&self) -> bool {
        self.life.as_ref().is_some_and(|life| !life.is_started.get())
    }

    /// Whether a life could not begin: the store is full, or broken.
    pub fn has_failed(&self) -> bool {
        self.life.as_ref().is_some_and(|life| life.has_failed.get())
    }

    /// The browser ends the worker: what it did is dropped, what it asked the service goes its way.
    pub fn end_worker(&mut self) -> Vec<Done> {
        self.life = None;
        self.simulated.end_life();
        let ended = self.errands.drain(..).map(|errand| Done {
            browser: self.number,
            what: errand.what,
            begun: errand.begun,
            sent: errand.sent,
            outcome: Outcome::Ended,
        });
        ended.collect()
    }

    /// Gives the worker something to do, beginning a life of it if it has none; the worker may be made to end after so
    /// many steps. A life that an alarm began ends after it has started at the earliest: the alarm that began it is
    /// gone, and nothing else may come for hours.
    pub fn begin(&mut self, what: What, ends_after: Option<u64>) {
        let is_new = self.life.is_none();
        if is_new {
            self.lives += 1;
        }
        let life = self.life.get_or_insert_with(|| Life {
            worker: Rc::new(Worker::new(self.simulated.clone(), OWN_ID.to_owned())),
            is_started: Rc::default(),
            has_failed: Rc::default(),
        });
        let (worker, is_started) = (life.worker.clone(), life.is_started.clone());
        let has_failed = life.has_failed.clone();
        let person_there = self.person_there;
        let what_to_do = what.clone();
        let simulated = self.simulated.clone();
        let end_it =
            move || simulated.change(|world| world.ends_after_steps = world.ends_after_steps.or(ends_after));
        if matches!(what, What::Command(_)) {
            end_it();
        }
        let future = async move {
            if is_new {
                match worker.start().await {
                    Ok(()) => is_started.set(true),
                    Err(_) => has_failed.set(true),
                }
            } else {
                let is_over = || is_started.get() || has_failed.get();
                poll_fn(|_| if is_over() { Poll::Ready(()) } else { Poll::Pending }).await;
            }
            if has_failed.get() {
                return Outcome::Ended;
            }
            match what_to_do {
                What::Command(command) => {
                    let sender = sender_of(&command);
                    Outcome::Reply(Box::new(worker.handle(command, &sender).await))
                }
                What::Alarm(name) => {
                    end_it();
                    let visible: &[u32] = if person_there { &[TAB] } else { &[] };
                    Outcome::Alarm(worker.alarm(&name, visible, person_there).await)
                }
            }
        };
        let begun = self.now();
        self.errands.push(Errand { what, begun, sent: Vec::new(), future: Box::pin(future) });
    }

    /// Lets all errands go on as far as they can at this instant. Tells which are over, and when the others can go on.
    pub fn go_on(&mut self) -> (Vec<Done>, Option<Timestamp>) {
        self.go_on_watched(&mut |_| {})
    }

    /// The same, and `watch` sees the world after each turn: no errand writes to the store twice in one.
    pub fn go_on_watched(&mut self, watch: &mut dyn FnMut(&Simulated)) -> (Vec<Done>, Option<Timestamp>) {
        let mut over = Vec::new();
        loop {
            let simulated = self.simulated.clone();
            let (errands, number) = (&mut self.errands, self.number);
            let count = errands.len();
            let turn = simulated.turn(|context| {
                errands.retain_mut(|errand| {
                    let polled = errand.future.as_mut().poll(context);
                    simulated.change(|world| errand.sent.append(&mut world.requests));
                    let Poll::Ready(outcome) = polled else { return true };
                    let (what, sent) = (errand.what.clone(), std::mem::take(&mut errand.sent));
                    over.push(Done { browser: number, what, begun: errand.begun, sent, outcome });
                    false
                });
            });
            watch(&simulated);
            match turn {
                Turn::Ended => {
                    over.extend(self.end_worker());
                    return (over, None);
                }
                // One that is over may have been what another waited for.
                Turn::Moved => {}
                _ if self.errands.len() < count => {}
                Turn::Waits(at) => return (over, Some(at)),
                Turn::Idle => {
                    assert!(self.errands.is_empty(), "browser {} waits for what never comes", self.number);
                    return (over, None);
                }
            }
        }
    }

    /// When the next alarm goes off.
    pub fn next_alarm_at(&self) -> Option<Timestamp> {
        self.simulated.next_alarm_at()
    }

    /// Takes an alarm that is due.
    pub fn take_alarm(&self) -> Option<String> {
        self.simulated.take_alarm()
    }

    /// The true time.
    pub fn now(&self) -> Timestamp {
        self.simulated.world().now
    }

    /// The time by which pages judge: the device's, corrected as the worker told them.
    pub fn page_now(&self) -> Timestamp {
        let ahead = self.view("clock").and_then(|clock| clock["ahead_ms"].as_i64()).unwrap_or_default();
        self.device_now().saturating_add_millis(ahead)
    }

    /// What the device's clock shows.
    pub fn device_now(&self) -> Timestamp {
        let world = self.simulated.world();
        world.now.saturating_add_millis(world.clock_error_ms)
    }

    /// A view, if it is published.
    pub fn view(&self, name: &str) -> Option<Value> {
        self.simulated.world().views.get(name).map(|text| serde_json::from_str(text).unwrap())
    }

    /// A record of the store, if it is there.
    pub fn record(&self, table: Table, key: &str) -> Option<Vec<u8>> {
        self.simulated.world().store.get(&(table, key.to_owned())).cloned()
    }
}

/// The store's handle.
pub fn store() -> StoreHandle {
    StoreHandle::new(STORE).unwrap()
}

/// The key under which records and views name an order.
pub fn key_of(order: OrderRef) -> String {
    OrderKey { store: store(), order }.to_string()
}

/// Whether this request changes an order.
pub fn is_change(request: &HttpRequest) -> bool {
    request.method == Method::Post
}

/// Whether this request asks for a page of a sweep.
pub fn is_page(request: &HttpRequest) -> bool {
    request.url.contains("page=")
}

/// Reads the kind as views write it.
pub fn kind_of(word: &Value) -> OrderKind {
    if word == "draft" { OrderKind::Draft } else { OrderKind::Order }
}

fn zone_named(name: &str) -> Option<AnyZone> {
    use ucos_inline::due::Zone;
    let zone = jiff_zone::JiffZone::named(name)?;
    Some(Box::new(move |at| zone.offset_seconds_at(at)))
}

fn sender_of(command: &Command) -> Sender {
    let page = Sender {
        id: Some(OWN_ID.to_owned()),
        origin: Some(ADMIN_ORIGIN.to_owned()),
        url: Some(format!("{ADMIN_ORIGIN}/store/{STORE}/orders")),
        frame_id: Some(0),
        tab_id: Some(TAB),
    };
    // From where the table has it first.
    match row_of(command).and_then(|row| row.from.first()).and_then(|place| place.path()) {
        None => page,
        Some(path) => {
            let origin = format!("chrome-extension://{OWN_ID}");
            Sender { url: Some(format!("{origin}{path}")), origin: Some(origin), ..page }
        }
    }
}
