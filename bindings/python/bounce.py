"""Reads mail bounces with libbounce: who did not get the mail, why, and what to do.

    with bounce.Parser() as parser:
        report = parser.parse_file("bounce.eml")
        for recipient in report.recipients:
            print(recipient.address, recipient.class_, recipient.hardness)
        for report in parser.mailbox("Maildir/"):
            print(report.source, report.kind)

A report is plain Python data: it holds nothing of the library. A parser may be shared by threads.
BOUNCE_LIBRARY names the shared library where it is not installed.
"""
from __future__ import annotations

import ctypes
import enum
import json
import os
from dataclasses import dataclass, field, fields
from typing import Any, NoReturn, Optional, TypeVar, Union

__all__ = ["Error", "ErrorCode", "Evidence", "Feedback", "Header", "Mailbox", "Mapping", "Original", "Parser", "Recipient", "Report"]

Path = Union[str, "os.PathLike[str]"]
_Self = TypeVar("_Self", bound="_Owner")

_lib = ctypes.CDLL(os.environ.get("BOUNCE_LIBRARY", "libbounce.so.0"))


def _declare(name: str, result: Any, *arguments: Any) -> Any:
    function = getattr(_lib, name)
    function.restype, function.argtypes = result, arguments
    return function


_pointer, _text, _error = ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)
_parser_new = _declare("bounce_parser_new", _pointer)
_parser_unref = _declare("bounce_parser_unref", None, _pointer)
_keep_header = _declare("bounce_parser_keep_header", ctypes.c_bool, _pointer, _text)
_add_rules = _declare("bounce_parser_add_rules", ctypes.c_bool, _pointer, _text, _text, ctypes.c_size_t, _error)
_add_rules_file = _declare("bounce_parser_add_rules_file", ctypes.c_bool, _pointer, _text, _error)
_parse = _declare("bounce_parser_parse", _pointer, _pointer, _text, ctypes.c_size_t, _error)
_parse_file = _declare("bounce_parser_parse_file", _pointer, _pointer, _text, _error)
_classify = _declare("bounce_parser_classify_reply", _pointer, _pointer, _text, ctypes.c_size_t, _text, _error)
_mailbox_open = _declare("bounce_mailbox_open", _pointer, _text, _error)
_mailbox_next = _declare("bounce_mailbox_next", _pointer, _pointer, _error)
_mailbox_free = _declare("bounce_mailbox_free", None, _pointer)
_message_source = _declare("bounce_mailbox_message_source", _text, _pointer)
_message_free = _declare("bounce_mailbox_message_free", None, _pointer)
_parse_message = _declare("bounce_parser_parse_mailbox_message", _pointer, _pointer, _pointer, _error)
_report_free = _declare("bounce_report_free", None, _pointer)
_to_json = _declare("bounce_report_to_json", _pointer, _pointer, _text)
_string_free = _declare("bounce_string_free", None, _pointer)
_error_code = _declare("bounce_error_code", ctypes.c_uint32, _pointer)
_error_line = _declare("bounce_error_line", ctypes.c_uint32, _pointer)
_error_message = _declare("bounce_error_message", _text, _pointer)
_error_free = _declare("bounce_error_free", None, _pointer)


class ErrorCode(enum.IntEnum):
    """BounceErrorCode."""
    ARGUMENT = 1
    IO = 2
    LIMIT = 3
    SYNTAX = 4
    RULES = 5


class Error(Exception):
    """What could not be read: code is an ErrorCode, or a number of a newer library; line the place in rules or 0."""

    def __init__(self, message: str, code: int, line: int) -> None:
        super().__init__(message)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Header:
    name: str
    value: str


@dataclass(frozen=True)
class Evidence:
    """Where a recipient's facts stood, and the rule that decided."""
    source: Optional[str] = None
    part: Optional[str] = None
    line: Optional[int] = None
    rule: Optional[str] = None
    rule_place: Optional[str] = None
    matched: Optional[str] = None
    overruled: Optional[str] = None


@dataclass(frozen=True)
class Mapping:
    """A class in the words of other programs."""
    sisimai: Optional[str] = None
    kumomta: Optional[str] = None
    postalsys: Optional[str] = None
    ses_type: Optional[str] = None
    ses_subtype: Optional[str] = None


@dataclass(frozen=True)
class Recipient:
    address: Optional[str] = None
    original_address: Optional[str] = None
    action: Optional[str] = None
    class_: Optional[str] = None
    category: Optional[str] = None
    hardness: Optional[str] = None
    advice: Optional[str] = None
    reply_code: Optional[int] = None
    status: Optional[str] = None
    diagnostic: Optional[str] = None
    command: Optional[str] = None
    remote_mta: Optional[str] = None
    provider: Optional[str] = None
    retry_until: Optional[str] = None
    last_attempt: Optional[str] = None
    retry_after: Optional[int] = None
    size_limit: Optional[int] = None
    blocklist: Optional[str] = None
    listed: Optional[str] = None
    help_url: Optional[str] = None
    new_address: Optional[str] = None
    mapping: Mapping = Mapping()
    evidence: Evidence = Evidence()


@dataclass(frozen=True)
class Original:
    """The message that a report is about."""
    message_id: Optional[str] = None
    subject: Optional[str] = None
    from_: Optional[str] = None
    to: Optional[str] = None
    date: Optional[str] = None
    return_path: Optional[str] = None
    list_id: Optional[str] = None
    feedback_id: Optional[str] = None
    recipient: Optional[str] = None
    token: Optional[str] = None
    address_scheme: Optional[str] = None
    headers: list[Header] = field(default_factory=list)


@dataclass(frozen=True)
class Feedback:
    type: Optional[str] = None
    user_agent: Optional[str] = None
    source_ip: Optional[str] = None
    original_mail_from: Optional[str] = None
    arrival_date: Optional[str] = None
    reported_domain: Optional[str] = None
    reported_uri: Optional[str] = None
    reporting_mta: Optional[str] = None
    incidents: Optional[str] = None
    auth_failure: Optional[str] = None
    delivery_result: Optional[str] = None
    authentication_results: Optional[str] = None


@dataclass(frozen=True)
class Report:
    """What one message says; docs/json.md describes each field. json is the library's own text."""
    json: str
    kind: str
    recipients: list[Recipient]
    original: Original
    feedback: Optional[Feedback] = None
    disposition: Optional[str] = None
    format: Optional[str] = None
    reporting_mta: Optional[str] = None
    received_from_mta: Optional[str] = None
    arrival_date: Optional[str] = None
    envelope_id: Optional[str] = None
    message_id: Optional[str] = None
    subject: Optional[str] = None
    from_: Optional[str] = None
    to: Optional[str] = None
    date: Optional[str] = None
    auto_submitted: Optional[str] = None
    is_null_sender: bool = False
    authentication_results: Optional[str] = None
    limits_reached: list[str] = field(default_factory=list)
    source: Optional[str] = None


def _make(kind: Any, values: dict[str, Any], **made: Any) -> Any:
    """Takes the keys that this module knows: a newer library may tell more. Python's own words get a "_"."""
    names = {item.name: item.name.rstrip("_") for item in fields(kind)}
    return kind(**{name: values[key] for name, key in names.items() if key in values} | made)


def _report(text: str) -> Report:
    values = json.loads(text)
    recipients = [_make(Recipient, one, mapping=_make(Mapping, one.get("mapping") or {}),
                        evidence=_make(Evidence, one["evidence"] or {})) for one in values["recipients"]]
    headers = [_make(Header, one) for one in values["original"]["headers"]]
    feedback = values["feedback"] and _make(Feedback, values["feedback"])
    report: Report = _make(Report, values, json=text, recipients=recipients, feedback=feedback,
                           original=_make(Original, values["original"], headers=headers))
    return report


def _fail(error: ctypes.c_void_p) -> NoReturn:
    made = Error(_error_message(error).decode(), _error_code(error), _error_line(error))
    _error_free(error)
    raise made


def _take(report: Optional[int], error: ctypes.c_void_p, source: Optional[bytes]) -> Report:
    """Turns the library's report into data and frees it."""
    if not report:
        _fail(error)
    text = None
    try:
        text = _to_json(report, source)
        return _report(ctypes.string_at(text).decode())
    finally:
        _string_free(text)
        _report_free(report)


class _Owner:
    """Owns an object of the library until close(), the end of a with statement, or its own."""

    def __init__(self, pointer: int, free: Any) -> None:
        self._pointer: Optional[int] = pointer
        self._free = free

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        pointer, self._pointer = getattr(self, "_pointer", None), None
        if pointer:
            self._free(pointer)

    def _open(self) -> int:
        if self._pointer is None:
            raise ValueError(f"the {type(self).__name__.lower()} is closed")
        return self._pointer


class Parser(_Owner):
    """Parses messages. Configure it before threads share it."""

    def __init__(self) -> None:
        super().__init__(_parser_new(), _parser_unref)

    def keep_header(self, name: str) -> None:
        """Keeps a header field of the original, such as "X-Campaign-Id"."""
        if not _keep_header(self._open(), name.encode()):
            raise ValueError(f"no header field is named {name!r}")

    def add_rules(self, text: str, name: str = "rules") -> None:
        """Adds rules (docs/rules.md) that beat the built-in ones."""
        error, data = ctypes.c_void_p(), text.encode()
        if not _add_rules(self._open(), name.encode(), data, len(data), ctypes.byref(error)):
            _fail(error)

    def add_rules_file(self, path: Path) -> None:
        error = ctypes.c_void_p()
        if not _add_rules_file(self._open(), os.fsencode(path), ctypes.byref(error)):
            _fail(error)

    def parse(self, message: bytes, source: Optional[str] = None) -> Report:
        error = ctypes.c_void_p()
        report = _parse(self._open(), message, len(message), ctypes.byref(error))
        return _take(report, error, os.fsencode(source) if source is not None else None)

    def parse_file(self, path: Path) -> Report:
        error, name = ctypes.c_void_p(), os.fsencode(path)
        return _take(_parse_file(self._open(), name, ctypes.byref(error)), error, name)

    def classify_reply(self, reply: str, host: Optional[str] = None) -> Report:
        """What a reply means, during an SMTP session."""
        error, data = ctypes.c_void_p(), reply.encode()
        report = _classify(self._open(), data, len(data), host.encode() if host else None, ctypes.byref(error))
        return _take(report, error, None)

    def mailbox(self, path: Path) -> Mailbox:
        """The reports of a message, an mbox (also .gz), a Maildir or a folder."""
        return Mailbox(self, path)


class Mailbox(_Owner):
    """Iterates over reports, one message in memory at a time.

    What can't be read raises an Error once; next() goes on with what follows.
    """

    def __init__(self, parser: Parser, path: Path) -> None:
        error = ctypes.c_void_p()
        self._parser = parser
        super().__init__(_mailbox_open(os.fsencode(path), ctypes.byref(error)), _mailbox_free)
        if not self._pointer:
            _fail(error)

    def __iter__(self) -> Mailbox:
        return self

    def __next__(self) -> Report:
        error = ctypes.c_void_p()
        message = _mailbox_next(self._open(), ctypes.byref(error))
        if error:
            _fail(error)
        if not message:
            raise StopIteration
        try:
            report = _parse_message(self._parser._open(), message, ctypes.byref(error))
            return _take(report, error, _message_source(message))
        finally:
            _message_free(message)
