//! How a client is pointed at a simulator.

use crate::{Provider, Running, jetpack, kajabi, rebilly, stax_bill};

impl Running {
    /// The environment variables that point `cancelkit` at this simulator, with the seeded credentials. Rebilly's
    /// organization is a part of its base URL and needs no variable.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let owned = str::to_owned;
        vec![
            ("CANCELKIT_JETPACK_SERVER", self.base_url(Provider::Jetpack)),
            ("CANCELKIT_JETPACK_CLIENT_ID", owned(jetpack::CLIENT_ID)),
            ("CANCELKIT_JETPACK_CLIENT_SECRET", owned(jetpack::CLIENT_SECRET)),
            ("CANCELKIT_STAX_BILL_SERVER", self.base_url(Provider::StaxBill)),
            ("CANCELKIT_STAX_BILL_API_KEY", owned(stax_bill::API_KEY)),
            ("CANCELKIT_REBILLY_SERVER", self.base_url(Provider::Rebilly)),
            ("CANCELKIT_REBILLY_API_KEY", owned(rebilly::API_KEY)),
            ("CANCELKIT_KAJABI_SERVER", self.base_url(Provider::Kajabi)),
            ("CANCELKIT_KAJABI_CLIENT_ID", owned(kajabi::CLIENT_ID)),
            ("CANCELKIT_KAJABI_CLIENT_SECRET", owned(kajabi::CLIENT_SECRET)),
        ]
    }
}
