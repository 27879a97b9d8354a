#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_completion.py BOUNCE LOCALES SOURCES: shells in a terminal complete what is typed.

Tab is typed behind each line, then a key to which a widget is bound that
writes the line, as the shell has it, into a file.
"""
import os
import select
import shutil
import subprocess
import sys
import time
import unittest

import common

FOLDER = os.path.join(os.path.abspath(sys.argv[3]), "tools", "completions")
TAB, REPORT, CLEAR = b"\t", b"\x18p", b"\x15"
LIMIT_SECONDS = 20
BASH = """source {folder}/bounce.bash
report() {{ printf %s "$READLINE_LINE" > {line}.new; mv {line}.new {line}; }}
bind -x '"\\C-xp": report'
bind 'set enable-bracketed-paste off'
report
"""
ZSH = """fpath=({folder} $fpath)
autoload -Uz compinit; compinit -u -D
report() {{ print -rn -- "$BUFFER" > {line}.new; mv {line}.new {line} }}
zle -N report; bindkey '^Xp' report; bindkey '^I' complete-word
report
"""
SHELLS = {"bash": (["bash", "--norc", "--noprofile", "-i"], BASH),
          "zsh": (["zsh", "-f", "-i"], ZSH)}
# What is typed, and what it becomes; behind a list of names a shell may put a
# comma or a space.
LINES = (
    ("--un", "--undetermined "),
    ("--rul", "--rules"),
    ("--format=sis", "--format=sisimai "),
    ("--format sis", "--format sisimai "),
    ("-f sis", "-f sisimai "),
    ("--color=al", "--color=always "),
    ("--only=ha", "--only=hard"),
    ("--class=spam,mailbox_f", "--class=spam,mailbox_full"),
    ("--class spam,mailbox_f", "--class spam,mailbox_full"),
    ("x --kind=compl", "x --kind=complaint"),
    ("check-r", "check-rules "),
    ("check-rules loc", "check-rules local.rules "),
    ("--rules=loc", "--rules=local.rules "),
    ("--append log", "--append log.ndjson "),
    ("my", "my\\ mail.mbox "),
    ("-e old.mbox my", "-e old.mbox my\\ mail.mbox "),
    ("Mail", "Maildir/"),
)


def environment(folder, **more):
    """Shells write where they are at home."""
    return common.environment(HOME=folder, XDG_CONFIG_HOME=folder,
                              XDG_DATA_HOME=folder, XDG_CACHE_HOME=folder,
                              **more)


class Shell:
    """An interactive one, in a terminal."""

    def __init__(self, name, folder):
        command, script = SHELLS[name]
        self.line = os.path.join(folder, ".line")
        with open(os.path.join(folder, ".start"), "w", encoding="utf-8") as out:
            out.write(script.format(folder=FOLDER, line=self.line))
        self.master, slave = common.open_terminal(200)
        self.child = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=folder,
            env=environment(folder, TERM="dumb", PS1=">"),
            start_new_session=True)
        os.close(slave)
        self.type(b"source ./.start\r")
        self.wait()

    def type(self, keys):
        os.write(self.master, keys)

    def wait(self):
        """Reads what is shown until the line is written; returns it."""
        end = time.monotonic() + LIMIT_SECONDS
        while not os.path.exists(self.line):
            if time.monotonic() > end:
                raise TimeoutError(self.child.args)
            if select.select([self.master], [], [], 0.02)[0]:
                os.read(self.master, 65536)
        with open(self.line, encoding="utf-8") as stream:
            text = stream.read()
        os.remove(self.line)
        return text

    def complete(self, text):
        self.type(text.encode() + TAB + REPORT)
        line = self.wait()
        self.type(CLEAR)
        return line

    def close(self):
        self.child.kill()
        self.child.wait()
        os.close(self.master)


class Completion(common.Case):
    def setUp(self):
        super().setUp()
        for name in "local.rules", "log.ndjson", "my mail.mbox", "old.mbox":
            self.write(name, "")
        os.makedirs(self.path("Maildir", "new"))

    def in_shell(self, name):
        shell = Shell(name, self.folder)
        try:
            for typed, expected in LINES:
                got = shell.complete("bounce " + typed)
                self.assertEqual(got.rstrip("=, "),
                                 "bounce " + expected.rstrip(), typed)
        finally:
            shell.close()

    @unittest.skipUnless(shutil.which("bash"), "bash is not installed")
    def test_bash(self):
        self.in_shell("bash")

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        self.in_shell("zsh")

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        """By its own machinery: what it would offer."""
        for typed, expected in LINES:
            done = subprocess.run(
                ["fish", "-N", "-c", f"source {FOLDER}/bounce.fish; "
                 f"complete -C 'bounce {typed}'"],
                capture_output=True, text=True, timeout=LIMIT_SECONDS,
                check=True, cwd=self.folder,
                env=environment(self.folder))
            words = [line.split("\t")[0] for line in done.stdout.splitlines()]
            last = expected.replace("\\ ", "\0").split()[-1]
            self.assertIn(last.replace("\0", " "), words, typed)
            self.assertLessEqual(len(words), 2, typed)


if __name__ == "__main__":
    common.main()
