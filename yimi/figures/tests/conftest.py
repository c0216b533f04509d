import os

import pytest


@pytest.fixture
def hammer_seconds() -> float:
    """How long the hammer falls: a moment in every run, long in `make prove-figures`."""
    return float(os.environ.get("YIMI_HAMMER_SECONDS", "4"))
