//! Room for schemas within schemas.

/// Stack for schemas within schemas; only what is used of it is taken.
const STACK: usize = 512 << 20;

/// Does the work on a thread with a large stack. Nothing comes back where it panicked, or where the machine gave no thread.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?;
        thread.join().ok()
    })
}
