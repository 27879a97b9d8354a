#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rewrites every fixture in ways that change no fact, and demands the report
that the fixture gives: other line ends, hosts and local parts, lines wrapped
at another column, the footer of a list, a signature.

    metamorphic.py BOUNCE DATA_FOLDER [WAY...]
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

FOOTER = b"""
_______________________________________________
Birds mailing list
birds@lists.example.com
https://lists.example.com/mailman/listinfo/birds
"""
SIGNATURE = b"""
-- 
Mail team, Example Inc., room 550, phone 5.1.1
support@help.example.com
"""
HOSTS = {"example.org": "nord.firma.example", "example.net": "sued-post.example",
         "example.com": "west.example", "192.0.2.": "198.51.100."}
# Names that say what a message is stay.
NAMES = re.compile(r"(?<![\w.+=-])(?!(?i:[^\s@]*daemon|post-?master|bounce|no-?reply|admin"
                   r"|microsoft|staff|scomp|[a-z0-9.-]*-confirm)[^\s@]*@)"
                   r"([A-Za-z][\w.+-]*)@(?=[\w-]+\.)")
# Where a rewriting does change what a fixture says.
EXEMPT = {
    ("people", "aol-name.eml"): "names its recipient without a domain",
    ("people", "vtext.eml"): "is known by its sender",
    ("wrapped", "mdaemon-delay.eml"): "a transcript's reply is one line",
    ("wrapped", "mdaemon-list.eml"): "a transcript's reply is one line",
    ("wrapped", "en-failed-recipients-rule.eml"): "names a second address, now on a line of its own",
}
START_OF_ORIGINAL = re.compile(
    rb"(Received|From|Return-Path|Date|To|Subject|Message-ID|Reporting-MTA):", re.I)
WIDTH = 57
KEPT = ("address", "action", "class", "hardness", "reply_code", "status", "remote_mta",
        "command")


def with_lf(message):
    return message.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def rename_hosts(text):
    for old, new in HOSTS.items():
        text = text.replace(old, new)
    return text


def rename_people(text):
    return NAMES.sub(r"q7\1@", text)


def in_text(change):
    """A change of the whole message, where nothing of it is encoded and no
    address stands inside another (VERP)."""
    def rewrite(message):
        if re.search(rb"base64|quoted-printable|=\?|\\x\{|[^\0-\x7f]|=[\w.-]+@", message, re.I):
            return None
        return change(message.decode("latin-1")).encode("latin-1")
    return rewrite


def in_body(change):
    """A change of the text of a message that is one plain text."""
    def rewrite(message):
        header, blank, body = message.partition(b"\n\n")
        if not blank or b"\r" in message or re.search(
                rb"multipart|message/|text/html|base64|quoted-printable|iso-2022", header, re.I):
            return None
        return header + blank + change(body)
    return rewrite


def wrapped(body):
    lines = []
    original = False
    for line in body.split(b"\n"):
        original = original or START_OF_ORIGINAL.match(line)
        indent = re.match(rb"[ \t>]*", line).group()
        while not original and len(line) > WIDTH:
            cut = line.rfind(b" ", 20, WIDTH)
            if cut < 0:
                break
            lines.append(line[:cut])
            line = indent + line[cut + 1:]
        lines.append(line)
    return b"\n".join(lines)


# The way's name, how a message changes, how the expected report does.
WAYS = {
    "lf": (with_lf, None),
    "crlf": (lambda m: with_lf(m).replace(b"\n", b"\r\n"), None),
    "cr": (lambda m: with_lf(m).replace(b"\n", b"\r"), None),
    "hosts": (in_text(rename_hosts), rename_hosts),
    "people": (in_text(rename_people), rename_people),
    "wrapped": (in_body(wrapped), None),
    "footer": (in_body(lambda b: b + FOOTER), None),
    "signature": (in_body(lambda b: b + SIGNATURE), None),
}


def facts(report):
    """What a change may not touch, as one line of text."""
    original = report.get("original") or {}
    return json.dumps([report["kind"], report.get("format"), original.get("message_id"),
                       [{key: r.get(key) for key in KEPT} for r in report["recipients"]]],
                      ensure_ascii=False)


def reports_of(bounce, paths):
    found = {}
    for first in range(0, len(paths), 200):
        run = subprocess.run([bounce, "--format=ndjson", *paths[first:first + 200]],
                             stdout=subprocess.PIPE, check=False)
        for line in run.stdout.splitlines():
            report = json.loads(line)
            found[report["source"]] = report
    return found


def try_way(bounce, name, messages, expected):
    """Prints the fixtures whose report changes; returns (good, tried)."""
    change, change_facts = WAYS[name]
    good = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        made = {}
        for number, (path, message) in enumerate(messages.items()):
            new = change(message)
            if new is None or path not in expected or (name, os.path.basename(path)) in EXEMPT:
                continue
            copy = os.path.join(folder, f"{number}.eml")
            with open(copy, "wb") as file:
                file.write(new)
            made[copy] = path
        got = reports_of(bounce, list(made))
        for copy, path in made.items():
            want = facts(expected[path])
            want = change_facts(want) if change_facts else want
            have = facts(got[copy]) if copy in got else "no report"
            tried += 1
            good += have == want
            if have != want:
                print(f"{name}: {path}\n  want {want}\n  have {have}")
    return good, tried


def main():
    bounce, data = sys.argv[1:3]
    messages = {}
    for folder, _, names in sorted(os.walk(data)):
        for name in sorted(names):
            if name.endswith(".eml"):
                with open(os.path.join(folder, name), "rb") as file:
                    messages[os.path.join(folder, name)] = file.read()
    expected = reports_of(bounce, list(messages))
    table = collections.OrderedDict(
        (name, try_way(bounce, name, messages, expected)) for name in sys.argv[3:] or WAYS)
    for name, (good, tried) in table.items():
        print(f"{name:10} {good:5} of {tried}")
    return 0 if all(good == tried > 0 for good, tried in table.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
