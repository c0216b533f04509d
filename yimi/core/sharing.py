"""Sharing a whole number out (分配), exactly: the parts always add up to it."""

from collections.abc import Sequence
from fractions import Fraction


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """A total shared out by weights, exactly (最大余数法). More weight never gets less; no weight is equal."""
    if not any(weights):
        weights = [1] * len(weights)
    parts = [Fraction(weight) for weight in weights]
    whole = sum(parts)
    exact = [total * part / whole for part in parts]
    given = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (given[at] - exact[at], at))
    for at in by_rest[: total - sum(given)]:
        given[at] += 1
    return given
