"""Works with five hundred planted people in a house of its own, then looks for them where they must not be (埋点).

Run by tests/test_planted.py: `python -m tests.planted FOLDER`; prints what was found where, nothing when all is well.
"""

import os
import sys
from collections import defaultdict
from importlib import import_module
from io import BytesIO
from json import dumps
from pathlib import Path

PEOPLE = 500
BEGINS = 6  # bytes of the shortest form
PURPOSE = "核对示例名单"


def main(folder: Path) -> None:
    os.environ |= {"YIMI_DATA": str(folder), "YIMI_PROFILE": "test", "YIMI_TODAY": "2026-11-20"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yimi.settings"
    os.environ.pop("DATABASE_URL", None)
    import_module("yimi")  # chooses the SQLite that Django is to find
    import_module("django").setup()
    from yimi.firstload import migrate

    migrate()
    planted = list(plant())
    world = work(planted)
    look(folder, planted, world)


def plant():
    """Names, numbers, phones and addresses that occur nowhere else."""
    from yimi.clients.identity import check_digit

    for n in range(PEOPLE):
        first = f"46999919{50 + n % 40}0{1 + n % 9}1{n % 10}{n:03d}"
        name = f"埋{chr(0x4E00 + n * 7)}{chr(0x5200 + n * 3)}"
        yield name, first + check_digit(first), f"1387{n:03d}{9999 - n:04d}", f"埋点路{n}号"


def work(planted):
    """What stations and offices do with people in a week: import, look up, reveal, correct, export, err."""
    from django.test import Client

    from conftest import make_world
    from yimi.exchange import actions as exchange
    from yimi.exchange import working

    world = make_world()
    task = exchange.receive_table("people", by=world.head, name=f"{planted[0][0]}.xlsx", content=table(planted))
    working.work()
    exchange.confirm_import(task.pk, by=world.head)
    settle(task)
    browser = Client(raise_request_exception=False)
    sign_in(browser, world.head)
    for name, number, phone, _address in planted[:40]:
        for words in (name, number, phone):
            browser.post("/ui/find/", {"q": words, "to": "/app/people/"}, follow=True)
        browser.post("/app/people/new/", {"name": name, "id_number": number[:-1], "phone": phone})
    visit_and_err(browser, world)
    world.exports = [taken(by, exchange) for by in (world.head, world.county)]
    return world


def table(planted) -> bytes:
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "证件号码", "电话", "详细住址", "紧急联系人", "紧急联系电话"])
    for row, (name, number, phone, address) in enumerate(planted, 1):
        sheet.write_row(row, 0, [name, number, phone, address, name, phone])
    book.close()
    return stream.getvalue()


def settle(task) -> None:
    from yimi.exchange import working

    for _nth in range(60):
        working.work()
        task.refresh_from_db()
        if not task.is_worked_on:
            return
    raise SystemExit(f"the import stands at {task.state}")


def sign_in(browser, user) -> None:
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def visit_and_err(browser, world) -> None:
    """A visit that says her name in its notice, reveals, and requests that are refused."""
    from yimi.clients.models import Person

    for person in Person.objects.unscoped("test")[:20]:
        browser.post("/app/visits/new", {"person": person.pk, "service_on": "2026-11-20", "outcome": "seen"})
        browser.post(f"/app/people/{person.pk}/reveal/", {"field": "phone", "reason": "核对联系方式用"})
        browser.post(f"/app/people/{person.pk}/edit/", {"name": "", "version": "1"})
        browser.post("/app/people/merge/", {"keep": person.pk, "drop": person.pk, "reason": "同一人"})


def taken(by, exchange) -> bytes:
    task = exchange.ask_export("people", by=by, filters={}, purpose=PURPOSE)
    settle(task)
    return exchange.take_export(task.pk, by=by)[1]


def look(folder: Path, planted, world) -> None:
    """Every file of the house, and the tables that were taken away."""
    from python_calamine import CalamineWorkbook

    kept = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    if not any(name.endswith("-wal") for name in kept):
        raise SystemExit("there is no WAL to look into")
    for where, content in kept.items():
        tell(where, found_in(content, [word for person in planted for word in person]))
    for by, content in zip(("station", "county"), world.exports, strict=True):
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        cells = {str(cell) for row in rows for cell in row}
        if len(rows) < PEOPLE:
            raise SystemExit(f"the export of the {by} has {len(rows)} rows")
        closed = [word for name, *rest in planted for word in ([name] if by == "county" else []) + rest]
        tell(f"export of the {by}", [word for word in closed if word in cells])


def found_in(content: bytes, words: list[str]) -> list[str]:
    """The words that stand there in any form: gone through once for how forms begin, then for what may be there."""
    beginning = defaultdict(list)
    for word in words:
        for form in forms(word):
            beginning[form[:BEGINS]].append((form, word))
    there = {begins for at in range(len(content)) if (begins := content[at : at + BEGINS]) in beginning}
    return sorted({word for begins in there for form, word in beginning[begins] if form in content})


def forms(word: str) -> set[bytes]:
    """How a word may be written: as text, as JSON and databases write it, in hexadecimal."""
    text = word.encode()
    return {text, dumps(word)[1:-1].encode(), word.encode("utf-16-le"), text.hex().encode()}


def tell(where: str, found: list[str]) -> None:
    if found:
        print(f"{where}: {len(found)} of them, such as {found[0]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
