#!/usr/bin/env python3
"""example.py FILE...: prints reports as bounce --format=json does."""
import sys

import bounce


def main() -> int:
    with bounce.Parser() as parser:
        reports = [parser.parse_file(path).json for path in sys.argv[1:]]
    print("[\n" + ",\n".join(reports) + "\n]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
