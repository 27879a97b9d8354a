#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_help.py BOUNCE LOCALES SOURCES: help, manual page and completions."""
import os
import re
import shutil
import subprocess
import sys
import unittest

import common
from common import run

SOURCES = os.path.abspath(sys.argv[3])
COMPLETIONS = {name: os.path.join(SOURCES, "tools", "completions", name)
               for name in ("bounce.bash", "_bounce", "bounce.fish")}


def read(*names):
    with open(os.path.join(SOURCES, *names), encoding="utf-8") as stream:
        return stream.read()


def options():
    """[(short or None, long)] of --help-all."""
    found = re.findall(r"^  (?:-(\w), )?--([a-z-]+)", run("--help-all").out,
                       re.M)
    assert len(found) > 25
    return found


def listed(option):
    """The names that an option takes, by its error message."""
    err = run(option + "=zork", "x").err
    return re.search("there are (.*)", err).group(1).split(", ")


class Help(common.Case):
    def test_screen(self):
        """A terminal of 24 lines shows all of it above the prompt."""
        for args in ("--help",), ("-h",), ("x", "--help"):
            done = run(*args)
            self.assertEqual(done.returncode, 0)
            lines = done.out.splitlines()
            self.assertLess(len(lines), 24)
            self.assertLessEqual(max(map(len, lines)), 80)
        for form in set(listed("--format")) - {"addresses", "why",
                                               "undetermined"}:
            self.assertRegex(done.out, r"\b%s\b" % form)

    def test_names_real_options(self):
        known = {long for _, long in options()}
        for long in re.findall(r"--([a-z-]+)", run("--help").out):
            self.assertIn(long, known)

    def test_version(self):
        self.assertRegex(run("-V").out, r"^bounce \(libbounce\) \d+\.\d+\.\d+$")

    def test_manual(self):
        page = read("man", "bounce.1").replace("\\-", "-")
        for short, long in options():
            self.assertRegex(page, r"Fl -%s\b" % long)
            if short:
                self.assertRegex(page, r"(?m)^\.It Fl %s\b" % short)
        known = {long for _, long in options()}
        for long in re.findall(r"^\.It Fl (?:\w .*Fl )?-([a-z-]+)", page,
                               re.M):
            self.assertIn(long, known)
        for form in listed("--format"):
            self.assertRegex(page, r"\b%s\b" % form)

    def test_documented(self):
        text = read("docs", "command.md") + read("docs", "in-place.md")
        for _, long in options():
            if long not in ("help-all", "version", "host"):
                self.assertTrue("--" + long in text, long)


class Completion(common.Case):
    def test_all_options(self):
        for name in COMPLETIONS:
            text = read("tools", "completions", name)
            for _, long in options():
                form = "-l %s " if name.endswith("fish") else "--%s\\b"
                self.assertRegex(text, form % long, name)

    def test_all_names(self):
        for name in COMPLETIONS:
            words = set(re.findall(r"\w+", read("tools", "completions", name)))
            for option in "--only", "--format", "--color":
                self.assertLessEqual(set(listed(option)), words, name)

    def complete(self, *words):
        script = ("source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _bounce; "
                  "printf '%%s\\n' \"${COMPREPLY[@]}\""
                  % (COMPLETIONS["bounce.bash"],
                     " ".join("'%s'" % word for word in words),
                     len(words) - 1))
        done = subprocess.run(["bash", "-c", script], capture_output=True,
                              text=True, timeout=20, check=True,
                              cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash(self):
        self.write("checked.eml", "")
        for words, expected in (
                (("bounce", "--un"), ["--undetermined"]),
                (("bounce", "--f"), ["--format", "--files-from", "--fail-on",
                                     "--formats"]),
                (("bounce", "-f", "n"), ["ndjson"]),
                (("bounce", "--format", "=", "su"), ["summary"]),
                (("bounce", "--color", "="), ["auto", "always", "never"]),
                (("bounce", "x", "--only", "mailbox_f"), ["mailbox_full"]),
                (("bounce", "--class", "spam,vir"), ["spam,virus"]),
                (("bounce", "--hardness", "=", "hard,s"), ["hard,soft"]),
                (("bounce", "chec"), ["checked.eml", "check-rules",
                                      "check-formats"]),
                (("bounce", "x", "chec"), ["checked.eml"]),
                (("bounce", "--host", "h"), [])):
            self.assertEqual(self.complete(*words), expected, words)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        script = "source %s; complete -C %s"
        for line, expected in (("bounce --und", ["--undetermined"]),
                               ("bounce -f nd", ["ndjson"]),
                               ("bounce --only spam,vir", ["spam,virus"])):
            done = subprocess.run(
                ["fish", "-c", script % (COMPLETIONS["bounce.fish"],
                                         "'%s'" % line)],
                capture_output=True, text=True, timeout=30, check=True,
                env=dict(os.environ, HOME=self.folder))
            self.assertEqual([word.split("\t")[0]
                              for word in done.stdout.splitlines()], expected)


if __name__ == "__main__":
    common.main()
