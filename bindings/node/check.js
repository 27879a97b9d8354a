"use strict";
// check.js ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
const fs = require("node:fs");
const { Parser } = require("./bounce.js");

function show(...values) {
  console.log(values.map((value) => value ?? "-").join("\t"));
}

function showReport({ source, kind, original, recipients }) {
  show(source, kind, original.message_id, original.subject);
  for (const one of recipients) {
    show(one.address, one.action, one.class, one.hardness, one.advice, one.reply_code, one.status, one.diagnostic);
  }
}

function reportsOf(parser, path, message, reply) {
  const mailbox = parser.mailbox(path);
  const reports = [...mailbox];
  mailbox.close();
  for (const report of parser.mailbox(path)) {
    reports.push(report);
    break;
  }
  reports.push(parser.parse(message), parser.classifyReply(reply, "mx.example.net"));
  return reports;
}

function oneRound(path, rules, message, reply) {
  const parser = new Parser();
  parser.addRulesFile(rules);
  const reports = reportsOf(parser, path, message, reply);
  try {
    parser.addRules("class no_such_class\n", "x".repeat(20000));
  } catch (error) {
    return [reports, error];
  } finally {
    parser.close();
  }
  throw new Error("wrong rules are taken");
}

const [rounds, mailbox, rules, path, reply] = process.argv.slice(2);
const message = fs.readFileSync(path);
let reports, error;
for (let i = 1; i <= rounds; i++) {
  [reports, error] = oneRound(mailbox, rules, message, reply);
  if (i === Math.floor(rounds / 5) || i === Number(rounds)) {
    console.log(fs.readFileSync("/proc/self/status", "utf8").match(/^VmHWM.*/m)[0]);
  }
}
reports.forEach(showReport);
show(error.code, error.line, error.message.replace(/^x+/, "rules"));
