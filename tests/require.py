"""What a test needs: where it is missing the test is skipped.

Under scripts/test --all, which installs what scripts/packages.txt lists, it fails.
"""
import os
import shutil
import sys


def skip(reason):
    print(f"{'nothing may be skipped here' if os.environ.get('BOUNCE_SKIP_NOTHING') else 'skipped'}: {reason}")
    sys.exit(1 if os.environ.get("BOUNCE_SKIP_NOTHING") else 77)


def programs(**packages):
    """Programs and the Debian packages that have them."""
    missing = [f"{name} (Debian: {package})" for name, package in packages.items() if not shutil.which(name)]
    if missing:
        skip(f"{', '.join(missing)} missing")
