#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-sisimai.py BOUNCE ROOT: --format=sisimai beside Sisimai itself (Debian: libsisimai-perl), on our own samples.

Sisimai is another reader and sees less or other things in a message: shares are demanded, not equality. Keys and their types must be
equal, and each of its names in data/mappings/sisimai.tsv must exist there, each format in data/formats.
"""
import glob
import json
import os
import re
import subprocess
import sys

import require

# Of the recipients that both report, and of what Sisimai tells of them, as much is equal at least; measured 2026-11: 0.02 to 0.05 more.
SHARES = {"destination": 0.99, "diagnostictype": 0.93, "senderdomain": 0.97, "smtpagent": 0.73, "timestamp": 0.82, "token": 0.80,
          "messageid": 0.95, "replycode": 0.97, "smtpcommand": 0.91, "softbounce": 0.85, "reason": 0.58}
UNTOLD = ("", "undefined", "onhold")
LATER = {"command", "decodedby", "feedbackid", "hardbounce", "toxic"}  # of version 5


def read_table(root):
    with open(os.path.join(root, "data", "mappings", "sisimai.tsv"), encoding="utf-8") as stream:
        return [line.split("\t") for line in stream.read().splitlines() if not line.startswith("#")]


def check_table(root, modules):
    """Returns what is wrong: a name that Sisimai doesn't have, a format that we don't, or a module without a format."""
    formats = set()
    for path in glob.glob(os.path.join(root, "data", "formats", "*.formats")):
        with open(path, encoding="utf-8") as stream:
            formats |= set(re.findall(r"(?m)^format (\S+)", stream.read()))
    table = read_table(root)
    failed = [f"sisimai.tsv: there is no format {row[1]}" for row in table if row[0] == "format" and row[1] not in formats]
    failed += [f"sisimai.tsv: Sisimai has no {row[2]}" for row in table if row[2] != "-" and row[2] not in modules]
    mapped = {row[2].lower() for row in table}
    failed += [f"sisimai.tsv: no row for Sisimai's {name}, though there is a format of that name"
               for name in modules if name.lower() not in mapped and name.lower() in formats]
    return failed


def key(bounce):
    return bounce["origin"], bounce["recipient"].lower()


def check_keys(theirs, ours):
    failed = []
    for name, value in theirs.items():
        if name not in ours:
            failed.append(f"no key {name}")
        elif type(value) is not type(ours[name]) and name != "replycode":  # a number now and then, by Perl's whim
            failed.append(f"{name} is {ours[name]!r}, in Sisimai {value!r}")
    return failed + [f"Sisimai has no key {name}" for name in ours.keys() - theirs.keys() - LATER]


def check_shares(pairs):
    failed = []
    for name, least in SHARES.items():
        told = [(theirs[name], ours[name]) for theirs, ours in pairs if theirs[name] not in UNTOLD]
        share = sum(one == other for one, other in told) / len(told)
        print(f"{name:15} {share:.3f}")
        if share < least:
            failed.append(f"{name}: equal in {share:.3f}, not in {least} of {len(pairs)}")
    return failed


def main():
    bounce, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    if subprocess.run(["perl", "-MSisimai", "-MJSON", "-e", "1"], capture_output=True, check=False).returncode:
        require.skip("Sisimai missing (Debian: libsisimai-perl)")
    paths = sorted(glob.glob(os.path.join(root, "tests", "data", "**", "*.eml"), recursive=True))
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "check-sisimai.pl")
    lines = subprocess.run(["perl", script], input="\n".join(paths), capture_output=True, text=True, check=True).stdout.strip().split("\n")
    version, *modules = json.loads(lines[-1])
    theirs = {key(one): one for one in map(json.loads, lines[:-1])}
    printed = subprocess.run([bounce, "-f", "sisimai", "--files-from", "-"], input="\n".join(paths), capture_output=True, text=True,
                             check=True).stdout
    ours = {key(one): one for one in json.loads(printed)}
    pairs = [(theirs[one], ours[one]) for one in sorted(theirs.keys() & ours.keys())]
    failed = check_table(root, modules) + sorted({line for pair in pairs for line in check_keys(*pair)}) + check_shares(pairs)
    print("\n".join(failed) or f"{len(pairs)} bounces beside Sisimai {version}, {len(read_table(root))} names")
    return 1 if failed or len(pairs) < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
