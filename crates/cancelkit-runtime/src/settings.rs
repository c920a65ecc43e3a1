use std::time::Duration;

/// How a client talks to its provider. Start from [`Settings::default`] and change what you must.
///
/// ```
/// # use std::time::Duration;
/// # use cancelkit_runtime::Settings;
/// let settings = Settings::default().timeout(Duration::from_secs(20)).body_limit(64 * 1024);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) body_limit: usize,
    pub(crate) user_agent: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            body_limit: 4 * 1024 * 1024,
            user_agent: None,
        }
    }
}

impl Settings {
    /// The time for making a connection: name lookup, TCP and TLS. 10 seconds unless set. It ends in
    /// [`NotSent`](crate::NotSent).
    ///
    /// At most nine tenths of [`Settings::timeout`] are used, so that a connection that cannot be made ends in `NotSent` and not in
    /// doubt.
    #[must_use]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// The time for the whole call, from connecting to the last byte of the answer. 60 seconds unless set.
    ///
    /// Running out after the connection stood leaves in doubt whether the request was carried out: rather too long than too short.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How many bytes of an answer's body are read. 4 MiB unless set. What is over it is not read, and the answer says that it is
    /// [truncated](crate::Answer::truncated).
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The `User-Agent` header. Without it this crate's name and version are sent, or what the caller's own builder says.
    #[must_use]
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    pub(crate) fn effective_connect_timeout(&self) -> Duration {
        self.connect_timeout.min(self.timeout.mul_f64(0.9))
    }
}
