# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the command share: mails, and ways to run it."""
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest

BOUNCE = os.path.abspath(sys.argv[1])
REASONS = {
    "user_unknown": "550 5.1.1 User unknown",
    "mailbox_full": "552 5.2.2 Mailbox full",
    "blocked": "554 5.7.1 Client host [192.0.2.1] blocked using "
               "zen.spamhaus.org",
    "greylisted": "451 4.7.1 Greylisted, please try again in 300 seconds",
}
HEAD = """Return-Path: <>
Date: {date}
From: MAILER-DAEMON@mx.example.net
To: sender@example.net
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
"""
RECIPIENT = """
Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Remote-MTA: dns; {remote}
Diagnostic-Code: smtp; {text}
"""
TAIL = """
--b
Content-Type: text/rfc822-headers

From: Sender <sender@example.net>
To: {address}
Subject: {subject}
Message-ID: <original@example.net>
Date: Mon, 2 Nov 2026 09:00:00 +0100

--b--
"""
DATE = "Tue, 3 Nov 2026 10:00:00 +0100"


def dsn(*recipients, date=DATE, subject="News", remote="mx.example.org"):
    """A bounce: recipients are (address, reason or text)."""
    out = HEAD.format(date=date)
    for address, reason in recipients:
        text = REASONS.get(reason, reason)
        out += RECIPIENT.format(address=address, text=text, remote=remote,
                                status=text.split()[1])
    return out + TAIL.format(address=recipients[0][0], subject=subject)


def environment(**more):
    env = {key: value for key, value in os.environ.items()
           if key not in ("NO_COLOR", "COLUMNS", "LANGUAGE", "LANG")
           and not key.startswith(("LC_", "XDG_"))}
    env.update(LC_ALL="C.UTF-8", XDG_CONFIG_HOME="/nonexistent",
               XDG_CONFIG_DIRS="/nonexistent")
    env.update(more)
    return env


def run(*args, stdin=b"", env=None, **more):
    done = subprocess.run([BOUNCE, *args], input=stdin, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=environment(**(env or {})), **more)
    done.out = done.stdout.decode("utf-8")
    done.err = done.stderr.decode("utf-8")
    return done


def open_terminal(columns, rows=24):
    try:
        master, slave = pty.openpty()
    except OSError as error:
        reason = f"no terminal (is /dev/pts mounted?): {error}"
        if os.environ.get("BOUNCE_SKIP_NOTHING"):
            raise AssertionError(reason) from error
        print("skipped:", reason)
        raise unittest.SkipTest(reason) from error
    fcntl.ioctl(slave, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, 0, 0))
    return master, slave


def read_terminal(master, child):
    """What the child writes, until it ends."""
    text = b""
    while True:
        ready = select.select([master], [], [], 0.05)[0]
        if ready:
            try:
                text += os.read(master, 65536)
            except OSError:  # the last writer has gone
                child.wait()
                ready = []
        if not ready and child.poll() is not None:
            return text.decode("utf-8").replace("\r\n", "\n")


def slow_down(child):
    """Has a program take some seconds, however fast the machine is: it runs
    for a few milliseconds and rests for a tenth of a second."""
    end = time.monotonic() + 3
    while child.poll() is None and time.monotonic() < end:
        child.send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        child.send_signal(signal.SIGCONT)
        time.sleep(0.005)


def run_in_terminal(columns, *args, env=None, stdout=True, slow=False):
    """What a terminal of that width shows; stdout False: of stderr alone."""
    master, slave = open_terminal(columns)
    with subprocess.Popen([BOUNCE, *args], stdin=slave, stderr=slave,
                          stdout=slave if stdout else subprocess.DEVNULL,
                          env=environment(**(env or {}))) as child:
        os.close(slave)
        if slow:
            threading.Thread(target=slow_down, args=(child,)).start()
        text = read_terminal(master, child)
    os.close(master)
    return text, child.returncode


class Case(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = self.temporary.name

    def tearDown(self):
        self.temporary.cleanup()

    def path(self, *names):
        path = os.path.join(self.folder, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def write(self, name, text, mode="w"):
        path = self.path(*name.split("/"))
        with open(path, mode, **({} if "b" in mode else
                                 {"encoding": "utf-8"})) as out:
            out.write(text)
        return path

    def mail(self, name, *recipients, **more):
        return self.write(name, dsn(*recipients, **more))


def main():
    unittest.main(argv=sys.argv[:1])
