//! What a store allows: which status after which, with which sub-status, and where. Knows no requests and writes nothing.

use super::problem::Problem;
use crate::database::catalog::{Catalog, Status, Workflow};
use crate::database::stores::{StatusSpecificity, Store};

/// A store's rules for one key.
pub struct Rules<'a> {
    pub store: &'a Store,
    pub catalog: &'a Catalog,
    pub overrides_product_chains: bool,
}

/// A status with a sub-status that fits it.
#[derive(Debug)]
pub struct Target<'a> {
    pub status: &'a Status,
    pub sub_status: Option<&'a str>,
}

impl<'a> Rules<'a> {
    /// The target that a body's ids name.
    pub fn target(&self, status: Option<&str>, sub_status: Option<&'a str>) -> Result<Target<'a>, Problem> {
        let id = status.ok_or_else(|| Problem::bad_request("`status_id` is required."))?;
        let status = self.catalog.status(id).ok_or_else(|| {
            Problem::unprocessable("unknown_status", format!("There is no status {id} in this store."))
        })?;
        if status.is_addon {
            let message = format!(
                "\"{}\" is an add-on status: it goes beside an order's status, not in its place.",
                status.name
            );
            return Err(Problem::unprocessable("addon_status", message));
        }
        match (&status.sub_statuses, sub_status) {
            (Some(group), None) => Err(Problem::unprocessable(
                "missing_sub_status",
                format!(
                    "\"{}\" has sub-statuses: name one of \"{}\" in `sub_status_option_id`.",
                    status.name, group.name
                ),
            )),
            (_, Some(option)) if status.sub_status(option).is_none() => Err(Problem::unprocessable(
                "wrong_sub_status",
                format!("{option} is not a sub-status of \"{}\".", status.name),
            )),
            _ => Ok(Target { status, sub_status }),
        }
    }

    /// Whether statuses may be set on whole orders.
    pub fn allow_orders(&self) -> Result<(), Problem> {
        match self.store.status_specificity {
            StatusSpecificity::LineItem => Err(Problem::conflict(
                "status_specificity",
                "This store sets statuses on line items, not on orders.",
            )),
            StatusSpecificity::Order | StatusSpecificity::Combined => Ok(()),
        }
    }

    /// Whether statuses may be set on line items.
    pub fn allow_line_items(&self) -> Result<(), Problem> {
        match self.store.status_specificity {
            StatusSpecificity::Order => Err(Problem::conflict(
                "status_specificity",
                "This store sets statuses on orders, not on line items.",
            )),
            StatusSpecificity::LineItem | StatusSpecificity::Combined => Ok(()),
        }
    }

    /// Whether what is now in the status `from` and holds these products may go to `to`.
    pub fn allow_step(&self, from: Option<&str>, to: &Status, products: &[&str]) -> Result<(), Problem> {
        self.allow_by_product(to, products)?;
        self.allow_by_workflow(from, to)
    }

    /// Assumption: a product chain keeps orders with its product within one workflow.
    fn allow_by_product(&self, to: &Status, products: &[&str]) -> Result<(), Problem> {
        if self.overrides_product_chains || to.is_independent {
            return Ok(());
        }
        for chain in &self.catalog.product_chains {
            let Some(workflow) = self.catalog.workflow(&chain.workflow) else { continue };
            if products.contains(&chain.product.as_str()) && !workflow.statuses.contains(&to.id) {
                let message = format!(
                    "Orders with \"{}\" follow the workflow \"{}\", which has no status \"{}\".",
                    chain.product, workflow.name, to.name
                );
                return Err(Problem::conflict("product_chain", message));
            }
        }
        Ok(())
    }

    /// Assumption: with the order enforced, one step at a time and never back. A status again, an independent
    /// status, whatever follows an independent one, and the first status of a workflow that one is not in, are
    /// free.
    fn allow_by_workflow(&self, from: Option<&str>, to: &Status) -> Result<(), Problem> {
        if !self.store.workflows_enabled || !self.store.enforce_workflow_order || to.is_independent {
            return Ok(());
        }
        let from = from.and_then(|id| self.catalog.status(id));
        if from.is_some_and(|from| from.is_independent || from.id == to.id) {
            return Ok(());
        }
        let holding: Vec<_> =
            self.catalog.workflows.iter().filter(|flow| flow.statuses.contains(&to.id)).collect();
        if holding.is_empty() || holding.iter().any(|flow| is_next(flow, from, to)) {
            return Ok(());
        }
        let flows: Vec<_> = holding.iter().map(|flow| flow.name.as_str()).collect();
        let message = format!(
            "Workflow order is enforced: \"{}\" cannot follow {} in {}.",
            to.name,
            from.map_or_else(|| "no status".to_owned(), |from| format!("\"{}\"", from.name)),
            flows.join(", ")
        );
        Err(Problem::conflict("workflow_order", message))
    }
}

/// Whether `to` is the next step of the workflow after `from`; from outside that is its first status.
fn is_next(workflow: &Workflow, from: Option<&Status>, to: &Status) -> bool {
    let place = |status: &Status| workflow.statuses.iter().position(|id| *id == status.id);
    let next = from.and_then(place).map_or(0, |at| at + 1);
    place(to) == Some(next)
}
