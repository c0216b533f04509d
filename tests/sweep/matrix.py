"""The reviewed answers (权限矩阵): which role gets which status where; matrix.yaml beside this file."""

from collections import defaultdict
from pathlib import Path

import yaml

from .walking import Report

FILE = Path(__file__).with_name("matrix.yaml")
HEAD = "# Which role gets which status from what. Review every change: python -m tests.sweep --write\n"
Matrix = dict[str, dict[str, dict[int, str]]]


def of(report: Report) -> Matrix:
    """name → own, far or absent → status → the roles that get it."""
    found: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for (name, target, role), status in report.statuses.items():
        found[name][target][status].append(role)
    return {
        name: {target: {status: _told(roles) for status, roles in sorted(by.items())} for target, by in targets.items()}
        for name, targets in sorted(found.items())
    }


def _told(roles: list[str]) -> str:
    return " ".join(sorted(roles))


def write(report: Report) -> None:
    FILE.write_text(HEAD + yaml.safe_dump(of(report), allow_unicode=True, sort_keys=False, width=110))


def differences(report: Report) -> list[str]:
    """Where the answers are other than reviewed."""
    reviewed = yaml.safe_load(FILE.read_text()) if FILE.exists() else {}
    now = of(report)
    return [
        f"{name} {target}: {now.get(name, {}).get(target)} was {reviewed.get(name, {}).get(target)}"
        for name in sorted({*now, *reviewed})
        for target in sorted({*now.get(name, {}), *reviewed.get(name, {})})
        if now.get(name, {}).get(target) != reviewed.get(name, {}).get(target)
    ]
