"""Runs one server in namespaces of its own and reads its bounces."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

from lab import roots, table

# Far above any server's own `seconds`: only for what hangs.
LIMIT_SECONDS = 420


def collect(server, out, wanted=()):
    """Starts, bounces, stops. Raw bounces are in OUT as TOKEN.NUMBER."""
    layer = roots.layer(server)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    command = ["unshare", "--net", "--mount", "--pid", "--uts", "--ipc",
               "--fork", "--kill-child", sys.executable, "-m", "lab.space",
               server.name, str(roots.base()), str(layer), str(out)]
    environment = dict(os.environ, PYTHONPATH=str(table.HERE))
    try:
        subprocess.run(command + list(wanted), env=environment, check=True,
                       stdin=subprocess.DEVNULL, timeout=LIMIT_SECONDS)
    except subprocess.CalledProcessError:
        raise RuntimeError(f"{server.name} could not be run") from None
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{server.name} took too long") from None
    return json.loads((out / "refused.json").read_text())


def raw(out, scenario):
    """The bounces that came back for a scenario, in order of arrival."""
    files = pathlib.Path(out).glob(scenario.token + ".[0-9]*")
    return sorted(files, key=lambda path: int(path.suffix[1:]))
