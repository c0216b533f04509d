"""What is divided adds up: exactly, with what was set by hand kept, and to nobody less for more weight."""

from hypothesis import given
from hypothesis import strategies as st

from yimi.core.sharing import shares
from yimi.figures.measure import DISTINCT, FLOW, RATE, STOCK
from yimi.planning.splitting import check, same, split

TOTALS = st.integers(0, 10**12)
WEIGHTS = st.lists(st.one_of(st.integers(0, 10**6), st.floats(0, 1e6)), min_size=1, max_size=30)
KEYS = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 10**6), min_size=1, max_size=20)


@given(TOTALS, WEIGHTS)
def test_shares_add_up_to_the_total_and_none_is_below_nothing(total, weights):
    given_out = shares(total, weights)

    assert sum(given_out) == total
    assert min(given_out) >= 0


@given(TOTALS, WEIGHTS)
def test_who_weighs_more_never_gets_less(total, weights):
    given_out = dict(enumerate(shares(total, weights)))

    for one, other in zip(range(len(weights)), range(1, len(weights)), strict=False):
        if weights[one] > weights[other]:
            assert given_out[one] >= given_out[other]


@given(TOTALS, WEIGHTS)
def test_a_share_is_within_one_of_its_exact_part(total, weights):
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(map(float, weights))

    for share, weight in zip(shares(total, weights), weights, strict=True):
        assert abs(share - total * float(weight) / whole) <= 1 + total * 1e-9


@given(TOTALS, KEYS, st.data())
def test_locked_values_are_kept_and_the_others_share_the_rest(total, weights, data):
    locked = data.draw(st.dictionaries(st.sampled_from(sorted(weights)), st.integers(0, 10**12)))

    parts = split(total, weights, locked)

    assert list(parts) == list(weights)
    assert all(parts[key] == value for key, value in locked.items())
    if len(locked) < len(weights):
        assert sum(parts.values()) == max(total, sum(locked.values()))


@given(TOTALS, st.lists(st.integers(0, 10**9), max_size=20))
def test_the_gap_is_what_is_missing_where_parts_add(total, parts):
    for kind in (FLOW, STOCK):
        found = check(kind, total, parts)
        assert found.gap == total - sum(parts)
        assert found.is_covered == (sum(parts) >= total)


def test_rates_and_persons_are_never_added():
    assert check(RATE, 950, [950, 960]).is_covered
    assert check(RATE, 950, [950, 940]).gap == 10
    assert check(DISTINCT, 1000, [300, 200]).is_covered
    assert not check(DISTINCT, 1000, []).is_covered
    assert same(950, ["a", "b"], {"b": 970}) == {"a": 950, "b": 970}
