#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_inputs.py BOUNCE: everything that can be read, in its order."""
import gzip
import json
import os
import resource
import signal
import subprocess

import common
from common import BOUNCE, dsn, run


def sources(done):
    return [json.loads(line)["source"] for line in done.out.splitlines()]


def addresses(done):
    return [json.loads(line)["recipients"][0]["address"]
            for line in done.out.splitlines()]


def mbox(*names):
    return "".join("From MAILER-DAEMON Tue Nov  3 10:00:00 2026\n" +
                   dsn((name + "@example.org", "user_unknown")) + "\n"
                   for name in names)


class Inputs(common.Case):
    def test_mixed(self):
        """Every kind of input in one call, in the order of the arguments."""
        self.mail("d/2.eml", ("d2@example.org", "mailbox_full"))
        self.mail("d/sub/1.eml", ("d3@example.org", "mailbox_full"))
        self.mail("d/1.eml", ("d1@example.org", "mailbox_full"))
        for name in "cur", "new", "tmp":
            self.mail("m/%s/x" % name, (name + "@example.org", "blocked"))
        single = self.mail("z.eml", ("z@example.org", "blocked"))
        box = self.write("box", mbox("b1", "b2"))
        packed = self.path("box.gz")
        with gzip.open(packed, "wt", encoding="utf-8") as out:
            out.write(mbox("g1", "g2"))
        done = run("-f", "ndjson", box, "-", self.path("d"), packed,
                   self.path("m"), single, stdin=mbox("s1", "s2").encode())
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual([a.split("@")[0] for a in addresses(done)],
                         ["b1", "b2", "s1", "s2", "d1", "d2", "d3", "g1", "g2",
                          "cur", "new", "z"])
        self.assertEqual(sources(done)[1:4], [box + "#2", "-", "-#2"])

    def test_one_message_from_stdin(self):
        done = run("-f", "ndjson", "-",
                   stdin=dsn(("u@example.org", "blocked")).encode())
        self.assertEqual(addresses(done), ["u@example.org"])

    def test_files_from(self):
        paths = [self.mail(name, (name[0] + "@example.org", "blocked"))
                 for name in ("a.eml", "b b.eml", "c\n.eml")]
        listed = "\n".join(paths[:2]) + "\n\n"
        done = run("-f", "ndjson", "--files-from", "-", stdin=listed.encode())
        self.assertEqual(sources(done), paths[:2])
        packed = self.write("list", "\0".join(paths))
        done = run("-f", "ndjson", "--files-from", packed, "-0", paths[1])
        self.assertEqual(sources(done), [paths[1]] + paths)

    def test_files_from_errors(self):
        good = self.mail("a.eml", ("a@example.org", "blocked"))
        done = run("-f", "ndjson", "--files-from", "-",
                   stdin=("missing\n%s" % good).encode())
        self.assertEqual(done.returncode, 1)
        self.assertIn("missing: No such file", done.err)
        self.assertEqual(sources(done), [good])
        done = run("--files-from", self.path("none"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("none: No such file", done.err)
        self.assertEqual(run("-0", good).returncode, 2)

    def test_what_cannot_be_read_on(self):
        """A list or replies that end with an error are no end."""
        done = run("-f", "ndjson", "--files-from", self.path(""))
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertIn(": Is a directory", done.err)
        for args in ("--reply", "-"), ("--files-from", "-"):
            folder = os.open(self.path(""), os.O_RDONLY)
            done = subprocess.run([BOUNCE, *args], stdin=folder,
                                  stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True,
                                  env=common.environment(), timeout=60)
            os.close(folder)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stderr, "bounce: -: Is a directory\n")

    def test_empty_names(self):
        for args in ([""], ["--files-from", ""], ["--rules", "", "-"],
                     ["--append", ""]):
            self.assertIn("bounce: '': No such file", run(*args).err)

    def test_same_order_with_any_jobs(self):
        """Large messages among small ones come out in their places."""
        for i in range(300):
            size = 200000 if i % 7 == 0 else 0
            self.mail("d/%03d.eml" % i, ("u%d@example.org" % i, "blocked"),
                      subject="x" * size)
        one = run("-f", "ndjson", "--jobs=1", self.path("d"))
        self.assertEqual(addresses(one),
                         ["u%d@example.org" % i for i in range(300)])
        for jobs in "2", "7", "64":
            more = run("-f", "ndjson", "-j", jobs, self.path("d"))
            self.assertEqual(more.stdout, one.stdout)
        self.assertEqual(run("-fndjson", "-j2", self.path("d")).stdout,
                         one.stdout)
        for jobs in "-1", "257", "x":
            self.assertEqual(run("-j", jobs, self.path("d")).returncode, 2)

    def test_replies(self):
        done = run("-f", "ndjson", "--reply", "-", "--host", "mx.example.org",
                   stdin=b"550 5.1.1 User unknown\n452 4.2.2 Mailbox full\n")
        self.assertEqual([json.loads(line)["recipients"][0]["class"]
                          for line in done.out.splitlines()],
                         ["user_unknown", "mailbox_full"])
        done = run("--host", "mx.example.org", self.write("mail", ""))
        self.assertEqual((done.returncode, done.out), (2, ""))
        self.assertIn("--host needs --reply", done.err)

    def test_reply_of_any_bytes(self):
        """In cron's locale, too; a server's letters are not the locale's."""
        for locale in "C", "C.UTF-8":
            for charset in "utf-8", "latin-1":
                done = subprocess.run(
                    [BOUNCE, "-fndjson", "--reply",
                     "550 Empfänger unbekannt".encode(charset)],
                    stdout=subprocess.PIPE, timeout=60,
                    env=common.environment(LC_ALL=locale))
                self.assertEqual(
                    json.loads(done.stdout)["recipients"][0]["diagnostic"],
                    "550 Empfänger unbekannt")

    def test_host_of_any_letters(self):
        """In cron's locale, too."""
        for locale in "C", "C.UTF-8":
            done = run("-fndjson", "--reply", "550 5.1.1 no", "--host",
                       "mx.bücher.example", env={"LC_ALL": locale})
            self.assertEqual(
                json.loads(done.out)["recipients"][0]["remote_mta"],
                "mx.bücher.example")
        done = run("--reply=550 no", b"--host=\xff", env={"LC_ALL": "C"})
        self.assertEqual(done.returncode, 2)

    def test_nothing(self):
        done = run()
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing to read", done.err)
        self.assertEqual(run(self.write("x/empty", "")).returncode, 0)

    def test_constant_memory(self):
        """Ten thousand messages take no more than a thousand."""
        self.write("box", mbox("u") * 1000)
        self.write("large", mbox("u") * 10000)

        # A sanitizer keeps what was freed for a while.
        env = common.environment(ASAN_OPTIONS="quarantine_size_mb=1")

        def peak(name):
            child = subprocess.Popen([BOUNCE, "-fndjson", self.path(name)],
                                     env=env, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
            self.assertEqual(status, 0)
            return usage.ru_maxrss
        small, large = peak("box"), peak("large")
        self.assertLess(large, small * 1.5 + 2048)


class Signals(common.Case):
    def interrupted(self, number, *args):
        """Ends it while it waits for more of an mbox, after 20 mails."""
        child = subprocess.Popen([BOUNCE, *args, "-"], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE,
                                 env=common.environment())
        child.stdin.write(mbox(*["u%d" % i for i in range(21)]).encode())
        child.stdin.flush()
        out = b""
        while out.count(b'"kind"') < 20:
            out += os.read(child.stdout.fileno(), 65536)
        child.send_signal(number)
        child.wait(timeout=60)
        out, err = out + child.stdout.read(), child.stderr.read()
        for stream in child.stdin, child.stdout, child.stderr:
            stream.close()
        return child.returncode, out, err

    def test_interrupt(self):
        code, out, err = self.interrupted(signal.SIGINT, "-f", "ndjson")
        self.assertEqual(code, 130)
        self.assertIn(b"interrupted", err)
        self.assertTrue(out.endswith(b"\n"))
        self.assertEqual(len([json.loads(x) for x in out.splitlines()]), 20)

    def test_terminate(self):
        """A JSON array is complete, too."""
        code, out, _ = self.interrupted(signal.SIGTERM, "-f", "json")
        self.assertEqual(code, 143)
        self.assertEqual(len(json.loads(out)), 20)

    def test_full_pipe(self):
        """What was read leaves after a signal, too, line by line."""
        box = self.write("box", mbox("u") * 20000)
        child = subprocess.Popen([BOUNCE, "-f", "ndjson", box],
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL,
                                 env=common.environment())
        out = os.read(child.stdout.fileno(), 1)  # it is at work
        child.send_signal(signal.SIGINT)
        out += child.stdout.read()
        child.stdout.close()
        self.assertEqual(child.wait(timeout=20), 130)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertTrue(0 < len(lines) < 20000, len(lines))

    def test_reader_leaves(self):
        box = self.write("box", mbox("u") * 5000)
        child = subprocess.Popen([BOUNCE, "-f", "ndjson", box],
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE,
                                 env=common.environment())
        child.stdout.readline()
        child.stdout.close()
        err = child.stderr.read()
        child.stderr.close()
        self.assertEqual(child.wait(timeout=20), -signal.SIGPIPE)
        self.assertEqual(err, b"")

    def test_file_too_large(self):
        """A disk that gets full later on, with threads."""
        box = self.write("box", mbox("u") * 2000)

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with open(self.path("out"), "wb") as out:
            done = subprocess.run([BOUNCE, "-f", "ndjson", box], stdout=out,
                                  stderr=subprocess.PIPE, preexec_fn=limit,
                                  env=common.environment(), timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output: File too large", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)
        with open(self.path("out"), "rb") as out:
            self.assertGreater(len([json.loads(line) for line in out]), 10)


if __name__ == "__main__":
    common.main()
