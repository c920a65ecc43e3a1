//! `discriminator` against the code that chooses a variant.

use spec_contract::{Kind, Place, Schema};

use super::Proof;

impl Proof<'_> {
    /// Compares what a discriminator promises with the tags that the code reads. Without one there must be none.
    pub(super) fn tags(
        &mut self,
        schema: &Schema,
        members: &[Schema],
        written: Option<&(String, Vec<(String, usize)>)>,
    ) {
        let Some(discriminator) = &schema.discriminator else {
            if written.is_some() {
                self.lost(&schema.place, "variants are told apart by a member that the document does not name");
            }
            return;
        };
        // Members without a name cannot be told apart by it: each value is read as the one that fits best.
        let Some((property, tags)) = written else {
            if members.iter().all(|member| matches!(member.kind, Kind::Reference(_)) && !member.nullable) {
                self.lost(&schema.place, format!("`{}` does not choose the variant", discriminator.property));
            }
            return;
        };
        let mut promised: Vec<(&str, usize)> = Vec::new();
        for (number, member) in members.iter().enumerate() {
            let Kind::Reference(name) = &member.kind else { continue };
            let before = promised.len();
            promised.extend(
                discriminator
                    .mapping
                    .iter()
                    .filter(|(_, target)| target == name)
                    .map(|(text, _)| (text.as_str(), number)),
            );
            if promised.len() == before {
                promised.push((name, number));
            }
        }
        let missing = promised.iter().any(|(text, number)| {
            // The first of two variants of one text has it.
            let first = promised.iter().find(|(other, _)| other == text).map_or(*number, |(_, number)| *number);
            !tags.iter().any(|(written, of)| written == text && *of == first)
        });
        if missing || *property != discriminator.property {
            self.lost(&schema.place, format!("`{}` chooses other variants", discriminator.property));
        }
    }

    /// A discriminator of an object that others extend tells nobody anything here.
    pub(super) fn unused_discriminator(&mut self, schema: &Schema) {
        if schema.discriminator.is_some() {
            let place = Place { pointer: schema.place.pointer.child("discriminator"), span: schema.place.span };
            self.lost(&place, "`discriminator` is not expressed");
        }
    }
}
