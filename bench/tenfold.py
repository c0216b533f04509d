"""Ten times the ledger (十倍台账): the same month read from 10,000,000 contacts and from 1,000,000, in turn.

Each ledger has a process of its own; between the readings of one come those of the other, so that a machine which is
slower in one minute than in the next is so for both. `python -m bench.tenfold` is such a process: for each line that
it is given, `cells` or `with_totals`, it reads and says what that took.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median

import django

TURNS = 40
PARTS = ("cells", "with_totals")
Environment = Mapping[str, str]


def run(large: Environment, small: Environment) -> dict[str, dict[str, float]]:
    """Of each part the median milliseconds of the processor, and how many times as long the large ledger takes."""
    with _reader(large) as of_large, _reader(small) as of_small:
        return {part: _in_turn(of_large, of_small, part) for part in PARTS}


def _in_turn(large: subprocess.Popen, small: subprocess.Popen, part: str) -> dict[str, float]:
    pairs = [(_took(large, part), _took(small, part)) for _turn in range(TURNS)]
    return {
        "cpu_ms": round(median(one for one, _other in pairs), 2),
        "tenth_cpu_ms": round(median(other for _one, other in pairs), 2),
        "times_as_long": round(median(one / other for one, other in pairs), 2),
    }


def _took(reader: subprocess.Popen, part: str) -> float:
    reader.stdin.write(f"{part}\n")
    reader.stdin.flush()
    return float(reader.stdout.readline())


@contextmanager
def _reader(environment: Environment) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "bench.tenfold"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as reader:  # noqa: S603
        yield reader


def _read() -> None:
    django.setup()
    from . import domains  # its models exist only now

    for part in sys.stdin:
        print(domains.spent_on(totals=part.strip() == "with_totals"), flush=True)


if __name__ == "__main__":
    _read()
