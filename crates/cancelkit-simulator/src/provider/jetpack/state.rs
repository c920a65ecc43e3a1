//! Sites, products and tokens.

use std::collections::{BTreeMap, BTreeSet};

use super::seed;

/// What Jetpack holds.
#[derive(Clone, Debug)]
pub struct State {
    sites: BTreeMap<String, Site>,
    blog_ids: BTreeMap<String, String>,
    /// Token to partner; a token that was invalidated belongs to nobody.
    tokens: BTreeMap<String, Option<String>>,
    tokens_given: u32,
    /// Whether the partner's key is switched off: the status then answers `partner_key_disabled`.
    pub key_disabled: bool,
}

/// A site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// What it has.
    pub products: Vec<Product>,
    /// What it had and was cancelled, by slug.
    pub cancelled: BTreeSet<String>,
    /// Whether its subscriptions cannot be deleted.
    pub stuck: bool,
}

/// A plan or a standalone item of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its name, spelled like the values of `plan`.
    pub slug: String,
    /// The client id of the partner that provisioned it; nothing if its owner bought it.
    pub partner: Option<String>,
    /// Whether it waits for the site to be connected.
    pub pending: bool,
}

impl Product {
    /// A product that a partner provisioned.
    #[must_use]
    pub fn of(partner: &str, slug: &str) -> Self {
        Self { slug: slug.to_owned(), partner: Some(partner.to_owned()), pending: false }
    }

    /// Whether it is a site's Jetpack plan and no standalone item.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        matches!(self.slug.as_str(), "free" | "personal" | "premium" | "professional")
    }
}

impl State {
    pub(crate) fn seeded() -> Self {
        let ours = |slug| Product::of(seed::CLIENT_ID, slug);
        let site = |products| Site { products, ..Site::default() };
        let sites = [
            (
                seed::SITE,
                site(vec![
                    ours(seed::PLAN),
                    ours(seed::ITEM),
                    ours("jetpack-backup-daily"),
                    Product { pending: true, ..ours("jetpack-anti-spam") },
                ]),
            ),
            (seed::SITE_WITHOUT_PLAN, site(vec![])),
            (seed::SITE_WITH_OWN_PLAN, site(vec![Product { partner: None, ..ours("personal") }])),
            (seed::OTHER_PARTNERS_SITE, site(vec![Product::of(seed::OTHER_CLIENT_ID, "professional")])),
            (seed::SITE_THAT_CANNOT_CANCEL, Site { stuck: true, ..site(vec![ours("premium")]) }),
        ];
        Self {
            sites: sites.map(|(name, site)| (name.to_owned(), site)).into(),
            blog_ids: [(seed::SITE_BLOG_ID.to_owned(), seed::SITE.to_owned())].into(),
            tokens: BTreeMap::new(),
            tokens_given: 0,
            key_disabled: false,
        }
    }

    /// A site by its identifier or its blog id.
    #[must_use]
    pub fn site(&self, site: &str) -> Option<&Site> {
        self.sites.get(self.name(site))
    }

    /// A site by its identifier or its blog id, to change it.
    pub fn site_mut(&mut self, site: &str) -> Option<&mut Site> {
        let name = self.name(site).to_owned();
        self.sites.get_mut(&name)
    }

    /// Whether a site has a product of this slug.
    #[must_use]
    pub fn has(&self, site: &str, slug: &str) -> bool {
        self.site(site).is_some_and(|site| site.products.iter().any(|product| product.slug == slug))
    }

    /// Provisions a product for a site, which is made if there is none: what a late cancellation might end.
    pub fn provision(&mut self, site: &str, product: Product) {
        let name = self.name(site).to_owned();
        self.sites.entry(name).or_default().products.push(product);
    }

    /// Ends all tokens that were given out. The clients learn of it from the answer to their next call.
    pub fn invalidate_tokens(&mut self) {
        self.tokens.values_mut().for_each(|partner| *partner = None);
    }

    /// How many tokens were given out.
    #[must_use]
    pub fn tokens_given(&self) -> u32 {
        self.tokens_given
    }

    /// The partner that a token belongs to; the outer nothing means that nobody gave it out, the inner that it has ended.
    pub(super) fn partner(&self, token: &str) -> Option<Option<&str>> {
        self.tokens.get(token).map(Option::as_deref)
    }

    pub(super) fn give_token(&mut self, partner: &str) -> String {
        self.tokens_given += 1;
        let token = format!("simulator-jetpack-token-{}", self.tokens_given);
        self.tokens.insert(token.clone(), Some(partner.to_owned()));
        token
    }

    fn name<'a>(&'a self, site: &'a str) -> &'a str {
        self.blog_ids.get(site).map_or(site, String::as_str)
    }
}
