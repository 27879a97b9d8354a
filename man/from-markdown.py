#!/usr/bin/env python3
"""from-markdown.py NAME DATE OUTPUT MARKDOWN...: a manual page (mdoc) from documentation in Markdown.

The title of the first file, "Name: what it is about", is the page's own; the other files become sections of it. What follows
<!-- not in the manual --> is left out until the next heading of that level.
"""
import re
import sys

SECTIONS = {"ERRORS": "DIAGNOSTICS"}  # as manuals of section 5 call them
PAGES = {"rules.md": "bounce-rules(5)", "formats.md": "bounce-formats(5)", "classes.md": "bounce-rules(5)"}
ITEM = re.compile(r"(-|\d+\.) +(.*)")
WIDTH = 76


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-") if text.startswith("\0") else text.replace("\\", "\\e")
    return "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text.lstrip("\0"))


def code(text):
    return f"\\fB{escape(chr(0) + text)}\\fR"


def link(match):
    name = match.group(2).rsplit("/", 1)[-1]
    return PAGES.get(name, match.group(1))


def inline(text):
    """Fonts by escapes: they need no lines of their own."""
    text = re.sub(r"\[([^]]+)\]\(([^)]+)\)", link, text)
    text = re.sub(r"`docs/(\w+\.md)`", lambda match: PAGES.get(match.group(1), match.group(0)), text)
    parts = re.split(r"``(.+?)``|`([^`]+)`", text)
    out = []
    for i in range(0, len(parts), 3):
        plain = re.sub(r"\*\*(.+?)\*\*|\*(\w.*?)\*", lambda m: f"\1{m.group(1) or m.group(2)}\2", escape(parts[i]))
        out.append(plain.replace("\1", "\\fI").replace("\2", "\\fR"))
        if i + 1 < len(parts):
            out.append(code(parts[i + 1] or parts[i + 2]))
    return "".join(out)


def protect(line):
    return f"\\&{line}" if line.startswith((".", "'")) else line


def fill(text):
    """Lines that are not long, with a new one for each sentence."""
    lines, line, ended = [], "", False
    for word in inline(text).split(" "):
        if line and (ended or len(line) + len(word) >= WIDTH):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
        ended = re.search(r"(?<!\\fB)(?<!\.)[.!?][)\"]?(\\fR)?\)?$", word) is not None
    return [protect(line) for line in [*lines, line] if line]


def cells(row):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip())[1:-1]]


def table(rows):
    """A list: the first column is what the rest is about."""
    header, _, *body = map(cells, rows)
    out = [".Bl -tag -width Ds"]
    for first, *rest in body:
        out.append(f".It {inline(first)}".replace('"', "\\(dq"))
        named = [f"{name}: {value};" for name, value in zip(header[1:-1], rest[:-1]) if value]
        out += fill(" ".join([*named, rest[-1]]).strip().removesuffix(";"))
    return [*out, ".El"]


class Page:
    """Blocks of Markdown, one after another."""

    def __init__(self, lines, level):
        self.lines, self.at, self.out, self.level = lines, 0, [], level
        self.fresh = True  # a paragraph follows a heading: no .Pp

    def take(self, condition):
        start = self.at
        while self.at < len(self.lines) and condition(self.lines[self.at]):
            self.at += 1
        return self.lines[start:self.at]

    def heading(self, line):
        marks, text = line.split(" ", 1)
        depth = len(marks) + self.level
        title = text.upper()
        self.out.append(f".Sh {SECTIONS.get(title, title)}" if depth == 2 else f".Ss {text}")
        self.at += 1
        self.fresh = True

    def leave_out(self):
        self.at += 1
        self.take(lambda line: not line.strip())
        marks = self.lines[self.at].split(" ", 1)[0]
        self.at += 1
        self.take(lambda line: not (line.startswith("#") and len(line.split(" ", 1)[0]) <= len(marks)))

    def fenced(self):
        self.at += 1
        lines = self.take(lambda line: not line.startswith("```"))
        self.at += 1
        self.out += [".Bd -literal -offset indent", *(protect(escape("\0" + line)) for line in lines), ".Ed"]
        self.fresh = True

    def items(self):
        kind = "-bullet" if self.lines[self.at].startswith("-") else "-enum"
        self.out.append(f".Bl {kind}")
        while self.at < len(self.lines) and (match := ITEM.match(self.lines[self.at])):
            self.at += 1
            more = self.take(lambda line: line.startswith("  ") and line.strip())
            self.out += [".It", *fill(" ".join([match.group(2), *map(str.strip, more)]))]
        self.out.append(".El")
        self.fresh = False

    def paragraph(self):
        lines = self.take(lambda line: line.strip() and not line.startswith(("#", "|", "```", "<!--")) and not ITEM.match(line))
        self.out += ([] if self.fresh else [".Pp"]) + fill(" ".join(map(str.strip, lines)))
        self.fresh = False

    def block(self, line):
        if not line.strip():
            self.at += 1
        elif line.startswith("<!-- not in the manual"):
            self.leave_out()
        elif line.startswith("<!--"):
            self.at += 1
        elif line.startswith("#"):
            self.heading(line)
        elif line.startswith("```"):
            self.fenced()
        elif line.startswith("|"):
            self.out += table(self.take(lambda row: row.startswith("|")))
            self.fresh = False
        elif ITEM.match(line):
            self.items()
        elif line.startswith("    "):
            sys.exit(f"code without a fence: {line}")
        else:
            self.paragraph()

    def read(self):
        while self.at < len(self.lines):
            self.block(self.lines[self.at])
        return self.out


def main():
    name, date, output, *paths = sys.argv[1:]
    out = []
    for path in paths:
        with open(path, encoding="utf-8") as stream:
            title, *lines = stream.read().splitlines()
        if not out:
            about = title.split(": ", 1)[1]
            out = [f'.\\" Made from {path.rsplit("/", 1)[-1]} by from-markdown.py.', f".Dd {date}", f".Dt {name.upper()} 5", ".Os",
                   ".Sh NAME", f".Nm {name}", f".Nd {about}", ".Sh DESCRIPTION", *Page(lines, 0).read()]
        else:
            out += [f".Sh {title[2:].upper()}", *Page(lines, 1).read()]
    others = sorted({f"{page[:-3]} 5" for page in PAGES.values()} - {f"{name} 5"})
    out += [".Sh SEE ALSO", ".Xr bounce 1 ,", ".Xr libbounce 3 ,", *(f".Xr {page}" for page in others)]
    with open(output, "w", encoding="ascii") as stream:
        stream.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
