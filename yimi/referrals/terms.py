"""How long an answer and a result may take (期限), and which referrals have waited longer."""

from datetime import date, timedelta

from django.db.models import Q

from yimi.core.workdays import add_workdays

from .models import Referral, State

ANSWER_WORKDAYS, RESULT_DAYS = 5, 30


def answer_by(sent_on: date, area_path: str) -> date:
    """The last day for an answer: five workdays of the sender's area."""
    return add_workdays(sent_on, ANSWER_WORKDAYS, area_path)


def result_by(sent_on: date) -> date:
    return sent_on + timedelta(days=RESULT_DAYS)


def overdue(today: date) -> Q:
    """Referrals without an answer, or without a result, after the day for it."""
    unanswered = Q(state=State.SENT, answer_by__lt=today)
    return unanswered | Q(state__in=Referral.UNDER_WAY, result_by__lt=today)


def is_late(referral: Referral, today: date) -> bool:
    if referral.state not in Referral.UNDER_WAY or referral.answer_by is None or referral.result_by is None:
        return False
    return referral.result_by < today or (referral.state == State.SENT and referral.answer_by < today)
