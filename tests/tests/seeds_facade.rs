//! The published samples through the facade: what it plans to send. Nothing here reads `specs/`.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use cancelkit::{Actor, CancelRequest, Key, Money, Plan, Preview, ProviderId, Reason, Registry, Target, Timing};
use serde_json::{Value, json};
use workspace_tests::published::{Sample, rows};

const SITES: &str = include_str!("published/jetpack-site-identifiers.txt");
const PLANS: &str = include_str!("published/jetpack-plans.txt");
const OPTIONS: &str = include_str!("published/stax-bill-options.txt");
const FIELDS: &str = include_str!("published/rebilly-request-fields.txt");

/// What is planned at the published servers.
fn plan(request: &CancelRequest) -> Plan {
    let registry = Registry::from_lookup(|name| match name {
        "CANCELKIT_REBILLY_ORGANIZATION_ID" => Some("org_EXAMPLE".into()),
        name if name.ends_with("_SERVER") => None,
        _ => Some("an-example".into()),
    });
    registry.unwrap().require(request.target.provider()).unwrap().plan(request).unwrap()
}

fn request(provider: ProviderId, target: &str, timing: Timing, money: Money) -> CancelRequest {
    CancelRequest::new(Target::parse(provider, target).unwrap(), timing, money)
}

fn header<'a>(preview: &'a Preview, name: &str) -> Option<&'a str> {
    preview.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn body(preview: &Preview) -> Value {
    serde_json::from_str(preview.body.as_deref().unwrap()).unwrap()
}

/// Method, URL, credential scheme and content type of a sample, whose credential is redacted in a plan.
fn assert_planned(sample: &Sample, preview: &Preview) {
    assert_eq!([preview.method.clone(), preview.url.clone()][..], sample.start);
    for (name, value) in sample.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("cache-control")) {
        let wanted = match (name.to_ascii_lowercase().as_str(), value.split_once(' ')) {
            ("authorization", Some((scheme, _))) => format!("{scheme} [redacted]"),
            _ => value.clone(),
        };
        assert_eq!(header(preview, name), Some(wanted.as_str()), "{preview}");
    }
    if sample.body.is_empty() {
        assert_eq!((preview.body.as_deref(), header(preview, "content-type")), (None, None), "{preview}");
    } else {
        assert_eq!(body(preview), sample.json());
    }
}

fn at_jetpack(target: &str) -> Preview {
    plan(&request(ProviderId::Jetpack, target, Timing::Now, Money::NotControllable)).preview
}

#[test]
fn jetpacks_curl_and_node_calls_are_what_is_planned_for_a_sites_plan() {
    for sample in
        [include_str!("published/jetpack-cancel-curl.http"), include_str!("published/jetpack-cancel-node.http")]
    {
        assert_planned(&Sample::read(sample), &at_jetpack("example.com#plan"));
    }
}

#[test]
fn jetpacks_table_of_site_identifiers_holds_for_what_a_person_writes() {
    let rows = rows(SITES);
    assert_eq!(rows.len(), 3);
    for row in rows {
        let url = at_jetpack(&format!("{}#plan", row[0])).url;
        assert_eq!(url, format!("https://public-api.wordpress.com/rest/v1.3/jpphp/{}/partner-cancel", row[1]));
    }
}

#[test]
fn every_published_plan_of_jetpacks_is_an_item_and_sent_alone() {
    for plan in rows(PLANS).concat() {
        assert_eq!(body(&at_jetpack(&format!("example.com#{plan}"))), json!({ "plan": plan }));
    }
}

#[test]
fn stax_bills_published_request_is_what_is_planned() {
    let sample = Sample::read(include_str!("published/stax-bill-cancel.http"));
    let request = request(ProviderId::StaxBill, "12345", Timing::Now, Money::LeaveCharges);
    assert_planned(&sample, &plan(&request).preview);
    assert_eq!(body(&plan(&request).preview), json!({ "subscriptionId": 12345, "cancellationOption": "None" }));
}

#[test]
fn stax_bills_published_options_are_the_choices_about_money() {
    let monies = [Money::LeaveCharges, Money::ReverseUnearned, Money::ReverseCurrentPeriod];
    let planned = monies.map(|money| {
        let sent = body(&plan(&request(ProviderId::StaxBill, "12345", Timing::Now, money)).preview);
        sent["cancellationOption"].as_str().unwrap().to_owned()
    });
    assert_eq!(planned[..], rows(OPTIONS).concat());
}

fn at_rebilly(timing: Timing, money: Money, actor: Actor) -> CancelRequest {
    request(ProviderId::Rebilly, "sub_01HRF27SATGE4Z6PBJE6PD8328", timing, money)
        .with_actor(actor)
        .with_key(Key::new("ticket-4711").unwrap())
}

/// The published values of a field.
fn listed(place: &str) -> Vec<&'static str> {
    let rows = rows(FIELDS);
    let row = rows.iter().find(|row| row[0] == place).unwrap();
    row[3].split(", ").collect()
}

#[test]
fn rebillys_words_are_the_published_ones() {
    let sample = Sample::read(include_str!("published/rebilly-cancel.http"));
    let plan = plan(&at_rebilly(Timing::Now, Money::LeaveCharges, Actor::Merchant));
    let server = sample.start[1].strip_suffix("/subscription-cancellations").unwrap();
    let id = plan.preview.url.strip_prefix(&format!("{server}/subscription-cancellations/")).unwrap();
    assert!(id.len() <= 50 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@~-._".contains(&byte)), "{id}");
    assert_eq!(plan.preview.method, "PUT");
    let reads: Vec<_> = plan.reads_first.iter().map(|read| (read.method.as_str(), read.url.clone())).collect();
    let subscription = format!("{server}/subscriptions/sub_01HRF27SATGE4Z6PBJE6PD8328");
    assert_eq!(reads, [("GET", plan.preview.url.clone()), ("GET", subscription)]);
    assert_eq!(header(&plan.preview, "reb-apikey"), Some("[redacted]"));
    let wanted = json!({
        "subscriptionId": "sub_01HRF27SATGE4Z6PBJE6PD8328",
        "canceledBy": "merchant",
        "prorated": false,
        "status": "confirmed",
        "churnTimePolicy": "now",
    });
    assert_eq!(body(&plan.preview), wanted);
}

#[test]
fn rebillys_times_are_a_published_policy_or_a_moment() {
    let sent = |timing| body(&plan(&at_rebilly(timing, Money::LeaveCharges, Actor::Customer)).preview);
    let policies = [Timing::Now, Timing::AtPeriodEnd].map(|timing| sent(timing)["churnTimePolicy"].clone());
    assert_eq!(policies, ["now", "at-next-renewal"]);
    assert!(policies.iter().all(|policy| listed("/churnTimePolicy").contains(&policy.as_str().unwrap())));
    let at = sent(Timing::At("2999-01-31T00:00:00Z".parse().unwrap()));
    assert_eq!((&at["churnTime"], at.get("churnTimePolicy")), (&json!("2999-01-31T00:00:00Z"), None));
}

#[test]
fn rebillys_money_is_prorated_or_not() {
    for (money, prorated) in [(Money::LeaveCharges, false), (Money::CreditRemainder, true)] {
        let sent = body(&plan(&at_rebilly(Timing::Now, money, Actor::Customer)).preview);
        assert_eq!(sent["prorated"], json!(prorated));
    }
}

#[test]
fn every_published_actor_and_reason_of_rebillys_can_be_said() {
    let sent = |request: &CancelRequest| body(&plan(request).preview);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut actors: Vec<String> = Actor::ALL
        .iter()
        .map(|&actor| text(&sent(&at_rebilly(Timing::Now, Money::LeaveCharges, actor))["canceledBy"]))
        .collect();
    let request = at_rebilly(Timing::Now, Money::LeaveCharges, Actor::Customer);
    assert_eq!(sent(&request).get("reason"), None, "nobody gave one");
    let mut reasons: Vec<String> =
        Reason::ALL.iter().map(|&reason| text(&sent(&request.clone().with_reason(reason))["reason"])).collect();
    for (said, place) in [(&mut actors, "/canceledBy"), (&mut reasons, "/reason")] {
        let mut listed = listed(place);
        listed.sort_unstable();
        said.sort_unstable();
        assert_eq!(said[..], listed[..], "{place}");
    }
    assert_eq!(sent(&request.with_reason(Reason::TooExpensive).with_comment("Too much"))["description"], "Too much");
}

#[test]
fn kajabis_published_call_has_no_body() {
    let sample = Sample::read(include_str!("published/kajabi-cancel.http"));
    let planned = plan(&request(ProviderId::Kajabi, "123", Timing::Now, Money::NotControllable));
    assert_planned(&sample, &planned.preview);
    assert!(planned.reads_first.is_empty());
}
