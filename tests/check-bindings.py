#!/usr/bin/env python3
"""check-bindings.py LANGUAGE ROOT BUILD: a binding's example prints what `bounce --format=json` prints for five messages.

For Python also: reports as data, errors, and the memory after 10,000 messages.
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile

FOLDERS = ["general", "complaint", "auto-reply", "formats", "smtputf8"]


def messages(root):
    """The first message of each folder."""
    for folder in FOLDERS:
        top = os.path.join(root, "tests", "data", folder)
        yield os.path.join(top, min(name for name in os.listdir(top) if name.endswith(".eml")))


class Skip(Exception):
    pass


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Skip(f"{program} is missing")


def need_module(message, *command):
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise Skip(message)


def compile_flags(root, build):
    return ["-I" + os.path.join(root, "include"), "-I" + os.path.join(build, "include")]


def command_python(root, _build, _folder):
    return [sys.executable, os.path.join(root, "bindings", "python", "example.py")]


def command_cpp(root, build, folder):
    need("g++")
    program = os.path.join(folder, "example")
    subprocess.run(["g++", "-std=c++17", "-Wall", "-Wextra", "-pedantic", "-Werror", *compile_flags(root, build),
                    os.path.join(root, "bindings", "cpp", "example.cpp"), "-o", program,
                    "-L" + os.path.join(build, "lib"), "-lbounce"], check=True)
    return [program]


def command_node(root, _build, _folder):
    need("node")
    top = os.path.join(root, "bindings", "node")
    need_module("koffi is missing: npm install in bindings/node", "node", "-e", f"require.resolve('koffi', {{paths: ['{top}']}})")
    return ["node", os.path.join(top, "example.js")]


def command_perl(root, _build, _folder):
    need_module("FFI::Platypus is missing (Debian: libffi-platypus-perl)", "perl", "-MFFI::Platypus", "-e1")
    return ["perl", os.path.join(root, "bindings", "perl", "example.pl")]


def command_rust(root, build, folder):
    need("rustc")
    program = os.path.join(folder, "example")
    subprocess.run(["rustc", "--edition=2021", "-Dwarnings", os.path.join(root, "bindings", "rust", "example.rs"), "-o", program,
                    "-L" + os.path.join(build, "lib")], check=True)
    return [program]


def check_output(command, root, build, env):
    paths = list(messages(root))
    expected = subprocess.run([os.path.join(build, "tools", "bounce"), "--format=json", *paths],
                              capture_output=True, text=True, check=False, env=env).stdout
    if expected.count('"kind"') < 5:
        return [f"bounce prints:\n{expected}"]
    failed = []
    result = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, env=env)
    if result.returncode or result.stdout != expected:
        failed.append(f"{command}: {result.returncode}\n{result.stdout}{result.stderr}\nnot\n{expected}")
    missing = subprocess.run([*command, "/missing.eml"], capture_output=True, text=True, check=False, env=env)
    if missing.returncode in (0, -11, -6) or "/missing.eml" not in missing.stderr:
        failed.append(f"{command} with a missing file: {missing.returncode} {missing.stderr}")
    return failed


def check_python(root, build):
    """Runs in this process, with the module."""
    os.environ["BOUNCE_LIBRARY"] = os.path.join(build, "lib", "libbounce.so.0")
    sys.path.insert(0, os.path.join(root, "bindings", "python"))
    import bounce
    failed = []
    with bounce.Parser() as parser:
        report = parser.classify_reply("550 5.1.1 User unknown")
        if report.recipients[0].class_ != "user_unknown" or report.recipients[0].reply_code != 550:
            failed.append(f"classify_reply: {report}")
        parser.add_rules('class policy\n  name house\n  "the dog ate it"\n')
        if parser.classify_reply("550 5.1.1 the dog ate it").recipients[0].class_ != "policy":
            failed.append("own rules are not used")
        try:
            parser.add_rules("class nothing_like_it\n", "house")
            failed.append("wrong rules are taken")
        except bounce.Error as error:
            if error.line != 1 or not str(error).startswith("house:1"):
                failed.append(f"wrong rules: {error}, line {error.line}")
        failed += check_leaks(parser, root)
    try:
        parser.parse(b"")
        failed.append("a closed parser parses")
    except ValueError:
        pass
    return failed


def check_leaks(parser, root):
    """Memory after 10,000 messages is that after 2,000: a leaked report of some KB each would add tens of MB."""
    data = []
    for path in messages(root):
        with open(path, "rb") as stream:
            data.append(stream.read())

    def parse(count):
        for i in range(count):
            parser.parse(data[i % len(data)], "here")
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before, after = parse(2000), parse(8000)
    print(f"{before} KB after 2,000 messages, {after} KB after 10,000")
    return [f"memory grew from {before} to {after} KB"] if after > before + 4096 else []


def main():
    language, root, build = sys.argv[1], *map(os.path.abspath, sys.argv[2:4])
    library = os.path.join(build, "lib", "libbounce.so.0")
    env = {**os.environ, "BOUNCE_LIBRARY": library, "LD_LIBRARY_PATH": os.path.dirname(library)}
    with tempfile.TemporaryDirectory() as folder:
        try:
            command = globals()[f"command_{language}"](root, build, folder)
        except Skip as reason:
            print(f"skipped: {reason}")
            return 77
        failed = check_output(command, root, build, env)
    if language == "python":
        failed += check_python(root, build)
    print("\n".join(failed) or f"{language}: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
