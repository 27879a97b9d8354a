//! example FILE...: prints reports as bounce --format=json does.
mod bounce;

fn main() {
    let parser = bounce::Parser::new();
    let reports: Result<Vec<String>, bounce::Error> =
        std::env::args_os().skip(1).map(|path| parser.parse_file(path).map(|report| report.json())).collect();
    match reports {
        Ok(reports) => println!("[\n{}\n]", reports.join(",\n")),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}
