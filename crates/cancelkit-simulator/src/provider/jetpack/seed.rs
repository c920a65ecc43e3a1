//! What is there from the start. All of it is made up.

/// The id of the partner that clients act for.
pub const CLIENT_ID: &str = "simulator-jetpack-client-id";
/// The secret of that partner.
pub const CLIENT_SECRET: &str = "simulator-jetpack-client-secret-not-real";
/// The id of another partner, which provisioned [`OTHER_PARTNERS_SITE`].
pub const OTHER_CLIENT_ID: &str = "simulator-jetpack-other-client-id";
/// The secret of the other partner.
pub const OTHER_CLIENT_SECRET: &str = "simulator-jetpack-other-client-secret-not-real";
/// A token that was not made for partners: it is answered with `invalid_scope`.
pub const UNSCOPED_TOKEN: &str = "simulator-jetpack-token-without-partner-scope";

/// A site with what the calling partner provisioned: the plan `premium`, `jetpack-scan`, `jetpack-backup-daily`, and
/// `jetpack-anti-spam`, which is pending.
pub const SITE: &str = "example.com::demo::wp";
/// The same site by its blog id.
pub const SITE_BLOG_ID: &str = "900000001";
/// A site for which nothing was provisioned: cancelling answers `success: false`.
pub const SITE_WITHOUT_PLAN: &str = "empty.example.com";
/// A site whose plan `personal` its owner bought: cancelling answers `not_jps_plan`.
pub const SITE_WITH_OWN_PLAN: &str = "own-plan.example.com";
/// A site whose plan `professional` the other partner provisioned: cancelling answers `incorrect_partner_key`.
pub const OTHER_PARTNERS_SITE: &str = "other-partner.example.com";
/// A site whose plan `premium` cannot be deleted: cancelling answers `invalid_input`.
pub const SITE_THAT_CANNOT_CANCEL: &str = "stuck.example.com";
/// A blog id that WordPress.com does not know: everything answers `invalid_blog`.
pub const UNKNOWN_SITE: &str = "12345";

/// The plan of [`SITE`].
pub const PLAN: &str = "premium";
/// A standalone item of [`SITE`].
pub const ITEM: &str = "jetpack-scan";

/// What can be cancelled, or not, and what becomes of it.
#[must_use]
pub fn targets() -> Vec<(String, &'static str)> {
    let targets = [
        (SITE, "has premium, jetpack-scan, jetpack-backup-daily and, pending, jetpack-anti-spam"),
        (SITE_BLOG_ID, "the same site by its blog id"),
        (SITE_WITHOUT_PLAN, "has nothing: success is false"),
        (SITE_WITH_OWN_PLAN, "has a plan of its owner: 400 not_jps_plan"),
        (OTHER_PARTNERS_SITE, "has a plan of another partner: 403 incorrect_partner_key"),
        (SITE_THAT_CANNOT_CANCEL, "has a plan that cannot be deleted: 400 invalid_input"),
        (UNKNOWN_SITE, "is unknown: 403 invalid_blog"),
    ];
    targets.map(|(target, what)| (target.to_string(), what)).into()
}
