"""What a county asks of its stations (巡检填报事项): a request with an answer, a proposal, a refusal, a complaint."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from yimi.accounts.models import User
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.requests import actions
from yimi.requests.fields import DemandFields, FeedbackFields
from yimi.requests.matching import LineFields

from .files import Place
from .words import Words

FROM = date(2026, 9, 1)


def asked(place: Place, officer: User, said: Words) -> dict[str, Any]:
    """The rows of a county and of its station."""
    asked, proposed = _put(place, officer, said), _put(place, officer, said)
    actions.publish_demand(asked, by=officer)
    answer = actions.put_answer(
        new_id(), by=place.worker, demand=asked, station=place.station.pk, texts=[said.of("填报")]
    )
    with pytest.raises(RuleBroken):
        _put(place, officer, said, "走访人次")
    word = FeedbackFields("complaint", "county", said.of("投诉"), demand=asked)
    feedback = actions.send_feedback(new_id(), by=place.worker, fields=word)
    kept = [asked, proposed, answer.pk, feedback.pk]
    return {
        "demand": asked, "proposed demand": proposed, "answer": answer.pk, "feedback": feedback.pk, "_asked": kept,
    }  # fmt: skip


def _put(place: Place, officer: User, said: Words, line: str = "工作亮点") -> UUID:
    county = place.station.county.code
    fields = DemandFields(
        area=county, office=said.of("单位"), title=said.of("事项"), basis=said.of("依据"), frequency="monthly",
        minutes=30, lines=(LineFields(line),), valid_from=FROM,
    )  # fmt: skip
    return actions.put_demand(new_id(), by=officer, fields=fields).demand.pk
