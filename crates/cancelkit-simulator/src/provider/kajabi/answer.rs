//! What Kajabi answers.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::session::{Holder, Tokens};
use super::{Purchase, SecondCancel, State, seed};
use crate::behave::{Behave, Call, Context};
use crate::credential::{Denial, Standing};
use crate::reply::Reply;
use crate::violation::{Problem, ViolationKind};

impl Behave for State {
    fn judge(&self, _scheme: &str, token: &str, _server: &[(String, String)], now: Timestamp) -> Standing {
        self.sessions.judge(token, now)
    }

    fn deny(&self, denial: Denial, _context: &Context<'_>) -> Reply {
        match denial {
            Denial::NotGood(Standing::Forbidden) => error(403, "Forbidden", "This key may not use purchases", None),
            _ => error(401, "Unauthorized", "The access token is not valid", None),
        }
    }

    fn refuse(&self, problems: &[Problem], context: &Context<'_>) -> Option<Reply> {
        let of_the_body = problems.iter().all(|problem| problem.kind == ViolationKind::Body);
        (context.operation == "createToken" && of_the_body).then(|| token_error(400, &problems[0].sentence()))
    }

    fn carry_out(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        if context.operation == "createToken" {
            return self.create_token(call, context);
        }
        let id = call.path("id");
        let Some(purchase) = self.purchase_mut(id) else { return not_found(id) };
        match context.operation {
            "getPurchase" => {}
            "cancelPurchaseSubscription" => {
                if let Some(reply) = cancel(purchase, context) {
                    return reply;
                }
            }
            "deactivatePurchase" => deactivate(purchase, context.now),
            "reactivatePurchase" => {
                purchase.deactivated_at = None;
                purchase.updated_at = context.now;
            }
            other => return Reply::refusal(501, "The simulator does not do this", other),
        }
        let fields = call.arguments.query.get("fields[purchases]").and_then(Value::as_str);
        Reply::new(200, object(purchase, fields, context))
    }

    fn too_many(&self, _context: &Context<'_>) -> Reply {
        // Rate limits exist; neither the status nor a header is published.
        error(429, "Too many requests", "Try again later", None).undocumented()
    }

    fn unprove(&self, body: &mut Value) {
        if let Some(deactivated) = body.pointer_mut("/data/attributes/deactivated_at") {
            *deactivated = Value::Null;
        }
    }
}

impl State {
    fn create_token(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let text = |name: &str| call.text(name).unwrap_or_default();
        let holder = match text("grant_type") {
            "refresh_token" => return self.refresh(text("refresh_token"), context),
            "client_credentials" if text("client_id").is_empty() => {
                return token_error(400, "The client id is missing");
            }
            "client_credentials" if text("client_secret").is_empty() => {
                return token_error(400, "The client secret is missing");
            }
            "client_credentials" => match (text("client_id"), text("client_secret")) {
                (seed::CLIENT_ID, seed::CLIENT_SECRET) => Some(Holder::Allowed),
                (seed::RESTRICTED_CLIENT_ID, seed::RESTRICTED_CLIENT_SECRET) => Some(Holder::Restricted),
                _ => None,
            },
            _ if text("username").is_empty() || text("password").is_empty() => {
                return token_error(400, "Neither a grant type nor a user name and a password were sent");
            }
            _ => match (text("username"), text("password")) {
                (seed::USERNAME, seed::PASSWORD) => Some(Holder::Allowed),
                _ => None,
            },
        };
        match holder {
            Some(holder) => {
                let tokens = self.sessions.open(holder, context.now, self.expires_in);
                self.session(&tokens)
            }
            None => token_error(401, "The client credentials are not valid"),
        }
    }

    fn refresh(&mut self, refresh: &str, context: &Context<'_>) -> Reply {
        if refresh.is_empty() {
            return token_error(400, "The refresh token is missing");
        }
        let use_of_refresh = context.behaviour.kajabi.refresh_token;
        match self.sessions.renew(refresh, use_of_refresh, context.now, self.expires_in) {
            Some(tokens) => self.session(&tokens),
            None => token_error(401, "The refresh token is not valid"),
        }
    }

    fn session(&self, tokens: &Tokens) -> Reply {
        Reply::new(
            200,
            json!({
                "access_token": tokens.access,
                "refresh_token": tokens.refresh,
                "token_type": "Bearer",
                "expires_in": self.expires_in.as_secs(),
            }),
        )
    }
}

/// Ends the subscription, or says why not.
fn cancel(purchase: &mut Purchase, context: &Context<'_>) -> Option<Reply> {
    if !purchase.has_subscription {
        return Some(unprocessable("This purchase has no subscription to cancel"));
    }
    if !purchase.billing {
        return match context.behaviour.kajabi.second_cancel {
            SecondCancel::Unprocessable => Some(unprocessable("The subscription of this purchase has ended")),
            SecondCancel::NotFound => Some(not_found(&purchase.id)),
            SecondCancel::SameAnswer => None,
        };
    }
    purchase.billing = false;
    deactivate(purchase, context.now);
    None
}

fn deactivate(purchase: &mut Purchase, now: Timestamp) {
    purchase.deactivated_at.get_or_insert(now);
    purchase.updated_at = now;
}

/// A purchase as it is answered, with all attributes or those that were asked for.
fn object(purchase: &Purchase, fields: Option<&str>, context: &Context<'_>) -> Value {
    let kind = if purchase.has_subscription { "subscription" } else { "single" };
    let mut attributes = json!({
        "amount_in_cents": 4900,
        "payment_type": kind,
        "multipay_payments_made": null,
        "opt_in": true,
        "raw_extra_contact_information": {},
        "currency": "USD",
        "effective_start_at": millis(purchase.created_at),
        "cardholder_name": "Example Buyer",
        "billing_address_zip": "00000",
        "deactivated_at": purchase.deactivated_at.map(millis),
        "deactivation_reason": null,
        "coupon_code": null,
        "source": null,
        "referrer": null,
        "quantity": 1,
        "created_at": millis(purchase.created_at),
        "updated_at": millis(purchase.updated_at),
    });
    if let (Some(fields), Some(attributes)) = (fields, attributes.as_object_mut()) {
        let all: Map<String, Value> = std::mem::take(attributes);
        let wanted = |name: &String| fields.split(',').any(|field| field == name);
        attributes.extend(all.into_iter().filter(|(name, _)| wanted(name)));
    }
    json!({
        "data": {
            "id": purchase.id,
            "type": "purchases",
            "attributes": attributes,
            "relationships": {
                "offer": { "data": { "id": "900000010", "type": "offers" } },
                "customer": { "data": { "id": "900000020", "type": "customers" } },
                "transactions": { "data": [{ "id": "900000030", "type": "transactions" }] },
                "products": { "data": [{ "id": "900000040", "type": "products" }] },
            },
        },
        "links": { "self": format!("{}/v1/purchases/{}", context.base_url, purchase.id) },
    })
}

/// A time in UTC with three digits of a second: `2026-01-15T10:00:00.000Z`.
fn millis(time: Timestamp) -> String {
    format!("{time:.3}")
}

fn not_found(id: &str) -> Reply {
    error(404, "Not found", &format!("There is no purchase {id}"), None)
}

fn unprocessable(detail: &str) -> Reply {
    error(422, "Unprocessable entity", detail, Some("/data/attributes/payment_type"))
}

fn error(status: u16, title: &str, detail: &str, pointer: Option<&str>) -> Reply {
    let source = pointer.map(|pointer| json!({ "pointer": pointer }));
    let error = json!({ "status": status.to_string(), "source": source, "title": title, "detail": detail });
    Reply::new(status, json!({ "errors": [error] }))
}

fn token_error(status: u16, error: &str) -> Reply {
    Reply::new(status, json!({ "error": error }))
}
