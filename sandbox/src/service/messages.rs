//! Messages to customers: whom, by which channel, with what result. Every one is a row of the outbox.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::problem::Problem;
use crate::database::catalog::Channel;
use crate::database::orders::{Customer, Order};
use crate::database::records::{Cause, Message};

/// What became of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Sent,
    /// The customer has no address for the channel, or the channel was not asked for.
    Skipped,
    Failed,
}

impl Delivery {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// Sent and failed messages, by channel.
#[derive(Debug, Default)]
pub struct Tally {
    counts: BTreeMap<&'static str, [u32; 2]>,
}

impl Tally {
    pub fn add(&mut self, channel: Channel, delivery: Delivery) {
        let [sent, failed] = self.counts.entry(channel.name()).or_default();
        match delivery {
            Delivery::Sent => *sent += 1,
            Delivery::Failed => *failed += 1,
            Delivery::Skipped => {}
        }
    }

    /// The `notifications` of an answer. Assumption: every channel is listed, those without messages too.
    pub fn shape(&self) -> Value {
        let of = |channel: Channel| self.counts.get(channel.name()).copied().unwrap_or_default();
        let by_channel: Map<_, _> = Channel::ALL
            .into_iter()
            .map(|channel| {
                (channel.name().to_owned(), json!({ "sent": of(channel)[0], "failed": of(channel)[1] }))
            })
            .collect();
        let total = |place: usize| Channel::ALL.into_iter().map(|channel| of(channel)[place]).sum::<u32>();
        json!({ "total_sent": total(0), "total_failed": total(1), "by_channel": by_channel })
    }
}

fn address(customer: &Customer, channel: Channel) -> Option<&str> {
    match channel {
        Channel::Email => customer.email.as_deref(),
        Channel::Sms | Channel::Whatsapp => customer.phone.as_deref(),
    }
}

/// Some addresses never work, always the same ones.
fn never_works(address: &str) -> bool {
    address.ends_with("@bounce.example") || address.ends_with("0113")
}

impl Call<'_> {
    /// Messages the order's customer by one channel about a status.
    pub fn message(
        &self,
        order: &Order,
        status: &str,
        channel: Channel,
        cause: Cause,
    ) -> Result<Delivery, Problem> {
        let Some(address) = address(&order.customer, channel) else { return Ok(Delivery::Skipped) };
        let sent = !never_works(address);
        self.database.record_message(&Message {
            at: self.now,
            store: self.store.id,
            order_row: order.row,
            status,
            channel,
            address,
            sent,
            cause,
            request_id: self.request_id,
        })?;
        Ok(if sent { Delivery::Sent } else { Delivery::Failed })
    }
}
