//! What the command does.

mod arguments;
mod guide;
mod watch;

pub(crate) use arguments::Arguments;

use cancelkit_simulator::{Behaviour, Simulator, UnknownName};

/// Runs the simulator until Ctrl-C.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let behaviour = chosen(&arguments)?;
    if arguments.list {
        print!("{}", guide::list());
        return Ok(());
    }
    let mut builder = Simulator::builder().port(arguments.port).behaviour(behaviour);
    for fault in arguments.faults {
        builder = builder.fault(fault.target, fault.fault, fault.times);
    }
    let simulator = builder.start().await?;
    print!("{}", guide::guide(&simulator));
    tokio::select! {
        () = watch::watch(&simulator) => {}
        end = tokio::signal::ctrl_c() => end?,
    }
    simulator.stop().await;
    Ok(())
}

fn chosen(arguments: &Arguments) -> Result<Behaviour, UnknownName> {
    let mut behaviour = Behaviour::default();
    for (choice, value) in &arguments.behaviour {
        behaviour.set(choice, value)?;
    }
    Ok(behaviour)
}
