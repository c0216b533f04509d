"""`python -m tests.sweep --write`: sweep, and keep the answers as the reviewed ones."""

import os
import sys

import pytest

if sys.argv[1:] != ["--write"]:
    sys.exit("python -m tests.sweep --write")
os.environ["YIMI_SWEEP_WRITE"] = "1"
sys.exit(pytest.main(["tests/test_sweep.py", "-k", "everybody"]))
