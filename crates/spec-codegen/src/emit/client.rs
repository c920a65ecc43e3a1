//! The client: servers, credentials, transport.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Contract, Kind, SecurityRequirement, SecurityScheme, SecuritySchemeKind, Server};

use super::Source;
use crate::docs::{docs, prose};
use crate::names::{Taken, field_name, type_name};

/// `src/requests.rs`: progenitor's code, and the hook by which it hands each request over.
pub fn requests(source: &Source<'_>) -> Result<String, String> {
    let items = source.written;
    source.rust(
        "//! Builds requests. Written by progenitor from the lowered document; private to this crate.",
        quote! {
            use ::progenitor_client::{ByteStream, ClientHooks, ClientInfo, Error, OperationInfo, RequestBuilderExt, ResponseValue, encode_path};

            use crate::types;

            #(#items)*

            impl ClientHooks<::cancelkit_runtime::Capture> for Client {
                /// Nothing is sent from here: the request goes to the transport, which knows what became of it.
                async fn exec(
                    &self,
                    request: reqwest::Request,
                    _: &OperationInfo,
                ) -> reqwest::Result<reqwest::Response> {
                    self.inner.keep(request);
                    Ok(::cancelkit_runtime::Capture::answer())
                }
            }
        },
    )
}

/// One way to authenticate, as a variant of `Credentials`.
pub struct Alternative<'a> {
    /// The variant's name.
    pub variant: String,
    /// The schemes that go together.
    pub schemes: Vec<&'a SecurityScheme>,
}

/// The distinct ways in which the operations of a document authenticate, in the order of the document.
pub fn alternatives(contract: &Contract) -> Vec<Alternative<'_>> {
    let mut found: Vec<Alternative<'_>> = Vec::new();
    for requirement in contract.operations.iter().flat_map(|operation| &operation.security) {
        let Some(alternative) = alternative(contract, requirement) else { continue };
        if !found.iter().any(|known| known.variant == alternative.variant) {
            found.push(alternative);
        }
    }
    found
}

/// The variant for a requirement; `None` for one that asks for nothing, or for what no client can send.
pub fn alternative<'a>(contract: &'a Contract, requirement: &SecurityRequirement) -> Option<Alternative<'a>> {
    let schemes: Vec<&SecurityScheme> = requirement
        .schemes
        .iter()
        .filter_map(|(name, _)| contract.security_schemes.iter().find(|scheme| scheme.name == *name))
        .collect();
    if schemes.is_empty() || schemes.iter().any(|scheme| matches!(scheme.kind, SecuritySchemeKind::Other(_))) {
        return None;
    }
    let names: Vec<String> = schemes.iter().map(|scheme| type_name(&scheme.name)).collect();
    Some(Alternative { variant: names.join("And"), schemes })
}

/// `src/client.rs`
pub fn client(source: &Source<'_>) -> Result<String, String> {
    let contract = &source.lowered.contract;
    let servers = servers(contract);
    let credentials = credentials(contract);
    let sensitive = sensitive(contract);
    let about = docs([
        format!("A client for {}, version {} of its document.", prose(&contract.title), prose(&contract.version)),
        "Cloning it is cheap: the connections are shared. Each of its methods returns a request; nothing is sent before \
         its `send`."
            .to_owned(),
    ]);
    let code = quote! {

            /// Names of fields and parameters whose values are secret.
            pub(crate) const SENSITIVE: &[&str] = &[#(#sensitive),*];

            /// What the document says of each answer.
            #[cfg(feature = "observe")]
            static ANSWERS: ::cancelkit_runtime::observe::AnswerSchemas =
                ::cancelkit_runtime::observe::AnswerSchemas::new(include_str!("answer_schemas.json"), SENSITIVE);

            #servers
            #credentials

            #about
            #[derive(Clone, Debug)]
            pub struct Client {
                base_url: String,
                credentials: Credentials,
                transport: Transport,
                #[cfg(feature = "observe")]
                watch: ::cancelkit_runtime::observe::Watch,
            }

            impl Client {
                /// A client with the default [`Settings`].
                ///
                /// # Errors
                ///
                /// A server's URL or variable that cannot be used, or a TLS setup that fails.
                pub fn new(server: Server, credentials: Credentials) -> Result<Self, BuildError> {
                    Self::builder(server, credentials).build()
                }

                /// A client with settings, or an HTTP client builder, of your own.
                pub fn builder(server: Server, credentials: Credentials) -> ClientBuilder {
                    ClientBuilder {
                        server,
                        credentials,
                        settings: Settings::default(),
                        http: None,
                        #[cfg(feature = "observe")]
                        watch: ::cancelkit_runtime::observe::Watch::default(),
                    }
                }

                /// The same client, connections shared, with other credentials.
                #[must_use]
                pub fn with_credentials(&self, credentials: Credentials) -> Self {
                    Self { credentials, ..self.clone() }
                }

                /// The URL that every path is appended to.
                #[must_use]
                pub fn base_url(&self) -> &str {
                    &self.base_url
                }

                pub(crate) fn transport(&self) -> &Transport {
                    &self.transport
                }

                /// Tells the observer where an answer is not what the document says.
                #[cfg(feature = "observe")]
                pub(crate) fn observe(&self, operation: &str, answer: &::cancelkit_runtime::Answer) {
                    self.watch.answer(&ANSWERS, operation, answer);
                }

                pub(crate) fn requests(&self, capture: &Capture) -> requests::Client {
                    requests::Client::new_with_client(&self.base_url, self.transport.client().clone(), capture.clone())
                }

                /// The credentials for an operation that takes one of `accepted`, or none where that is empty.
                pub(crate) fn credentials_for(&self, accepted: &[&'static str]) -> Result<Vec<Credential>, NotSent> {
                    if accepted.is_empty() {
                        return Ok(Vec::new());
                    }
                    if !accepted.contains(&self.credentials.name()) {
                        return Err(NotSent::no_credential(accepted));
                    }
                    Ok(self.credentials.parts())
                }

                /// The header in which a credential will travel, and what stands before it.
                pub(crate) fn credential_header(&self, accepted: &[&'static str]) -> Option<(&'static str, &'static str)> {
                    let own = self.credentials.name();
                    let name = if accepted.contains(&own) { own } else { accepted.first()? };
                    Credentials::header(name)
                }
            }

            /// Settings for a [`Client`].
            #[derive(Debug)]
            #[must_use = "nothing is made before `build`"]
            pub struct ClientBuilder {
                server: Server,
                credentials: Credentials,
                settings: Settings,
                http: Option<::cancelkit_runtime::reqwest::ClientBuilder>,
                #[cfg(feature = "observe")]
                watch: ::cancelkit_runtime::observe::Watch,
            }

            impl ClientBuilder {
                /// Timeouts and limits.
                pub fn settings(mut self, settings: Settings) -> Self {
                    self.settings = settings;
                    self
                }

                /// An HTTP client builder of your own: proxies, roots, DNS. What protects a request (no redirects, no
                /// silent retries, the TLS floor) and the settings are applied after it.
                pub fn http(mut self, http: ::cancelkit_runtime::reqwest::ClientBuilder) -> Self {
                    self.http = Some(http);
                    self
                }

                /// Who is told of each answer that is not what the document says; a closure will do. It changes no outcome.
                #[cfg(feature = "observe")]
                pub fn observer(mut self, observer: impl ::cancelkit_runtime::observe::Observer + 'static) -> Self {
                    self.watch = ::cancelkit_runtime::observe::Watch::new(observer);
                    self
                }

                /// Makes the client.
                ///
                /// # Errors
                ///
                /// A server's URL or variable that cannot be used, or a TLS setup that fails.
                pub fn build(self) -> Result<Client, BuildError> {
                    let transport = match self.http {
                        Some(http) => Transport::from_builder(http, &self.settings)?,
                        None => Transport::new(&self.settings)?,
                    };
                    Ok(Client {
                        base_url: self.server.url()?,
                        credentials: self.credentials,
                        transport,
                        #[cfg(feature = "observe")]
                        watch: self.watch,
                    })
                }
            }
    };
    const RUNTIME: &[&str] = &[
        "BuildError",
        "Capture",
        "Credential",
        "NotSent",
        "SecretString",
        "Settings",
        "Transport",
        "base_url",
        "server_variable",
    ];
    let uses = super::uses(&code, RUNTIME);
    source.rust(
        "//! The client, its servers and its credentials.",
        quote! {
            #uses

            use crate::requests;

            #code
        },
    )
}

fn servers(contract: &Contract) -> TokenStream {
    let mut taken = Taken::default();
    taken.claim("Custom".to_owned());
    let mut variants = TokenStream::new();
    let mut arms = TokenStream::new();
    for (index, server) in contract.servers.iter().enumerate() {
        let variant = format_ident!("{}", taken.claim(server_name(server, index)));
        let about = server.description.as_deref().map(prose);
        let about = docs([about, Some(format!("`{}`", server.url))].into_iter().flatten());
        let names: Vec<_> = server.variables.iter().map(|it| format_ident!("{}", field_name(&it.name))).collect();
        if names.is_empty() {
            let url = &server.url;
            variants.extend(quote! { #about #variant, });
            arms.extend(quote! { Self::#variant => #url.to_owned(), });
            continue;
        }
        let fields = server.variables.iter().zip(&names).map(|(variable, name)| {
            let mut lines = vec![variable.description.as_deref().map_or_else(|| format!("`{}`", variable.name), prose)];
            if !variable.values.is_empty() {
                lines.push(format!("One of `{}`.", variable.values.join("`, `")));
            }
            let about = docs(lines);
            quote! { #about #name: String }
        });
        let format = server.variables.iter().fold(server.url.clone(), |url, variable| {
            url.replace(&format!("{{{}}}", variable.name), &format!("{{{}}}", field_name(&variable.name)))
        });
        let checks = server.variables.iter().zip(&names).map(|(variable, name)| {
            let wire = &variable.name;
            quote! { let #name = server_variable(#wire, #name)?; }
        });
        variants.extend(quote! { #about #variant { #(#fields),* }, });
        arms.extend(quote! {
            Self::#variant { #(#names),* } => {
                #(#checks)*
                format!(#format)
            }
        });
    }
    quote! {
        /// Where requests go.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Server {
            #variants
            /// Another server, by its base URL: `https`, or plain `http` to this machine.
            Custom(String),
        }

        impl Server {
            /// The base URL, without a slash at its end.
            ///
            /// # Errors
            ///
            /// A variable with characters that could change the meaning of the URL, or a URL that cannot be used.
            pub fn url(&self) -> Result<String, BuildError> {
                let url = match self {
                    #arms
                    Self::Custom(url) => url.clone(),
                };
                base_url(&url)
            }
        }
    }
}

/// A server's variant: `x-name`, or a description of one or two words, or its number.
pub fn server_name(server: &Server, index: usize) -> String {
    let words = server.description.as_deref().map(|text| text.trim().trim_end_matches('.')).filter(|text| {
        text.split_whitespace().count() <= 2 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
    });
    match server.name.as_deref().or(words) {
        Some(name) if !name.is_empty() => type_name(name),
        _ => format!("Server{}", index + 1),
    }
}

fn credentials(contract: &Contract) -> TokenStream {
    let alternatives = alternatives(contract);
    let mut variants = TokenStream::new();
    let mut names = TokenStream::new();
    let mut parts = TokenStream::new();
    let mut headers = TokenStream::new();
    for alternative in &alternatives {
        let ident = format_ident!("{}", alternative.variant);
        let name = &alternative.variant;
        let about = alternative.schemes.iter().map(|scheme| {
            scheme.description.as_deref().map_or_else(|| format!("The security scheme `{}`.", scheme.name), prose)
        });
        let about = docs(about);
        let types = alternative.schemes.iter().map(|_| quote! { SecretString });
        let values: Vec<_> = (0..alternative.schemes.len()).map(|index| format_ident!("secret{index}")).collect();
        let ignored = alternative.schemes.iter().map(|_| quote! { _ });
        variants.extend(quote! { #about #ident(#(#types),*), });
        names.extend(quote! { Self::#ident(#(#ignored),*) => #name, });
        let made = alternative.schemes.iter().zip(&values).map(|(scheme, value)| match &scheme.kind {
            SecuritySchemeKind::HeaderKey { header, prefix } => {
                quote! { Credential::header(#header, #prefix, #value.clone()) }
            }
            SecuritySchemeKind::QueryKey { parameter } => quote! { Credential::query(#parameter, #value.clone()) },
            // The caller hands over `user:password` in base64, as RFC 7617 has it after the scheme.
            SecuritySchemeKind::Basic => quote! { Credential::header("Authorization", "Basic ", #value.clone()) },
            SecuritySchemeKind::Bearer | SecuritySchemeKind::Other(_) => quote! { Credential::bearer(#value.clone()) },
        });
        parts.extend(quote! { Self::#ident(#(#values),*) => vec![#(#made),*], });
        let first = alternative.schemes.iter().find_map(|scheme| match &scheme.kind {
            SecuritySchemeKind::HeaderKey { header, prefix } => Some(quote! { (#header, #prefix) }),
            SecuritySchemeKind::Basic => Some(quote! { ("Authorization", "Basic ") }),
            SecuritySchemeKind::Bearer => Some(quote! { ("Authorization", "Bearer ") }),
            _ => None,
        });
        if let Some(first) = first {
            headers.extend(quote! { #name => Some(#first), });
        }
    }
    quote! {
        /// What proves who is calling. `Debug` shows which kind it is, never the secret.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Credentials {
            /// None: only for operations that ask for none, and for previews.
            Anonymous,
            #variants
        }

        impl Credentials {
            fn name(&self) -> &'static str {
                match self {
                    Self::Anonymous => "",
                    #names
                }
            }

            fn parts(&self) -> Vec<Credential> {
                match self {
                    Self::Anonymous => Vec::new(),
                    #parts
                }
            }

            fn header(name: &str) -> Option<(&'static str, &'static str)> {
                match name {
                    #headers
                    _ => None,
                }
            }
        }
    }
}

/// The names of every secret property and parameter.
fn sensitive(contract: &Contract) -> BTreeSet<String> {
    let secret = |kind: &Kind| matches!(kind, Kind::Reference(name) if name == crate::lower::SECRET);
    let mut found = BTreeSet::new();
    for named in &contract.schemas {
        if let Kind::Object { properties, .. } = &named.schema.kind {
            found.extend(properties.iter().filter(|it| secret(&it.schema.kind)).map(|it| it.name.clone()));
        }
    }
    for parameter in contract.operations.iter().flat_map(|operation| &operation.parameters) {
        if secret(&parameter.schema.kind) {
            found.insert(parameter.name.clone());
        }
    }
    found
}
