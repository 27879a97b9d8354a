#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""knowledge.py BOUNCE: rules and formats that are far too large or made to be
slow are read and used, or refused with their place, within 256 MB of address
space and a bounded processor time."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import hostile

BOUNCE = sys.argv[1]
HEAD = "From: MAILER-DAEMON@example.org\n\nhello <u@example.org>: 550 "
WORDS = HEAD + "a \n" * 300_000
LINES = HEAD + "\n" + "<u@example.org>: a\n" * 50_000
RULES = "class user_unknown\n"
FORMAT = 'format x\n  known text "hello"\n  sample x\n  source y\n'


def some(form, n):
    return "".join(form.replace("%d", str(i)) for i in range(n))


class Knowledge(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def read(self, option, text, mail, refused=None):
        knowledge, message = (pathlib.Path(self.folder.name, name)
                              for name in ("knowledge", "mail.eml"))
        knowledge.write_text(text)
        message.write_text(mail)
        done = subprocess.run(
            [BOUNCE, "--no-config", f"--{option}={knowledge}", "-f", "ndjson",
             message], capture_output=True, check=False, text=True,
            preexec_fn=hostile.bound)
        if refused:
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(f"{knowledge}:{refused}: ", done.stderr)
        else:
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(done.stdout.count("\n"), 1)

    def test_many_phrases(self):
        self.read("rules", RULES + some('  "phrase number %d"\n', 50_000),
                  WORDS)

    def test_one_start_of_many_gaps(self):
        self.read("rules", RULES + some('  "a" ... "a" ... "b%d"\n', 3000),
                  WORDS)

    def test_chain_of_gaps(self):
        self.read("rules", RULES + "  " + " ... ".join(['"a"'] * 60) + "\n",
                  WORDS)

    def test_long_phrase(self):
        self.read("rules", f'{RULES}  "{"word " * 200_000}"\n', WORDS,
                  refused=2)

    def test_long_chain(self):
        """Each text goes on with all of those before it."""
        self.read("rules", RULES + "  " + '"a" ' * 300_000 + "\n", WORDS, refused=2)

    def test_no_end(self):
        self.read("rules", "\n" * 5_000_000 + "x", WORDS, refused=5_000_001)

    def test_nuls(self):
        self.read("rules", "\0" * 5_000_000, WORDS, refused=1)

    def test_many_recipient_lines(self):
        self.read("formats", FORMAT +
                  some('  recipient "<{address}>: w%d"\n', 20_000), LINES,
                  refused=1)

    def test_as_many_recipient_lines_as_may_be(self):
        self.read("formats", FORMAT +
                  some('  recipient "<{address}>: w%d"\n', 256), LINES)

    def test_many_that_start_with_an_address(self):
        self.read("formats", FORMAT +
                  some('  recipient "{address} w%d"\n', 1000), LINES)

    def test_many_captures(self):
        self.read("formats", FORMAT + '  recipient "<{address}>: ' +
                  "{any} w " * 3000 + '"\n', LINES)

    def test_many_formats(self):
        self.read("formats", "".join(
            FORMAT.replace("format x", f"format x{i}").replace(
                "hello", f"hello {i}") for i in range(5000)), LINES)

    def test_many_marks(self):
        self.read("formats", FORMAT.replace('text "hello"', " or ".join(
            f'text "mark {i}"' for i in range(20_000))), LINES)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
