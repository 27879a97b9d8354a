"""A small DNS server: the zone is a dictionary, UDP and TCP, no recursion."""
import asyncio
import socket
import struct

TYPES = {"A": 1, "NS": 2, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16,
         "AAAA": 28}
NUMBERS = {number: name for name, number in TYPES.items()}
SERVFAIL, NXDOMAIN, REFUSED = 2, 3, 5


def encode_name(name):
    labels = [label.encode("ascii") for label in name.split(".") if label]
    return b"".join(bytes([len(item)]) + item for item in labels) + b"\0"


def encode_data(kind, value):
    if kind == "A":
        return socket.inet_aton(value)
    if kind == "MX":
        preference, host = value.split(" ")
        return struct.pack(">H", int(preference)) + encode_name(host)
    if kind == "TXT":
        return bytes([len(value)]) + value.encode("ascii")
    return encode_name(value)


def question(packet):
    """The name and type that a packet asks for, and where they end."""
    labels = []
    at = 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("latin-1"))
        at += 1 + packet[at]
    kind, _ = struct.unpack(">HH", packet[at + 1:at + 5])
    return ".".join(labels).lower(), NUMBERS.get(kind, str(kind)), at + 5


class Zone:
    """names: {name: {type: [value, ...]}}; broken: names that SERVFAIL."""

    def __init__(self):
        self.names = {}
        self.broken = set()

    def add(self, name, kind, value):
        self.names.setdefault(name.lower(), {}).setdefault(kind, []).append(
            value)

    def add_reverse(self, address, name):
        parts = reversed(address.split("."))
        self.add(".".join(parts) + ".in-addr.arpa", "PTR", name)

    def exists(self, name):
        """A name above an existing one exists too (RFC 8020)."""
        return name in self.names or any(
            known.endswith("." + name) for known in self.names)

    def answer(self, packet):
        name, kind, end = question(packet)
        records, code = [], 0
        if name in self.broken or any(name.endswith("." + item)
                                      for item in self.broken):
            code = SERVFAIL
        elif not self.exists(name):
            code = NXDOMAIN
        else:
            records = self.names.get(name, {}).get(kind, [])
        return self.packet(packet, end, kind, records, code)

    @staticmethod
    def packet(query, end, kind, records, code):
        asked, = struct.unpack(">H", query[2:4])
        flags = 0x8480 | (asked & 0x0100) | code
        need_soa = not records and code != SERVFAIL
        head = query[:2] + struct.pack(">HHHHH", flags, 1, len(records),
                                       int(need_soa), 0)
        body = query[12:end]
        for value in records:
            data = encode_data(kind, value)
            body += b"\xc0\x0c" + struct.pack(
                ">HHIH", TYPES[kind], 1, 60, len(data)) + data
        if need_soa:
            data = (encode_name("ns.example.org")
                    + encode_name("hostmaster.example.org")
                    + struct.pack(">IIIII", 1, 60, 60, 60, 60))
            body += b"\0" + struct.pack(">HHIH", TYPES["SOA"], 1, 60,
                                        len(data)) + data
        return head + body


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, zone):
        self.zone = zone
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.transport.sendto(self.zone.answer(data), addr)


async def serve(zone, address="127.0.0.1", port=53):
    """Starts answering; the servers live as long as the event loop."""
    async def stream(reader, writer):
        try:
            size, = struct.unpack(">H", await reader.readexactly(2))
            reply = zone.answer(await reader.readexactly(size))
            writer.write(struct.pack(">H", len(reply)) + reply)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Datagrams(zone),
                                        local_addr=(address, port))
    return await asyncio.start_server(stream, address, port)


def scripted_zone(scenarios, table):
    """The zone of all scenarios: each has its own domain, MX and address."""
    zone = Zone()
    mx = "mx." + table.SENDER_DOMAIN
    zone.add(table.SENDER_DOMAIN, "MX", "10 " + mx)
    zone.add(mx, "A", table.COLLECTOR_ADDRESS)
    zone.add(table.OUT_HOST, "A", table.OUT_ADDRESS)
    zone.add("localhost", "A", "127.0.0.1")
    zone.add_reverse(table.OUT_ADDRESS, table.OUT_HOST)
    zone.add_reverse(table.COLLECTOR_ADDRESS, mx)
    zone.add_reverse("127.0.0.1", "localhost")
    for scenario in scenarios:
        add_scenario(zone, scenario, table.OUT_HOST)
    return zone


def add_scenario(zone, scenario, out_host):
    domain = scenario.domain.encode("idna").decode("ascii")
    mx = scenario.mx.encode("idna").decode("ascii")
    trouble = scenario.script("dns")
    if trouble == "!nxdomain":
        return
    if trouble == "!servfail":
        zone.broken.add(domain)
        return
    if trouble == "!nullmx":
        zone.add(domain, "MX", "0 .")
        return
    if trouble == "!self":
        zone.add(domain, "MX", "10 " + out_host)
        return
    if "record" in scenario.options:
        name, kind, value = scenario.options["record"].split(" ", 2)
        zone.add(name, kind, value)
    zone.add(domain, "MX", "10 " + mx)
    if trouble != "!noaddress":
        zone.add(mx, "A", scenario.address)
        zone.add_reverse(scenario.address, mx)
