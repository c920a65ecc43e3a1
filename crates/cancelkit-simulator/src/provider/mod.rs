//! The four providers.

pub mod jetpack;
pub mod kajabi;
pub mod rebilly;
pub mod stax_bill;

use crate::words::words;

words! {
    /// A provider that is simulated.
    pub enum Provider {
        /// Jetpack Start, the partner API of WordPress.com.
        Jetpack = "jetpack",
        /// Stax Bill, formerly Fusebill.
        StaxBill = "stax-bill",
        /// Rebilly.
        Rebilly = "rebilly",
        /// Kajabi.
        Kajabi = "kajabi",
    }
}
