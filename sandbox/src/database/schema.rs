//! The tables. Nothing here knows what the rows mean to a service.

/// Written into `PRAGMA application_id`, so that another program's file is recognised as such ("UCOS").
pub const APPLICATION_ID: i32 = 0x5543_4F53;

/// Written into `PRAGMA user_version`; raised with every change of [`TABLES`].
pub const VERSION: i32 = 1;

/// Times are milliseconds since the epoch; flags are 0 or 1; `id` texts are UUIDs.
pub const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE stores (
    id INTEGER PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    staff TEXT NOT NULL,
    workflows_enabled INTEGER NOT NULL,
    enforce_workflow_order INTEGER NOT NULL,
    status_specificity TEXT NOT NULL,
    retry_after INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (
    id INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES stores,
    name TEXT NOT NULL,
    secret TEXT NOT NULL UNIQUE,
    permissions TEXT NOT NULL,
    revoked INTEGER NOT NULL,
    per_minute INTEGER NOT NULL,
    per_day INTEGER NOT NULL,
    UNIQUE (store, name)
) STRICT;

CREATE TABLE sub_status_groups (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE sub_status_options (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES sub_status_groups,
    name TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE statuses (
    id TEXT PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES stores,
    name TEXT NOT NULL,
    public_name TEXT,
    use_public_name INTEGER NOT NULL,
    color TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_independent INTEGER NOT NULL,
    is_addon INTEGER NOT NULL,
    notify_email INTEGER NOT NULL,
    notify_sms INTEGER NOT NULL,
    notify_whatsapp INTEGER NOT NULL,
    shopify_order_effect TEXT NOT NULL,
    limit_seconds INTEGER,
    skip_weekends INTEGER NOT NULL,
    skip_holidays INTEGER NOT NULL,
    show_public_overdue_date INTEGER NOT NULL,
    sub_status_group TEXT REFERENCES sub_status_groups
) STRICT;

CREATE TABLE workflows (
    id TEXT PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES stores,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    color TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE workflow_statuses (
    workflow TEXT NOT NULL REFERENCES workflows,
    status TEXT NOT NULL REFERENCES statuses,
    position INTEGER NOT NULL,
    PRIMARY KEY (workflow, position)
) STRICT;
CREATE TABLE product_chains (
    store INTEGER NOT NULL REFERENCES stores,
    product TEXT NOT NULL,
    workflow TEXT NOT NULL REFERENCES workflows
) STRICT;

CREATE TABLE orders (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    store INTEGER NOT NULL REFERENCES stores,
    kind TEXT NOT NULL CHECK (kind IN ('order', 'draft')),
    shopify_id INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    customer TEXT NOT NULL,
    shipping_address TEXT NOT NULL,
    search_text TEXT NOT NULL,
    total_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    note TEXT,
    cancelled INTEGER NOT NULL,
    payment TEXT NOT NULL,
    fulfillment TEXT NOT NULL,
    item_count INTEGER NOT NULL,
    status TEXT REFERENCES statuses,
    sub_status TEXT REFERENCES sub_status_options,
    entered_at INTEGER
) STRICT;
CREATE INDEX orders_by_creation ON orders (store, created_at);
CREATE INDEX orders_by_status ON orders (store, status);

CREATE TABLE order_addons (
    order_row INTEGER NOT NULL REFERENCES orders,
    status TEXT NOT NULL REFERENCES statuses,
    sub_status TEXT REFERENCES sub_status_options,
    PRIMARY KEY (order_row, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE line_items (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    order_row INTEGER NOT NULL REFERENCES orders,
    shopify_id INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    status TEXT REFERENCES statuses,
    sub_status TEXT REFERENCES sub_status_options,
    entered_at INTEGER
) STRICT;
CREATE INDEX line_items_by_order ON line_items (order_row);

CREATE TABLE journal (
    row INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    store INTEGER NOT NULL REFERENCES stores,
    actor TEXT NOT NULL,
    order_row INTEGER NOT NULL REFERENCES orders,
    line_item INTEGER REFERENCES line_items,
    from_status TEXT,
    from_sub_status TEXT,
    to_status TEXT,
    to_sub_status TEXT,
    request_id TEXT
) STRICT;

CREATE TABLE outbox (
    row INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    store INTEGER NOT NULL REFERENCES stores,
    order_row INTEGER NOT NULL REFERENCES orders,
    status TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    sent INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('status', 'notify')),
    request_id TEXT
) STRICT;
";
