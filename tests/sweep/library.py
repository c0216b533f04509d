"""What an office issues (巡检政策): a document that is signed for, and a draft with a file."""

from datetime import date
from typing import Any

from yimi.accounts.models import User
from yimi.core.ids import new_id
from yimi.network.models import Station
from yimi.policies import actions
from yimi.policies.fields import DocumentFields, Sent

from .words import Words

FROM = date(2026, 11, 1)


def issued(officer: User, station: Station, said: Words) -> dict[str, Any]:
    """The rows of a county."""
    first, second = (_put(officer, station, said, f"{nth}号") for nth in (1, 2))
    for pk in (first, second):
        actions.publish_document(pk, by=officer)
    relation = actions.relate(second, by=officer, kind="replaces", target=first)
    draft = _put(officer, station, said, "3号")
    file = actions.put_document(
        draft, by=officer, fields=_fields(station, said, "4号"), version=1, file=Sent("政策.pdf", b"%PDF-1.7")
    )  # fmt: skip
    version = file.document.versions.get()
    return {
        "policy": second, "policy draft": draft, "policy file": version.pk, "policy relation": relation.pk,
        "_policies": [first, second, draft, version.pk, relation.pk, said.of("政策")],
    }  # fmt: skip


def _put(officer: User, station: Station, said: Words, number: str):
    return actions.put_document(new_id(), by=officer, fields=_fields(station, said, number)).document.pk


def _fields(station: Station, said: Words, number: str) -> DocumentFields:
    return DocumentFields(
        area=station.county.code, kind="notice", title=said.of("政策"), issuer=said.of("政策"), number=number,
        issued_on=FROM, valid_from=FROM, text=said.of("政策"),
        counties=(station.county.code,), stations=(station.code,),
    )  # fmt: skip
