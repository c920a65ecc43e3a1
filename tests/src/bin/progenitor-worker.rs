//! progenitor in a process of its own, for the tests that hand it hostile documents.

fn main() -> std::process::ExitCode {
    spec_codegen::serve().into()
}
