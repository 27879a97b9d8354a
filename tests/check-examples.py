#!/usr/bin/env python3
"""check-examples.py PROGRAM_FOLDER FIXTURES: the programs of examples/ do what they say."""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

RULES = '''class policy
  name house
  "the dog ate it"
'''


class Examples:
    def __init__(self, folder):
        self.folder, self.failed, self.count = folder, [], 0

    def expect(self, status, expected, name, *arguments, stdin=subprocess.DEVNULL):
        self.count += 1
        result = subprocess.run([os.path.join(self.folder, f"example_{name}"), *arguments],
                                stdin=stdin, capture_output=True, text=True, check=False, timeout=60)
        if result.returncode != status or expected not in result.stdout + result.stderr:
            self.failed.append(f"{name} {arguments}: {result.returncode}, {result.stdout}{result.stderr}")
        return result.stdout


def check_scan(examples, fixtures, folder):
    mbox = os.path.join(folder, "mbox")
    with open(mbox, "wb") as out:
        for path in sorted(glob.glob(os.path.join(fixtures, "general", "*.eml"))):
            with open(path, "rb") as stream:
                body = stream.read().replace(b"\nFrom ", b"\n>From ")
            out.write(b"From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n" + body + b"\n\n")
    unreadable = os.path.join(folder, "dir")
    os.mkdir(unreadable)
    os.symlink("nowhere", os.path.join(unreadable, "a.eml"))
    shutil.copy(os.path.join(fixtures, "general", "ar-ishaar.eml"), os.path.join(unreadable, "b.eml"))
    examples.expect(1, "1 mailbox_full", "scan", unreadable, "1")
    one, many = (examples.expect(0, "mailbox_full", "scan", mbox, n) for n in ("1", "16"))
    if one != many:
        examples.failed.append(f"scan: one thread counts\n{one}sixteen count\n{many}")
    examples.expect(1, "missing", "scan", os.path.join(folder, "missing"))
    examples.expect(2, "usage", "scan", mbox, "0")


def check_filter(examples, fixtures, folder):
    """Each failure appends a line; nothing else does, and no status but 75 tells of trouble."""
    file = os.path.join(folder, "failed")
    for name in ("general/ar-ishaar.eml", "auto-reply/*.eml", "complaint/*.eml", "general/ar-ishaar.eml"):
        with open(sorted(glob.glob(os.path.join(fixtures, name)))[0], "rb") as stream:
            examples.expect(0, "", "filter", file, stdin=stream)
    with open(file, encoding="utf-8") as stream:
        lines = stream.read()
    if lines != "mailbox_full soft - ahmad@example.org\n" * 2:
        examples.failed.append(f"filter writes:\n{lines}")
    examples.expect(75, "usage", "filter")
    examples.expect(75, "usage", "filter", os.path.join(folder, "missing", "file"))
    with open(os.path.join(fixtures, "general", "ar-ishaar.eml"), "rb") as stream:
        examples.expect(75, "", "filter", "/dev/full", stdin=stream)


def main():
    examples, fixtures = Examples(sys.argv[1]), sys.argv[2]
    message = os.path.join(fixtures, "general", "ar-ishaar.eml")
    examples.expect(0, "ahmad@example.org: mailbox_full, soft", "report", message)
    examples.expect(1, "missing", "report", "/missing")
    examples.expect(0, "user_unknown: the message is given up, and so", "classify", "550 5.1.1 User unknown")
    examples.expect(0, "mailbox_full: the message stays", "classify", "452 4.2.2 Mailbox full", "mx.example.net")
    examples.expect(2, "usage", "classify")
    examples.expect(0, ": failure", "gmime", message)
    examples.expect(1, "usage", "gmime", "/missing")
    with tempfile.TemporaryDirectory() as folder:
        rules = os.path.join(folder, "house.rules")
        with open(rules, "w", encoding="utf-8") as stream:
            stream.write(RULES)
        examples.expect(0, "policy", "rules", rules, "550 5.1.1 the dog ate it")
        with open(rules, "w", encoding="utf-8") as stream:
            stream.write("class nothing_like_it\n")
        examples.expect(1, "house.rules:1", "rules", rules, "550 x")
        check_scan(examples, fixtures, folder)
        check_filter(examples, fixtures, folder)
    print("\n".join(examples.failed) or f"{examples.count} runs: good")
    return 1 if examples.failed else 0


if __name__ == "__main__":
    sys.exit(main())
