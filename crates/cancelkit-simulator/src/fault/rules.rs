//! The faults that are still to happen.

use super::{Fault, Target};
use crate::Provider;

/// How often a fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// To the next request.
    Once,
    /// To as many requests.
    Exactly(u32),
    /// To every request.
    Always,
}

/// The faults that are still to happen, in the order in which they were set.
#[derive(Debug, Default)]
pub(crate) struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    target: Target,
    fault: Fault,
    /// How often it is still to happen; nothing means always.
    left: Option<u32>,
}

impl Rules {
    pub(crate) fn add(&mut self, target: Target, fault: Fault, times: Times) {
        let left = match times {
            Times::Once => Some(1),
            Times::Exactly(times) => Some(times),
            Times::Always => None,
        };
        if left != Some(0) {
            self.0.push(Rule { target, fault, left });
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether a fault is to happen before a request is read.
    pub(crate) fn any_unread(&self) -> bool {
        self.0.iter().any(|rule| rule.fault == Fault::CloseUnread)
    }

    /// Takes the fault of a request that was not read yet.
    pub(crate) fn take_unread(&mut self, provider: Provider, operation: &str) -> bool {
        self.take_first(provider, operation, |fault| *fault == Fault::CloseUnread).is_some()
    }

    /// Takes the fault of a request that was read.
    pub(crate) fn take(&mut self, provider: Provider, operation: &str) -> Option<Fault> {
        self.take_first(provider, operation, |fault| *fault != Fault::CloseUnread)
    }

    /// Takes the first fault for a request, if it is of the wanted sort.
    fn take_first(&mut self, provider: Provider, operation: &str, wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let index = self.0.iter().position(|rule| rule.target.covers(provider, operation))?;
        let rule = &mut self.0[index];
        if !wanted(&rule.fault) {
            return None;
        }
        let fault = rule.fault.clone();
        if let Some(left) = &mut rule.left {
            *left -= 1;
            if *left == 0 {
                self.0.remove(index);
            }
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_happen_in_their_order_and_as_often_as_said() {
        let mut rules = Rules::default();
        let cancel = Target::operation(Provider::StaxBill, "cancelSubscription");
        rules.add(cancel.clone(), Fault::Redirect, Times::Once);
        rules.add(Target::provider(Provider::StaxBill), Fault::ExtraFields, Times::Exactly(2));
        rules.add(Target::everything(), Fault::CloseUnread, Times::Exactly(0));

        assert_eq!(rules.take(Provider::Kajabi, "getPurchase"), None);
        let mut next = || rules.take(Provider::StaxBill, "cancelSubscription");
        assert_eq!(next(), Some(Fault::Redirect));
        assert_eq!(next(), Some(Fault::ExtraFields));
        assert_eq!(next(), Some(Fault::ExtraFields));
        assert_eq!(next(), None);
        assert!(!rules.any_unread());
    }

    #[test]
    fn what_befalls_an_unread_request_keeps_its_turn() {
        let mut rules = Rules::default();
        rules.add(Target::everything(), Fault::Redirect, Times::Once);
        rules.add(Target::everything(), Fault::CloseUnread, Times::Always);
        assert!(!rules.take_unread(Provider::Jetpack, "cancelPlan"));
        assert_eq!(rules.take(Provider::Jetpack, "cancelPlan"), Some(Fault::Redirect));
        assert!(rules.take_unread(Provider::Jetpack, "cancelPlan"));
        assert_eq!(rules.take(Provider::Jetpack, "cancelPlan"), None);
        rules.clear();
        assert!(!rules.any_unread());
    }
}
