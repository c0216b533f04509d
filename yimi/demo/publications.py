"""Texts, logs and the chronicle in the story (演示的信息宣传): briefs in every state, a case, what a paper printed."""

from datetime import date, timedelta

from yimi.accounts.models import User
from yimi.core.ids import name_id
from yimi.publications import actions
from yimi.publications.drafting import draft_of, record_for
from yimi.publications.fields import AdoptionFields, EntryFields, PublicationFields
from yimi.publications.models import Publication
from yimi.publications.wording import OPEN
from yimi.services.models import Contact, Kind

from .calendar import on_day
from .place import Seat, seats
from .terminal import say

Users = dict[str, User]
EVERY, ALSO = 6, "469030104"
PAPER = "海南示例报"
DONE = (
    "现场设置咨询台和互动环节，社工讲解了惠民政策和求助途径，志愿者协助秩序，大家踊跃提问，当场得到解答",
    "参加者普遍反映内容实用，希望常办",
)
CASE = (
    "【背景】\n某村一名独居老人腿脚不便，子女长年在外，日常照料和就医都有困难，邻里虽有心帮忙，却没有固定的人。\n"
    "【做法】\n社工入户评估后，与村（居）、卫生院和志愿者商定分工：每周探访一次，邻里结对照看，就医由志愿者陪同；"
    "社工每月召集一次碰头，看哪些事没有落实。\n"
    "【成效】\n半年来探访和陪诊都按约定完成，老人与邻里来往多了，子女也定期通话。村里另有两户照此结对。\n"
    "【启示】\n把零散的好心排成固定的分工，照料才能持续；社工的作用在于评估、召集和跟进，不是代替家人和邻里。"
)


def tell(today: date, users: Users) -> None:
    """At a few stations: briefs in all states; everywhere an entry of the chronicle where one worker writes."""
    say("演示数据：信息简报、大事记")
    for nth, seat in enumerate(seats()):
        if nth % EVERY == 0 or seat.code == ALSO:
            _station(seat, users, today, nth)


def _station(seat: Seat, users: Users, today: date, nth: int) -> None:
    by, county = users[f"worker-{seat.code}-1"], users[f"county-{seat.station.county.code}"]
    for at, contact in enumerate(_events(seat, today)):
        row = _brief(contact, by, today, is_ready=at > 0)
        if row and at:
            _sent(row, by, county, users["province"], today, at)
    with on_day(today - timedelta(days=4)):
        case = PublicationFields(seat.code, "case", "把零散的好心排成固定的分工", today - timedelta(days=4), CASE)
        actions.put_publication(name_id("case", seat.code), by=by, fields=case)
        title = f"{PAPER}报道{seat.station.short_name}社工站结对照料"
        media = PublicationFields(
            seat.code, "media", title, today - timedelta(days=6), outlet=PAPER, outlet_level="province"
        )
        actions.put_publication(name_id("media", seat.code), by=by, fields=media)
        entry = EntryFields(today - timedelta(days=12), "市县民政局到站调研服务清单落实情况", station=seat.code)
        actions.put_entry(name_id("chronicle", seat.code), by=by, fields=entry)
        actions.put_note(by=by, on=today - timedelta(days=4), text="与村（居）约好下周一起看独居老人的用电安全。")


def _events(seat: Seat, today: date) -> list[Contact]:
    """The last activities of the station that a brief can be made of; the newest stays a draft."""
    rows = Contact.objects.unscoped("演示").filter(
        station=seat.station, kind__in=[Kind.ACTIVITY, Kind.PUBLICITY], outcome="seen", sensitivity="normal",
        voided_at=None, service_on__lt=today - timedelta(days=3),
    )  # fmt: skip
    return list(rows.order_by("-service_on", "id")[:5])


def _brief(contact: Contact, by: User, today: date, *, is_ready: bool) -> Publication | None:
    """A brief of the event, a day later; a ready one has its gaps filled."""
    pk = name_id("brief", contact.pk)
    with on_day(min(contact.service_on + timedelta(days=1), today)):
        fields = draft_of(record_for(by, contact.pk))
        if is_ready:
            fields = PublicationFields(**vars(fields) | {"body": _filled(fields.body)})
        return actions.put_publication(pk, by=by, fields=fields).row


def _filled(body: str) -> str:
    for words in DONE:
        before, _open, rest = body.partition(OPEN)
        body = before + words + "。" + rest.partition("）")[2]
    return body


def _sent(row: Publication, by: User, county: User, province: User, today: date, at: int) -> None:
    """Handed in; the second adopted by the county, the third also by the province and a paper, the fourth by nobody."""
    with on_day(min(row.on + timedelta(days=2), today)):
        actions.submit(row.pk, by=by)
    if at == 1:
        return
    with on_day(min(row.on + timedelta(days=3), today)):
        actions.answer(row.pk, by=county, level="county", is_adopted=at != 4, words="" if at != 4 else "本期同类较多。")
        if at == 3:
            actions.forward(row.pk, by=county)
            actions.answer(row.pk, by=province, level="province", is_adopted=True, words="《工作简报》（示例）")
            printed = AdoptionFields("media", min(row.on + timedelta(days=3), today), PAPER, "province")
            actions.note_printed(row.pk, by=by, adoption=name_id("printed", row.pk), fields=printed)
