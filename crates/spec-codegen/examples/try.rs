use std::path::PathBuf;
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args[1] == "worker" {
        std::process::exit(spec_codegen::serve().into());
    }
    let file = PathBuf::from(&args[1]);
    let name = "doc";
    let text = std::fs::read_to_string(&file).unwrap();
    let t = Instant::now();
    let document = match spec_document::Effective::from_text(name, &file.display().to_string(), &text) {
        Ok(d) => d,
        Err(r) => {
            println!("LOAD {r}");
            std::process::exit(1)
        }
    };
    let contract = match spec_contract::read(&document) {
        Ok(d) => d,
        Err(r) => {
            println!("READ {r}");
            std::process::exit(1)
        }
    };
    let tc = t.elapsed();
    let worker = spec_codegen::Worker::new(std::env::current_exe().unwrap(), "worker");
    match spec_codegen::generate(&document, &contract, &worker) {
        Ok(g) => {
            println!(
                "OK read {tc:.2?} all {:.2?} ops {} ledger {} bytes {}",
                t.elapsed(),
                contract.operations.len(),
                g.ledger.entries().len(),
                g.files.values().map(String::len).sum::<usize>()
            );
            if let Some(out) = args.get(2) {
                for (p, t) in &g.files {
                    let f = PathBuf::from(out).join(p);
                    std::fs::create_dir_all(f.parent().unwrap()).unwrap();
                    std::fs::write(f, t).unwrap();
                }
            }
        }
        Err(r) => {
            println!("GEN {:.2?} {r}", t.elapsed());
            std::process::exit(1)
        }
    }
}
