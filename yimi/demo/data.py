"""The demo's own data (演示数据): names, notes and weights, read from the province's folder."""

from functools import cache
from random import Random
from typing import Any

import yaml
from django.conf import settings


@cache
def demo(name: str) -> dict[str, Any]:
    return read(f"demo/{name}.yaml")


def read(path: str) -> dict[str, Any]:
    """A file of the province's folder."""
    return yaml.safe_load((settings.YIMI_CATALOGUE / path).read_text(encoding="utf-8"))


def chance(rng: Random, what: str) -> bool:
    return rng.random() < demo("weights")["chances"][what]


def by_weight(rng: Random, weights: dict[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def between(rng: Random, spans: dict[str, list[int]], key: str) -> int:
    """A number from the span under the key, or under `default`."""
    low, high = spans.get(key) or spans["default"]
    return rng.randint(low, high)
