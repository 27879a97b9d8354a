#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""embed.py OUTPUT TABLE: sisimai.tsv as a C table."""
import re
import sys

HEAD = '''/* Made by data/mappings/embed.py: edit sisimai.tsv instead. */
#include "sisimai_readers.h"

const SisimaiReader sisimai_readers[] = {
'''


def cell(text, place):
    if text == "-":
        return "NULL"
    if not re.fullmatch(r"[\w-]+", text):
        sys.exit(f"{place}: '{text}' is no name")
    return f'"{text}"'


def main():
    output, table = sys.argv[1:]
    with open(table, encoding="utf-8") as stream:
        lines = list(enumerate(stream.read().splitlines(), 1))
    rows = [(f"{table}:{number}", line.split("\t")) for number, line in lines
            if line and not line.startswith("#")]
    seen = set()
    with open(output, "w", encoding="ascii") as out:
        out.write(HEAD)
        for place, row in rows:
            if len(row) != 4 or row[0] not in ("kind", "format", "source"):
                sys.exit(f"{place}: not: kind|format|source NAME WORD WORD")
            if tuple(row[:2]) in seen:
                sys.exit(f"{place}: {row[1]} stands twice")
            seen.add(tuple(row[:2]))
            cells = ", ".join(cell(text, place) for text in row)
            out.write(f"  {{{cells}}},\n")
        out.write("};\nconst guint n_sisimai_readers = "
                  "G_N_ELEMENTS(sisimai_readers);\n")


main()
