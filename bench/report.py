"""Results kept and shown (结果): a JSON file for each run, and the table of the last in README.md."""

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from .sizes import TODAY

HERE = Path(__file__).parent
MARK = "<!-- last run -->"
Results = dict[str, Any]


def keep(runs: dict[str, Results], day: str) -> Path:
    """Write the results of a run and the table; gives the path of the file."""
    commit = _said("git", "rev-parse", "--short", "HEAD")
    path = HERE / "results" / f"{day}-{commit}.json"
    path.parent.mkdir(exist_ok=True)
    whole = {"commit": commit, "machine": _machine(), "today": TODAY.isoformat(), **runs}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    readme = HERE / "README.md"
    head = readme.read_text(encoding="utf-8").partition(MARK)[0]
    readme.write_text(f"{head}{MARK}\n\n`{path.name}`\n\n{table(runs)}\n", encoding="utf-8")
    return path


def table(runs: dict[str, Results]) -> str:
    """What was asked for beside what was measured."""
    pilot, province = runs["pilot"], runs["province"]
    page, registry, tables = pilot["overview"], runs["registry"], runs["tables"]
    rows = [
        ("numbers equal to plain SQL", "all", pilot["numbers_equal"] + province["numbers_equal"]),
        ("writing with marks, of without", "≥ 0.8", province["writing_with_marks_of_without"]),
        ("month by county, times faster than SQL on the facts", "≥ 20", province["dashboard_times_faster"]),
        ("the same, ms, ours / SQL", "", f"{province['dashboard_ms']} / {province['dashboard_plain_sql_ms']}"),
        ("overview at pilot scale, folded, ms (of the processor)", "≤ 100", _both(page["folded"])),
        ("overview, all leaves of the month marked, ms (same)", "≤ 400", _both(page["marked"])),
        ("its statements, folded / marked", "≤ 25", f"{page['folded']['statements']} / {page['marked']['statements']}"),
        ("one leaf recomputed, ms", "", province["leaf_ms"]),
        ("contacts folded a second", "", province["contacts_folded_a_second"]),
        ("rebuild of 1,000,000 contacts, s", "", province["rebuild_s"]),
        ("filling 1,000,000 contacts, s", "≤ 300", province["fill_s"]),
        ("search of a name among 120,000, p50 / p95 ms", "", f"{province['search_ms']} / {province['search_p95_ms']}"),
        ("duplicates, recall / precision", "≥ 0.98", "{recall} / {precision}".format(**pilot["duplicates"])),
        ("search among 380,000, slowest p95: database, ms", "≤ 5", _slowest(registry, "sql_p95")),
        ("search among 380,000, slowest p95: page, ms", "≤ 100", _slowest(registry, "page_p95")),
        ("creating people sealed, of without sealing", "≥ 0.6", registry["sealing"]["ratio"]),
        (
            "a table of 100,000 people read, checked and written, people a second",
            "≥ 600",
            tables["import_people_a_second"],
        ),
        ("the same, memory at most, MB", "≤ 300", tables["import_peak_mb"]),
        ("a roster of 100,000 people written, people a second", "", tables["export_people_a_second"]),
        ("the same, memory at most, MB", "≤ 300", tables["export_peak_mb"]),
        ("the server, MB", "≤ 300", province["server_mb"]),
        ("parent, server and worker together, MB", "", province["house_mb"]),
    ]
    lines = [f"| {what} | {wanted} | {got} |" for what, wanted, got in rows]
    return "\n".join(["| | asked | measured |", "|---|---|---|", *lines])


def _slowest(registry: Results, what: str) -> float:
    return max(reader[what] for kind in registry["search"].values() for reader in kind.values())


def _both(page: Results) -> str:
    return f"{page['ms']} ({page['cpu_ms']})"


def _machine() -> Results:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
    load = os.getloadavg()[0]
    return {"cores": os.cpu_count(), "memory_mb": memory, "load": round(load, 1), "python": platform.python_version()}


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
