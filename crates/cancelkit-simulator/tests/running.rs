//! Starting, stopping, and being many.

mod common;

use cancelkit_simulator::{Provider, Simulator, StartError, stax_bill};
use common::Bench;
use tokio::net::TcpStream;

#[tokio::test]
async fn each_provider_is_under_its_own_path() {
    let simulator = Simulator::builder().start().await.unwrap();
    let root = format!("http://{}", simulator.address());
    for (provider, path) in [
        (Provider::Jetpack, "/jetpack"),
        (Provider::StaxBill, "/stax-bill/v1"),
        (Provider::Rebilly, "/rebilly/organizations/org_simulator"),
        (Provider::Kajabi, "/kajabi"),
    ] {
        assert_eq!(simulator.base_url(provider), format!("{root}{path}"));
        assert_eq!(simulator.root_url(provider), format!("{root}/{provider}"));
    }
    assert!(simulator.address().ip().is_loopback());
}

#[tokio::test]
async fn simulators_do_not_share_their_state() {
    let (one, other) = tokio::join!(Bench::start(), Bench::start());
    one.cancel(Provider::StaxBill).await;
    assert!(one.is_cancelled(Provider::StaxBill));
    assert!(!other.is_cancelled(Provider::StaxBill));
    assert!(other.simulator.received_by(Provider::StaxBill, "cancelSubscription").is_empty());
}

#[tokio::test]
async fn many_clients_are_served_at_once() {
    let bench = Bench::start().await;
    let path = format!("/subscriptions/{}", stax_bill::ACTIVE);
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let request = bench.request(Provider::StaxBill, "GET", &path);
        reads.spawn(async move { request.send().await.map(|answer| answer.status().as_u16()) });
    }
    for status in reads.join_all().await {
        assert_eq!(status.unwrap(), common::OK);
    }
    assert_eq!(bench.simulator.received_by(Provider::StaxBill, "getSubscription").len(), 50);
}

#[tokio::test]
async fn stopping_frees_the_port_and_ends_what_is_open() {
    let simulator = Simulator::builder().start().await.unwrap();
    let address = simulator.address();
    let open = TcpStream::connect(address).await.unwrap();
    let taken = Simulator::builder().port(address.port()).start().await;
    assert!(matches!(taken, Err(StartError::Bind(_))), "{taken:?}");
    simulator.stop().await;
    open.readable().await.unwrap();
    assert!(matches!(open.try_read(&mut [0; 1]), Ok(0) | Err(_)));
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn dropping_stops_too() {
    let simulator = Simulator::builder().start().await.unwrap();
    let address = simulator.address();
    drop(simulator);
    for _ in 0..100 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it still listens");
}
