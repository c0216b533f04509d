"""What is counted of contacts (服务事实): streams of contacts and of participations, their breakdowns, their rows."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from yimi.accounts.models import User
from yimi.catalogue.queries import domains, methods, service_codes
from yimi.clients.measures import person_dimensions, person_rows, village_dimension
from yimi.clients.models import Person
from yimi.core import clock, seal
from yimi.core.actors import Actor
from yimi.core.permissions import Permission
from yimi.figures.measure import NO_KEY, Dimension, Facts, Row
from yimi.figures.texts import as_text
from yimi.programmes.models import Group

from .models import Contact, ContactService, ContactWorker, Kind, Participation
from .sheets import Sheet, sheets
from .sight import Sight

METHOD: dict[str, str] = {
    Kind.CASE_SESSION: "casework",
    Kind.GROUP_SESSION: "group",
    Kind.ACTIVITY: "community",
    Kind.PUBLICITY: "community",
    Kind.HOME_VISIT: "visit",
    Kind.REMOTE_VISIT: "visit",
    Kind.ENCOUNTER: "visit",
}
INDIRECT = "indirect"
NONE = {NO_KEY: _("未注明服务项目")}
SERVICE_BREAKDOWNS = ("service", "domain", "method")
CHANGES = "services:adjusted"
ALONE, JOINT = "alone", "joint"


def _services_of(path: str):
    """A lookup: the services (code, domain) of the contacts at `path` of some facts."""

    def lookup(facts: QuerySet) -> dict[str, list[tuple[str, str]]]:
        found = defaultdict(list)
        given = ContactService.objects.filter(contact__in=facts.order_by().values(path))
        for contact, code, domain in given.values_list(as_text("contact_id"), "code", "domain"):
            found[contact].append((code, domain))
        return found

    return lookup


def service_dimensions(contact: str) -> dict[str, Dimension]:
    """Service, domain and method of the contact at a path (分项). A contact may have several services."""
    lookup = _services_of(contact)
    given = ContactService.objects.filter(contact=OuterRef(contact))
    kind = "kind" if contact == "pk" else "contact__kind"

    def having(column: str):
        return lambda key, _day: ~Exists(given) if key == NO_KEY else Q(Exists(given.filter(**{column: key})))

    return {
        "service": Dimension(
            path=contact, lookup=lookup, keys=lambda given, on: [code for code, _domain in given],
            where=having("code"), names=_service_names,
        ),
        "domain": Dimension(
            path=contact, lookup=lookup, keys=lambda given, on: [domain for _code, domain in given],
            where=having("domain"), names=lambda: domains(clock.today()) | NONE,
        ),
        "method": Dimension(
            path=kind, keys=lambda kind, on: [METHOD.get(kind, INDIRECT)],
            where=lambda key, _day: Q(**{f"{kind}__in": [k for k in Kind.values if METHOD.get(k, INDIRECT) == key]}),
            names=lambda: methods(clock.today()),
        ),
    }  # fmt: skip


def fine_dimensions(contact: str) -> dict[str, Dimension]:
    """Worker, whether she was alone, and the village of the contact at a path (社工、协同、村居), from the facts.

    Two workers at one contact are each told of it: their numbers do not add up to the station's.
    """
    prefix = "" if contact == "pk" else "contact__"
    doing = ContactWorker.objects.filter(contact=OuterRef(contact))
    count = Subquery(doing.order_by().values("contact").annotate(n=Count("pk")).values("n"))
    lookup = _workers_of(contact)
    return {
        "worker": Dimension(
            path=contact, lookup=lookup, keys=lambda doing, on: doing, kept=False, widest="station",
            where=lambda key, _day: Q(Exists(doing.filter(worker__username=key))), names=_worker_names,
        ),
        "joint": Dimension(
            path=contact, lookup=lookup, keys=lambda doing, on: [JOINT if len(doing) > 1 else ALONE], kept=False,
            where=lambda key, _day: Q(GreaterThan(count, 1) if key == JOINT else LessThan(count, 2)),
            names=lambda: {ALONE: _("单独"), JOINT: _("协同")}, closed=True,
        ),
        "village": village_dimension(f"{prefix}place__code"),
    }  # fmt: skip


def _workers_of(path: str):
    """A lookup: the usernames of those who did the contacts at `path` of some facts."""

    def lookup(facts: QuerySet) -> dict[str, list[str]]:
        found = defaultdict(list)
        doing = ContactWorker.objects.filter(contact__in=facts.order_by().values(path)).order_by("worker__username")
        for contact, username in doing.values_list(as_text("contact_id"), "worker__username"):
            found[contact].append(username)
        return found

    return lookup


def _worker_names() -> dict[str, Any]:
    return dict(User.objects.values_list("username", "name"))


def _service_names() -> dict[str, Any]:
    return {code: info.name for code, info in service_codes(clock.today()).items()} | NONE


def _participations() -> QuerySet[Participation]:
    return Participation.objects.unscoped("figures").filter(contact__voided_at=None)


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.unscoped("figures").filter(voided_at=None)


def _groups() -> QuerySet[Group]:
    return Group.objects.unscoped("figures").filter(cancelled_on=None)


def attended() -> Coalesce:
    """How many took part in a contact (参加人次): the head count, or where there is none those served by name."""
    served = Participation.objects.unscoped("figures").filter(contact=OuterRef("pk"), served=True)
    counted = served.order_by().values("contact").annotate(n=Count("pk")).values("n")
    return Coalesce("headcount", Subquery(counted, output_field=IntegerField()), 0)


def in_sight(actor: Actor) -> QuerySet:
    """The contacts whose people this reader may see, masked or not."""
    return Contact.objects.allowed(actor, Permission.CONTACT_VIEW).filter(Sight.of(actor).with_people())


def _visible_participations(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(contact__in=in_sight(actor).values("pk"))


def _visible_contacts(actor: Actor, rows: QuerySet) -> QuerySet:
    return rows.filter(pk__in=in_sight(actor).values("pk"))


def _present_participations(actor: Actor, rows: list[Participation]) -> list[Row]:
    shown = {sheet.contact.pk: sheet for sheet in sheets(actor, _with([row.contact_id for row in rows]))}
    people = {(pk, part.client): part.name for pk, sheet in shown.items() for part in sheet.participants}
    return [_row(shown[row.contact_id], people[(row.contact_id, row.person_id)]) for row in rows]


def _present_contacts(actor: Actor, rows: list[Contact]) -> list[Row]:
    shown = {sheet.contact.pk: sheet for sheet in sheets(actor, _with([row.pk for row in rows]))}
    return [_row(shown[row.pk], shown[row.pk].people) for row in rows]


def _present_groups(actor: Actor, rows: list[Group]) -> list[Row]:
    groups = Group.objects.unscoped("rows already cut to reach").select_related("station")
    found = groups.in_bulk([row.pk for row in rows])
    seal.read(list(found.values()), "name")
    return [
        Row(
            "group", pk, found[pk].station.code, found[pk].ended_on, 1, label=found[pk].opened["name"],
            url=f"/app/groups/{pk}/", station_name=found[pk].station.short_name,
        )
        for pk in (row.pk for row in rows)
    ]  # fmt: skip


def _with(ids: list[UUID]) -> QuerySet[Contact]:
    return Contact.objects.unscoped("rows already cut to reach").filter(pk__in=set(ids))


def _row(sheet: Sheet, person: str) -> Row:
    contact = sheet.contact
    label, url = str(contact.get_kind_display()), f"/app/records/{contact.pk}/"
    station = contact.station
    return Row("contact", contact.pk, station.code, contact.service_on, 1, person, label, url, station.short_name)


def _present_people(actor: Actor, people: list[tuple[UUID, date]]) -> list[Row]:
    found = Person.objects.unscoped("rows already cut to reach").select_related("station")
    persons = found.in_bulk([person for person, _on in people])
    return person_rows(actor, [persons[person] for person, _on in people], [on for _person, on in people])


def _dimensions(on: str) -> dict[str, Dimension]:
    return {
        **service_dimensions("contact_id"), **person_dimensions("person_id", on), **fine_dimensions("contact_id")
    }  # fmt: skip


PARTICIPATIONS = Facts(
    key="participation",
    rows=_participations,
    on="contact__service_on",
    station="contact__station_id",
    person="person_id",
    number="person__number__number",
    contact="contact_id",
    changes=CHANGES,
    dimensions=_dimensions("contact__service_on"),
    opens=Permission.CONTACT_VIEW,
    visible=_visible_participations,
    present=_present_participations,
    people=_present_people,
)
CONTACTS = Facts(
    key="contact",
    rows=_contacts,
    on="service_on",
    station="station_id",
    contact="pk",
    changes=CHANGES,
    dimensions={**service_dimensions("pk"), **fine_dimensions("pk")},
    opens=Permission.CONTACT_VIEW,
    visible=_visible_contacts,
    present=_present_contacts,
)
GROUPS = Facts(
    key="group",
    rows=_groups,
    on="ended_on",
    station="station_id",
    dimensions={
        "group_type": Dimension(
            path="group_type",
            keys=lambda given, on: [given],
            where=lambda key, _day: Q(group_type=key),
            names=lambda: dict(Group.Type.choices),
            closed=True,
        )
    },
    opens=Permission.CONTACT_VIEW,
    visible=lambda actor, rows: rows.filter(pk__in=Group.objects.allowed(actor, Permission.CONTACT_VIEW).values("pk")),
    present=_present_groups,
)
# The same on the day on which help counts: for what is concluded later, that day.
HELPED = replace(
    PARTICIPATIONS, key="helped_participation", on="contact__helped_on", dimensions=_dimensions("contact__helped_on")
)
HELPED_CONTACTS = replace(CONTACTS, key="helped_contact", on="helped_on")
