"""The parts of the pages on people (服务对象页面的内容), as values that templates place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.catalogue.groups import umbrella
from yimi.catalogue.queries import category_codes, tiers
from yimi.core import clock, words
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.ui.components import Column, Masked, Pager

from . import choices
from .actions import Revealed
from .charge import left_alone
from .identity import mask_certificate, mask_name, mask_number, mask_phone
from .models import Particulars, Person
from .moves import waiting
from .particulars import CLOSE, SEALED, tier_by_categories
from .queries import PersonCard, categories_seen, homes_of


def category_choices() -> list[tuple[str, str]]:
    """The categories in force, in the order of the list."""
    return [(code, found.name) for code, found in category_codes(clock.today()).items()]


def station_choices(stations: Iterable[Station]) -> list[tuple[str, str]]:
    return [(station.code, station.name) for station in stations]


def area_choices(stations: Iterable[Station], card: PersonCard | None = None) -> list:
    """Where people of these stations live: the villages of each, and the seat itself."""
    groups = [(station.name, [(one.code, one.name) for one in homes_of(station)]) for station in stations]
    offered = {code for _name, choices in groups for code, _label in choices}
    if card and card.area not in offered:
        groups.append((_("现在的居住地"), [(card.area, card.area_name)]))
    return groups


def columns() -> list[Column]:
    names = [(_("姓名"), False), (_("档案号"), False), (_("性别"), True), (_("年龄"), False), (_("对象类别"), False)]
    names += [(_("居住地"), True), (_("负责社工"), True), (_("建档日期"), True)]
    return [Column(label, secondary=secondary) for label, secondary in names]


def pager(actor: Actor, asked: dict[str, str], cursor: str | None, after: str | None) -> Pager:
    return Pager(list_url(actor, asked) if cursor else None, list_url(actor, asked, cursor=after) if after else None)


def list_url(actor: Actor, asked: dict[str, str], **changed: str) -> str:
    """The address of the list with these filters; the words of a search stand sealed in it."""
    kept = words.in_address(actor, {**asked, **changed})
    return reverse("clients:list") + ("?" + urlencode(kept) if kept else "")


def facts(card: PersonCard) -> list[tuple[Any, Any]]:
    """What is open to this reader of a person, label and value."""
    birth = card.birth_on.isoformat() if card.birth_on else ""
    return [
        (_("性别"), card.sex_label),
        *([(_("出生日期"), birth)] if card.in_full else [(_("年龄段"), card.age_text)]),
        (_("证件类型"), card.id_type_label),
        (_("居住地"), card.area_name),
    ]


def masked(card: PersonCard, may_reveal: bool, told: Particulars | None, close: bool) -> list[tuple[Any, Masked]]:
    """The masked values of a person, each with its reveal where the reader may ask for it."""
    more = {name: text for name, text in particulars_masked(told).items() if close or name not in CLOSE}
    rows = [
        ("name", _("姓名"), "" if card.in_full else card.name),
        ("id_number", _("证件号码"), card.id_number),
        ("phone", _("电话"), card.phone),
        ("address", _("详细住址"), card.address),
        ("emergency_phone", _("紧急联系电话"), more.get("emergency_phone", "")),
        ("guardian_phone", _("监护人电话"), more.get("guardian_phone", "")),
        ("disability_number", _("残疾人证号"), more.get("disability_number", "")),
        ("health_note", _("健康情况"), more.get("health_note", "")),
    ]
    url = reverse("clients:reveal", args=[card.id]) if may_reveal else ""
    return [
        (label, Masked(text, label, url, asks_reason=not card.is_own, name=name)) for name, label, text in rows if text
    ]


def is_key(card: PersonCard) -> bool:
    """Whether she holds, as far as this reader sees, a category of the key groups (民政重点服务对象)."""
    key = umbrella(clock.today(), "key")
    return any(held.code in key and not held.is_unchecked for held in card.current)


def kept_url(person: Person) -> str:
    """Where the file is into which this one was merged (并档)."""
    return reverse("clients:person", args=[person.merged_into_id]) if person.merged_into_id else ""


PHONES = {"emergency_phone", "guardian_phone"}


def particulars_lists() -> dict[str, list[tuple[str, Any]]]:
    """What can be chosen in the particulars."""
    return {
        "ethnicity": [(name, name) for name in choices.ETHNICITIES],
        "languages": list(choices.LANGUAGES.items()),
        "dwelling": list(choices.DWELLING.items()),
        "residence": Particulars.Residence.choices,
        "household_role": Person.HouseholdRole.choices,
        "care": Particulars.Care.choices,
        "basis": list(choices.BASES.items()),
        "tier": [(tier.code, tier.name) for tier in tiers(clock.today()).values()],
    }


def particulars_now(person: Person, told: Particulars | None) -> dict[str, Any]:
    """The particulars as a form begins with them; what is masked begins empty."""
    start: dict[str, Any] = {"version": person.version, "household_role": person.household_role}
    if told is None:
        return start | {"is_safe_contact": True}
    open_texts = {name: told.opened[name] for name in SEALED if name not in MASKED}  # type: ignore[attr-defined]
    plain = ("ethnicity", "languages", "needs_interpreter", "residence", "dwelling", "is_safe_contact", "care")
    return start | open_texts | {name: getattr(told, name) for name in (*plain, "basis", "tier")}


MASKED = (*PHONES, "disability_number", "health_note")


def particulars_kept(told: Particulars | None) -> dict[str, str]:
    return {name: told.opened[name] or "" for name in MASKED} if told else {}  # type: ignore[attr-defined]


def particulars_masked(told: Particulars | None) -> dict[str, str]:
    """The masked values of the particulars, by name."""
    masks = {"disability_number": mask_certificate, "health_note": lambda text: "****" if text else ""}
    kept = particulars_kept(told)
    return {name: masks.get(name, mask_phone)(text) for name, text in kept.items()}


def usual_tier(actor: Actor, person: Person) -> Any:
    """The visit tier that the categories give, in words, as far as this reader sees them."""
    found = tier_by_categories(person, clock.today(), categories_seen(actor, person))
    return found.name if found else _("不设定走访频次")


def told(person: Person, particulars: Particulars | None, card: PersonCard, close: bool) -> list[tuple[Any, Any]]:
    """What the particulars say to this reader: names of others inside the station, a disability to who is close."""
    if particulars is None:
        return []
    text = particulars.opened  # type: ignore[attr-defined]
    inside = [
        (_("曾用名"), text["former_names"]),
        (_("户籍地"), text["hukou_note"]),
        (_("证件情况说明"), text["id_note"]),
        (_("电话机主"), text["phone_owner"]),
        (_("紧急联系人"), _named(text["emergency_name"], text["emergency_relation"])),
        (_("监护人"), _named(text["guardian_name"], text["guardian_relation"])),
    ]
    rows = [
        (_("民族"), particulars.ethnicity),
        (_("语言"), "、".join(str(choices.LANGUAGES.get(code, code)) for code in particulars.languages)),
        (_("需要翻译"), _("是") if particulars.needs_interpreter else ""),
        (_("居住情况"), particulars.get_residence_display()),
        (_("住房情况"), "、".join(str(choices.DWELLING.get(code, code)) for code in particulars.dwelling)),
        (_("与户主关系"), person.get_household_role_display()),
        (_("残疾"), _disability(particulars) if close else ""),
        (_("自理能力"), particulars.get_care_display()),
        (_("联系"), "" if particulars.is_safe_contact else _("不宜打电话、发短信")),
        (_("建档依据"), choices.BASES.get(particulars.basis, "")),
    ]
    return [(label, value) for label, value in (*(inside if card.in_full else []), *rows) if value]


def _named(name: str | None, relation: str | None) -> str:
    return f"{name}（{relation}）" if name and relation else name or ""


def _disability(particulars: Particulars) -> str:
    kind = choices.DISABILITY_TYPES.get(particulars.disability_type, "")
    return f"{kind}{choices.DISABILITY_GRADES.get(particulars.disability_grade, '')}" if kind else ""


@dataclass(frozen=True)
class More:
    """Another page on people (更多): its name, and how much waits there."""

    label: Any
    url: str
    count: int = 0


def more(actor: Actor) -> list[More]:
    """What else this reader does with files."""
    found = []
    if may(actor, Permission.PERSON_WRITE):
        found.append(More(_("转站和会商"), reverse("clients:requests"), waiting(actor)))
    if may(actor, Permission.PERSON_MOVE):
        found.append(More(_("批量交接"), reverse("clients:handover"), left_alone(actor)))
    found.append(More(_("疑似重复"), reverse("clients:pairs")))
    if may(actor, Permission.PERSON_MERGE):
        found.append(More(_("并档记录"), reverse("clients:merges")))
    if may(actor, Permission.PERSON_IMPORT):
        found.append(More(_("导入服务对象"), reverse("exchange:import_new", args=["people"])))
    return found


def export_url(actor: Actor, asked: dict[str, str]) -> str:
    """Where this list is taken away as a roster; what was looked for by name is left out."""
    if not may(actor, Permission.EXPORT):
        return ""
    kept = {name: asked[name] for name in ("category", "state", "sex", "age_band") if asked.get(name)}
    return reverse("exchange:export_new", args=["people"]) + (f"?{urlencode(kept)}" if kept else "")


def mask_of(shown: Revealed) -> str:
    """What stands in the place of a revealed value again after half a minute."""
    masks = {"name": mask_name, "id_number": mask_number, "phone": mask_phone}
    masks |= {"emergency_phone": mask_phone, "guardian_phone": mask_phone, "disability_number": mask_certificate}
    return masks.get(shown.field, lambda _value: "****")(shown.value)
