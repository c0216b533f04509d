"""Emergency actions (应急关爱) for programs. Phones send outcomes whenever they are online again."""

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import AwareDatetime, Field

from yimi.core.api import In, Out, Paged, answers, page
from yimi.core.permissions import Permission
from yimi.core.routes import needs
from yimi.core.text import clean

from . import actions, board, queries
from .fields import AfterFields, LineFields, OperationFields, OutcomeFields
from .queries import Asked, LineCard

router = Router(tags=["emergencies"])

OutcomeWhat = Literal["told", "met", "moved", "not_needed", "refused", "away", "unreachable"]
AfterState = Literal["fine", "trouble", "unseen"]


class EmergencyIn(In):
    """An action as it is opened or changed."""

    kind: Literal["typhoon", "rainstorm", "heat", "cold"]
    name: str
    level: int
    areas: list[str] = Field(max_length=50)
    impact_at: AwareDatetime
    indoors_at: AwareDatetime | None = None
    number: str = ""
    is_drill: bool = False
    version: int | None = None

    def fields(self) -> OperationFields:
        return OperationFields(**self.model_dump(exclude={"areas"}), areas=tuple(self.areas))


class EmergencyLevelIn(In):
    level: int


class EmergencyPhaseIn(In):
    phase: str = Field(max_length=10)


class EmergencyLineIn(In):
    """Somebody put on the list by hand: a person of the station, or one without a file."""

    station: str = Field(default="", max_length=12)
    client: UUID | None = None
    name: str = ""
    phone: str = ""
    age: int | None = None
    village: str = Field(default="", max_length=16)
    persons: int = 1
    dwelling: list[str] = Field(default=[], max_length=10)
    needs: list[str] = Field(default=[], max_length=10)
    to_move: bool = False
    responsible: str = ""
    responsible_phone: str = ""

    def fields(self) -> LineFields:
        said = self.model_dump(exclude={"station", "client", "dwelling", "needs"})
        return LineFields(**said, dwelling=tuple(self.dwelling), needs=tuple(self.needs))


class EmergencyOutcomeIn(In):
    """What came of a call or a visit, and when."""

    line: UUID
    what: OutcomeWhat
    at: AwareDatetime
    place: str = ""
    persons: int | None = None
    persuaded: int | None = None
    is_reported: bool = False


class AfterVisitIn(In):
    """How a household is afterwards."""

    line: UUID
    at: AwareDatetime
    house: AfterState = "unseen"
    utilities: AfterState = "unseen"
    medicine: AfterState = "unseen"
    mood: AfterState = "unseen"
    wish: Literal["", "relief", "referral", "resource"] = ""
    note: str = ""
    by_phone: bool = False


class EmergencyTallyOut(Out):
    """Households and people, counted from the list."""

    lines: int
    persons: int
    reached: int
    to_move: int
    moved: int
    moved_persons: int
    refused: int
    unreachable: int


class EmergencyOut(Out):
    id: UUID
    kind: str
    name: str
    number: str
    level: int
    phase: str
    is_drill: bool
    areas: list[str]
    impact_at: AwareDatetime
    indoors_at: AwareDatetime | None
    opened_at: AwareDatetime
    ended_at: AwareDatetime | None
    version: int


class EmergencyBoardOut(EmergencyOut):
    """One action with how far it has come, as far as the reader's reach goes."""

    tally: EmergencyTallyOut


class EmergenciesOut(Out):
    items: list[EmergencyOut]
    next: str | None


class EmergencyListOut(Out):
    """What came on the list."""

    lines: int
    people: int


class EmergencyLineOut(Out):
    """A household, masked above the station."""

    id: UUID
    client: UUID | None
    name: str
    phone: str
    station: str
    village: str
    persons: int
    groups: list[str]
    dwelling: list[str]
    needs: list[str]
    to_move: bool
    outcome: str
    outcome_at: AwareDatetime | None
    move_outcome: str
    version: int


class EmergencyLinesOut(Out):
    items: list[EmergencyLineOut]
    next: str | None


class EmergencyOutcomeOut(Out):
    id: UUID
    line: UUID
    contact: UUID | None
    outcome: str


class AfterVisitOut(Out):
    id: UUID
    line: UUID
    wish: str


class SafetyOut(Out):
    id: UUID
    at: AwareDatetime


class LineFilters(Paged):
    village: str = ""
    state: str = ""
    station: str = ""


@router.get("/emergencies", response=answers(EmergenciesOut))
@needs(Permission.EMERGENCY_VIEW)
def list_emergencies(request, filters: Query[Paged]):
    """Actions that concern the reader's places, the newest first."""
    rows, following = page(queries.operations_for(request.user), filters.limit, filters.cursor, queries.ORDER)
    return {"items": [_plain(row) for row in rows], "next": following}


@router.put("/emergencies/{uuid:pk}", response=answers(EmergencyBoardOut, (201, EmergencyBoardOut)))
@needs(Permission.EMERGENCY_OPEN)
def put_emergency(request, pk: UUID, body: EmergencyIn):
    """Open an action, or change it with its version."""
    put = actions.put_operation(pk, by=request.user, fields=body.fields())
    return Status(201 if put.created else 200, _operation(request.user, pk))


@router.get("/emergencies/{uuid:pk}", response=answers(EmergencyBoardOut))
@needs(Permission.EMERGENCY_VIEW)
def get_emergency(request, pk: UUID):
    """One action with its numbers."""
    return _operation(request.user, pk)


@router.post("/emergencies/{uuid:pk}/level", response=answers(EmergencyBoardOut))
@needs(Permission.EMERGENCY_OPEN)
def set_emergency_level(request, pk: UUID, body: EmergencyLevelIn):
    """Raise or lower the response level, 1 to 4."""
    actions.set_level(pk, by=request.user, level=body.level)
    return _operation(request.user, pk)


@router.post("/emergencies/{uuid:pk}/phase", response=answers(EmergencyBoardOut))
@needs(Permission.EMERGENCY_OPEN)
def enter_emergency_phase(request, pk: UUID, body: EmergencyPhaseIn):
    """Enter a phase: check, move, contact, after."""
    actions.enter_phase(pk, by=request.user, phase=clean(body.phase))
    return _operation(request.user, pk)


@router.post("/emergencies/{uuid:pk}/end", response=answers(EmergencyBoardOut))
@needs(Permission.EMERGENCY_OPEN)
def end_emergency(request, pk: UUID):
    """End the action; its list closes some days later."""
    actions.end_operation(pk, by=request.user)
    return _operation(request.user, pk)


@router.post("/emergencies/{uuid:pk}/list", response=answers(EmergencyListOut))
@needs(Permission.EMERGENCY_LIST)
def make_emergency_list(request, pk: UUID):
    """Put everybody on the list who belongs there and is not there yet."""
    return vars(actions.make_list(pk, by=request.user))


@router.get("/emergencies/{uuid:pk}/lines", response=answers(EmergencyLinesOut))
@needs(Permission.EMERGENCY_VIEW)
def list_emergency_lines(request, pk: UUID, filters: Query[LineFilters]):
    """Households in their order; `state` is waiting, unreachable, to_move, moved, refused or done."""
    row = queries.operation_for(request.user, pk)
    asked = Asked(clean(filters.village), clean(filters.state), clean(filters.station))
    rows = queries.lines_for(request.user, row, asked)
    some, following = page(rows, filters.limit, filters.cursor, queries.BY_RANK)
    return {"items": [_line(card) for card in queries.line_cards(request.user, some)], "next": following}


@router.put("/emergencies/{uuid:pk}/lines/{uuid:new}", response=answers(EmergencyLineOut))
@needs(Permission.EMERGENCY_WORK)
def add_emergency_line(request, pk: UUID, new: UUID, body: EmergencyLineIn):
    """Put somebody on the list by hand."""
    station, who = clean(body.station), body.client
    line = actions.add_line(new, by=request.user, operation=pk, fields=body.fields(), station=station, person=who)
    return _line(queries.line_cards(request.user, [queries.line_for(request.user, line.pk)])[0])


@router.put("/emergencies/{uuid:pk}/outcomes/{uuid:new}", response=answers(EmergencyOutcomeOut))
@needs(Permission.EMERGENCY_WORK)
def put_emergency_outcome(request, pk: UUID, new: UUID, body: EmergencyOutcomeIn):
    """Note an outcome. The same id again changes nothing; with other content it is refused."""
    row = actions.put_outcome(new, by=request.user, operation=pk, fields=OutcomeFields(**body.model_dump()))
    line = queries.line_for(request.user, row.line_id)
    return {"id": row.pk, "line": row.line_id, "contact": row.contact_id, "outcome": line.outcome}


@router.put("/emergencies/{uuid:pk}/after-visits/{uuid:new}", response=answers(AfterVisitOut))
@needs(Permission.EMERGENCY_WORK)
def put_emergency_after_visit(request, pk: UUID, new: UUID, body: AfterVisitIn):
    """Note how a household is afterwards."""
    row = actions.put_after_visit(new, by=request.user, operation=pk, fields=AfterFields(**body.model_dump()))
    return {"id": row.pk, "line": row.line_id, "wish": row.wish}


@router.put("/emergencies/{uuid:pk}/safety/{uuid:new}", response=answers(SafetyOut))
@needs(Permission.EMERGENCY_WORK)
def report_safety(request, pk: UUID, new: UUID):
    """Say that one is safe, once everybody is indoors."""
    row = actions.report_safe(new, by=request.user, operation=pk)
    return {"id": row.pk, "at": row.at}


def _operation(actor, pk: UUID) -> dict[str, Any]:
    row = queries.operation_for(actor, pk)
    return _plain(row) | {"tally": vars(board.whole(actor, row))}


def _plain(row) -> dict[str, Any]:
    names = (
        "id", "kind", "name", "number", "level", "phase", "is_drill", "impact_at", "indoors_at", "opened_at",
        "ended_at", "version",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"areas": sorted(area.code for area in row.places.all())}


def _line(card: LineCard) -> dict[str, Any]:
    row = card.row
    same = ("id", "persons", "dwelling", "needs", "to_move", "outcome", "outcome_at", "move_outcome", "version")
    return {name: getattr(row, name) for name in same} | {
        "client": row.person_id, "name": card.name, "phone": card.phone, "station": row.station.code,
        "village": row.area.code, "groups": card.groups,
    }  # fmt: skip
