use std::{env, time::Duration};

use orders_core::Order;
use tokio::signal::unix::{signal, SignalKind};

fn interval() -> Duration {
    let milliseconds = env::var("WORKER_INTERVAL_MS")
        .ok()
        .and_then(|value| value.parse().ok())
        .filter(|value| *value > 0)
        .unwrap_or(5000);
    Duration::from_millis(milliseconds)
}

fn settle(id: u64) {
    let order = Order {
        id,
        unit_price_cents: 199,
        quantity: 3,
    };
    println!("settled order {id}: {:?} cents", order.total_cents());
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut ticks = tokio::time::interval(interval());
    for id in 1.. {
        tokio::select! {
            _ = ticks.tick() => settle(id),
            _ = terminate.recv() => break,
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    println!("stopped");
    Ok(())
}
