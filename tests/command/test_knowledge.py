#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_knowledge.py BOUNCE: rules and formats of one's own."""
import json
import os

import common
from common import run

RULE = 'class %s\n  name mine\n  "zork happened"\n  sample "550 zork happened"\n'
FORMAT = """format %s
  known text "this is the zork mailer speaking"
  recipient "to {address} it did not go"
  sample zork
  source seen
"""
ZORK = """From: MAILER-DAEMON@example.org
Subject: Zork
Return-Path: <>

This is the zork mailer speaking.
to a@example.org it did not go
"""


class Knowledge(common.Case):
    def setUp(self):
        super().setUp()
        self.env = {"XDG_CONFIG_HOME": self.path("user"),
                    "XDG_CONFIG_DIRS": self.path("one") + ":" +
                    self.path("two")}

    def decided(self, *args):
        done = run("-f", "ndjson", *args, "--reply", "550 zork happened",
                   env=self.env)
        self.assertEqual(done.returncode, 0, done.err)
        return json.loads(done.out)["recipients"][0]

    def test_order(self):
        """Options beat the user's files, these the system's, these ours."""
        given = self.write("given.rules", RULE % "spam")
        self.assertEqual(self.decided()["class"], "undetermined")
        places = [("two/bounce/a.rules", "virus"),
                  ("one/bounce/b.rules", "mailbox_full"),
                  ("user/bounce/b.rules", "blocked"),
                  ("user/bounce/a.rules", "greylisted")]
        for place, name in places:
            path = self.write(place, RULE % name)
            one = self.decided()
            self.assertEqual(one["class"], name)
            self.assertEqual(one["evidence"]["rule_place"],
                             os.path.basename(path) + ":1")
        self.assertEqual(self.decided("--rules", given)["class"], "spam")
        self.assertEqual(self.decided("--no-config")["class"], "undetermined")

    def test_formats(self):
        mail = self.write("zork.eml", ZORK)
        self.write("user/bounce/zork.formats", FORMAT % "zork")
        self.write("user/bounce/.hidden.formats", "nonsense")
        self.write("user/bounce/README", "nonsense")
        for args, name in (((), "zork"), (("--no-config",), None)):
            report = json.loads(run("-f", "ndjson", *args, mail,
                                    env=self.env).out)
            self.assertEqual(report["format"], name)

    def test_errors(self):
        bad = self.write("one/bounce/bad.rules", "class spam\n  zork\n")
        done = run("--reply", "550 no", env=self.env)
        self.assertEqual(done.returncode, 2)
        self.assertIn(bad + ":2: ", done.err)
        self.assertEqual(run("--no-config", "--reply", "550 no",
                             env=self.env).returncode, 0)
        for option in "--rules", "--formats":
            done = run(option, self.path("none"), "--reply", "550 no")
            self.assertEqual(done.returncode, 2)
            self.assertIn("none: No such file", done.err)
        for name in "a b", "X-Id:", "":
            done = run("--keep-header=" + name, "--reply", "550 no")
            self.assertEqual((done.returncode, done.out), (2, ""))
            self.assertIn("--keep-header: '%s'" % name, done.err)


class Check(common.Case):
    def check(self, *args):
        done = run(*args)
        self.assertEqual(done.err, "")
        return done.returncode, done.out.replace(self.folder + "/", "")

    def test_rules(self):
        good = self.write("good.rules", RULE % "spam" + "\n" +
                          RULE.replace("mine", "other").replace("zork", "x")
                          % "virus")
        self.assertEqual(self.check("check-rules", good),
                         (0, "good.rules: 2 rules, 2 samples, good\n"))
        for text, line in (("class spam\n  zork\n", "1.rules:2: "),
                           ("class spamm\n", "1.rules:1: unknown class"),
                           ((RULE % "spam").replace("550 zork", "550 x"),
                            "1.rules:4: ")):
            bad = self.write("1.rules", text)
            code, out = self.check("check-rules", bad, good)
            self.assertEqual(code, 1)
            self.assertTrue(out.startswith(line), out)
            self.assertTrue(out.endswith("good.rules: 2 rules, 2 samples, "
                                         "good\n"), out)

    def test_formats(self):
        path = self.write("zork.formats", FORMAT % "zork")
        self.assertEqual(self.check("check-formats", path),
                         (0, "zork.formats: 1 format, 0 samples, good; "
                             "1 not found beside it\n"))
        self.write("zork.eml", ZORK)
        for command in "check-formats", "check-rules":
            self.assertEqual(self.check(command, path),
                             (0, "zork.formats: 1 format, 1 sample, good\n"))
        self.write("zork.eml", "Subject: Hi\n\nHi\n")
        code, out = self.check("check-formats", path)
        self.assertEqual((code, out), (1, "zork.formats:4: zork.eml is read "
                                          "as no format, not as 'zork'\n"))
        bad = self.write("1.formats", "format x\n  sample x\n  source s\n")
        code, out = self.check("check-formats", bad)
        self.assertEqual(code, 1)
        self.assertRegex(out, r"1\.formats:1: .*known")

    def test_usage(self):
        for args in ("check-rules",), ("check-formats", "--all"):
            done = run(*args)
            self.assertEqual((done.returncode, done.out), (2, ""))
            self.assertIn("FILE", done.err)
        self.assertEqual(self.check("check-rules", self.path("none")),
                         (1, "none: No such file or directory\n"))


if __name__ == "__main__":
    common.main()
