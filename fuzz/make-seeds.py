#!/usr/bin/env python3
"""make-seeds.py FOLDER: seeds for each target, FOLDER/TARGET/, made from the
fixtures and the knowledge; and FOLDER/dictionary, made from the rules'
phrases, the formats' words and the names of fields."""
import email
import email.policy
import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 8192
KNOWLEDGE = sorted(path for kind in ("rules", "providers", "formats")
                   for path in (ROOT / "data" / kind).glob("*s"))


def fixtures():
    for path in sorted((ROOT / "tests/data").rglob("*.eml")):
        content = path.read_bytes()
        if len(content) <= LARGEST:
            yield content


def leaves(kind):
    """The decoded bodies of all parts of a type in all fixtures."""
    for content in fixtures():
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() != kind:
                continue
            payload = part.get_payload()
            if isinstance(payload, list):
                yield "\n".join(map(str, payload)).encode("utf-8", "replace")
            elif part.get_payload(decode=True):
                yield part.get_payload(decode=True)


def replies():
    for path in sorted((ROOT / "tests/rules").glob("*.tsv")):
        for line in path.read_bytes().splitlines():
            if line and not line.startswith(b"#"):
                yield line.split(b"\t")[0]
    for path in KNOWLEDGE:
        for sample in re.findall(rb'^ +sample "(.*)"$', path.read_bytes(), re.M):
            yield sample


def stanzas():
    for path in KNOWLEDGE:
        yield from path.read_bytes().split(b"\n\n")


def formats():
    """Statements, a NUL, and a text that they are run over."""
    statements = [re.findall(rb"^  (?:recipient|reads|list|report|original|"
                             rb"command|action|class|client|server) .*$",
                             stanza, re.M)
                  for stanza in stanzas() if stanza.startswith(b"format")]
    for number, text in enumerate(leaves("text/plain")):
        lines = statements[number % len(statements)]
        yield b"\n".join(lines) + b"\n\0" + text


def envelopes():
    text = (ROOT / "tests/test_envelope.c").read_bytes()
    for address in re.findall(rb'"([^" ]*@[^" ]*)"', text):
        yield b"+-\0" + address
        yield b"=#\0" + address


SEEDS = {
    "message": fixtures,
    "reply": replies,
    "delivery_status": lambda: leaves("message/delivery-status"),
    "format": formats,
    "knowledge": stanzas,
    "html": lambda: leaves("text/html"),
    "envelope": envelopes,
}


def words():
    for path in KNOWLEDGE:
        text = path.read_text()
        yield from re.findall(r'"([^"\\\n]{3,40})"', text)
        yield from re.findall(r"\{[a-z_]+\}", text)
        yield from re.findall(r"^ *([a-z_]+) ", text, re.M)
    for path in sorted((ROOT / "lib").rglob("*.c")):
        yield from re.findall(r'"([A-Z][A-Za-z]+-[A-Za-z-]+|[a-z]+/[a-z0-9-]+)"',
                              path.read_text())


def main():
    folder = pathlib.Path(sys.argv[1])
    for target, make in SEEDS.items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for seed in make():
            name = hashlib.sha1(seed).hexdigest()
            (folder / target / name).write_bytes(seed[:LARGEST])
    with open(folder / "dictionary", "w") as out:
        for word in sorted(set(words())):
            quoted = "".join(f"\\x{byte:02x}" if byte > 126 else chr(byte)
                             for byte in word.encode())
            print(f'"{quoted}"', file=out)


if __name__ == "__main__":
    main()
