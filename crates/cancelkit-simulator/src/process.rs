//! From a request to the answer that the provider would give.

use crate::behave::Call;
use crate::check;
use crate::credential;
use crate::received::Incoming;
use crate::reply::{REFUSAL, Reply};
use crate::route::Route;
use crate::shared::Shared;
use crate::state::State;
use crate::violation::{Problem, Violation, ViolationKind};

/// Answers a request as its provider would, on this state.
pub(crate) fn process(shared: &Shared, state: &mut State, route: &Route, incoming: &Incoming) -> Reply {
    let provider = route.document.provider;
    let base_url = shared.base_url(provider);
    let context = shared.context(&base_url, route);
    let behave = state.of(provider);
    behave.pass(context.now);
    if let Some(reply) = behave.count(&context) {
        return behave.finish(reply, &context);
    }
    let judge = |scheme: &str, secret: &str| behave.judge(scheme, secret, &route.server, context.now);
    let credential = credential::check(route, incoming, judge);
    let (arguments, mut problems) = check::request(route, incoming);
    let reply = match credential {
        Err(denial) => {
            let reply = behave.deny(denial, &context);
            match denial.blame() {
                Some(blame) => {
                    problems.insert(0, Problem::new(ViolationKind::Credential, "", blame));
                    reply.with(REFUSAL, ViolationKind::Credential)
                }
                None => reply,
            }
        }
        Ok(_) if !problems.is_empty() => {
            let reply = behave.refuse(&problems, &context);
            reply.unwrap_or_else(|| own_refusal(&problems)).with(REFUSAL, problems[0].kind)
        }
        Ok(credential) => behave.carry_out(&Call { arguments, credential }, &context),
    };
    let reply = behave.finish(reply, &context);
    record(shared, route, incoming, problems);
    reply
}

/// The simulator's own answer, where the document has none for such a request.
fn own_refusal(problems: &[Problem]) -> Reply {
    let status = match problems[0].kind {
        ViolationKind::Accept => 406,
        ViolationKind::ContentType => 415,
        _ => 400,
    };
    let sentences: Vec<String> = problems.iter().map(Problem::sentence).collect();
    Reply::refusal(status, "The request is not what the document says", &sentences.join("; "))
}

fn record(shared: &Shared, route: &Route, incoming: &Incoming, problems: Vec<Problem>) {
    if !shared.strict {
        return;
    }
    let violations = problems.into_iter().map(|problem| Violation {
        provider: Some(route.document.provider),
        operation: Some(route.operation.id.clone()),
        method: incoming.method.clone(),
        path: incoming.path.clone(),
        kind: problem.kind,
        detail: problem.sentence(),
    });
    shared.log().violations.extend(violations);
}
