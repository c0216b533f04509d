"""The parent of one installation (主进程): starts the web server and the job worker, and ends them together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from .environment import ROOT, Bind, bind

PATIENCE = 18  # seconds a child has to end after SIGTERM
START = 60  # seconds until the server must answer
_local = build_opener(ProxyHandler({}))


def run() -> int:
    """Prepare, start, say the address when ready, wait; 0 when it was asked to stop."""
    where = bind()
    _refuse_taken(where)
    told = _prepare()
    if told is None:
        return 1
    house = House([_server(where), [sys.executable, "-m", "yimi", "worker"]])
    if house.wait_for(where):
        print(f"Yimi 一米 {where.address}\n{told}", end="", flush=True)
    return house.stay()


def _prepare() -> str | None:
    """What the preparing process has to tell; None when it refused. A process of its own keeps this one small."""
    done = subprocess.run(
        [sys.executable, "-m", "yimi", "prepare"], env=_environment(), stdout=subprocess.PIPE, text=True, check=False
    )
    return None if done.returncode else done.stdout


def _environment() -> dict[str, str]:
    """The children find the package wherever the command was called."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}


def _refuse_taken(where: Bind) -> None:
    with socket.socket(socket.AF_INET6 if ":" in where.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((where.host, where.port))
        except OSError as taken:
            raise OSError(f"{where.host}:{where.port} cannot be used: {taken.strerror}; set YIMI_BIND") from taken


def _server(where: Bind) -> list[str]:
    options = {"interface": "wsgi", "host": where.host, "port": where.port, "workers": 1, "blocking-threads": 4}
    options |= {"log-level": "warning", "workers-kill-timeout": PATIENCE - 3}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "granian", *flags, "--no-ws", "--respawn-failed-workers", "yimi.wsgi:application"]


class House:
    """The children of this process. When one ends, or the parent is asked to, all end."""

    def __init__(self, commands: list[list[str]]):
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)
        environment = _environment()
        environment.pop("YIMI_DEMO_PASSWORD", None)
        self.children = [_start(command, environment) for command in commands]

    def _ask(self, *_signal) -> None:
        self.asked = True

    @property
    def is_whole(self) -> bool:
        return not self.asked and all(child.poll() is None for child in self.children)

    def wait_for(self, where: Bind) -> bool:
        """Whether the server came to answer."""
        until = time.monotonic() + START
        while self.is_whole and time.monotonic() < until:
            try:
                with _local.open(where.own_address + "healthz", timeout=2) as answer:
                    return answer.status == 200
            except (URLError, OSError):
                time.sleep(0.1)
        return False

    def stay(self) -> int:
        """Stay until asked to stop or a child ends."""
        while self.is_whole:
            time.sleep(0.2)
        if not self.asked:
            print("A process of this installation ended by itself; stopping the others.", file=sys.stderr)
        self._end()
        return 0 if self.asked else 1

    def _end(self) -> None:
        for child in self.children:
            child.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(  # noqa: S603 (our own commands)
        command, env=environment, start_new_session=True, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """In the child: be told to stop when the parent is killed, so that nothing keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
