#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""embed.py OUTPUT PAGE STYLE SCRIPT: the HTML report's page as a C table.

A page is text, {{slots}} that a C function page_put_NAME() fills, and _("texts")
that are translated; an attribute's, after "=", comes into quotes. Style and script are put in, with the hashes by which the
page's Content-Security-Policy allows these two and nothing else.
"""
import base64
import hashlib
import re
import sys

HEAD = '''/* Made by tools/html/embed.py: edit the files in tools/html instead. */
#include "html_page.h"

const PagePiece page_pieces[] = {
'''
MARK = re.compile(r'\{\{(\w+)\}\}|_\("([^"]*)"\)')
PLAIN = set(range(32, 127)) - set(b'"\\?')


def c_string(text):
    """A text as C strings, one a line; every byte not plain as octal."""
    lines = text.encode('utf-8').splitlines(keepends=True)
    return '\n    '.join('"' + ''.join(chr(b) if b in PLAIN else '\\%03o' % b
                                       for b in line) + '"'
                         for line in lines)


def source_hash(text):
    digest = hashlib.sha256(text.encode('utf-8')).digest()
    return "'sha256-" + base64.b64encode(digest).decode('ascii') + "'"


def pieces(page):
    """Yields (text, slot, message), two of which are None."""
    end, quote = 0, ''
    for mark in MARK.finditer(page):
        before = quote + page[end:mark.start()]
        quote = '"' if mark.group(2) and before.endswith('=') else ''
        if before + quote:
            yield before + quote, None, None
        yield None, mark.group(1), mark.group(2)
        end = mark.end()
    yield quote + page[end:], None, None


def main():
    output, *inputs = sys.argv[1:]
    page, style, script = (open(path, encoding='utf-8').read()
                           for path in inputs)
    for name, value in (('style', style), ('script', script)):
        page = page.replace('{{%s_hash}}' % name, source_hash(value))
    with open(output, 'w', encoding='ascii') as out:
        out.write(HEAD)
        for text, slot, message in pieces(page):
            fixed = {'style': style, 'script': script}.get(slot)
            if text or fixed:
                out.write('  {.text = %s},\n' % c_string(text or fixed))
            elif slot == 'rows':  # of which there may be more than memory
                out.write('  {0},\n')
            elif slot:
                out.write('  {.put = page_put_%s},\n' % slot)
            else:
                out.write('  {.message = %s},\n' % c_string(message))
        out.write('};\nconst guint page_n_pieces = G_N_ELEMENTS(page_pieces);\n')


main()
