//! What the simulated providers hold, whatever they say.

use cancelkit::{Item, JetpackTarget, Target};
use cancelkit_simulator::rebilly::SubscriptionStatus;
use cancelkit_simulator::stax_bill::Status;
use cancelkit_simulator::{State, Timestamp, jetpack, kajabi, rebilly, stax_bill};

/// What is true of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// There is none, and never was.
    Absent,
    /// It runs, and `cancellable` says whether its provider would end it.
    Runs {
        /// Whether it can be cancelled as it is.
        cancellable: bool,
    },
    /// It is cancelled and runs until this moment.
    Scheduled(Timestamp),
    /// It has ended.
    Ended,
}

impl Life {
    /// Whether the provider would end it.
    #[must_use]
    pub fn is_cancellable(self) -> bool {
        self == Self::Runs { cancellable: true }
    }

    /// Whether it goes on and on.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Runs { .. })
    }
}

/// Reads the truth about a target.
#[must_use]
pub fn life(state: &State, target: &Target) -> Life {
    match target {
        Target::Jetpack(target) => jetpack_life(&state.jetpack, target),
        Target::StaxBill(target) => {
            let Some(subscription) = state.stax_bill.subscription(target.subscription_id()) else {
                return Life::Absent;
            };
            match subscription.status {
                Status::Cancelled | Status::Expired => Life::Ended,
                status => Life::Runs { cancellable: matches!(status, Status::Active | Status::Provisioning) },
            }
        }
        Target::Rebilly(target) => {
            let Some(subscription) = state.rebilly.subscription(target.subscription_id()) else {
                return Life::Absent;
            };
            match (subscription.status, subscription.churn_time) {
                (SubscriptionStatus::Canceled, Some(end)) => Life::Scheduled(end),
                (SubscriptionStatus::Churned, _) => Life::Ended,
                (status, _) => Life::Runs {
                    cancellable: matches!(status, SubscriptionStatus::Active | SubscriptionStatus::Paused),
                },
            }
        }
        Target::Kajabi(target) => match state.kajabi.purchase(target.purchase_id()) {
            None => Life::Absent,
            Some(purchase) if purchase.billing => Life::Runs { cancellable: true },
            Some(purchase) if purchase.has_subscription => Life::Ended,
            Some(_) => Life::Absent,
        },
        _ => Life::Absent,
    }
}

fn jetpack_life(state: &jetpack::State, target: &JetpackTarget) -> Life {
    let Some(site) = state.site(&identifier(target)) else { return Life::Absent };
    let meant = |slug: &str| is_meant(target.item, slug);
    let product = site.products.iter().find(|product| meant(&product.slug));
    match product {
        Some(product) => {
            let ours = product.partner.as_deref() == Some(jetpack::CLIENT_ID);
            Life::Runs { cancellable: ours && !site.stuck }
        }
        None if site.cancelled.iter().any(|slug| meant(slug)) => Life::Ended,
        None => Life::Absent,
    }
}

fn is_meant(item: Item, slug: &str) -> bool {
    match item {
        Item::Plan => jetpack::Product::of("", slug).is_plan(),
        item => slug == item.as_str(),
    }
}

/// The site behind a name.
fn blog(name: &str) -> &str {
    if name == jetpack::SITE_BLOG_ID { jetpack::SITE } else { name }
}

/// A site as the simulator names it.
fn identifier(target: &JetpackTarget) -> String {
    target.site.as_str().replace('/', "::")
}

/// How many cancellations Rebilly has of a target that are more than a draft.
#[must_use]
pub fn cancellations(state: &State, target: &Target) -> usize {
    let Target::Rebilly(target) = target else { return 0 };
    let draft = rebilly::CancellationStatus::Draft;
    state.rebilly.cancellations_of(target.subscription_id()).filter(|found| found.status != draft).count()
}

/// Everything that a cancellation could change, as text: of the target, and of all others.
#[must_use]
pub fn everything(state: &State, target: &Target) -> (String, String) {
    let (mut own, mut others) = (String::new(), String::new());
    let mut add = |is_own: bool, text: String| {
        let place = if is_own { &mut own } else { &mut others };
        place.push_str(&text);
        place.push('\n');
    };
    for (name, _) in jetpack::targets() {
        let products = state.jetpack.site(&name).map(|site| site.products.as_slice()).unwrap_or_default();
        for product in products {
            let is_own = matches!(target, Target::Jetpack(target)
                if identifier(target) == blog(&name) && is_meant(target.item, &product.slug));
            add(is_own, format!("{name} {product:?}"));
        }
    }
    for (number, _) in stax_bill::targets() {
        let id = number.parse().unwrap_or_default();
        let is_own = matches!(target, Target::StaxBill(target) if target.subscription_id() == id);
        add(is_own, format!("{:?}", state.stax_bill.subscription(id)));
    }
    for (id, _) in rebilly::targets() {
        let is_own = matches!(target, Target::Rebilly(target) if target.subscription_id() == id);
        let cancellations: Vec<_> = state.rebilly.cancellations_of(&id).collect();
        add(is_own, format!("{:?} {cancellations:?}", state.rebilly.subscription(&id)));
    }
    for (id, _) in kajabi::targets() {
        let is_own = matches!(target, Target::Kajabi(target) if target.purchase_id() == id);
        add(is_own, format!("{:?}", state.kajabi.purchase(&id)));
    }
    (own, others)
}

/// Whether what was asked about money is what was done, where the simulator keeps it.
#[must_use]
pub fn money(state: &State, target: &Target) -> Option<String> {
    match target {
        Target::StaxBill(target) => state.stax_bill.subscription(target.subscription_id())?.cancellation_option.clone(),
        Target::Rebilly(target) => {
            let draft = rebilly::CancellationStatus::Draft;
            let mut all = state.rebilly.cancellations_of(target.subscription_id());
            all.find(|found| found.status != draft).map(|found| format!("prorated {}", found.prorated))
        }
        _ => None,
    }
}

/// The end of the period that runs at Rebilly.
#[must_use]
pub fn renewal(state: &State, target: &Target) -> Option<Timestamp> {
    let Target::Rebilly(target) = target else { return None };
    state.rebilly.subscription(target.subscription_id())?.renewal_time
}
