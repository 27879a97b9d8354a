#!/usr/bin/env python3
"""check-notmuch.py [HOOK]: examples/notmuch-hook/ under a real notmuch: it tags bounces and the mail they are about."""
import os
import shutil
import subprocess
import sys
import tempfile

SENT = """From: ann@example.org
To: u@example.net
Message-ID: <{id}@example.org>
Subject: {id}
Date: Tue, 05 May 2026 10:00:00 +0000

Hello.
"""
BOUNCE = """Return-Path: <>
From: MAILER-DAEMON@mx.example.net
To: ann@example.org
Subject: Undelivered
Date: Tue, 05 May 2026 10:00:05 +0000
Message-ID: <about-{id}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; u@example.net
Action: failed
Status: {status}
Diagnostic-Code: smtp; {reply}

--b
Content-Type: text/rfc822-headers

Message-ID: <{id}@example.org>
Subject: {id}

--b--
"""
MAIL = {
    "1": SENT.format(id="hard"), "2": SENT.format(id="soft"), "3": SENT.format(id="fine"),
    "4": BOUNCE.format(id="hard", status="5.1.1", reply="550 5.1.1 User unknown"),
    "5": BOUNCE.format(id="soft", status="4.2.2", reply="452 4.2.2 Mailbox full"),
    "6": BOUNCE.format(id='not"tag:new"here', status="5.1.1", reply="550 5.1.1 User unknown"),
}
EXPECTED = {
    "tag:bounced": {"hard@example.org", "soft@example.org"},
    "tag:bounce-hard": {"about-hard@mx.example.net", 'about-not"tag:new"here@mx.example.net'},
    "tag:bounce-soft": {"about-soft@mx.example.net"},
    "tag:bounce and not tag:bounce-hard and not tag:bounce-soft": set(),
}


def main():
    if len(sys.argv) < 2 or not shutil.which("notmuch"):
        print("skipped: notmuch or libnotmuch-dev is missing")
        return 1 if os.environ.get("BOUNCE_SKIP_NOTHING") else 77
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "NOTMUCH_CONFIG": os.path.join(folder, "config"), "HOME": folder}
        mail = os.path.join(folder, "mail")
        os.makedirs(os.path.join(mail, "cur"))
        os.makedirs(os.path.join(mail, ".notmuch", "hooks"))
        os.symlink(os.path.abspath(sys.argv[1]), os.path.join(mail, ".notmuch", "hooks", "post-new"))
        with open(env["NOTMUCH_CONFIG"], "w", encoding="utf-8") as config:
            config.write(f"[database]\npath={mail}\n[user]\nname=Ann\nprimary_email=ann@example.org\n[new]\ntags=new\n")
        for name, text in MAIL.items():
            with open(os.path.join(mail, "cur", name), "w", encoding="utf-8") as out:
                out.write(text)
        new = subprocess.run(["notmuch", "new"], env=env, capture_output=True, text=True, check=False)
        failed = [] if new.returncode == 0 and not new.stderr else [f"notmuch new: {new.returncode} {new.stdout}{new.stderr}"]
        for query, expected in EXPECTED.items():
            found = subprocess.run(["notmuch", "search", "--output=messages", "--format=text0", query], env=env,
                                   capture_output=True, text=True, check=True).stdout.split("\0")
            found = {one.removeprefix("id:") for one in found if one}
            if found != expected:
                failed.append(f"{query}: {found}, not {expected}")
    print("\n".join(failed) or "notmuch: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
