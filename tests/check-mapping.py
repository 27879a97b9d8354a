#!/usr/bin/env python3
"""check-mapping.py LIBRARY ROOT: classes and the words of other programs in the documentation are those that the library gives.

Reads the tables of docs/coming-from.md and docs/classes.md and asks the library; each class, each reason must stand there, with the
category, hardness and advice that the report of such a reply has, a permanent and a temporary one.
Field names must be keys of the JSON, which bounce_report_to_json() gives.
"""
import ctypes
import json
import os
import re
import sys


class Library:
    def __init__(self, path):
        self.library = ctypes.CDLL(path)

    def text(self, name, *arguments):
        function = getattr(self.library, name)
        function.restype = ctypes.c_char_p
        value = function(*arguments)
        return value.decode() if value is not None else None

    def number(self, name, word):
        return getattr(self.library, name)(word.encode())

    def classes(self):
        numbers = range(1, 1000)
        return {self.text("bounce_class_to_string", number): number for number in numbers
                if self.text("bounce_class_to_string", number) != "unknown"}

    def judged(self, name, code):
        """The recipient of a reply whose text a rule of ours takes for this class."""
        function = self.library.bounce_parser_new
        function.restype = ctypes.c_void_p
        parser = ctypes.c_void_p(function())
        rule = f'class {name}\n  name checked\n  "zebra"\n  sample "{code} zebra"\n'.encode()
        self.library.bounce_parser_add_rules.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p]
        if not self.library.bounce_parser_add_rules(parser, None, rule, len(rule), None):
            raise RuntimeError(f"no rule can be of the class {name}")
        reply = f"{code} zebra".encode()
        classify = self.library.bounce_parser_classify_reply
        classify.restype, classify.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_void_p]
        to_json = self.library.bounce_report_to_json
        to_json.restype, to_json.argtypes = ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_char_p]
        return json.loads(to_json(classify(parser, reply, len(reply), None, None), None))["recipients"][0]

    def keys(self):
        """All keys of a report, those of its lists and objects behind a dot."""
        self.library.bounce_parser_new.restype = ctypes.c_void_p
        parse = self.library.bounce_parser_parse
        parse.restype, parse.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p]
        to_json = self.library.bounce_report_to_json
        to_json.restype, to_json.argtypes = ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_char_p]
        message = b"Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: kim@example.org\n"
        report = parse(self.library.bounce_parser_new(), message, len(message), None)
        keys = set()

        def walk(value, prefix):
            for key, inner in value.items() if isinstance(value, dict) else []:
                keys.add(prefix + key)
                walk(inner[0] if isinstance(inner, list) and inner else inner, "" if key == "recipients" else f"{key}.")

        walk(json.loads(to_json(report, b"here")), "")
        return keys


def tables(path):
    """{first column's title: (titles, rows)}"""
    found, titles = {}, None
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else None
            if cells is None:
                titles = None
            elif titles is None:
                titles = cells
                found.setdefault(titles[0] if titles[0] not in found else f"{titles[0]} 2", (titles, []))
                rows = list(found.values())[-1][1]
            elif not set(cells[0]) <= set("- "):
                rows.append(cells)
    return found


def words(cell):
    return re.findall(r"`([^`]+)`", cell)


def check_sisimai(library, classes, rows):
    failed = []
    for reason, ours in ((words(row[0])[0], words(row[1])) for row in rows):
        if [library.number("bounce_class_from_sisimai", reason)] != [classes.get(name) for name in ours]:
            failed.append(f"sisimai {reason}: {ours}")
    listed = {words(row[0])[0] for row in rows}
    return failed + [f"sisimai: {name}'s word is missing" for name, number in classes.items()
                     if library.text("bounce_class_to_sisimai", number) not in listed]


def check_kumomta(library, classes, rows):
    expected = {}
    for name, number in classes.items():
        word = library.text("bounce_class_to_kumomta", number)
        if word:
            expected.setdefault(word, set()).add(name)
    shown = {words(row[0])[0]: set(words(row[1])) for row in rows}
    return [f"kumomta {word}: {shown.get(word)}, not {expected.get(word)}" for word in sorted(shown.keys() | expected.keys())
            if shown.get(word) != expected.get(word)]


def check_classes(library, classes, rows):
    """The table of classes.md, all columns."""
    failed = []
    for name, number in classes.items():
        hardness = library.library.bounce_class_hardness(number)
        ses = [library.text(f"bounce_class_to_ses_{part}", number, hardness) for part in ("type", "subtype")]
        expected = [f"`{name}`", *(library.text(f"bounce_class_to_{program}", number) or "" for program in ("sisimai", "kumomta", "postalsys")),
                    ", ".join(filter(None, ses))]
        row = next((row for row in rows if row[0] == f"`{name}`"), None)
        if row != expected:
            failed.append(f"classes.md: {row}, not {expected}")
    return failed


def check_advice(library, classes, rows):
    """The first table of classes.md: a second advice is that for temporary replies, of which none is hard."""
    shown = {words(row[0])[0]: row[1:4] for row in rows}
    failed = [f"classes.md: there is no class {name}" for name in shown.keys() - classes.keys()]
    for name in classes:
        category, hardness, advice = shown.get(name, ("", "", ""))
        advices = advice.split(", ")
        expected = {550: [name, category, hardness, advices[0]],
                    450: [name, category, "soft" if hardness == "hard" else hardness, advices[-1]]}
        for code, row in expected.items():
            recipient = library.judged(name, code)
            got = [recipient[key] for key in ("class", "category", "hardness", "advice")]
            if got != row:
                failed.append(f"classes.md: {name} in a reply {code}: {row}, not {got}")
    return failed


def check_fields(keys, rows, functions):
    """What a field is called here must be a key, a value or a function."""
    failed = []
    for row in rows:
        for word in words(row[-1]):
            if word not in keys and word.removesuffix("[]") not in keys and word.removesuffix("()") not in functions:
                failed.append(f"coming-from.md: {row[0]}: '{word}' is no key and no function")
    return failed


def main():
    library, root = Library(sys.argv[1]), sys.argv[2]
    classes = library.classes()
    found = tables(os.path.join(root, "docs", "coming-from.md"))
    failed = check_sisimai(library, classes, found["Sisimai's reason"][1])
    failed += check_kumomta(library, classes, found["KumoMTA's class"][1])
    unknown = {word for row in found["BounceParser's std_reason"][1] for word in words(row[1])} - classes.keys()
    failed += [f"BounceParser: there is no class {word}" for word in unknown]
    mapped = next(table for table in tables(os.path.join(root, "docs", "classes.md")).values() if "Sisimai" in table[0])
    failed += check_classes(library, classes, mapped[1])
    failed += check_advice(library, classes, tables(os.path.join(root, "docs", "classes.md"))["class"][1])
    with open(os.path.join(root, "lib", "libbounce.map"), encoding="utf-8") as stream:
        functions = set(re.findall(r"(bounce_\w+);", stream.read()))
    values = {"failed", "delayed", "failure", "delay", "complaint", "hard", "soft", "@", "bounce --format=sisimai"}
    fields = ["Sisimai", "flufl.bounce", "BounceParser", "KumoMTA's log record", "KumoMTA's `parse_rfc3464()`"]
    for name in fields:
        failed += check_fields(library.keys() | values, found[name][1], functions)
    print("\n".join(failed) or f"{len(classes)} classes, {sum(len(found[name][1]) for name in fields)} fields: as documented")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
