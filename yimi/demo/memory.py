"""Memory while much is written (内存): nearly everything made in a week lives until the week is written."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for cyclic garbage only when asked (`collect`): looking all the time takes an eighth of the load."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collect() -> None:
    gc.collect(0)
