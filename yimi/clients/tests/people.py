"""People for tests, as whoever sends them would write them."""

from yimi.clients import actions
from yimi.clients.fields import PersonFields
from yimi.core.ids import new_id

NUMBER = "469999195001010014"


def said(**fields) -> PersonFields:
    """A person as sent: 王桂兰 of 潮村, unless said otherwise."""
    usual = {"name": "王桂兰", "station": "469030104", "area": "469030104201"}
    return PersonFields(**(usual | fields))


def put(by, pk=None, **fields):
    return actions.put_person(pk or new_id(), by=by, fields=said(**fields))


def person(by, **fields):
    return put(by, **fields).person
