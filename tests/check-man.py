#!/usr/bin/env python3
"""check-man.py INCLUDE_DIR PAGE...: the manual pages are well-formed and name what there is.

mandoc and groff have no complaint; every function, type and field that libbounce(3) names is in the public headers, and it names
all of their functions but those that read a field or a code's name; every page of ours that is referred to is among those given.
"""
import glob
import os
import re
import subprocess
import sys

import require


# Functions that libbounce(3) need not name: of a struct's fields, of codes.
READERS = re.compile(r"bounce_(report|recipient|original|feedback|header|part|mailbox_message)_(?!to_json|free)|\w+_(to|from)_string$")


def complaints(path):
    lint = subprocess.run(["mandoc", "-Tlint", path], capture_output=True, text=True, check=False).stdout
    # Of pages that are not installed; ours are looked for below.
    found = [line for line in lint.splitlines() if "referenced manual not found" not in line]
    groff = subprocess.run(["groff", "-mandoc", "-wall", "-b", "-Tutf8", "-K", "utf8", "-z", path],
                           capture_output=True, text=True, check=False)
    return found + groff.stderr.splitlines()


def main():
    include, *pages = sys.argv[1:]
    require.programs(mandoc="mandoc", groff="groff")
    headers = ""
    for path in glob.glob(os.path.join(include, "bounce", "*")):
        with open(path, encoding="utf-8") as stream:
            headers += re.sub(r"/\*.*?\*/", " ", stream.read(), flags=re.S)
    names = set(re.findall(r"\w+", headers))
    ours = {tuple(os.path.basename(page).rsplit(".", 1)) for page in pages}
    failed = []
    for page in pages:
        failed += complaints(page)
        with open(page, encoding="utf-8") as stream:
            text = stream.read()
        failed += [f"{page}: there is no {name}({section})" for name, section in re.findall(r"^\.Xr (\S+) (\d)", text, re.M)
                   if "bounce" in name and (name, section) not in ours]
        if page.endswith(".3"):
            said = re.findall(r"(?:^\.| )(?:Fn|Vt|Fa|Dv) (\w+)", text, re.M)
            failed += [f"{page}: {name} is in no header" for name in said if name not in names | {"NULL", "false"}]
            functions = set(re.findall(r"\b(bounce_\w+)\(", headers))
            failed += [f"{page}: {name} is not named" for name in sorted(functions - set(said)) if not READERS.match(name)]
    print("\n".join(failed) or f"{len(pages)} pages: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
