#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_command.py BOUNCE: the command when the world around it fails."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest

BOUNCE = sys.argv[1]
MAIL = ("From: MAILER-DAEMON@example.org\nReturn-Path: <>\n"
        "Subject: Undelivered\n\n<{}@example.org>: 550 5.1.1 {}\n")


def run(*args, **more):
    return subprocess.run([BOUNCE, *args], stderr=subprocess.PIPE, timeout=60,
                          **more)


class Command(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "mail.eml")
        with open(self.path, "w", encoding="utf-8") as out:
            out.write(MAIL.format("u", "no such user"))

    def tearDown(self):
        self.folder.cleanup()

    def test_full_disk(self):
        for form in "table", "json", "ndjson":
            with open("/dev/full", "wb") as full:
                done = run("-f", form, self.path, stdout=full)
            self.assertEqual(done.returncode, 1, form)
            self.assertIn(b"standard output", done.stderr)

    def test_reader_that_leaves(self):
        """Ended by SIGPIPE, or, where it is ignored, by the error."""
        reader, writer = os.pipe()
        os.close(reader)
        done = run("-f", "ndjson", *[self.path] * 200, stdout=writer,
                   preexec_fn=lambda: signal.signal(signal.SIGPIPE,
                                                    signal.SIG_DFL))
        os.close(writer)
        self.assertIn(done.returncode, (1, -signal.SIGPIPE))
        if done.returncode == 1:
            self.assertIn(b"standard output", done.stderr)

    def test_unreadable_among_others(self):
        missing = os.path.join(self.folder.name, "missing")
        done = run("-f", "ndjson", missing, "/proc/self/mem", self.path,
                   stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertIn(missing.encode(), done.stderr)
        self.assertIn(b"/proc/self/mem", done.stderr)
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 1)
        self.assertEqual(json.loads(lines[0])["kind"], "failure")

    def test_vanished_from_maildir(self):
        for name in "cur", "new", "tmp":
            os.mkdir(os.path.join(self.folder.name, name))
        os.rename(self.path, os.path.join(self.folder.name, "new", "b"))
        os.symlink("gone", os.path.join(self.folder.name, "new", "a"))
        done = run("-f", "ndjson", self.folder.name, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"new/a", done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 1)

    def test_control_characters(self):
        with open(self.path, "w", encoding="utf-8") as out:
            out.write(MAIL.format("u", "no \033[2J\007such \u009b2J user"))
        done = run(self.path, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 0)
        text = done.stdout.decode("utf-8")
        self.assertIn("such", text)
        self.assertEqual([c for c in text if c < " " and c != "\n"
                          or "\x7f" <= c < "\xa0"], [])


    def test_c1_controls(self):
        """U+009B is a terminal's ESC [, in whatever is meant for one."""
        with open(self.path, "w", encoding="utf-8") as out:
            out.write(MAIL.format("u\u009b2J", "no \u009b2J\x7fsuch user"))
        for form in ("table", "long", "json", "ndjson", "summary",
                     "addresses", "sisimai"):
            done = run("-f", form, self.path, stdout=subprocess.PIPE)
            text = done.stdout.decode("utf-8")
            self.assertNotRegex(text, "[\x7f-\x9f]", form)
            if form == "ndjson":
                self.assertIn("no \u009b2J\x7fsuch",
                              json.loads(text)["recipients"][0]["diagnostic"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
