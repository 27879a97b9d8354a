#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-hardening.py LIBRARY OPTIMISED: what readelf says of the library that
was built: relocations are read-only and bound at start, the stack is not
executable, functions guard it; in optimised builds libc checks buffers."""
import re
import subprocess
import sys


def readelf(option, path):
    return subprocess.run(["readelf", "--wide", option, path], check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def main():
    library, optimised = sys.argv[1], sys.argv[2] == "true"
    segments = readelf("--segments", library)
    dynamic = readelf("--dynamic", library)
    symbols = readelf("--dyn-syms", library)
    holds = {
        "GNU_RELRO": "GNU_RELRO" in segments,
        "BIND_NOW": "BIND_NOW" in dynamic or "NOW" in dynamic,
        "no TEXTREL": "TEXTREL" not in dynamic,
        "stack not executable":
            bool(re.search(r"GNU_STACK .* RW +0x", segments)),
        "stack protector": "__stack_chk_fail" in symbols,
        "_FORTIFY_SOURCE": not optimised
                           or bool(re.search(r"__\w+_chk@", symbols)),
    }
    lacks = [name for name, good in holds.items() if not good]
    print(f"{library} lacks: {', '.join(lacks) or 'nothing'}")
    sys.exit(bool(lacks))


if __name__ == "__main__":
    main()
