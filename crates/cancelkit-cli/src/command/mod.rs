//! One module for each command: its arguments, and what it does.

pub mod cancel;
pub mod completions;
pub mod confirm;
pub mod man;
pub mod plan;
pub mod providers;
#[cfg(feature = "simulate")]
pub mod simulate;
pub mod undo;

use std::future::Future;

use crate::failure::Failure;

/// What stands at the end of the help of each command that sends something.
const SEE_ALSO: &str = "Environment variables and exit codes: cancelkit --help";

/// Waits for a call.
fn wait<T>(call: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format_args!("the runtime cannot be started: {error}")))?;
    Ok(runtime.block_on(call))
}

/// Waits for a call that changes something. One that is interrupted leaves a doubt, and says so.
fn wait_for_change<T>(call: impl Future<Output = T>) -> Result<T, Failure> {
    wait(async {
        tokio::select! {
            biased;
            answer = call => Ok(answer),
            Ok(()) = tokio::signal::ctrl_c() => Err(Failure::in_doubt(
                "interrupted: whether it was carried out is not known; read it back with cancelkit confirm",
            )),
        }
    })?
}
