#!/usr/bin/env python3
"""count-tests.py FOLDER: adds up meson's test logs (*.json) and failed builds (*.failed) in a folder.

A Check program counts as its checks, any other test as one. Ends with "N passed, N failed".
"""
import glob
import json
import os
import re
import sys

CHECKS = re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)$", re.M)


def count(line):
    result = json.loads(line)
    if result["result"] in ("SKIP", "EXPECTEDFAIL"):
        print(f"skipped: {result['name']}")
        return 0, 0
    good = result["result"] == "OK"
    passed = failed = 0
    for checks, failures, errors in CHECKS.findall(result.get("stdout") or ""):
        failed += int(failures) + int(errors)
        passed += int(checks) - int(failures) - int(errors)
    if good:
        return max(passed, 1), 0
    return passed, max(failed, 1)


def main():
    folder = sys.argv[1]
    passed = 0
    failed = len(glob.glob(os.path.join(folder, "*.failed")))
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(path, encoding="utf-8") as stream:
            for line in stream:
                more = count(line)
                passed += more[0]
                failed += more[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
