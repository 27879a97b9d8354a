"""Committed bounces name no real host: only example names (RFC 2606,
5737), the machine itself, and names that servers print into every bounce."""
import ipaddress
import re

# Not the "8.17.1.9/" of a version.
ADDRESS = re.compile(rb"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w|/[\dD])")
HOST = re.compile(rb"(?<![\w.-])(?:[a-z0-9-]+\.)+"
                  rb"(?:com|net|org|edu|ru|cn|de|info|biz|io)(?![\w-])", re.I)
# 4.16.55.1 is no address: Yahoo's own numbers end so.
NETWORKS = [ipaddress.ip_network(item) for item in (
    "127.0.0.0/8", "4.16.55.1", "192.0.2.0/24", "198.51.100.0/24",
    "203.0.113.0/24")]
# Blocklists are named because rules know them by name; the rest are the
# servers' own help pages.
KNOWN = re.compile(rb"(?:.*\.)?(?:example\.(?:com|net|org)|spamhaus\.org"
                   rb"|spamcop\.net|barracudacentral\.org|www\.postfix\.org"
                   rb"|www\.courier-mta\.org|www\.openspf\.net|ftp\.isi\.edu)$",
                   re.I)


def strange(data):
    """The first address or host that doesn't belong there, or None."""
    for found in ADDRESS.findall(data):
        try:
            address = ipaddress.ip_address(found.decode())
        except ValueError:
            continue
        if not any(address in network for network in NETWORKS):
            return found.decode()
    for found in HOST.findall(data):
        if not KNOWN.match(found):
            return found.decode()
    return None
