"""The memory of a long-lived process (内存)."""

import gc


def settle() -> None:
    """Keep what the program is made of: the collector of garbage need not walk through it again and again.

    Called once, when everything is loaded. Otherwise each full collection stops the process for a tenth of a second.
    """
    gc.collect()
    gc.freeze()
