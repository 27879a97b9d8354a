#!/usr/bin/env python3
"""check.py ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py."""
from __future__ import annotations

import sys
from typing import Optional, Union

import bounce


def show(*values: Union[str, int, None]) -> None:
    print("\t".join("-" if value is None else str(value) for value in values))


def show_report(report: bounce.Report) -> None:
    show(report.source, report.kind, report.original.message_id, report.original.subject)
    for one in report.recipients:
        show(one.address, one.action, one.class_, one.hardness, one.advice, one.reply_code, one.status, one.diagnostic)


def one_round(mailbox: str, rules: str, message: bytes, reply: str) -> tuple[list[bounce.Report], bounce.Error]:
    with bounce.Parser() as parser:
        parser.add_rules_file(rules)
        with parser.mailbox(mailbox) as messages:
            reports = list(messages)
        with parser.mailbox(mailbox) as messages:
            reports.append(next(messages))
        reports.append(parser.parse(message))
        reports.append(parser.classify_reply(reply, "mx.example.net"))
        try:
            parser.add_rules("class no_such_class\n", "x" * 20000)
        except bounce.Error as error:
            return reports, error
    raise AssertionError("wrong rules are taken")


def show_memory() -> None:
    with open("/proc/self/status", encoding="ascii") as status:
        print(next(line for line in status if line.startswith("VmHWM")), end="")


def main() -> int:
    rounds, mailbox, rules, path, reply = sys.argv[1:]
    with open(path, "rb") as stream:
        message = stream.read()
    for i in range(1, int(rounds) + 1):
        reports, error = one_round(mailbox, rules, message, reply)
        if i in (int(rounds) // 5, int(rounds)):
            show_memory()
    for report in reports:
        show_report(report)
    show(error.code, error.line, str(error).replace("x" * 20000, "rules"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
