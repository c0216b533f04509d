"""What the `yimi` command can bring in and give out (导入与导出); the domains declare it.

`yimi import KIND FILE` and `yimi export KIND FILE` look here, so the command knows no domain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .actors import Actor
from .declare import Declared


@dataclass(frozen=True)
class Importer:
    """Reads one kind of file: `run(path, by)` does all of it or nothing, and says in a line what it did."""

    kind: str
    run: Callable[[Path, Actor], Any]
    personal: bool = False  # needs `--by`: the importing user's reach applies


@dataclass(frozen=True)
class Exporter:
    """Writes one kind of file: `run(path, by)` says in a line what it wrote."""

    kind: str
    run: Callable[[Path, Actor], Any]
    personal: bool = False


@dataclass(frozen=True)
class Command:
    """A command of a domain, such as `figures verify`: `run()` gives its line; a failure raises `RuleBroken`."""

    name: str
    run: Callable[[], Any]


importers: Declared[Importer] = Declared("importer", key="kind")
exporters: Declared[Exporter] = Declared("exporter", key="kind")
commands: Declared[Command] = Declared("command", key="name")
