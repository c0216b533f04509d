"""Writing an organisation (机构): a department, a township government, an agency that runs stations."""

from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from yimi.core import journal
from yimi.core.actors import Actor
from yimi.core.errors import invalid
from yimi.core.text import clean, hidden_marks, widen
from yimi.network.models import Area, Organisation
from yimi.network.queries import manageable_areas, organisations_to_change
from yimi.network.uscc import read_uscc


class OrganisationFacts(TypedDict):
    """What is said about an organisation. `area` is a code; an empty `uscc` is unknown."""

    kind: str
    name: str
    uscc: str
    area: str


@transaction.atomic
def put_organisation(pk: UUID, *, by: Actor, **facts: Unpack[OrganisationFacts]) -> Organisation:
    """Write an organisation (新建或修改机构) of an area within reach. Its name and its code are its own."""
    organisation = _to_write(pk, by)
    organisation.kind = _kind(facts["kind"])
    organisation.name = _name(facts["name"], pk)
    organisation.uscc = _uscc(facts["uscc"], pk)
    organisation.area = _area(facts["area"], by)
    organisation.save()
    journal.record("network.put_organisation", by, organisation)
    return organisation


def _to_write(pk: UUID, by: Actor) -> Organisation:
    found = organisations_to_change(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None and Organisation.objects.filter(pk=pk).exists():
        raise Http404
    return found or Organisation(id=pk)


def _kind(kind: str) -> str:
    if kind not in Organisation.Kind:
        raise invalid("kind", _("请选择机构类别。"))
    return kind


def _name(text: str, pk: UUID) -> str:
    name = widen(clean(text))
    if not 2 <= len(name) <= 100 or hidden_marks(text):
        raise invalid("name", _("名称为 2 至 100 个字，不含看不见的字符。"))
    if Organisation.objects.filter(name=name).exclude(pk=pk).exists():
        raise invalid("name", _("已有同名的机构。"))
    return name


def _uscc(text: str, pk: UUID) -> str | None:
    if not clean(text):
        return None
    try:
        code = read_uscc(text)
    except ValueError as wrong:
        raise invalid("uscc", str(wrong)) from wrong
    if other := Organisation.objects.filter(uscc=code).exclude(pk=pk).first():
        raise invalid("uscc", _("这个代码已登记为%(name)s。") % {"name": other.name})
    return code


def _area(code: str, by: Actor) -> Area:
    area = manageable_areas(by).filter(code=clean(code)).first()
    if area is None:
        raise invalid("area", _("没有代码为“%(code)s”的区划，或者不在您的管辖范围内。") % {"code": code})
    return area
