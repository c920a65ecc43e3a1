//! What the providers document nowhere, each plausible behaviour to choose from.

use crate::{UnknownName, jetpack, kajabi, rebilly, stax_bill};

/// Declares the behaviour of one provider: a struct with a field for each choice, which is also named in text.
macro_rules! choices {
    (
        $(#[$outer:meta])*
        pub struct $type:ident { $( $(#[$inner:meta])* $field:ident: $choice:ident = $name:literal, )+ }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $type { $( $(#[$inner])* pub $field: $choice, )+ }

        impl $type {
            /// The choices, each with the names of its values; the first value is the default.
            pub(crate) fn choices() -> Vec<(&'static str, Vec<&'static str>)> {
                vec![$( ($name, $choice::all().map(|value| value.name()).collect()), )+]
            }

            /// Makes a choice by its name.
            pub(crate) fn set(&mut self, choice: &str, value: &str) -> Result<(), $crate::UnknownName> {
                match choice {
                    $( $name => self.$field = value.parse()?, )+
                    _ => return Err($crate::UnknownName::new(choice, [$( $name, )+])),
                }
                Ok(())
            }
        }

        $(
            impl Default for $choice {
                fn default() -> Self {
                    Self::ALL[0]
                }
            }
        )+
    };
}

pub(crate) use choices;

/// How each provider behaves where its documentation says nothing.
///
/// The default is the first value of each choice. [`Behaviour::each`] gives every single deviation from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Behaviour {
    /// Jetpack's.
    pub jetpack: jetpack::Behaviour,
    /// Stax Bill's.
    pub stax_bill: stax_bill::Behaviour,
    /// Rebilly's.
    pub rebilly: rebilly::Behaviour,
    /// Kajabi's.
    pub kajabi: kajabi::Behaviour,
}

impl Behaviour {
    /// Every choice as `provider.choice`, with the names of its values; the first value is the default.
    #[must_use]
    pub fn choices() -> Vec<(String, Vec<&'static str>)> {
        let providers = [
            ("jetpack", jetpack::Behaviour::choices()),
            ("stax-bill", stax_bill::Behaviour::choices()),
            ("rebilly", rebilly::Behaviour::choices()),
            ("kajabi", kajabi::Behaviour::choices()),
        ];
        let mut found = Vec::new();
        for (provider, choices) in providers {
            found.extend(choices.into_iter().map(|(name, values)| (format!("{provider}.{name}"), values)));
        }
        found
    }

    /// Makes a choice by its name: `stax-bill.second-cancel`, `conflict`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`] when there is no such choice or the choice has no such value.
    pub fn set(&mut self, choice: &str, value: &str) -> Result<(), UnknownName> {
        match choice.split_once('.') {
            Some(("jetpack", name)) => self.jetpack.set(name, value),
            Some(("stax-bill", name)) => self.stax_bill.set(name, value),
            Some(("rebilly", name)) => self.rebilly.set(name, value),
            Some(("kajabi", name)) => self.kajabi.set(name, value),
            _ => Err(UnknownName::new(choice, crate::Provider::all().map(crate::Provider::name))),
        }
    }

    /// Every behaviour that differs from the default in one choice, and the default itself, each with its name.
    #[must_use]
    pub fn each() -> Vec<(String, Self)> {
        let mut found = vec![("default".to_owned(), Self::default())];
        for (choice, values) in Self::choices() {
            for value in values.into_iter().skip(1) {
                let mut behaviour = Self::default();
                if behaviour.set(&choice, value).is_ok() {
                    found.push((format!("{choice}={value}"), behaviour));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_every_choice_can_be_made_by_name() {
        let all: usize = Behaviour::choices().iter().map(|(_, values)| values.len() - 1).sum();
        let each = Behaviour::each();
        assert_eq!(each.len(), all + 1);
        for (name, behaviour) in &each[1..] {
            assert_ne!(*behaviour, Behaviour::default(), "{name}");
        }
    }

    #[test]
    fn an_unknown_choice_or_value_is_refused() {
        let mut behaviour = Behaviour::default();
        for (choice, value) in [("", ""), ("kajabi", "x"), ("kajabi.mood", "good"), ("kajabi.second-cancel", "perhaps")]
        {
            assert!(behaviour.set(choice, value).is_err(), "{choice}={value}");
        }
        assert_eq!(behaviour, Behaviour::default());
    }
}
