#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""faults.py BOUNCE SHIM: a read error in the middle of a file or a pipe is
told with its name and exit status 1; other messages are read, lines whole. So
are they where a file shrinks or vanishes, and where the disk gets full."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BOUNCE, SHIM = sys.argv[1:3]
MAIL = (b"From: MAILER-DAEMON@example.org\n\n"
        b"<u@example.org>: 550 5.1.1 no such user\n\n")


def run(*args, faults=(("FAIL_AFTER", "131072"),), **more):
    return subprocess.run([BOUNCE, "-f", "ndjson", *args], timeout=60,
                          capture_output=True, check=False,
                          env={**os.environ, "LD_PRELOAD": SHIM,
                               **dict(faults)}, **more)


# A file system of 64 kB; the command's status is the last word.
SMALL_DISK = """mount -t tmpfs -o size=64k tmpfs "$1" || exit 99
"$2" -f ndjson -j 2 "$3" >"$1/out"
echo $?
cat "$1/out"
"""


class Faults(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.good = pathlib.Path(self.folder.name, "good.eml")
        self.bad = pathlib.Path(self.folder.name, "bad.eml")
        self.good.write_bytes(MAIL)
        self.bad.write_bytes(MAIL + b"x" * 400000)

    def tearDown(self):
        self.folder.cleanup()

    def test_file(self):
        done = run(self.bad, self.good)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"bad.eml: ", done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual([json.loads(line)["source"] for line in lines],
                         [str(self.good)])

    def test_pipe(self):
        done = run("-", input=MAIL + b"x" * 400000)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"-: ", done.stderr)
        self.assertEqual(done.stdout, b"")

    def test_interrupted_reads_go_on(self):
        """A message, an mbox and a pipe."""
        box = pathlib.Path(self.folder.name, "box.eml")
        box.write_bytes((b"From a@b Mon Nov  2 09:00:00 2026\n" + MAIL) * 2)
        for args, more, count in (((self.bad, box), {}, 3),
                                  (("-",), {"input": self.bad.read_bytes()}, 1)):
            done = run("-j", "1", *args, faults=(("INTERRUPT", "1"),), **more)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual([json.loads(line)["kind"]
                              for line in done.stdout.splitlines()],
                             ["failure"] * count)

    def test_shrinking_file(self):
        """Nothing is mapped: it is read up to its new end, and no SIGBUS."""
        done = run(self.bad, self.good, faults=(("FAIL_AFTER", "131072"),
                                                ("SHRINK", "1")))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.bad.stat().st_size, 4096)
        self.assertEqual([json.loads(line)["kind"]
                          for line in done.stdout.splitlines()],
                         ["failure", "failure"])

    def test_vanishing_from_maildir(self):
        new = pathlib.Path(self.folder.name, "box", "new")
        for name in "cur", "new", "tmp":
            (new.parent / name).mkdir(parents=True)
        for name in "a.eml", "b.eml", "c.eml":
            (new / name).write_bytes(MAIL)
        done = run("-j", "1", new.parent, faults=(("VANISH", new / "b.eml"),))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"new/b.eml: ", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertEqual(len(done.stdout.splitlines()), 2)

    def test_small_disk(self):
        """What it takes of a line is taken back."""
        box, disk = (pathlib.Path(self.folder.name, name)
                     for name in ("box", "disk"))
        box.write_bytes(b"".join(b"From a@b Mon Nov  2 09:00:00 2026\n" + MAIL
                                 for _ in range(2000)))
        disk.mkdir()
        done = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", SMALL_DISK,
             "sh", disk, BOUNCE, box], capture_output=True, check=False)
        if done.returncode:
            reason = f"nothing can be mounted here: {done.stderr.decode()}"
            if os.environ.get("BOUNCE_SKIP_NOTHING"):
                self.fail(reason)
            print("skipped:", reason)
            self.skipTest(reason)
        status, *lines = done.stdout.splitlines()
        self.assertEqual(status, b"1")
        self.assertIn(b"standard output: No space left on device", done.stderr)
        self.assertGreater(len([json.loads(line) for line in lines]), 10)

    def test_without_a_fault(self):
        done = run(self.good)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
