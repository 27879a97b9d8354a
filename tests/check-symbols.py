#!/usr/bin/env python3
"""check-symbols.py LIBRARY NM MAP HEADER...: the shared library exports exactly what the public headers declare.

Each symbol has the version under which the map names it: that in which it appeared.
"""
import re
import subprocess
import sys


def read_map(path):
    """{symbol: version}"""
    with open(path, encoding="utf-8") as stream:
        nodes = re.findall(r"^(\w+(?:\.\d+)*) \{(.*?)^\}", stream.read(), re.M | re.S)
    return {symbol: version for version, node in nodes for symbol in re.findall(r"\b(bounce_\w+);", node)}


def main():
    library, nm, map_file, *headers = sys.argv[1:]
    versions = read_map(map_file)
    out = subprocess.run([nm, "-D", "--defined-only", "--with-symbol-versions", library],
                         capture_output=True, text=True, check=True).stdout
    names = dict(line.split()[-1].split("@@") for line in out.splitlines() if "@@" in line)
    exported = set(names)
    failed = [f"{name} has the version {version}" for name, version in names.items() if versions.get(name) != version]
    failed += [f"exported without a version: {line}" for line in out.splitlines()
               if "@@" not in line and line.split()[-1] not in {*versions.values()}]
    declared = set()
    for header in headers:
        with open(header, encoding="utf-8") as stream:
            text = re.sub(r"/\*.*?\*/", " ", stream.read(), flags=re.S)
        declared |= set(re.findall(r"BOUNCE_API[^;(]*?\b(bounce_\w+)\s*\(", text))
    failed += [f"exported, but in no header: {name}" for name in sorted(exported - declared)]
    failed += [f"declared, but not exported (add it to the map): {name}" for name in sorted(declared - exported)]
    print("\n".join(failed) or f"{len(exported)} symbols")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
