"""Papers in the story (演示的申请资料): at every station those of the last days on which papers were checked."""

from datetime import date, timedelta

from yimi.catalogue.queries import paper_lists_in
from yimi.core.ids import name_id
from yimi.papers import actions
from yimi.papers.actions import PapersFields
from yimi.papers.models import Papers
from yimi.services.models import Contact, Kind

from .calendar import on_day
from .place import seats
from .terminal import say

MOST = 4
KINDS = ("LSJZ", "DB", "LSJZ", "TK")


def tell(today: date) -> None:
    """The newest wait to be looked through, the next were given back, the oldest went to the township."""
    say("演示数据：申请资料")
    yesterday = today - timedelta(days=1)
    for seat in seats():
        rows = Contact.objects.unscoped("演示").filter(station=seat.station, kind=Kind.PAPER_CHECK)
        recent = rows.select_related("station", "recorded_by").order_by("-service_on", "-pk")[:MOST]
        for nth, contact in enumerate(recent):
            _papers(contact, nth, yesterday)


def _papers(contact: Contact, nth: int, last: date) -> None:
    by, pk = contact.recorded_by, name_id("papers", contact.pk)
    person = contact.participations.values_list("person_id", flat=True).first()
    if person is None:
        return
    with on_day(contact.service_on):
        said = PapersFields(contact.station.code, person, KINDS[nth], contact.service_on)
        papers = actions.put_papers(pk, by=by, fields=said).papers
        if nth == 0:
            return
        marks, remarks = _found(papers, is_whole=nth > 1)
        actions.check_papers(pk, by=by, marks=marks, remarks=remarks, version=None)
    with on_day(min(contact.service_on + timedelta(days=1), last)):
        if nth == 1:
            actions.return_papers(pk, by=by)
        else:
            actions.hand_papers(pk, by=by)
    if nth == MOST - 1:
        with on_day(last):
            actions.note_outcome(pk, by=by, outcome="passed", words="镇民政办告知")


def _found(papers: Papers, *, is_whole: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What was found of each paper: all is there, or the last is wanting."""
    listed = paper_lists_in(papers.edition_id, papers.edition.checksum)[papers.kind]
    codes = [paper.code for paper in listed.papers]
    marks = dict.fromkeys(codes, "present")
    return (marks, {}) if is_whole else (marks | {codes[-1]: "missing"}, {codes[-1]: "请补交"})
