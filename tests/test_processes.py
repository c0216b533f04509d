"""Starting and stopping the house (启动与停止)."""

import os
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from yimi import environment, refusal


@pytest.fixture
def bind():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def yimi(tmp_path, *arguments, **variables):
    """Start the command with its own data folder, on SQLite, without the demo province."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YIMI_", "DATABASE_", "DJANGO_"))}
    kept |= {"YIMI_DATA": str(tmp_path), "YIMI_PROFILE": "test", "PYTHONUTF8": "1"} | variables
    return subprocess.Popen(
        [sys.executable, "-m", "yimi", *arguments],
        env=kept, cwd=environment.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_the_house_says_its_address_serves_and_stops_when_asked(tmp_path, bind):
    house = yimi(tmp_path, "run", YIMI_BIND=bind)

    said = house.stdout.readline()
    ready = urlopen(f"http://{bind}/readyz", timeout=5).status
    house.send_signal(signal.SIGTERM)
    rest, errors = house.communicate(timeout=20)

    assert f"http://{bind}/" in said, errors
    assert ready == 200
    assert house.returncode == 0
    assert rest == ""
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_a_taken_port_is_refused_in_one_line(tmp_path, bind):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(bind.split(":")[1])))
        taken.listen()

        house = yimi(tmp_path, "run", YIMI_BIND=bind)
        _, errors = house.communicate(timeout=30)

    assert house.returncode == 1
    assert bind in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YIMI_BIND", "8000"),
        ("YIMI_TODAY", "yesterday"),
        ("YIMI_PROVINCE", "../elsewhere"),
        ("YIMI_DEMO_SCALE", "huge"),
        ("DATABASE_URL", "mysql://here/yimi"),
    ],
)
def test_a_variable_that_cannot_be_right_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(ValueError, match=name):
        environment.check()


def test_an_sqlite_that_may_damage_the_database_is_refused():
    assert refusal("3.51.2")
    assert not refusal("3.51.3")


def test_an_unknown_kind_of_import_names_the_known(tmp_path):
    command = yimi(tmp_path, "import", "nothing", "nowhere.csv")
    _, errors = command.communicate(timeout=30)

    assert command.returncode == 1
    assert "catalogue" in errors
    assert errors.count("\n") == 1
