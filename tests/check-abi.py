#!/usr/bin/env python3
"""check-abi.py [--update] ROOT BUILD_INCLUDE_DIR LIBRARY CC: programs that are linked with libbounce keep working.

Compares the library with abi/libbounce-*.abi (abidiff), and the values of the public headers with abi/libbounce-*.values:
constants are no part of what debug information tells. Then proves by small libraries, made from lib/report/getters.c and changed
headers, that a break is found and an addition is not taken for one. --update writes the two files anew.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import zip_longest
from xml.etree import ElementTree

import require

VERSION = "0.1"
CONSTANT = re.compile(r"^\s*(BOUNCE_[A-Z0-9_]+) = (\d+),?(?:\s|$)", re.M)
MAP = "LIBBOUNCE_0.1 { global: bounce_*; local: *; };\n"
PUBLIC = re.compile(r"^Bounce(Recipient|Header|Original|Feedback|Part|Report)$")
DESCRIBE = ["--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--exported-interfaces-only"]


def public_values(include):
    values = {}
    for path in sorted(glob.glob(os.path.join(include, "bounce", "*.h"))):
        with open(path, encoding="utf-8") as stream:
            values |= dict(CONSTANT.findall(stream.read()))
    return values


def read_values(path):
    with open(path, encoding="utf-8") as stream:
        return dict(line.split() for line in stream)


def compare_values(old, new):
    failed = [f"{name} is {new.get(name, 'gone')}, was {value}" for name, value in old.items() if new.get(name) != value]
    seen = {}
    for name, value in new.items():
        other = seen.setdefault((name.split("_")[1], value), name)
        if other != name:
            failed.append(f"{name} has the value of {other}")
    return failed


def describe(library, suppressions, path):
    subprocess.run(["abidw", *DESCRIBE, "--suppressions", suppressions, "--out-file", path, library], check=True)


def compare_libraries(old, new, suppressions):
    result = subprocess.run(["abidiff", "--no-added-syms", "--suppressions", suppressions, old, new],
                            capture_output=True, text=True, check=False)
    failed = [result.stdout + result.stderr] if result.returncode else []
    return failed + compare_layouts(old, new)


def type_name(types, identifier):
    """A type as C writes it, as far as a change of it could change what a program reads."""
    suffix = ""
    while (element := types[identifier]).tag in ("pointer-type-def", "qualified-type-def"):
        suffix += "*" if element.tag == "pointer-type-def" else " const"
        identifier = element.get("type-id")
    return f"{element.get('name')}{suffix}"


def layouts(description):
    """{public struct: [(field, bit offset, type), ...]}"""
    tree = ElementTree.parse(description)
    types = {element.get("id"): element for element in tree.iter() if element.get("id")}
    found = {}
    for struct in tree.iter("class-decl"):
        if PUBLIC.match(struct.get("name")) and not struct.get("is-declaration-only"):
            found[struct.get("name")] = [(member.find("var-decl").get("name"), member.get("layout-offset-in-bits"),
                                          type_name(types, member.find("var-decl").get("type-id")))
                                         for member in struct.iter("data-member")]
    return found


def compare_layouts(old, new):
    """abidiff's suppression of fields at the end also hides other changes of that struct: so fields are compared here."""
    failed = []
    new = layouts(new)
    for struct, fields in layouts(old).items():
        now = new.get(struct, [])
        failed += [f"{struct}: {before} is now {after}" for before, after in zip_longest(fields, now[:len(fields)])
                   if before != after]
    return failed


class Variants:
    """Small libraries of lib/report/getters.c, each with one thing changed."""

    def __init__(self, root, built, compiler, suppressions, folder):
        self.root, self.built, self.compiler = root, built, compiler
        self.suppressions, self.folder = suppressions, folder
        self.flags = subprocess.run(["pkg-config", "--cflags", "--libs", "glib-2.0"],
                                    capture_output=True, text=True, check=True).stdout.split()
        self.old = self.build("unchanged", {})

    def build(self, name, changes):
        """Gives the description of a library and the values of its headers. changes: {file: (old text, new text)}."""
        top = os.path.join(self.folder, name.replace(" ", "-"))
        shutil.copytree(os.path.join(self.root, "include", "bounce"), os.path.join(top, "bounce"))
        shutil.copy(os.path.join(self.root, "lib", "report", "getters.c"), top)
        for file, text in (("map", MAP), ("soname", "libmini.so.0")):
            with open(os.path.join(top, file), "w", encoding="utf-8") as stream:
                stream.write(text)
        for file, (old, new) in changes.items():
            path = os.path.join(top, file)
            with open(path, encoding="utf-8") as stream:
                text = stream.read()
            assert re.search(old, text, re.S), f"{name}: nothing to change in {file}"
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(re.sub(old, new, text, count=1, flags=re.S))
        library = os.path.join(top, "libmini.so")
        with open(os.path.join(top, "soname"), encoding="utf-8") as stream:
            link = [f"-Wl,-soname,{stream.read()}", f"-Wl,--version-script,{top}/map"]
        subprocess.run([self.compiler, "-g", "-shared", "-fPIC", "-fvisibility=hidden", *link,
                        f"-I{top}", f"-I{self.built}", os.path.join(top, "getters.c"), "-o", library, *self.flags],
                       check=True)
        description = os.path.join(top, "mini.abi")
        describe(library, self.suppressions, description)
        return description, public_values(top)

    def breaks(self, name, changes):
        description, values = self.build(name, changes)
        return bool(compare_libraries(self.old[0], description, self.suppressions) + compare_values(self.old[1], values))


FIELD = r"  const char \*remote_mta;\n"
GETTER = (r"const char \*\nbounce_recipient_remote_mta\(.*?\n}\n", "")
END = r"(struct BounceRecipient \{.*?)\n\};"
BREAKS = {
    "removed field": {"bounce/recipient.h": (FIELD, ""), "getters.c": GETTER},
    "removed field that nothing reads": {
        "bounce/recipient.h": (FIELD, ""),
        "getters.c": (r"recipient->remote_mta", '"gone"')},
    "field in the middle": {"bounce/recipient.h": (FIELD, "  const char *remote_mta;\n  const char *remote_ip;\n")},
    "field in the middle and at the end": {
        "bounce/recipient.h": (FIELD + r"(.*?)\n\};",
                               r"  const char *a;\n  const char *remote_mta;\n\1\n  const char *b;\n};")},
    "field removed and one at the end": {
        "bounce/recipient.h": (FIELD + r"(.*?)\n\};", r"\1\n  const char *b;\n};"),
        "getters.c": (r"recipient->remote_mta", "recipient->b")},
    "fields swapped": {"bounce/recipient.h": (r"(  BounceClass class_;)(.*?)(  BounceAction|  BounceCategory)( \w+;)",
                                              r"\3\4\2\1")},
    "wider field": {"bounce/recipient.h": (r"uint32_t reply_code;", "uint64_t reply_code;")},
    "changed parameter": {
        "bounce/report.h": (r"(bounce_report_recipient\(const BounceReport \*report, )uint32_t", r"\1uint64_t"),
        "getters.c": (r"(bounce_report_recipient\(const BounceReport \*report, )uint32_t", r"\1uint64_t")},
    "field of another type and the same size": {"bounce/recipient.h": (r"uint32_t reply_code;", "int32_t reply_code;")},
    "other return type": {
        "bounce/recipient.h": (r"uint32_t\s+(bounce_recipient_reply_code\()", r"uint64_t \1"),
        "getters.c": (r"uint32_t\s+(bounce_recipient_reply_code\()", r"uint64_t \1")},
    "other soname": {"soname": ("0$", "1")},
    "other symbol version": {"map": (r"0\.1", "0.2")},
    "hidden symbols": {"map": (r"bounce_\*", "bounce_report_*")},
    "changed value": {"bounce/types.h": (r"BOUNCE_CLASS_MAILBOX_FULL = 4", "BOUNCE_CLASS_MAILBOX_FULL = 44")},
    "removed value": {"bounce/types.h": (r"  BOUNCE_CLASS_MAILBOX_FULL = 4,[^\n]*\n", "")},
    "value used twice": {"bounce/types.h": (r"(BOUNCE_CLASS_AUTO_REPLY = 34)", r"\1,\n  BOUNCE_CLASS_NEW = 4")},
    "removed symbol": {"getters.c": GETTER},
}
ADDITIONS = {
    "field at the end": {"bounce/recipient.h": (END, r"\1\n  const char *added;\n};")},
    "fields at the end": {"bounce/recipient.h": (END, r"\1\n  uint32_t added;\n  uint64_t more;\n};")},
    "new symbol": {"getters.c": (r"$", "BOUNCE_API int bounce_added(void);\nint bounce_added(void) { return 1; }\n")},
    "new value": {"bounce/types.h": (r"(BOUNCE_CLASS_AUTO_REPLY = 34)", r"\1,\n  BOUNCE_CLASS_NEW = 35")},
}


def prove(root, built, compiler, suppressions):
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        variants = Variants(root, built, compiler, suppressions, folder)
        failed += [f"{name}: not found" for name, changes in BREAKS.items() if not variants.breaks(name, changes)]
        failed += [f"{name}: taken for a break" for name, changes in ADDITIONS.items() if variants.breaks(name, changes)]
    return failed


def check_names(root, suppressions):
    """A public struct that is not named in both places would not be compared."""
    with open(suppressions, encoding="utf-8") as stream:
        failed = [] if PUBLIC.pattern in stream.read() else [f"{suppressions}: does not hold {PUBLIC.pattern}"]
    for path in glob.glob(os.path.join(root, "include", "bounce", "*.h")):
        with open(path, encoding="utf-8") as stream:
            structs = re.findall(r"^struct (Bounce\w+) \{", stream.read(), re.M)
        failed += [f"{path}: {name} is not compared" for name in structs if not PUBLIC.match(name)]
    return failed


def check_soname(built, library):
    """libbounce.so.MAJOR: a new major version is the only time when things may break."""
    with open(os.path.join(built, "bounce", "version.h"), encoding="utf-8") as stream:
        major = re.search(r"#define BOUNCE_VERSION_MAJOR (\d+)", stream.read()).group(1)
    dynamic = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    soname = re.search(r"soname: \[(.*?)\]", dynamic).group(1)
    return [] if soname == f"libbounce.so.{major}" else [f"soname {soname} in version {major}"]


def has_debug_information(library):
    sections = subprocess.run(["readelf", "-S", library], capture_output=True, text=True, check=True).stdout
    return ".debug_info" in sections


def update(root, library, description, values, suppressions):
    describe(library, suppressions, description)
    with open(values, "w", encoding="utf-8") as stream:
        stream.writelines(f"{name} {value}\n" for name, value in public_values(os.path.join(root, "include")).items())
    with open(description, encoding="utf-8") as stream:
        assert root not in stream.read(), f"{description} holds a path of this machine"


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--update"]
    root, built, library = (os.path.abspath(path) for path in arguments[:3])
    compiler = arguments[3]
    require.programs(abidiff="abigail-tools", abidw="abigail-tools")
    if not has_debug_information(library):
        require.skip("the library was built without -g")
    description, values, suppressions = (os.path.join(root, "abi", f"libbounce{end}")
                                         for end in (f"-{VERSION}.abi", f"-{VERSION}.values", ".suppr"))
    if "--update" in sys.argv:
        update(root, library, description, values, suppressions)
    failed = check_names(root, suppressions) + check_soname(built, library)
    with tempfile.TemporaryDirectory() as folder:
        new = os.path.join(folder, "new.abi")
        describe(library, suppressions, new)
        failed += compare_libraries(description, new, suppressions)
    failed += compare_values(read_values(values), public_values(os.path.join(root, "include")))
    failed += prove(root, built, compiler, suppressions)
    print("\n".join(failed) or f"{len(BREAKS)} breaks found, {len(ADDITIONS)} additions allowed, the library keeps its ABI")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
