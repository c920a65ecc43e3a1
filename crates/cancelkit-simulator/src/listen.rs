//! Accepting connections and putting an HTTP server on each.

use std::sync::Arc;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::exchange::exchange;
use crate::route::{Found, find};
use crate::shared::Shared;
use crate::wire::{Peek, Scissors, Unread, Wire};

/// Serves until told to stop, and then ends every connection.
pub(crate) async fn listen(listener: TcpListener, shared: Arc<Shared>, mut stop: oneshot::Receiver<()>) {
    let router = Router::new().fallback(exchange).with_state(Arc::clone(&shared));
    let unread = left_unread(&shared);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that fails while it is accepted is its client's loss alone.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream, router.clone(), Arc::clone(&unread)));
                }
            }
            Some(_) = connections.join_next() => {}
            _ = &mut stop => break,
        }
    }
    drop(listener);
    connections.shutdown().await;
}

/// Serves one connection until either side closes it.
async fn serve(stream: TcpStream, router: Router, unread: Unread) {
    let scissors = Scissors::default();
    let _ = stream.set_nodelay(true);
    let wire = Wire::new(stream, scissors.clone(), unread);
    let service = TowerToHyperService::new(router.layer(Extension(scissors)));
    // An error here is a connection that broke, on purpose or not.
    let _ = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(wire), service).await;
}

/// Whether a fault wants a request to be left in its socket.
fn left_unread(shared: &Arc<Shared>) -> Unread {
    let shared = Arc::clone(shared);
    Arc::new(move |peek: &Peek<'_>| {
        if !shared.faults().any_unread() {
            return false;
        }
        match find(peek.method, peek.path) {
            Found::Operation(route) => shared.faults().take_unread(route.document.provider, &route.operation.id),
            _ => false,
        }
    })
}
