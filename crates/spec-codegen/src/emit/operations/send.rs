//! How a request is shown and sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Kind, Schema};

use super::Call;
use crate::emit::client;
use crate::emit::outcomes::{body_type, outcome_name};

impl Call<'_> {
    pub(super) fn send(&self) -> TokenStream {
        let outcome = format_ident!("{}", outcome_name(self.operation));
        let optional = self.operation.security.iter().any(|requirement| requirement.schemes.is_empty());
        let accepted: Vec<String> = self
            .operation
            .security
            .iter()
            .filter(|_| !optional)
            .filter_map(|requirement| client::alternative(self.contract(), requirement))
            .map(|alternative| alternative.variant)
            .collect();
        let id = &self.operation.id;
        let observed = quote! {
            #[cfg(feature = "observe")]
            self.client.observe(#id, &answer);
        };
        let answered = match self.envelope {
            None => quote! {
                #observed
                outcomes::#outcome::decode(answer)
            },
            Some(envelope) => {
                let schema = body_type(&Schema::of(Kind::Reference(envelope.schema.clone()), envelope.place.clone()));
                let (code, headers, body) = (&envelope.code, &envelope.headers, &envelope.body);
                let enveloped = &envelope.operation_id;
                quote! {
                    // Whatever stands between may answer without an envelope: then its own status counts.
                    if answer.status() != ::cancelkit_runtime::StatusCode::OK {
                        #observed
                        return outcomes::#outcome::decode(answer);
                    }
                    #[cfg(feature = "observe")]
                    self.client.observe(#enveloped, &answer);
                    decode::json::<#schema>(&answer, &["application/json"])?;
                    let answer = decode::envelope(&answer, #code, #headers, #body)?;
                    #observed
                    outcomes::#outcome::decode(answer)
                }
            }
        };
        quote! {
            /// The request as it would be sent, credentials redacted. No I/O.
            ///
            /// # Errors
            ///
            /// A parameter or a body that cannot be sent.
            pub fn preview(&self) -> Result<Preview, NotSent> {
                Ok(Preview::of(&self.request()?, SENSITIVE, self.client.credential_header(&[#(#accepted),*])))
            }

            /// Sends it, once.
            ///
            /// # Errors
            ///
            /// [`CallError`], which says whether the request may have arrived. An error status that the document lists
            /// is no error here but an outcome.
            pub async fn send(self) -> Result<outcomes::#outcome, CallError> {
                let mut request = self.request()?;
                let credentials = self.client.credentials_for(&[#(#accepted),*])?;
                for credential in &credentials {
                    credential.apply(&mut request)?;
                }
                let answer = self.client.transport().send(request).await?;
                #answered
            }
        }
    }
}
