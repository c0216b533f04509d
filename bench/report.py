"""Results kept and shown (结果): a JSON file for each run, and the tables of the last in README.md."""

import json
import os
import platform
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .sizes import SIZES, TODAY

HERE = Path(__file__).parent
MARK = "<!-- last run -->"
ABOUT = ("commit", "machine", "today")
Results = dict[str, Any]


def keep(runs: dict[str, Results], day: str) -> Path:
    """Write the results of a run and the tables; gives the path of the file."""
    path = HERE / "results" / f"{day}-{commit()}.json"
    path.parent.mkdir(exist_ok=True)
    whole = {"commit": commit(), "machine": _machine(), "today": TODAY.isoformat(), **runs}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    readme = HERE / "README.md"
    head = readme.read_text(encoding="utf-8").partition(MARK)[0]
    readme.write_text(f"{head}{MARK}\n\n`{path.name}`\n\n{table(runs)}\n", encoding="utf-8")
    return path


def last() -> dict[str, Results]:
    """The runs of the results that README.md shows."""
    shown = (HERE / "README.md").read_text(encoding="utf-8").partition(MARK)[2]
    path = HERE / "results" / re.search(r"`(\S+\.json)`", shown)[1]
    whole = json.loads(path.read_text(encoding="utf-8"))
    return {name: {"commit": whole["commit"]} | run for name, run in whole.items() if name not in ABOUT}


def commit() -> str:
    return _said("git", "rev-parse", "--short", "HEAD")


def table(runs: dict[str, Results]) -> str:
    """What was asked for beside what was measured: the figures by size and engine, then what was run once."""
    made = ", ".join(f"{name} at {runs[name]['commit']}" for name in ("pilot", "province", "registry", "tables"))
    return f"{_figures(runs)}\n\nThe rest ({made}):\n\n{_others(runs)}"


def _figures(runs: dict[str, Results]) -> str:
    columns = {name: run for name, run in runs.items() if name.partition("_")[0] in SIZES and "domains" in run}
    rows: list[tuple[str, str, Callable[[Results], Any]]] = [
        ("load of the machine, before / after", "", lambda run: f"{run['load_before']} / {run['load_after']}"),
        ("at commit", "", lambda run: run["commit"]),
        ("numbers equal to plain SQL", "all", lambda run: run.get("numbers_equal", "of the month")),
        *_of_domains("folded", "folded", "≥ 40"),
        *_of_domains("with_20_stale", "20 leaves marked", "≥ 5"),
        ("all measures of the overview by county, times faster", "≥ 20", lambda run: run.get("dashboard_times_faster")),
        ("writing with marks, of without", "≥ 0.85", lambda run: run.get("writing_with_marks_of_without")),
        ("a void seen at every level, ms of work", "≤ 50", lambda run: run["voids"]["void_ms"]),
        ("a piece of work that never changes, meanwhile, ms", "", lambda run: run["voids"].get("pace_ms")),
        ("rebuild, of one GROUP BY of each measure", "≤ 6", lambda run: run.get("rebuild", {}).get("of_group_by_cpu")),
        ("rebuild, of the longest GROUP BY alone", "", lambda run: run.get("rebuild", {}).get("of_longest_cpu")),
        ("rebuild, s", "", lambda run: run.get("rebuild_s")),
        ("daily monitoring of a day, s", "≤ 20", lambda run: run.get("daily_monitoring", {}).get("s")),
        ("filling, s", "", lambda run: run["fill_s"]),
        ("the server, MB", "≤ 300", lambda run: run.get("server_mb")),
        ("parent, server and worker together, MB", "", lambda run: run.get("house_mb")),
    ]
    heads = [f"{run['contacts']:,} {run['engine']}{', one month' * ('only' in run)}" for run in columns.values()]
    lines = [[what, wanted, *(_shown(get(run)) for run in columns.values())] for what, wanted, get in rows]
    return _lines(["", "asked", *heads], lines)


def _of_domains(key: str, words: str, wanted: str) -> list[tuple[str, str, Callable[[Results], Any]]]:
    """A month by county and domain in distinct persons: the ratio and the milliseconds, of the processor."""
    found: list[tuple[str, str, Callable[[Results], Any]]] = []
    for part, of in (("cells", "cells alone"), ("with_totals", "cells and totals")):
        what = f"month by county and domain, persons, {words}, {of}"

        def times(run: Results, part: str = part) -> str:
            return run["domains"][key][part]["times_faster_cpu"]

        def both(run: Results, part: str = part) -> str:
            return "{cpu_ms} / {sql_cpu_ms}".format(**run["domains"][key][part])

        found += [(f"{what}: times faster", wanted, times), ("the same, ms of the processor, ours / SQL", "", both)]
    return found


def _others(runs: dict[str, Results]) -> str:
    pilot, province = runs["pilot"], runs["province"]
    page, registry, tables = pilot["overview"], runs["registry"], runs["tables"]
    documents, reports, homes = runs.get("documents", {}), runs.get("reports", {}), runs.get("homes", {})
    emergency = runs.get("emergencies", {})
    rows = [
        ("overview at pilot scale, folded, ms (of the processor)", "≤ 100", _both(page["folded"])),
        ("overview, all leaves of the month marked, ms (same)", "≤ 400", _both(page["marked"])),
        ("its statements, folded / marked", "≤ 25", f"{page['folded']['statements']} / {page['marked']['statements']}"),
        (
            "a month of 10,000,000 contacts, of 1,000,000, in turn: times as long, cells alone / with totals",
            "≤ 1.3",
            _times_as_long(runs.get("tenfold", {})),
        ),
        ("one leaf recomputed, ms", "", province["leaf_ms"]),
        ("contacts folded a second", "", province["contacts_folded_a_second"]),
        ("search of a name among 120,000, p50 / p95 ms", "", f"{province['search_ms']} / {province['search_p95_ms']}"),
        ("duplicates, recall / precision", "≥ 0.98", "{recall} / {precision}".format(**pilot["duplicates"])),
        ("search among 380,000, slowest p95: database, ms", "≤ 5", _slowest(registry, "sql_p95")),
        ("search among 380,000, slowest p95: page, ms", "≤ 100", _slowest(registry, "page_p95")),
        ("creating people sealed, of without sealing", "≥ 0.6", registry["sealing"]["ratio"]),
        ("a table of 100,000 people taken in, people a second", "≥ 600", tables["import_people_a_second"]),
        ("the same, memory at most, MB", "≤ 300", tables["import_peak_mb"]),
        ("a roster of 100,000 people written, people a second", "", tables["export_people_a_second"]),
        ("the same, memory at most, MB", "≤ 300", tables["export_peak_mb"]),
        ("a document of 227 stations: figures, .docx, .xlsx and PDF, s", "≤ 10", documents.get("together_s")),
        ("what the monthly reports of 227 stations say, s (of the processor)", "≤ 10", _of(reports, "documents")),
        ("locking them all, s (same)", "≤ 10", _of(reports, "locking")),
        ("the report of the province: .docx, .xlsx and PDF with its annex, s (same)", "≤ 10", _of(reports, "province")),
        ("the weekly reports of 227 stations confirmed and locked, s (same)", "≤ 10", _of(reports, "week")),
        ("home pages with what they begin with, the slowest, ms (same)", "≤ 100", _slowest_home(homes)),
        ("an emergency: the list of a county of 20,000, s (same)", "≤ 3", _of(emergency, "list")),
        ("a roster of 735 lines on paper, s (same)", "≤ 10", _of(emergency, "roster")),
    ]
    return _lines(["", "asked", "measured"], [[what, wanted, _shown(got)] for what, wanted, got in rows])


def _lines(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _slowest(registry: Results, what: str) -> float:
    return max(reader[what] for kind in registry["search"].values() for reader in kind.values())


def _of(run: Results, name: str) -> str | None:
    return f"{run[f'{name}_s']} ({run[f'{name}_cpu_s']})" if run else None


def _times_as_long(run: Results) -> str | None:
    return f"{run['cells']['times_as_long']} / {run['with_totals']['times_as_long']}" if run else None


def _slowest_home(homes: Results) -> str | None:
    pages = [page for home in homes.get("homes", {}).values() for page in home.values()]
    return _both(max(pages, key=lambda page: page["cpu_ms"])) if pages else None


def _both(page: Results) -> str:
    return f"{page['ms']} ({page['cpu_ms']})"


def _machine() -> Results:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
    load = os.getloadavg()[0]
    return {"cores": os.cpu_count(), "memory_mb": memory, "load": round(load, 1), "python": platform.python_version()}


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
