//! As much of WebDriver (<https://www.w3.org/TR/webdriver2/>) as the test needs.

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A browser under control. It ends with the test.
pub struct Driver {
    process: Child,
    /// Held open, since chromedriver writes on.
    _output: Lines<BufReader<ChildStdout>>,
    port: u16,
    session: String,
}

impl Driver {
    /// Starts chromedriver and a browser without a window.
    pub fn start(profile: &Path) -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver: `apt-get install chromium chromium-driver`");
        let output = process.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .filter(|line| line.contains("successfully"))
            .find_map(|line| line.rsplit_once("on port ")?.1.trim_end_matches('.').parse().ok())
            .expect("its port");
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--window-size=1250,1000".to_owned(),
        ];
        arguments.push(format!("--user-data-dir={}", profile.join("profile").display()));
        let mut options = json!({ "args": arguments });
        if let Ok(program) = std::env::var("CHROMIUM") {
            options["binary"] = program.into();
        }
        let mut driver = Self { process, _output: lines, port, session: String::new() };
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let session = driver.request("POST", "/session", &wanted);
        driver.session = session["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {session}")).to_owned();
        driver
    }

    pub fn go(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    pub fn title(&self) -> String {
        self.get("/title").as_str().unwrap_or_default().to_owned()
    }

    /// What a script returns.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until a script returns this.
    pub fn wait(&self, script: &str, wanted: &Value) {
        let until = Instant::now() + Duration::from_secs(5);
        while self.run(script) != *wanted {
            assert!(Instant::now() < until, "{script}: {} is not {wanted}", self.run(script));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn text(&self, selector: &str) -> String {
        self.get(&format!("/element/{}/text", self.element(selector))).as_str().unwrap_or_default().to_owned()
    }

    pub fn click(&self, selector: &str) {
        self.post(&format!("/element/{}/click", self.element(selector)), &json!({}));
    }

    /// Presses keys where the focus is.
    pub fn press(&self, keys: &str) {
        let active = id(&self.get("/element/active")).expect("an element with the focus");
        self.post(&format!("/element/{active}/value"), &json!({ "text": keys }));
    }

    /// Types into a field, which is emptied before.
    pub fn type_into(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/clear"), &json!({}));
        self.post(&format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// What the console holds.
    pub fn log(&self) -> Vec<String> {
        let entries = self.post("/se/log", &json!({ "type": "browser" }));
        entries.as_array().into_iter().flatten().map(ToString::to_string).collect()
    }

    #[expect(clippy::disallowed_methods, reason = "a picture for a person to look at")]
    pub fn screenshot(&self, to: &Path) {
        let picture = self.get("/screenshot");
        std::fs::write(to, decoded(picture.as_str().unwrap_or_default())).expect("a file");
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        id(&found).unwrap_or_else(|| panic!("no {selector}: {found}"))
    }

    fn get(&self, path: &str) -> Value {
        self.request("GET", &format!("/session/{}{path}", self.session), &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.request("POST", &format!("/session/{}{path}", self.session), body)
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("chromedriver");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .expect("a request");
        // It keeps the connection open, whatever it is asked for.
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("an answer");
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let mut answer: Value =
            serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let value = answer["value"].take();
        assert!(value.get("error").is_none(), "{method} {path}: {value}");
        value
    }
}

/// The id of an element.
fn id(element: &Value) -> Option<String> {
    element.as_object()?.values().next()?.as_str().map(str::to_owned)
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.request("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Base64 (RFC 4648), as a picture comes in it.
fn decoded(text: &str) -> Vec<u8> {
    let digits = text.bytes().filter_map(|byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    });
    let mut bytes = Vec::with_capacity(text.len());
    let (mut held, mut bits) = (0_u32, 0);
    for digit in digits {
        held = held << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes
}
