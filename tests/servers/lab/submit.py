"""Writes the messages, and hands them to the server."""
import asyncio
import smtplib
import subprocess

TEXT = """Dear reader,

the minutes of our last meeting are in the archive now. The next one is on
Thursday at ten.

Kind regards
Robin Example
"""


def content(scenario, server):
    """The rest of the header and the body, if the scenario names a file."""
    name = scenario.options.get("content")
    if name:
        return (server.folders[-1] / "contents" / name).read_bytes()
    return ("Content-Type: text/plain; charset=us-ascii\n\n"
            + TEXT).encode("ascii")


def message(scenario, server):
    """A short message; nothing in it tells what will become of it."""
    recipients = ", ".join(f"<{scenario.recipient(fate)}>"
                           for fate in scenario.fates)
    lines = [f"From: Example News <{scenario.sender}>",
             f"To: {recipients}",
             f"Subject: Minutes no. {scenario.token}",
             f"Message-ID: <{scenario.message_id}>",
             "Date: Tue, 24 Nov 2026 09:30:00 +0000",
             "MIME-Version: 1.0",
             "X-Campaign-Id: autumn-7"]
    lines += ["Received: from a.example.net by b.example.net; "
              "Tue, 24 Nov 2026 09:29:00 +0000"] * int(
                  scenario.options.get("hops", 0))
    size = int(scenario.options.get("size", 0))
    padding = ("0123456789" * 7 + "\n") * (size // 71)
    return (("\n".join(lines) + "\n").encode("utf-8")
            + content(scenario, server) + padding.encode("ascii"))


def notify(scenario):
    wanted = scenario.options.get("notify")
    return ["NOTIFY=" + wanted.replace("+", ",").upper()] if wanted else []


def by_smtp(scenario, server):
    """Returns None, or why the server did not take the message."""
    mail_options = ["SMTPUTF8", "BODY=8BITMIME"] * (
        "smtputf8" in scenario.options)
    if "notify" in scenario.options:
        mail_options.append("RET=HDRS")
    try:
        with smtplib.SMTP("127.0.0.1", 25, "localhost", timeout=60) as client:
            client.ehlo()
            refused = client.sendmail(
                scenario.sender,
                [scenario.recipient(fate) for fate in scenario.fates],
                message(scenario, server).replace(b"\n", b"\r\n"),
                mail_options, notify(scenario))
    except (smtplib.SMTPException, OSError) as trouble:
        return str(trouble)
    return str(refused) if refused else None


def by_command(root, scenario, server):
    """The sendmail command, in the server's root."""
    command = ["chroot", str(root), "/usr/sbin/sendmail", "-f",
               scenario.sender]
    if "notify" in scenario.options:
        command += ["-N", scenario.options["notify"].replace("+", ",")]
    command += [scenario.recipient(fate) for fate in scenario.fates]
    done = subprocess.run(command, input=message(scenario, server), timeout=60,
                          capture_output=True, check=False)
    if done.returncode:
        return done.stderr.decode(errors="replace").strip() or "refused"
    return None


def by_script(root, scenario, server):
    """SERVER/submit gets the message, and the scenario in variables."""
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MX": scenario.mx,
        "SENDER": scenario.sender,
        "RECIPIENTS": " ".join(scenario.recipient(fate)
                               for fate in scenario.fates)}
    done = subprocess.run(["chroot", str(root), "sh", "/lab/submit"],
                          input=message(scenario, server), env=environment,
                          timeout=120, capture_output=True, check=False)
    if done.returncode:
        return done.stderr.decode(errors="replace").strip() or "refused"
    return None


async def everything(server, root, scenarios):
    """Submits all; returns what was refused and why, by name."""
    loop = asyncio.get_running_loop()
    refused = {}
    for scenario in scenarios:
        if server.submit == "smtp":
            call = (by_smtp, scenario, server)
        elif server.submit == "sendmail":
            call = (by_command, root, scenario, server)
        else:
            call = (by_script, root, scenario, server)
        trouble = await loop.run_in_executor(None, *call)
        if trouble:
            refused[scenario.name] = trouble
    return refused
