use std::net::IpAddr;

/// Whether the URL's host is this machine by its name or number: `localhost`, `127.0.0.0/8` or `::1`.
///
/// The URL parser has already brought other spellings of an address (`127.1`, `0x7f000001`) to the plain form.
pub(crate) fn is_loopback(url: &reqwest::Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether credentials may travel to the URL: over TLS, or without leaving this machine.
pub(crate) fn is_safe(url: &reqwest::Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_loopback(url),
        _ => false,
    }
}
