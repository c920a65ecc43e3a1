//! What Rebilly says about errors.

use cancelkit_rebilly::headers::TooManyRequestsHeaders;
use cancelkit_rebilly::outcomes::{
    CreateSubscriptionReactivationOutcome, GetSubscriptionCancellationOutcome, GetSubscriptionOutcome,
    PutSubscriptionCancellationOutcome,
};
use cancelkit_rebilly::types::{Problem, ValidationProblem};

use crate::{FaultyField, RetryAt, Said};

pub(super) fn of_put(outcome: &PutSubscriptionCancellationOutcome) -> Said {
    match outcome {
        PutSubscriptionCancellationOutcome::Unauthorized(reply) => problem(&reply.body),
        PutSubscriptionCancellationOutcome::Forbidden(reply) => problem(&reply.body),
        PutSubscriptionCancellationOutcome::UnprocessableContent(reply) => validation(&reply.body),
        PutSubscriptionCancellationOutcome::TooManyRequests(reply) => {
            problem(&reply.body).with_retry(retry(&reply.typed_headers))
        }
        _ => Said::default(),
    }
}

pub(super) fn of_reactivation(outcome: &CreateSubscriptionReactivationOutcome) -> Said {
    match outcome {
        CreateSubscriptionReactivationOutcome::Unauthorized(reply) => problem(&reply.body),
        CreateSubscriptionReactivationOutcome::Forbidden(reply) => problem(&reply.body),
        CreateSubscriptionReactivationOutcome::Conflict(reply) => problem(&reply.body),
        CreateSubscriptionReactivationOutcome::UnprocessableContent(reply) => validation(&reply.body),
        CreateSubscriptionReactivationOutcome::TooManyRequests(reply) => {
            problem(&reply.body).with_retry(retry(&reply.typed_headers))
        }
        _ => Said::default(),
    }
}

pub(super) fn of_get_cancellation(outcome: &GetSubscriptionCancellationOutcome) -> Said {
    match outcome {
        GetSubscriptionCancellationOutcome::Unauthorized(reply) => problem(&reply.body),
        GetSubscriptionCancellationOutcome::Forbidden(reply) => problem(&reply.body),
        GetSubscriptionCancellationOutcome::NotFound(reply) => problem(&reply.body),
        _ => Said::default(),
    }
}

pub(super) fn of_get_subscription(outcome: &GetSubscriptionOutcome) -> Said {
    match outcome {
        GetSubscriptionOutcome::Unauthorized(reply) => problem(&reply.body),
        GetSubscriptionOutcome::Forbidden(reply) => problem(&reply.body),
        GetSubscriptionOutcome::NotFound(reply) => problem(&reply.body),
        _ => Said::default(),
    }
}

fn problem(body: &Problem) -> Said {
    Said::new(body.detail.clone().or_else(|| body.title.clone()), code(body.type_.as_deref()))
}

fn validation(body: &ValidationProblem) -> Said {
    let fields = body.invalid_fields.iter().flatten();
    Said::new(body.detail.clone().or_else(|| body.title.clone()), code(body.type_.as_deref())).with_fields(
        fields.map(|field| FaultyField::new(field.field.clone().unwrap_or_default(), field.message.clone())),
    )
}

/// The kind of a problem, where it is one.
fn code(kind: Option<&str>) -> Option<String> {
    kind.filter(|kind| *kind != "about:blank").map(str::to_owned)
}

/// A moment in unix time, not a number of seconds. One before the year 2001 is no moment that a limit is lifted at.
fn retry(headers: &TooManyRequestsHeaders) -> Option<RetryAt> {
    let seconds = headers.x_rate_limit_retry_after?;
    let moment = (seconds > 1_000_000_000).then(|| jiff::Timestamp::from_second(seconds).ok()).flatten();
    Some(RetryAt::new("X-RateLimit-Retry-After", seconds.to_string(), moment))
}
