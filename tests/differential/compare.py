#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""compare.py SOURCE FOLDER: what is found does not depend on the compiler and
its optimisation: builds dump.c with each in FOLDER, and compares what they say
of the fixtures and their mutations. dump.c compares the ways of input, line
ends and threads."""
import os
import pathlib
import subprocess
import sys

MUTATIONS = "2"
BUILDS = {"gcc-0": ("gcc", "0"), "gcc-3": ("gcc", "3"),
          "clang-0": ("clang", "0"), "clang-3": ("clang", "3")}


def build(source, folder, compiler, level):
    """The dumping program, or nothing where there is no such compiler."""
    if not (folder / "build.ninja").exists():
        subprocess.run(["meson", "setup", folder, source, "-Dtests=disabled",
                        f"-Doptimization={level}", "-Ddebug=false"],
                       check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "CC": compiler})
    subprocess.run(["ninja", "-C", folder, "tests/differential/dump"],
                   check=True, stdout=subprocess.DEVNULL)
    return folder / "tests/differential/dump"


def main():
    source, folder = map(pathlib.Path, sys.argv[1:3])
    first, wrong = None, False
    for name, (compiler, level) in BUILDS.items():
        dump = build(source, folder / name, compiler, level)
        done = subprocess.run([dump, source / "tests/data", MUTATIONS],
                              stdout=subprocess.PIPE, check=False)
        lines = done.stdout.splitlines()
        print(f"{name}: {len(lines)} reports, exit {done.returncode}")
        first = first or lines
        wrong |= done.returncode != 0 or len(lines) != len(first)
        for one, other in zip(first, lines):
            if one != other:
                print(one, other, sep="\n")
                wrong = True
    sys.exit(wrong)


if __name__ == "__main__":
    main()
