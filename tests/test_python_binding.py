#!/usr/bin/env python3
"""test_python_binding.py BINDING LIBRARY: what bindings/python promises beyond what all bindings do."""
import dataclasses
import os
import sys
import tempfile
import threading
import typing
import unittest

sys.path.insert(0, os.path.dirname(sys.argv[1]))
os.environ["BOUNCE_LIBRARY"] = sys.argv[2]
import bounce  # pylint: disable=wrong-import-position

MESSAGE = b"""From: MAILER-DAEMON@mx.example.net
Content-Type: multipart/report; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; u@example.org
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: <1@example.net>
X-Campaign-Id: spring

--b--
"""


class Binding(unittest.TestCase):
    def test_data_is_frozen_and_complete(self):
        with bounce.Parser() as parser:
            report = parser.parse(MESSAGE, "here")
        self.assertEqual(("here", "failure", "1@example.net"), (report.source, report.kind, report.original.message_id))
        self.assertEqual("user_unknown", report.recipients[0].class_)
        self.assertEqual("userunknown", report.recipients[0].mapping.sisimai)
        self.assertEqual(bounce.Report, type(dataclasses.replace(report, kind="other")))
        with self.assertRaises(dataclasses.FrozenInstanceError):
            report.kind = "other"

    def check_types(self, data):
        """Values are of the types that their fields are declared with."""
        for name, hint in typing.get_type_hints(type(data)).items():
            value = getattr(data, name)
            kinds = [typing.get_origin(kind) or kind for kind in (typing.get_args(hint) if type(None) in typing.get_args(hint) else [hint])]
            self.assertIsInstance(value, tuple(kinds), name)
            for inner in value if isinstance(value, list) else [value]:
                if dataclasses.is_dataclass(inner):
                    self.check_types(inner)

    def test_types_are_those_declared(self):
        with bounce.Parser() as parser:
            self.check_types(parser.parse(MESSAGE, "here"))
            self.check_types(parser.classify_reply("450 4.2.0 Greylisted, try again in 300 seconds", "mx.example.org"))

    def test_headers_are_kept(self):
        with bounce.Parser() as parser:
            parser.keep_header("x-campaign-id")
            self.assertEqual([bounce.Header("X-Campaign-Id", "spring")], parser.parse(MESSAGE).original.headers)
            self.assertRaises(ValueError, parser.keep_header, "a b")

    def test_what_is_closed_says_so(self):
        parser = bounce.Parser()
        mailbox = parser.mailbox(__file__)
        parser.close()
        parser.close()
        self.assertRaises(ValueError, parser.parse, MESSAGE)
        self.assertRaises(ValueError, next, mailbox)
        mailbox.close()
        self.assertRaises(ValueError, next, mailbox)

    def test_errors_have_code_line_and_place(self):
        with bounce.Parser() as parser:
            with self.assertRaises(bounce.Error) as caught:
                parser.add_rules("\n\nclass no_such_class\n", "house.rules")
            self.assertEqual((bounce.ErrorCode.SYNTAX, 3), (caught.exception.code, caught.exception.line))
            self.assertIn("house.rules:3", str(caught.exception))
            with self.assertRaises(bounce.Error) as caught:
                parser.mailbox("/no/such/folder")
            self.assertEqual(bounce.ErrorCode.IO, caught.exception.code)

    def test_a_mailbox_goes_on_after_an_error(self):
        with tempfile.TemporaryDirectory() as folder, bounce.Parser() as parser:
            os.symlink("nowhere", os.path.join(folder, "a.eml"))
            with open(os.path.join(folder, "b.eml"), "wb") as out:
                out.write(MESSAGE)
            with parser.mailbox(folder) as mailbox:
                with self.assertRaisesRegex(bounce.Error, "a.eml"):
                    next(mailbox)
                self.assertEqual([os.path.join(folder, "b.eml")], [report.source for report in mailbox])

    def test_threads_share_a_parser(self):
        reports = []
        with bounce.Parser() as parser:
            threads = [threading.Thread(target=lambda: reports.extend(parser.parse(MESSAGE).json for _ in range(100)))
                       for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual((800, 1), (len(reports), len(set(reports))))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
