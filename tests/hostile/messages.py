#!/usr/bin/env python3
"""messages.py NAME SIZE: writes a hostile message of about SIZE bytes.
messages.py --list: the names of all, with the limits that a report must name.

Each is what a stranger could mail to make a reader slow, large or confused."""
import base64
import itertools
import pathlib
import random
import re
import sys

HEADER = (b"From: MAILER-DAEMON@example.org\nTo: list@example.net\n"
          b"Subject: Undelivered Mail Returned to Sender\n"
          b"Return-Path: <>\nMIME-Version: 1.0\n")
PLAIN = HEADER + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEADER + b"Content-Type: text/html; charset=utf-8\n\n"
REPORT = HEADER + (b"Content-Type: multipart/report; boundary=b;"
                   b" report-type=delivery-status\n\n"
                   b"--b\n\nYour message could not be delivered.\n\n")
STATUS = REPORT + (b"--b\nContent-Type: message/delivery-status\n\n"
                   b"Reporting-MTA: dns; mx.example.org\n\n")
ORIGINAL = REPORT + b"--b\nContent-Type: message/rfc822\n\n"

MESSAGES = {}


def message(*limits):
    """Registers a generator; `limits` must be reported from 8 MB on."""
    def register(function):
        MESSAGES[function.__name__] = (function, limits)
        return function
    return register


def fill(size, piece, start=b"", end=b""):
    room = max(size - len(start) - len(end), 0)
    return start + piece * (room // len(piece)) + end


def fill_with(size, start, pieces):
    """The same with pieces that differ."""
    out = [start]
    left = size - len(start)
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            return b"".join(out)
        out.append(piece)
    return b"".join(out)


def numbered(form):
    return (form.replace(b"%d", b"%d" % i) for i in itertools.count())


@message("depth")
def nested_multiparts(size):
    return fill_with(size, HEADER + b"Content-Type: multipart/mixed;"
                     b" boundary=x\n\n--x\n",
                     numbered(b"Content-Type: multipart/mixed;"
                              b" boundary=x%d\n\n--x%d\n"))


@message("depth")
def nested_in_report(size):
    """Nested multiparts inside a report that a mail system wraps."""
    return fill_with(size, HEADER + b"Content-Type: message/rfc822\n\n"
                     b"Content-Type: multipart/report; boundary=x\n\n--x\n",
                     numbered(b"Content-Type: multipart/mixed;"
                              b" boundary=x%d\n\n--x%d\n"))


@message()
def nested_messages(size):
    return fill(size, b"Content-Type: message/rfc822\n\n", HEADER)


@message("text_bytes", "parts")
def originals_after_blanks(size):
    """Many originals, for each of which the text before is looked at."""
    blanks = fill(size - size // 8, b" \n", HEADER + b"Content-Type: "
                  b"multipart/report; boundary=b\n\n--b\n\n")
    return fill(size, b"--b\nContent-Type: message/rfc822\n\n"
                b"From: MAILER-DAEMON@example.net\nSubject: x\n\n", blanks)


@message("line_bytes")
def html_line(size):
    """One line, once its tags are gone."""
    return fill(size, b"<b>mailbox</b> is ", HTML)


WRAPPED = HEADER + (b"Content-Type: message/rfc822\n\n"
                    b"From: MAILER-DAEMON@example.net\n")


@message("header_bytes")
def nested_groups(size):
    """An address group in the one before, in a report that another wraps."""
    return fill(size, b"a:", WRAPPED + b"To: ", b"\n\n550 5.1.1 no\n")


@message("headers")
def wrapped_addresses(size):
    """The same field over and over."""
    return fill(size, b"Cc:a\n", WRAPPED, b"\n550 5.1.1 no\n")


@message("parts")
def hollow_reports(size):
    """Reports whose parts hold nothing, each in the one before."""
    return fill_with(size, HEADER + b"Content-Type: message/rfc822\n\n",
                     numbered(b"Content-Type: multipart/report;"
                              b" boundary=y%d\n\n" + b"--y%d\n\n" * 9 +
                              b"--y%d\nContent-Type: message/rfc822\n\n"))


@message()
def nested_reports(size):
    """Wrapped reports, each in the one before."""
    return fill_with(size, HEADER + b"Content-Type: message/rfc822\n\n",
                     numbered(b"Content-Type: multipart/report;"
                              b" boundary=y%d\n\n--y%d\n"
                              b"Content-Type: message/rfc822\n\n"))


@message()
def reopened_multiparts(size):
    """One multipart after the other that has no part of its own."""
    return fill(size, b"--b\nContent-Type: multipart/mixed; boundary=c\n\n",
                REPORT)


@message("parts")
def many_parts(size):
    return fill(size, b"--b\n\nx\n", REPORT)


@message("parts")
def many_empty_parts(size):
    return fill(size, b"--b\n", REPORT)


@message()
def unclosed_boundaries(size):
    return fill_with(size, REPORT, numbered(b"--b%d\n"))


@message()
def dashes(size):
    return fill(size, b"--\n", REPORT)


@message()
def long_boundary(size):
    half = b"x" * (min(size, 400000) // 2)
    return fill(size, b"--" + half[:-1] + b"\n",
                HEADER + b"Content-Type: multipart/mixed; boundary=" + half +
                b"\n\n")


@message("text_bytes")
def inline_parts(size):
    """MIME that no header declares."""
    return fill(size, b"--b\nContent-Type: text/plain\n\nx\n", PLAIN)


@message("header_bytes")
def one_header(size):
    return fill(size, b"x", HEADER + b"X-Long: ", b"\n\n550 5.1.1 no\n")


@message("header_bytes")
def folded_header(size):
    return fill(size, b" x\n", HEADER + b"X-Long: a\n", b"\n550 5.1.1 no\n")


@message("header_bytes")
def many_headers(size):
    return fill_with(size, HEADER, numbered(b"X-%d: a\n"))


@message("header_bytes")
def junk_headers(size):
    return fill(size, b"junk\n", HEADER)


@message("headers")
def part_headers(size):
    return fill_with(size, REPORT + b"--b\n", numbered(b"X-%d: a\n"))


@message()
def part_junk_headers(size):
    return fill(size, b"junk\n", REPORT + b"--b\n")


@message("headers")
def original_headers(size):
    return fill_with(size, ORIGINAL, numbered(b"X-%d: a\n"))


@message("header_bytes")
def references(size):
    return fill_with(size, HEADER + b"References:",
                     numbered(b" <%d@example.org>\n"))


@message("header_bytes")
def content_type_parameters(size):
    return fill_with(size, HEADER + b"Content-Type: multipart/mixed",
                     numbered(b";\n p%d=a"))


@message()
def continued_parameters(size):
    """RFC 2231 pieces of one parameter, inside the header's limit."""
    start = HEADER + b"Content-Type: multipart/mixed"
    head = fill_with(min(size // 4, 200000), start,
                     numbered(b"; boundary*%d=a"))
    return fill(size, b"--a\n", head + b"\n\n")


@message("recipients")
def recipients(size):
    return fill_with(size, STATUS, numbered(
        b"Final-Recipient: rfc822; u%d@example.org\nAction: failed\n"
        b"Status: 5.1.1\n\n"))


@message("headers")
def short_recipients(size):
    return fill_with(size, STATUS, numbered(b"Final-Recipient:a;%d@b\n"))


@message()
def status_blocks(size):
    return fill(size, b"a:\n\n", STATUS)


@message("text_bytes")
def nameless_recipients(size):
    return fill(size, b"Action: failed\n\n", STATUS)


@message("text_bytes")
def nameless_diagnostics(size):
    return fill(size, b"Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n",
                STATUS)


@message("headers")
def status_fields(size):
    return fill(size, b"a:\n", STATUS)


@message()
def one_diagnostic(size):
    return fill(size, b" mailbox is full\n",
                STATUS + b"Final-Recipient: rfc822; u@example.org\n"
                b"Diagnostic-Code: smtp; 550\n")


@message("text_bytes")
def foreign_continuations(size):
    """Lines without a fold, none of which goes on with the long diagnostic."""
    return fill(size, b"551 \n", STATUS + b"Final-Recipient: rfc822;"
                b" u@example.org\nDiagnostic-Code: smtp; 550 " + b"x" * 4000 +
                b"\n")


@message("text_bytes")
def continued_diagnostics(size):
    """The same where all of them do."""
    return fill(size, b"Final-Recipient: rfc822; u@example.org\n"
                b"Diagnostic-Code: smtp; 550 x\n" + b"550 \n" * 800 + b"\n",
                STATUS)


@message("parts")
def originals_of_a_long_sender(size):
    """Each original asks whether the message is a mail system's."""
    head = b"From: " + b"x" * (min(size // 4, 250000)) + b"@example.org\n"
    return fill(size, b"--b\nContent-Type: message/rfc822\n\nFrom: a\n\n",
                head + b"Content-Type: multipart/report; boundary=b\n\n--b\n\n")


@message("text_bytes")
def prose_recipients(size):
    return fill_with(size, PLAIN + b"This is the mail system.\n",
                     numbered(b"<u%d@example.org>: host mx.example.org[192.0."
                              b"2.1] said: 550 5.1.1 no (in reply to RCPT)\n"))


@message()
def recipients_and_one_text(size):
    """A list of recipients and one long text about all of them."""
    head = fill_with(size // 2, PLAIN + b"The following addresses had "
                     b"permanent fatal errors:\n\n",
                     numbered(b"<u%d@example.org>\n"))
    return fill(size, b"550 5.2.2 mailbox is over\n", head + b"\n")


@message()
def recipients_on_one_line(size):
    return fill_with(size, PLAIN + b"Could not be delivered to: ",
                     numbered(b"u%d@example.org, "))


@message("header_bytes")
def failed_recipients(size):
    return fill_with(size, HEADER + b"X-Failed-Recipients: a@example.org",
                     numbered(b",\n u%d@example.org"))


@message("line_bytes")
def one_line(size):
    return fill(size, b"a", PLAIN)


@message("line_bytes")
def one_line_of_words(size):
    return fill(size, b"mailbox is ", PLAIN)


@message("line_bytes")
def one_line_of_blanks(size):
    return fill(size, b" ", PLAIN, b"x\n")


@message("text_bytes")
def blank_lines(size):
    return fill(size, b"\n", PLAIN)


@message("text_bytes")
def less_than(size):
    return fill(size, b"<", PLAIN)


@message("text_bytes")
def less_than_lines(size):
    return fill(size, b"<\n", PLAIN)


@message("text_bytes")
def at_signs(size):
    return fill(size, b"a@", PLAIN)


@message("text_bytes")
def colons(size):
    return fill(size, b"a:", PLAIN)


@message("text_bytes")
def continued_replies(size):
    return fill(size, b"550-5.1.1 \n", PLAIN)


@message("text_bytes")
def codes(size):
    return fill(size, b"550 5.1.1 ", PLAIN)


@message("text_bytes")
def said(size):
    return fill(size, b"host mx.example.org said: ", PLAIN)


@message("text_bytes")
def said_lines(size):
    return fill(size, b"said:\n", PLAIN)


@message("text_bytes")
def quoted(size):
    return fill(size, b"> ", PLAIN)


@message("text_bytes")
def quoted_words(size):
    return fill(size, b'"', PLAIN)


@message("header_bytes")
def address_comments(size):
    return fill(size, b"(", HEADER + b"Sender: ", b"\n\n")


@message()
def status_comments(size):
    """Nested comments where a recipient's address should be."""
    return fill(size, b"(\n ", STATUS + b"Final-Recipient: rfc822;\n ")


@message("header_bytes")
def encoded_words(size):
    return fill(size, b" =?utf-8?q?=41?=\n", HEADER + b"X: a\nSubject:")


@message()
def encoded_word_starts(size):
    head = fill(min(size, 200000), b"=?", b"Subject: ", b"\n")
    return fill(size, b"=?utf-8?b?", head + HEADER + b"\n")


@message()
def base64_garbage(size):
    return fill(size, b"!@#$%=\xff\n", HEADER + b"Content-Type: text/plain\n"
                b"Content-Transfer-Encoding: base64\n\n")


@message("text_bytes")
def base64_text(size):
    line = base64.b64encode(b"550 5.1.1 <u@example.org> no such user at all. "
                            b"0123456") + b"\n"
    return fill(size, line, HEADER + b"Content-Type: text/plain\n"
                b"Content-Transfer-Encoding: base64\n\n")


@message()
def quoted_printable(size):
    return fill(size, b"=41=0A", HEADER + b"Content-Type: text/plain\n"
                b"Content-Transfer-Encoding: quoted-printable\n\n")


@message()
def uuencoded(size):
    return fill(size, b"begin 644 x\n", HEADER + b"Content-Type: text/plain\n"
                b"Content-Transfer-Encoding: x-uuencode\n\n")


@message()
def charset_changes(size):
    names = [b"utf-7", b"iso-2022-kr", b"big5", b"utf-16", b"hz-gb-2312",
             b"koi8-r", b"no-such-set"]
    return fill_with(size, REPORT, (
        b"--b\nContent-Type: text/plain; charset=" + names[i % len(names)] +
        b"\n\n+AGE- \x1b$B\xe3\xff " + b"abc \x80\n" * (size // 9000)
        for i in itertools.count()))


@message("text_bytes")
def utf7(size):
    return fill(size, b"+AGE-", HEADER +
                b"Content-Type: text/plain; charset=utf-7\n\n")


@message("text_bytes")
def iso_2022(size):
    return fill(size, b"\x1b$B\x1b(B", PLAIN)


@message("text_bytes")
def invalid_utf8(size):
    return fill(size, b"\xff\xc3", PLAIN)


@message("text_bytes")
def combining(size):
    return fill(size, "a\u0301\u0315\u0300".encode(), PLAIN)


@message("text_bytes")
def nuls(size):
    return fill(size, b"\0", PLAIN)


@message("header_bytes")
def nuls_alone(size):
    return fill(size, b"\0")


@message()
def carriage_returns(size):
    return fill(size, b"\r", PLAIN)


@message()
def bare(size):
    return fill(size, b"550-5.1.1 no\r\n")


@message("text_bytes")
def html_div(size):
    return fill(size, b"<div>", HTML)


@message("text_bytes")
def html_open_tags(size):
    return fill(size, b"<a ", HTML)


@message("text_bytes")
def html_comments(size):
    return fill(size, b"<!-- ", HTML)


@message("text_bytes")
def html_scripts(size):
    return fill(size, b"<script></", HTML)


@message("text_bytes")
def html_entities(size):
    return fill(size, b"&#x1f600;&amp", HTML)


@message("text_bytes")
def html_pre(size):
    return fill(size, b"<pre></td>", HTML)


@message("text_bytes")
def html_quotes(size):
    return fill(size, b"<a href='\"", HTML)


def phrases():
    root = pathlib.Path(__file__).resolve().parents[2] / "data"
    found = []
    for path in sorted(root.glob("*/*.rules")):
        found += re.findall(r'"([^"\n]{4,})"', path.read_text())
    random.Random(1).shuffle(found)  # so that each size has some of all
    return [phrase.encode() for phrase in found]


@message("text_bytes")
def phrases_cut_short(size):
    return fill_with(size, PLAIN, itertools.cycle(
        phrase[:-1] + b" " for phrase in phrases()))


@message("text_bytes")
def phrases_doubled(size):
    return fill_with(size, PLAIN, itertools.cycle(
        phrase + b" " + phrase[:len(phrase) // 2] + b"\n"
        for phrase in phrases()))


def literals():
    root = pathlib.Path(__file__).resolve().parents[2] / "data" / "formats"
    found = []
    for path in sorted(root.glob("*.formats")):
        found += re.findall(r'"([^"\n]{2,})"', path.read_text())
    return [re.sub(r"\{[^}]*\}", "a", text).encode() for text in found]


@message("text_bytes")
def format_lines(size):
    """What formats look for, line after line."""
    return fill_with(size, PLAIN, itertools.cycle(
        text + b"\n" for text in literals()))


@message("text_bytes")
def format_starts(size):
    """One format's mark and its recipient line's start, never its end."""
    return fill(size, b"<a@example.org>: host ", PLAIN +
                b"This is the mail system at host mx.example.org.\n\n")


@message()
def wrapped_original(size):
    return fill(size, b"Received: x\n", HEADER + b"Content-Type: message/rfc82"
                b"2\n\nFrom: MAILER-DAEMON@example.org\n"
                b"Content-Type: message/rfc822\n\n")


@message()
def feedback_fields(size):
    return fill_with(size, HEADER + b"Content-Type: multipart/report;"
                     b" boundary=b; report-type=feedback-report\n\n--b\n"
                     b"Content-Type: message/feedback-report\n\n"
                     b"Feedback-Type: abuse\n",
                     numbered(b"Original-Rcpt-To: u%d@example.org\n"))


@message()
def verp(size):
    half = b"a+b=c-" * (min(size // 2, 200000) // 7)
    return fill(size, b"550 5.1.1 no\n", b"To: " + half + b"@example.org\n" +
                HEADER + b"\n")


@message()
def auto_reply(size):
    return fill(size, b"I am out of office until ",
                b"Auto-Submitted: auto-replied\nFrom: u@example.org\n"
                b"Subject: Out of office\n\n")


@message("recipients")
def colliding_recipients(size):
    """Addresses of one g_str_hash(): 33 * 'a' + '`' is 33 * 'b' + '?'."""
    words = ("".join(word) for word in
             itertools.product(("a`", "b?"), repeat=20))
    return fill_with(size, STATUS, (
        b"Final-Recipient: rfc822; %s@example.org\nAction: failed\n\n" %
        word.encode() for word in words))


@message("text_bytes")
def recipients_with_long_words(size):
    """Many recipients times long diagnostics, folded."""
    words = b"\n no such user here, mailbox is not full" * 100
    return fill_with(size, STATUS, numbered(
        b"Final-Recipient: rfc822; u%d@example.org\nAction: failed\n"
        b"Diagnostic-Code: smtp; 550-5.1.1" + words + b"\n\n"))


@message()
def source_route(size):
    return fill(size, b"@a.example,", STATUS + b"Final-Recipient: rfc822; ",
                b":u@example.org\nAction: failed\n\n")


@message()
def huge_numbers(size):
    """Where numbers are read: none fits."""
    return fill(size, b"Status: 5.99999999999999999999.4294967297\n"
                b"Action: failed\nWill-Retry-Until: Mon, 4294967297 Jan"
                b" 99999999999999999999 2147483648:99:99 +99999999\n"
                b"Diagnostic-Code: smtp; 4294967846 18446744073709552166\n"
                b"Final-Recipient: rfc822; u@example.org\n\n", STATUS)


@message()
def huge_feedback_numbers(size):
    return fill(size, b"Incidents: 99999999999999999999999999\n"
                b"Arrival-Date: 18446744073709551616\nSource-Port: -1\n",
                HEADER + b"Content-Type: multipart/report; boundary=b;"
                b" report-type=feedback-report\n\n--b\n"
                b"Content-Type: message/feedback-report\n\n"
                b"Feedback-Type: abuse\n")


@message("header_bytes")
def unknown_charsets(size):
    """Each word a character set that the C library looks for in vain."""
    return fill_with(size, HEADER + b"Subject:",
                     numbered(b" =?no-%d?q?=41?=\n"))


@message("header_bytes")
def words_of_all_charsets(size):
    """Each word another character set, most of which the C library knows."""
    known = [b"ibm%03d" % i for i in range(1400)] + [
        b"iso-ir-%d" % i for i in range(230)] + [
        b"iso-8859-%d//%d" % (i, k) for k in range(9) for i in range(17)]
    return fill_with(size, HEADER + b"Subject:",
                     (b" =?%s?q?=e9?=\n" % name
                      for name in itertools.cycle(known)))


@message()
def parts_of_unknown_charsets(size):
    return fill_with(size, REPORT, numbered(
        b"--b\nContent-Type: text/plain; charset=no-%d\n\n\xe9\n"))


@message("header_bytes")
def type_comments(size):
    return fill(size, b"(", HEADER + b"Content-Type: text/plain ", b"\n\n")


@message("text_bytes")
def shifts(size):
    """ISO-2022-KR: out and in again for each letter."""
    return fill(size, b"\x0e\x30\x21\x0f ", HEADER + b"Content-Type: text/"
                b"plain; charset=iso-2022-kr\n\n\x1b$)C")


@message("text_bytes")
def lone_surrogates(size):
    """Halves of pairs, which UTF-8 has none of: as bytes and as entities."""
    return fill(size, b"\xed\xa0\x80 \xed\xbf\xbf 550 &#xD800;&#57343; ", HTML)


@message("text_bytes")
def wide_surrogates(size):
    return fill(size, b"\xd8\x00\x00a", HEADER + b"Content-Type: text/plain;"
                b" charset=utf-16be\n\n")


@message("text_bytes")
def expanding_letters(size):
    """One letter that becomes eighteen (U+FDFA) when it is folded."""
    return fill(size, "\ufdfa".encode(), PLAIN + b"550 5.1.1 no\n")


@message("text_bytes")
def html_entities_of_entities(size):
    return fill(size, b"&amp;#38;&#x0000000000000026;&#99999999999999999999;",
                HTML)


@message("text_bytes")
def html_attribute(size):
    return fill(size, b"mailto:u@example.org ", HTML + b'<a href="')


@message("line_bytes")
def soft_breaks(size):
    return fill(size, b"5=\n", HEADER + b"Content-Type: text/plain\n"
                b"Content-Transfer-Encoding: quoted-printable\n\n")


@message("text_bytes")
def transcript(size):
    return fill(size, b">>> RCPT TO:<u@example.org>\n<<< 550-5.1.1 no\n",
                PLAIN + b"   ----- Transcript of session follows -----\n")


@message("text_bytes")
def dotted_digits(size):
    return fill(size, b"5.1.", PLAIN + b"This is the mail system.\n")


def gap_starts():
    root = pathlib.Path(__file__).resolve().parents[2] / "data"
    return [phrase.encode() for path in sorted(root.glob("*/*.rules"))
            for phrase in re.findall(r'"([^"\n]+)" \.\.\.', path.read_text())]


@message("text_bytes")
def open_gaps(size):
    """What stands before gaps, never what closes them, in one sentence."""
    return fill_with(size, PLAIN + b"<u@example.org>: 550 ", itertools.cycle(
        phrase + b"\n" for phrase in gap_starts()))


@message()
def nested_schemes(size):
    """VERP in BATV in SRS in itself."""
    half = b"SRS1=a=b==prvs=0123456789=" * (min(size // 2, 200000) // 26)
    return fill(size, b"550 5.1.1 no\n", b"To: " + half + b"u=a@example.org\n" +
                HEADER + b"\n")


@message("parts")
def alternatives(size):
    """Each part with another of the same in HTML."""
    return fill_with(size, REPORT, numbered(
        b"--b\nContent-Type: multipart/alternative; boundary=c%d\n\n"
        b"--c%d\n\n550 5.1.1 no\n--c%d\nContent-Type: text/html\n\n"
        b"<p>550 5.1.1 no\n--c%d--\n"))


@message()
def partial_messages(size):
    return fill(size, b"--b\nContent-Type: message/partial; number=1;"
                b" total=2147483648\n\n--b\nContent-Type: message/external-"
                b"body; access-type=local-file; name=\"/etc/passwd\"\n\n",
                REPORT)


@message("text_bytes")
def announced_originals(size):
    """A line full of words that announce the original, far from any."""
    return fill(size, b"\n", PLAIN + b"<u@example.org>: 550 5.1.1 no\n" +
                b"original message follows " * min(size // 400, 2500) + b"\n",
                b"x\n")


@message("text_bytes")
def announced_rulers(size):
    """The same above lines that decorate."""
    n = min(size // 100, 60000)
    return fill(size, b"original message follows " * (n // 25) + b"\n" +
                (b"-" * n + b"\n") * 6, PLAIN)


@message("text_bytes")
def one_refusal_of_many(size):
    """What is quoted above a list, all in one paragraph."""
    return fill_with(size, PLAIN + b"The following addresses had permanent"
                     b" fatal errors:\n> 550 no\n",
                     numbered(b"<u%d@example.org>\n"))


@message()
def one_transcript_of_many(size):
    """A list of recipients and one endless reply about all of them."""
    head = fill_with(size // 4, PLAIN + b"The following addresses had "
                     b"permanent fatal errors:\n\n",
                     numbered(b"<u%d@example.org>\n"))
    return fill(size, b"<<< 550-mailbox is over\n", head + b"\n   ----- "
                b"Transcript of session follows -----\n")


@message("text_bytes")
def one_recipient_often(size):
    """Each time with other words, the first time with very many."""
    return fill(size, b"Final-Recipient:a;u@b\nDiagnostic-Code:x\n\n",
                STATUS + b"Final-Recipient:a;u@b\nDiagnostic-Code: " +
                b"x" * min(size // 4, 250000) + b"\n\n")


@message("recipients")
def turns_of_nameless(size):
    """A recipient without a name, and one who may be it."""
    return fill_with(size, STATUS, numbered(
        b"Final-Recipient:a;x\n\nFinal-Recipient:a;%d@b\n\n"))


@message("recipients")
def mailboxes_of_a_long_sender(size):
    """Names without a domain, which is looked for in long fields."""
    n = min(size // 4, 60000)
    return fill_with(size, b"From: " + b"x" * n + b"@example.org\n" +
                     STATUS[STATUS.index(b"To:"):],
                     numbered(b"Final-Recipient:a;u%d\n\n"))


@message()
def boundaries_and_blanks(size):
    """All open multiparts have one boundary; what looks like it goes on."""
    opened = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    return fill(size, b"--b" + b" " * 2000 + b"x\n",
                HEADER + opened * 32 + b"\n")


@message("text_bytes")
def control_words(size):
    """Diagnostics of bytes that JSON escapes."""
    return fill_with(size, STATUS, numbered(
        b"Final-Recipient: rfc822; u%d@example.org\nDiagnostic-Code: smtp;"
        b" 550 " + b"\x01" * min(size // 100, 60000) + b"\n\n"))


@message("text_bytes")
def at_chains(size):
    return fill(size, b"a@b@", PLAIN + b"<", b">: 550 5.1.1 no\n")


@message("text_bytes")
def html_ampersands(size):
    return fill(size, b"&", HTML)


@message("text_bytes")
def colon_lines(size):
    """Each is a field of a name that nothing knows."""
    return fill(size, b"a:\n", PLAIN)


@message("text_bytes")
def addresses_and_dots(size):
    """No pattern goes on as these do."""
    return fill(size, b"<u@example.org>.\n", PLAIN)


@message("text_bytes")
def open_brackets(size):
    return fill(size, b"a (u@example.org <v@\n", PLAIN)


@message("text_bytes")
def one_address_often(size):
    """In a paragraph of many phrases beside which it is looked for."""
    return fill(size, b"u@example.org\n", PLAIN + b"This is v@example.net\n\n"
                + b"could not be delivered\n" * 20)


@message("text_bytes")
def commands(size):
    """Nothing that is a command stands where one should."""
    return fill(size, b"host mx.example.org said: x (in reply to e e e e e )\n",
                PLAIN)


@message("text_bytes")
def until(size):
    """Dates whose sentences end again and again."""
    return fill(size, b"will be retried until " * 20 + b". " * 2000 + b"\n",
                PLAIN)


@message("text_bytes")
def latin_lines(size):
    return fill(size, b"\xe9\n", HEADER + b"Content-Type: text/plain\n\n")


@message("text_bytes")
def wrong_charset(size):
    """Bytes that EUC has none of."""
    return fill(size, b"\xff\xfe", HEADER +
                b"Content-Type: text/plain; charset=euc-jp\n\n")


@message("text_bytes")
def wrong_escapes(size):
    """Bytes that no set of ISO-2022 has, behind its escape sequences."""
    return fill(size, b"\x1b$B" + b"\xff" * 8 + b"\n", PLAIN)


@message("text_bytes")
def undefined_bytes(size):
    """What windows-1252 leaves undefined."""
    return fill(size, b"\x81\x8d", HEADER + b"Content-Type: text/plain\n\n")


@message("text_bytes")
def diagnostics_of_phrases(size):
    """Each recipient has a refusal of its own."""
    found = phrases()
    return fill_with(size, STATUS, (
        b"Final-Recipient: rfc822; u%d@example.org\nDiagnostic-Code: smtp; 550"
        b" %s\n\n" % (i, b" ".join(found[(i * 7 + k) % len(found)]
                                   for k in range(12)))
        for i in itertools.count()))


@message("text_bytes")
def lists_in_lists(size):
    """Each address starts a list of all that follow it."""
    return fill(size, "\u53d1\u7ed9u@example.org\n".encode(), PLAIN)


@message("text_bytes")
def lists_and_blanks(size):
    """Addresses that many patterns take, and what may separate them."""
    return fill(size, b"to a@b.cc" + b" \n" * 500, PLAIN)


@message("parts")
def text_parts(size):
    return fill(size, b"--b\n\nNothing is told here but words.\n", REPORT)


@message("recipients")
def recipients_of_a_long_envelope(size):
    """Each is looked for in the address that the bounce came to."""
    to = b"a-" * min(size // 4, 50000) + b"u=example.org@l.example.net"
    return fill_with(size, b"To: " + to + b"\n" +
                     STATUS[STATUS.index(b"Subject:"):],
                     numbered(b"Final-Recipient:a;" + b"a-" * 20 +
                              b"u%d@example.org\n\n"))


@message("recipients")
def recipients_by_original_address(size):
    """The text names each by an address that is none of the recipients'."""
    n = min(size // 100, 5000)
    named = b"".join(b"<o%d@example.net>: 550 no\n" % i for i in range(n))
    return fill_with(size, REPORT + named + STATUS[len(REPORT):], numbered(
        b"Original-Recipient:a;o%d@example.net\n"
        b"Final-Recipient:a;u%d@example.org\n\n"))


@message()
def local_mailboxes(size):
    """Mailboxes without a domain, and a To in which each ends up to an @."""
    long = min(size // 5, 60000)
    status = b"".join(b"Final-Recipient: local; %s\nAction: failed\n\n" %
                      (b"a" * (long - i)) for i in range(2))
    return STATUS + status + (
        b"--b\nContent-Type: message/rfc822\n\nSubject: x\nTo: %s\n %s\n\n" %
        (b"a" * long, b"@b" * (long // 2)))


def main():
    if sys.argv[1:] == ["--list"]:
        for name, (_, limits) in MESSAGES.items():
            print(name, *limits)
        return
    name, size = sys.argv[1:]
    sys.stdout.buffer.write(MESSAGES[name][0](int(size)))


if __name__ == "__main__":
    main()
