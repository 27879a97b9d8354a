"""Runs inside the namespaces: a server, and what ends in the file.

Called as `python3 -m lab.in_place NAME BASE LAYER OUT BOUNCE LIBRARY` by
live-in-place. Everything that it starts ends with its pid namespace.
"""
import asyncio
import concurrent.futures
import contextlib
import importlib
import json
import pathlib
import shutil
import smtplib
import subprocess
import sys
import time

from lab import space, table

MANY = 20  # at once
DOCUMENT = table.HERE.parent.parent / "docs" / "in-place.md"
PACKAGES = ["postfix"]
SNIPPETS = {name: name for name in ("main.cf", "transport", "master.cf",
                                    ".forward")}
# The servers' folders, and who tests them.
MODULES = {"in-place": "lab.in_place",
           "in-place-filters": "lab.in_place_filters",
           "in-place-sendmail": "lab.in_place_sendmail"}
MAIL = """From: MAILER-DAEMON@example.org
To: <{to}>
Subject: Undelivered {fill}

<{name}@example.org>: host mx.example.org said: 550 5.1.1 No such user
"""
LONG = "and " * 2000  # a line that fills more than what is left of a page


def snippet(text, name):
    """The lines that stand below "# NAME" in a block of a document."""
    lines = text.split("\n")
    start = lines.index("# " + name) + 1
    end = next(i for i in range(start, len(lines)) if lines[i] in ("", "```"))
    return "\n".join(lines[start:end] + [""])


def fill_lab(folder, lab, snippets, program, library):
    """What the root needs, as the build tree has it."""
    shutil.copytree(folder, lab)
    (lab / "docs").mkdir()
    for name, title in snippets.items():
        (lab / "docs" / name).write_text(snippet(DOCUMENT.read_text(), title))
    for name, path in (("tools", program), ("lib", library)):
        (lab / name).mkdir()
        shutil.copy(path, lab / name)
    (lab / "lib" / "libbounce.so.0").symlink_to(pathlib.Path(library).name)


def submit(to, name, fill=""):
    with smtplib.SMTP("127.0.0.1", 25, "localhost", timeout=60) as client:
        client.sendmail("", [to], MAIL.format(to=to, name=name, fill=fill))


def submit_all(names, fill=""):
    with concurrent.futures.ThreadPoolExecutor(MANY) as pool:
        for done in [pool.submit(submit, f"list+{name}@bounces.example.net",
                                 name, fill) for name in names]:
            done.result()


def addresses(path):
    """Of the file's lines; each must be whole."""
    if not path.exists():
        return []
    text = path.read_text()
    assert not text or text.endswith("\n"), "the last line is not whole"
    return sorted(json.loads(line)["recipients"][0]["address"]
                  for line in text.splitlines())


def expect(what, probe, seconds=60):
    """Waits until the probe holds; ends the test when it never does."""
    limit = time.monotonic() + seconds
    while not probe():
        if time.monotonic() > limit:
            sys.exit(f"in-place: never came true: {what}")
        time.sleep(0.2)
    print(f"in-place: {what}", flush=True)


def expect_lines(what, path, names):
    wanted = sorted(f"{name}@example.org" for name in names)
    expect(what, lambda: addresses(path) == wanted)


@contextlib.contextmanager
def full_disk(folder):
    """Until the end of the block."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError:
            pass
    yield
    filler.unlink()


class Root:
    def __init__(self, path):
        self.path = path
        self.disk = path / "var" / "lib" / "bounce"
        self.file = self.disk / "bounces.ndjson"

    def run(self, *command):
        return subprocess.run(["chroot", str(self.path), *command], check=True,
                              capture_output=True, text=True).stdout

    def deferred(self):
        return [entry for line in self.run("postqueue", "-j").splitlines()
                if (entry := json.loads(line))["queue_name"] == "deferred"]


def test(root):
    names = [f"u{number}" for number in range(MANY)]
    wanted = sorted(f"{name}@example.org" for name in names)
    submit_all(names)
    expect(f"{MANY} at once are {MANY} lines",
           lambda: addresses(root.file) == wanted)
    submit("robin@out.example.net", "forwarded")
    forwarded = root.path / "home" / "robin" / "bounces.ndjson"
    expect(".forward makes a line",
           lambda: addresses(forwarded) == ["forwarded@example.org"])
    late = ["late1", "late2", "late3"]
    with full_disk(root.disk):
        submit_all(late, LONG)
        expect("a full disk keeps the mail in the queue",
               lambda: len(root.deferred()) == len(late))
        reason = root.deferred()[0]["recipients"][0]["delay_reason"]
        assert "No space left" in reason, reason
        assert addresses(root.file) == wanted, "the file changed"
    root.run("postqueue", "-f")
    wanted = sorted(wanted + [f"{name}@example.org" for name in late])
    expect("with room again it arrives", lambda: addresses(root.file) == wanted)
    expect("the queue is empty", lambda: not root.run("postqueue", "-j"))


def main():
    name, base, layer, out, program, library = sys.argv[1:]
    lab = pathlib.Path(out, "lab")
    tested = importlib.import_module(MODULES[name])
    fill_lab(table.HERE / name, lab, tested.SNIPPETS, program, library)
    server = table.Server(name, [lab])
    root = Root(space.prepare(server, base, layer))
    try:
        asyncio.run(space.start(server, root.path))
        tested.test(root)
    finally:
        asyncio.run(space.keep_log(root.path, pathlib.Path(out)))


if __name__ == "__main__":
    main()
