//! check ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
mod bounce;

use bounce::{Error, Parser, Report};
use std::fs;

fn show_report(report: &Report) {
    let original = report.original();
    let text = |value: Option<&str>| value.unwrap_or("-").to_owned();
    let fields = [text(report.source()), report.kind().into(), text(original.message_id()), text(original.subject())];
    println!("{}", fields.join("\t"));
    for one in report.recipients() {
        let fields = [
            text(one.address()),
            one.action().replace("unknown", "-"),
            one.class().into(),
            one.hardness().into(),
            one.advice().into(),
            one.reply_code().map_or("-".into(), |code| code.to_string()),
            text(one.status()),
            text(one.diagnostic()),
        ];
        println!("{}", fields.join("\t"));
    }
}

fn one_round(mailbox: &str, rules: &str, message: &[u8], reply: &str) -> Result<(Vec<Report>, Error), Error> {
    let mut parser = Parser::new();
    parser.add_rules_file(rules)?;
    let mut reports: Vec<Report> = parser.mailbox(mailbox)?.collect::<Result<_, Error>>()?;
    reports.extend(parser.mailbox(mailbox)?.next().transpose()?);
    reports.push(parser.parse(message)?);
    reports.push(parser.classify_reply(reply, Some("mx.example.net"))?);
    let error = parser.add_rules("class no_such_class\n", &"x".repeat(20000));
    Ok((reports, error.expect_err("wrong rules are taken")))
}

fn show_memory() {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).expect("Linux"));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds: u32 = arguments[0].parse()?;
    let message = fs::read(&arguments[3])?;
    for i in 1..=rounds {
        let (reports, error) = one_round(&arguments[1], &arguments[2], &message, &arguments[4])?;
        if i == rounds / 5 || i == rounds {
            show_memory();
        }
        if i == rounds {
            reports.iter().for_each(show_report);
            println!("{}\t{}\t{}", error.code, error.line, error.message.replace(&"x".repeat(20000), "rules"));
        }
    }
    Ok(())
}
