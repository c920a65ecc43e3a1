//! `discriminator`, which tells the members of a union apart.

use super::{At, Reader};
use crate::schema::Discriminator;

impl<'a> Reader<'a> {
    /// The discriminator of a schema, if it has one.
    pub(super) fn discriminator(&mut self, at: &At<'a>) -> Option<Discriminator> {
        let at = at.get("discriminator")?;
        if !self.is_object(&at, "`discriminator`") {
            return None;
        }
        let property = self.required(&at, "`discriminator`", "propertyName")?.node.as_str()?.to_owned();
        let mapping = at.get("mapping").map(|mapping| mapping.members()).unwrap_or_default();
        let mapping = mapping.into_iter().filter_map(|(text, target)| {
            let target = target.node.as_str()?;
            // A target is a reference, or the bare name of a component.
            let name = match self.document.resolve(target) {
                Some((pointer, _)) => match pointer.tokens().collect::<Vec<_>>().as_slice() {
                    ["components", "schemas", name] => (*name).to_owned(),
                    _ => self.elsewhere(pointer),
                },
                None => target.rsplit('/').next().unwrap_or_default().to_owned(),
            };
            Some((text.to_owned(), name))
        });
        Some(Discriminator { property, mapping: mapping.collect() })
    }
}
