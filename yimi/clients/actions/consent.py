"""Recording what a person or her guardian said to the notice (知情同意). Each answer is a row of its own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.clients.consent import is_child, notice_for, stand_of
from yimi.clients.fields import Problems
from yimi.clients.guards import refuse_gone
from yimi.clients.models import Consent, Person
from yimi.core import clock, journal, seal
from yimi.core.actors import Actor
from yimi.core.errors import RuleBroken
from yimi.core.ids import new_id
from yimi.core.permissions import Permission
from yimi.core.text import clean

LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class ConsentFields:
    """An answer as told: who gave it, how, on which day."""

    answer: str
    speaker: str
    method: str
    on: date
    speaker_name: str = ""
    relation: str = ""
    witness: str = ""
    read_aloud: bool = False
    note: str = ""


@transaction.atomic
def record_consent(pk: UUID, *, by: Actor, fields: ConsentFields) -> Consent:
    """Record an answer to the notice in force (知情同意): given, refused or withdrawn.

    Under fourteen a guardian answers (DP-09). A refusal changes nothing in what the law asks a station to do (DP-02).
    """
    people = Person.objects.select_related("station").select_for_update(of=("self",))
    person = people.get_allowed(by, Permission.PERSON_WRITE, pk=pk)
    refuse_gone(person)
    _check(person, fields)
    text = notice_for(person, fields.on)
    if text is None:
        raise RuleBroken(_("这一天没有启用的告知书，请联系省级工作人员发布。"), code="no_notice")
    consent = Consent(
        id=new_id(), person=person, edition_id=text.edition, notice=text.code, answer=fields.answer,
        speaker=fields.speaker, method=fields.method, read_aloud=fields.read_aloud, on=fields.on, by_id=by.id,
        at=clock.now(),
    )  # fmt: skip
    texts = {name: clean(getattr(fields, name) or "") for name in ("speaker_name", "relation", "witness", "note")}
    seal.write(consent, **{name: said or None for name, said in texts.items()})
    consent.save(force_insert=True)
    journal.record("clients.record_consent", by, person, station=person.station_id, refs=[consent])
    return consent


def _check(person: Person, fields: ConsentFields) -> None:
    problems = Problems()
    for path, known in (("answer", Consent.Answer), ("speaker", Consent.Speaker), ("method", Consent.Method)):
        if getattr(fields, path) not in known.values:
            problems.add(path, _("没有“%(value)s”这个选项。") % {"value": getattr(fields, path)})
    if fields.on > clock.today():
        problems.add("on", _("日期不能晚于今天。"))
    elif person.birth_on and fields.on < person.birth_on:
        problems.add("on", _("日期不能早于出生日期。"))
    elif fields.speaker == Consent.Speaker.SELF and is_child(person, fields.on):
        problems.add("speaker", _("未满十四周岁，由监护人答复。"))
    if fields.speaker != Consent.Speaker.SELF and len(clean(fields.speaker_name or "")) < 2:
        problems.add("speaker_name", _("请填写监护人姓名。"))
    if fields.method == Consent.Method.ORAL and not clean(fields.witness or ""):
        problems.add("witness", _("口头答复要有见证人，请填写见证人姓名。"))
    for path in ("speaker_name", "relation", "witness", "note"):
        if len(clean(getattr(fields, path) or "")) > LONGEST:
            problems.add(path, _("最多 %(n)s 个字。") % {"n": LONGEST})
    problems.report()
    if fields.answer == Consent.Answer.WITHDRAWN and not stand_of(person).is_given:
        raise RuleBroken(_("没有同意过，不用撤回。"), code="nothing_to_withdraw")
