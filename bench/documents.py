"""A document of the province with an annex of all stations (公文): its figures, the .docx, the .xlsx and the PDF.

`python -m bench.documents` fills a scratch SQLite database and prints JSON.
"""

import json
import resource
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from .scratch import scratch
from .sizes import TODAY, Size

SIZE = Size("documents", stations=227, months=12, people=9_000, contacts=20_000)
CODES = ("VISIT_FILE_PT", "HOME_VISIT_HH", "FILE_NEW", "FILE_STOCK", "SERVED_N", "SESSION", "STAFF_ON")
TIMES = 5
Results = dict[str, Any]


def main() -> None:
    with scratch(TODAY):
        print(json.dumps(run(), ensure_ascii=False, indent=2))


def run() -> Results:
    """Medians of the parts, each asked as a page would ask; `together_s` is all of them."""
    from yimi.core.paper import pdf_of, sheet_of, word_of
    from yimi.figures import fold

    from . import ledger, network, people

    stations = network.fill(SIZE)
    ledger.fill(SIZE, people.fill(SIZE, stations))
    fold.rebuild()
    document = _document()
    parts = {"figures": _document, "docx": lambda: word_of(document), "xlsx": lambda: sheet_of(document),
             "pdf": lambda: pdf_of(document)}  # fmt: skip
    taken = {f"{name}_s": _seconds(work) for name, work in parts.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"rows": len(document.tables[0].rows), **taken, "together_s": round(sum(taken.values()), 2), "peak_mb": peak}


def _document() -> Any:
    """The month of every station, as it stands in the ledger."""
    from yimi.core import db
    from yimi.core.paper import Cell, Document, Meaning, Paragraph, Table
    from yimi.core.paper.document import REPORT
    from yimi.core.periods import Period
    from yimi.figures.measure import measures
    from yimi.figures.places import Place
    from yimi.figures.reading import Asked, read
    from yimi.network.models import Area, Station

    chosen, span = [measures[code] for code in CODES], Period.parse("2026-10")
    with db.snapshot():
        reading = read(Asked(Place.of_area(Area.objects.get(parent=None)), (span,), tuple(chosen), by_station=True))
        rows = [
            (Cell(row.name), *(Cell(f"{reading.number(each, Place.of_station(row), span) or 0:,}", True, each.code)
                               for each in chosen))
            for row in Station.objects.unscoped("bench").order_by("code")
        ]  # fmt: skip
    table = Table(("社工站", *(str(each.name) for each in chosen)), tuple(rows), "各社工站月度情况")
    meanings = tuple(Meaning(each.code, str(each.name), str(each.definition)) for each in chosen)
    return Document(REPORT, "月度工作报告", (Paragraph.of("现将有关情况报告如下。"), table), meanings=meanings)


def _seconds(work: Callable[[], Any]) -> float:
    taken = []
    for _nth in range(TIMES):
        began = perf_counter()
        work()
        taken.append(perf_counter() - began)
    return round(median(taken), 2)


if __name__ == "__main__":
    main()
