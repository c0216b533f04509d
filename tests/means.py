"""What this machine has for testing (测试条件): finds it, leaves out what it cannot run, and says so.

A test that needs something carries `@pytest.mark.needs("chromium")`. With `YIMI_TEST_ALL=1` anything
left out is a failure. Loaded as a pytest plugin by `python -m tests` and by the root conftest.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

NODE_NEEDED = 20


def chromium() -> str | None:
    """The browser that Playwright drives."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@cache
def postgres_bin() -> str | None:
    """The folder of `initdb`, newest version first; Debian keeps it off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    found = [str(folder) for folder in folders if (folder / "initdb").exists()]
    return found[0] if found else (str(Path(on_path).parent) if on_path else None)


def soffice() -> str | None:
    """LibreOffice, which reads the tables back that we write."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def poppler() -> str | None:
    """What reads the text of PDF pages."""
    return shutil.which("pdftotext")


@cache
def node() -> str | None:
    found = shutil.which("node")
    if not found:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return found if int(version.lstrip("v").split(".")[0] or 0) >= NODE_NEEDED else None


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


@dataclass(frozen=True)
class Means:
    """One thing that some tests need, and the line that installs it."""

    key: str
    name: str
    find: Callable[[], str | None]
    install: str


MEANS = {
    means.key: means
    for means in (
        Means("chromium", "Chromium", chromium, "apt-get install -y chromium fonts-noto-cjk"),
        Means("postgres", "PostgreSQL", postgres_bin, "apt-get install -y postgresql"),
        Means("soffice", "LibreOffice", soffice, "apt-get install -y libreoffice-calc-nogui libreoffice-writer-nogui"),
        Means("poppler", "Poppler", poppler, "apt-get install -y poppler-utils"),
        Means("node", f"Node ≥ {NODE_NEEDED}", node, f"apt-get install -y npm && npm install -g node@{NODE_NEEDED}"),
    )
}


def all_wanted() -> bool:
    return os.environ.get("YIMI_TEST_ALL") == "1"


def left_out() -> list[Means]:
    """What this machine lacks."""
    return [means for means in MEANS.values() if not means.find()]


def notice() -> list[str]:
    """The lines that say what was left out; none when nothing was."""
    return [f"LEFT OUT: what needs {means.name}. To run it too: {means.install}" for means in left_out()]


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "needs(means): runs only where chromium, postgres, soffice, poppler or node is found"
    )
    config.addinivalue_line("markers", "both_engines: runs on SQLite and once more on PostgreSQL")
    config.addinivalue_line("markers", "histories: holds for whatever is made up; `make prove-histories` tries many")


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        means = MEANS[mark.args[0]]
        if not means.find():
            refuse = pytest.fail if all_wanted() else pytest.skip
            refuse(f"{means.name} is not here: {means.install}")


def pytest_terminal_summary(terminalreporter):
    if lines := notice():
        terminalreporter.section("not everything was tested", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.write_line(line)
