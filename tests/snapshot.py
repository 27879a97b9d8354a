"""The project's files as a clean clone has them, with what is not committed yet: for tests that build from one."""
import os
import shutil
import subprocess

import require


def make(root, target):
    require.programs(git="git")
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, check=False)
    if listed.returncode:
        require.skip(f"{root} is no git clone")
    for name in map(os.fsdecode, filter(None, listed.stdout.split(b"\0"))):
        source, copy = os.path.join(root, name), os.path.join(target, name)
        if not os.path.lexists(source):
            continue
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        shutil.copy2(source, copy, follow_symlinks=False)
    git = ["git", "-C", target, "-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (["init", "--quiet"], ["add", "--all", "--force"], ["commit", "--quiet", "-m", "snapshot"]):
        subprocess.run([*git, *command], check=True)
