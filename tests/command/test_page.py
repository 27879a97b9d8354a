#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_page.py BOUNCE LOCALES: the HTML report without a browser;
tests/browser has what a browser makes of it."""
import base64
import hashlib
import html.parser
import re

import common
from common import dsn, run

HOSTILE = "550 5.0.0 </script><script>hit()</script> \"'><a href=javascript:x>"


class Page(html.parser.HTMLParser):
    """Elements, attributes, the text of the rows, script and style."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.rows = [], [], []
        self.raw = {"script": "", "style": ""}
        self.in_body = False
        self.open = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.open = tag
        self.in_body = self.in_body or tag == "tbody"
        if self.in_body and tag == "tr":
            self.rows.append([])
        elif self.in_body and tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.open = None
        self.in_body = self.in_body and tag != "tbody"

    def handle_data(self, data):
        if self.in_body and self.rows:
            self.rows[-1][-1] += data
        if self.open in self.raw:
            self.raw[self.open] += data


class Html(common.Case):
    def page(self, *more):
        done = run("--format=html", self.path("in"), *more)
        self.assertEqual((done.returncode, done.err), (0, ""))
        return Page(done.out)

    def test_rows(self):
        self.mail("in/1", ("u@example.org", "user_unknown"))
        self.mail("in/2", ("v@example.org", "mailbox_full"),
                  ("w@example.net", "blocked"))
        page = self.page()
        self.assertEqual([row[0] for row in page.rows], [
            "u@example.org", "v@example.org", "w@example.net"])
        self.assertEqual(page.rows[0], [
            "u@example.org", "Address does not exist", "Hard", "550 5.1.1",
            "mx.example.org", "2026-11-03", "550 5.1.1 User unknown"])
        self.assertEqual([row[0] for row in self.page("--only", "hard").rows],
                         ["u@example.org"])

    def test_the_policy_allows_this_script_and_style_alone(self):
        self.mail("in/1", ("u@example.org", "user_unknown"))
        page = self.page()
        policy = next(value for name, value in page.attributes
                      if name == "content" and "default-src" in value)
        self.assertIn("default-src 'none'", policy)
        for name, text in page.raw.items():
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest())
            self.assertIn(f"{name}-src 'sha256-{digest.decode()}'", policy)
            self.assertEqual(page.tags.count(name), 1)

    def test_hostile_text_stays_text(self):
        self.mail("in/1", ("\"<b>&\"@example.org", HOSTILE), subject=HOSTILE,
                  remote="\"><script>hit()</script>.example.org")
        page = self.page()
        self.assertEqual(page.tags.count("script"), 1)
        self.assertIn("<script>hit()</script>", page.rows[0][-1])
        for name, value in page.attributes:
            self.assertFalse(name.startswith("on") or name == "style", name)
            if name in ("href", "src"):
                self.assertRegex(value, "^(#|https?://)")

    def test_help_is_a_link_only_on_the_web(self):
        self.mail("in/1", ("u@example.org", "554 5.7.1 Blocked, see "
                           "https://example.org/help?a=1&b=2"))
        self.mail("in/2", ("v@example.org", "554 5.7.1 Blocked, see "
                           "javascript:hit() or ftp://example.org/help"))
        links = [value for name, value in self.page().attributes
                 if name == "href" and not value.startswith("#")]
        self.assertEqual(links, ["https://example.org/help?a=1&b=2"])

    def test_a_long_span_of_days(self):
        """A wrong clock neither hides the others nor makes a huge chart."""
        for number in range(300):
            self.mail(f"in/{number}", ("u@example.org", "user_unknown"),
                      date=f"{number % 28 + 1} Nov 2026 10:00:00 +0000")
        self.mail("in/old", ("u@example.org", "user_unknown"),
                  date="1 Jan 1970 00:00:00 +0000")
        text = run("--format=html", self.path("in")).out
        self.assertIn("2026-11-01 – 2026-11-28", text)
        self.assertIn("1970-01-01", text)
        self.assertLess(len(re.findall("<rect", text)), 200)

    def test_no_room_for_the_rows(self):
        self.mail("in/1", ("u@example.org", "user_unknown"))
        done = run("--format=html", self.path("in"),
                   env={"TMPDIR": "/nonexistent"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nonexistent", done.err)

    def test_one_output_at_a_time(self):
        self.mail("in/1", ("u@example.org", "user_unknown"))
        done = run("--format=html", "--why", self.path("in"))
        self.assertEqual((done.returncode, done.out), (2, ""))
        self.assertIn("exclude each other", done.err)


if __name__ == "__main__":
    common.main()
