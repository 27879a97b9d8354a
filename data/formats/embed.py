#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes text files into a C source: embed.py OUTPUT INPUT..."""

import os
import sys

HEAD = '''/* Made by data/formats/embed.py: edit the files in data/formats instead. */
#include "format_texts.h"

'''


def c_string(line):
    """A line as a C string; every byte that is not plain as octal."""
    plain = set(range(32, 127)) - set(b'"\\?')
    return '"' + ''.join(chr(b) if b in plain else '\\%03o' % b for b in line) + '"'


def main():
    output, *inputs = sys.argv[1:]
    entries = []
    with open(output, 'w', encoding='ascii') as out:
        out.write(HEAD)
        for number, path in enumerate(inputs):
            with open(path, 'rb') as file:
                text = file.read()
            lines = text.splitlines(keepends=True)
            out.write('static const char text%d[] =\n' % number)
            out.write('\n'.join('  ' + c_string(line) for line in lines))
            out.write(';\n')
            entries.append('  {"%s", text%d, %d},\n'
                           % (os.path.basename(path), number, len(text)))
        out.write('const StanzaText format_texts[] = {\n' + ''.join(entries) + '};\n')
        out.write('const guint n_format_texts = %d;\n' % len(entries))


main()
