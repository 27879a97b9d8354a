"""Reads a raw bounce with Python's own mail parser, just enough to see
which recipients it reports on. It judges nothing: truth is the script."""
import email
import email.policy
import re

# Python reads message/* as messages; a status is wanted as text.
STATUS = re.compile(rb"message/(?:(?:global-)?delivery-status|"
                    rb"disposition-notification)", re.I)
STATUS_TYPE = "text/x-delivery-status"
ORIGINAL_TYPES = ("message/rfc822", "text/rfc822-headers", "message/global",
                  "message/global-headers")


def decoded(part):
    payload = part.get_payload(decode=True)
    if payload is None:
        payload = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return payload.decode("utf-8", "replace")


def encoded_once(line):
    """A line that a program took for Latin-1, and encoded again."""
    try:
        return line.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


class Bounce:
    """text: what stands before the returned message, decoded; original:
    the returned message's start; answered: what it is an answer to; fields: {address: its DSN fields}."""

    def __init__(self, data):
        self.data = data
        self.text = ""
        self.original = ""
        self.fields = {}
        root = email.message_from_bytes(
            STATUS.sub(STATUS_TYPE.encode(), data),
            policy=email.policy.compat32)
        self.answered = f"{root['In-Reply-To']} {root['References']}"
        if root.is_multipart():
            for part in root.get_payload():
                self.read(part)
        else:
            self.split(decoded(root))

    def read(self, part):
        kind = part.get_content_type()
        if kind == STATUS_TYPE:
            self.read_status(part)
        elif kind in ORIGINAL_TYPES:
            self.original += (decoded(part) if part.get_content_maintype()
                              == "text" else part.as_string())
        else:
            self.text += decoded(part) + "\n"

    def read_status(self, part):
        text = decoded(part).replace("\r\n", "\n").strip()
        self.text += text + "\n"
        for lines in re.split(r"\n\s*\n", text):
            group = email.message_from_string(lines)
            final = group.get("Final-Recipient")
            if final:
                address = final.partition(";")[2].strip().strip("<>")
                self.fields[address.lower()] = group

    def split(self, text):
        """A bounce of one part: the original starts at its first field."""
        found = re.search(r"^(?:Return-Path|Received|From|Message-ID):", text,
                          re.M | re.I)
        at = found.start() if found else len(text)
        self.text, self.original = text[:at], text[at:]

    def reports_on(self, address):
        if self.fields:
            return address.lower() in self.fields
        return address.lower() in self.text.lower()

    def place(self, address):
        """Where an address stands among those that are reported on."""
        if self.fields:
            return list(self.fields).index(address.lower())
        return self.text.lower().index(address.lower())

    def field(self, address, name):
        group = self.fields.get(address.lower())
        value = group.get(name) if group else None
        return value.strip() if value else None

    def kind(self):
        """What the Action fields say; a bounce without them is a failure."""
        actions = {(group.get("Action") or "failed").split()[0].lower()
                   for group in self.fields.values()}
        if not actions or "failed" in actions:
            return "failure"
        return {"delayed": "delay", "deleted": "failure"}.get(
            min(actions), min(actions))

    def says(self, words):
        """Whether the words are in the text, however it was folded."""
        squeeze = re.compile(r"\s+|\b\d{3}-")
        text = self.text + "\n".join(
            map(encoded_once, self.text.split("\n")))
        return squeeze.sub("", words) in squeeze.sub("", text)
