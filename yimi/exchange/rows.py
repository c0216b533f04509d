"""The rows of an import as they wait in the vault (待导入的行): in batches, so that no step holds them all."""

from collections.abc import Iterator
from uuid import UUID

import orjson

from yimi.core.files.vault import Vault

from .kinds import BATCH, Fault, Layout, Line

SENT, LAYOUT, FAULTS, BAD = "sent", "layout", "faults", "bad"
HEAD = 30


class Rows:
    """The sealed parts of one import."""

    def __init__(self, owner: UUID):
        self.vault = Vault("import_file", owner)

    def keep(self, nth: int, lines: list[Line]) -> None:
        """Keep one batch of rows."""
        self.vault.put(_batch(nth), _packed(lines))

    def batch(self, nth: int) -> list[Line]:
        """One batch; empty after the last."""
        if not self.vault.has(_batch(nth)):
            return []
        return _lines(self.vault.get(_batch(nth)))

    def head(self) -> list[Line]:
        """The first rows, in which the header is looked for."""
        return self.batch(0)[:HEAD]

    def lines(self, layout: Layout) -> Iterator[list[Line]]:
        """The rows below the header, batch by batch; the same batches every time."""
        nth = 0
        while lines := self.batch(nth):
            below = [line for line in lines if line.number > layout.header]
            if below:
                yield below
            nth += 1

    def lay_out(self, layout: Layout) -> None:
        self.vault.put(LAYOUT, orjson.dumps([layout.header, layout.columns]))

    @property
    def layout(self) -> Layout:
        header, columns = orjson.loads(self.vault.get(LAYOUT))
        return Layout(header, tuple(columns))

    @property
    def has_layout(self) -> bool:
        return self.vault.has(LAYOUT)

    def tell(self, faults: list[Fault]) -> None:
        """Keep what is wrong, in the order of the rows."""
        rows = [[each.row, each.column, each.message, each.is_note] for each in sorted(faults)]
        self.vault.put(FAULTS, orjson.dumps(rows))

    def faults(self) -> list[Fault]:
        if not self.vault.has(FAULTS):
            return []
        return [Fault(*each) for each in orjson.loads(self.vault.get(FAULTS))]

    def bad_lines(self) -> list[Line]:
        """The rows in which something is wrong, as they were sent."""
        if self.vault.has(BAD):
            return _lines(self.vault.get(BAD))
        bad = {fault.row for fault in self.faults() if not fault.is_note}
        batches = self.lines(self.layout) if bad and self.has_layout else ()
        return [line for lines in batches for line in lines if line.number in bad]

    def forget_rows(self) -> None:
        """Throw the rows away, but those in which something was wrong."""
        self.vault.put(BAD, _packed(self.bad_lines()))
        nth = 0
        while self.vault.has(_batch(nth)):
            self.vault.drop(_batch(nth))
            nth += 1
        self.vault.drop(SENT)


def _packed(lines: list[Line]) -> bytes:
    return orjson.dumps([[line.number, line.cells] for line in lines])


def _lines(content: bytes) -> list[Line]:
    return [Line(number, tuple(cells)) for number, cells in orjson.loads(content)]


def _batch(nth: int) -> str:
    return f"rows-{nth:05d}"


def in_batches(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[Line]]:
    """Numbered rows in batches of the usual size."""
    lines: list[Line] = []
    for number, cells in rows:
        lines.append(Line(number, tuple(cells)))
        if len(lines) == BATCH:
            yield lines
            lines = []
    if lines:
        yield lines
