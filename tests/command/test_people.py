#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_people.py BOUNCE LOCALES: the outputs for people, on a terminal."""
import os
import re
import sys
import unicodedata

import common
from common import dsn, run, run_in_terminal

LOCALES = os.path.abspath(sys.argv[2])
COLOR = re.compile("\033\\[[0-9;]*m")


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else
               0 if unicodedata.combining(c) else 1 for c in line)


class Table(common.Case):
    def setUp(self):
        super().setUp()
        words = "550 5.1.1 " + "no such user here, try another " * 5 + "end"
        self.long = self.mail(
            "m", ("u" * 60 + "@" + "d" * 60 + ".example.org", words),
            remote="mx." + "e" * 60 + ".example.org")
        self.wide = self.mail(
            "w", ("u@example.org", "550 5.1.1 " + "該当するユーザーが居ません" * 9))

    def test_fits(self):
        for columns in 20, 40, 60, 79, 80, 100, 120, 200, 300:
            for path in self.long, self.wide:
                text, _ = run_in_terminal(columns, path, "--explain")
                lines = COLOR.sub("", text).splitlines()
                self.assertGreater(len(lines), 3)
                for line in lines:
                    self.assertLessEqual(width(line), columns, line)
                if 80 <= columns < 200 or path == self.long and columns < 80:
                    self.assertIn("…", text)

    def test_grows(self):
        """More room shows more; the address is always there."""
        shown = [run_in_terminal(c, self.long)[0] for c in (40, 80, 120, 160)]
        for text in shown:
            self.assertIn("uuuuuuuuuu", text)
        self.assertNotIn("CLASS", shown[0])
        self.assertIn("SERVER'S WORDS", shown[1])
        self.assertNotIn("REMOTE MTA", shown[1])
        self.assertIn("STATUS", shown[2])
        self.assertIn("REMOTE MTA", shown[3])

    def test_columns_stand_below_each_other(self):
        text, _ = run_in_terminal(120, self.long, self.wide)
        lines = COLOR.sub("", text).splitlines()
        for title, cell in ("CLASS", "user_unknown"), ("CODE", "550"):
            self.assertEqual(lines[0].index(title), lines[1].index(cell))
            self.assertEqual(lines[0].index(title), lines[2].index(cell))

    def test_whole_in_a_pipe(self):
        done = run(self.long, env={"COLUMNS": "40"})
        self.assertIn("another end\n", done.out)
        self.assertIn("d" * 60 + ".example.org", done.out)
        self.assertNotIn("…", done.out)

    def test_columns_variable(self):
        text, _ = run_in_terminal(200, self.long, env={"COLUMNS": "60"})
        self.assertLessEqual(max(map(width, COLOR.sub("", text)
                                     .splitlines())), 60)

    def test_ascii_terminal(self):
        text, _ = run_in_terminal(80, self.long, env={"LC_ALL": "C"})
        self.assertTrue(text.isascii())

    def test_explain(self):
        done = run(self.long, "--explain")
        self.assertIn("The recipient's server knows no mailbox", done.out)


class Colors(common.Case):
    def test_colors(self):
        path = self.mail("m", ("u@example.org", "user_unknown"))
        for form in "table", "long", "summary":
            for args, env, colored in (
                    ((), {}, True), ((), {"NO_COLOR": "1"}, False),
                    ((), {"NO_COLOR": ""}, True),
                    (("--color=never",), {}, False),
                    (("--color=auto",), {}, True),
                    (("--color=always",), {"NO_COLOR": "1"}, True)):
                text, _ = run_in_terminal(80, "-f", form, *args, path,
                                          env=env)
                self.assertEqual("\033[" in text, colored, (form, args, env))
            self.assertNotIn("\033", run("-f", form, path).out)
            self.assertIn("\033[", run("-f", form, "--color=always",
                                       path).out)
        self.assertEqual(run("--color=red", path).returncode, 2)


class Strangers(common.Case):
    def test_control_characters(self):
        """Nothing that steers a terminal comes out of a mail."""
        evil = "\033]0;x\007\u009b2J\u202e\u2028\x7f"
        path = self.mail("m" + evil.replace("\u2028", ""),
                         ("u%s@example.org" % evil, "550 5.1.1 no" + evil),
                         subject="s" + evil, remote="mx" + evil)
        for form in "table", "long", "summary":
            out = run("-f", form, path).out
            self.assertIn("Messages" if form == "summary" else "no", out)
            for c in out:
                self.assertNotIn(unicodedata.category(c),
                                 ("Cc", "Cf", "Zl", "Zp")
                                 if c != "\n" else (), repr(c))


class Long(common.Case):
    def test_provider(self):
        path = self.mail("m", ("a@gmail.com", "user_unknown"))
        self.assertRegex(run("-f", "long", path).out, "Provider +google\n")

    def test_failure(self):
        path = self.mail("m", ("a@example.org", "user_unknown"),
                         ("b@example.org", "greylisted"))
        out = run("-f", "long", path).out
        for line in ("a@example.org: could not be delivered",
                     "Why +Address does not exist. The recipient's server",
                     "What to do +Send nothing more to this address.",
                     "Class +user_unknown, hard: this address will not work",
                     "Refused by +mx.example.org",
                     "Its words +550 5.1.1 User unknown",
                     "Decisive words +User unknown",
                     r"Read in +the delivery status \(part 2, line \d+\)",
                     r"Rule +user_unknown/[a-z-]+ \([a-z-]+\.rules:\d+\)",
                     "Try again +after 300 seconds",
                     "Your message +News", "From +Sender <sender@example.net>",
                     "Message-ID +original@example.net",
                     "Reported by +mx.example.net",
                     "Reported on +Tue, 3 Nov 2026", "File +/.*/m"):
            self.assertRegex(out, "(?m)^ *" + line)
        self.assertEqual(out.count("Your message"), 1)

    def test_other_kinds(self):
        path = self.write("m", "From: a@example.org\nSubject: Lunch\n\nHi\n")
        out = run("-f", "long", path, path).out
        self.assertIn("ordinary mail, no bounce\n", out)
        self.assertIn("Lunch", out)
        self.assertEqual(out.count("\n\n"), 1)

    def test_fits(self):
        path = self.mail("m", ("a@example.org", "550 5.1.1 " + "no user " * 40))
        for columns in 50, 80, 130:
            text, _ = run_in_terminal(columns, "-f", "long", path)
            lines = COLOR.sub("", text).splitlines()
            self.assertLessEqual(max(map(width, lines[:-1])), columns)

    def test_reply_shows_the_rule(self):
        out = run("-f", "long", "--reply", "550 5.1.1 User unknown").out
        self.assertRegex(out, "Rule +user_unknown/")


class Languages(common.Case):
    WORDS = {"de": ("Postfach ist voll", "Was tun"),
             "fr": ("Boîte pleine", "Que faire"),
             "es": ("Buzón lleno", "Qué hacer"),
             "ja": ("メールボックスがいっぱいです。", "対処")}

    def test_languages(self):
        path = self.mail("m", ("u@example.org", "mailbox_full"))
        for language, (title, todo) in self.WORDS.items():
            env = {"LANGUAGE": language, "BOUNCE_LOCALE_DIR": LOCALES}
            self.assertIn(title, run("--explain", path, env=env).out)
            self.assertIn(title, run("-fsummary", "-e", path, env=env).out)
            out = run("-f", "long", path, env=env).out
            self.assertIn(title, out)
            self.assertIn(todo, out)
            self.assertNotIn("What to do", out)
        self.assertIn("Mailbox is full", run("-e", path).out)


class Progress(common.Case):
    def scan(self, *args, **more):
        return run_in_terminal(80, "-f", "ndjson", *args, stdout=False,
                               slow=True, **more)[0]

    def setUp(self):
        super().setUp()
        self.text = dsn(("u@example.org", "blocked"))
        self.box = self.write("box", ("From x\n%s\n" % self.text) * 15000)

    def test_folder(self):
        """Done and total, rate, time left; erased at the end."""
        for i in range(200):
            self.write("d/%03d" % i, self.text)
        text = self.scan(*[self.path("d")] * 75)
        self.assertRegex(text, r"\d+/15000 messages, \d+/s, \d+ %, \d+:\d\d l")
        self.assertTrue(text.endswith("\r\033[K"), repr(text[-80:]))

    def test_mailbox(self):
        text = self.scan(self.box)
        self.assertRegex(text, r"\r\d+ messages, \d+/s, \d+ %, \d+:\d\d left")

    def test_none(self):
        self.assertEqual(self.scan("--quiet", self.box), "")
        self.assertEqual(run("-f", "ndjson", self.box).err, "")

    def test_narrow(self):
        text = run_in_terminal(30, "-f", "summary", self.box, stdout=False,
                               slow=True)[0]
        self.assertIn("messages", text)
        for part in text.replace("\033[K", "").split("\r"):
            self.assertLess(width(part), 30)


if __name__ == "__main__":
    common.main()
