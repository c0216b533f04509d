"""Joint sessions: one station owns the session, each counts who signed on its sheet, and nobody is counted twice."""

import json
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.proof import tried
from tests.story import contact, person, void_contact
from yimi.accounts.bearer import issue
from yimi.clients.actions import put_person
from yimi.clients.fields import CategoryFields, PersonFields
from yimi.core.errors import Invalid, RuleBroken
from yimi.core.ids import new_id
from yimi.figures import fold
from yimi.figures import queries as figures
from yimi.programmes.actions import put_group
from yimi.programmes.fields import GroupFields

ON = date(2026, 11, 18)
PLACES = {"here": "469030104", "near": "469030105", "elsewhere": "469028103"}
WORKERS = {"here": "worker", "near": "neighbour", "elsewhere": "stranger"}


@pytest.fixture
def lead(world):
    """A session of here at which the neighbour helps."""

    def made(people=(), kind="activity", partners=("469030105",), **more):
        return contact(world.worker, world.here, kind, ON, people, partners=partners, title="联合义诊", **more)

    return made


def figure(code, **place):
    return figures.figure(SOMEBODY, code, figures.place_named(**place), "2026-11").value


class SOMEBODY:
    """Numbers of areas are open to every reader."""

    id, is_authenticated = None, True

    @staticmethod
    def grants_for(permission):
        return []


def test_people_count_at_the_station_on_whose_sheet_they_signed(world, lead):
    theirs = [person(world.neighbour, world.near, f"红毛{n}") for n in range(2)]
    ours = lead([person(world.worker, world.here, "长征人")], headcount=30)
    joined = contact(world.neighbour, world.near, "activity", ON, theirs, joins=ours.pk, headcount=12)

    values = {code: (figure(code, area="469030"), figure(code, station="469030104"), figure(code, station="469030105"))
              for code in ("ACT_N", "ACT_PT", "BENEFIT_PT", "SESSION", "SERVED_N")}  # fmt: skip
    assert values == {
        "ACT_N": (1, 1, 0), "ACT_PT": (42, 30, 12), "BENEFIT_PT": (42, 30, 12), "SESSION": (1, 1, 0),
        "SERVED_N": (3, 1, 2),
    }  # fmt: skip
    void_contact(joined.pk, by=world.neighbour, reason="重复录入")
    assert (figure("ACT_PT", area="469030"), figure("ACT_PT", station="469030105")) == (30, 0)


def test_a_session_took_place_when_somebody_signed_on_any_sheet(world, lead):
    ours = lead(headcount=0)
    assert figure("SESSION", station="469030104") == 0
    contact(world.neighbour, world.near, "activity", ON, joins=ours.pk, headcount=12)
    assert (figure("SESSION", station="469030104"), figure("SESSION", area="46")) == (1, 1)


def test_people_of_a_partner_in_a_support_group_are_helped_as_those_of_the_lead(world, lead):
    fields = GroupFields(station="469030104", name="老友记", planned_on=date(2026, 11, 1), group_type="support")
    group = put_group(new_id(), by=world.worker, fields=fields).row
    ours = lead([person(world.worker, world.here, "长征人")], kind="group_session", group=group.pk)
    held = (CategoryFields(code="DB", since_on=date(2026, 1, 1), state="verified"),)
    file = PersonFields(name="红毛人", station="469030105", area="469030105", categories=held)
    theirs = put_person(new_id(), by=world.neighbour, fields=file).person
    contact(world.neighbour, world.near, "group_session", ON, [theirs], joins=ours.pk)

    assert (figure("GROUP_PT", area="469030"), figure("GROUP_SESSION", area="469030")) == (2, 1)
    assert (figure("ASSIST_PT", station="469030105"), figure("ASSIST_PT", station="469030104")) == (1, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "publicity"}, "kind"),
        ({"service_on": date(2026, 11, 17)}, "service_on"),
        ({"partners": ("469030104",)}, "joins"),
    ],
    ids=["of another kind", "of another day", "with partners of its own"],
)
def test_a_sheet_fits_its_session(world, lead, wrong, field):
    fields = {"kind": "activity", "service_on": ON} | wrong
    kind, on = fields.pop("kind"), fields.pop("service_on")

    with pytest.raises(Invalid) as refused:
        contact(world.neighbour, world.near, kind, on, joins=lead().pk, headcount=3, **fields)

    assert list(refused.value.fields) == [field]


def test_only_a_station_that_helps_joins_and_only_once(world, lead):
    ours = lead()
    contact(world.neighbour, world.near, "activity", ON, joins=ours.pk, headcount=3)

    for by, station in ((world.neighbour, world.near), (world.stranger, world.elsewhere), (world.worker, world.here)):
        with pytest.raises(Invalid) as refused:
            contact(by, station, "activity", ON, joins=ours.pk, headcount=3)
        assert list(refused.value.fields) == ["joins"]


def test_what_partners_have_registered_stands(world, lead):
    ours, theirs = lead(headcount=9), person(world.neighbour, world.near, "红毛人")
    joined = contact(world.neighbour, world.near, "activity", ON, [theirs], joins=ours.pk)

    with pytest.raises(RuleBroken, match="先由协办站作废"):
        void_contact(ours.pk, by=world.worker, reason="误录")
    for changed in ({"partners": ()}, {"on": date(2026, 11, 17)}):
        on, rest = changed.pop("on", ON), {"partners": ("469030105",)} | changed
        with pytest.raises(RuleBroken, match="已登记这个场次的签到"):
            contact(world.worker, world.here, "activity", on, pk=ours.pk, version=1, headcount=9, **rest)
    contact(
        world.worker, world.here, "activity", ON, pk=ours.pk, version=1, headcount=8, partners=("469030105",)
    )  # fmt: skip

    void_contact(joined.pk, by=world.neighbour, reason="重复录入")
    assert void_contact(ours.pk, by=world.worker, reason="误录").is_void


def test_nobody_signs_twice(world, lead):
    moved = person(world.worker, world.here, "王桂兰")
    ours = lead([moved])
    moved.station = world.near
    moved.save(update_fields=["station"])

    with pytest.raises(Invalid, match="另一张签到表"):
        contact(world.neighbour, world.near, "activity", ON, [moved], joins=ours.pk)


def test_the_partner_registers_who_came_from_its_list_of_joint_sessions(world, lead, sign_in):
    ours, browser = lead(headcount=30), sign_in(world.neighbour)
    begin = f"{reverse('services:new', args=['activity'])}?joins={ours.pk}"
    assert begin in browser.get(reverse("services:joint")).content.decode()
    assert "联合义诊" not in browser.get(begin).content.decode()

    pk = new_id()
    sent = {
        "id": pk, "joins": ours.pk, "save": "1", "station": "469030105", "service_on": "2026-11-18",
        "workers": ["neighbour"], "headcount": "12", "title": "协办长征镇", "hinted": "1",
    }  # fmt: skip
    assert browser.post(reverse("services:new", args=["activity"]), sent).status_code == 302
    assert reverse("services:record", args=[pk]) in browser.get(reverse("services:joint")).content.decode()
    page = browser.get(reverse("services:record", args=[pk])).content.decode()
    assert "场次计在主办站" in page and "主办站" in page
    assert "签到 12 人" in sign_in(world.worker).get(reverse("services:record", args=[ours.pk])).content.decode()
    assert sign_in(world.stranger).get(begin).status_code == 404


def test_a_program_registers_a_sheet_and_reads_what_it_joins(world, lead, client):
    ours, headers = lead(headcount=30), {"Authorization": f"Bearer {issue(world.neighbour)[0]}"}
    body = {
        "station": "469030105",
        "kind": "activity",
        "service_on": "2026-11-18",
        "headcount": 5,
        "joins": str(ours.pk),
    }
    path = f"/api/v1/contacts/{new_id()}"

    for status in (201, 200):
        answer = client.put(path, json.dumps(body), content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["joins"]) == (status, str(ours.pk))
    counted = {row["measure"]: row["value"] for row in client.get(path, headers=headers).json()["counted"]}
    assert (counted["ACT_PT"], "SESSION" in counted) == (5, False)


sheet = st.fixed_dictionaries(
    {"named": st.integers(0, 2), "more": st.none() | st.integers(0, 9), "void": st.booleans()}
)  # fmt: skip
joint_events = st.lists(
    st.fixed_dictionaries({"lead": sheet, "partners": st.dictionaries(st.sampled_from(["near", "elsewhere"]), sheet)}),
    min_size=1, max_size=3,
)  # fmt: skip


@pytest.mark.both_engines
@tried(6)
@given(events=joint_events, folded=st.booleans())
def test_every_session_and_everybody_at_it_is_counted_once_in_the_province(world, events, folded):
    with transaction.atomic():
        signed, sessions = live(world, events, folded)

        assert figure("ACT_PT", area="46") == figure("BENEFIT_PT", area="46") == sum(signed.values())
        assert {name: figure("ACT_PT", station=code) for name, code in PLACES.items()} == signed
        assert figure("ACT_N", area="46") == figure("ACT_N", station=PLACES["here"]) == sessions
        assert figure("ACT_PT", area="469030") == signed["here"] + signed["near"]
        transaction.set_rollback(True)


def live(world, events, folded):
    """Record, fold, void; what was signed at each station in the end, and how many sessions somebody came to."""
    signed, sessions = dict.fromkeys(PLACES, 0), 0
    for event in events:
        codes = tuple(PLACES[name] for name in event["partners"])
        ours, came = sign(world, "here", event["lead"], partners=codes)
        rows = [(name, told, *sign(world, name, told, joins=ours.pk)) for name, told in event["partners"].items()]
        if folded:
            fold.fold()
        kept = [row for row in rows if not row[1]["void"]]
        for name, _told, row, _count in (row for row in rows if row[1]["void"]):
            void_contact(row.pk, by=getattr(world, WORKERS[name]), reason="重复录入")
        if event["lead"]["void"] and not kept:
            void_contact(ours.pk, by=world.worker, reason="重复录入")
            continue
        for name, _told, _row, count in [("here", None, ours, came), *kept]:
            signed[name] += count
        sessions += bool(came or any(row[3] for row in kept))
    return signed, sessions


def sign(world, name, told, **more):
    """A sheet with some people by name and perhaps a head count; how many are on it."""
    by, station = getattr(world, WORKERS[name]), getattr(world, name)
    people = [person(by, station, f"居民{n}", area=PLACES[name]) for n in range(told["named"])]
    headcount = None if told["more"] is None else told["named"] + told["more"]
    row = contact(by, station, "activity", ON, people, headcount=headcount, **more)
    return row, told["named"] if headcount is None else headcount
