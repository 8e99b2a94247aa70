//! What the due times of a large store cost: 10,000 orders, weekends and 20 holidays skipped. The time must grow with
//! the orders, and hardly with the days that a limit spans.
fn main() {}
