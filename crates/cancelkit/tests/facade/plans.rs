//! What a plan says and what it refuses, for every provider.

use cancelkit::{Abilities, Actor, CancelRequest, Money, Plan, ProviderId, Reason, Target, Timing, TimingKind};

use crate::setup::{self, provider, request, request_with};

fn timings() -> [Timing; 3] {
    [Timing::Now, Timing::AtPeriodEnd, Timing::At("2026-12-24T00:00:00Z".parse().unwrap())]
}

#[test]
fn every_pair_of_timing_and_money_is_planned_or_refused_by_the_abilities() {
    assert_eq!(timings().map(Timing::kind), TimingKind::ALL);
    for id in ProviderId::ALL {
        let (provider, abilities) = (provider(id, None), Abilities::of(id));
        let mut planned = 0;
        for timing in timings() {
            for &money in Money::ALL {
                let (when, charges) = (abilities.timing_effect(timing.kind()), abilities.money_effect(money));
                match provider.plan(&request_with(id, timing, money)) {
                    Ok(plan) => {
                        assert_eq!(Some(plan.timing_effect.as_str()), when, "{id} {timing} {money}");
                        assert_eq!(Some(plan.money_effect.as_str()), charges, "{id} {timing} {money}");
                        planned += 1;
                    }
                    Err(refusal) => {
                        let about: Vec<&str> =
                            refusal.objections.iter().map(|objection| objection.about.as_str()).collect();
                        let expected: Vec<&str> = [("timing", when), ("money", charges)]
                            .into_iter()
                            .filter_map(|(about, effect)| effect.is_none().then_some(about))
                            .collect();
                        assert_eq!(about, expected, "{id} {timing} {money}");
                        assert!(refusal.objections.iter().all(|objection| !objection.possible.is_empty()));
                    }
                }
            }
        }
        assert_eq!(planned, abilities.timing.len() * abilities.money.len(), "{id}");
    }
}

#[test]
fn every_actor_and_reason_is_one_of_the_provider() {
    let (provider, abilities) = (provider(ProviderId::Rebilly, None), Abilities::of(ProviderId::Rebilly));
    let sent = |request: &CancelRequest, member: &str| {
        let body = provider.plan(request).unwrap().preview.body.unwrap();
        serde_json::from_str::<serde_json::Value>(&body).unwrap()[member].as_str().unwrap().to_owned()
    };
    let base = request(ProviderId::Rebilly);
    let mut actors: Vec<String> =
        Actor::ALL.iter().map(|actor| sent(&base.clone().with_actor(*actor), "canceledBy")).collect();
    let mut reasons: Vec<String> =
        Reason::ALL.iter().map(|reason| sent(&base.clone().with_reason(*reason), "reason")).collect();
    for (found, listed) in [(&mut actors, abilities.actor.values), (&mut reasons, abilities.reason.values)] {
        let mut listed: Vec<&str> = listed.to_vec();
        listed.sort_unstable();
        found.sort();
        assert_eq!(*found, listed);
    }
}

#[test]
fn a_moment_that_has_passed_is_refused() {
    let provider = provider(ProviderId::Rebilly, None);
    for moment in [setup::NOW, "2020-01-01T00:00:00Z"] {
        let at = Timing::At(moment.parse().unwrap());
        let refusal = provider.plan(&request_with(ProviderId::Rebilly, at, Money::LeaveCharges)).unwrap_err();
        assert!(refusal.to_string().contains("must lie ahead"), "{refusal}");
    }
}

#[test]
fn a_target_of_another_provider_is_refused() {
    for id in ProviderId::ALL {
        for other in ProviderId::ALL.into_iter().filter(|other| *other != id) {
            let refusal = provider(id, None).plan(&request(other)).unwrap_err();
            assert_eq!(refusal.objections.len(), 1);
            assert!(refusal.to_string().contains(&format!("ask {}", other.name())), "{refusal}");
        }
    }
}

#[test]
fn a_site_and_an_item_are_sent_as_the_provider_takes_them() {
    let provider = provider(ProviderId::Jetpack, None);
    for (text, path, body) in [
        ("12345#plan", "12345", None),
        ("example.com#free", "example.com", Some("free")),
        ("example.com/demo#premium", "example.com%3A%3Ademo", Some("premium")),
        ("example.com/demo/wp#jetpack-backup-daily", "example.com%3A%3Ademo%3A%3Awp", Some("jetpack-backup-daily")),
    ] {
        let target = Target::parse(ProviderId::Jetpack, text).unwrap();
        let plan = provider.plan(&CancelRequest::new(target, Timing::Now, Money::NotControllable)).unwrap();
        let url = format!("https://public-api.wordpress.com/rest/v1.3/jpphp/{path}/partner-cancel");
        assert_eq!(plan.preview.url.replace("::", "%3A%3A"), url);
        assert_eq!(plan.preview.body, body.map(|slug| format!("{{\"plan\":\"{slug}\"}}")));
    }
}

#[test]
fn plans_are_stored_and_read_again() {
    for id in ProviderId::ALL {
        let plan = setup::plan(&*provider(id, None));
        let stored = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&stored).unwrap(), plan);
        let more = stored.replacen('{', "{\"more\":1,", 1);
        assert!(serde_json::from_str::<Plan>(&more).unwrap_err().to_string().contains("unknown field `more`"));
        let newer = stored.replacen("\"version\":1", "\"version\":2", 1);
        assert!(serde_json::from_str::<Plan>(&newer).unwrap_err().to_string().contains("this plan has the version 2"));
    }
}

#[test]
fn plans_as_people_read_them() {
    for id in ProviderId::ALL {
        insta::assert_snapshot!(format!("plan-{id}"), setup::plan(&*provider(id, None)));
    }
    let request = request_with(ProviderId::Rebilly, timings()[2], Money::CreditRemainder)
        .with_reason(Reason::TooExpensive)
        .with_comment("Moves to a smaller plan elsewhere");
    insta::assert_snapshot!("plan-rebilly-at-a-moment", provider(ProviderId::Rebilly, None).plan(&request).unwrap());
}

#[test]
fn refusals_as_people_read_them() {
    for id in ProviderId::ALL {
        let request = CancelRequest::new(setup::target(id), Timing::AtPeriodEnd, Money::ReverseUnearned)
            .with_reason(Reason::Other)
            .with_comment("c".repeat(256));
        insta::assert_snapshot!(format!("refusal-{id}"), provider(id, None).plan(&request).unwrap_err());
    }
}
