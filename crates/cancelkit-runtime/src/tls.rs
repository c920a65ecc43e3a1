/// Makes ring the crypto provider of this process where none is installed yet: a program's own choice, made before, wins.
pub(crate) fn ensure_provider() {
    use rustls::crypto::{CryptoProvider, ring};

    if CryptoProvider::get_default().is_none() {
        // Fails only when another thread was faster, and then a provider is installed all the same.
        let _ = ring::default_provider().install_default();
    }
}
