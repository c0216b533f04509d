"""What a referral asks to be done for a person (转介待办)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.clients.models import Person
from yimi.clients.queries import may_write
from yimi.clients.todos import Todo, TodoSource, todo_sources
from yimi.core.actors import Actor

from . import queries
from .models import State


def of_referrals(actor: Actor, person: Person) -> Iterator[Todo]:
    """The next step of each referral under way."""
    if not may_write(actor, person):
        return
    for row in queries.open_of(actor, person):
        url = reverse("referrals:referral", args=[row.pk])
        if row.state in (State.DRAFT, State.CONSENTED):
            yield Todo(_("转介：征得同意并转出"), None, url)
        elif row.state == State.SENT:
            yield Todo(_("转介：跟进答复"), row.answer_by, url)
        elif row.state in (State.RESULT, State.DECLINED):
            yield Todo(_("转介：办结"), None, url)
        else:
            yield Todo(_("转介：跟进结果"), row.result_by, url)
        if row.sent_on and row.consent_on is None:
            yield Todo(_("转介：补记同意"), None, url)


todo_sources.add(TodoSource("referrals", of_referrals, order=30))
