"""No double counting: each rule of counting, with the wrong way next to the right one."""

from datetime import date

import pytest

from tests.story import contact, person, visit, void_contact
from yimi.clients.actions import Answer, answer_transfer, ask_transfer
from yimi.core.errors import Invalid
from yimi.core.ids import new_id
from yimi.core.permissions import Role
from yimi.figures import queries
from yimi.services.actions import put_contact
from yimi.services.fields import ContactFields, PartFields

SEPTEMBER, OCTOBER = date(2026, 9, 20), date(2026, 10, 8)


@pytest.fixture
def number(world):
    """`number(measure, period, by, place)` as the county reads it: a number, or a mapping where taken apart."""

    def read(measure, period="2026-09", by="", place="469030"):
        where = queries.place_named(area=place)
        found = queries.figure(world.county, measure, where, period, (by,) if by else ())
        return {part.key: part.value for part in found.by if part.value} if by else found.value

    return read


@pytest.fixture
def near_head(world):
    """The head of the neighbouring station."""
    from conftest import _user

    return _user("near-head", Role.STATION_HEAD, world.near)


@pytest.fixture
def family(world):
    return [person(world.worker, world.here, f"示例{n}", birth_on=date(1950 + n, 5, 1)) for n in range(3)]


def hand_over(world, someone, head):
    """Let the file move to the neighbouring station today."""
    asked = ask_transfer(someone.pk, by=world.head, to=world.near.code, reason="搬到红毛镇女儿家")
    answer_transfer(asked.pk, by=head, answer=Answer(accept=True))


def test_one_visit_to_three_of_a_family_is_one_household_and_counts_those_who_were_served(world, family, number):
    parts = (PartFields(family[0].pk), PartFields(family[1].pk), PartFields(family[2].pk, served=False))
    fields = ContactFields(station=world.here.code, kind="home_visit", service_on=SEPTEMBER, participants=parts)
    put_contact(new_id(), by=world.worker, fields=fields)

    assert number("HOME_VISIT_HH") == 1  # not 3: one door
    assert number("HOME_VISIT_PT") == 2  # not 3: to be there is not to be served


def test_several_purposes_are_one_contact_and_stand_under_each_service(world, family, number):
    contact(world.worker, world.here, "home_visit", SEPTEMBER, family[:1], services=("SA01", "EC01"))

    assert number("HOME_VISIT_PT") == 1
    assert number("HOME_VISIT_PT", by="service") == {"SA01": 1, "EC01": 1}  # whose sum, 2, is not the total


def test_a_door_that_stays_shut_is_an_attempt_and_no_visit(world, family, number):
    for outcome in ("not_home", "declined"):
        visit(world.worker, world.here, SEPTEMBER, [family[0]], outcome=outcome)

    assert number("VISIT_TRY") == 2
    assert [number(code) for code in ("HOME_VISIT_PT", "HOME_VISIT_HH", "VISIT_FILE_PT", "SERVED_N")] == [0, 0, 0, 0]


def test_a_call_has_its_own_line_and_is_never_a_home_visit(world, family, number):
    contact(world.worker, world.here, "remote_visit", SEPTEMBER, family[:1])
    contact(world.worker, world.here, "remote_visit", SEPTEMBER, family[:1], outcome="not_home")

    assert (number("REMOTE_VISIT_PT"), number("HOME_VISIT_PT"), number("VISIT_TRY")) == (1, 0, 0)


def test_a_second_visit_of_the_day_counts_where_it_was_meant(world, family, number):
    for _each in range(2):
        visit(world.worker, world.here, SEPTEMBER, [family[0]])

    assert number("HOME_VISIT_PT") == 2 and number("SERVED_N") == 1  # two visits, one person


def test_two_sessions_of_a_group_are_two_sessions_six_attendances_and_three_persons(world, family, number):
    for on in (SEPTEMBER, date(2026, 9, 27)):
        contact(world.worker, world.here, "group_session", on, family)

    assert (number("GROUP_SESSION"), number("SESSION")) == (2, 2)
    assert number("GROUP_PT") == 6 and number("SERVED_N") == 3  # not 6 persons


def test_an_activity_reaches_its_head_count_which_is_never_below_the_sign_in(world, family, number):
    contact(world.worker, world.here, "activity", SEPTEMBER, family, headcount=40)
    with pytest.raises(Invalid) as refused:
        contact(world.worker, world.here, "activity", SEPTEMBER, family, headcount=2)

    assert "headcount" in refused.value.fields
    assert number("ACT_PT") == number("BENEFIT_PT") == 40  # not 43: who signed in is among the heads
    assert number("BENEFIT_N") == 3 and number("SESSION") == 1


def test_a_joint_event_is_one_session_of_its_lead(world, family, number):
    contact(world.worker, world.here, "activity", SEPTEMBER, family, headcount=9, partners=(world.near.code,))

    assert number("SESSION", by="station") == {world.here.code: 1}
    assert number("SESSION") == 1  # not 2: the partner shows 协办


def test_who_has_two_categories_is_in_both_rows_and_once_in_the_total(world, number):
    both = person(world.worker, world.here, "示例", categories=["DB", "LSET"])
    visit(world.worker, world.here, SEPTEMBER, [both])

    assert number("SERVED_N", by="category") == {"DB": 1, "LSET": 1}
    assert number("SERVED_N") == 1  # not 2
    for by in ("sex", "age_band"):
        assert sum(number("HOME_VISIT_PT", by=by).values()) == number("HOME_VISIT_PT")


def test_what_is_entered_late_counts_on_the_day_of_the_service(world, family, number):
    made = visit(world.worker, world.here, SEPTEMBER, [family[0]])

    assert made.late and (number("HOME_VISIT_PT", "2026-09"), number("HOME_VISIT_PT", "2026-11")) == (1, 0)


def test_distinct_persons_of_two_months_are_counted_anew_and_not_added(world, family, number):
    for on in (SEPTEMBER, OCTOBER):
        visit(world.worker, world.here, on, [family[0]])

    months = [number("SERVED_N", month) for month in ("2026-09", "2026-10")]
    assert months == [1, 1] and number("SERVED_N", "2026-H2") == 1  # not 2


def test_distinct_persons_of_two_stations_are_counted_anew_and_not_added(world, near_head, number):
    """The same person, served where she lived and where she moved."""
    moved = person(world.worker, world.here, "示例", opened_on=world.opened)
    visit(world.worker, world.here, SEPTEMBER, [moved])
    hand_over(world, moved, near_head)
    visit(world.neighbour, world.near, date(2026, 11, 20), [moved])

    assert number("SERVED_N", "2026", by="station") == {world.here.code: 1, world.near.code: 1}
    assert number("SERVED_N", "2026") == 1  # not 2


def test_history_stays_where_it_was_made_and_the_file_goes_along(world, near_head, number):
    moved = person(world.worker, world.here, "示例", opened_on=world.opened)
    visit(world.worker, world.here, SEPTEMBER, [moved])
    hand_over(world, moved, near_head)

    assert number("HOME_VISIT_PT", by="station") == {world.here.code: 1}
    assert number("FILE_STOCK", "2026-11-20", by="station") == {world.near.code: 1}
    assert number("FILE_NEW", "2026-08", by="station") == {world.here.code: 1}
    assert number("FILE_STOCK", "2026-11-20") == 1  # not 2


def test_what_is_void_never_counts(world, family, number):
    void_contact(visit(world.worker, world.here, SEPTEMBER, [(family[0], "new")]).pk, by=world.worker, reason="误记")

    assert [number(code) for code in ("HOME_VISIT_PT", "VISIT_FILE_PT", "FILE_NEW", "SERVED_N")] == [0, 0, 0, 0]


def test_a_visit_of_twenty_five_hours_is_refused_and_one_of_a_whole_day_is_not(world, family, number):
    with pytest.raises(Invalid) as refused:
        visit(world.worker, world.here, SEPTEMBER, [family[0]], minutes=25 * 60)
    visit(world.worker, world.here, SEPTEMBER, [family[0]], minutes=24 * 60)

    assert list(refused.value.fields) == ["minutes"] and number("HOME_VISIT_PT") == 1
