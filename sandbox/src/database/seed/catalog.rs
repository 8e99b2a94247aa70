//! Gives the sketched statuses and workflows their ids and writes them.

use super::super::catalog::{Catalog, ProductChain, Status, SubStatus, SubStatusGroup, Workflow};
use super::super::{Database, Result};
use super::statuses::{Place, Sketch};
use super::{Profile, Seed};
use crate::time::HOUR;

/// A workflow without ids.
pub struct WorkflowSketch {
    pub name: &'static str,
    pub description: &'static str,
    pub color: &'static str,
    /// Names of its statuses, in sequence.
    pub statuses: &'static [&'static str],
    /// Orders with this product must follow it.
    pub product: Option<&'static str>,
}

/// The product that is bound to a workflow.
pub const CHAINED_PRODUCT: &str = "Made-to-measure curtain";

pub const MAPLE_AND_BIRCH: &[WorkflowSketch] = &[
    WorkflowSketch {
        name: "Made to order",
        description: "From the approved design to the customer's door",
        color: "#005bd3",
        statuses: &[
            "Design approved",
            "Sampling",
            "In production",
            "In QC",
            "Packing",
            "Dispatched",
            "In transit",
            "Out for delivery",
            "Delivered",
        ],
        product: Some(CHAINED_PRODUCT),
    },
    WorkflowSketch {
        name: "International",
        description: "Across a border, with customs",
        color: "#00838f",
        statuses: &[
            "Dispatched",
            "Departed",
            "Arrived at port",
            "In customs",
            "Customs cleared",
            "Out for delivery",
            "Delivered",
        ],
        product: None,
    },
    WorkflowSketch {
        name: "Returns",
        description: "",
        color: "#be185d",
        statuses: &[
            "Submitted",
            "Under review",
            "Awaiting return",
            "Received",
            "Inspecting",
            "Replaced / refunded",
            "Completed",
        ],
        product: None,
    },
];

/// Writes the profile's catalog and returns it.
pub fn plant(seed: &Seed, database: &Database, profile: &Profile) -> Result<Catalog> {
    let handle = profile.store.handle.as_str();
    let mut catalog = Catalog { statuses: Vec::new(), workflows: Vec::new(), product_chains: Vec::new() };
    for (position, sketch) in (0_i64..).zip(profile.statuses) {
        let status = status(seed, handle, position, sketch);
        database.insert_status(profile.store.id, &status)?;
        catalog.statuses.push(status);
    }
    for (position, sketch) in (0_i64..).zip(profile.workflows) {
        let workflow = Workflow {
            id: seed.uuid(&[handle, "workflow", sketch.name]),
            name: sketch.name.into(),
            description: sketch.description.into(),
            color: sketch.color.into(),
            position,
            statuses: sketch.statuses.iter().map(|name| seed.uuid(&[handle, "status", name])).collect(),
        };
        database.insert_workflow(profile.store.id, &workflow)?;
        if let Some(product) = sketch.product {
            let chain = ProductChain { product: product.into(), workflow: workflow.id.clone() };
            database.insert_product_chain(profile.store.id, &chain)?;
            catalog.product_chains.push(chain);
        }
        catalog.workflows.push(workflow);
    }
    Ok(catalog)
}

fn status(seed: &Seed, handle: &str, position: i64, sketch: &Sketch) -> Status {
    let group = |(name, options): (&str, &[&str])| SubStatusGroup {
        id: seed.uuid(&[handle, "group", sketch.name]),
        name: name.into(),
        options: (0_i64..)
            .zip(options)
            .map(|(position, name)| SubStatus {
                id: seed.uuid(&[handle, "option", sketch.name, name]),
                name: (*name).into(),
                position,
            })
            .collect(),
    };
    Status {
        id: seed.uuid(&[handle, "status", sketch.name]),
        name: sketch.name.into(),
        public_name: sketch.public.map(|(name, _)| name.into()),
        use_public_name: sketch.public.is_some_and(|(_, used)| used),
        color: sketch.color.into(),
        position,
        is_independent: sketch.place == Place::Independent,
        is_addon: sketch.place == Place::Addon,
        channels: sketch.channels.to_vec(),
        shopify_order_effect: sketch.effect.into(),
        limit_seconds: sketch.limit_hours.map(|hours| hours * HOUR / 1000),
        skip_weekends: sketch.skip_weekends,
        skip_holidays: sketch.skip_holidays,
        show_public_overdue_date: sketch.show_public_overdue_date,
        sub_statuses: sketch.sub_statuses.map(group),
    }
}
