#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_scale.py BOUNCE: an mbox of 100,000 messages (500 MB) is read in the memory that one of 2,000 takes."""
import subprocess
import sys
import threading

MESSAGE = """From MAILER-DAEMON Mon Nov 23 10:00:{second:02} 2026
Return-Path: <>
From: MAILER-DAEMON@mx.example.net
To: sender@example.net
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

<user{number}@example.org>: host mx.example.org[192.0.2.1] said:
    550 5.1.1 User unknown (in reply to RCPT TO command)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; user{number}@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

From: sender@example.net
To: user{number}@example.org
Message-ID: <{number}@example.net>

{body}
--b--

"""
BODY = "The quick brown fox jumps over the lazy dog; then it rests.\n" * 70
MORE_KB = 4096


def peak(pid):
    """VmHWM in kB: proc(5)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as stream:
        return next(int(line.split()[1]) for line in stream if line.startswith("VmHWM:"))


def scan(bounce, count):
    """Gives the peak memory (kB), the reports and the bytes of an mbox of so many messages."""
    reports = written = 0
    with subprocess.Popen([bounce, "--format=ndjson", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        def read():
            nonlocal reports
            for line in process.stdout:
                reports += b'"class":"user_unknown"' in line

        reader = threading.Thread(target=read)
        reader.start()
        for number in range(count):
            written += process.stdin.write(MESSAGE.format(second=number % 60, number=number, body=BODY).encode())
        process.stdin.flush()
        memory = peak(process.pid)
        process.stdin.close()
        reader.join()
    return memory, reports, written


def main():
    few, _, _ = scan(sys.argv[1], 2000)
    many, reports, written = scan(sys.argv[1], 100_000)
    print(f"2,000 messages: {few} kB; 100,000 messages of {written / 1e6:.0f} MB: {many} kB, {reports} reports")
    return reports != 100_000 or many > few + MORE_KB


if __name__ == "__main__":
    sys.exit(main())
