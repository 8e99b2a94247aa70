//! The worker in the simulated world, with the sandbox's service (a real database behind real rules) at the other end
//! of the network. What the network does to each request is told beforehand.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of several tests; one that fails fails its test"
)]

#[path = "../common/service.rs"]
mod service;

use sandbox::database::Database;
use sandbox::database::seed::Seed;
use sandbox::service::Service;
use sandbox::time::Millis;
use serde_json::Value;
use service::{api_request, http_answer};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use ucos_inline::orders::identity::{OrderKind, OrderRef, StoreHandle};
use ucos_inline::platform::simulated::{Ended, Reaction, Simulated};
use ucos_inline::platform::{FetchFailure, HttpAnswer, HttpRequest, Platform};
use ucos_inline::time::Timestamp;
use ucos_inline::ucos::client::BASE_URL;
use ucos_inline::worker::Worker;
use ucos_inline::worker::command::{Command, Reply};
use ucos_inline::worker::sender::{ADMIN_ORIGIN, Sender};

/// The store without workflow rules: any status may follow any other.
pub const STORE: &str = "harbour-supply";

/// The extension's id.
pub const OWN_ID: &str = "coaadjgbkpljjhpicdmjngclaeaegabd";

/// When the story begins.
pub const BEGIN: Timestamp = Timestamp(1_795_000_000_000);

/// What the network does to one request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Cut before the service sees it.
    DropBefore,
    /// Carried out, and then cut.
    DropAfter,
    /// Carried out, and no answer in time.
    TimeOut,
    /// Not carried out, answered with this status and body.
    Answer(u16, Vec<u8>),
    /// Known to be offline.
    Offline,
}

/// The story: a worker, and everything around it.
pub struct World {
    /// The platform.
    pub simulated: Simulated,
    /// The service.
    pub service: Rc<RefCell<Service>>,
    /// What happens to the next requests whose path ends so, in turn.
    pub faults: Rc<RefCell<VecDeque<(&'static str, Fault)>>>,
    /// The worker of this life.
    pub worker: Worker<Simulated>,
}

impl World {
    /// A store of `orders` orders (a fifth of them in [`STORE`]), nothing connected.
    pub fn new(orders: u32) -> World {
        let database = Database::in_memory(&Seed { number: 1, orders }, Millis(BEGIN.0)).unwrap();
        let service = Rc::new(RefCell::new(Service::new(database)));
        let faults: Rc<RefCell<VecDeque<(&'static str, Fault)>>> = Rc::default();
        let other_side = {
            let (service, faults) = (service.clone(), faults.clone());
            Box::new(move |request: &HttpRequest, now: Timestamp| react(request, now, &service, &faults))
        };
        let simulated = Simulated::new(1, BEGIN, other_side);
        let worker = Worker::new(simulated.clone(), OWN_ID.to_owned());
        World { simulated, service, faults, worker }
    }

    /// The same, started and connected with the full key.
    pub fn connected(orders: u32) -> World {
        let mut world = World::new(orders);
        world.start();
        assert_eq!(world.connect("full"), Reply::from(Ok(())));
        world.forget_requests();
        world
    }

    /// A new life of the worker; it finds what the store kept.
    pub fn start(&mut self) {
        self.simulated.end_life();
        self.worker = Worker::new(self.simulated.clone(), OWN_ID.to_owned());
        self.simulated.run_one(self.worker.start()).unwrap().unwrap();
    }

    /// The text of a key.
    pub fn key(&self, name: &str) -> String {
        let service = self.service.borrow();
        let store = service.database().store_by_handle(STORE).unwrap().unwrap();
        service.database().key_by_name(store.id, name).unwrap().unwrap().secret
    }

    /// Connects as the options page does.
    pub fn connect(&self, key: &str) -> Reply {
        self.connect_with(&self.key(key))
    }

    /// The same with any text for a key.
    pub fn connect_with(&self, key: &str) -> Reply {
        let command =
            Command::Connect { store: STORE.to_owned(), key: key.to_owned(), staff_name: "Ada".to_owned() };
        self.simulated.run_one(self.worker.handle(command, &own_page())).unwrap()
    }

    /// Sets how long a change waits that messages customers.
    pub fn set_grace(&self, seconds: u8) {
        let settings = ucos_inline::settings::Settings { grace_seconds: seconds, ..Default::default() };
        let command = Command::Configure { store: store(), settings };
        let reply = self.simulated.run_one(self.worker.handle(command, &own_page())).unwrap();
        assert!(reply.ok, "{reply:?}");
    }

    /// Looks at orders as tab `tab` does.
    pub fn look(&self, orders: &[OrderRef], tab: u32) -> Result<Reply, Ended> {
        self.simulated.run_one(self.worker.handle(look(orders), &admin_page(tab)))
    }

    /// Changes an order as a person does.
    pub fn change(&self, order: OrderRef, status: &str) -> Result<Reply, Ended> {
        let command = Command::Change {
            store: store(),
            orders: vec![order],
            status: status.to_owned(),
            sub_status: None,
            staff: Some("Ada".to_owned()),
        };
        self.simulated.run_one(self.worker.handle(command, &admin_page(1)))
    }

    /// Lets alarms go off until there are none but those that come again and again: renewal of lists, sweep.
    pub fn settle(&self) {
        for _ in 0..50 {
            match self.simulated.next_alarm().as_deref() {
                None => return,
                Some("renew" | "sweep") => {}
                Some(name) => self.simulated.run_one(self.worker.alarm(name, &[], true)).unwrap().unwrap(),
            }
        }
        panic!("alarms never come to rest");
    }

    /// The alarm that goes off next but the sweep's, which is passed over, and moves the clock to it.
    pub fn next_alarm(&self) -> Option<String> {
        loop {
            let name = self.simulated.next_alarm();
            if name.as_deref() != Some("sweep") {
                return name;
            }
        }
    }

    /// The first orders of the store, of both kinds, as the list shows them.
    pub fn orders(&self, count: usize) -> Vec<OrderRef> {
        let service = self.service.borrow();
        let store = service.database().store_by_handle(STORE).unwrap().unwrap();
        let limit = u32::try_from(count).unwrap();
        let filter = sandbox::database::orders::OrderFilter { limit, ..Default::default() };
        let (orders, _) = service.database().orders(store.id, &filter).unwrap();
        let kind = |kind| match kind {
            sandbox::database::orders::OrderKind::Order => OrderKind::Order,
            sandbox::database::orders::OrderKind::Draft => OrderKind::Draft,
        };
        let all =
            orders.iter().map(|o| OrderRef { kind: kind(o.kind), id: u64::try_from(o.shopify_id).unwrap() });
        let orders: Vec<OrderRef> = all.take(count).collect();
        assert_eq!(orders.len(), count, "the store is too small");
        orders
    }

    /// The id of the status that an order has in the database.
    pub fn status_of(&self, order: OrderRef) -> Option<String> {
        let service = self.service.borrow();
        let store = service.database().store_by_handle(STORE).unwrap().unwrap();
        let id = i64::try_from(order.id).unwrap();
        service.database().order_by_shopify_id(store.id, id).unwrap().unwrap().held.map(|held| held.status)
    }

    /// A status other than the order's, without sub-statuses, that messages customers.
    pub fn other_status(&self, order: OrderRef) -> String {
        let service = self.service.borrow();
        let store = service.database().store_by_handle(STORE).unwrap().unwrap();
        let catalog =
            serde_json::to_value(self.view(&format!("catalog/{STORE}")).unwrap()["statuses"].clone())
                .unwrap();
        drop((service, store));
        let now = self.status_of(order);
        let fits = |s: &&Value| {
            s["sub_statuses"] == serde_json::json!([])
                && s["is_addon"] == false
                && s["messages"] != serde_json::json!([])
                && s["id"].as_str() != now.as_deref()
        };
        catalog.as_array().unwrap().iter().find(fits).unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// How many changes of this order the service has journalled, and how many messages it has sent for it.
    pub fn record_of(&self, order: OrderRef) -> (usize, usize) {
        let service = self.service.borrow();
        let id = order.id.to_string();
        let journal =
            service.database().journal(None).unwrap().into_iter().filter(|row| row.order == id).count();
        let outbox = service.database().outbox(None).unwrap().into_iter().filter(|row| row.order == id);
        // One change may go out by several channels: count each once.
        let mut channels: Vec<_> = outbox.map(|row| (row.channel, row.request_id)).collect();
        let all = channels.len();
        channels.sort();
        channels.dedup_by_key(|(channel, _)| channel.clone());
        (journal, all - channels.len())
    }

    /// A published view.
    pub fn view(&self, name: &str) -> Option<Value> {
        self.simulated.world().views.get(name).map(|text| serde_json::from_str(text).unwrap())
    }

    /// The published view of an order.
    pub fn order_view(&self, order: OrderRef) -> Value {
        self.view(&format!("order/{STORE}/{}/{}", order.kind.word(), order.id)).unwrap()
    }

    /// The paths of the requests since the last forgetting.
    pub fn requests(&self) -> Vec<String> {
        let path = |request: &HttpRequest| {
            let target = request.url.strip_prefix(BASE_URL).unwrap();
            format!("{} {}", request.method.name(), target.split('?').next().unwrap())
        };
        self.simulated.world().requests.iter().map(|(_, request)| path(request)).collect()
    }

    /// Forgets the requests made so far.
    pub fn forget_requests(&self) {
        self.simulated.change(|world| world.requests.clear());
    }

    /// Lets time pass.
    pub fn wait_seconds(&self, seconds: i64) {
        self.simulated.change(|world| world.now = world.now.saturating_add_seconds(seconds));
    }

    /// Tells what becomes of the next request whose path ends so.
    pub fn fault(&self, path_end: &'static str, fault: Fault) {
        self.faults.borrow_mut().push_back((path_end, fault));
    }
}

/// The store's handle.
pub fn store() -> StoreHandle {
    StoreHandle::new(STORE).unwrap()
}

/// The command of a list that shows these orders.
pub fn look(orders: &[OrderRef]) -> Command {
    Command::Look { store: store(), orders: orders.to_vec() }
}

/// Our content script on the store's Orders page.
pub fn admin_page(tab: u32) -> Sender {
    Sender {
        id: Some(OWN_ID.to_owned()),
        origin: Some(ADMIN_ORIGIN.to_owned()),
        url: Some(format!("{ADMIN_ORIGIN}/store/{STORE}/orders")),
        frame_id: Some(0),
        tab_id: Some(tab),
    }
}

/// Our options page.
pub fn own_page() -> Sender {
    let origin = format!("chrome-extension://{OWN_ID}");
    Sender { url: Some(format!("{origin}/options.html")), origin: Some(origin), ..admin_page(9) }
}

fn react(
    request: &HttpRequest,
    now: Timestamp,
    service: &RefCell<Service>,
    faults: &RefCell<VecDeque<(&'static str, Fault)>>,
) -> Reaction {
    let request = api_request(request);
    let answer = || http_answer(service.borrow_mut().answer(&request, Millis(now.0)));
    let fault = {
        let mut faults = faults.borrow_mut();
        let next = faults.iter().position(|(end, _)| request.path.ends_with(end));
        next.and_then(|at| faults.remove(at)).map(|(_, fault)| fault)
    };
    let cut = || Err(FetchFailure::Failed("connection reset".to_owned()));
    let (after_ms, outcome) = match fault {
        None => (80, Ok(answer())),
        Some(Fault::DropBefore) => (40, cut()),
        Some(Fault::DropAfter) => {
            answer();
            (40, cut())
        }
        Some(Fault::TimeOut) => {
            answer();
            (25_000, Err(FetchFailure::TimedOut))
        }
        Some(Fault::Answer(status, body)) => (40, Ok(HttpAnswer { status, headers: Vec::new(), body })),
        Some(Fault::Offline) => (0, Err(FetchFailure::Offline)),
    };
    Reaction { after_ms, outcome }
}

/// The present time of the story.
pub fn now(world: &World) -> Timestamp {
    world.simulated.now()
}
