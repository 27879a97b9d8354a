#!/usr/bin/env python3
"""check-bindings.py LANGUAGE ROOT BUILD: a binding does what its README.md says, with an installed libbounce.

Its example prints what `bounce --format=json` prints for five messages. Its check program uses all of it, and must say the
same as the command and use no more memory after 10,000 messages than after 2,000.
"""
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from consumers import install

FOLDERS = ["general", "complaint", "auto-reply", "formats", "smtputf8"]
RULES = 'class policy\n  name house\n  "the dog ate it"\n'
REPLY = "550 5.1.1 the dog ate it"
ROUNDS = 1250  # of eight messages
# What a round can leak is reports or their JSON, messages, an error of 20 KB, a parser: 16 MB and more. A mailbox holds a file.
LEAK = 8000  # KB
OPEN_FILES = 100
# What a language needs beside the program that its command starts with; what finds it at run time without pkg-config.
NEEDS = {
    "cpp": [["c++", "--version"]],
    "csharp": [["mcs", "--version"], ["mono", "--version"]],
    "go": [["go", "version"], ["gcc", "--version"]],
    "java": [["javac", "-version"], ["test", "-e", "/usr/share/java/jna.jar"]],
    "lua": [["luajit", "-lcjson", "-e", ""]],
    "node": [["node", "-e", "require.resolve('koffi', {paths: [process.cwd()]})"]],
    "perl": [["perl", "-MFFI::Platypus", "-e1"]],
    "php": [["php", "-r", "class_exists('FFI') or exit(1);"]],
    "python": [["python3", "--version"]],
    "ruby": [["ruby", "-rffi", "-e1"]],
    "rust": [["rustc", "--version"]],
    "tcl": [["sh", "-c", "echo 'exit [catch {package require critcl; package require json}]' | tclsh"], ["gcc", "--version"]],
    "vala": [["valac", "--version"]],
}
# What more a binding promises, where the program is there.
PROMISES = {"go": "go vet ./...", "python": "mypy --strict ."}
LOADED = {"csharp", "java", "lua", "node", "perl", "php", "python", "ruby"}
STRICT = {"CXXFLAGS": "-Werror", "JAVACFLAGS": "-Werror", "MCSFLAGS": "-warnaserror", "RUSTFLAGS": "-Dwarnings",
          "VALAFLAGS": "--fatal-warnings -X -Werror"}
BOUNDED_HEAP = {
    "GOGC": "50",
    "MONO_GC_PARAMS": "max-heap-size=32m",
    "JDK_JAVA_OPTIONS": "-Xms24m -Xmx24m -XX:+AlwaysPreTouch -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "NODE_OPTIONS": "--max-old-space-size=32 --max-semi-space-size=1",
}


def messages(root):
    """The first message of each folder."""
    for folder in FOLDERS:
        top = os.path.join(root, "tests", "data", folder)
        yield os.path.join(top, min(name for name in os.listdir(top) if name.endswith(".eml")))


def dash(value):
    return "-" if value is None else str(value)


def lines_of(report):
    """What a check program prints of a report."""
    original = report["original"]
    yield [report.get("source"), report["kind"], original["message_id"], original["subject"]]
    for one in report["recipients"]:
        yield [one[key] for key in ("address", "action", "class", "hardness", "advice", "reply_code", "status", "diagnostic")]


def differences(expected, printed):
    return difflib.unified_diff(expected.splitlines(), printed.splitlines(), "bounce", "binding", n=0, lineterm="")


class Binding:
    def __init__(self, language, root, build, folder):
        self.language, self.root, self.folder, self.failed = language, root, folder, []
        self.bounce = os.path.join(build, "tools", "bounce")
        pc, libraries = install(build, os.path.join(folder, "installed"))
        self.installed = {**os.environ, **STRICT, "PKG_CONFIG_PATH": os.path.dirname(pc), "LD_LIBRARY_PATH": libraries}
        self.installed.pop("BOUNCE_LIBRARY", None)
        self.given = {**os.environ, **STRICT, "BOUNCE_LIBRARY": os.path.join(libraries, "libbounce.so.0")}
        # The command compiles where the sources are.
        self.top = os.path.join(folder, language)
        shutil.copytree(os.path.join(root, "bindings", language), self.top, symlinks=True)
        with open(os.path.join(self.top, "README.md"), encoding="utf-8") as stream:
            self.command = re.search(r"^    (\S.*) FILE\.\.\.$", stream.read(), re.M).group(1)

    def missing(self):
        for command in NEEDS[self.language]:
            try:
                subprocess.run(command, cwd=self.top, check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError):
                return " ".join(command)
        return None

    def run(self, command, arguments, env, few_files=False):
        """Few files: a leaked mailbox is one that stays open."""
        limit = [f"ulimit -n {OPEN_FILES};"] if few_files else []
        return subprocess.run(["sh", "-c", " ".join([*limit, f'exec {command} "$@"']), "sh", *arguments], cwd=self.top,
                              env=env, check=False, capture_output=True, text=True)

    def ndjson(self, *arguments):
        result = subprocess.run([self.bounce, "--format=ndjson", *arguments], capture_output=True, text=True, check=True)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def check_promise(self):
        command = PROMISES.get(self.language, "true")
        if not (shutil.which(command.split()[0]) or os.environ.get("BOUNCE_SKIP_NOTHING")):
            print(f"left out: {command}")
            return
        result = self.run(command, [], self.installed)
        if result.returncode:
            self.failed.append(f"{command}: {result.returncode}\n{result.stdout}{result.stderr}")

    def check_example(self):
        paths = list(messages(self.root))
        expected = subprocess.run([self.bounce, "--format=json", *paths], capture_output=True, text=True, check=False).stdout
        if expected.count('"kind"') < 5:
            self.failed.append(f"bounce prints:\n{expected}")
        result = self.run(self.command, paths, self.installed)
        if result.returncode or result.stdout != expected:
            self.failed += [f"{self.command}: {result.returncode}\n{result.stderr}", *differences(expected, result.stdout)]
        missing = self.run(self.command, ["/missing.eml"], self.installed)
        if missing.returncode <= 0 or missing.returncode > 127 or "/missing.eml" not in missing.stderr:
            self.failed.append(f"{self.command} with a missing file: {missing.returncode} {missing.stderr}")

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as stream:
            stream.write(data)
        return path

    def check_all(self):
        """What the check program prints, and its memory after a fifth of the rounds and after all."""
        mbox = b""
        for path in messages(self.root):
            with open(path, "rb") as stream:
                mbox += b"From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n" + stream.read().replace(b"\nFrom ", b"\n>From ") + b"\n\n"
        mailbox, rules = self.write("mbox", mbox), self.write("house.rules", RULES.encode())
        # A message with bytes that a string of C or of Unicode can't hold.
        message = self.write("message", mbox.split(b"\n\n")[0] + b"\n\n\0 \xff\n" + b"550 5.1.1 <u@example.org>: User unknown\n")
        reports = self.ndjson(f"--rules={rules}", mailbox)
        one = self.ndjson(f"--rules={rules}", message)[0]
        reply = self.ndjson(f"--rules={rules}", "--host=mx.example.net", f"--reply={REPLY}")[0]
        if reply["recipients"][0]["class"] != "policy" or len(reports) < 5:
            self.failed.append(f"bounce says:\n{reports}\n{reply}")
        rows = [row for report in [*reports, reports[0], {**one, "source": None}, {**reply, "source": None}]
                for row in lines_of(report)]
        expected = ["\t".join(map(dash, row)) for row in [*rows, [4, 1, "rules:1: unknown class 'no_such_class'"]]]
        command = self.command.replace("example", "check", 1).replace("Example", "Check", 1)
        arguments = [str(ROUNDS), mailbox, rules, message, REPLY]
        env = {**(self.given if self.language in LOADED else self.installed), **BOUNDED_HEAP}
        result = self.run(command, arguments, env, few_files=True)
        memory = re.findall(r"^VmHWM:\s*(\d+) kB$", result.stdout, re.M)
        printed = [line for line in result.stdout.splitlines() if not line.startswith("VmHWM:")]
        if result.returncode or len(memory) != 2 or printed != expected:
            self.failed += [f"{command}: {result.returncode}\n{result.stderr}",
                            *differences("\n".join(expected), "\n".join(printed))]
            return
        print(f"{memory[0]} KB after {ROUNDS // 5} rounds, {memory[1]} KB after {ROUNDS}")
        if int(memory[1]) > int(memory[0]) + LEAK:
            self.failed.append(f"{command}: memory grows from {memory[0]} to {memory[1]} KB")


def main():
    language, root, build = sys.argv[1], *map(os.path.abspath, sys.argv[2:4])
    with tempfile.TemporaryDirectory() as folder:
        binding = Binding(language, root, build, folder)
        missing = binding.missing()
        if missing:
            print(f"skipped: {missing} fails")
            return 1 if os.environ.get("BOUNCE_SKIP_NOTHING") else 77
        binding.check_promise()
        binding.check_example()
        binding.check_all()
    print("\n".join(binding.failed) or f"{language}: good")
    return 1 if binding.failed else 0


if __name__ == "__main__":
    sys.exit(main())
