#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_undetermined.py BOUNCE LOCALES: groups, and the rule for the largest.
"""
import json
import re

import common
from common import dsn, run

ODD = ["550 5.0.0 Zorks {n} of <{who}> flummoxed 'the {letter}' on mx{n}.example.com, "
       "see https://example.net/e/{n}. Ticket AB{n}F",
       "554 5.0.0 The quibber of m{n}.example.org does not frob {who}",
       "550 5.0.0 Grue {n}!"]
COUNTS = 9, 4, 2


class Undetermined(common.Case):
    def setUp(self):
        super().setUp()
        self.n = 0
        for text, count in zip(ODD, COUNTS):
            for _ in range(count):
                self.n += 1
                who = f"user{self.n}@d{self.n}.example.org"
                self.mail(f"in/{self.n:02}.eml",
                          (who, text.format(n=self.n * 7, who=who,
                                            letter="abcdefghi"[self.n % 9])))
        self.mail("in/known.eml", ("k@example.org", "user_unknown"))

    def groups(self, *more):
        done = run("--undetermined", self.path("in"), *more)
        self.assertEqual((done.returncode, done.err), (0, ""))
        head, _, rule = done.out.partition("\n#")
        lines = re.findall(r"^ *(\d+)  (.*)$", head, re.M)
        return [(int(count), text) for count, text in lines], rule, done.out

    def test_similar_texts_are_one_group(self):
        groups, _, text = self.groups()
        self.assertEqual([count for count, _ in groups], list(COUNTS))
        self.assertEqual(groups[0][1], "zorks # of ADDRESS flummoxed QUOTED on "
                                       "HOST see URL. ticket #")
        self.assertIn("in: " + self.path("in", "01.eml"), text)
        self.assertNotIn("known", text)

    def test_the_rule_takes_its_group(self):
        """Rule after rule, as they are printed, until nothing is left."""
        files = []
        for left in range(len(COUNTS), 0, -1):
            groups, rule, _ = self.groups(*files)
            self.assertEqual(len(groups), left)
            rule = rule.replace("local-1", f"local-{left}")
            rule = rule.replace("class policy", "class content_rejected")
            path = self.write(f"{left}.rules", "#" + rule)
            files += ["--rules", path]
        groups, rule, text = self.groups(*files)
        self.assertEqual((groups, rule), ([], ""))
        self.assertIn("could be told", text)
        lines = run("--format=ndjson", self.path("in"), *files).out.splitlines()
        rules = [item["evidence"]["rule"] for line in lines
                 for item in json.loads(line)["recipients"]]
        for number, count in zip(range(len(COUNTS), 0, -1), COUNTS):
            self.assertEqual(rules.count(f"content_rejected/local-{number}"),
                             count)

    def test_many_groups(self):
        """More than are kept; the frequent one stays, though it came last."""
        letters = "abcdefghij"
        words = ["".join(letters[int(c)] for c in str(n)) for n in range(11000)]
        mails = [dsn((f"u{n}@example.org", f"550 5.0.0 zz{word} zork"))
                 for n, word in enumerate(words)]
        mails += [dsn((f"u@d{n}.example", "550 5.0.0 gloing ping gloing"))
                  for n in range(50)]
        mbox = "".join("From MAILER-DAEMON Tue Nov  3 10:00:00 2026\n" + mail
                       + "\n" for mail in mails)
        done = run("--undetermined", self.write("many.mbox", mbox))
        self.assertRegex(done.out, r"^ +50  gloing ping gloing\n")
        rest = re.search(r"^ *(\d+)  in smaller groups", done.out, re.M)
        self.assertEqual(int(rest[1]), 11000 - 29)

    def test_without_words(self):
        self.write("in/odd.eml", dsn(("u@example.org", "user_unknown")).replace(
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n", "").replace(
                "Status: 5.1.1", "Status: 5.0.0"))
        _, _, text = self.groups()
        self.assertIn("1  (no words of a server)", text)


if __name__ == "__main__":
    common.main()
