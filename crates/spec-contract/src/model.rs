//! The contract: operations and what stands around them.

use std::fmt;

use serde_json::Value;

use crate::cancellation::Cancellation;
use crate::place::Place;
use crate::schema::Schema;

/// Everything that an effective document promises.
#[derive(Clone, Debug)]
pub struct Contract {
    /// `info.title`.
    pub title: String,
    /// `info.version`, as text.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The servers, in the order of the document.
    pub servers: Vec<Server>,
    /// The security schemes, in the order of the document.
    pub security_schemes: Vec<SecurityScheme>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The component schemas, in the order of the document.
    pub schemas: Vec<NamedSchema>,
    /// What the document says and this model has no place for: key and place. The generator names each in the ledger.
    pub unread: Vec<(String, Place)>,
    /// The mistakes of the document, each with how it was understood.
    pub warnings: Vec<spec_document::Diagnostic>,
}

impl Contract {
    /// The component schema of that name.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|named| named.name == name).map(|named| &named.schema)
    }

    /// The operation of that `operationId`.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// Follows references by name until something else is reached. A cycle of bare references ends where it began.
    #[must_use]
    pub fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        let mut current = schema;
        for _ in 0..=self.schemas.len() {
            match &current.kind {
                crate::Kind::Reference(name) => match self.schema(name) {
                    Some(target) => current = target,
                    None => return current,
                },
                _ => return current,
            }
        }
        current
    }
}

/// A schema of `components.schemas`, or another one that is referred to.
#[derive(Clone, Debug)]
pub struct NamedSchema {
    /// Its key, as the document spells it; for a schema that stands elsewhere and is referred to, `#` and its JSON Pointer.
    pub name: String,
    /// The schema.
    pub schema: Schema,
}

/// One server.
#[derive(Clone, Debug)]
pub struct Server {
    /// `x-name`, if there is one.
    pub name: Option<String>,
    /// The URL template.
    pub url: String,
    /// What the server is for.
    pub description: Option<String>,
    /// The variables of the template, in the order of the document.
    pub variables: Vec<ServerVariable>,
    /// Where it stands.
    pub place: Place,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// Its default, which OpenAPI requires.
    pub default: String,
    /// The values it may take; empty where any will do.
    pub values: Vec<String>,
    /// What it means.
    pub description: Option<String>,
}

/// A named way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its key in `components.securitySchemes`.
    pub name: String,
    /// What has to be sent.
    pub kind: SecuritySchemeKind,
    /// How to come by the credential.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a security scheme asks to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// A key in a header, behind a fixed prefix (`x-value-prefix`, mostly empty).
    HeaderKey {
        /// The header's name.
        header: String,
        /// What stands before the key.
        prefix: String,
    },
    /// A key in the query.
    QueryKey {
        /// The parameter's name.
        parameter: String,
    },
    /// HTTP bearer authentication (RFC 6750).
    Bearer,
    /// HTTP basic authentication (RFC 7617).
    Basic,
    /// Anything else, by its `type` (and `scheme`); the generator names it in the ledger.
    Other(String),
}

/// One way to satisfy an operation's security: every scheme in it, together. Empty means no credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// The names of the schemes, with the scopes asked for.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// An HTTP method that OpenAPI knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
}

impl Method {
    /// All of them, in the order in which OpenAPI lists them.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// The key in a path item.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key().to_ascii_uppercase())
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`, or one made from method and path where the document gives none.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path template.
    pub path: String,
    /// The tags.
    pub tags: Vec<String>,
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The parameters: the path item's, overridden by the operation's own.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The documented answers, in the order of the document.
    pub responses: Vec<Response>,
    /// The alternatives of authentication; empty means that none is asked for.
    pub security: Vec<SecurityRequirement>,
    /// `x-envelope`.
    pub envelope: Option<Envelope>,
    /// `x-cancellation`.
    pub cancellation: Option<Cancellation>,
    /// Where it stands.
    pub place: Place,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// The value of `in`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it is sent.
    pub location: Location,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Its schema.
    pub schema: Schema,
    /// The media type of a parameter with `content`.
    pub content: Option<String>,
    /// `style`, or the default of its location.
    pub style: String,
    /// `explode`, or the default of its style.
    pub explode: bool,
    /// Whether reserved characters of its value are sent as they are.
    pub allow_reserved: bool,
    /// What it means.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The example that a documentation shows: the first of its own, or of its schema's.
    pub example: Option<Value>,
    /// Its own examples: name and value.
    pub examples: Vec<(String, Value, Place)>,
    /// Where it stands.
    pub place: Place,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether a request without it is refused.
    pub required: bool,
    /// The media types it may be sent in, in the order of the document.
    pub media: Vec<Media>,
    /// What it means.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// One media type of a body or an answer.
#[derive(Clone, Debug)]
pub struct Media {
    /// The media type, as the document spells it.
    pub media_type: String,
    /// The schema, if one is given.
    pub schema: Option<Schema>,
    /// The examples: name and value.
    pub examples: Vec<(String, Value, Place)>,
    /// Where it stands.
    pub place: Place,
}

/// The key of an answer in `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// A class of them, `4XX`, by its first digit.
    Range(u8),
    /// Whatever is not listed.
    Default,
}

impl Status {
    /// Whether an answer under this key means success.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// One documented answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// Its key.
    pub status: Status,
    /// What it means.
    pub description: String,
    /// The name in `components.responses`, where it is a reference.
    pub component: Option<String>,
    /// The headers that it carries.
    pub headers: Vec<Header>,
    /// The bodies that it may have; none at all means no body.
    pub media: Vec<Media>,
    /// Where it stands.
    pub place: Place,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Whether the answer always carries it.
    pub required: bool,
    /// Its schema.
    pub schema: Schema,
    /// Its examples: name and value.
    pub examples: Vec<(String, Value, Place)>,
    /// What it means.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// `x-envelope`: a query parameter that wraps every answer of the operation.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The name of the second method.
    pub operation_id: String,
    /// The query parameter that asks for the envelope, sent as `true`.
    pub parameter: String,
    /// The component schema of the envelope.
    pub schema: String,
    /// Where the envelope holds the real status: a JSON Pointer.
    pub code: String,
    /// Where it holds the headers: an array of objects with `name` and `value`.
    pub headers: String,
    /// Where it holds the body.
    pub body: String,
    /// Where it stands.
    pub place: Place,
}
