"""Upward needs: a domain above declares, a layer below collects (声明).

Measures, panels, navigation, jobs, importers, closing guards and the sentences of the journal
are all instances of types that live low. A domain that does not exist declares nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

T = TypeVar("T")


class Declared(Generic[T]):
    """The instances of one type that domains have declared, in order. Keys are unique."""

    def __init__(self, what: str, key: str = "key"):
        self.what = what
        self._key = key
        self._items: dict[str, T] = {}

    def add(self, item: T) -> T:
        key = getattr(item, self._key)
        if key in self._items:
            raise ValueError(f"{self.what} {key!r} is declared twice")
        self._items[key] = item
        return item

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda item: getattr(item, "order", 0)))

    def __len__(self) -> int:
        return len(self._items)


class Domain(AppConfig):
    """The configuration of one domain folder: reads what it declares when the house starts."""

    default = False  # this base is no app; each domain is
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls):
        cls.default = True

    def ready(self):
        for name in ("measures", "declarations"):
            if module_has_submodule(self.module, name):
                import_module(f"{self.name}.{name}")


@dataclass(frozen=True)
class Toucher:
    """What to do when something changes that facts elsewhere depend on."""

    key: str
    on: str  # "person", "station", "catalogue.assist"
    touch: Callable[[Iterable[UUID], date | None], Any]


touchers: Declared[Toucher] = Declared("toucher")


def touch(on: str, ids: Iterable[UUID], since: date | None = None) -> None:
    """Tell every declared toucher that these things changed from `since` on (None: from the beginning)."""
    ids = list(ids)
    for toucher in touchers:
        if toucher.on == on and ids:
            toucher.touch(ids, since)


@dataclass(frozen=True)
class Sentence:
    """How the journal says an act to people: "新建档案"."""

    act: str
    says: Any


journal_sentences: Declared[Sentence] = Declared("journal sentence", key="act")


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way of a step (未了事项), in words, and the page where it is settled."""

    words: Any
    url: str = ""


@dataclass(frozen=True)
class StepGuard:
    """What must be settled before something may go on (把关): `on` are the steps it guards, such as `station.close`."""

    key: str
    on: tuple[str, ...]
    obstacles: Callable[[UUID], Iterable[Obstacle]]
    order: int = 0


step_guards: Declared[StepGuard] = Declared("step guard")


def obstacles(step: str, pk: UUID) -> list[Obstacle]:
    """Everything that stands in the way of a step, from every domain that guards it."""
    return [found for guard in step_guards if step in guard.on for found in guard.obstacles(pk)]


def counted(words: Any, n: int, url: str = "") -> Iterator[Obstacle]:
    """The obstacle that there are still so many of something; none where there are none."""
    if n:
        yield Obstacle(words % {"n": n}, url)
