"""How long a property is tried (证明长度): a slice in the suite, at length by `make prove-histories`."""

import os

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("YIMI_PROOF", "1"))


def tried(examples: int):
    """Try that many made-up histories, `YIMI_PROOF` times over; each run makes up others."""

    def mark(test):
        kept = settings(
            max_examples=examples * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
        )
        return pytest.mark.histories(kept(test))

    return mark
