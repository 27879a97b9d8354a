"""A scripted SMTP peer: at each stage it answers what a scenario says.

It also takes what is sent to the collector's address: the bounces.
"""
import asyncio
import email.utils
import re

STALL_SECONDS = 120
SIZE_LIMIT = 10240000
EXTENSIONS = ("PIPELINING", "SIZE", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN",
              "SMTPUTF8", "STARTTLS")
PATH = re.compile(r"(?:from|to):\s*<([^>]*)>(.*)", re.I | re.S)


class Gone(Exception):
    """The script wants the connection to end here."""


class Session:
    """One connection. script(stage, local) gives the reply or None."""

    def __init__(self, reader, writer, host, script, lacks=("STARTTLS",),
                 limit=SIZE_LIMIT):
        self.reader, self.writer = reader, writer
        self.host, self.script = host, script
        self.lacks, self.limit = lacks, limit
        self.sender = None
        self.current = None
        self.recipients = []

    async def say(self, stage, default, local=None):
        """Answers; returns whether the answer was positive."""
        reply = self.script(stage, local) or default
        if reply == "!drop":
            raise Gone
        if reply == "!stall":
            await asyncio.sleep(STALL_SECONDS)
            raise Gone
        self.writer.write(self.fill(reply).replace("\n", "\r\n").encode()
                          + b"\r\n")
        await self.writer.drain()
        if reply.startswith("421"):
            raise Gone  # RFC 5321 section 3.8
        return reply[0] in "23"

    def fill(self, reply):
        ip = self.writer.get_extra_info("peername")[0]
        to = self.current or ""
        for key, value in (("{ip}", ip), ("{mx}", self.host), ("{to}", to),
                           ("{from}", self.sender or "")):
            reply = reply.replace(key, value)
        return reply

    async def run(self, store):
        if not await self.say("banner", f"220 {self.host} ESMTP"):
            return await self.refused()
        while True:
            line = await self.reader.readline()
            if not line:
                return
            text = line.decode("utf-8", "surrogateescape").strip()
            verb = text[:4].upper()
            if verb == "QUIT":
                return await self.say("quit", "221 2.0.0 Bye")
            await self.command(verb, text, store)

    async def refused(self):
        """After a refusing banner only QUIT makes sense (RFC 5321 3.1)."""
        while True:
            line = await self.reader.readline()
            if not line or line.upper().startswith(b"QUIT"):
                return
            self.writer.write(b"503 5.5.1 Bad sequence of commands\r\n")

    async def command(self, verb, text, store):
        if verb in ("EHLO", "HELO"):
            await self.say("ehlo", self.greeting(verb))
        elif verb == "STAR":
            if await self.say("starttls", "220 2.0.0 Ready"):
                self.writer.write(b"\x00\x01 this is no handshake\r\n")
                raise Gone
        elif verb == "MAIL":
            self.sender = PATH.match(text[5:])[1]
            self.recipients = []
            await self.say("mail", "250 2.1.0 Ok")
        elif verb == "RCPT":
            self.current = PATH.match(text[5:])[1]
            local = self.current.rpartition("@")[0]
            if await self.say("rcpt", "250 2.1.5 Ok", local):
                self.recipients.append(self.current)
        elif verb == "DATA":
            await self.data(store)
        elif verb in ("RSET", "NOOP"):
            await self.say("rset", "250 2.0.0 Ok")
        else:
            await self.say("unknown", "500 5.5.2 Command not recognised")

    def greeting(self, verb):
        if verb == "HELO":
            return f"250 {self.host}"
        lines = [self.host] + [
            f"SIZE {self.limit}" if item == "SIZE" else item
            for item in EXTENSIONS if item not in self.lacks]
        return "\n".join(["250-" + item for item in lines[:-1]]
                         + ["250 " + lines[-1]])

    async def data(self, store):
        if not self.recipients:
            await self.say("nobody", "554 5.5.1 No valid recipients")
            return
        if not await self.say("data", "354 End data with <CR><LF>.<CR><LF>"):
            return
        lines = []
        while True:
            line = await self.reader.readline()
            if not line:
                return
            if line in (b".\r\n", b".\n"):
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        self.current = self.recipients[-1]
        if await self.say("eod", "250 2.0.0 Ok: queued as 4Xq7b21"):
            store(self.sender, self.recipients, b"".join(lines))


async def listen(address, store, host, script, **offers):
    """One address of the peer. store(sender, recipients, data)."""
    async def connected(reader, writer):
        session = Session(reader, writer, host, script, **offers)
        try:
            await session.run(store)
        except (Gone, ConnectionError, asyncio.LimitOverrunError,
                asyncio.CancelledError):
            pass
        writer.close()

    return await asyncio.start_server(connected, address, 25, limit=1 << 20)


async def serve(scenarios, collector, collector_host, store):
    """Listens for every scenario, and for the bounces."""
    await listen(collector, store, collector_host, lambda stage, local: None)
    for scenario in scenarios:
        if any(map(scenario.script, ("connect", "dns", "server"))):
            continue
        lacks = set(scenario.options.get("lacks", "").split("+"))
        if not scenario.script("starttls"):
            lacks.add("STARTTLS")
        await listen(scenario.address, lambda *message: None, scenario.mx,
                     scenario.script, lacks=lacks,
                     limit=int(scenario.options.get("limit", SIZE_LIMIT)))


def received(data, sender, recipient, host):
    """What a final server puts above a message (RFC 5321 4.4)."""
    date = email.utils.formatdate()
    head = (f"Return-Path: <{sender}>\r\n"
            f"Received: from out.example.net (out.example.net [192.0.2.1])\r\n"
            f"\tby {host} with ESMTP id 4Xq7b21\r\n"
            f"\tfor <{recipient}>; {date}\r\n")
    return (head.encode() + data).replace(b"\r\n", b"\n")
