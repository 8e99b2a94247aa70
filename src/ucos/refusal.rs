//! Which rule a refusal speaks of. The documentation gives no error codes, so the service's own code, if there is one,
//! and its sentence are searched for the words of each rule; where none fits, the sentence stands for itself.

/// A rule of the service by which a change is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Orders go through their workflow in sequence.
    WorkflowOrder,
    /// Orders with a certain product keep to its chain.
    ProductChain,
    /// The status needs a sub-status.
    SubStatus,
    /// The store sets statuses on orders only, or on line items only.
    Specificity,
}

impl Rule {
    /// The rule that a code and a sentence of the service speak of.
    pub fn named_in(code: &str, sentence: &str) -> Option<Rule> {
        // Names of statuses and products are in quotes, and may say anything.
        let outside = sentence.split('"').step_by(2);
        let mut text = code.replace(['_', '-'], " ");
        for part in outside {
            text.push(' ');
            text.push_str(&part.replace('-', " "));
        }
        text.make_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if says(&["specificity"]) || (says(&["line item"]) && says(&["on orders", "whole order"])) {
            Some(Rule::Specificity)
        } else if says(&["sub status", "substatus"]) {
            Some(Rule::SubStatus)
        } else if says(&["chain", "product"]) {
            Some(Rule::ProductChain)
        } else if says(&["workflow"]) && says(&["enforce", "sequence", "workflow order", "cannot follow"]) {
            Some(Rule::WorkflowOrder)
        } else {
            None
        }
    }

    /// The problem's name.
    pub fn code(self) -> &'static str {
        match self {
            Rule::WorkflowOrder => "workflow-order",
            Rule::ProductChain => "product-chain",
            Rule::SubStatus => "sub-status-missing",
            Rule::Specificity => "wrong-specificity",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_by_code_or_sentence() {
        for (code, sentence, rule) in [
            ("workflow_order", "", Some(Rule::WorkflowOrder)),
            ("", "Workflow order is enforced: \"A\" cannot follow \"B\" in C.", Some(Rule::WorkflowOrder)),
            ("product_chain", "Orders with \"X\" follow the workflow \"Y\".", Some(Rule::ProductChain)),
            ("missing_sub_status", "", Some(Rule::SubStatus)),
            ("", "A sub-status is required.", Some(Rule::SubStatus)),
            ("status_specificity", "", Some(Rule::Specificity)),
            ("", "This store sets statuses on line items, not on orders.", Some(Rule::Specificity)),
            ("refused", "\"Workflow chain, enforced sub-status\" is not there.", None),
            ("", "No.", None),
        ] {
            assert_eq!(Rule::named_in(code, sentence), rule, "{code} {sentence}");
        }
    }
}
