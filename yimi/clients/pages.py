"""The parts of the pages on people (服务对象页面的内容), as values that templates place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.core import clock
from yimi.core.actors import Actor, may
from yimi.core.permissions import Permission
from yimi.network.models import Station
from yimi.ui.components import Column, Masked, Pager

from .actions import Revealed
from .identity import mask_name, mask_number, mask_phone
from .models import Person
from .moves import waiting
from .queries import PersonCard, homes_of


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


def pager(asked: dict[str, str], cursor: str | None, after: str | None) -> Pager:
    return Pager(list_url(asked) if cursor else None, list_url(asked, cursor=after) if after else None)


def list_url(asked: dict[str, str], **changed: str) -> str:
    """The address of the list with these filters."""
    kept = {**asked, **changed}
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


def masked(card: PersonCard, may_reveal: bool) -> list[tuple[Any, Masked]]:
    """The masked values of a person, each with its reveal where the reader may ask for it."""
    rows = [
        ("name", _("姓名"), "" if card.in_full else card.name),
        ("id_number", _("证件号码"), card.id_number),
        ("phone", _("电话"), card.phone),
        ("address", _("详细住址"), card.address),
    ]
    url = reverse("clients:reveal", args=[card.id]) if may_reveal else ""
    return [
        (label, Masked(text, label, url, asks_reason=not card.is_own, name=name)) for name, label, text in rows if text
    ]


def kept_url(person: Person) -> str:
    """Where the file is into which this one was merged (并档)."""
    return reverse("clients:person", args=[person.merged_into_id]) if person.merged_into_id else ""


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
    found.append(More(_("疑似重复"), reverse("clients:pairs")))
    if may(actor, Permission.PERSON_MERGE):
        found.append(More(_("并档记录"), reverse("clients:merges")))
    return found


def mask_of(shown: Revealed) -> str:
    """What stands in the place of a revealed value again after half a minute."""
    masks = {"name": mask_name, "id_number": mask_number, "phone": mask_phone}
    return masks.get(shown.field, lambda _value: "****")(shown.value)
