"""The server under `yimi run` (服务进程): its memory after pages were read, on the database of the workload."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from yimi import environment, firstload
from yimi.core.models import State

from .timings import BACKEND, PAGES, reader

ROUNDS = 10


def memory() -> dict[str, int]:
    """Resident memory of the server, and what parent, server and worker take together (shared pages once), in MB."""
    State.objects.update_or_create(key=firstload.KEY, defaults={"value": firstload.DONE})
    port, cookie = _free_port(), _session()
    run = subprocess.Popen(
        [sys.executable, "-m", "yimi", "run"], cwd=environment.ROOT, stdout=subprocess.PIPE,
        env=os.environ | {"YIMI_BIND": f"127.0.0.1:{port}"}, text=True,
    )  # fmt: skip
    try:
        run.stdout.readline()  # the address, said when the server answers
        for _round in range(ROUNDS):
            for address in PAGES.values():
                _read(port, address, cookie)
        family = _family(run.pid)
        served = sum(_kilobytes(pid, "Rss") for pid in family if "granian" in _command(pid))
        return {"server_mb": served // 1024, "house_mb": sum(_kilobytes(pid, "Pss") for pid in family) // 1024}
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait(30)


def _session() -> str:
    user, session = reader(), SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _read(port: int, address: str, cookie: str) -> None:
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
    status = link.getresponse().status
    link.close()
    if status != 200:
        raise OSError(f"{address}: {status}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def _kilobytes(pid: int, what: str) -> int:
    return int(re.search(rf"^{what}:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1])
