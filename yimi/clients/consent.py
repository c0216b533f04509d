"""What people said to the notice (知情同意), and what follows from it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from yimi.catalogue.queries import NoticeText, notice
from yimi.core import clock, seal

from .identity import age_on
from .models import Consent, Person

OF_AGE = 14
SEALED = ("speaker_name", "relation", "witness", "note")


def is_child(person: Person, on: date) -> bool:
    """Under fourteen, until and on the fourteenth birthday (ID-11): a guardian speaks for her."""
    return person.birth_on is not None and age_on(person.birth_on, on - timedelta(days=1)) < OF_AGE


def notice_for(person: Person, on: date) -> NoticeText | None:
    """The notice that is read to this person or her guardian on a day."""
    return notice(on, "CHILD" if is_child(person, on) else "FILE")


@dataclass(frozen=True)
class Stand:
    """Where a person stands (知情同意的状态): the last answer, and whether somebody must ask anew."""

    last: Consent | None
    is_given: bool
    must_ask_again: bool


def stand_of(person: Person) -> Stand:
    """Where a person stands today. Who has turned fourteen is asked herself."""
    last = next(iter(history_of(person)), None)
    outgrown = last is not None and last.notice == "CHILD" and not is_child(person, clock.today())
    return Stand(last, last is not None and last.answer == Consent.Answer.GIVEN, last is None or outgrown)


def history_of(person: Person) -> list[Consent]:
    """Everything that was said, newest first, opened; what was said for files merged into this one as well."""
    rows = Consent.objects.unscoped("本份档案的知情同意").filter(person__in=_one_person(person.pk))
    found = list(rows.select_related("by", "edition").order_by("-on", "-at"))
    seal.read(found, *SEALED)
    return found


def _one_person(pk: UUID) -> list[UUID]:
    merged = Person.objects.unscoped("并入的档案").filter(merged_into=pk).values_list("pk", flat=True)
    return [pk, *merged]
