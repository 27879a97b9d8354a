#!/usr/bin/env python3
"""check-symbols.py LIBRARY NM HEADER...: the shared library exports exactly what the public headers declare."""
import re
import subprocess
import sys


def main():
    library, nm, *headers = sys.argv[1:]
    out = subprocess.run([nm, "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    exported = {line.split()[-1].split("@")[0] for line in out.splitlines()} - {"LIBBOUNCE_0.1"}
    declared = set()
    for header in headers:
        with open(header, encoding="utf-8") as stream:
            text = re.sub(r"/\*.*?\*/", " ", stream.read(), flags=re.S)
        declared |= set(re.findall(r"BOUNCE_API[^;(]*?\b(bounce_\w+)\s*\(", text))
    for name in sorted(exported - declared):
        print(f"exported, but in no header: {name}")
    for name in sorted(declared - exported):
        print(f"declared, but not exported: {name}")
    print(f"{len(exported)} symbols")
    return 1 if exported != declared else 0


if __name__ == "__main__":
    sys.exit(main())
