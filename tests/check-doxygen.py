#!/usr/bin/env python3
"""check-doxygen.py DOXYFILE HEADER...: the HTML of the public headers is made without a warning and names all of them.

A function, type, field, value or macro that Doxygen leaves out, since it has no docstring, fails.
"""
import os
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import require


def declared(path):
    with open(path, encoding="utf-8") as stream:
        text = re.sub(r"/\*.*?\*/", " ", stream.read(), flags=re.S)
    names = set(re.findall(r"BOUNCE_API[^;(]*?\b(bounce_\w+)\s*\(", text))
    names |= set(re.findall(r"^\s*(BOUNCE_[A-Z0-9_]+) = \d", text, re.M))
    names |= set(re.findall(r"^typedef uint32_t (Bounce\w+);", text, re.M))
    names |= set(re.findall(r"^#define (BOUNCE_VERSION_\w+) ", text, re.M))
    for struct, fields in re.findall(r"^struct (Bounce\w+) \{(.*?)^\};", text, re.M | re.S):
        names |= {struct} | {f"{struct}.{field}" for field in re.findall(r"(\w+);", fields)}
    return names


def documented(tags):
    names = set()
    for compound in ElementTree.parse(tags).iter("compound"):
        top = compound.findtext("name")
        names.add(top)
        for member in compound.iter("member"):
            name = member.findtext("name")
            names.add(f"{top}.{name}" if compound.get("kind") == "struct" else name)
            names |= {value.text for value in member.iter("enumvalue")}
    return names


def main():
    doxyfile, *headers = sys.argv[1:]
    require.programs(doxygen="doxygen")
    with tempfile.TemporaryDirectory() as folder:
        with open(doxyfile, encoding="utf-8") as stream:
            output = re.search(r'^OUTPUT_DIRECTORY *= "(.*)"$', (text := stream.read()), re.M).group(1)
        text = text.replace(f'"{output}', f'"{folder}')
        result = subprocess.run(["doxygen", "-"], input=text, capture_output=True, text=True, check=False)
        failed = [result.stdout + result.stderr] if result.returncode or result.stderr else []
        names = documented(os.path.join(folder, "libbounce.tag"))
        if not os.path.exists(os.path.join(folder, "html", "index.html")):
            failed.append("no main page")
    count = 0
    for header in headers:
        expected = declared(header)
        count += len(expected)
        failed += [f"{header}: {name} is not in the HTML" for name in sorted(expected - names)]
    print("\n".join(failed) or f"{count} names documented")
    return 1 if failed or count < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
