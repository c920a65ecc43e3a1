use std::collections::BTreeMap;
use std::ffi::OsString;

use cancelkit::environment::{Role, VARIABLES};
use cancelkit::{ProviderId, Registry};

fn registry(variables: &[(&str, &str)]) -> Result<Registry, String> {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    Registry::from_lookup(|name| variables.get(name).map(OsString::from)).map_err(|error| error.to_string())
}

#[test]
fn what_is_set_up_by_half_is_an_error_that_names_what_is_missing() {
    for (variables, words) in [
        (vec![("CANCELKIT_JETPACK_CLIENT_ID", "marker-value")], "CANCELKIT_JETPACK_CLIENT_SECRET is not set"),
        (vec![("CANCELKIT_KAJABI_CLIENT_SECRET", "marker-value")], "CANCELKIT_KAJABI_CLIENT_ID is not set"),
        (vec![("CANCELKIT_REBILLY_API_KEY", "marker-value")], "CANCELKIT_REBILLY_ORGANIZATION_ID is not set"),
        (vec![("CANCELKIT_STAX_BILL_SERVER", "staging")], "CANCELKIT_STAX_BILL_API_KEY is not set"),
        (
            vec![("CANCELKIT_KAJABI_SERVER", "production")],
            "CANCELKIT_KAJABI_CLIENT_ID, CANCELKIT_KAJABI_CLIENT_SECRET are not set",
        ),
        (
            vec![("CANCELKIT_KAJABI_CLIENT_ID", "marker-value"), ("CANCELKIT_KAJABI_CLIENT_SECRET", "")],
            "CANCELKIT_KAJABI_CLIENT_SECRET is not set",
        ),
        (vec![("CANCELKIT_STAX_BILL_API_KEY", "marker-value\n")], "CANCELKIT_STAX_BILL_API_KEY has white space"),
        (
            vec![("CANCELKIT_STAX_BILL_API_KEY", "marker-value"), ("CANCELKIT_STAX_BILL_SERVER", "marker-value")],
            "CANCELKIT_STAX_BILL_SERVER is no server; write production, staging or a base URL",
        ),
        (
            vec![("CANCELKIT_STAX_BILL_API_KEY", "marker-value"), ("CANCELKIT_STAX_BILL_SERVER", "sandbox")],
            "CANCELKIT_STAX_BILL_SERVER is no server",
        ),
        (
            vec![
                ("CANCELKIT_STAX_BILL_API_KEY", "marker-value"),
                ("CANCELKIT_STAX_BILL_SERVER", "https://marker-value:marker-value@example.com"),
            ],
            "Stax Bill: the base URL is refused",
        ),
        (
            vec![("CANCELKIT_REBILLY_API_KEY", "marker-value"), ("CANCELKIT_REBILLY_ORGANIZATION_ID", "marker/value")],
            "Rebilly:",
        ),
    ] {
        let error = registry(&variables).unwrap_err();
        assert!(error.contains(words), "{error}");
        assert!(!error.contains("marker"), "{error}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let error = registry(&[("CANCELKIT_JETPACK_CLIENT_ID", "a"), ("CANCELKIT_KAJABI_CLIENT_ID", "b")]).unwrap_err();
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[cfg(unix)]
#[test]
fn what_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStringExt;
    let lookup = |name: &str| (name == "CANCELKIT_STAX_BILL_API_KEY").then(|| OsString::from_vec(vec![b'm', 0xff]));
    assert!(Registry::from_lookup(lookup).unwrap_err().to_string().contains("is not UTF-8"));
}

#[test]
fn what_is_not_set_up_is_left_out() {
    assert!(registry(&[]).unwrap().is_empty());
    let registry = registry(&[("CANCELKIT_STAX_BILL_API_KEY", "k")]).unwrap();
    assert_eq!(registry.iter().map(|provider| provider.id()).collect::<Vec<_>>(), [ProviderId::StaxBill]);
    assert_eq!(
        registry.require(ProviderId::Rebilly).err().unwrap().to_string(),
        "Rebilly is not set up; set CANCELKIT_REBILLY_API_KEY, CANCELKIT_REBILLY_ORGANIZATION_ID"
    );
}

#[test]
fn servers_are_chosen_by_word_or_url() {
    for (variables, base) in [
        (vec![], "https://api.rebilly.com/organizations/org_EXAMPLE/"),
        (vec![("CANCELKIT_REBILLY_SERVER", "production")], "https://api.rebilly.com/organizations/org_EXAMPLE/"),
        (vec![("CANCELKIT_REBILLY_SERVER", "sandbox")], "https://api-sandbox.rebilly.com/organizations/org_EXAMPLE/"),
        (vec![("CANCELKIT_REBILLY_SERVER", "http://127.0.0.1:1/rebilly")], "http://127.0.0.1:1/rebilly/"),
    ] {
        let mut all = vec![("CANCELKIT_REBILLY_API_KEY", "k"), ("CANCELKIT_REBILLY_ORGANIZATION_ID", "org_EXAMPLE")];
        all.extend(variables);
        let registry = registry(&all).unwrap();
        let plan = crate::setup::plan(registry.require(ProviderId::Rebilly).unwrap());
        assert!(plan.preview.url.starts_with(base), "{}", plan.preview.url);
    }
    let url = [("CANCELKIT_REBILLY_API_KEY", "k"), ("CANCELKIT_REBILLY_SERVER", "http://127.0.0.1:1")];
    assert!(registry(&url).unwrap().get(ProviderId::Rebilly).is_some(), "a base URL holds the organization");
}

#[test]
fn every_variable_is_documented_and_named_after_its_provider() {
    for variable in VARIABLES {
        let name = variable.provider.as_str().to_uppercase().replace('-', "_");
        assert!(variable.name.starts_with(&format!("CANCELKIT_{name}_")), "{}", variable.name);
        assert_eq!(variable.role == Role::Server, variable.name.ends_with("_SERVER"));
    }
}
