//! A store's statuses, sub-statuses and workflows: what an order can be changed to, and in which groups that is
//! offered. Knows no network; kept in the store as one record.

mod sequence;

use crate::due::{Limit, Skips};
use crate::json::{FromJson, Object};
use crate::time::Timestamp;
use crate::ucos::answers::{Status, SubStatusOption, WorkflowStatus, Workflows};
use crate::ucos::requests::Channel;
use serde::Serialize;

/// How long a catalog counts as fresh, in milliseconds. Statuses are changed by hand and seldom.
pub const FRESH_MS: i64 = 15 * 60_000;

/// How soon a catalog is read again when an order has a status that it lacks, in milliseconds.
pub const RETRY_MS: i64 = 60_000;

/// A store's catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Catalog {
    /// When it was read.
    pub read_at: Timestamp,
    /// Every status, in the store's order.
    pub statuses: Vec<Status>,
    /// The workflows, in their order; empty if the store does not use them.
    pub workflows: Workflows,
}

/// A heading and the statuses below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// The workflow's id; `None`: the statuses that are in no workflow, or all if there are no workflows.
    pub workflow: Option<(&'a str, &'a str)>,
    /// The statuses, in order.
    pub statuses: Vec<&'a Status>,
}

/// Why a status with this sub-status cannot be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSuchTarget {
    /// The store has no such status, or it is an add-on status, which a change cannot set.
    Status,
    /// The status needs a sub-status and none, or none of its own, was named.
    SubStatus,
}

impl Catalog {
    /// A catalog as read at `read_at`.
    pub fn new(mut statuses: Vec<Status>, mut workflows: Workflows, read_at: Timestamp) -> Self {
        in_order(&mut statuses, |status| (status.order, &status.name));
        for group in statuses.iter_mut().filter_map(|status| status.sub_status_group.as_mut()) {
            in_order(&mut group.options, |option| (option.order, &option.name));
        }
        if !workflows.workflows_enabled {
            workflows.workflows.clear();
        }
        in_order(&mut workflows.workflows, |workflow| (workflow.order, &workflow.name));
        for workflow in &mut workflows.workflows {
            // Not documented: whether a status's `order` here is its place in the workflow or in the store's list.
            // Where it is the latter, the workflow's own sequence is that of its list.
            let is_of_store = |place: &WorkflowStatus| {
                statuses.iter().find(|s| s.id == place.id).is_none_or(|status| status.order == place.order)
            };
            if !workflow.statuses.iter().all(is_of_store) {
                in_order(&mut workflow.statuses, |status| (status.order, ""));
            }
        }
        Catalog { read_at, statuses, workflows }
    }

    /// Whether it is young enough to be used without reading it again.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        (0..FRESH_MS).contains(&now.since(self.read_at))
    }

    /// A status by its id.
    pub fn status(&self, id: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The status and the sub-status of a change, checked: the service demands a sub-status where there are options.
    pub fn target(
        &self,
        status_id: &str,
        sub_status_id: Option<&str>,
    ) -> Result<(&Status, Option<&SubStatusOption>), NoSuchTarget> {
        let status = self.status(status_id).filter(|status| !status.is_addon).ok_or(NoSuchTarget::Status)?;
        let options = status.sub_status_group.as_ref().map_or(&[][..], |group| &group.options);
        match sub_status_id {
            None if options.is_empty() => Ok((status, None)),
            None => Err(NoSuchTarget::SubStatus),
            Some(id) => match options.iter().find(|option| option.id == id) {
                Some(option) => Ok((status, Some(option))),
                None => Err(NoSuchTarget::SubStatus),
            },
        }
    }

    /// Whether an order in this status has come to its end: nothing follows in any sequence that has the status, and it
    /// may stay there for ever. A status outside of every sequence ends nothing.
    pub fn is_final(&self, id: &str) -> bool {
        let Some(status) = self.status(id) else { return false };
        if status.is_addon || status.is_independent || limit_of(status).is_some() {
            return false;
        }
        let workflows = &self.workflows.workflows;
        let mut of_status =
            workflows.iter().filter(|w| w.statuses.iter().any(|place| place.id == id)).peekable();
        if of_status.peek().is_some() {
            return of_status.all(|w| w.statuses.last().is_some_and(|place| place.id == id));
        }
        let in_sequence = |status: &&Status| !status.is_addon && !status.is_independent;
        workflows.is_empty() && self.statuses.iter().rfind(in_sequence).is_some_and(|last| last.id == id)
    }

    /// The statuses that a change can set, by workflow, then those in none. A status in two workflows is in both.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for workflow in &self.workflows.workflows {
            let statuses: Vec<&Status> = workflow
                .statuses
                .iter()
                .filter_map(|place| self.status(&place.id))
                .filter(|status| !status.is_addon)
                .collect();
            if !statuses.is_empty() {
                groups.push(Group { workflow: Some((&workflow.id, &workflow.name)), statuses });
            }
        }
        let is_placed = |status: &Status| groups.iter().any(|g| g.statuses.iter().any(|s| s.id == status.id));
        let rest: Vec<&Status> = self.statuses.iter().filter(|s| !s.is_addon && !is_placed(s)).collect();
        if !rest.is_empty() {
            groups.push(Group { workflow: None, statuses: rest });
        }
        groups
    }
}

/// By which channels the service messages the customer on a change to a status.
pub fn messages_of(status: &Status) -> Vec<Channel> {
    let sends = status.notifications;
    let channels =
        [(sends.email, Channel::Email), (sends.sms, Channel::Sms), (sends.whatsapp, Channel::Whatsapp)];
    channels.into_iter().filter(|(on, _)| *on).map(|(_, channel)| channel).collect()
}

/// How long an order may stay in a status; `None`: as long as it likes.
pub fn limit_of(status: &Status) -> Option<Limit> {
    let max = &status.max_duration;
    // A limit of nothing would call every order overdue; whoever sets it means none.
    let seconds = u64::try_from(max.seconds).ok().filter(|seconds| max.enabled && *seconds > 0)?;
    Some(Limit { seconds, skips: Skips { weekends: max.skip_weekends, holidays: max.skip_holidays } })
}

/// Sorts by position, then by name, then as they came. Sorts small keys and not the things themselves, so that one
/// sorting routine in the module serves all types.
pub fn in_order<T>(things: &mut Vec<T>, key: impl Fn(&T) -> (i64, &str)) {
    let key_and_place = |(place, thing): (usize, &T)| (key(thing).0, key(thing).1.to_owned(), place);
    let mut keys: Vec<(i64, String, usize)> = things.iter().enumerate().map(key_and_place).collect();
    keys.sort();
    let mut taken: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(keys.into_iter().filter_map(|(_, _, place)| taken.get_mut(place)?.take()));
}

impl FromJson for Catalog {
    fn from_json(object: &Object<'_>) -> Option<Self> {
        Some(Catalog {
            read_at: Timestamp(object.whole("read_at")?),
            statuses: object.children("statuses"),
            workflows: object.child("workflows")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ucos::answers::read_statuses;

    fn catalog(workflows: &str) -> Catalog {
        let statuses = read_statuses(
            br#"{"statuses":[
                {"id":"b","name":"Sewing","order":2,"sub_status_group":{"id":"g","options":[{"id":"o2","name":"Late","order":2},{"id":"o1","name":"Early","order":1}]}},
                {"id":"a","name":"Cutting","order":1},
                {"id":"r","name":"Rush","order":0,"is_addon":true},
                {"id":"h","name":"On hold","order":9,"is_independent":true},
                {"id":7,"name":"spoilt"}
            ]}"#,
        )
        .unwrap();
        Catalog::new(statuses, crate::json::read(workflows.as_bytes()).unwrap(), Timestamp(0))
    }

    fn names(catalog: &Catalog) -> Vec<(Option<&str>, Vec<&str>)> {
        let group = |g: Group<'_>| {
            (
                g.workflow
                    .map(|w| catalog.workflows.workflows.iter().find(|x| x.id == w.0).unwrap().name.as_str()),
                g.statuses.iter().map(|s| catalog.status(&s.id).unwrap().name.as_str()).collect(),
            )
        };
        catalog.groups().into_iter().map(group).collect()
    }

    #[test]
    fn without_workflows_one_group_in_the_stores_order() {
        assert_eq!(names(&catalog("{}")), [(None, vec!["Cutting", "Sewing", "On hold"])]);
        let off =
            r#"{"workflows":[{"id":"w","name":"W","statuses":[{"id":"a"}]}],"workflows_enabled":false}"#;
        assert_eq!(names(&catalog(off)), [(None, vec!["Cutting", "Sewing", "On hold"])]);
    }

    #[test]
    fn with_workflows_grouped_and_the_rest_last() {
        let on = r#"{"workflows":[{"id":"w","name":"W","statuses":[{"id":"b","order":1},{"id":"a","order":2},{"id":"gone","order":3}]}],"workflows_enabled":true}"#;
        assert_eq!(names(&catalog(on)), [(Some("W"), vec!["Sewing", "Cutting"]), (None, vec!["On hold"])]);
    }

    #[test]
    fn a_workflow_is_in_its_own_sequence_whatever_its_orders_mean() {
        // Cutting has position 1 in the store, Sewing 2.
        let sequence = |statuses: &str| {
            let on = format!(
                r#"{{"workflows":[{{"id":"w","name":"W","statuses":[{statuses}]}}],"workflows_enabled":true}}"#
            );
            names(&catalog(&on)).swap_remove(0).1.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            sequence(r#"{"id":"b","order":2},{"id":"a","order":1}"#),
            ["Sewing", "Cutting"],
            "the store's places"
        );
        assert_eq!(
            sequence(r#"{"id":"b","order":1},{"id":"a","order":0}"#),
            ["Cutting", "Sewing"],
            "the workflow's places"
        );
    }

    #[test]
    fn targets_are_checked() {
        let catalog = catalog("{}");
        assert!(catalog.target("a", None).is_ok());
        assert_eq!(catalog.target("r", None).unwrap_err(), NoSuchTarget::Status);
        assert_eq!(catalog.target("nope", None).unwrap_err(), NoSuchTarget::Status);
        assert_eq!(catalog.target("b", None).unwrap_err(), NoSuchTarget::SubStatus);
        assert_eq!(catalog.target("a", Some("o1")).unwrap_err(), NoSuchTarget::SubStatus);
        let (status, option) = catalog.target("b", Some("o2")).unwrap();
        assert_eq!((status.name.as_str(), option.unwrap().name.as_str()), ("Sewing", "Late"));
    }

    #[test]
    fn the_last_status_of_a_sequence_is_final() {
        let finals = |workflows: &str| {
            let catalog = catalog(workflows);
            ["a", "b", "h", "r", "nope"].into_iter().filter(|id| catalog.is_final(id)).collect::<Vec<_>>()
        };
        assert_eq!(finals("{}"), ["b"], "On hold is independent");
        let workflow =
            |id: &str, statuses: &str| format!(r#"{{"id":"{id}","name":"W","statuses":[{statuses}]}}"#);
        let on = |workflows: &[String]| {
            format!(r#"{{"workflows":[{}],"workflows_enabled":true}}"#, workflows.join(","))
        };
        let (a, b) = (r#"{"id":"a","order":1}"#, r#"{"id":"b","order":2}"#);
        assert_eq!(finals(&on(&[workflow("w", a)])), ["a"], "Sewing is in no sequence");
        let both = [workflow("w", a), workflow("x", &format!("{a},{b}"))];
        assert_eq!(finals(&on(&both)), ["b"], "something follows Cutting in the other workflow");
    }

    #[test]
    fn what_is_kept_is_what_is_read_again() {
        let on = r#"{"workflows":[{"id":"w","name":"W","statuses":[{"id":"b","order":1}]}],"workflows_enabled":true,"enforce_workflow_order":true}"#;
        let catalog = catalog(on);
        assert_eq!(crate::json::read(&serde_json::to_vec(&catalog).unwrap()), Some(catalog));
    }
}
