"""The reviewed answers (权限矩阵): which role gets which status where; matrix.yaml beside this file."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from yimi.core.permissions import Role

FILE = Path(__file__).with_name("matrix.yaml")
HEAD = "# Which role gets which status from what. Review every change: python -m tests.sweep --write\n"
Statuses = dict[tuple[str, str, str], int]  # (name, target, role)
Matrix = dict[str, dict[str, dict[int, str]]]


def of(statuses: Statuses) -> Matrix:
    """name → own, far or absent → status → the roles that get it."""
    found: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for (name, target, role), status in statuses.items():
        found[name][target][status].append(role)
    return {
        name: {target: {status: _told(roles) for status, roles in sorted(by.items())} for target, by in targets.items()}
        for name, targets in sorted(found.items())
    }


def _told(roles: list[str]) -> str:
    return " ".join(sorted(roles))


def keep(statuses: Statuses, role: Role, folder: str) -> None:
    """Put the answers to one role where `write` finds them."""
    answers = [[name, target, status] for (name, target, _role), status in statuses.items()]
    Path(folder, f"{role}.json").write_text(json.dumps(answers))


def write(folder: str) -> None:
    """Write the matrix from what each role kept."""
    statuses = {
        (name, target, role.value): status
        for role in Role
        for name, target, status in json.loads(Path(folder, f"{role}.json").read_text())
    }
    FILE.write_text(HEAD + yaml.safe_dump(of(statuses), allow_unicode=True, sort_keys=False, width=110))


def differences(statuses: Statuses, role: Role) -> list[str]:
    """Where the answers to a role are other than reviewed, and what was reviewed and is no longer asked."""
    now = {(name, target, status) for (name, target, _role), status in statuses.items()}
    reviewed = _reviewed().get(role.value, set())
    return [f"{name} {target}: {status}" for name, target, status in sorted(now - reviewed)] + [
        f"{name} {target}: was {status}" for name, target, status in sorted(reviewed - now)
    ]


def roles() -> set[str]:
    """The roles that the reviewed answers name."""
    return set(_reviewed())


@cache
def _reviewed() -> dict[str, set[tuple[str, str, int]]]:
    """role → what it was answered."""
    found = defaultdict(set)
    for name, targets in yaml.safe_load(FILE.read_text()).items():
        for target, by_status in targets.items():
            for status, told in by_status.items():
                for role in told.split():
                    found[role].add((name, target, status))
    return dict(found)
