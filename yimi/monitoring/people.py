"""The groups of people that offices ask about (人群): the names of the list of categories, and single categories."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.catalogue.groups import umbrella, umbrella_names
from yimi.catalogue.queries import category_codes

EVERYBODY = ""
GROUPS = {
    "relief": _("救助对象"),
    "elder": _("老年人（在册类别）"),
    "disability": _("残疾人"),
}


@dataclass(frozen=True)
class People:
    """A group of people (人群) with the categories it is made of; everybody has none."""

    key: str
    name: Any
    categories: frozenset[str] = frozenset()


def people_on(day: date) -> dict[str, People]:
    """The groups that may be asked about by key: those with one name, then each category that is not closely kept."""
    codes = category_codes(day)
    found = [People(EVERYBODY, _("全部服务对象"))]
    found += [People(f"all-{code}", name, umbrella(day, code)) for code, name in umbrella_names(day).items()]
    for group, name in GROUPS.items():
        within = frozenset(code for code, info in codes.items() if info.group == group)
        found += [People(f"group-{group}", name, within)] if within else []
    found += [
        People(code, info.name, frozenset({code})) for code, info in codes.items() if info.sensitivity == "normal"
    ]
    return {people.key: people for people in found}
