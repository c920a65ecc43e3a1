//! What Jetpack answers.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    ActivationForm, ErrorShape, InvalidToken, Product, SecondCancel, Site, SlugSpelling, State, TokenErrorShape, seed,
};
use crate::behave::{Behave, Call, Context};
use crate::credential::{Denial, Standing};
use crate::reply::Reply;
use crate::violation::{Problem, ViolationKind};

impl Behave for State {
    fn judge(&self, _scheme: &str, token: &str, _server: &[(String, String)], _now: Timestamp) -> Standing {
        match self.partner(token) {
            Some(Some(_)) => Standing::Good,
            Some(None) => Standing::Ended,
            None if token == seed::UNSCOPED_TOKEN => Standing::Forbidden,
            None => Standing::Unknown,
        }
    }

    fn deny(&self, denial: Denial, context: &Context<'_>) -> Reply {
        match context.behaviour.jetpack.invalid_token {
            InvalidToken::Unauthorized if denial != Denial::NotGood(Standing::Forbidden) => {
                error(context, 401, "invalid_token", "The OAuth2 token is invalid.").undocumented()
            }
            _ => error(context, 403, "invalid_scope", "This token is not authorized to provision partner sites"),
        }
    }

    fn refuse(&self, problems: &[Problem], context: &Context<'_>) -> Option<Reply> {
        let of_the_body = problems.iter().all(|problem| problem.kind == ViolationKind::Body);
        match context.operation {
            "createToken" if of_the_body => Some(token_error(context, "invalid_request", &problems[0].sentence())),
            "cancelPlan" if of_the_body => Some(error(context, 400, "invalid_input", "Unable to delete subscription")),
            _ => None,
        }
    }

    fn carry_out(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        match context.operation {
            "createToken" => self.create_token(call, context),
            "getSiteStatus" => self.status(call, context),
            "cancelPlan" => self.cancel(call, context),
            other => Reply::refusal(501, "The simulator does not do this", other),
        }
    }

    fn too_many(&self, context: &Context<'_>) -> Reply {
        // The body stands on a page of another call; no page has a header.
        error(context, 429, "too_many_requests", "Too many requests per time interval").undocumented()
    }

    fn unprove(&self, body: &mut Value) {
        body["success"] = json!(false);
    }
}

impl State {
    fn create_token(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let text = |name| call.text(name).unwrap_or_default();
        let partner = match (text("client_id"), text("client_secret")) {
            (seed::CLIENT_ID, seed::CLIENT_SECRET) => seed::CLIENT_ID,
            (seed::OTHER_CLIENT_ID, seed::OTHER_CLIENT_SECRET) => seed::OTHER_CLIENT_ID,
            _ => return token_error(context, "invalid_client", "The client credentials are not valid."),
        };
        Reply::new(
            200,
            json!({
                "access_token": self.give_token(partner),
                "token_type": "bearer",
                "blog_id": 0,
                "blog_url": 0,
                "scope": "jetpack-partner",
            }),
        )
    }

    fn status(&self, call: &Call, context: &Context<'_>) -> Reply {
        if self.key_disabled {
            return error(context, 400, "partner_key_disabled", "This key is disabled.");
        }
        let name = call.path("siteOrBlogId");
        let Some(site) = self.site(name) else { return invalid_blog(context, name) };
        let caller = self.caller(call);
        let product = |product: &Product| {
            json!({
                "slug": spelled(context, &product.slug),
                "is_provisioned_by_partner": product.partner.is_some(),
                "is_provisioned_by_calling_partner": product.partner.is_some() && product.partner == caller,
                "is_pending": product.pending,
            })
        };
        let products: Vec<Value> = site.products.iter().map(product).collect();
        let connected = !site.products.iter().any(|product| product.pending);
        let blog = json!({ "is_connected": connected, "has_backups_credentials": false });
        Reply::new(200, json!({ "blog": blog, "products": products }))
    }

    fn cancel(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let name = call.path("siteOrBlogId").to_owned();
        let caller = self.caller(call);
        let Some(site) = self.site_mut(&name) else { return invalid_blog(context, &name) };
        if call.member("cancel-all") == Some(&json!(true)) {
            return site.cancel_all(caller.as_ref(), context);
        }
        site.cancel_one(call.text("plan"), caller.as_ref(), context)
    }

    /// The partner who calls.
    fn caller(&self, call: &Call) -> Option<String> {
        self.partner(call.credential.as_deref()?)?.map(str::to_owned)
    }
}

impl Site {
    fn cancel_one(&mut self, slug: Option<&str>, caller: Option<&String>, context: &Context<'_>) -> Reply {
        // Without a name the site's Jetpack plan is meant.
        let meant = |product: &Product| slug.map_or(product.is_plan(), |slug| product.slug == slug);
        let Some(index) = self.products.iter().position(meant) else {
            return self.nothing_to_cancel(slug, context);
        };
        match &self.products[index].partner {
            None => error(context, 400, "not_jps_plan", "The plan for this site was not provisioned by Jetpack Start"),
            Some(partner) if Some(partner) != caller => error(
                context,
                403,
                "incorrect_partner_key",
                "Subscriptions can only be cancelled by the oAuth client that created them",
            ),
            Some(_) if self.stuck => error(context, 400, "invalid_input", "Unable to delete subscription"),
            Some(_) => {
                let product = self.products.remove(index);
                self.cancelled.insert(product.slug);
                success(true)
            }
        }
    }

    fn nothing_to_cancel(&self, slug: Option<&str>, context: &Context<'_>) -> Reply {
        let plan = |slug: &String| Product::of("", slug).is_plan();
        let before = match slug {
            Some(slug) => self.cancelled.contains(slug),
            None => self.cancelled.iter().any(plan),
        };
        match context.behaviour.jetpack.second_cancel {
            SecondCancel::InvalidInput if before => {
                error(context, 400, "invalid_input", "Unable to delete subscription")
            }
            SecondCancel::SameAnswer if before => success(true),
            _ => success(false),
        }
    }

    fn cancel_all(&mut self, caller: Option<&String>, context: &Context<'_>) -> Reply {
        let theirs = |product: &Product| product.partner.is_some() && product.partner.as_ref() == caller;
        if self.stuck && self.products.iter().any(theirs) {
            return error(context, 400, "invalid_input", "Unable to delete subscription");
        }
        let (gone, left): (Vec<Product>, Vec<Product>) = self.products.drain(..).partition(theirs);
        self.products = left;
        let list = |pending: bool| -> Vec<Value> {
            let of_this_sort = gone.iter().filter(|product| product.pending == pending);
            of_this_sort.map(|product| activation(context, &product.slug)).collect()
        };
        let body = json!({
            "success": !gone.is_empty(),
            "pending_activations": list(true),
            "activations": list(false),
        });
        self.cancelled.extend(gone.into_iter().map(|product| product.slug));
        Reply::new(200, body)
    }
}

fn success(success: bool) -> Reply {
    Reply::new(200, json!({ "success": success }))
}

fn activation(context: &Context<'_>, slug: &str) -> Value {
    match context.behaviour.jetpack.activation_form {
        ActivationForm::Slugs => json!(slug),
        ActivationForm::Objects => json!({ "slug": slug }),
    }
}

fn spelled(context: &Context<'_>, slug: &str) -> String {
    match context.behaviour.jetpack.slug_spelling {
        SlugSpelling::AsPlan => slug.to_owned(),
        SlugSpelling::AsProduct if slug.starts_with("jetpack-") => slug.replace('-', "_"),
        SlugSpelling::AsProduct => format!("jetpack_{slug}"),
    }
}

fn invalid_blog(context: &Context<'_>, site: &str) -> Reply {
    error(context, 403, "invalid_blog", &format!("The blog ID {site} is invalid"))
}

fn error(context: &Context<'_>, status: u16, code: &str, message: &str) -> Reply {
    let body = match context.behaviour.jetpack.error_shape {
        ErrorShape::Plugin => json!({ "error": code, "message": message }),
        ErrorShape::Page => json!({ "error_code": code, "error_message": message }),
    };
    Reply::new(status, body)
}

fn token_error(context: &Context<'_>, code: &str, message: &str) -> Reply {
    let body = match context.behaviour.jetpack.token_error_shape {
        TokenErrorShape::Message => json!({ "error": code, "message": message }),
        TokenErrorShape::ErrorDescription => json!({ "error": code, "error_description": message }),
    };
    Reply::new(400, body)
}
