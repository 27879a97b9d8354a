#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_outputs.py BOUNCE: the outputs for scripts: json, csv, sisimai ..."""
import csv
import hashlib
import io
import json
import os
import re
import shutil

import common
from common import dsn, run


class Json(common.Case):
    def test_array(self):
        paths = [self.mail("%d" % i, ("u%d@example.org" % i, "blocked"))
                 for i in range(3)]
        reports = json.loads(run("-f", "json", *paths).out)
        lines = run("-f", "ndjson", *paths).out.splitlines()
        self.assertEqual(reports, [json.loads(line) for line in lines])
        self.assertEqual([r["source"] for r in reports], paths)
        self.assertEqual(json.loads(run("-f", "json", self.path("d/x"),
                                        "--only=virus").out), [])

    def test_selected_recipients(self):
        """Those that are left out are left out of the JSON alone."""
        reasons = ["user_unknown", "mailbox_full", "blocked", "user_unknown",
                   '550 5.1.1 <a]}[{,"\\@example.org>: user unknown']
        path = self.mail("m", *[("u%d@example.org" % i, reason)
                                for i, reason in enumerate(reasons)])
        whole = json.loads(run("-f", "ndjson", path).out)
        for only, places in (("hard", [0, 3, 4]), ("soft", [1, 2]),
                             ("mailbox_full", [1]),
                             ("hard,soft", [0, 1, 2, 3, 4])):
            part = json.loads(run("-f", "ndjson", "--only", only, path).out)
            self.assertEqual(part, dict(whole, recipients=[
                whole["recipients"][i] for i in places]), only)


class Csv(common.Case):
    def rows(self, *args):
        done = run("-f", "csv", *args)
        self.assertEqual(done.returncode, 0, done.err)
        rows = list(csv.DictReader(io.StringIO(done.out, newline=""),
                                   strict=True))
        self.assertEqual(done.out.count("\r\n"), done.out.count("\n"))
        return rows

    def test_rows(self):
        path = self.mail("m,\"1\".eml", ("a@example.org", "user_unknown"),
                         ("b@example.org", '552 5.2.2 Full, "really"'),
                         subject="Hi, \"you\"")
        rows = self.rows(path)
        self.assertEqual([r["address"] for r in rows],
                         ["a@example.org", "b@example.org"])
        self.assertEqual(rows[1]["diagnostic"], '552 5.2.2 Full, "really"')
        self.assertEqual(rows[0]["source"], path)
        self.assertEqual(rows[0]["class"], "user_unknown")
        self.assertEqual(rows[0]["hardness"], "hard")
        self.assertEqual(rows[0]["reply_code"], "550")
        self.assertEqual(rows[0]["date"], "2026-11-03T09:00:00Z")
        self.assertEqual(rows[0]["message_id"], "original@example.net")
        self.assertEqual(rows[0]["subject"], 'Hi, "you"')

    def test_provider(self):
        """Whosever rule decided: by the domain, which the summary counts."""
        path = self.mail("m", ("a@gmail.com", "mailbox_full"),
                         ("b@example.org", "mailbox_full"))
        self.assertEqual([r["provider"] for r in self.rows(path)],
                         ["google", ""])
        self.assertEqual([r["provider"] for r in json.loads(
            run("-f", "json", path).out)[0]["recipients"]], ["google", None])
        self.assertRegex(run("-f", "summary", path).out,
                         "By provider\n  google +1 ")

    def test_without_recipients(self):
        path = self.write("m", "From: a@example.org\n\nHello\n")
        self.assertEqual([(r["kind"], r["address"], r["class"])
                          for r in self.rows(path)], [("other", "", "")])

    def test_formulas(self):
        """Spreadsheets must not run what a stranger wrote."""
        for text in ("=1+1", "+1", "-1", "@SUM(1)",
                     "=cmd|' /C calc'!A0,\"x\"", "\uff1d1+1", "\uff201"):
            path = self.mail("m", ("a@example.org", "blocked"), subject=text)
            self.assertEqual(self.rows(path)[0]["subject"], "'" + text)
            raw = self.rows("--csv-raw", path)
            self.assertEqual(raw[0]["subject"], text)
        path = self.mail("m", ("+a@example.org", "blocked"), subject="a=b")
        row = self.rows(path)[0]
        self.assertEqual((row["address"], row["subject"]),
                         ("'+a@example.org", "a=b"))


class Addresses(common.Case):
    def setUp(self):
        super().setUp()
        self.mail("1", ("b@example.org", "user_unknown"),
                  ("s@example.org", "mailbox_full"))
        self.mail("2", ("a@example.org", "user_unknown"))
        self.mail("3", ("b@EXAMPLE.org", "user_unknown"))
        self.mail("4", ("B@example.org", "user_unknown"))

    def test_hard(self):
        """In the order of the input; a domain's case makes no difference."""
        self.assertEqual(run("--addresses", self.folder).out,
                         "b@example.org\na@example.org\nB@example.org\n")

    def test_others(self):
        for args, out in ((("--only=soft",), "s@example.org\n"),
                          (("--class=mailbox_full,user_unknown",
                            "--domain=example.org", self.path("1")),
                           "b@example.org\ns@example.org\n"),
                          (("--domain=example.net",), "")):
            folder = () if len(args) > 2 else (self.folder,)
            self.assertEqual(run("--addresses", *args, *folder).out, out)

    def test_original_address(self):
        """A list knows the address that it sent to."""
        text = dsn(("new@example.org", "user_unknown")).replace(
            "Final-Recipient",
            "Original-Recipient: rfc822; old@example.net\nFinal-Recipient")
        self.assertEqual(run("--addresses", "-", stdin=text.encode()).out,
                         "old@example.net\n")


class Sisimai(common.Case):
    KEYS = {
        "action": str, "addresser": str, "alias": str, "catch": str,
        "command": str, "decodedby": str, "deliverystatus": str,
        "destination": str, "diagnosticcode": str, "diagnostictype": str,
        "feedbackid": str, "feedbacktype": str, "hardbounce": bool,
        "lhost": str, "listid": str, "messageid": str, "origin": str,
        "reason": str, "recipient": str, "replycode": str, "rhost": str,
        "senderdomain": str, "smtpagent": str, "smtpcommand": str,
        "softbounce": int, "subject": str, "timestamp": int, "timezoneoffset": str,
        "token": str, "toxic": bool}

    def bounces(self, *args, **more):
        return json.loads(run("-f", "sisimai", *args, **more).out)

    def test_names_of_any_bytes(self):
        path = os.path.join(os.fsencode(self.folder), b'a\xff"\n.eml')
        shutil.copy(self.mail("m", ("u@example.org", "user_unknown")), path)
        for form in "sisimai", "json":
            text = run("-f", form, path).out  # is UTF-8
            self.assertEqual(len(json.loads(text)), 1)

    def test_bounce(self):
        path = self.mail("m", ("a@example.org", "user_unknown"),
                         ("b@example.com", "mailbox_full"), subject='"x"\\')
        both = self.bounces(path)
        for one in both:
            self.assertEqual({k: type(v) for k, v in one.items()}, self.KEYS)
        one = both[0]
        for key, value in (
                ("reason", "userunknown"), ("hardbounce", True),
                ("deliverystatus", "5.1.1"), ("replycode", "550"),
                ("addresser", "sender@example.net"), ("toxic", True),
                ("senderdomain", "example.net"), ("action", "failed"),
                ("recipient", "a@example.org"), ("alias", ""),
                ("destination", "example.org"), ("subject", '"x"\\'),
                ("messageid", "original@example.net"), ("origin", path),
                ("lhost", "mx.example.net"), ("rhost", "mx.example.org"),
                ("softbounce", 0), ("timestamp", 1793606400), ("timezoneoffset", "+0100"),
                ("diagnosticcode", "550 5.1.1 User unknown"),
                ("diagnostictype", "SMTP"), ("decodedby", "RFC3464")):
            self.assertEqual(one[key], value, key)
        text = "\x02sender@example.net\x1ea@example.org\x1e1793606400\x03"
        self.assertEqual(one["token"],
                         hashlib.sha1(text.encode()).hexdigest())
        self.assertEqual((both[1]["reason"], both[1]["hardbounce"]),
                         ("mailboxfull", False))

    def test_commas_between(self):
        """Also where some messages have nothing to say."""
        self.mail("1", ("a@example.org", "blocked"))
        self.write("2", "From: a@example.org\n\nHello\n")
        self.mail("3", ("b@example.org", "blocked"))
        self.assertEqual([b["recipient"] for b in self.bounces(self.folder)],
                         ["a@example.org", "b@example.org"])
        self.assertEqual(self.bounces(self.path("2")), [])

    def test_delivered(self):
        """As Sisimai: only when it is asked for."""
        path = self.write("m", dsn(("a@example.org", "250 2.0.0 Ok")).replace(
            "Action: failed", "Action: delivered"))
        self.assertEqual(self.bounces(path), [])
        self.assertEqual(self.bounces("--only=delivered", path)[0]["reason"],
                         "delivered")

    def test_undated(self):
        text = dsn(("a@example.org", "blocked"))
        text = re.sub("(?m)^Date: .*\n", "", text)
        one = self.bounces("-", stdin=text.encode())[0]
        self.assertEqual((one["timestamp"], one["timezoneoffset"],
                          one["token"]), (0, "+0000", ""))


if __name__ == "__main__":
    common.main()
