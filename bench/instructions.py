#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""instructions.py PROGRAM ROOT [--update]: has the library become slower?

Counts the instructions (callgrind) that each way takes for fixed lists of messages, as a multiple of what a bare GMime parse
takes for the same list, and fails when one differs by more than 3 % from bench/baseline.json: also when it became faster, so
that the baseline is renewed and the gain kept. --update writes the baseline.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

LISTS = ["bounces", "ordinary"]
WAYS = ["report", "json", "classify"]
TOLERANCE = 0.03
SKIP = 77


def count(program, way, names, folder):
    """Instructions within measured(). Without what meson sets to have malloc() fill memory."""
    env = {name: value for name, value in os.environ.items() if name != "MALLOC_PERTURB_"}
    with tempfile.TemporaryDirectory() as scratch:
        out = os.path.join(scratch, "out")
        run = subprocess.run(["valgrind", "--tool=callgrind", "--toggle-collect=measured", f"--callgrind-out-file={out}",
                              program, way, names, folder], capture_output=True, text=True, check=False, env=env)
        if run.returncode:
            sys.exit(run.stderr)
        with open(out, encoding="utf-8") as stream:
            return int(re.search(r"^(?:totals|summary): (\d+)", stream.read(), re.M).group(1))


def measure(program, root):
    """{list: {way: instructions as a multiple of GMime's}}"""
    folder = os.path.join(root, "tests", "data")
    results = {}
    for name in LISTS:
        names = os.path.join(root, "bench", name + ".list")
        gmime = count(program, "gmime", names, folder)
        results[name] = {way: round(count(program, way, names, folder) / gmime, 4) for way in WAYS}
    return results


def main():
    program, root = sys.argv[1:3]
    if not shutil.which("valgrind"):
        print("skipped: valgrind is missing")
        return SKIP
    path = os.path.join(root, "bench", "baseline.json")
    found = measure(program, root)
    if "--update" in sys.argv[3:]:
        with open(path, "w", encoding="utf-8") as stream:
            json.dump(found, stream, indent=2)
            stream.write("\n")
    with open(path, encoding="utf-8") as stream:
        baseline = json.load(stream)
    bad = 0
    for name, ways in found.items():
        for way, ratio in ways.items():
            change = ratio / baseline[name][way] - 1
            wrong = abs(change) > TOLERANCE
            bad += wrong
            print(f"{name}, {way}: {ratio:.4f} times GMime, {change:+.1%} from the baseline{': TOO FAR' if wrong else ''}")
    if bad:
        print("If that is meant: bench/instructions.py PROGRAM ROOT --update, and say why in the commit.")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
