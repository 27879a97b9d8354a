"""Runs inside the namespaces: network, root, peer, server, messages.

Called as `python3 -m lab.space SERVER BASE LAYER OUT [SCENARIO...]` by
lab.run. Everything that it starts ends with its pid namespace.
"""
import asyncio
import json
import pathlib
import subprocess
import sys
import time

from lab import bounces, names, peer, submit, table, truth

# The blocks of RFC 5737 are local here: any address can be bound, none is
# an interface's own (a server refuses to send to itself). 192.0.2.1 is the
# server's; 192.0.2.200 answers "no route", .201 never.
NETWORK = """
ip link set lo up
ip link add out0 type veth peer name out1
ip addr add 192.0.2.1/24 dev out0
ip link set out0 up
ip link set out1 up
ip route add local 198.51.100.0/24 dev lo src 192.0.2.1
ip route add local 203.0.113.0/24 dev lo src 192.0.2.1
ip route add unreachable 192.0.2.200
ip neigh add 192.0.2.201 lladdr 02:00:00:00:02:01 dev out0
sysctl -q -w net.ipv4.tcp_syn_retries=1 || true
hostname out.example.net
"""
ROOT = """
mount --make-rprivate /
mkdir -p "$WORK"
mount -t tmpfs -o mode=755 tmpfs "$WORK"
mkdir "$WORK/upper" "$WORK/work" "$WORK/root"
mount -t overlay overlay \
    -o "lowerdir=$LAYER:$BASE,upperdir=$WORK/upper,workdir=$WORK/work" \
    "$WORK/root"
cd "$WORK/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs run
chmod 1777 tmp
mkdir -p run/lock lab
for folder in $FOLDERS; do cp -r "$folder/." lab/; done
echo "nameserver 127.0.0.1" > etc/resolv.conf
echo "127.0.0.1 localhost" > etc/hosts
echo "192.0.2.1 out.example.net out" >> etc/hosts
echo out.example.net > etc/hostname
echo out.example.net > etc/mailname
"""
WORK = pathlib.Path("/run/libbounce-servers")
STEP = 0.25
QUIET_SECONDS = 1


def prepare(server, base, layer):
    """Lays the network and the root; returns the root's path."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                   "WORK": str(WORK), "BASE": base, "LAYER": layer,
                   "FOLDERS": " ".join(map(str, server.folders))}
    for script in (NETWORK, ROOT):
        subprocess.run(["sh", "-ec", script], env=environment, check=True)
    return WORK / "root"


class Box:
    """Collects the bounces, and knows which are still to come."""

    def __init__(self, out, server, scenarios):
        self.out = out
        self.teller = truth.Truth(server.name, table.overrides())
        self.by_token = {item.token: item for item in scenarios}
        self.missing = {(item.name, fate.local) for item in scenarios
                        for fate in item.fates
                        if (fate.cls != "delivered"
                            or item.kind in ("delivered", "relayed"))}
        self.counts = {}
        self.last = time.monotonic()

    def store(self, sender, recipients, data):
        self.last = time.monotonic()
        host = "mx." + table.SENDER_DOMAIN
        for recipient in recipients:
            token = recipient.rpartition("@")[0]
            number = self.counts[token] = self.counts.get(token, 0) + 1
            path = self.out / f"{token}.{number}"
            path.write_bytes(peer.received(data, sender, recipient, host))
            if token in self.by_token:
                self.strike(self.by_token[token], path.read_bytes())

    def strike(self, scenario, data):
        bounce = bounces.Bounce(data)
        if self.teller.wanted(scenario, bounce):
            for fate in self.teller.reported(scenario, bounce):
                self.missing.discard((scenario.name, fate.local))

    def forget(self, names):
        """Nothing will come of what the server did not take."""
        self.missing = {item for item in self.missing
                        if item[0] not in names}


async def wait_for_port(seconds):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", 25)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(STEP)
    raise RuntimeError("the server does not listen")


async def start(server, root):
    """Runs SERVER/start in the root; it returns once the server runs."""
    process = await asyncio.create_subprocess_exec(
        "chroot", str(root), "sh", "/lab/start",
        stdin=subprocess.DEVNULL)
    if await process.wait():
        raise RuntimeError(f"{server.name}/start failed")
    if server.submit == "smtp":
        await wait_for_port(30)


async def wait_for_bounces(box, seconds):
    """Until nothing is missing, and a moment longer for what is too much."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if not box.missing and time.monotonic() - box.last > QUIET_SECONDS:
            return
        await asyncio.sleep(STEP)


async def run(server, base, layer, out, scenarios):
    root = prepare(server, base, layer)
    box = Box(out, server, scenarios)
    await names.serve(names.scripted_zone(scenarios, table))
    await peer.serve(scenarios, table.COLLECTOR_ADDRESS,
                     "mx." + table.SENDER_DOMAIN, box.store)
    await start(server, root)
    refused = await submit.everything(server, root, scenarios)
    (out / "refused.json").write_text(json.dumps(refused, indent=1))
    box.forget(refused)
    await wait_for_bounces(box, server.seconds)
    await keep_log(root, out)


async def keep_log(root, out):
    """SERVER/log, where there is one, prints what helps to see a fault."""
    if not (root / "lab" / "log").exists():
        return
    with open(out / "log", "wb") as stream:
        process = await asyncio.create_subprocess_exec(
            "chroot", str(root), "sh", "/lab/log",
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream)
        await process.wait()


def main():
    name, base, layer, out, *wanted = sys.argv[1:]
    server = table.server(name)
    known = server.plays()
    chosen = [known[item] for item in wanted] or list(known.values())
    asyncio.run(run(server, base, layer, pathlib.Path(out), chosen))


if __name__ == "__main__":
    main()
