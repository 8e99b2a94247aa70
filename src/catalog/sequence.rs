//! What may follow what: the sequence of each workflow, or of the store where there are no workflows.

use super::Catalog;
use crate::ucos::answers::Status;

impl Catalog {
    /// The statuses that come right after this one in its workflows, each once.
    pub fn follows(&self, id: &str) -> Vec<&str> {
        let mut follows: Vec<&str> = Vec::new();
        for workflow in &self.workflows.workflows {
            let at = workflow.statuses.iter().position(|place| place.id == id);
            let next = at.and_then(|at| workflow.statuses.get(at + 1)).map(|place| place.id.as_str());
            if let Some(next) = next.filter(|next| self.may_be_set(next) && !follows.contains(next)) {
                follows.push(next);
            }
        }
        follows
    }

    /// The next step after a status: in its workflow, or in the store's order where there are no workflows.
    pub fn next_step(&self, id: &str) -> Option<&str> {
        if !self.workflows.workflows.is_empty() {
            return self.follows(id).first().copied();
        }
        let in_sequence = |status: &&Status| !status.is_addon && !status.is_independent;
        let mut sequence = self.statuses.iter().filter(in_sequence);
        sequence.find(|status| status.id == id)?;
        sequence.next().map(|status| status.id.as_str())
    }

    fn may_be_set(&self, id: &str) -> bool {
        self.status(id).is_some_and(|status| !status.is_addon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;
    use crate::ucos::answers::read_statuses;

    fn catalog(workflows: &str) -> Catalog {
        let statuses = read_statuses(
            br#"{"statuses":[{"id":"a","name":"A","order":1},{"id":"b","name":"B","order":2},
                {"id":"h","name":"Hold","order":3,"is_independent":true},{"id":"x","name":"Rush","order":4,"is_addon":true},
                {"id":"c","name":"C","order":5}]}"#,
        )
        .unwrap();
        Catalog::new(statuses, crate::json::read(workflows.as_bytes()).unwrap(), Timestamp(0))
    }

    fn next(catalog: &Catalog) -> Vec<Option<&str>> {
        ["a", "b", "c", "h", "x", "gone"].map(|id| catalog.next_step(id)).to_vec()
    }

    #[test]
    fn without_workflows_the_stores_order_is_the_sequence() {
        let catalog = catalog("{}");
        assert_eq!(next(&catalog), [Some("b"), Some("c"), None, None, None, None]);
        assert!(catalog.follows("a").is_empty());
    }

    #[test]
    fn with_workflows_their_sequences_are() {
        let flow = |id: &str, statuses: [&str; 3]| {
            let places = statuses.map(|id| format!(r#"{{"id":"{id}"}}"#)).join(",");
            format!(r#"{{"id":"{id}","name":"{id}","statuses":[{places}]}}"#)
        };
        let flows = [flow("v", ["a", "c", "b"]), flow("w", ["c", "a", "gone"])];
        let on = format!(r#"{{"workflows":[{}],"workflows_enabled":true}}"#, flows.join(","));
        let catalog = catalog(&on);
        assert_eq!(next(&catalog), [Some("c"), None, Some("b"), None, None, None]);
        assert_eq!(catalog.follows("c"), ["b", "a"]);
        assert_eq!(catalog.follows("a"), ["c"], "a status that is gone follows nothing");
    }
}
