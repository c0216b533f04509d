"""No list runs more statements for many rows than for few."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import _user
from tests.story import contact, person, visit
from tests.sweep import files, places
from yimi.accounts import bearer
from yimi.accounts.actions import appoint, create_users
from yimi.accounts.models import User
from yimi.accounts.places import of_area
from yimi.alerts.actions import compute_day
from yimi.assignments.actions import AssignmentFields, note_assignment
from yimi.campaigns.actions import add_people, put_campaign
from yimi.campaigns.fields import CampaignFields
from yimi.clients.actions import ConsentFields, ask_consult, ask_transfer, merge_people, record_consent, reveal
from yimi.construction.actions import UnveilingFields, put_unveiling
from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.ids import name_id, new_id
from yimi.core.permissions import Role
from yimi.emergencies.actions import put_operation
from yimi.emergencies.fields import OperationFields
from yimi.inbox.models import Reminder
from yimi.incidents.actions import put_incident
from yimi.incidents.fields import IncidentFields
from yimi.network.actions import put_station
from yimi.network.models import Area
from yimi.papers.actions import PapersFields, put_papers
from yimi.policies.actions import publish_document, put_document, relate
from yimi.policies.fields import DocumentFields
from yimi.policies.models import Document
from yimi.programmes.actions import add_member, put_activity, put_group
from yimi.programmes.fields import ActivityFields, GroupFields
from yimi.programmes.models import Group
from yimi.publications import actions as texts
from yimi.publications.fields import AdoptionFields, EntryFields, PublicationFields
from yimi.referrals.actions import put_referral, send
from yimi.referrals.fields import ReferralFields
from yimi.requests.actions import publish_demand, put_demand, send_feedback
from yimi.requests.fields import DemandFields, FeedbackFields
from yimi.requests.matching import LineFields
from yimi.tracking.actions import ItemFields, raise_item
from yimi.workforce.actions import post_worker

pytestmark = pytest.mark.django_db
FROM = date(2026, 9, 1)

# Who reads each list, and with what; a new list page is covered by ending in "list" or standing here.
LISTS = {
    "clients:list": "worker",
    "services:list": "worker",
    "services:joint": "neighbour",
    "services:hints": "head",
    "programmes:groups": "worker",
    "programmes:group": "worker",
    "programmes:activities": "worker",
    "referrals:list": "worker",
    "papers:list": "worker",
    "dispatches:list": "province",
    "GET /dispatches": "province",
    "GET /circulars": "province",
    "assignments:list": "worker",
    "campaigns:list": "worker",
    "publications:list": "county",
    "publications:chronicle": "county",
    "publications:week": "worker",
    "GET /publications": "county",
    "emergencies:list": "worker",
    "GET /emergencies": "worker",
    "monitoring:list": "worker",
    "requests:list": "county",
    "requests:station": "worker",
    "requests:feedback_list": "county",
    "requests:feedback_new": "worker",
    "requests:year": "county",
    "GET /requests": "county",
    "GET /provided": "worker",
    "GET /milestones": "county",
    "GET /duties": "county",
    "incidents:list": "head",
    "policies:list": "county",
    "GET /documents": "county",
    "desk:counties": "county",
    "inbox:list": "head",
    "inbox:reminders": "county",
    "GET /messages": "head",
    "alerts:list": "county",
    "alerts:day": "county",
    "GET /alerts": "county",
    "GET /daily-monitors": "county",
    "tracking:list": "county",
    "tracking:table": "county",
    "GET /tracked-items": "county",
    "construction:list": "county",
    "construction:table": "county",
    "construction:unveilings": "county",
    "GET /groups": "worker",
    "GET /activities": "worker",
    "GET /referrals": "worker",
    "GET /papers": "worker",
    "GET /assignments": "worker",
    "GET /incidents": "head",
    "GET /campaigns": "worker",
    "network:list": "province",
    "network:areas": "province",
    "network:table": "province",
    "figures:rows": "county",
    "desk:overview": "province",
    "desk:overview_table": "province",
    "desk:analysis": "province",
    "desk:analysis_table": "province",
    "accounts:users": "sysadmin",
    "accounts:requests": "secadmin",
    "accounts:audit": "auditadmin",
    "accounts:sessions": "worker",
    "catalogue:list": "province",
    "GET /clients": "worker",
    "GET /contacts": "worker",
    "GET /stations": "province",
    "GET /areas": "province",
    "GET /editions": "province",
    "GET /figures/rows": "county",
    "GET /audit": "auditadmin",
    "GET /measures": "worker",
    "GET /clients/duplicates": "worker",
    "network:station": "county",
    "clients:person": "worker",
    "clients:access": "worker",
    "clients:consent": "worker",
    "clients:pairs": "worker",
    "clients:merges": "head",
    "clients:requests": "head",
    "clients:handover": "head",
}
OF_A_PERSON = {"clients:person", "clients:access", "clients:consent"}
QUERY = {
    "figures:rows": "?measure=VISIT_FILE_PT&period=2026-11&area=469030",
    "GET /figures/rows": "?measure=VISIT_FILE_PT&period=2026-11&area=469030",
    "network:areas": "?in=469030104",
    "publications:week": "?day=2026-11-19",
    "clients:pairs": "?where=",
    "clients:handover": "?whose=worker&workers={colleague}",
    "desk:overview": "?show=stations",
    "desk:overview_table": "?show=stations",
    "desk:analysis": "?by=station&against=previous",
    "desk:analysis_table": "?by=station&against=previous",
}


def test_every_list_is_measured():
    lists = {name for name, _pattern in places.pages() if name.endswith(":list")}
    lists |= {o.name for o in places.operations() if o.method == "get" and not o.kind and o.name not in ALONE}

    assert lists <= set(LISTS) | AT_HOME


# Measured in their domains, which know how to fill them.
AT_HOME = {
    "GET /contacts/adjusted", "exchange:list", "registers:list", "planning:list", "GET /service-lists",
    "GET /visit-slots", "GET /plans", "GET /targets", "reports:list", "GET /reports",
}  # fmt: skip
# Answers about one thing.
ALONE = {"GET /me", "GET /assignments/shares", "GET /audit/head", "GET /figures", "GET /figures/adjustments"}


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker, found_world):
    """What each list ran for few rows and for many: the world grows once, and each question is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = found_world()
        first = _more(world, 2)
        few = {name: _asked(name, world, first) for name in LISTS}
        _more(world, 18)
        yield {name: (few[name], _asked(name, world, first)) for name in LISTS}
        transaction.set_rollback(True)


def _asked(name, world, first):
    """The statements of a second question, when what is kept between questions has been read; or what was refused."""
    with transaction.atomic():
        ask = _asking(name, world, first)
        try:
            ask()
            return ask()
        except AssertionError as refused:
            return refused
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long_it_is(name, asked):
    few, many = asked[name]
    assert isinstance(few, list), few
    assert isinstance(many, list), many

    assert len(many) <= len(few), f"{name}: {len(few)} → {len(many)}\n" + _added(few, many)


def _more(world, count):
    """That many more stations, workers and accounts, people, visits and requests, and all that happens to a file."""
    names = [(f"w{new_id().hex[-12:]}", "新来的") for _ in range(count)]
    users = create_users(names, by=SYSTEM, password="a-long-test-password").values()
    for user in users:
        for station, full_time in ((_station(world), True), (world.here, False)):
            post_worker(
                new_id(), by=world.county, user=user, station=station.pk, post="social_worker",
                full_time=full_time, from_on=FROM,
            )  # fmt: skip
        where = of_area(world.areas["469030"])
        appoint(user.pk, by=world.sysadmin, role="volunteer", place=where, from_on=world.today, because="示例")
    people = [_person(world, nth) for nth in range(count)]
    _happenings(world, people)
    for one in people:
        visit(world.worker, world.here, world.today - timedelta(days=1), [(one, "update")], note="都好")
        visit(world.worker, world.here, world.today - timedelta(days=2), [people[0]])
        _work(world, one)
    compute_day(world.today - timedelta(days=1 if count > 2 else 2), by=SYSTEM)
    return people[0]


def _work(world, one):
    """One of each that the station does with her: a session of the group, papers, a referral, a task, a report."""
    group, station = _group_of(world, one), world.here.code
    contact(
        world.worker, world.here, "group_session", FROM, [one], group=group, partners=(world.near.code,), title="一节"
    )
    put_activity(new_id(), by=world.worker, fields=ActivityFields(station=station, name="敬老活动", planned_on=FROM))
    put_papers(new_id(), by=world.worker, fields=PapersFields(station, one.pk, "DB", FROM, ""))
    referral = ReferralFields(person=one.pk, receiver="hospital", to_name="县医院", need="看病")
    send(put_referral(new_id(), by=world.worker, fields=referral).referral.pk, by=world.worker, urgent_reason="急诊")
    note_assignment(
        new_id(), by=world.worker, fields=AssignmentFields(station, "unrelated", "协助录入", handed_on=FROM)
    )
    gifts = CampaignFields(station=station, kind="other", name="送温暖", first_on=FROM, last_on=FROM)
    storm = OperationFields(
        kind="typhoon", name="台风", level=4, areas=("469030",), impact_at=clock.now() + timedelta(hours=6)
    )
    put_operation(new_id(), by=world.county, fields=storm)
    add_people(put_campaign(new_id(), by=world.worker, fields=gifts).row.pk, by=world.worker, people=[one.pk])
    item = raise_item(new_id(), by=world.county, fields=ItemFields("补挂服务时间牌", station))
    _reminded(world, item)
    put_unveiling(new_id(), by=world.county, fields=UnveilingFields("集中揭牌", FROM, (station,)))
    found = datetime(2026, 11, 1, tzinfo=UTC)
    report = IncidentFields(station=station, kind="minor", found_at=found, person=one.pk)
    put_incident(new_id(), by=world.worker, fields=report)
    _policy(world)
    _request(world)


def _request(world):
    """A request of the county that is in force, and a word about it."""
    fields = DemandFields(
        area="469030", office="县民政局", title="工作亮点", basis="示例3号", frequency="monthly", minutes=30,
        lines=(LineFields("工作亮点"),), valid_from=FROM,
    )  # fmt: skip
    asked = publish_demand(put_demand(new_id(), by=world.county, fields=fields).demand.pk, by=world.county)
    word = FeedbackFields("suggestion", "county", "少要表", demand=asked.pk)
    send_feedback(new_id(), by=world.worker, fields=word)


def _reminded(world, item):
    """That the county was reminded of it."""
    Reminder.objects.create(
        kind="tracked", item_id=item.pk, title=item.title, area=item.area, county=item.county, station=item.station,
        on=FROM, sent_at=item.steps.get().at, sender=world.province, told=[str(world.county.pk)], batch=new_id(),
    )  # fmt: skip
    _text(world)


def _text(world):
    """A brief that was handed in and adopted, and an entry of the chronicle."""
    station = world.here.code
    fields = PublicationFields(station, "brief", "社工站开展敬老活动", FROM, "大家一起过节。" * 20)
    pk = texts.put_publication(new_id(), by=world.worker, fields=fields).row.pk
    texts.submit(pk, by=world.worker)
    texts.answer(pk, by=world.county, level="county", is_adopted=True)
    printed = AdoptionFields("media", FROM, "示例日报", "county")
    texts.note_printed(pk, by=world.worker, adoption=new_id(), fields=printed)
    texts.put_entry(new_id(), by=world.worker, fields=EntryFields(FROM, "县民政局到站调研", station=station))


def _policy(world):
    """A document of the province that replaces the one before and is signed for."""
    fields = DocumentFields(
        area="46", kind="pilot_plan", title="方案", issuer="省民政厅", number=new_id().hex, issued_on=FROM,
        valid_from=FROM, text="正文", counties=("469030",),
    )  # fmt: skip
    row = put_document(new_id(), by=world.province, fields=fields).document
    publish_document(row.pk, by=world.province)
    before = Document.objects.unscoped("test").exclude(pk=row.pk).first()
    if before:
        relate(row.pk, by=world.province, kind="implements", target=before.pk)


def _group_of(world, one):
    """The first group, which everybody joins, and one more for each."""
    first = name_id("group", "everybody")
    if not Group.objects.unscoped("test").filter(pk=first).exists():
        _group(world, first, one)
    add_member(first, by=world.worker, person=one.pk)
    _group(world, new_id(), one)
    return first


def _group(world, pk, one):
    fields = GroupFields(
        station=world.here.code, name="老友记", planned_on=FROM, group_type="growth", members=(one.pk,)
    )
    put_group(pk, by=world.worker, fields=fields)


def _happenings(world, people):
    """For each of these a pair, a merge, a transfer and a consult that wait, a look and an answer to the notice."""
    near, first = _near_head(world), people[0]
    said = ConsentFields(answer="given", speaker="self", method="thumb", on=FROM)
    for nth, one in enumerate(people):
        again, other = _person(world, nth), _person(world, nth)
        merge_people(by=world.head, keep=one.pk, drop=again.pk, reason="同一个人")
        files.pair_of(one, other)
        ask_transfer(other.pk, by=near, to=world.near.code, reason="搬到红毛镇")
        ask_consult(other.pk, by=near, reason="常来本站")
        reveal(first.pk, by=world.worker, field="name")
        record_consent(first.pk, by=world.worker, fields=said)


def _near_head(world):
    found = User.objects.unscoped("test").filter(username="near-head").first()
    return found or _user("near-head", Role.STATION_HEAD, world.near)


def _person(world, nth):
    return person(world.worker, world.here, f"王小{chr(0x4E00 + nth)}", opened_on=FROM, categories=("GLLR",))


def _station(world):
    """A village of the township, with a room."""
    town, order = world.areas["469030104"], Area.objects.count()
    code = f"469030104{200 + order}"
    Area(
        code=code, name=f"第{order}村", short_name=f"第{order}村", parent=town, path=f"{town.path}{code}/",
        level="village", order=order, county=town.county,
    ).save(force_insert=True)  # fmt: skip
    return put_station(
        new_id(), by=SYSTEM, code=code, name="社工室", short_name="社工室", level="village_room",
        prefix="QZ" + "".join(chr(65 + int(digit)) for digit in f"{order:03d}"), state="planned",
    )  # fmt: skip


def _asking(name, world, first):
    """A function that asks once and gives the statements that ran."""
    user = getattr(world, LISTS[name])
    browser, headers = Client(), {}
    if " /" in name:
        headers = {"Authorization": f"Bearer {bearer.issue(user)[0]}"}
        url = places.API + name.split(" ")[1]
    else:
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        about = {"network:station": [world.here.code], "programmes:group": [name_id("group", "everybody")]} | {
            page: [first.pk] for page in OF_A_PERSON
        }
        url = reverse(name, args=about.get(name))

    def ask():
        with CaptureQueriesContext(connection) as run:
            response = browser.get(url + QUERY.get(name, "").format(colleague=world.colleague.pk), headers=headers)
            assert response.status_code == 200, response.content.decode()[:300]
        return [query["sql"] for query in run.captured_queries]

    return ask


def _added(few, many):
    return "\n".join(
        f"{many.count(sql)}× {sql[:200]}" for sql in dict.fromkeys(many) if many.count(sql) > few.count(sql)
    )
