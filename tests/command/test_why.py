#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_why.py BOUNCE LOCALES: what those who write rules are shown."""
import re

import common
from common import run

REPLY = """Return-Path: <>
From: MAILER-DAEMON@mx.example.net
Subject: =?utf-8?q?Zur=C3=BCck?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe. Your mail was not delivered.

<u@example.org>: host mx.example.org[192.0.2.1] said:
    552-5.2.2 The mailbox of this user \x1b[2J
    552 5.2.2 is over quota (in reply to RCPT TO command)

--b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
"""
HTML = """Return-Path: <>
From: MAILER-DAEMON@mx.example.net
Subject: Undelivered
MIME-Version: 1.0
Content-Type: text/html

<p>Sorry.</p>
<p>&lt;u@example.org&gt;: 550 5.1.1 No such user</p>
"""


def marks(text):
    """What each marked line tells: {(part, line): [names]}."""
    found, part, line = {}, None, None
    for row in text.splitlines():
        if match := re.match(r"--- part ([\d.]+), ", row):
            part = match[1]
        elif match := re.match(r">\s*(\d+)  ", row):
            line = int(match[1])
        elif match := re.match(r" {8}\^ (.*)", row):
            found.setdefault((part, line), []).extend(
                [match[1]] if match[1].startswith("DECIDED")
                else match[1].split(", "))
    return found


class Why(common.Case):
    def why(self, text, *more):
        done = run("--why", self.write("mail.eml", text), *more)
        self.assertEqual((done.returncode, done.err), (0, ""))
        return done.out

    def test_delivery_status(self):
        text = self.why(common.dsn(("u@example.org", "mailbox_full"),
                                   ("v@example.org", "user_unknown")))
        found = marks(text)
        self.assertEqual(found["2", 1], ["reporting MTA"])
        self.assertEqual(found["2", 3], ["address [1]"])
        self.assertEqual(found["2", 6], ["remote MTA [1]"])
        self.assertEqual(found["2", 7][:3], ["server's words [1]",
                                             "reply code [1]", "status [1]"])
        self.assertRegex(found["2", 7][3],
                         r'^DECIDED: "Mailbox full" matched mailbox_full/')
        self.assertEqual(found["2", 9], ["address [2]"])
        self.assertEqual(found["3", 4], ["original's Message-ID"])
        self.assertIn("mailbox_full, soft", text)
        self.assertRegex(text, r"rule +mailbox_full/\S+ \(mailbox.rules:\d+\)")

    def test_a_reply_of_several_lines_in_decoded_text(self):
        text = self.why(REPLY)
        found = marks(text)
        self.assertIn("Grüße", text)
        self.assertIn("Zur", text)
        self.assertIn("address", found["1", 3])
        self.assertIn("remote MTA", found["1", 3])
        self.assertEqual(found["1", 4], ["server's words", "reply code",
                                         "status"])
        self.assertIn("server's words (goes on)", found["1", 5])
        self.assertIn("command", found["1", 5])
        self.assertTrue(any(name.startswith("DECIDED")
                            for name in found["1", 5]))
        self.assertIn("--- part 2, image/png, not read", text)

    def test_no_control_character_reaches_the_terminal(self):
        text = self.why(REPLY, "--color=always")
        self.assertNotIn("\x1b[2J", text)
        self.assertIn("\\x1b[2J", text)
        self.assertIn("\x1b[1m", text)

    def test_html_as_it_was_read(self):
        found = marks(self.why(HTML))
        self.assertEqual(found["1", 3][:2], ["address", "server's words"])

    def test_a_rule_of_ones_own(self):
        rules = self.write("my.rules", 'class policy\n  name mine\n'
                           '  "is over quota"\n')
        text = self.why(REPLY, "--rules", rules)
        self.assertIn("policy/mine (my.rules:1)", text)
        self.assertIn("overruled       mailbox_full/", text)

    def test_ordinary_mail(self):
        text = self.why("From: a@example.org\nSubject: Hello\n\nAt ten.\n")
        self.assertIn("other", text.splitlines()[0])
        self.assertEqual(marks(text), {})
        self.assertIn("At ten.", text)

    def test_long_parts_are_cut_around_what_matters(self):
        fill = "".join(f"line {number}\n" for number in range(500))
        head, tail = REPLY.split("<u@example.org>")
        text = self.why(head + fill + "\n<u@example.org>" + tail)
        self.assertIn("lines", text)
        self.assertNotIn("line 250", text)
        self.assertTrue(any("address" in names
                            for names in marks(text).values()))


if __name__ == "__main__":
    common.main()
