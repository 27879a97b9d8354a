#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_summary.py BOUNCE: a scan in numbers."""
import re

import common
from common import dsn, run, run_in_terminal


def numbers(out, heading):
    """{name: (count, percent, bar)} of a list."""
    part = re.search(r"(?ms)^%s.*?\n(.*?)(\n\n|\Z)" % re.escape(heading),
                     out).group(1)
    found = {}
    for line in part.splitlines():
        match = re.match(r"  (\S.*?) +(\d+) +(\d+) %(?:  (\S+))?$", line)
        found[match[1]] = (int(match[2]), int(match[3]), match[4] or "")
    return found


class Summary(common.Case):
    def setUp(self):
        super().setUp()
        for i in range(6):
            self.mail("%d" % i, ("a@example.org", "user_unknown"),
                      ("b@Example.COM", "blocked"), remote="MX.example.org")
        self.mail("6", ("c@example.net", "550 5.1.1 No such user - gsmtp"),
                  date="Wed, 4 Nov 2026 23:30:00 -0100")
        self.write("7", "From: a@example.org\n\nHi\n")

    def test_counts(self):
        out = run("-f", "summary", self.folder).out
        self.assertIn("Messages: 8\nRecipients: 13\n", out)
        for heading, expected in (
                ("Messages by kind", {"failure": 7, "other": 1}),
                ("Recipients by hardness", {"hard": 7, "soft": 6}),
                ("By class", {"user_unknown": 7, "blocked": 6}),
                ("By domain", {"example.com": 6, "example.org": 6,
                               "example.net": 1}),
                ("By refusing server", {"mx.example.org": 13}),
                ("By provider", {"google": 1}),
                ("By blocklist", {"Spamhaus ZEN": 6}),
                ("By day", {"2026-11-03": 12, "2026-11-05": 1})):
            found = numbers(out, heading)
            self.assertEqual({k: v[0] for k, v in found.items()}, expected)
        self.assertEqual(list(numbers(out, "By day")),
                         ["2026-11-05", "2026-11-03"])
        self.assertEqual(numbers(out, "By class")["user_unknown"][1], 54)

    def test_bars(self):
        """As long as their numbers, whatever the terminal's width."""
        for columns in 40, 60, 80, 200:
            text, _ = run_in_terminal(columns, "-f", "summary",
                                      "--color=never", self.folder)
            for line in text.splitlines():
                self.assertLessEqual(len(line), columns)
            bars = [len(v[2]) for v in numbers(text, "By domain").values()]
            self.assertEqual(bars[0], bars[1])
            self.assertTrue(0 < bars[2] <= bars[0] / 6 + 1, bars)
        text, _ = run_in_terminal(80, "-f", "summary", self.folder,
                                  env={"LC_ALL": "C"})
        self.assertTrue(text.isascii() and "##" in text)

    def test_top(self):
        out = run("-f", "summary", "--top=1", self.folder).out
        found = numbers(out, "By domain")
        self.assertEqual(list(found), ["example.com", "others"])
        self.assertEqual(found["others"][0], 7)
        self.assertEqual(list(numbers(out, "By day")),
                         ["2026-11-05", "others"])
        self.assertEqual(run("--top=-1", self.folder).returncode, 2)

    def test_selected(self):
        out = run("-f", "summary", "--only=hard", self.folder).out
        self.assertIn("Messages: 7\nRecipients: 7\n", out)
        self.assertEqual(list(numbers(out, "By class")), ["user_unknown"])

    def test_explain(self):
        out = run("-f", "summary", "--explain", self.folder).out
        self.assertIn("Address does not exist. The recipient's server", out)

    def test_nothing(self):
        out = run("-f", "summary", "--only=virus", self.folder).out
        self.assertEqual(out, "Messages: 0\nRecipients: 0\n")

    def test_many_names(self):
        """Names that come once push out none that are frequent; all count."""
        box = self.path("box")
        with open(box, "w", encoding="utf-8") as out:
            for i in range(600):
                out.write("From x\n" + dsn(
                    *[("u@d%dx%d.example" % (i, j), "blocked")
                      for j in range(50)], ("u@often.example", "blocked"))
                    + "\n")
        out = run("-f", "summary", "--top=2", box).out
        found = numbers(out, "By domain")
        self.assertEqual(found["often.example"][0], 600)
        self.assertEqual(sum(v[0] for v in found.values()), 600 * 51)


if __name__ == "__main__":
    common.main()
