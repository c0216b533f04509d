"""Bringing a register up to a day (更新底册): what the intake of its tables does with each batch of rows.

Each batch is one transaction and may be done again: an entry is known by its key. What changed since the table before
becomes a difference; after the last batch those who were not in a whole table are gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.catalogue.queries import remembered
from yimi.clients.matching import Wanted, elsewhere, fits
from yimi.clients.models import Person
from yimi.core import clock, db, journal, seal
from yimi.core.errors import invalid
from yimi.core.ids import name_id, new_id
from yimi.core.permissions import Permission
from yimi.exchange.kinds import Layout, Line, Run
from yimi.network.models import Area

from . import headings
from .holding import hold
from .models import Difference, Entry, Profile, Register, Update
from .reading import IGNORED, Draft, Table, source_of

NEW, CHANGED, SAME, GONE = "new", "changed", "same", "gone"
AUTO, UNSURE, NONE, ELSEWHERE = "auto", "unsure", "none", "elsewhere"
RESULTS = {
    NEW: gettext_lazy("新增"),
    CHANGED: gettext_lazy("变更"),
    SAME: gettext_lazy("不变"),
    GONE: gettext_lazy("减少"),
    AUTO: gettext_lazy("对上档案"),
    UNSURE: gettext_lazy("待核对"),
    ELSEWHERE: gettext_lazy("站外已有档案"),
    NONE: gettext_lazy("未建档"),
    IGNORED: gettext_lazy("没有读取的行"),
}
_AT_ONCE = 500
_SEALED = ("name", "id_number", "phone", "address")
# What is told as changed, by the columns of an entry.
_TOLD = ("name", "id_number", "phone", "address", "area_id", "birth_on", "relation", "household_key", "since_on")


def start(head: Sequence[Line], options: dict[str, Any]) -> Layout | None:
    """The layout that somebody confirmed, or that was saved for a table of the same headings; else it is asked."""
    area = area_of(options)
    source_of(options)
    check_day(area, options)
    if "columns" in options and "header" in options:
        return _layout(head, options)
    profile = Profile.objects.unscoped("本地区的导入方案").filter(area=area, source=options["source"]).first()
    guess = headings.guess(head, profile.columns if profile else {})
    if profile is None or guess is None or not _is_same_table(guess, profile):
        return None
    options["columns"] = {str(at): name for at, name in enumerate(guess.fields) if name}
    options["header"], options["layout"] = guess.first, guess.layout
    return Layout(guess.header, guess.headings)


def _is_same_table(guess: headings.Guess, profile: Profile) -> bool:
    """Whether every heading of this table was met before, so that nobody need be asked."""
    return all(heading in profile.columns for heading in guess.headings if heading) and "name" in guess.fields


def _layout(head: Sequence[Line], options: dict[str, Any]) -> Layout:
    guess = headings.at_row(head, options["header"], {})
    if guess is None or "name" not in options["columns"].values():
        raise invalid("columns", _("请指明哪一列是姓名。"))
    return Layout(guess.header, guess.headings)


def area_of(options: dict[str, Any]) -> Area:
    """The place whose register the table is."""
    area = Area.objects.select_related("county").filter(code=options.get("area", ""), is_hidden=False).first()
    if area is None or area.county is None:
        raise invalid("area", _("请选择底册所属的区划。"))
    return area


def check_day(area: Area, options: dict[str, Any]) -> date:
    """The day of the table: not later than today, not before the day of the last one."""
    as_of = date.fromisoformat(options["as_of"])
    register = Register.objects.unscoped("底册的截至日期").filter(area=area, source=options["source"]).first()
    if as_of > clock.today():
        raise invalid("as_of", _("截至日期不能晚于今天。"))
    if register and register.as_of and as_of < register.as_of:
        raise invalid("as_of", _("已有截至 %(day)s 的底册，不能用更早的覆盖。") % {"day": register.as_of})
    return as_of


def check(run: Run, lines: Sequence[Line]) -> None:
    """Say what each row would become; nothing is written."""
    with remembered():
        area = area_of(run.options)
        register = Register.objects.unscoped("底册").filter(area=area, source=run.options["source"]).first()
        for step in _steps(run, lines, area, register):
            run.counts[step.result] += 1
            run.counts[step.draft.match] += 1


def write(run: Run, lines: Sequence[Line]) -> None:
    """Write the rows: entries, what they changed, and the categories of those who were matched for certain."""
    with remembered(), db.unit_of_work():
        area = area_of(run.options)
        register, _made = Register.objects.unscoped("底册").get_or_create(area=area, source=run.options["source"])
        update = _update(run, register)
        steps = _steps(run, lines, area, register)
        _write_entries(steps, register, update, area)
        certain = [step.draft for step in steps if step.draft.match == AUTO]
        hold([(draft.person, draft.category, draft.since_on or update.as_of) for draft in certain], by=run.by)
        for step in steps:
            run.counts[step.result] += 1
            run.counts[step.draft.match] += 1


def _update(run: Run, register: Register) -> Update:
    as_of = check_day(register.area, run.options)
    whole = {"as_of": as_of, "is_whole": run.options.get("is_whole", True), "by": run.by, "begun_at": clock.now()}
    made, _new = Update.objects.unscoped("底册更新").get_or_create(
        pk=name_id("register_update", run.task), defaults={"register": register, **whole}
    )
    return made


@dataclass
class _Step:
    """One person of the table, the entry she has already, and what is to become of it."""

    draft: Draft
    entry: Entry | None
    result: str


def _steps(run: Run, lines: Sequence[Line], area: Area, register: Register | None) -> list[_Step]:
    drafts = Table(run, area).drafts(lines)
    known = _known(register, drafts)
    steps = [_step(draft, known.get((draft.key, draft.category))) for draft in drafts]
    _match(run, steps)
    return steps


def _known(register: Register | None, drafts: list[Draft]) -> dict[tuple[str, str], Entry]:
    if register is None:
        return {}
    rows = Entry.objects.unscoped("已在底册的条目").filter(register=register)
    found: dict[tuple[str, str], Entry] = {}
    keys = [draft.key for draft in drafts]
    for first in range(0, len(keys), _AT_ONCE):
        for entry in rows.filter(key__in=keys[first : first + _AT_ONCE]).select_related("person"):
            found[entry.key, entry.category] = entry
    return found


def _step(draft: Draft, entry: Entry | None) -> _Step:
    if entry is None or entry.gone_on:
        return _Step(draft, entry, NEW)
    return _Step(draft, entry, SAME if entry.digest == draft.digest else CHANGED)


def _match(run: Run, steps: list[_Step]) -> None:
    """Find the file of each; what somebody settled, or what was certain before, is not asked again."""
    open_ones = []
    for step in steps:
        if step.entry and step.entry.person and step.entry.person.state not in Person.GONE:
            step.draft.person, step.draft.match = step.entry.person_id, step.entry.match
        else:
            open_ones.append(step.draft)
    people = Person.objects.allowed(run.by, Permission.PERSON_REGISTER).exclude(state__in=Person.GONE)
    found = fits([_wanted(draft) for draft in open_ones], people)
    taken = elsewhere(draft.fingerprint for draft in open_ones if draft.fingerprint)
    for draft in open_ones:
        fitting = found.get(draft.key, [])
        certain = [fit for fit in fitting if fit.is_certain]
        if len(certain) == 1:
            draft.person, draft.match = certain[0].person.pk, AUTO
        elif fitting:
            draft.match = UNSURE
            draft.candidates = [_told(fit.person.pk, fit.score, fit.reasons) for fit in fitting]
        elif draft.fingerprint in taken:
            draft.match = ELSEWHERE


def _told(person: Any, score: int, reasons: Iterable[str]) -> dict[str, Any]:
    return {"person": str(person), "score": score, "reasons": list(reasons)}


def _wanted(draft: Draft) -> Wanted:
    return Wanted(
        key=draft.key, name=draft.name, fingerprint=draft.fingerprint, birth=draft.birth_on, sex=draft.sex,
        number=draft.id_number if draft.fingerprint else "", phone=draft.phone, address=draft.address,
        village=draft.place.area.pk if draft.place.is_village else None,
    )  # fmt: skip


def _write_entries(steps: list[_Step], register: Register, update: Update, area: Area) -> None:
    new = [step for step in steps if step.entry is None]
    Entry.objects.bulk_create([_made(step.draft, register, update, area) for step in new], _AT_ONCE)
    old = [step for step in steps if step.entry is not None]
    changed = [step for step in old if step.result == CHANGED]
    seal.read([step.entry for step in changed], *_SEALED)  # type: ignore[misc]
    told = {step.entry.pk: _changes(step) for step in changed}  # type: ignore[union-attr]
    for step in old:
        _renew(step, update)
    names = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]
    Entry.objects.bulk_update([step.entry for step in old], names, _AT_ONCE)  # type: ignore[misc]
    if register.as_of:
        _write_differences(steps, told, update, register)


def _made(draft: Draft, register: Register, update: Update, area: Area) -> Entry:
    entry = Entry(
        id=_id(register, draft), register=register, key=draft.key,
        category=draft.category, county=area.county, first_on=update.as_of, last_on=update.as_of, update=update,
    )  # fmt: skip
    _fill(entry, draft)
    return entry


def _renew(step: _Step, update: Update) -> None:
    entry = step.entry
    assert entry is not None  # noqa: S101 (the caller chose these)
    entry.last_on, entry.gone_on, entry.update = update.as_of, None, update
    if step.result == SAME:
        entry.person_id, entry.match, entry.candidates = step.draft.person, step.draft.match, step.draft.candidates
    else:
        _fill(entry, step.draft)


def _fill(entry: Entry, draft: Draft) -> None:
    """What the table says of her, written over an entry."""
    entry.digest, entry.fingerprint = draft.digest, draft.fingerprint
    entry.sex, entry.birth_on, entry.since_on = draft.sex, draft.birth_on, draft.since_on
    entry.relation, entry.household_key = draft.relation, _household(draft)
    entry.area, entry.station = draft.place.area, draft.place.station
    entry.person_id, entry.match, entry.candidates = draft.person, draft.match, draft.candidates
    seal.write(
        entry, name=draft.name, id_number=draft.id_number or None, phone=draft.phone or None,
        address=draft.address or None,
    )  # fmt: skip


def _household(draft: Draft) -> str:
    """Which household she is of, without the number of its head, which is how tables often say it."""
    return seal.fingerprint("household", draft.household) if draft.household else ""


def _changes(step: _Step) -> list[str]:
    """Which of an entry's values the new table says otherwise."""
    entry, draft = step.entry, step.draft
    assert entry is not None  # noqa: S101 (the caller chose these)
    now = {
        "name": draft.name, "id_number": draft.id_number or None, "phone": draft.phone or None,
        "address": draft.address or None, "area_id": draft.place.area.pk,
        "birth_on": draft.birth_on, "relation": draft.relation, "household_key": _household(draft),
        "since_on": draft.since_on,
    }  # fmt: skip
    return [name for name in _TOLD if now[name] != (entry.opened[name] if name in _SEALED else getattr(entry, name))]


def _write_differences(steps: list[_Step], told: dict, update: Update, register: Register) -> None:
    rows = [
        Difference(entry_id=pk, update=update, kind=step.result, fields=told.get(pk, []))
        for step in steps
        if step.result in (NEW, CHANGED) and (pk := step.entry.pk if step.entry else _id(register, step.draft))
    ]
    Difference.objects.bulk_create(rows, _AT_ONCE, ignore_conflicts=True)


def _id(register: Register, draft: Draft) -> UUID:
    return name_id("register_entry", register.pk, draft.key, draft.category)


def finish(run: Run) -> None:
    """After the last row: who was not in a whole table is gone; the register is as of the table's day."""
    update = Update.objects.unscoped("底册更新").select_related("register").get(pk=name_id("register_update", run.task))
    register = update.register
    gone = _gone(register, update) if update.is_whole and register.as_of else 0
    if gone:
        run.counts[GONE] = gone
    update.done_at, update.counts = clock.now(), dict(run.counts)
    update.save(update_fields=["done_at", "counts"])
    register.as_of = update.as_of
    register.save(update_fields=["as_of"])
    _remember(run, register.area)
    journal.record("registers.update", run.by, register, refs=[update])


def _gone(register: Register, update: Update) -> int:
    missing = Entry.objects.unscoped("不在新表里的条目").filter(register=register, gone_on=None).exclude(update=update)
    ids = list(missing.values_list("pk", flat=True))
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        Entry.objects.unscoped("不在新表里的条目").filter(pk__in=some).update(gone_on=update.as_of)
        rows = [Difference(id=new_id(), entry_id=pk, update=update, kind=GONE) for pk in some]
        Difference.objects.bulk_create(rows, _AT_ONCE, ignore_conflicts=True)
    return len(ids)


def _remember(run: Run, area: Area) -> None:
    """Keep how this table was headed, for the next one of its source (保存方案)."""
    said = dict(enumerate(run.layout.columns))
    columns = {said[at]: run.options["columns"].get(str(at), "") for at in said if said[at]}
    kept = {"columns": columns, "layout": run.options.get("layout", headings.MEMBER)}
    now: dict[str, Any] = {"updated_by": run.by, "updated_at": clock.now()}
    Profile.objects.unscoped("本地区的导入方案").update_or_create(
        area=area, source=run.options["source"], defaults=kept | now
    )
