"""Anchors (锚点): the head of the chain, written down outside the database so that a cut tail shows.

One line for each batch, `number hash code`; each code is keyed and covers the code before it. The
file is named after the first seal, which differs in every journal. Copy the folder elsewhere to be
safe from whoever can write to both the database and this machine.
"""

import fcntl
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from yimi.core.models import Seal
from yimi.core.rootkey import subkey

_LONGEST_LINE = 256


class Anchor(NamedTuple):
    number: int
    hash: str
    code: str


class AnchorBroken(Exception):
    """A line of the file was changed, or lines before it were removed."""


def folder() -> Path:
    return Path(settings.YIMI_DATA) / "anchors"


def path_of(first: bytes) -> Path:
    """The file of the journal whose first seal has this hash."""
    return folder() / f"{first[:12].hex()}.txt"


def reach(number: int, head: bytes) -> None:
    """Anchor this head, unless it or a later one is anchored already."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    first = Seal.objects.order_by("number")[0]
    with path_of(bytes(first.hash)).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last(file)
        if last.number < number:
            _cut_torn_line(file)
            code = _code(last.code, number, head.hex())
            file.write(f"{number} {head.hex()} {code}\n".encode())
            file.flush()
            os.fsync(file.fileno())


def anchored(first: bytes) -> Iterator[Anchor]:
    """The anchors that a journal has now, in order; `AnchorBroken` at the first line that is not genuine."""
    path = path_of(first)
    return _read(path, path.stat().st_size) if path.exists() else iter(())


def reached(first: bytes) -> int:
    """The number of the last anchor."""
    path = path_of(first)
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return _last(file).number


def others(first: bytes | None) -> list[str]:
    """Files of journals that are not this one: it has been emptied or replaced."""
    ours = path_of(first).name if first else ""
    return sorted(path.name for path in folder().glob("*.txt") if path.name != ours)


def _read(path: Path, size: int) -> Iterator[Anchor]:
    last = Anchor(0, "", "")
    with path.open("rb") as file:
        while file.tell() < size and (line := file.readline()).endswith(b"\n"):
            anchor = _parsed(line)
            if anchor.number <= last.number or anchor.code != _code(last.code, anchor.number, anchor.hash):
                raise AnchorBroken
            yield anchor
            last = anchor


def _last(file) -> Anchor:
    """The last whole line. What follows it was being written when the power failed."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 2 * _LONGEST_LINE))
    lines = file.read().splitlines(keepends=True)
    whole = [line for line in lines if line.endswith(b"\n")]
    return _parsed(whole[-1]) if whole else Anchor(0, "", "")


def _cut_torn_line(file) -> None:
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - _LONGEST_LINE))
    file.truncate(start + file.read().rfind(b"\n") + 1)


def _parsed(line: bytes) -> Anchor:
    parts = line.decode("ascii", "replace").split()
    if len(parts) != len(Anchor._fields) or not parts[0].isdigit():
        raise AnchorBroken
    return Anchor(int(parts[0]), parts[1], parts[2])


def _code(previous: str, number: int, head: str) -> str:
    return hmac.digest(subkey("anchor"), f"{previous}|{number}|{head}".encode(), "sha256").hex()
