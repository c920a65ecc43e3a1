//! One cancellation at each of the four providers, simulated on loopback: what is planned, what is sent, what becomes
//! of it, and what the read back says. `cargo xtask demo` runs it.
//!
//! The requests cross a real socket. It ends with an error if anything is not what it should be.

use std::error::Error;
use std::process::ExitCode;

use cancelkit::{
    Actor, CancelRequest, Certainty, ConfirmRequest, Confirmation, Key, Money, Outcome, Plan, Preview, ProviderId,
    Refusal, Registry, Target, Timing, UndoRequest, UndoWhat, What,
};
use cancelkit_simulator::{Received, Running, Simulator, jetpack, kajabi, rebilly, stax_bill};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

type Fallible<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match demonstrate().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn demonstrate() -> Fallible<()> {
    let simulator = Simulator::builder().start().await?;
    println!("The four providers are simulated at http://{}.\n", simulator.address());
    let registry = registry(&simulator)?;

    let mut table = table();
    for request in cancellations()? {
        table.add_row(cancel(&simulator, &registry, &request).await?);
    }
    table.add_row(undo(&simulator, &registry).await?);
    println!("{}\n", table.trim_fmt());

    println!("Refused before anything is sent:\n{}\n", refused(&simulator, &registry)?);
    nothing_amiss(&simulator)?;
    simulator.stop().await;
    Ok(())
}

/// A table as wide as the terminal, and wide enough where there is none.
fn table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["provider, target", "sent", "answer", "outcome, certainty", "read back"]);
    if !table.is_tty() {
        let sent = ColumnConstraint::UpperBoundary(Width::Fixed(36));
        let content = ColumnConstraint::ContentWidth;
        table.set_width(140).set_constraints([content, sent, content, content]);
    }
    table
}

/// The four providers, pointed at the simulator with its made-up credentials.
fn registry(simulator: &Running) -> Fallible<Registry> {
    let environment = simulator.environment();
    let value = |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
    Ok(Registry::from_lookup(value)?)
}

/// One cancellation at each provider.
fn cancellations() -> Fallible<[CancelRequest; 4]> {
    let item = format!("{}#{}", jetpack::SITE, jetpack::ITEM);
    let subscription = stax_bill::ACTIVE.to_string();
    Ok([
        request(ProviderId::Jetpack, &item, Timing::Now, Money::NotControllable)?,
        request(ProviderId::StaxBill, &subscription, Timing::Now, Money::ReverseUnearned)?,
        request(ProviderId::Rebilly, rebilly::ACTIVE, Timing::AtPeriodEnd, Money::LeaveCharges)?
            .with_actor(Actor::Customer)
            .with_key(demo_key()?),
        request(ProviderId::Kajabi, kajabi::ACTIVE, Timing::Now, Money::NotControllable)?,
    ])
}

fn request(provider: ProviderId, target: &str, timing: Timing, money: Money) -> Fallible<CancelRequest> {
    Ok(CancelRequest::new(Target::parse(provider, target)?, timing, money))
}

fn demo_key() -> Fallible<Key> {
    Ok(Key::new("demo-1")?)
}

type Row = [String; 5];

/// Plans, cancels and reads back.
async fn cancel(simulator: &Running, registry: &Registry, request: &CancelRequest) -> Fallible<Row> {
    let provider = registry.require(request.target.provider())?;
    let before = provider.confirm(ConfirmRequest::new(request.target.clone())).await?;
    // Kajabi's read is about the purchase and settles nothing of its billing, before as after.
    let weak = provider.id() == ProviderId::Kajabi;
    let plan: Plan = provider.plan(request)?;
    let question = match before {
        Confirmation::StillActive { as_of } => ConfirmRequest::from(&plan).with_seen_active(as_of),
        Confirmation::Undecided { .. } if weak => ConfirmRequest::from(&plan),
        other => return Err(format!("{} was not active before: {other}", request.target).into()),
    };

    let outcome = provider.cancel(plan.clone()).await?;
    let sent = Sent::last(simulator, &plan.preview)?;
    let settled = provider.confirm(question).await?;

    expect(was_done(&outcome), "outcome", &outcome)?;
    let undecided = weak && matches!(settled, Confirmation::Undecided { .. });
    expect(undecided || matches!(settled, Confirmation::Ended { .. }), "read", &settled)?;
    let done = Done {
        provider: provider.id().name(),
        target: &request.target,
        sent: &sent,
        outcome: &what(&outcome),
        certainty: outcome.certainty,
        settled: &settled,
    };
    Ok(done.row())
}

/// Takes the scheduled cancellation back.
async fn undo(simulator: &Running, registry: &Registry) -> Fallible<Row> {
    let provider = registry.require(ProviderId::Rebilly)?;
    let target = Target::parse(ProviderId::Rebilly, rebilly::ACTIVE)?;
    let plan = provider.plan_undo(&UndoRequest::new(target.clone()).with_key(demo_key()?))?;

    let outcome = provider.undo(plan.clone()).await?;
    let sent = Sent::last(simulator, &plan.preview)?;
    let settled = provider.confirm(ConfirmRequest::new(target.clone())).await?;

    expect(outcome.what == UndoWhat::Undone && outcome.certainty == Certainty::Done, "outcome", &outcome)?;
    expect(matches!(settled, Confirmation::StillActive { .. }), "read", &settled)?;
    let done = Done {
        provider: "Rebilly, undo",
        target: &target,
        sent: &sent,
        outcome: "taken back",
        certainty: outcome.certainty,
        settled: &settled,
    };
    Ok(done.row())
}

/// What a provider that only cancels at once says to an end of the period.
fn refused(simulator: &Running, registry: &Registry) -> Fallible<Refusal> {
    let item = format!("{}#plan", jetpack::SITE);
    let request = request(ProviderId::Jetpack, &item, Timing::AtPeriodEnd, Money::NotControllable)?;
    let before = simulator.received().len();
    let refusal = registry.require(ProviderId::Jetpack)?.plan(&request).err().ok_or("it was not refused")?;
    expect(simulator.received().len() == before, "refusal", &refusal)?;
    Ok(refusal)
}

/// The simulator checked every request against the provider's document, and its own answers too.
fn nothing_amiss(simulator: &Running) -> Fallible<()> {
    if let Some(violation) = simulator.violations().first() {
        return Err(format!("a request was against the document: {violation}").into());
    }
    if let Some(bug) = simulator.bugs().first() {
        return Err(format!("the simulator broke a document's promise: {bug}").into());
    }
    println!(
        "{} requests crossed the socket, and each was what the provider's document says.",
        simulator.received().len()
    );
    Ok(())
}

/// The request that changed something, as the simulator received it.
struct Sent {
    method: String,
    path: String,
    status: Option<u16>,
}

impl Sent {
    /// The last request, reads and tokens apart, which has to be the one that was planned.
    fn last(simulator: &Running, planned: &Preview) -> Fallible<Self> {
        let url = |received: &Received| format!("http://{}{}", simulator.address(), received.path);
        let received = simulator
            .received()
            .into_iter()
            .rev()
            .find(|received| received.method == planned.method && url(received) == planned.url);
        let received = received.ok_or("what was planned was not sent")?;
        let base = received.provider.map(|provider| simulator.base_url(provider)).unwrap_or_default();
        let path = planned.url.strip_prefix(&base).unwrap_or(&received.path).to_owned();
        Ok(Self { method: received.method, path, status: received.answered })
    }
}

fn was_done(outcome: &Outcome) -> bool {
    outcome.certainty == Certainty::Done
        && outcome.sent
        && matches!(outcome.what, What::Cancelled | What::Scheduled { .. })
}

fn what(outcome: &Outcome) -> String {
    match &outcome.what {
        What::Cancelled => "cancelled".to_owned(),
        What::Scheduled { at } => {
            format!("scheduled for\n{}", at.as_ref().map_or("a time that is not said", |at| at.as_str()))
        }
        _ => outcome.to_string(),
    }
}

/// A row of the table.
struct Done<'a> {
    provider: &'a str,
    target: &'a Target,
    sent: &'a Sent,
    outcome: &'a str,
    certainty: Certainty,
    settled: &'a Confirmation,
}

impl Done<'_> {
    fn row(&self) -> Row {
        let Sent { method, path, status } = self.sent;
        [
            format!("{}\n{}", self.provider, self.target),
            format!("{method}\n{path}"),
            status.map_or_else(|| "none".to_owned(), |status| status.to_string()),
            format!("{}\n{}", self.outcome, self.certainty),
            self.settled.to_string(),
        ]
    }
}

fn expect(holds: bool, part: &str, found: &dyn std::fmt::Display) -> Fallible<()> {
    if holds { Ok(()) } else { Err(format!("this {part} is not what it should be: {found}").into()) }
}
