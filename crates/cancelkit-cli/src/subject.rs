use std::path::PathBuf;

use cancelkit::{ConfirmRequest, Key, ProviderId, Target, UndoRequest};

use crate::failure::Failure;
use crate::stored;
use crate::words::one_of;

/// Whose cancellation it is about.
#[derive(clap::Args, Debug)]
pub struct Subject {
    /// Who bills the subscription
    #[arg(required_unless_present = "plan", value_parser = one_of::<ProviderId>(ProviderId::ALL.map(ProviderId::as_str)))]
    provider: Option<ProviderId>,

    /// What was cancelled, written as it was for the cancellation
    #[arg(required_unless_present = "plan")]
    target: Option<String>,

    /// The key that the cancellation was sent with: then it is about that very cancellation
    #[arg(long)]
    key: Option<Key>,

    /// The plan that was sent, in place of provider, target and key; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["provider", "target", "key"])]
    plan: Option<PathBuf>,
}

impl Subject {
    /// The target and the key.
    fn read(self) -> Result<(Target, Option<Key>), Failure> {
        match (self.plan, self.provider, self.target) {
            (Some(path), ..) => {
                let request = stored::plan(&path)?.request;
                Ok((request.target, request.key))
            }
            (None, Some(provider), Some(text)) => {
                Ok((Target::parse(provider, &text).map_err(Failure::usage)?, self.key))
            }
            // The parser lets nothing else through.
            _ => Err(Failure::usage("a provider and a target are needed, or a plan")),
        }
    }

    /// The question whether it has ended.
    pub fn question(self) -> Result<ConfirmRequest, Failure> {
        let (target, key) = self.read()?;
        let mut question = ConfirmRequest::new(target);
        question.key = key;
        Ok(question)
    }

    /// The wish to take it back.
    pub fn undo(self) -> Result<UndoRequest, Failure> {
        let (target, key) = self.read()?;
        let mut request = UndoRequest::new(target);
        request.key = key;
        Ok(request)
    }
}
