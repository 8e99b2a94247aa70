//! What the Orders pages show of a store, as JSON. Knows the database alone: nothing of UCOS statuses gets into it.

use serde_json::{Value, json};

use crate::database::orders::{Order, OrderFilter, OrderKind, Sort};
use crate::database::stores::Store;
use crate::database::{Database, Result};

/// The query of a list of orders, as the page's address has it.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the names are the query's own; what is missing or unknown takes the default"
)]
pub struct ListQuery {
    pub kind: Option<String>,
    pub view: Option<String>,
    pub query: Option<String>,
    pub sort: Option<String>,
    pub direction: Option<String>,
    pub page: Option<String>,
    pub per_page: Option<String>,
}

fn number(text: Option<&str>, default: u32, most: u32) -> u32 {
    text.and_then(|text| text.parse().ok()).unwrap_or(default).clamp(1, most)
}

/// Who is signed in where.
pub fn shell(database: &Database, store: &Store) -> Result<Value> {
    let stores: Vec<_> = database
        .stores()?
        .into_iter()
        .map(|store| json!({ "handle": store.handle, "name": store.name }))
        .collect();
    Ok(json!({ "handle": store.handle, "name": store.name, "staff": store.staff, "stores": stores }))
}

/// One page of a list.
pub fn list(database: &Database, store: &Store, query: &ListQuery) -> Result<Value> {
    let page = number(query.page.as_deref(), 1, u32::MAX);
    let per_page = number(query.per_page.as_deref(), 50, 1000);
    let filter = OrderFilter {
        kind: Some(if query.kind.as_deref() == Some("draft") { OrderKind::Draft } else { OrderKind::Order }),
        cancelled: match query.view.as_deref() {
            Some("open") => Some(false),
            Some("cancelled") => Some(true),
            _ => None,
        },
        search: query.query.clone().filter(|text| !text.is_empty()),
        sort: match query.sort.as_deref() {
            Some("name") => Sort::Name,
            Some("total") => Sort::Total,
            _ => Sort::CreatedAt,
        },
        descending: query.direction.as_deref() != Some("asc"),
        limit: per_page,
        offset: u64::from(page - 1) * u64::from(per_page),
        ..OrderFilter::default()
    };
    let (orders, total) = database.orders(store.id, &filter)?;
    let rows: Vec<_> = orders.iter().map(row).collect();
    Ok(
        json!({ "total": total, "page": page, "pages": total.div_ceil(u64::from(per_page)).max(1), "orders": rows }),
    )
}

/// One order with its items.
pub fn order(database: &Database, order: &Order) -> Result<Value> {
    let items: Vec<_> = database
        .line_items(order.row)?
        .into_iter()
        .map(
            |item| json!({ "id": item.shopify_id.to_string(), "name": item.name, "quantity": item.quantity }),
        )
        .collect();
    let mut shape = row(order);
    shape["email"] = json!(order.customer.email);
    shape["note"] = json!(order.note);
    shape["line_items"] = items.into();
    Ok(shape)
}

fn row(order: &Order) -> Value {
    json!({
        "id": order.shopify_id.to_string(),
        "kind": order.kind,
        "name": order.name,
        "created_at": order.created_at,
        "customer": order.customer.full_name(),
        "total": money(order.total_cents, &order.currency),
        "payment": order.payment,
        "fulfillment": order.fulfillment,
        "items": order.item_count,
        "cancelled": order.cancelled,
    })
}

fn money(cents: i64, currency: &str) -> String {
    let sign = if currency == "EUR" { "€" } else { "$" };
    let mut whole = (cents / 100).to_string();
    let mut at = whole.len();
    while at > 3 {
        at -= 3;
        whole.insert(at, ',');
    }
    format!("{sign}{whole}.{:02}", cents % 100)
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn money_is_grouped_by_thousands() {
        assert_eq!(money(5, "EUR"), "€0.05");
        assert_eq!(money(99_999, "CAD"), "$999.99");
        assert_eq!(money(123_456_789, "CAD"), "$1,234,567.89");
    }
}
