"""Short words for telling what happened in tests (讲述): people and contacts through their actions."""

from datetime import date

from yimi.clients.actions import put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core.ids import new_id
from yimi.services.actions import put_contact, void_contact
from yimi.services.fields import ContactFields, PartFields


def person(by, station, name, *, opened_on=None, categories=(), area="469030104", pk=None, **more):
    """A person at a station; without `opened_on` she has no file yet."""
    held = tuple(CategoryFields(code=code, since_on=date(2026, 1, 1)) for code in categories)
    fields = PersonFields(name=name, station=station.code, area=area, opened_on=opened_on, categories=held, **more)
    return put_person(pk or new_id(), by=by, fields=fields).person


def contact(by, station, kind, on, people=(), *, pk=None, **more):
    """A contact; `people` are persons, or (person, file_action) pairs."""
    parts = tuple(
        PartFields(client=who[0].pk, file_action=who[1]) if isinstance(who, tuple) else PartFields(client=who.pk)
        for who in people
    )
    fields = ContactFields(station=station.code, kind=kind, service_on=on, participants=parts, **more)
    return put_contact(pk or new_id(), by=by, fields=fields).contact


def visit(by, station, on, people, **more):
    return contact(by, station, "home_visit", on, people, **more)


__all__ = ["contact", "person", "visit", "void_contact"]
