#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_selecting.py BOUNCE: which recipients are shown."""
import datetime
import email.utils
import json

import common
from common import run


class Selecting(common.Case):
    def setUp(self):
        super().setUp()
        self.mail("d/1", ("a@example.org", "user_unknown"),
                  ("b@mail.example.org", "mailbox_full"))
        self.mail("d/2", ("c@example.net", "blocked"),
                  date="Wed, 4 Nov 2026 00:30:00 +0100")
        self.mail("d/3", ("d@notexample.org", "greylisted"))
        self.write("d/4", "From: a@example.org\nDate: %s\n"
                          "Subject: Lunch\n\nToday?\n" % common.DATE)

    def shown(self, *args):
        """First letters of the addresses; "-" for a mail without any."""
        done = run("-f", "ndjson", *args, self.path("d"))
        self.assertEqual(done.returncode, 0, done.err)
        letters = ""
        for line in done.out.splitlines():
            recipients = json.loads(line)["recipients"]
            letters += "".join(r["address"][0] for r in recipients) or "-"
        return letters

    def test_only(self):
        for names, letters in (("hard", "a"), ("soft", "bcd"),
                               ("hard,mailbox_full", "ab"),
                               ("recipient", "ab"), ("Blocked , hard", "ac"),
                               ("failure", "abcd"), ("other", "-"),
                               ("virus", ""), ("sender,other", "cd-")):
            self.assertEqual(self.shown("--only", names), letters, names)

    def test_all_must_hold(self):
        for args, letters in (
                (("--hardness=soft", "--category=recipient"), "b"),
                (("--hardness=hard", "--class=mailbox_full"), ""),
                (("--only=hard,blocked", "--class=blocked"), "c"),
                (("--kind=failure", "--class=greylisted,blocked"), "cd"),
                (("--kind=other",), "-")):
            self.assertEqual(self.shown(*args), letters, args)

    def test_unknown_names(self):
        for option, good, bad in (("only", "mailbox_full", "fulll"),
                                  ("class", "mailbox_full", "hard"),
                                  ("hardness", "soft", "blocked"),
                                  ("category", "recipient", "failure"),
                                  ("kind", "challenge", "soft"),
                                  ("fail-on", "hard", "nothing")):
            done = run("--%s=hard,%s" % (option, bad) if option == "only"
                       else "--%s=%s" % (option, bad), self.path("d"))
            self.assertEqual(done.returncode, 2, option)
            self.assertIn("'%s'" % bad, done.err)
            self.assertIn(good, done.err)
            self.assertEqual(done.out, "")
        self.assertEqual(run("--only=,", self.path("d")).returncode, 2)

    def test_domain(self):
        for names, letters in (("example.org", "ab"), ("Example.ORG", "ab"),
                               ("mail.example.org", "b"), ("org", "abd"),
                               ("@example.net,notexample.org", "cd"),
                               ("xample.org", "")):
            self.assertEqual(self.shown("--domain", names), letters, names)

    def test_international_domain(self):
        self.mail("d/5", ("e@xn--bcher-kva.example", "blocked"))
        self.assertEqual(self.shown("--domain=Bücher.example"), "e")
        done = run("-f", "addresses", "--domain=Bücher.example",
                   self.path("d"), env={"LC_ALL": "C"})
        self.assertEqual((done.returncode, done.err), (0, ""))
        done = run(b"--domain=\xff", self.path("d"), env={"LC_ALL": "C"})
        self.assertEqual(done.returncode, 2)
        self.assertIn("--domain is no text", done.err)

    def test_since(self):
        for date, letters in (("2026-11-04", ""), ("2026-11-03", "abcd-"),
                              ("2026-11-03T23:30", "c"),
                              ("2026-11-03T23:31", ""),
                              ("2026-11-03T23:30:00", "c"),
                              ("2026-11-03T10:00:00+01:00", "abcd-")):
            self.assertEqual(self.shown("--since", date), letters, date)
        for date in "yesterday", "7", "d", "2026-13-01", "", "7dd", "-7d":
            done = run("--since=" + date, self.path("d"))
            self.assertEqual(done.returncode, 2, date)

    def test_since_ages(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        for name, hours in ("e", 1), ("f", 30), ("g", 24 * 8):
            date = now - datetime.timedelta(hours=hours)
            self.mail("d/" + name, (name + "@example.org", "blocked"),
                      date=email.utils.format_datetime(date))
        for age, letters in ("2h", "e"), ("2d", "ef"), ("2w", "efg"):
            self.assertEqual(self.shown("--since", age,
                                        "--domain=example.org",
                                        "--class=blocked"), letters, age)

    def test_undated(self):
        """Falls back on the report's own dates; without any: left out."""
        text = common.dsn(("h@example.com", "blocked"))
        text = text.replace("Date: %s\n" % common.DATE, "", 1)
        self.write("d/8", text)
        self.write("d/9", text.replace(
            "Reporting-MTA", "Arrival-Date: %s\nReporting-MTA" % common.DATE)
            .replace("h@", "i@"))
        self.assertEqual(self.shown("--since=2026-11-01",
                                    "--domain=example.com"), "i")

    def test_fail_on(self):
        for args, code in ((("--fail-on=hard",), 3), (("--fail-on=virus",), 0),
                           (("--fail-on=virus,blocked",), 3),
                           (("--fail-on=other",), 3),
                           (("--fail-on=hard", "--only=soft"), 0)):
            done = run(*args, self.path("d"))
            self.assertEqual(done.returncode, code, args)
        done = run("--fail-on=hard", self.path("d"), self.path("none"))
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    common.main()
