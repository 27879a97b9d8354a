# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a terminal shows of a shell command: for docs/session.md and for tests of the documentation."""
import fcntl
import os
import pty
import struct
import subprocess
import termios

COLUMNS = 100


def show(command, folder, env):
    """Runs it in a terminal of 100 columns; returns what is shown in the end, and its status."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    with subprocess.Popen(["sh", "-c", command], cwd=folder, env={**env, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"},
                          stdin=slave, stdout=slave, stderr=slave) as child:
        os.close(slave)
        text = b""
        while True:
            try:
                text += os.read(master, 65536)
            except OSError:  # the last writer has gone
                break
        status = child.wait()
    os.close(master)
    text = text.decode().replace("\r\n", "\n")
    return text.split("\r")[-1].replace("\x1b[K", ""), status  # without the progress line
