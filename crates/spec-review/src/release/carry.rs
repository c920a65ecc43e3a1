//! What a release of one crate asks of those that use it.

use super::sources::Sources;
use super::unit::Unit;
use super::{Level, notes};
use crate::{Failure, Git};

/// Carries what breaks from crate to crate, until it is everywhere. Cargo takes a version that breaks only where a manifest names it, so who
/// uses the crate is released too; and who exports something of it breaks with it. A version that breaks nobody comes by itself.
pub(super) fn carry(units: &mut [Unit], git: &Git) -> Result<(), Failure> {
    for from in 0..units.len() {
        carry_what_the_facade_cannot(units, from);
    }
    let mut done: Vec<(usize, usize)> = Vec::new();
    while let Some((from, to)) = next(units, &done) {
        done.push((from, to));
        carry_version(units, git, from, to)?;
    }
    Ok(())
}

/// A client that breaks, and another version that uses it and was not told yet.
fn next(units: &[Unit], done: &[(usize, usize)]) -> Option<(usize, usize)> {
    let breaks = |from: &usize| units.get(*from).is_some_and(|it| it.level == Some(Level::Breaking));
    (0..units.len()).filter(breaks).find_map(|from| {
        let to = (0..units.len()).find(|to| !done.contains(&(from, *to)) && uses(units, from, *to))?;
        Some((from, to))
    })
}

/// Whether one version's crates are used by those of another, which was released before.
fn uses(units: &[Unit], from: usize, to: usize) -> bool {
    let (Some(used), Some(user)) = (units.get(from), units.get(to)) else { return false };
    let mut names = user.members.iter().flat_map(|member| &member.uses);
    from != to && user.tag.is_some() && names.any(|name| used.members.iter().any(|it| it.name == *name))
}

/// What hurts who calls the facade hurts through whatever stands on the client, and not through the client.
fn carry_what_the_facade_cannot(units: &mut [Unit], from: usize) {
    let Some(client) = units.get(from) else { return };
    let name = client.title().to_owned();
    let items: Vec<String> =
        client.of_facade.iter().map(|finding| format!("`{name}`: {}", notes::item(finding, None))).collect();
    for to in 0..units.len() {
        if !items.is_empty()
            && uses(units, from, to)
            && let Some(user) = units.get_mut(to)
        {
            user.raise(Level::Breaking);
            user.notes.breaking.extend(items.iter().cloned());
        }
    }
}

fn carry_version(units: &mut [Unit], git: &Git, from: usize, to: usize) -> Result<(), Failure> {
    let (Some(broken), Some(user)) = (units.get(from), units.get(to)) else { return Ok(()) };
    let version = broken.next();
    let (mut breaking, mut changed) = (Vec::new(), Vec::new());
    for member in &user.members {
        for used in broken.members.iter().filter(|it| member.uses.contains(&it.name)) {
            let listing = Sources::read(git, "HEAD", &member.folder)?.listing()?;
            if listing.is_some_and(|listing| listing.names(&used.name.replace('-', "_"))) {
                breaking.push(format!("`{}` exports items of `{}`, which is {version} now.", member.name, used.name));
            } else {
                changed.push(format!("`{}` stands on `{}` {version}.", member.name, used.name));
            }
        }
    }
    let Some(user) = units.get_mut(to) else { return Ok(()) };
    user.raise(if breaking.is_empty() { Level::Patch } else { Level::Breaking });
    user.notes.breaking.extend(breaking);
    user.notes.changed.extend(changed);
    Ok(())
}
