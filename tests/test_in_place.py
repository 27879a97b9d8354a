#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_in_place.py BOUNCE: the command as a mail server's filter.

Whatever happens, a message is either a whole line of the file and the status
is 0, or the status is 75 and nothing of it is there. tests/servers/in-place
does the same with a real Postfix.
"""
import fcntl
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BOUNCE = sys.argv[1]
AGAIN = 75  # EX_TEMPFAIL of sysexits.h
MAIL = ("From robin@example.net Tue Nov 24 16:00:00 2026\n"
        "Return-Path: <>\nFrom: MAILER-DAEMON@example.org\n"
        "Subject: Undelivered {0}\n\n<u{0}@example.org>: 550 5.1.1 {1}\n")


def mail(number=0, words="no such user"):
    return MAIL.format(number, words).encode()


class InPlace(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.folder.name, "bounces.ndjson")

    def tearDown(self):
        self.folder.cleanup()

    def command(self, *more, file=None):
        return [BOUNCE, "--append", str(file or self.file), *more]

    def append(self, message, *more, **options):
        file = options.pop("file", None)
        return subprocess.run(self.command(*more, file=file), input=message,
                              capture_output=True, timeout=60, check=False,
                              **options)

    def records(self):
        text = self.file.read_bytes()
        self.assertTrue(text.endswith(b"\n"))
        return [json.loads(line) for line in text.splitlines()]

    def test_each_message_is_a_line(self):
        """Also what is no bounce; a first line "From " is no other message."""
        ordinary = b"From: a@example.org\nSubject: Hello\n\nSee you at ten.\n"
        two = mail(1) + b"\nFrom here on it is text.\n"
        for message in mail(0), ordinary, two, b"":
            self.assertEqual(self.append(message, "-").returncode, 0)
        self.assertEqual([item["kind"] for item in self.records()],
                         ["failure", "other", "failure", "other"])
        self.assertEqual(self.file.stat().st_mode & 0o007, 0)

    def test_many_at_once(self):
        running = [subprocess.Popen(self.command(), stdin=subprocess.PIPE)
                   for _ in range(30)]
        for number, process in enumerate(running):
            process.stdin.write(mail(number, "x" * 20000))
        for process in running:
            process.stdin.close()
        self.assertEqual({process.wait(60) for process in running}, {0})
        self.assertEqual({item["recipients"][0]["address"]
                          for item in self.records()},
                         {f"u{number}@example.org" for number in range(30)})

    def test_no_room_leaves_nothing_behind(self):
        """The limit lets a part of the line through, as a full disk does."""
        self.assertEqual(self.append(mail(0)).returncode, 0)
        before = self.file.read_bytes()
        for room in 0, 1, 700:
            limit = len(before) + room
            done = self.append(mail(1), preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (limit, limit)))
            self.assertEqual(done.returncode, AGAIN)
            self.assertIn(str(self.file).encode(), done.stderr)
            self.assertEqual(self.file.read_bytes(), before)

    def test_whatever_is_wrong_the_mail_stays(self):
        folder = pathlib.Path(self.folder.name)
        bad = folder / "bad.rules"
        bad.write_text("class no_such_class\n", encoding="utf-8")
        for done in (self.append(mail(), "--no-such-option"),
                     self.append(mail(), "--help"),
                     self.append(mail(), "--help-all"),
                     self.append(mail(), "--version"),
                     self.append(mail(), file="--help"),
                     self.append(mail(), "--rules", str(bad)),
                     self.append(mail(), "some.eml"),
                     self.append(mail(), "--files-from", "-"),
                     self.append(mail(), "--only", "hard"),
                     self.append(mail(), "--domain", "example.org"),
                     self.append(mail(), "--since", "7d"),
                     self.append(mail(), "--fail-on", "hard"),
                     self.append(mail(), "--addresses"),
                     self.append(mail(), file=folder / "no" / "folder"),
                     self.append(mail(), file=folder),
                     self.append(mail(), file="/dev/full"),
                     subprocess.run(self.command(), stdin=subprocess.DEVNULL,
                                    preexec_fn=lambda: os.close(0),
                                    capture_output=True, check=False)):
            self.assertEqual(done.returncode, AGAIN)
            self.assertNotEqual(done.stderr, b"")
        self.assertFalse(self.file.exists() and self.file.stat().st_size)

    def test_killed_while_it_works(self):
        """The signal that ends a process for lack of memory."""
        process = subprocess.Popen(self.command(), stdin=subprocess.PIPE)
        task = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}")
        children = task / "children"
        if not children.exists():
            process.kill()
            self.skipTest("/proc does not tell the children of a process")
        limit = time.monotonic() + 30
        while not children.read_text() and time.monotonic() < limit:
            time.sleep(0.01)
        os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
        self.assertEqual(process.wait(30), AGAIN)
        process.stdin.close()

    def test_a_broken_last_line(self):
        """After a power cut; only a line that was never whole goes."""
        for rest, kept in ((b'{"kind":"fail', False), (b'{"a":{"b":1}', False),
                           (b'{"a":"}\\"', False), (b'{"a":"{\\\\"}', True)):
            self.file.write_bytes(b'{"kind":"other"}\n' + rest)
            self.assertEqual(self.append(mail()).returncode, 0)
            self.assertEqual(len(self.records()), 3 if kept else 2)
        self.file.write_bytes(b'{"kind":"' + b"x" * 100000)
        self.assertEqual(self.append(mail()).returncode, 0)
        self.assertEqual(len(self.records()), 1)
        for foreign in b"a letter", b'{"kind":"other"}\nof mine':
            self.file.write_bytes(foreign)
            self.assertEqual(self.append(mail()).returncode, AGAIN)
            self.assertEqual(self.file.read_bytes(), foreign)

    def test_rotated_while_it_waits(self):
        """What held the lock moved the file away: the line is in the new."""
        old = self.file.with_suffix(".1")
        self.assertEqual(self.append(mail(0)).returncode, 0)
        with open(self.file, "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            waiting = subprocess.Popen(self.command(), stdin=subprocess.PIPE)
            waiting.stdin.write(mail(1))
            waiting.stdin.close()
            time.sleep(0.5)  # as good as always, it waits by then
            self.assertIsNone(waiting.poll())
            self.file.rename(old)
        self.assertEqual(waiting.wait(60), 0)
        self.assertEqual(self.records()[0]["subject"], "Undelivered 1")
        self.assertEqual(len(old.read_bytes().splitlines()), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
