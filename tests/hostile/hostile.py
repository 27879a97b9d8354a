#!/usr/bin/env python3
"""hostile.py BOUNCE [GROWTH | --plain]: hostile messages hurt nobody.

Each message of messages.py is read at 1, 2, 4 and 8 MB within 256 MB of
address space, 256 KB of stack and a bounded processor time, must give one
valid report, and the report must name the limits that it reached.

With GROWTH (growth.c), instructions are counted by callgrind, so that a busy
machine changes nothing: eight times the input costs at most ten times the work,
and no byte too much. They are counted where limits are not reached yet, and
from 1 to 8 MB where the processor's time grew more than that.

--plain bounds nothing: sanitizers need room, and are slow."""
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import messages

MEGABYTE = 1 << 20
ADDRESS_SPACE = 256 * MEGABYTE
STACK = 256 << 10  # nothing recurses on what it reads
SECONDS = 8  # a guard, far above what is needed
SMALL, LARGE = 1 << 15, 1 << 18
MOST_GROWTH = 10.0
MOST_PER_BYTE = 1500
# Their output is many times their size.
REPEATED = {"recipients_and_one_text", "one_refusal_of_many"}
NOISE = 1_000_000  # instructions below which growth says nothing


def write(folder, name, size):
    path = os.path.join(folder, f"{name}-{size}.eml")
    with open(path, "wb") as out:
        out.write(messages.MESSAGES[name][0](size))
    return path


def bound():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(command, bounded):
    """Exit status, output, errors, and processor time of a program."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err,
                                   preexec_fn=bound if bounded else None)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return (process.returncode, out.read(), err.read(),
                usage.ru_utime + usage.ru_stime)


def read_one(bounce, folder, name, size, bounded):
    """What is wrong with one reading, or nothing, and the time it took."""
    path = write(folder, name, size)
    status, out, err, seconds = run([bounce, "-f", "ndjson", path], bounded)
    os.unlink(path)
    where = f"{name} at {size} bytes"
    if status:
        return [f"{where}: exit {status}: {err[-200:]!r}"], seconds
    lines = out.decode("utf-8").splitlines()
    if len(lines) != 1:
        return [f"{where}: {len(lines)} lines"], seconds
    reached = json.loads(lines[0])["limits_reached"]
    wanted = messages.MESSAGES[name][1] if size >= 8 * MEGABYTE else ()
    return [f"{where}: limit {limit} not reported, only {reached}"
            for limit in wanted if limit not in reached], seconds


def count(growth, folder, names, sizes):
    """Instructions that each message takes at each size, in one run."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        paths = [write(own, name, size) for name in names for size in sizes]
        subprocess.run(
            ["valgrind", "--tool=callgrind",
             f"--callgrind-out-file={own}/out", growth, *paths],
            capture_output=True, check=True,
            env={**os.environ, "G_SLICE": "always-malloc",
                 "MALLOC_PERTURB_": "0"})  # else the C library's filling counts
        counts = [int(re.search(r"^(?:totals|summary): (\d+)",
                                pathlib.Path(f"{own}/out.{i}").read_text(),
                                re.M)[1]) for i in range(1, len(paths) + 1)]
    step = len(sizes)
    return {name: counts[i * step:(i + 1) * step]
            for i, name in enumerate(names)}


def check_growth(growth, folder, names):
    wrong = []
    for name, (few, many) in count(growth, folder, names,
                                   (SMALL, LARGE)).items():
        if many > max(few, NOISE) * MOST_GROWTH:
            wrong.append(f"{name}: {few} instructions at {SMALL} bytes,"
                         f" {many} at {LARGE}")
        if many > LARGE * MOST_PER_BYTE and name not in REPEATED:
            wrong.append(f"{name}: {many // LARGE} instructions a byte")
    return wrong


def check_large(growth, folder, name, seconds):
    """From 1 to 8 MB: times may lie, so instructions decide."""
    if seconds[8] <= seconds[1] * MOST_GROWTH:
        return []
    few, many = count(growth, folder, [name], (MEGABYTE, 8 * MEGABYTE))[name]
    return ([f"{name}: {few} instructions at 1 MB, {many} at 8"]
            if many > few * MOST_GROWTH else [])


def read_all(bounce, growth, plain, folder, name):
    wrong, seconds = [], {}
    for size in (1, 8) if plain else (1, 2, 4, 8):
        found, seconds[size] = read_one(bounce, folder, name, size * MEGABYTE,
                                        not plain)
        wrong += found
    return wrong + (check_large(growth, folder, name, seconds)
                    if growth and not wrong else [])


def main():
    bounce, plain = sys.argv[1], "--plain" in sys.argv
    growth = sys.argv[2] if len(sys.argv) > 2 and not plain else None
    if not growth and not plain:
        print("skipped: growth is not counted without valgrind")
        if os.environ.get("BOUNCE_SKIP_NOTHING"):
            sys.exit(1)
    names = list(messages.MESSAGES)
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(check_growth, growth, folder, names[i::2])
                for i in range(2 if growth else 0)]
        jobs += [pool.submit(read_all, bounce, growth, plain, folder,
                             name)
                 for name in names]
        wrong = [text for job in jobs for text in job.result()]
    print(*wrong, f"{len(names)} messages, {len(wrong)} wrong", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
