"""What the load says while it works (载入进度)."""

import sys


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
