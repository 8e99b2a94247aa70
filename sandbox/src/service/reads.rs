//! The reading endpoints: orders, statuses, workflows.

use serde_json::json;

use super::Outcome;
use super::call::{Call, MOST_LISTED, not_a_number, within};
use super::problem::Problem;
use super::version::Version;
use crate::database::catalog::Status;
use crate::database::orders::{OrderFilter, OrderKind, Sort};

impl Call<'_> {
    /// `GET /v1/orders`.
    pub fn list_orders(&self) -> Outcome {
        let page = self.request.number("page", 1, u32::MAX)?;
        let limit = self.request.number("limit", 25, 250)?;
        let mut filter = OrderFilter {
            kind: self.listed_kind()?,
            status: self.request.parameter("status"),
            search: self.request.parameter("search"),
            limit,
            offset: u64::from(page - 1) * u64::from(limit),
            ..OrderFilter::default()
        };
        if self.version >= Version::WORKFLOWS {
            filter.workflow = self.request.parameter("workflow_id");
        }
        filter.sort = match self.request.parameter("sort_by").as_deref() {
            None | Some("created_at") => Sort::CreatedAt,
            Some("name") => Sort::Name,
            Some(other) => return Err(one_of("sort_by", "created_at, name", other)),
        };
        filter.descending = match self.request.parameter("sort_order").as_deref() {
            None | Some("desc") => true,
            Some("asc") => false,
            Some(other) => return Err(one_of("sort_order", "asc, desc", other)),
        };
        self.narrow_to_ids(&mut filter)?;
        let (orders, total) = self.database.orders(self.store.id, &filter)?;
        let shapes = orders.iter().map(|order| self.order_shape(order)).collect::<Result<Vec<_>, _>>()?;
        // Assumption: the name and the keys of `pagination`.
        let pages = total.div_ceil(u64::from(limit));
        let pagination = json!({ "page": page, "limit": limit, "total": total, "total_pages": pages });
        Ok(json!({ "orders": shapes, "pagination": pagination }))
    }

    fn listed_kind(&self) -> Result<Option<OrderKind>, Problem> {
        if self.version < Version::DRAFTS {
            return Ok(Some(OrderKind::Order));
        }
        match self.request.parameter("order_type").as_deref() {
            None | Some("ALL") => Ok(None),
            Some("REGULAR") => Ok(Some(OrderKind::Order)),
            Some("DRAFT") => Ok(Some(OrderKind::Draft)),
            Some(other) => Err(one_of("order_type", "REGULAR, DRAFT, ALL", other)),
        }
    }

    /// Assumption: ids that name nothing are passed over, and `limit` still holds.
    fn narrow_to_ids(&self, filter: &mut OrderFilter) -> Result<(), Problem> {
        let Some(listed) = self.request.parameter("order_ids") else { return Ok(()) };
        let ids: Vec<String> =
            listed.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
        within("order_ids", &ids, MOST_LISTED)?;
        if self.by_shopify_id() {
            let numbers =
                ids.iter().map(|id| id.parse().map_err(|_| not_a_number(id))).collect::<Result<_, _>>()?;
            filter.shopify_ids = Some(numbers);
        } else {
            filter.ids = Some(ids);
        }
        Ok(())
    }

    fn by_shopify_id(&self) -> bool {
        self.request.parameter("use_shopify_order_id").as_deref() == Some("true")
    }

    /// `GET /v1/orders/:order_id`.
    pub fn read_order(&self, id: &str) -> Outcome {
        let order = self.find_order(id, self.by_shopify_id())?;
        Ok(json!({ "order": self.order_shape(&order)? }))
    }

    /// `GET /v1/statuses`.
    pub fn list_statuses(&self) -> Outcome {
        let statuses: Vec<_> = self
            .catalog
            .statuses
            .iter()
            .filter(|status| self.knows(status))
            .map(|status| self.status_shape(status))
            .collect();
        Ok(json!({ "summary": { "total": statuses.len() }, "statuses": statuses }))
    }

    /// `GET /v1/statuses/:status_id`.
    pub fn read_status(&self, id: &str) -> Outcome {
        let status = self.catalog.status(id).filter(|status| self.knows(status));
        let status =
            status.ok_or_else(|| Problem::not_found(format!("There is no status {id} in this store.")))?;
        Ok(json!({ "status": self.status_shape(status) }))
    }

    /// Assumption: before 1.1 add-on statuses are not listed, since nothing would tell them apart.
    fn knows(&self, status: &Status) -> bool {
        self.version >= Version::ADDONS || !status.is_addon
    }

    /// `GET /v1/workflows`.
    pub fn list_workflows(&self) -> Outcome {
        let workflows: Vec<_> =
            self.catalog.workflows.iter().map(|workflow| self.workflow_shape(workflow)).collect();
        let total_statuses: usize =
            self.catalog.workflows.iter().map(|workflow| workflow.statuses.len()).sum();
        Ok(json!({
            "summary": { "total": workflows.len(), "total_statuses": total_statuses },
            "workflows": workflows,
            "workflows_enabled": self.store.workflows_enabled,
            "enforce_workflow_order": self.store.enforce_workflow_order,
        }))
    }
}

fn one_of(name: &str, allowed: &str, given: &str) -> Problem {
    Problem::bad_request(format!("`{name}` must be one of {allowed}, not `{given}`."))
}
