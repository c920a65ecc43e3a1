use cancelkit_runtime::CallError;

/// Why a call failed, in words that give no advice: what to do next depends on what the call was for.
pub(crate) fn failure(error: &CallError) -> String {
    match error {
        CallError::NotSent(error) => {
            let text = error.to_string();
            text.strip_prefix("nothing was sent: ").unwrap_or(&text).to_owned()
        }
        CallError::NoAnswer(error) => match error.kind() {
            cancelkit_runtime::NoAnswerKind::Timeout => "the time ran out before an answer came".to_owned(),
            _ => "the exchange broke off before an answer came".to_owned(),
        },
        CallError::Unreadable(error) => {
            let status = error.answer().status().as_u16();
            format!("the answer with the status {status} cannot be read: {}", error.problem())
        }
        other => other.to_string(),
    }
}
