//! One request and its answer, with whatever is to go wrong.

use std::future::pending;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State as Use};
use axum::response::Response;
use http::HeaderValue;
use spec_contract::Status;
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::behave::{Behave, Context};
use crate::check;
use crate::fault::{Effect, Fault, alter};
use crate::padded::Padded;
use crate::process::process;
use crate::received::Incoming;
use crate::render::render;
use crate::reply::{REFUSAL, Reply};
use crate::route::{Found, Route, find};
use crate::shared::Shared;
use crate::violation::{Violation, ViolationKind};
use crate::wire::{Cut, Scissors};

/// More than any documented request could need.
const LARGEST_BODY: usize = 1024 * 1024;

/// Answers a request.
pub(crate) async fn exchange(
    Use(shared): Use<Arc<Shared>>,
    Extension(scissors): Extension<Scissors>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let found = find(parts.method.as_str(), parts.uri.path());
    let body = to_bytes(body, LARGEST_BODY).await;
    let too_large = body.is_err();
    let incoming = Arc::new(Incoming::new(&parts, body.unwrap_or_default()));
    let entry = {
        let received = &mut shared.log().received;
        received.push(incoming.record(found.provider(), found.operation()));
        received.len() - 1
    };
    let response = match found {
        _ if too_large => refuse(&shared, &found, &incoming, ViolationKind::TooLarge),
        Found::Operation(route) => answer(&shared, &scissors, route, &incoming).await,
        Found::OtherMethod(..) => refuse(&shared, &found, &incoming, ViolationKind::UnknownMethod),
        Found::Nothing(_) => refuse(&shared, &found, &incoming, ViolationKind::UnknownPath),
    };
    if let Some(received) = shared.log().received.get_mut(entry)
        && scissors.get() != Cut::Unanswered
    {
        received.answered = Some(response.status().as_u16());
    }
    response
}

/// The simulator's own answer to what leads to no operation.
fn refuse(shared: &Shared, found: &Found, incoming: &Incoming, kind: ViolationKind) -> Response {
    let (status, detail) = match kind {
        ViolationKind::UnknownMethod => (405, "the document has no such method for this path"),
        ViolationKind::TooLarge => (413, "the body is larger than any documented request"),
        _ => (404, "no document has this path"),
    };
    if shared.strict {
        shared.log().violations.push(Violation {
            provider: found.provider(),
            operation: found.operation().map(str::to_owned),
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            kind,
            detail: detail.to_owned(),
        });
    }
    let mut reply = Reply::refusal(status, "The simulator does not know this request", detail).with(REFUSAL, kind);
    if let Found::OtherMethod(_, methods) = found {
        let allowed: Vec<String> = methods.iter().map(ToString::to_string).collect();
        reply = reply.with("allow", allowed.join(", "));
    }
    render(&reply, None, incoming).into()
}

/// Answers an operation, unless something goes wrong.
async fn answer(shared: &Arc<Shared>, scissors: &Scissors, route: Route, incoming: &Arc<Incoming>) -> Response {
    let route = Arc::new(route);
    let fault = shared.faults().take(route.document.provider, &route.operation.id);
    let reply = match &fault {
        Some(Fault::LateEffect(time)) => {
            let (send, receive) = oneshot::channel();
            let (late, route, incoming, time) = (Arc::clone(shared), Arc::clone(&route), Arc::clone(incoming), *time);
            shared.spawn(async move {
                sleep(time).await;
                // Nobody receives it when the client is gone.
                let _ = send.send(carried_out(&late, &route, &incoming));
            });
            match receive.await {
                Ok(reply) => reply,
                // The simulator ends.
                Err(_) => pending().await,
            }
        }
        Some(fault) if fault.effect() == Effect::NotApplied => rehearsed(shared, &route, incoming),
        _ => carried_out(shared, &route, incoming),
    };
    match fault {
        Some(fault) => go_wrong(shared, scissors, &route, incoming, reply, &fault).await,
        None => render(&reply, Some(&route), incoming).into(),
    }
}

/// Answers and keeps what changed.
fn carried_out(shared: &Shared, route: &Route, incoming: &Incoming) -> Reply {
    let reply = process(shared, &mut shared.state(), route, incoming);
    kept(shared, route, reply)
}

/// Answers and forgets what changed.
fn rehearsed(shared: &Shared, route: &Route, incoming: &Incoming) -> Reply {
    let mut state = shared.state().clone();
    let reply = process(shared, &mut state, route, incoming);
    kept(shared, route, reply)
}

/// The answer, if it keeps the document's promise; otherwise the admission that it does not.
fn kept(shared: &Shared, route: &Route, reply: Reply) -> Reply {
    if !reply.documented {
        return reply;
    }
    match check::answer(route.document, route.operation, &reply) {
        Ok(()) => reply,
        Err(why) => {
            shared.log().bugs.push(why.clone());
            Reply::bug(&why)
        }
    }
}

/// Lets the answer go wrong as the fault says.
async fn go_wrong(
    shared: &Shared,
    scissors: &Scissors,
    route: &Route,
    incoming: &Incoming,
    mut reply: Reply,
    fault: &Fault,
) -> Response {
    let provider = route.document.provider;
    let rendered = |reply: &Reply| render(reply, Some(route), incoming);
    match fault {
        Fault::SlowAnswer(time) => sleep(*time).await,
        Fault::NeverAnswer(_) => return pending().await,
        Fault::CloseUnanswered(_) => scissors.set(Cut::Unanswered),
        Fault::TruncatedBody => {
            let rendered = rendered(&reply);
            scissors.set(Cut::AfterBody(rendered.body.len() / 2));
            return rendered.into();
        }
        Fault::Html { status, .. } => return html(*status),
        Fault::TooManyRequests => {
            reply = finished(shared, route, |behave, context| behave.too_many(context));
        }
        Fault::Documented { status, .. } => {
            let example = documented(route, *status);
            reply = kept(shared, route, finished(shared, route, |_, _| example));
        }
        Fault::Status { status, .. } => reply = Reply::new(*status, serde_json::json!({})),
        Fault::Unproven(_) => {
            if let Some(body) =
                reply.body.as_mut().filter(|_| reply.status < 300 && route.operation.cancellation.is_some())
            {
                shared.state().of(provider).unprove(body);
            }
        }
        Fault::Redirect => {
            let elsewhere = format!("{}/redirected", shared.root_url(provider));
            reply = Reply::empty(302).with("location", elsewhere);
        }
        Fault::OversizedBody(length) => {
            return rendered(&reply).with_body(|text| Body::new(Padded::new(text, *length)));
        }
        Fault::MismatchedBody | Fault::UnknownEnumValues | Fault::ExtraFields | Fault::MissingFields => {
            alter(fault, route.document, route.operation, &mut reply);
        }
        Fault::LateEffect(_) | Fault::CloseUnread => {}
    }
    rendered(&reply).into()
}

/// An answer with what the provider puts on every answer.
fn finished(shared: &Shared, route: &Route, reply: impl FnOnce(&dyn Behave, &Context<'_>) -> Reply) -> Reply {
    let provider = route.document.provider;
    let base_url = shared.base_url(provider);
    let context = shared.context(&base_url, route);
    let mut state = shared.state();
    let behave = state.of(provider);
    behave.pass(context.now);
    behave.finish(reply(behave, &context), &context)
}

/// The document's first example of a status.
fn documented(route: &Route, status: u16) -> Reply {
    let responses = &route.operation.responses;
    let response = responses.iter().find(|response| response.status == Status::Code(status));
    let examples = response.and_then(|response| response.media.first()).map(|media| media.examples.as_slice());
    match examples {
        Some([(_, value, _), ..]) => Reply::new(status, value.clone()),
        // Without a media type there is no body to give an example of; anything else fails the check that follows.
        _ => Reply::empty(status),
    }
}

/// The page that a proxy writes when what is behind it fails.
fn html(status: u16) -> Response {
    let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>proxy</body></html>\n");
    let mut response = Response::new(Body::from(page));
    if let Ok(status) = http::StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    let media_type = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, media_type);
    response
}
