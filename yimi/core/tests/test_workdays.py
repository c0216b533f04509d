from datetime import date

import pytest

from yimi.core.models import CalendarDay
from yimi.core.workdays import add_workdays, add_workdays_each, is_workday, missing_years, workdays, workdays_in

HERE, TOWN, ELSEWHERE = "46/469030/", "46/469030/469030104/", "46/469028/"
pytestmark = pytest.mark.django_db


def test_moved_weekends_follow_the_announcement():
    assert not is_workday(date(2026, 10, 1), TOWN)
    assert is_workday(date(2026, 10, 10), TOWN)  # a Saturday that makes up for the holiday


def test_the_deepest_area_decides(django_assert_num_queries):
    third_of_third = date(2026, 4, 20)
    CalendarDay.objects.create(area_path=HERE, on=third_of_third, is_workday=False, name="三月三")
    CalendarDay.objects.create(area_path="46/", on=third_of_third, is_workday=True, name="照常上班")

    with django_assert_num_queries(2):
        assert not is_workday(third_of_third, TOWN)
        assert is_workday(third_of_third, ELSEWHERE)


def test_a_deadline_is_counted_in_workdays():
    assert add_workdays(date(2026, 9, 30), 1, TOWN) == date(2026, 10, 8)
    assert add_workdays(date(2026, 10, 8), -1, TOWN) == date(2026, 9, 30)
    assert add_workdays(date(2026, 10, 4), 0, TOWN) == date(2026, 10, 4)
    assert add_workdays(date(2026, 1, 1), 100, TOWN) == workdays(date(2026, 1, 2), date(2026, 12, 31), TOWN)[99]


def test_a_year_not_announced_counts_weekdays_and_says_so():
    first, last = date(2035, 10, 1), date(2035, 10, 7)

    assert workdays(first, last, TOWN) == [date(2035, 10, day) for day in (1, 2, 3, 4, 5)]
    assert missing_years(date(2026, 1, 1), last) == list(range(2027, 2036))

    CalendarDay.objects.create(area_path="46/", on=first, is_workday=False, name="国庆节")
    assert 2035 not in missing_years(first, last)


def test_the_workdays_of_many_areas_are_those_of_each(django_assert_num_queries):
    CalendarDay.objects.create(area_path=TOWN, on=date(2026, 4, 22), is_workday=False, name="三月三")
    april = date(2026, 4, 1), date(2026, 4, 30)

    with django_assert_num_queries(1):
        counts = workdays_in(*april, [HERE, TOWN])

    assert counts == {path: len(workdays(*april, path)) for path in (HERE, TOWN)}
    assert counts[TOWN] == counts[HERE] - 1


def test_the_deadlines_of_many_days_are_those_of_each(django_assert_num_queries):
    starts = [(date(2026, 9, 28), TOWN), (date(2026, 10, 4), TOWN), (date(2026, 10, 8), TOWN)]

    with django_assert_num_queries(1):
        found = add_workdays_each(starts, 5)

    assert found == {(day, path): add_workdays(day, 5, path) for day, path in starts}
