"""Debian roots: one base for all servers, and a layer for each server.

Nothing on the host is replaced: packages are installed in an overlay in a
mount namespace of its own, and only the layer is kept.
"""
import os
import pathlib
import shutil
import subprocess

SUITE = "bookworm"
MIRROR = os.environ.get("LIBBOUNCE_DEBIAN", "http://deb.debian.org/debian")
CACHE = pathlib.Path(os.environ.get("LIBBOUNCE_SERVERS_CACHE",
                                    "/var/cache/libbounce-servers"))
# Installing must neither start a daemon nor ask, nor wait for the disk.
PREPARE = """
printf '#!/bin/sh\\nexit 101\\n' > usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
echo force-unsafe-io > etc/dpkg/dpkg.cfg.d/unsafe-io
"""
INSTALL = """set -e
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=upper,workdir=work" merged
cp -L /etc/resolv.conf /etc/hosts merged/etc/
mount -t proc proc merged/proc
mount --bind /dev merged/dev
[ ! -e "$FOLDER/preseed" ] ||
    chroot merged debconf-set-selections < "$FOLDER/preseed"
DEBIAN_FRONTEND=noninteractive chroot merged \
    apt-get -qq -y --no-install-recommends install $PACKAGES
chroot merged apt-get clean
"""
# Packages of npm come with the host's node: Debian's is older than they want.
NPM = """set -e
mkdir -p upper/usr/local/bin
cp "$(command -v node)" upper/usr/local/bin/
npm install --global --prefix "$PWD/upper/usr/local" --ignore-scripts \
    --no-audit --no-fund $PACKAGES
"""


def missing_tools():
    """Why roots can't be made or used here; empty where they can."""
    reasons = []
    if os.geteuid() != 0:
        reasons.append("not root")
    for tool in ("debootstrap", "unshare", "ip", "chroot"):
        if not shutil.which(tool):
            reasons.append(f"no {tool}")
    if not reasons:
        probe = subprocess.run(
            ["unshare", "--net", "--mount", "--pid", "--uts", "--fork",
             "true"], capture_output=True, check=False)
        if probe.returncode:
            reasons.append("no namespaces: " + probe.stderr.decode().strip())
    return reasons


def run(command, log, **more):
    with open(log, "ab") as stream:
        done = subprocess.run(command, stdin=subprocess.DEVNULL,
                              stdout=stream, stderr=stream, check=False,
                              **more)
    if done.returncode:
        tail = pathlib.Path(log).read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{command[0]} failed:\n{tail}")


def base():
    """The base root; made where the cache has none."""
    target = CACHE / f"base-{SUITE}"
    if target.exists():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    fresh = CACHE / "base.new"
    shutil.rmtree(fresh, ignore_errors=True)
    run(["debootstrap", "--variant=minbase", SUITE, str(fresh), MIRROR],
        CACHE / "base.log")
    run(["sh", "-ec", PREPARE], CACHE / "base.log", cwd=fresh)
    fresh.rename(target)
    return target


def stamp(server):
    """What a layer was made of: another list makes another layer."""
    preseed = server.packed / "preseed"
    words = " ".join(server.packages + server.npm)
    return words + (preseed.read_text() if preseed.exists() else "")


def layer(server):
    """The folder with a server's packages, to be laid over the base."""
    lower = base()
    target = CACHE / server.packed.name
    wanted = stamp(server)
    made = target / "stamp"
    if made.exists() and made.read_text() == wanted:
        return target / "upper"
    shutil.rmtree(target, ignore_errors=True)
    for name in ("upper", "work", "merged"):
        (target / name).mkdir(parents=True)
    run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c",
         INSTALL], target / "log", cwd=target,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "BASE": str(lower),
             "FOLDER": str(server.packed),
             "PACKAGES": " ".join(server.packages)})
    if server.npm:
        if not shutil.which("npm"):
            raise RuntimeError("no npm")
        run(["sh", "-c", NPM], target / "log", cwd=target,
            env=dict(os.environ, PACKAGES=" ".join(server.npm)))
    made.write_text(wanted)
    return target / "upper"
