"""What is installed is what the lock file says (依赖锁定)."""

import subprocess

from yimi.environment import ROOT


def test_the_requirement_files_are_what_the_lock_says():
    checked = subprocess.run([ROOT / "bin" / "lock", "--check"], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr
