"""What offices do in the story (演示的名册): the county and a township import their registers, a month apart.

Everything goes the way of a real table: sent, its columns named, checked, confirmed, written.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any

import xlsxwriter

from yimi.accounts.models import User
from yimi.clients.models import Person
from yimi.core import seal
from yimi.exchange import actions as exchange
from yimi.exchange import queries, working
from yimi.network.models import Area
from yimi.registers import actions, headings

from .calendar import on_day
from .data import demo
from .names import Numbers, full_name
from .place import Seat, seats
from .scales import Scale
from .terminal import say

HEADER = ["序号", "乡镇（街道）", "村（居）", "姓名", "身份证号码", "联系电话", "家庭住址"]
FIRST_NUMBER = 300  # of a day, so that nobody of the story bears the same
Row = list[str]


def tell(scale: Scale, today: date, users: dict[str, User]) -> None:
    """Each register as of the end of the month before last, without its newest; and again as of the end of the last."""
    last = today.replace(day=1) - timedelta(days=1)
    before = last.replace(day=1) - timedelta(days=1)
    places = seats()
    for plan in demo("offices")["registers"]:
        say(f"演示数据：底册 {plan['area']} {plan['source']}")
        rows = _rows(plan, [seat for seat in places if seat.station.area_path.startswith(_path(plan))], before)
        new = _of("new", rows)
        for as_of, some in ((before, rows[: len(rows) - new]), (last, _a_month_later(rows, plan))):
            with on_day(max(as_of + timedelta(days=3), today - timedelta(days=scale.days))):
                _bring(users[plan["account"]], plan, as_of, some)


def _path(plan: dict[str, Any]) -> str:
    return Area.objects.values_list("path", flat=True).get(code=plan["area"])


def _rows(plan: dict[str, Any], places: Sequence[Seat], as_of: date) -> list[Row]:
    """Those of the story who hold the categories, and others whom nobody has met yet."""
    people = Person.objects.unscoped("演示").filter(
        station__in=[seat.station for seat in places], categories__code__in=plan["categories"], id_number__isnull=False
    )
    found = list(people.select_related("area", "station").distinct().order_by("pk"))
    seal.read(found, "name", "id_number", "phone", "address")
    rows = [_row(person.area, person.opened, person.station.short_name) for person in found]
    return rows + _unknown(plan, places, as_of)


def _row(area: Area, opened: dict[str, Any], town: str) -> Row:
    village = area.short_name if area.level == Area.Level.VILLAGE else ""
    return ["", town, village, *(opened[name] or "" for name in ("name", "id_number", "phone", "address"))]


def _unknown(plan: dict[str, Any], places: Sequence[Seat], as_of: date) -> list[Row]:
    rng, numbers = Random(f"register {plan['area']} {plan['source']}"), Numbers(FIRST_NUMBER)  # noqa: S311 (a story)
    return [_stranger(rng, numbers, rng.choice(places), as_of) for _nth in range(plan["missing"])] if places else []


def _stranger(rng: Random, numbers: Numbers, seat: Seat, as_of: date) -> Row:
    sex, village = rng.choice("MF"), rng.choice(seat.villages)
    birth_on = as_of - timedelta(days=rng.randint(45, 85) * 365)
    name = full_name(rng, sex, "elder", seat.county.code)
    address = f"{village.short_name}{rng.randint(1, 12)}组"
    opened = {"name": name, "id_number": numbers.id_number(birth_on, sex), "phone": numbers.phone(), "address": address}
    return _row(village, opened, seat.station.short_name)


def _a_month_later(rows: list[Row], plan: dict[str, Any]) -> list[Row]:
    """Some are gone, some have another phone; those at the end are new."""
    rng, kept = Random(f"month {plan['area']}"), list(rows)  # noqa: S311 (a story)
    for _nth in range(_of("gone", rows)):
        kept.pop(rng.randrange(len(kept) - _of("new", rows)))
    for row in rng.sample(kept, _of("changed", rows)):
        kept[kept.index(row)] = [*row[:5], f"1990{rng.randint(0, 9_999_999):07d}", row[6]]
    return kept


def _of(what: str, rows: list[Row]) -> int:
    """How many of a table change in a month; of a short one, a quarter at most."""
    return min(demo("offices")["month"][what], len(rows) // 4)


def _bring(by: User, plan: dict[str, Any], as_of: date, rows: list[Row]) -> None:
    content = _workbook(f"{plan['source']} 名册（示例）", rows)
    task = actions.send_register(
        by=by, name="名册（示例）.xlsx", content=content, area=plan["area"], source=plan["source"], as_of=as_of,
        is_whole=True, category=plan["categories"][0],
    )  # fmt: skip
    _work(task)
    if task.may_be_asked and not task.counts:
        guess = headings.guess(queries.rows_of(task).head(), {})
        assert guess is not None  # noqa: S101 (the table above has a header)
        columns = dict(enumerate(guess.fields))
        actions.name_columns(task.pk, by=by, header=guess.first, columns=columns)
        _work(task)
    exchange.confirm_import(task.pk, by=by)
    _work(task)


def _work(task: Any) -> None:
    task.refresh_from_db()
    while task.is_worked_on:
        working.step(task)
        task.refresh_from_db()


def _workbook(title: str, rows: list[Row]) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [title])
    sheet.write_row(1, 0, HEADER)
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 0, [str(number - 1), *row[1:]])
    sheet.write_row(len(rows) + 2, 0, ["注：示例数据"])
    book.close()
    return stream.getvalue()
