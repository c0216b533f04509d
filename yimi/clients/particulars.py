"""A file's particulars (补充资料): in which form they are kept, and what follows from a file by itself.

The visit tier, the interval and the completeness of a file are derived and never typed.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yimi.catalogue.queries import Tier, category_codes, tiers
from yimi.core import clock, seal
from yimi.core.text import clean, half_width, hidden_marks, widen

from . import choices, identity
from .fields import Problems
from .models import Category, Particulars, Person

SEALED = tuple(sorted(Particulars.Privacy.sealed))
PHONES = ("emergency_phone", "guardian_phone")
# Health is for the worker in charge and the head of the station (DP-18), and a certificate tells of it (ID-12).
CLOSE = ("health_note", "disability_number")
LONGEST = {"hukou_note": 200, "health_note": 500, "id_note": 200, "tier_note": 200}
USUAL = 50
ADULT = 18
_CERTIFICATE = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(B\d)?")


@dataclass(frozen=True, kw_only=True)
class ParticularsFields:
    """The particulars as sent; everything may be left empty."""

    former_names: str = ""
    ethnicity: str = ""
    languages: tuple[str, ...] = ()
    needs_interpreter: bool = False
    hukou_note: str = ""
    residence: str = ""
    dwelling: tuple[str, ...] = ()
    household_role: str = ""
    phone_owner: str = ""
    is_safe_contact: bool = True
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    guardian_phone: str = ""
    disability_number: str = ""
    care: str = ""
    health_note: str = ""
    id_note: str = ""
    basis: str = ""
    tier: str = ""
    tier_note: str = ""


def settled(said: ParticularsFields, person: Person) -> dict[str, Any]:
    """The particulars in the form in which they are kept; raises `Invalid` with everything that is wrong."""
    problems = Problems()
    kept: dict[str, Any] = {field.name: getattr(said, field.name) for field in fields(said)}
    for name in SEALED:
        kept[name] = _text(name, kept[name], problems)
    for name in PHONES:
        kept[name] = _phone(name, kept[name], problems)
    kept |= _certificate(kept["disability_number"], person, problems)
    for name, known in _LISTS.items():
        chosen = kept[name] if isinstance(kept[name], tuple) else [kept[name]] if kept[name] else []
        if unknown := [code for code in chosen if code not in known]:
            problems.add(name, _("没有“%(value)s”这个选项。") % {"value": unknown[0]})
    kept["languages"], kept["dwelling"] = sorted(set(said.languages)), sorted(set(said.dwelling))
    _check_tier(kept, person, problems)
    problems.report()
    return kept


_LISTS: dict[str, Container[str]] = {
    "ethnicity": choices.ETHNICITIES,
    "languages": choices.LANGUAGES,
    "dwelling": choices.DWELLING,
    "residence": frozenset(Particulars.Residence.values),
    "household_role": frozenset(Person.HouseholdRole.values),
    "care": frozenset(Particulars.Care.values),
    "basis": choices.BASES,
}


def _text(name: str, text: str, problems: Problems) -> str:
    if not text:
        return ""
    kept = widen(clean(text or ""))
    longest = LONGEST.get(name, USUAL)
    if len(kept) > longest:
        problems.add(name, _("最多 %(n)s 个字。") % {"n": longest})
    if hidden_marks(text or ""):
        problems.add(name, _("里面有看不见的控制字符，请重新输入。"))
    return kept


def _phone(name: str, text: str, problems: Problems) -> str:
    try:
        return identity.normalise_phone(text) if text else ""
    except ValueError as wrong:
        problems.add(name, str(wrong))
        return ""


def _certificate(text: str, person: Person, problems: Problems) -> dict[str, str]:
    """A disability certificate says type and grade, and begins with the holder's own number (ID-12)."""
    number = identity.normalise_number(half_width(text or ""))
    if not number:
        return {"disability_number": "", "disability_type": "", "disability_grade": ""}
    found = _CERTIFICATE.fullmatch(number)
    if found is None:
        problems.add("disability_number", _("残疾人证号应为身份证号码加两位数字（类别、等级），共 20 位。"))
        return {}
    own = person.opened["id_number"] if person.id_type == Person.IdType.RESIDENT else None
    if own and found[1] != own:
        problems.add("disability_number", _("残疾人证号前 18 位与本人身份证号码不一致，请核对。"))
    return {"disability_number": number, "disability_type": found[2], "disability_grade": found[3]}


def _check_tier(kept: dict[str, Any], person: Person, problems: Problems) -> None:
    """Raising a tier is free; lowering it below what the categories give takes a written reason."""
    if not kept["tier"]:
        return
    known = tiers(clock.today())
    if kept["tier"] not in known:
        problems.add("tier", _("没有“%(value)s”这个选项。") % {"value": kept["tier"]})
    elif _is_lower(known[kept["tier"]], tier_by_categories(person, clock.today())) and len(kept["tier_note"]) < 2:
        problems.add("tier_note", _("比类别对应的走访级别低，请写明理由。"))


def _is_lower(tier: Tier, usual: Tier | None) -> bool:
    if usual is None or usual.interval_days is None:
        return False
    return tier.interval_days is None or tier.interval_days > usual.interval_days


def tier_of(person: Person, day: date, rows: Iterable[Category] | None = None) -> Tier | None:
    """How often she is visited (走访级别): what the file says, else the most frequent of her categories.

    `rows` are the categories that a reader sees: a tier that only another one gives would tell her of it.
    """
    told = particulars_of(person)
    chosen = tiers(day).get(told.tier) if told and told.tier else None
    return chosen or tier_by_categories(person, day, rows)


def tiers_chosen(people: Iterable[UUID] | QuerySet) -> dict[UUID, str]:
    """The tiers that files name themselves (调整后的走访级别), by person; those without one are left out."""
    rows = Particulars.objects.unscoped("走访级别").filter(person__in=people).exclude(tier="")
    return dict(rows.values_list("person_id", "tier"))


def tier_by_categories(person: Person, day: date, rows: Iterable[Category] | None = None) -> Tier | None:
    """The tier of the shortest interval among the categories she holds on a day; None where none says any."""
    names, known = category_codes(day), tiers(day)
    rows = person.categories.all() if rows is None else rows
    held = [row.code for row in rows if row.since_on <= day and (row.until_on or day) >= day]
    # A category without an interval of its own is visited as a plan for the person says, never by the calendar.
    timed = [known[names[code].tier] for code in held if code in names and names[code].interval_days]
    return min(timed, key=lambda tier: tier.interval_days or 0, default=None)


def particulars_of(person: Person) -> Particulars | None:
    """The particulars of a file, opened, or None where nobody has written any."""
    row = Particulars.objects.unscoped("本份档案的补充资料").filter(person=person).first()
    if row:
        seal.read(row, *SEALED)
    return row


@dataclass(frozen=True)
class Completeness:
    """How much of a file is filled in (完整度): a share of 100, and what is missing."""

    percent: int
    missing: list[Any]


def completeness(
    person: Person, told: Particulars | None, *, has_consent: bool, has_category: bool, day: date
) -> Completeness:
    """What a whole file has, each thing by its weight. The person is opened; `has_category`: one the reader sees."""
    parts = _parts(person, told, has_consent, has_category, day)
    whole = sum(weight for weight, _label, _has in parts)
    there = sum(weight for weight, _label, has in parts if has)
    return Completeness(there * 100 // whole, [label for _weight, label, has in parts if not has])


def _parts(
    person: Person, told: Particulars | None, has_consent: bool, has_category: bool, day: date
) -> list[tuple[int, Any, bool]]:
    opened = told.opened if told else dict.fromkeys(SEALED)  # type: ignore[attr-defined]
    is_minor = person.birth_on is not None and identity.age_on(person.birth_on, day) < ADULT
    unverified = person.id_type in (Person.IdType.NONE, Person.IdType.TEMPORARY)
    guardian = [(2, _("监护人"), bool(opened["guardian_name"]))] if is_minor else []
    return [
        (3, _("证件号码"), not unverified and bool(person.id_number)),
        (2, _("出生日期"), person.birth_on is not None),
        (1, _("性别"), person.sex != Person.Sex.UNKNOWN),
        (1, _("电话"), bool(person.phone)),
        (1, _("详细住址"), bool(person.address)),
        (2, _("对象类别"), has_category),
        (2, _("知情同意"), has_consent),
        (1, _("紧急联系人"), bool(opened["emergency_name"])),
        (1, _("民族"), bool(told and told.ethnicity)),
        (1, _("语言"), bool(told and told.languages)),
        (1, _("居住情况"), bool(told and told.residence)),
        *guardian,
    ]
