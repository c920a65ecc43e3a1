//! A file that a document was read from, by its name and what was in it.

use sha2::{Digest, Sha256};

/// A file that a document was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name as people know it, such as `specs/kajabi.yaml`.
    pub name: String,
    /// The SHA-256 of its bytes and of nothing else, in hexadecimal digits: what `sha256sum` prints of the file.
    pub sha256: String,
}

impl SourceFile {
    pub(crate) fn new(name: impl Into<String>, bytes: &[u8]) -> SourceFile {
        let mut sha256 = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            for digit in [byte >> 4, byte & 15] {
                sha256.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        SourceFile { name: name.into(), sha256 }
    }
}
