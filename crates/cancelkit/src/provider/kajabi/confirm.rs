//! Reading back, which cannot prove that billing stopped.

use cancelkit_kajabi::outcomes::GetPurchaseOutcome;
use cancelkit_kajabi::types::PurchasesShowResponse;
use cancelkit_runtime::{Answered, Field};

use super::{ID, Kajabi, deactivated_at, is_about, said_by};
use crate::provider::token::Token;
use crate::{ConfirmError, ConfirmRequest, Confirmation, Said, Target};

impl Kajabi {
    pub(super) async fn read(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        let Target::Kajabi(target) = &question.target else {
            return Err(ConfirmError::new(ID, "the question is about another provider's target"));
        };
        let id = target.purchase_id();
        let as_of = self.clock.now();
        let token = self.token().await?;
        let mut outcome = self.read_with(&token, id).await?;
        if token.kept && matches!(outcome, GetPurchaseOutcome::Unauthorized(_)) {
            self.tokens.discard(&token).await;
            outcome = self.read_with(&self.token().await?, id).await?;
        }
        match &outcome {
            GetPurchaseOutcome::Ok(reply) if !is_about(&reply.body, id) => {
                Err(ConfirmError::answered(ID, "the answer is about another purchase", reply.answer()))
            }
            GetPurchaseOutcome::Ok(reply) => Ok(confirmation(&reply.body, as_of)),
            other => {
                let cause = format!("the answer has the status {}", other.status().as_u16());
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said_of_read(other)))
            }
        }
    }

    async fn read_with(&self, token: &Token, id: &str) -> Result<GetPurchaseOutcome, ConfirmError> {
        self.client_with(token).get_purchase(id).send().await.map_err(|error| ConfirmError::call(ID, &error))
    }
}

/// The read is about the purchase and not about its subscription, so it settles nothing either way: deactivating a purchase leaves
/// the subscription billing, and reactivating one leaves it ended.
fn confirmation(body: &PurchasesShowResponse, as_of: jiff::Timestamp) -> Confirmation {
    match deactivated_at(body) {
        Field::Null => Confirmation::Undecided {
            why: format!(
                "the purchase was not deactivated as of {as_of}, so a cancellation has not reached it, unless it was reactivated since, \
                 which leaves the subscription ended; a request that is under way can still end it"
            ),
        },
        Field::Value(at) => Confirmation::Undecided {
            why: format!(
                "the purchase was deactivated at {at}, by a cancellation or by deactivating it alone, which leaves the subscription \
                 billing; look at the payment provider"
            ),
        },
        Field::Absent => {
            Confirmation::Undecided { why: "the answer does not say whether the purchase is active".to_owned() }
        }
    }
}

fn said_of_read(outcome: &GetPurchaseOutcome) -> Said {
    match outcome {
        GetPurchaseOutcome::Unauthorized(reply) => said_by(reply.body.errors.as_deref()),
        GetPurchaseOutcome::Forbidden(reply) => said_by(reply.body.errors.as_deref()),
        GetPurchaseOutcome::NotFound(reply) => said_by(reply.body.errors.as_deref()),
        _ => Said::default(),
    }
}
