"""A PostgreSQL server for the length of a test run (测试数据库), thrown away afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from .means import postgres_bin

# A test database is worth nothing after a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server that listens on a socket only; gives its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="yimi-pg-"))
    port = _free_port()
    try:
        _own(folder)
        data = str(folder / "data")
        _run("initdb", "-D", data, "-U", "yimi", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = {**FAST, "listen_addresses": "", "unix_socket_directories": str(folder), "port": str(port)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        _run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            _run("createdb", "-h", str(folder), "-p", str(port), "-U", "yimi", "yimi")
            yield f"postgresql://yimi@{quote(str(folder), safe='')}:{port}/yimi"
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")


def _run(program: str, *arguments: str) -> None:
    # PostgreSQL refuses to run as root.
    whose = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    command = [*whose, str(Path(postgres_bin() or "") / program), *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.strip()}")
