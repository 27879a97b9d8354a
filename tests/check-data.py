#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-data.py ROOT: each file of rules, providers and formats is built in: a list in a meson.build names it."""
import os
import re
import sys

LISTS = {"rules": "data/meson.build", "providers": "data/meson.build", "formats": "data/formats/meson.build"}


def main():
    root, failed, n = sys.argv[1], [], 0
    for folder, path in LISTS.items():
        with open(os.path.join(root, path), encoding="utf-8") as stream:
            named = {os.path.basename(name) for name in re.findall(r"'([^']+\.(?:rules|formats))'", stream.read())}
        there = {name for name in os.listdir(os.path.join(root, "data", folder)) if name.endswith((".rules", ".formats"))}
        failed += [f"{path} does not name {folder}/{name}" for name in sorted(there - named)]
        n += len(there)
    print("\n".join(failed) or f"{n} files are built in")
    return 1 if failed or not n else 0


if __name__ == "__main__":
    sys.exit(main())
