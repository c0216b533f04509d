"""How long an answer and a result may take (期限) by the policy of the day, and which referrals wait longer."""

from datetime import date

from django.db.models import Q

from yimi.catalogue.queries import term

from .models import Referral, State


def answer_by(sent_on: date, area_path: str) -> date | None:
    """The last day for an answer, in the sender's area; none where no term is set."""
    found = term(sent_on, "referral_answer")
    return found.ends(sent_on, area_path) if found else None


def result_by(sent_on: date, area_path: str) -> date | None:
    """The last day for a result."""
    found = term(sent_on, "referral_result")
    return found.ends(sent_on, area_path) if found else None


def overdue(today: date) -> Q:
    """Referrals without an answer, or without a result, after the day for it."""
    unanswered = Q(state=State.SENT, answer_by__lt=today)
    return unanswered | Q(state__in=Referral.UNDER_WAY, result_by__lt=today)


def is_late(referral: Referral, today: date) -> bool:
    if referral.state not in Referral.UNDER_WAY:
        return False
    days = [referral.result_by, referral.answer_by if referral.state == State.SENT else None]
    return any(day is not None and day < today for day in days)
