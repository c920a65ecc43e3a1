//! Enums whose values have a name.

/// Declares an enum of named values: `ALL`, `name`, `Display` and `FromStr` come with it.
macro_rules! words {
    (
        $(#[$outer:meta])*
        pub enum $type:ident { $( $(#[$inner:meta])* $value:ident = $name:literal, )+ }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $( $(#[$inner])* $value, )+ }

        impl $type {
            /// All values, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$( Self::$value, )+];

            /// All values, in the order in which they are declared.
            pub fn all() -> impl Iterator<Item = Self> {
                Self::ALL.iter().copied()
            }

            /// The value's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$value => $name, )+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::all()
                    .find(|value| value.name() == text)
                    .ok_or_else(|| $crate::UnknownName::new(text, Self::ALL.iter().map(|value| value.name())))
            }
        }
    };
}

pub(crate) use words;

/// A name that is none of those that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    name: String,
    known: Vec<&'static str>,
}

impl UnknownName {
    pub(crate) fn new(name: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        Self { name: name.to_owned(), known: known.into_iter().collect() }
    }
}

impl std::fmt::Display for UnknownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is none of {}", self.name.escape_debug(), self.known.join(", "))
    }
}

impl std::error::Error for UnknownName {}
