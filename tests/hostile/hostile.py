#!/usr/bin/env python3
"""hostile.py BOUNCE [--plain]: hostile messages hurt nobody.

Each message of messages.py is read at 1, 2, 4 and 8 MB within 256 MB of
address space and a bounded processor time, must give one valid report, and the
report must name the limits that it reached. Growth is counted in instructions
(callgrind) at smaller sizes, so that a busy machine changes nothing: four times
the input costs at most six times the work.

--plain leaves out both bounds: sanitizers need room, and are slow."""
import concurrent.futures
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

import messages

MEGABYTE = 1 << 20
ADDRESS_SPACE = 256 * MEGABYTE
SECONDS = 20  # a guard, far above what is needed
SMALL, LARGE = 50_000, 200_000
MOST_GROWTH = 6.0
NOISE = 1_000_000  # instructions that one start differs from another


def write(folder, name, size):
    path = os.path.join(folder, f"{name}-{size}.eml")
    with open(path, "wb") as out:
        out.write(messages.MESSAGES[name][0](size))
    return path


def bound():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read_one(bounce, folder, name, size, plain):
    """What is wrong with one reading, or nothing."""
    path = write(folder, name, size)
    done = subprocess.run([bounce, "-f", "ndjson", path], capture_output=True,
                          preexec_fn=None if plain else bound)
    os.unlink(path)
    where = f"{name} at {size} bytes"
    if done.returncode:
        return [f"{where}: exit {done.returncode}: {done.stderr[-200:]!r}"]
    lines = done.stdout.decode("utf-8").splitlines()
    if len(lines) != 1:
        return [f"{where}: {len(lines)} lines"]
    reached = json.loads(lines[0])["limits_reached"]
    wanted = messages.MESSAGES[name][1] if size >= 8 * MEGABYTE else ()
    return [f"{where}: limit {limit} not reported, only {reached}"
            for limit in wanted if limit not in reached]


def instructions(bounce, path):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         bounce, "-f", "ndjson", path], capture_output=True, check=True,
        env={**os.environ, "G_SLICE": "always-malloc",
             "MALLOC_PERTURB_": "0"})  # else the C library's filling counts
    return int(re.search(rb"Collected : (\d+)", done.stderr).group(1))


def growth(bounce, folder, name, start):
    counts = []
    for size in SMALL, LARGE:
        path = write(folder, name, size)
        counts.append(max(instructions(bounce, path) - start, NOISE))
        os.unlink(path)
    if counts[1] > counts[0] * MOST_GROWTH:
        return [f"{name}: {counts[0]} instructions at {SMALL} bytes,"
                f" {counts[1]} at {LARGE}"]
    return []


def main():
    bounce, plain = sys.argv[1], "--plain" in sys.argv
    sizes = [1, 8] if plain else [1, 2, 4, 8]
    wrong = []
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(read_one, bounce, folder, name, size * MEGABYTE,
                            plain)
                for name in messages.MESSAGES for size in sizes]
        if not plain and shutil.which("valgrind"):
            empty = os.path.join(folder, "empty")
            open(empty, "wb").close()
            start = instructions(bounce, empty)
            jobs += [pool.submit(growth, bounce, folder, name, start)
                     for name in messages.MESSAGES]
        for job in jobs:
            wrong += job.result()
    print(*wrong, f"{len(jobs)} readings, {len(wrong)} wrong", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
