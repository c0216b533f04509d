from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router, Status

from yimi.clients import actions, queries
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.clients.listing import Wanted, listed
from yimi.core.api import In, Out, Paged, answers
from yimi.core.permissions import Permission
from yimi.core.routes import needs

router = Router(tags=["clients"])

Sex = Literal["M", "F", "unknown"]
IdType = Literal[
    "resident_id",
    "residence_permit",
    "permanent_residence",
    "passport",
    "household_book",
    "birth_certificate",
    "travel_permit",
    "temporary",
    "none",
]
CategoryState = Literal["self_reported", "on_register", "verified"]


class CategoryIn(In):
    code: str
    since_on: date
    until_on: date | None = None
    state: CategoryState = "self_reported"
    source: str = ""


class ClientIn(In):
    """A person. A field that is left out stays as it is; null empties it. `opened_on` null: no file yet."""

    name: str
    sex: Sex = "unknown"
    birth_on: date | None = None
    id_type: IdType | None = None
    id_number: str | None = None
    phone: str | None = None
    area: str
    address: str | None = None
    station: str
    household: UUID | None = None
    opened_on: date | None = None
    categories: list[CategoryIn] | None = None
    id_note: str = ""
    version: int | None = None

    def fields(self) -> PersonFields:
        said = {name: getattr(self, name) for name in self.model_fields_set}
        if self.id_type is None:
            said.pop("id_type", None)
        if "categories" in said:
            said["categories"] = tuple(CategoryFields(**row.dict()) for row in self.categories or ())
        return PersonFields(**said)


class CategoryOut(Out):
    code: str
    since_on: date
    until_on: date | None
    state: str
    source: str


class ClientOut(Out):
    """A person as the reader may see her: number, phone and address masked, above the station the name too."""

    id: UUID
    name: str
    sex: str
    birth_on: date | None
    age_band: str
    id_type: str
    id_number: str
    phone: str
    area: str
    address: str
    station: str
    household: UUID | None
    worker: str
    state: str
    opened_on: date | None
    categories: list[CategoryOut]
    file_number: str | None
    version: int


class ClientPage(Out):
    items: list[ClientOut]
    next: str | None


class ClientFilters(Paged):
    q: str | None = None
    state: Literal["known", "active", "moved", "deceased", "closed", "archived", "merged", "voided"] | None = None
    station: str | None = None
    category: str | None = None
    sex: Sex | None = None
    age_band: Literal["0-6", "7-13", "14-17", "18-59", "60-69", "70-79", "80+", "unknown"] | None = None
    worker: str | None = None

    def wanted(self) -> Wanted:
        names = ("state", "station", "category", "sex", "age_band", "worker")
        return Wanted(**{name: getattr(self, name) or "" for name in names})


class RevealIn(In):
    field: Literal["name", "id_number", "phone", "address"]
    reason: str | None = None


class RevealOut(Out):
    field: str
    value: str
    seconds: int


class ReasonIn(In):
    reason: str


@router.get("/clients", response=answers(ClientPage))
@needs(Permission.PERSON_VIEW)
def list_clients(request, asked: Query[ClientFilters]):
    people, after = listed(request.user, asked.wanted(), q=asked.q, limit=asked.limit, cursor=asked.cursor)
    actions.read_list(people, by=request.user)
    return {"items": queries.cards(request.user, people), "next": after}


@router.get("/clients/{uuid:pk}", response=answers(ClientOut))
@needs(Permission.PERSON_VIEW)
def get_client(request, pk: UUID):
    return queries.card(request.user, actions.read_person(pk, by=request.user))


@router.put("/clients/{uuid:pk}", response=answers(ClientOut, (201, ClientOut)))
@needs(Permission.PERSON_VIEW)
def put_client(request, pk: UUID, client: ClientIn):
    put = actions.put_person(pk, by=request.user, fields=client.fields())
    return Status(201 if put.created else 200, queries.card(request.user, queries.person_for(request.user, pk)))


@router.post("/clients/{uuid:pk}/reveal", response=answers(RevealOut))
@needs(Permission.PERSON_REVEAL)
def reveal_client(request, pk: UUID, asked: RevealIn):
    shown = actions.reveal(pk, by=request.user, field=asked.field, reason=asked.reason)
    return {"field": shown.field, "value": shown.value, "seconds": actions.SHOWN_SECONDS}


@router.post("/clients/{uuid:pk}/void", response=answers(ClientOut))
@needs(Permission.PERSON_WRITE)
def void_client(request, pk: UUID, said: ReasonIn):
    actions.void_person(pk, by=request.user, reason=said.reason)
    return queries.card(request.user, queries.person_for(request.user, pk))
