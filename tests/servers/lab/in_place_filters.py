"""What in_place.py tests with Exim, procmail, maildrop and Dovecot."""
import smtplib
import subprocess

from lab import in_place

PACKAGES = ["exim4-daemon-light", "procmail", "maildrop", "dovecot-lmtpd",
            "dovecot-sieve"]
# The file in the root: what stands above its lines in the document.
SNIPPETS = {"routers": "exim4.conf, begin routers",
            "transports": "exim4.conf, begin transports",
            "procmailrc": ".procmailrc", "mailfilter": ".mailfilter",
            "dovecot.conf": "dovecot.conf",
            "dovecot.sieve": "/var/lib/bounce/.dovecot.sieve",
            "bounce-append": "/usr/lib/dovecot/sieve-pipe/bounce-append, "
                             "mode 0755"}
LATE = ["late1", "late2", "late3"]


def test_exim(root):
    names = [f"u{number}" for number in range(in_place.MANY)]
    in_place.submit_all(names)
    in_place.expect_lines("Exim: as many at once as lines", root.file, names)
    with in_place.full_disk(root.disk):
        in_place.submit_all(LATE, in_place.LONG)
        in_place.expect("Exim: a full disk keeps the mail in the queue",
                        lambda: root.run("exim4", "-bpc").strip() == "3")
        in_place.expect("Exim: each was tried",
                        lambda: log(root).count("T=bounces defer") == 3)
        in_place.expect_lines("Exim: nothing is in the file", root.file, names)
    root.run("exim4", "-qff")
    in_place.expect_lines("Exim: with room again it arrives",
                          root.file, names + LATE)
    in_place.expect("Exim: the queue is empty",
                    lambda: root.run("exim4", "-bpc").strip() == "0")


def log(root):
    return (root.path / "var" / "log" / "exim4" / "mainlog").read_text()


def pipe(root, program, name, fill=""):
    """As a mail server calls it; returns its status."""
    to = f"{program}-user@out.example.net"
    mail = in_place.MAIL.format(to=to, name=name, fill=fill)
    command = ["chroot", str(root.path), program, "-d", f"{program}-user"]
    return subprocess.run(command, input=mail, text=True, check=False,
                          capture_output=True).returncode


def test_program(root, program):
    home = root.path / "home" / f"{program}-user"
    path = home / "bounces.ndjson"
    assert pipe(root, program, "first") == 0
    in_place.expect_lines(f"{program}: a mail is a line", path, ["first"])
    with in_place.full_disk(home):
        status = pipe(root, program, "late", in_place.LONG)
        assert status == 75, f"{program}: {status} on a full disk"
        in_place.expect_lines(f"{program}: a full disk is status 75",
                              path, ["first"])
    assert pipe(root, program, "late", in_place.LONG) == 0
    in_place.expect_lines(f"{program}: then it arrives",
                          path, ["first", "late"])


def deliver(root, name, fill=""):
    """By LMTP; returns the code of a temporary refusal, or 250."""
    socket = str(root.path / "run" / "dovecot" / "lmtp")
    mail = in_place.MAIL.format(to="bounce", name=name, fill=fill)
    with smtplib.LMTP(socket, local_hostname="localhost") as client:
        try:
            client.sendmail("", ["bounce"], mail)
        except smtplib.SMTPDataError as refusal:
            return refusal.smtp_code
    return 250


def test_sieve(root):
    root.file.unlink()
    in_place.expect("Dovecot: listens",
                    (root.path / "run" / "dovecot" / "lmtp").exists)
    assert deliver(root, "first") == 250
    in_place.expect_lines("Sieve: a mail is a line", root.file, ["first"])
    root.run("chmod", "-w", "/var/lib/bounce/bounces.ndjson")
    assert deliver(root, "kept") == 250
    root.run("chmod", "u+w", "/var/lib/bounce/bounces.ndjson")
    in_place.expect_lines("Sieve: a failure leaves the file",
                          root.file, ["first"])
    in_place.expect("Sieve: and keeps the mail in the mailbox", lambda: any(
        "kept@example.org" in mail.read_text()
        for mail in (root.disk / "Maildir" / "new").iterdir()))
    with in_place.full_disk(root.disk):
        code = deliver(root, "late", in_place.LONG)
        assert code // 100 == 4, code
        in_place.expect_lines("Sieve: a full disk is a temporary refusal",
                              root.file, ["first"])
    assert deliver(root, "late", in_place.LONG) == 250
    in_place.expect_lines("Sieve: then it arrives",
                          root.file, ["first", "late"])


def test(root):
    test_exim(root)
    test_program(root, "procmail")
    test_program(root, "maildrop")
    test_sieve(root)
