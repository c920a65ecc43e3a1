//! The token, which runs out. It is renewed by the client id and secret, so that no refresh token has to be kept.

use cancelkit_kajabi::outcomes::CreateTokenOutcome;
use cancelkit_kajabi::types::{OauthGrantType, OauthTokenRequest};
use cancelkit_runtime::Answered;

use super::{ID, Kajabi};
use crate::Said;
use crate::provider::token::{Fetched, NoToken, Token};

impl Kajabi {
    pub(super) async fn token(&self) -> Result<Token, NoToken> {
        self.tokens.get(&self.clock, self.fetch_token()).await
    }

    async fn fetch_token(&self) -> Result<Fetched, NoToken> {
        let request = OauthTokenRequest::new()
            .with_grant_type(OauthGrantType::ClientCredentials)
            .with_client_id(self.client_id.as_str())
            .with_client_secret(self.client_secret.clone());
        let outcome = self.client.create_token(request).send().await.map_err(|error| NoToken::call(ID, &error))?;
        let said = match &outcome {
            CreateTokenOutcome::Ok(reply) => {
                let token = reply.body.access_token.as_ref().ok_or_else(|| NoToken::missing(ID))?;
                return Ok(Fetched { secret: token.to_secret(), expires_in: reply.body.expires_in });
            }
            CreateTokenOutcome::BadRequest(reply) => Said::new(None, reply.body.error.clone()),
            CreateTokenOutcome::Unauthorized(reply) => Said::new(None, reply.body.error.clone()),
            _ => Said::default(),
        };
        Err(NoToken::answered(ID, outcome.answer(), said))
    }
}
