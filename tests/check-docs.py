#!/usr/bin/env python3
"""check-docs.py ROOT BUILD CC: code in the documentation is compiled and run, and prints what is shown.

Every fenced block of the Markdown files, every @code example of the public headers and every literal block of the manual
pages is run with the library as it is installed, in a folder that has bounce.eml, mbox, mail/, Maildir/ and the project's tests/. The
language says how: c (a program, or statements that may use path, parser, report and error), python, js, sh, rules, formats, json,
console (commands behind "$ ", and what a terminal then shows).
A comment on the line before a block says otherwise:

    <!-- file: NAME -->        it is saved under this name, for a later sh block of the same file that uses it
    <!-- output -->            it is what the block before printed; a line "..." stands for any lines
    <!-- not run: REASON -->   it is not run

Proves by broken documents that what is wrong is found.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import consumers
import require
import terminal

FENCE = re.compile(r"^( *)```(\w*)$")
MARK = re.compile(r"^ *(?:<!-- |\.\\\" )(file|output|not run)(?:: *(.*?))? *(?:-->)?$")
FRAGMENT = """#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bounce/bounce.h>
int main(int argc, char **argv) {
  const char *path = argv[argc - 1];
  BounceParser *parser = bounce_parser_new();
  BounceReport *report = bounce_parser_parse_file(parser, path, NULL);
  BounceError *error = NULL;
  (void)error;
  {
%s
  }
  (void)argc; (void)argv; (void)path; (void)report;
  return 0;
}
"""
EXAMPLE_FORMAT = 'format example\n  known text "an example of a format"\n  recipient "<{address}>:"\n  sample example\n  source here\n'


class Block:
    def __init__(self, place, language, text, mark=("", "")):
        self.place, self.language, self.text, self.mark, self.value = place, language, text, *mark


def read_markdown(path, name):
    """Fenced blocks, and code without a fence as blocks of no language."""
    with open(path, encoding="utf-8") as stream:
        lines = stream.read().split("\n")
    blocks, in_list, at = [], False, 0
    while at < len(lines):
        line, before = lines[at], lines[at - 1] if at else ""
        if match := FENCE.match(line):
            end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == "```")
            mark = MARK.match(before)
            text = "\n".join(line.removeprefix(match.group(1)) for line in lines[at + 1:end]) + "\n"
            blocks.append(Block(f"{name}:{at + 1}", match.group(2), text, mark.groups() if mark else ("", "")))
            at = end
        elif line.startswith("    ") and not before.strip() and not in_list:
            start = at
            while at + 1 < len(lines) and (lines[at + 1].startswith("    ") or not lines[at + 1].strip()):
                at += 1
            blocks.append(Block(f"{name}:{start + 1}", "indented", "\n".join(lines[start:at + 1]).strip()))
        elif line.strip() and not line.startswith(" "):
            in_list = re.match(r"(-|\d+\.) ", line) is not None
        at += 1
    return blocks


def read_header(path, name):
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    blocks = []
    for match in re.finditer(r"@code\{\.(\w+)\}\n(.*?)^ ?\*? ?@endcode", text, re.M | re.S):
        line = text.count("\n", 0, match.start()) + 1
        blocks.append(Block(f"{name}:{line}", match.group(1), re.sub(r"(?m)^ \* ?", "", match.group(2))))
    return blocks


def read_manual(path, name):
    """Literal blocks of mdoc: C where it calls the library."""
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    blocks = []
    for match in re.finditer(r'^(\.\\" [^\n]+\n)?\.Bd -literal[^\n]*\n(.*?)^\.Ed', text, re.M | re.S):
        code = match.group(2).replace("\\&", "").replace("\\-", "-").replace("\\e", "\\")
        mark = MARK.match((match.group(1) or "").strip())
        language = "c" if "bounce_parser" in code else "sh"
        blocks.append(Block(f"{name}:{text.count(chr(10), 0, match.start()) + 1}", language, code, mark.groups() if mark else ("", "")))
    return blocks


def is_binding(name, block):
    """The one command of a binding, which tests/check-bindings.py runs."""
    return name.startswith("bindings/") and re.fullmatch(r"\S.* FILE\.\.\.", block.text) is not None


def documents(root):
    """{name: blocks}"""
    found = {}
    for path in sorted(glob.glob(os.path.join(root, "**", "*.md"), recursive=True)):
        name = os.path.relpath(path, root)
        if not re.match(r"build|debian/|.*node_modules/|subprojects/", name):
            found[name] = [block for block in read_markdown(path, name) if not is_binding(name, block)]
    for path in sorted(glob.glob(os.path.join(root, "include", "bounce", "*.h"))) + [os.path.join(root, "docs", "api.md")]:
        name = os.path.relpath(path, root)
        found[name] = found.get(name, []) + read_header(path, name)
    for path in sorted(glob.glob(os.path.join(root, "man", "*.[1-9]"))):
        name = os.path.relpath(path, root)
        found[name] = read_manual(path, name)
    return found


def same_text(shown, printed):
    pattern = "\n".join("(?:.*\n)*?.*" if line.strip() == "..." else re.escape(line.rstrip()) for line in shown.rstrip().split("\n"))
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in printed.rstrip().split("\n"))) is not None


def holds(printed, shown):
    """Whether printed JSON has all that is shown."""
    if isinstance(shown, dict):
        return isinstance(printed, dict) and all(key in printed and holds(printed[key], value) for key, value in shown.items())
    if isinstance(shown, list):
        return isinstance(printed, list) and len(printed) == len(shown) and all(map(holds, printed, shown))
    return printed == shown


class Runner:
    """Runs the blocks of one document, in its order, in a folder of its own."""

    def __init__(self, env, compiler, root, folder):
        self.env, self.compiler, self.folder = {**env, "HOME": folder}, compiler, folder
        self.printed, self.files, self.reasons, self.ran, self.failed = None, set(), [], 0, []
        message = os.path.join(root, "tests", "data", "servers", "postfix", "554-mailbox-full.eml")
        shutil.copy(message, os.path.join(folder, "bounce.eml"))
        with open(message, "rb") as stream:
            data = stream.read().replace(b"\nFrom ", b"\n>From ")
        for path, text in (("mail/bounces/1.eml", data), ("Maildir/new/1", data), ("Maildir/cur/2:2,S", data),
                           ("mbox", b"From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n" + data + b"\n")):
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "wb") as stream:
                stream.write(text)
        os.symlink(os.path.join(root, "tests"), os.path.join(folder, "tests"))
        os.makedirs(os.path.join(folder, "node_modules"))
        os.symlink(os.path.join(root, "bindings", "node"), os.path.join(folder, "node_modules", "bounce"))

    def save(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as stream:
            stream.write(text)
        return name

    def run(self, *command):
        with open(os.path.join(self.folder, "bounce.eml"), "rb") as stream:
            result = subprocess.run(command, cwd=self.folder, env=self.env, stdin=stream, capture_output=True, timeout=300, check=False)
        self.printed = result.stdout.decode(errors="replace")
        return "" if result.returncode == 0 else f"status {result.returncode}\n{self.printed}{result.stderr.decode(errors='replace')}"

    def run_c(self, text):
        whole = re.search(r"\bint\s+main\(", text) is not None
        self.save("example.c", text if whole else FRAGMENT % text)
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "bounce", *(["gmime-3.0"] if "gmime.h" in text else [])],
                               capture_output=True, text=True, env=self.env, check=True).stdout.split()
        strict = ["-Wall", "-Wextra", "-Werror", *([] if whole else ["-Wno-shadow"])]
        return self.run(self.compiler, "-std=c11", *strict, "example.c", "-o", "example", *flags) or self.run("./example", "bounce.eml")

    def run_python(self, text):
        return self.run(sys.executable, self.save("example.py", text))

    def run_js(self, text):
        koffi = "require.resolve('koffi', {paths: [require('fs').realpathSync('node_modules/bounce')]})"
        if not shutil.which("node") or self.run("node", "-e", koffi):
            self.reasons.append("no node or no koffi (npm install in bindings/node): JavaScript is not run")
            self.printed = ...  # what it would print is not known
            return self.reasons[-1] if os.environ.get("BOUNCE_SKIP_NOTHING") else ""
        return self.run("node", self.save("example.js", text))

    def run_sh(self, text):
        names = {name for name in self.files if name in text}
        self.files -= names
        return self.run("sh", "-e", self.save("example.sh", text))

    def run_console(self, text):
        """A command that fails is shown with its message, or is wrong."""
        self.files -= {name for name in self.files if name in text}
        for command, shown in re.findall(r"(?m)^\$ (.*)\n((?:(?!\$ ).*\n)*)", text):
            try:
                printed, status = terminal.show(command, self.folder, self.env)
            except OSError as error:
                self.reasons.append(f"no terminal (is /dev/pts mounted?), so that nothing is shown in one: {error}")
                return self.reasons[-1] if os.environ.get("BOUNCE_SKIP_NOTHING") else ""
            if not same_text(shown, printed) or (status and not shown):
                return f"$ {command}\nstatus {status}, shows\n{printed}"
        return "" if text.startswith("$ ") else "no command"

    def run_rules(self, text):
        return self.run("bounce", "--rules", self.save("example.rules", text), "--reply", "250 ok")

    def run_formats(self, text):
        if not re.search(r"(?m)^(format|general)\b", text):
            text = EXAMPLE_FORMAT + re.sub("(?m)^", "  ", text).rstrip() + "\n"
        return self.run("bounce", "--formats", self.save("example.formats", text), "--reply", "250 ok")

    def run_json(self, text):
        json.loads(text)
        return ""

    def output(self, block):
        if self.printed is None:
            return "no output before it"
        if self.printed is ...:
            return ""
        if block.language == "json":
            printed = json.loads(self.printed)
            good = holds(printed[0] if isinstance(printed, list) else printed, json.loads(block.text))
        else:
            good = same_text(block.text, self.printed)
        return "" if good else f"printed is\n{self.printed}"

    def check(self, block):
        if block.mark == "not run":
            self.reasons.append(f"{block.place}: {block.value}")
            return "" if block.value else "not run for no reason"
        if block.language == "indented":
            return "code without a fence: write ```LANGUAGE, and see tests/check-docs.py for the marks before it"
        if block.mark == "output":
            return self.output(block)
        if block.mark == "file":
            self.files.add(self.save(block.value, block.text))
        elif hasattr(self, f"run_{block.language}"):
            self.ran += 1
            return getattr(self, f"run_{block.language}")(block.text)
        else:
            return f"no way to run '{block.language}', and no mark before it: see tests/check-docs.py"
        return ""

    def document(self, blocks):
        for block in blocks:
            start = time.monotonic()
            try:
                failed = self.check(block)
            except (ValueError, subprocess.TimeoutExpired) as error:
                failed = str(error)
            self.failed += [f"{block.place}: {failed}"] if failed else []
            if time.monotonic() - start > 10:
                print(f"{block.place}: {time.monotonic() - start:.0f} s")
        self.failed += [f"{blocks[0].place.split(':')[0]}: {name} is saved, but nothing runs it" for name in sorted(self.files)]


BROKEN = {
    "C that does not compile": "```c\nint x = bounce_nothing();\n```",
    "a C program that fails": "```c\nint main(void) { return 1; }\n```",
    "Python": "```python\nimport bounce\nbounce.nothing()\n```",
    "a command": "```sh\nbounce --nothing\n```",
    "rules": "```rules\nclass fulll\n```",
    "a format": '```formats\nreads "{adress}"\n```',
    "wrong output": "```sh\necho a\n```\n<!-- output -->\n```text\nb\n```",
    "wrong JSON": "```sh\nbounce --format=json bounce.eml\n```\n<!-- output -->\n```json\n{\"kind\": \"delay\"}\n```",
    "a language that is not known": "```fortran\nEND\n```",
    "a session": "```console\n$ echo a\nb\n```",
    "a session's second command": "```console\n$ echo a\na\n$ echo b\n```",
    "a session that fails silently": "```console\n$ false\n```",
    "no reason": "<!-- not run: -->\n```sh\nfalse\n```",
    "no fence": "Text:\n\n    false\n",
    "a file that nothing uses": "<!-- file: a.c -->\n```c\nx\n```",
}
GOOD = "```sh\nbounce bounce.eml --format=json\n```\n\n<!-- output -->\n```json\n{\"kind\": \"failure\"}\n```\n" \
       "```c\nputs(bounce_kind_to_string(report->kind));\n```\n<!-- output -->\n```text\nfailure\n```\n"


def prove(make_runner, top):
    failed = []
    for name, text in (*BROKEN.items(), ("GOOD", GOOD)):
        path = os.path.join(top, "broken.md")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        runner = make_runner()
        runner.document(read_markdown(path, "broken.md"))
        if bool(runner.failed) == (name == "GOOD"):
            failed.append(f"proof: {name}: {runner.failed or 'not found'}")
    return failed


def main():
    root, build, compiler = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
    require.programs(jq="jq", cmake="cmake")
    with tempfile.TemporaryDirectory() as top:
        pc, library = consumers.install(build, os.path.join(top, "installed"))
        with open(pc, encoding="utf-8") as stream:
            prefix = next(line[7:] for line in stream.read().splitlines() if line.startswith("prefix="))
        env = {**os.environ, "PKG_CONFIG_PATH": os.path.dirname(pc), "PATH": f"{prefix}/bin:{os.environ['PATH']}:{root}/scripts",
               "LD_LIBRARY_PATH": library, "BOUNCE_LIBRARY": f"{library}/libbounce.so.0",
                "PYTHONPATH": os.path.join(root, "bindings", "python"), "LC_ALL": "C.UTF-8"}
        runners = []

        def make_runner():
            runners.append(Runner(env, compiler, root, tempfile.mkdtemp(dir=top)))
            return runners[-1]

        failed = prove(make_runner, top)
        runners.clear()
        for blocks in documents(root).values():
            if blocks:
                make_runner().document(blocks)
    failed += [line for runner in runners for line in runner.failed]
    ran = sum(runner.ran for runner in runners)
    print("\n".join(reason for runner in runners for reason in runner.reasons))
    print("\n".join(failed) or f"{ran} blocks ran, {len(BROKEN)} broken ones were found")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
