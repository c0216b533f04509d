"""Identity numbers, phones, ages and masks: the vectors of the rules."""

from datetime import date, timedelta

import pytest

from yimi.clients.identity import (
    AGE_BANDS,
    age_band,
    age_on,
    births_of,
    mask_name,
    mask_number,
    mask_phone,
    normalise_number,
    normalise_phone,
    read_resident,
)


@pytest.mark.parametrize(
    ("number", "birth_on", "sex"),
    [
        ("469999195001010014", date(1950, 1, 1), "M"),
        ("469999198802290021", date(1988, 2, 29), "F"),
        ("469999201506300138", date(2015, 6, 30), "M"),
        ("11010519491231002X", date(1949, 12, 31), "F"),
        ("440524188001010014", date(1880, 1, 1), "M"),
    ],
)
def test_a_resident_number_says_birth_date_and_sex(number, birth_on, sex):
    holder = read_resident(number)

    assert (holder.number, holder.birth_on, holder.sex) == (number, birth_on, sex)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("469999195001010015", "校验位"),
        ("469999198902290026", "19890229 不存在"),
        ("46999919500101001", "现在是 17 位"),
        ("469999500101001", "15 位号码已停用"),
        ("46999919500101001A", "不该有的字符"),
    ],
)
def test_a_wrong_number_is_refused_in_words(number, says):
    with pytest.raises(ValueError, match=says):
        read_resident(number)


def test_an_old_number_is_shown_its_longer_form_as_a_hint():
    with pytest.raises(ValueError, match="469999195001010014"):
        read_resident("469999500101001")


def test_numbers_typed_in_any_width_are_the_same_number():
    assert normalise_number(" １１０１０５-19491231 002x ") == "11010519491231002X"


@pytest.mark.parametrize("typed", ["13800005610", "+86 138 0000 5610", "0086-138-0000-5610", "１３８００００５６１０"])
def test_a_phone_is_the_same_phone_however_it_is_typed(typed):
    assert normalise_phone(typed) == "13800005610"


@pytest.mark.parametrize("typed", ["0898-66220000", "66220000"])
def test_a_landline_is_a_phone_too(typed):
    assert normalise_phone(typed).isdigit()


@pytest.mark.parametrize("typed", ["12800005610", "1380000561", "电话", "138000056101"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(ValueError, match="11 位手机号"):
        normalise_phone(typed)


def test_who_was_born_on_a_leap_day_is_older_on_the_first_of_march():
    born = date(1988, 2, 29)

    assert age_on(born, date(2026, 2, 28)) == 37
    assert age_on(born, date(2026, 3, 1)) == 38
    assert age_on(born, date(2028, 2, 29)) == 40


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 2, 28), date(2028, 2, 29), date(2026, 3, 1)])
def test_the_births_of_a_band_are_exactly_those_who_are_in_it(day):
    for band, _oldest in AGE_BANDS:
        first, last = births_of(band, day)
        for edge in filter(None, (first, last)):
            for shift in (-1, 0, 1):
                born = edge + timedelta(days=shift)
                inside = (first is None or born >= first) and (last is None or born <= last)
                if born <= day:
                    assert inside == (age_band(born, day) == band), (band, born)
    assert age_band(None, day) == "unknown"


def test_masks_show_no_more_than_they_may():
    assert mask_name("王桂兰") == "王**"
    assert mask_number("469999195001010014") == "4699**********0014"
    assert mask_number("E12345678") == "*******78"
    assert mask_phone("13800005610") == "138****5610"
    assert mask_phone("089866220000") == "********0000"
    assert mask_name(None) == "**"
    assert mask_number(None) == ""


@pytest.mark.parametrize("damaged", ["4.69999E+17", "4.69999195001E+17", "4e17"])
def test_a_number_that_a_spreadsheet_shortened_is_named_as_such(damaged):
    with pytest.raises(ValueError, match="改写"):
        read_resident(damaged)
