"""What a file itself asks to be done (档案待办): consent, documents, birthdays. Nothing happens by itself."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.catalogue.queries import category_codes
from yimi.core import clock, seal
from yimi.core.actors import Actor

from . import queries
from .consent import stand_of
from .identity import age_on, read_resident
from .models import Person
from .particulars import ADULT, particulars_of
from .sight import CategorySight
from .todos import Todo, TodoSource, todo_sources

SOON = timedelta(days=30)
HALF_YEAR = timedelta(days=183)
UNVERIFIED = (Person.IdType.NONE, Person.IdType.TEMPORARY)


def of_file(actor: Actor, person: Person) -> Iterator[Todo]:
    """What is to be done about this file by who may write it."""
    if person.state != Person.State.ACTIVE or person.opened_on is None or not queries.may_write(actor, person):
        return
    yield from _consent(person, person.opened_on)
    if person.id_type in UNVERIFIED:
        yield Todo(_("核实身份证件"), person.opened_on + SOON, reverse("clients:edit", args=[person.pk]))
    if person.sex != Person.Sex.UNKNOWN and _sex_differs(person):
        yield Todo(_("性别与身份证号码不一致，请核对"), None, reverse("clients:edit", args=[person.pk]))
    yield from _grown_up(actor, person)
    told = particulars_of(person)
    since = told.updated_on if told else person.opened_on
    yield Todo(_("更新补充资料（每半年）"), since + HALF_YEAR, reverse("clients:particulars", args=[person.pk]))


def _consent(person: Person, opened_on: date) -> Iterator[Todo]:
    stand, url = stand_of(person), reverse("clients:consent", args=[person.pk])
    if stand.last is None:
        yield Todo(_("说明告知书，记录知情同意"), opened_on + SOON, url)
    elif stand.must_ask_again:
        yield Todo(_("已满十四周岁，征求本人意见"), clock.today() + SOON, url)


def _sex_differs(person: Person) -> bool:
    """Whether the number says another sex and nobody has written why."""
    told = particulars_of(person)
    if person.id_type != Person.IdType.RESIDENT or (told and told.opened["id_note"]):  # type: ignore[attr-defined]
        return False
    seal.read(person, "id_number")
    number = person.opened["id_number"]
    return bool(number) and read_resident(str(number)).sex != person.sex


def _grown_up(actor: Actor, person: Person) -> Iterator[Todo]:
    """At eighteen somebody who sees a child's category decides whether it goes on, with proof of school, or ends."""
    today = clock.today()
    if person.birth_on is None or age_on(person.birth_on, today) < ADULT:
        return
    names = category_codes(today)
    for row in CategorySight.of(actor).shown(person, person.categories.all()):
        info = names.get(row.code)
        if info and info.minor_only and (row.until_on is None or row.until_on >= today):
            words = _("已满十八周岁：%(name)s在读延续，还是终止") % {"name": info.name}
            yield Todo(words, today + SOON, reverse("clients:categories", args=[person.pk]))


todo_sources.add(TodoSource("file", of_file))
