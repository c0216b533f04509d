"""Nothing of the people is in the open: not in the database file, its WAL, the logs, or default exports."""

import subprocess
import sys

from tests.planted import PEOPLE, plant


def test_five_hundred_planted_people_are_found_nowhere(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.planted", str(tmp_path)], capture_output=True, text=True, check=False, timeout=300
    )

    assert (run.returncode, run.stdout) == (0, ""), run.stdout + run.stderr[-2000:]
    assert len({word for person in plant() for word in person}) == 4 * PEOPLE
    assert not [word for person in plant() for word in person if word in run.stderr]
