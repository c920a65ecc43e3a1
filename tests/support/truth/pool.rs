//! Many cases at once, on all processors.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Builder;
use tokio::task::JoinSet;

/// How many cases one thread has under way: most of their time is spent waiting.
const AT_ONCE: usize = 24;

/// Runs every case and returns what came of it, in the order of the cases.
///
/// # Panics
///
/// Where a case does.
pub fn run<C, T, F>(cases: &[C], each: impl Fn(C) -> F + Sync) -> Vec<T>
where
    C: Clone + Send + Sync,
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
                let mut own = Vec::new();
                runtime.block_on(async {
                    let mut under_way = JoinSet::new();
                    loop {
                        while under_way.len() < AT_ONCE {
                            let index = next.fetch_add(1, Ordering::Relaxed);
                            let Some(case) = cases.get(index) else { break };
                            let future = each(case.clone());
                            under_way.spawn(async move { (index, future.await) });
                        }
                        match under_way.join_next().await {
                            Some(result) => own.push(result.expect("a case that ends")),
                            None => break,
                        }
                    }
                });
                results.lock().expect("no thread panicked").append(&mut own);
            });
        }
    });
    let mut results = results.into_inner().expect("no thread panicked");
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
