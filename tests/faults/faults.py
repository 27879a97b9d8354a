#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""faults.py BOUNCE SHIM: a read error in the middle of a file or a pipe is
told with its name and exit status 1; other messages are read, lines whole."""
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


def run(*args, **more):
    return subprocess.run([BOUNCE, "-f", "ndjson", *args], timeout=60,
                          capture_output=True, check=False,
                          env={**os.environ, "LD_PRELOAD": SHIM,
                               "FAIL_AFTER": "131072"}, **more)


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

    def test_without_a_fault(self):
        done = run(self.good)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
