//! In which order crates can be published.

use super::Member;
use crate::Failure;
use crate::text::listed;

/// The crates that may be published, each after those that it needs; where nothing decides, by name.
///
/// # Errors
///
/// Crates that wait for one another, or one that waits for a crate that is never published.
pub fn publish_order(members: &[Member]) -> Result<Vec<&Member>, Failure> {
    let mut waiting: Vec<&Member> = members.iter().filter(|member| member.is_published).collect();
    for member in &waiting {
        if let Some(never) = member.after.iter().find(|name| !waiting.iter().any(|it| it.name == **name)) {
            return Err(Failure::message(format!(
                "`{}` can be published and needs `{never}`, which cannot: give `publish = false` to both or to none",
                member.name
            )));
        }
    }
    let mut order: Vec<&Member> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |member: &&Member| member.after.iter().all(|name| order.iter().any(|it| it.name == *name));
        let Some(index) = waiting.iter().position(is_ready) else {
            let names: Vec<String> = waiting.iter().map(|member| format!("`{}`", member.name)).collect();
            return Err(Failure::message(format!(
                "{} cannot be published: there is a circle of those that need one another\na development dependency without a version makes nobody wait",
                listed(&names)
            )));
        };
        order.push(waiting.remove(index));
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::super::members;
    use super::publish_order;

    fn package(name: &str, publish: &str, dependencies: &[&str]) -> String {
        let dependencies: Vec<String> = dependencies
            .iter()
            .map(|text| {
                let (name, kind) = text.split_once(' ').unwrap_or((text, "null"));
                let (kind, req) = if kind == "dev" { ("\"dev\"", "*") } else { ("null", "^0.1.0") };
                format!(r#"{{"name":"{name}","req":"{req}","kind":{kind},"path":"/w/crates/{name}"}}"#)
            })
            .collect();
        format!(
            r#"{{"name":"{name}","version":"0.1.0","manifest_path":"/w/crates/{name}/Cargo.toml","publish":{publish},"dependencies":[{}]}}"#,
            dependencies.join(",")
        )
    }

    fn order(packages: &[String]) -> Result<String, String> {
        let text = format!(r#"{{"packages":[{}],"workspace_root":"/w"}}"#, packages.join(","));
        let members = members(&text).map_err(|failure| failure.to_string())?;
        let order = publish_order(&members).map_err(|failure| failure.to_string())?;
        Ok(order.iter().map(|member| member.name.as_str()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_is_needed_comes_first() {
        let packages = [
            package("a-facade", "null", &["client", "runtime", "z-tests dev"]),
            package("client", "null", &["runtime"]),
            package("runtime", "null", &["serde"]),
            package("z-tests", "[]", &["a-facade"]),
        ];
        assert_eq!(order(&packages).unwrap(), "runtime client a-facade");
    }

    #[test]
    fn a_circle_or_a_crate_that_is_never_published_is_named() {
        let circle = [package("a", "null", &["b"]), package("b", "null", &["a"])];
        assert!(order(&circle).unwrap_err().starts_with("`a` and `b` cannot be published"));
        let never = [package("a", "null", &["b"]), package("b", "[]", &[])];
        assert!(order(&never).unwrap_err().starts_with("`a` can be published and needs `b`, which cannot"));
        assert!(order(&["nothing".to_owned()]).unwrap_err().contains("cannot be understood"));
    }
}
