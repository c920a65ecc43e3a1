//! Reading back: a list of slugs whose spelling nobody documents.

use cancelkit_jetpack::Credentials;
use cancelkit_jetpack::outcomes::GetSiteStatusOutcome;
use cancelkit_jetpack::types::{PlanSlug, SiteStatus};
use cancelkit_runtime::Answered;

use super::{ABILITIES, ID, Jetpack, identifier, said_by, slug};
use crate::provider::token::Token;
use crate::{ConfirmError, ConfirmRequest, Confirmation, Evidence, Item, Said, Site, Target};

impl Jetpack {
    pub(super) async fn read(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        let Target::Jetpack(target) = &question.target else {
            return Err(ConfirmError::new(ID, "the question is about another provider's target"));
        };
        let as_of = self.clock.now();
        let mut token = self.token().await?;
        let mut outcome = self.read_with(&token, &target.site).await?;
        if token.kept && self.discard_if_bad(&token, outcome.answer(), &said_of_read(&outcome)).await {
            token = self.token().await?;
            outcome = self.read_with(&token, &target.site).await?;
        }
        match &outcome {
            GetSiteStatusOutcome::Ok(reply) => Ok(confirmation(&reply.body, target.item, question.seen_active, as_of)),
            other => {
                let cause = format!("the answer has the status {}", other.status().as_u16());
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said_of_read(other)))
            }
        }
    }

    async fn read_with(&self, token: &Token, site: &Site) -> Result<GetSiteStatusOutcome, ConfirmError> {
        let client = self.client.with_credentials(Credentials::PartnerToken(token.secret.clone()));
        client.get_site_status(identifier(site)).send().await.map_err(|error| ConfirmError::call(ID, &error))
    }
}

/// Whether a slug of the status read is that of an item, as far as they are spelled alike.
fn is_spelled_like(item: Item, found: &str) -> bool {
    const PLANS: [PlanSlug; 4] = [PlanSlug::Free, PlanSlug::Personal, PlanSlug::Premium, PlanSlug::Professional];
    match slug(item) {
        Some(slug) => slug.as_str() == found,
        None => PLANS.iter().any(|plan| plan.as_str() == found),
    }
}

/// A slug that is missing proves an end only where an earlier read showed it, also where nothing is listed at all: whether the read
/// spells its slugs as the cancellation does is not documented. One that somebody else provisioned settles nothing: the item runs, and
/// whose it is that the caller asks about is not certain.
fn confirmation(
    status: &SiteStatus,
    item: Item,
    seen_active: Option<jiff::Timestamp>,
    as_of: jiff::Timestamp,
) -> Confirmation {
    let undecided = |why: String| Confirmation::Undecided { why };
    let mut alike = status.products.iter().filter(|product| is_spelled_like(item, &product.slug)).peekable();
    if alike.peek().is_some() {
        return if alike.any(|product| product.is_provisioned_by_calling_partner != Some(false)) {
            Confirmation::StillActive { as_of }
        } else {
            undecided(format!("{item} is listed, provisioned by somebody else"))
        };
    }
    match seen_active {
        Some(seen) if seen <= as_of => {
            let said = format!("{item} is not listed any more, where an earlier read listed it");
            Confirmation::Ended { evidence: Evidence::new(ABILITIES.confirm.operation_id, said) }
        }
        Some(seen) => undecided(format!(
            "{item} is not listed, and the earlier read that listed it is said to be of {seen}, after this one"
        )),
        None => {
            let slugs: Vec<&str> = status.products.iter().map(|product| product.slug.as_str()).collect();
            let listed = if slugs.is_empty() { "nothing".to_owned() } else { slugs.join(", ") };
            undecided(format!(
                "{item} is not listed, and no earlier read showed that it is listed under this name; listed is: {listed}"
            ))
        }
    }
}

fn said_of_read(outcome: &GetSiteStatusOutcome) -> Said {
    match outcome {
        GetSiteStatusOutcome::BadRequest(reply) => said_by(&reply.body),
        GetSiteStatusOutcome::Forbidden(reply) => said_by(&reply.body),
        _ => Said::default(),
    }
}
