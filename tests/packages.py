#!/usr/bin/env python3
"""packages.py ROOT: the Debian packages are built from a clean clone, are clean to lintian, and work on a clean system.

Builds in a folder of its own, with what a clone has; then installs the packages, and what they depend on, into a minimal
root (tests/servers/lab/roots.py keeps one) and runs debian/tests/programs there.
"""
import glob
import os
import subprocess
import sys
import tempfile

import require
import snapshot

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "servers"))
from lab import roots  # noqa: E402

PACKAGES = {"bounce", "libbounce-common", "libbounce-dev", "libbounce-doc", "libbounce0"}
INSTALL = """set -e
mount --make-rprivate /
mount -t tmpfs tmpfs layer
mkdir layer/upper layer/work
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=layer/upper,workdir=layer/work" merged
cp -L /etc/resolv.conf /etc/hosts merged/etc/
mount -t proc proc merged/proc
mount --bind /dev merged/dev
mkdir -p merged/packages "$ARCHIVES/partial"
mount --bind "$ARCHIVES" merged/var/cache/apt/archives
cp ./*.deb merged/packages
export DEBIAN_FRONTEND=noninteractive
apt="chroot merged apt-get -qq -y --no-install-recommends"
$apt update
chroot merged sh -c "apt-get -qq -y --no-install-recommends install $*"
cp programs merged/packages
chroot merged /packages/programs
$apt purge libbounce0 libbounce-common
[ ! -e merged/usr/bin/bounce ]
"""


def run(command, folder, **options):
    result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            check=False, **options)
    if result.returncode:
        sys.exit(f"{' '.join(command)}: {result.returncode}\n{result.stdout[-6000:]}")
    return result.stdout


def build(root, top):
    clone = os.path.join(top, "libbounce")
    snapshot.make(root, clone)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MESON", "MALLOC_PERTURB", "LD_LIBRARY", "CFLAGS"))}
    out = run(["dpkg-buildpackage", "-us", "-uc", f"-j{os.cpu_count()}"], clone, env=env)
    left = run(["git", "status", "--porcelain"], clone)
    if left:
        sys.exit(f"the build leaves files that .gitignore does not know:\n{left}")
    if "Fail: " in out and "Fail:               0" not in out:
        sys.exit(out)
    built = {os.path.basename(path).split("_")[0] for path in glob.glob(os.path.join(top, "*.deb"))}
    built = {name for name in built if not name.endswith("-dbgsym")}
    if built != PACKAGES:
        sys.exit(f"built: {sorted(built)}")


def lint(top):
    out = run(["lintian", "--allow-root", "--fail-on", "error,warning", "--display-info",
               *glob.glob(os.path.join(top, "*.changes"))], top)
    print(out, end="")


def install(top):
    for name in ("layer", "merged"):
        os.mkdir(os.path.join(top, name))
    subprocess.run(["cp", os.path.join(top, "libbounce", "debian", "tests", "programs"), top], check=True)
    archives = os.path.join(roots.CACHE, "archives")
    os.makedirs(archives, exist_ok=True)
    paths = [f"/packages/{os.path.basename(path)}" for path in glob.glob(os.path.join(top, "*.deb")) if "-dbgsym" not in path]
    env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "BASE": str(roots.base()), "ARCHIVES": archives}
    print(run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", INSTALL, "sh",
               *sorted(paths), "gcc", "libc6-dev", "pkg-config"], top, env=env)[-1500:])


def main():
    root = os.path.abspath(sys.argv[1])
    require.programs(**{"dpkg-buildpackage": "dpkg-dev", "dh": "debhelper", "lintian": "lintian", "doxygen": "doxygen", "git": "git"})
    if missing := roots.missing_tools():
        require.skip(", ".join(missing))
    with tempfile.TemporaryDirectory() as top:
        build(root, top)
        lint(top)
        install(top)
    print(f"{', '.join(sorted(PACKAGES))}: good")
    return 0


if __name__ == "__main__":
    sys.exit(main())
