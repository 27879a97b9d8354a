"""Waits for each port of 127.0.0.1 and each socket to take connections."""
import socket
import sys
import time


def there(place):
    if place.isdigit():
        kind, address = socket.AF_INET, ("127.0.0.1", int(place))
    else:
        kind, address = socket.AF_UNIX, place
    with socket.socket(kind) as probe:
        return probe.connect_ex(address) == 0


limit = time.monotonic() + 60
for item in sys.argv[1:]:
    while not there(item) and time.monotonic() < limit:
        time.sleep(0.2)
    if not there(item):
        print(item, "does not answer", file=sys.stderr)
