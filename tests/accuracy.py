#!/usr/bin/env python3
"""Scores the program against a corpus with known truth, where there is one.

The corpus is not part of the project: without it this test is skipped.
"""
import os
import subprocess
import sys
import tempfile

BOUNDS = ["kind=0.995", "recall=0.995", "precision=0.995", "class=0.985",
          "hardness=0.99", "reply_code=0.985", "status=0.985",
          "remote_mta=0.98", "message_id=0.99"]


def main():
    bounce, shared = sys.argv[1:3]
    corpus = os.path.join(shared, "corpus")
    if not os.path.isdir(corpus):
        print(f"SKIPPED: no corpus at {os.path.normpath(corpus)}")
        return 77
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as reports:
        subprocess.run([bounce, "--format=ndjson", os.path.join(corpus, "messages")],
                       stdout=reports, check=True)
        minima = [word for bound in BOUNDS for word in ("--min", bound)]
        return subprocess.run([sys.executable, os.path.join(shared, "eval", "score.py"), *minima,
                               os.path.join(corpus, "truth.jsonl"), reports.name],
                              check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
