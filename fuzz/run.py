#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""run.py FUZZER SECONDS: replays the kept corpus of a target and its seeds,
then fuzzes. What it finds is printed, as base64 too, and fails the test."""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    fuzzer, seconds = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    target = fuzzer.name.removeprefix("fuzz_")
    with tempfile.TemporaryDirectory() as folder:
        new = pathlib.Path(folder, "new")
        new.mkdir()
        subprocess.run([HERE / "make-seeds.py", folder], check=True)
        done = subprocess.run(
            [fuzzer, f"-max_total_time={seconds}", "-max_len=8192",
             "-timeout=30", "-rss_limit_mb=2048", "-reload=0",
             f"-dict={folder}/dictionary", f"-artifact_prefix={folder}/",
             new, HERE / "corpus" / target, pathlib.Path(folder, target)],
            env={**os.environ, "G_SLICE": "always-malloc"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    print(done.stdout.decode(errors="replace")[-8000:])
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
