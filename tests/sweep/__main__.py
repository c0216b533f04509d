"""`python -m tests.sweep --write`: sweep, and keep the answers as the reviewed ones."""

import os
import sys
import tempfile

import pytest

from .matrix import write

if sys.argv[1:] != ["--write"]:
    sys.exit("python -m tests.sweep --write")
with tempfile.TemporaryDirectory() as folder:
    os.environ["YIMI_SWEEP_WRITE"] = folder
    code = pytest.main(["tests/test_sweep.py", "-k", "everybody", "-n", "2", "--dist", "worksteal"])
    if code == pytest.ExitCode.OK:
        write(folder)
sys.exit(code)
