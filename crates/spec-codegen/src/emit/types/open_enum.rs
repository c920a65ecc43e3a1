//! Enums of strings that keep a value which the document does not list.

use crate::docs::{doc_text, prose};
use crate::lower::OpenEnum;

/// The call of the runtime's macro.
pub fn open_enum(open: &OpenEnum) -> String {
    let about = open.description.as_deref().map(prose);
    let docs = about.unwrap_or_else(|| format!("The values of `{}`.", open.name));
    let default = open.default.as_ref().map(crate::docs::default);
    let mut text = String::from("::cancelkit_runtime::open_enum! {\n");
    text.push_str(&doc_text("    ///", [Some(docs), default].into_iter().flatten()));
    text.push_str(&format!("    pub enum {} {{\n", open.name));
    for (variant, value) in &open.variants {
        text.push_str(&doc_text("        ///", [format!("`{}`", value.replace('`', "'").escape_debug())]));
        text.push_str(&format!("        {variant} = {value:?},\n"));
    }
    text.push_str("    }\n}\n");
    text
}
