//! The page in a real browser: it opens, filters, follows a link to one finding, moves by keys, and logs nothing.
//!
//! Needs `chromedriver` and a Chromium, so it is not a part of the usual tests: `.ci/run browser` runs it. `CHROMIUM` names the
//! browser's program where it is not found by itself, and `SCREENSHOTS` a folder to look at what was seen.

mod driver;

use std::path::{Path, PathBuf};

use driver::Driver;
use serde_json::json;
use spec_review::{Format, Named, compare_files};

const BASE: &str = "\
openapi: 3.1.1
info: { title: Case, version: '1' }
paths:
  /orders:
    get:
      parameters:
        - { in: query, name: page, example: next, schema: { type: string } }
        - { in: query, name: size, example: 20, schema: { type: integer } }
      responses:
        '200':
          content:
            application/json:
              example: { state: open }
              schema: { type: object, properties: { state: { enum: [open, paid] } } }
";

/// One break, one warning, infos; and two examples that the other document refuses.
fn revision() -> String {
    BASE.replace("type: string", "type: integer")
        .replace("[open, paid]", "[open, paid, late]")
        .replace("example: 20", "example: 50")
        .replace("example: { state: open }", "example: { state: late }")
        .replace("get:\n", "get:\n      deprecated: true\n")
}

fn page(folder: &Path) -> PathBuf {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        put(&path, text);
        Named { path, name: name.to_owned() }
    };
    let (old, new) = (write("old.yaml", BASE), write("new.yaml", &revision()));
    let today = "2026-01-01".parse().expect("a day");
    let report = compare_files(&old, &new, "shop", today).unwrap_or_else(|failure| panic!("{failure:?}"));
    let path = folder.join("page.html");
    put(&path, &Format::Html.write(&report, false));
    path
}

#[expect(clippy::disallowed_methods, reason = "a file of this test alone, in a folder of its own")]
fn put(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file");
}

const VISIBLE: &str = "return [...document.querySelectorAll('article')].filter(it => it.offsetParent !== null).map(it => it.dataset.severity)";
const FOCUSED: &str = "return document.activeElement.dataset.severity ?? null";

#[test]
#[ignore = "needs a browser: `.ci/run browser`"]
fn the_page_opens_filters_links_and_logs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", page(folder.path()).display());
    let driver = Driver::start(folder.path());
    let shot = |name: &str| {
        if let Some(to) = std::env::var_os("SCREENSHOTS") {
            driver.screenshot(&Path::new(&to).join(name));
        }
    };

    driver.go(&url);
    assert_eq!(driver.title(), "What changes: 1 breaking, 1 warning");
    assert_eq!(driver.run(VISIBLE), json!(["breaking", "warning", "info", "info"]));
    shot("open.png");

    // The filter: by severity, by text, and all again.
    driver.click("input[value=breaking]");
    assert_eq!(driver.run(VISIBLE), json!(["warning", "info", "info"]));
    assert_eq!(driver.text("#shown"), "3 of 4 findings");
    driver.type_into("input[type=search]", "deprecated");
    assert_eq!(driver.run(VISIBLE), json!(["info"]));
    driver.type_into("input[type=search]", "nothing like it");
    assert_eq!(driver.run(VISIBLE), json!([]));
    assert_eq!(driver.text("#none"), "No finding fits the filter.");
    shot("filtered.png");

    // A link to a finding that the filter hides shows it and takes the focus there.
    let anchor =
        driver.run("return document.querySelector('article[data-severity=warning] .link').getAttribute('href')");
    let anchor = anchor.as_str().expect("a link").to_owned();
    driver.run(&format!("location.hash = '{anchor}'"));
    driver.wait(FOCUSED, &json!("warning"));
    assert_eq!(driver.run(VISIBLE), json!(["breaking", "warning", "info", "info"]));
    driver.go("about:blank");
    driver.go(&format!("{url}{anchor}"));
    driver.wait(FOCUSED, &json!("warning"));
    shot("linked.png");

    // Keys.
    driver.press("j");
    driver.wait(FOCUSED, &json!("info"));
    driver.press("kk");
    driver.wait(FOCUSED, &json!("breaking"));

    // For a screen reader: each control has a name, each finding a heading, the page a main part and a language.
    let unnamed = "return [...document.querySelectorAll('input, select, a, pre')].filter(it => !(it.labels?.length || it.getAttribute('aria-label') || it.textContent.trim())).length";
    assert_eq!(driver.run(unnamed), json!(0));
    assert_eq!(driver.run("return document.querySelectorAll('main > article > h2').length"), json!(4));
    assert_eq!(driver.run("return document.documentElement.lang"), json!("en"));
    // The examples on the wire: each with a heading of its own, hidden by the filters that can be asked of them.
    let exchanges = "return [...document.querySelectorAll('.exchange')].filter(it => it.offsetParent !== null).map(it => it.querySelector('h3').textContent)";
    let count = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
    assert_eq!(count(&driver.run(exchanges)), 2);
    assert_eq!(driver.run("return document.querySelectorAll('.exchange .doubt').length"), json!(2));
    driver.run("location.hash = '#wire'");
    shot("wire.png");
    driver.type_into("input[type=search]", "size=50");
    assert_eq!(count(&driver.run(exchanges)), 1);
    driver.press("\u{e00c}");
    assert_eq!(count(&driver.run(exchanges)), 2);

    // Nothing is loaded from anywhere.
    assert_eq!(
        driver.run("return performance.getEntriesByType('resource').filter(it => !it.name.startsWith('data:')).length"),
        json!(0)
    );
    assert_eq!(driver.log(), Vec::<String>::new());
}
