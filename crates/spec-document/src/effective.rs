//! The effective document: what a provider promises, with our overlay applied.

use crate::diagnostic::{Diagnostic, Mistakes, with_article};
use crate::reference::{self, Resolver};
use crate::{Node, Pointer, References, Report, SourceFile, Sources};

/// A provider's document with its overlay applied and its references checked.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The provider's name.
    pub provider: String,
    /// The tree; its root is an object. What an overlay brought in points into the overlay.
    pub root: Node,
    /// The texts that the tree points into.
    pub sources: Sources,
    /// The document's file.
    pub document: SourceFile,
    /// The overlay's file, if there is one.
    pub overlay: Option<SourceFile>,
    references: References,
    resolver: Resolver,
}

/// What an effective document is made of, apart from its tree.
pub(crate) struct Origin {
    pub(crate) provider: String,
    pub(crate) sources: Sources,
    pub(crate) document: SourceFile,
    pub(crate) overlay: Option<SourceFile>,
}

impl Effective {
    /// Reads a document without an overlay from a text.
    ///
    /// # Errors
    ///
    /// A report of what is wrong with the text or its references.
    pub fn from_text(provider: &str, name: &str, text: &str) -> Result<Effective, Report> {
        let (origin, root) = read(provider, name, text)?;
        Effective::new(origin, root)
    }

    /// The same for a document that has to stand alone, to be compared or measured: references that lead out of it or to nothing stay as
    /// they are, and [`resolve`](Self::resolve) finds nothing for them.
    ///
    /// # Errors
    ///
    /// A report of what else is wrong with the text or its references.
    pub fn from_text_alone(provider: &str, name: &str, text: &str) -> Result<Effective, Report> {
        let (origin, root) = read(provider, name, text)?;
        Effective::checked(origin, root, |mistake| {
            !matches!(mistake.code, "external-reference" | "unresolved-reference" | "reference-not-string")
        })
    }

    pub(crate) fn new(origin: Origin, root: Node) -> Result<Effective, Report> {
        Effective::checked(origin, root, |_| true)
    }

    fn checked(origin: Origin, root: Node, counts: impl Fn(&Diagnostic) -> bool) -> Result<Effective, Report> {
        let mut mistakes = Mistakes::default();
        check_root(&root, &mut mistakes);
        let (references, resolver) = reference::collect(&root, &mut mistakes);
        let Origin { provider, sources, document, overlay } = origin;
        if !mistakes.any(counts) {
            Ok(Effective { provider, root, sources, document, overlay, references, resolver })
        } else {
            Err(Report::new(sources, mistakes.into_vec()))
        }
    }

    /// Follows the text of a `$ref`, such as `#/components/schemas/User`: percent escapes and pointer escapes are undone,
    /// and `#name` finds an `$anchor`. Nothing when there is nothing, or outside the document. A reference to a reference
    /// leads to the second one.
    pub fn resolve(&self, reference: &str) -> Option<(Pointer, &Node)> {
        self.resolver.resolve(&self.root, reference)
    }

    /// The files that this document was read from.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        std::iter::once(&self.document).chain(&self.overlay)
    }

    /// Every `$ref` of the document.
    pub fn references(&self) -> &References {
        &self.references
    }

    /// Findings of later steps, ready to be shown with this document's texts.
    pub fn report(&self, diagnostics: Vec<Diagnostic>) -> Report {
        Report::new(self.sources.clone(), diagnostics)
    }
}

/// Reads a text that is a whole document.
fn read(provider: &str, name: &str, text: &str) -> Result<(Origin, Node), Report> {
    let document = crate::load_text(name, text)?;
    let origin = Origin {
        provider: provider.to_owned(),
        sources: document.sources,
        document: SourceFile::new(name, text.as_bytes()),
        overlay: None,
    };
    Ok((origin, document.root))
}

/// Refuses what is no OpenAPI document at all; what is wrong inside one is for others to say.
pub(crate) fn check_root(root: &Node, mistakes: &mut Mistakes) {
    if root.as_object().is_none() {
        let title = format!("an OpenAPI document is an object, not {}", with_article(root.kind()));
        mistakes.push(Diagnostic::error("not-an-object", title).at(root.span, ""));
    }
}
