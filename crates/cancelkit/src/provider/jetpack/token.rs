//! The partner's token: fetched once, kept, and let go only when it is proven bad.

use cancelkit_jetpack::outcomes::CreateTokenOutcome;
use cancelkit_jetpack::types::{ErrorCode, TokenGrantType, TokenRequest, TokenScope};
use cancelkit_runtime::{Answer, Answered, StatusCode};

use super::{ID, Jetpack};
use crate::Said;
use crate::provider::token::{Fetched, NoToken, Token};

impl Jetpack {
    pub(super) async fn token(&self) -> Result<Token, NoToken> {
        self.tokens.get(&self.clock, self.fetch_token()).await
    }

    async fn fetch_token(&self) -> Result<Fetched, NoToken> {
        let request = TokenRequest::new(
            TokenGrantType::ClientCredentials,
            self.client_id.as_str(),
            self.client_secret.clone(),
            TokenScope::JetpackPartner,
        );
        let outcome = self.client.create_token(request).send().await.map_err(|error| NoToken::call(ID, &error))?;
        match outcome {
            CreateTokenOutcome::Ok(reply) => {
                Ok(Fetched { secret: reply.body.access_token.to_secret(), expires_in: None })
            }
            CreateTokenOutcome::BadRequest(reply) => {
                // What it says in free words can repeat what was sent.
                let said = Said::new(None, Some(reply.body.error.clone()));
                Err(NoToken::answered(ID, reply.answer(), said))
            }
            other => Err(NoToken::answered(ID, other.answer(), Said::default())),
        }
    }

    /// Lets go of a token that an answer proves bad, and says whether it does.
    pub(super) async fn discard_if_bad(&self, token: &Token, answer: &Answer, said: &Said) -> bool {
        let bad = match answer.status() {
            StatusCode::FORBIDDEN => said.code.as_deref() == Some(ErrorCode::InvalidScope.as_str()),
            StatusCode::UNAUTHORIZED => names_invalid_token(answer),
            _ => false,
        };
        if bad {
            self.tokens.discard(token).await;
        }
        bad
    }
}

/// Whether a 401 says in the standard's way that the token is bad.
fn names_invalid_token(answer: &Answer) -> bool {
    const WORD: &str = "invalid_token";
    let in_header = answer
        .headers()
        .get_all("www-authenticate")
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains(&format!("error=\"{WORD}\""))));
    let in_body = || serde_json::from_slice::<serde_json::Value>(answer.body()).is_ok_and(|body| body["error"] == WORD);
    in_header || in_body()
}
