import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from yimi.core import seal
from yimi.core.db import unit_of_work
from yimi.core.ids import new_id
from yimi.core.models import Key
from yimi.core.rootkey import subkey

with isolate_apps("yimi.core"):

    class Letter(models.Model):
        """A row with two sealed columns, sealed with its reader's key."""

        id = models.UUIDField(primary_key=True)
        reader_id = models.UUIDField()
        name = seal.SealedField()
        text = seal.SealedField()

        key_owner = ("reader", "reader_id")

        class Meta:
            app_label = "core"


def letter(reader_id=None, **texts):
    row = Letter(id=new_id(), reader_id=reader_id or new_id())
    seal.write(row, **texts)
    return row


def reopened(row, *names):
    row.__dict__.pop("opened", None)
    seal.read(row, *names)
    return row.opened


@pytest.mark.both_engines
def test_what_is_sealed_is_read_back_with_one_query_for_all_keys(db, django_assert_num_queries):
    rows = [letter(name=f"符某{n}", text="") for n in range(5)]

    with django_assert_num_queries(1):
        seal.read(rows, "name", "text")

    assert [row.opened["name"] for row in rows] == [f"符某{n}" for n in range(5)]
    assert rows[0].text is None and rows[0].opened["text"] is None
    assert "符某".encode() not in rows[0].name


def test_sealed_text_can_be_moved_to_no_other_row_column_or_owner(db):
    reader = new_id()
    one, other = letter(reader, name="甲", text="乙"), letter(reader, name="丙", text="丁")
    stranger = letter(name="戊")
    swaps = [(one, "name", other.name), (one, "name", one.text), (one, "name", stranger.name)]

    for row, column, foreign in swaps:
        kept = getattr(row, column)
        setattr(row, column, foreign)
        with pytest.raises(seal.SealBroken):
            seal.read(row, column)
        setattr(row, column, kept)
    one.reader_id = stranger.reader_id

    with pytest.raises(seal.SealBroken):
        seal.read(one, "name")


def test_any_flipped_bit_is_noticed(db):
    row = letter(name="符某某")
    whole = row.name

    @given(st.integers(0, len(whole) * 8 - 1))
    def flipped(bit):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        row.name = bytes(changed)
        with pytest.raises(seal.SealBroken):
            seal.read(row, "name")

    flipped()


def test_erasing_the_key_erases_what_it_sealed_and_nothing_else(db):
    gone, stays = letter(name="甲"), letter(name="乙")

    assert seal.erase("reader", gone.reader_id)

    assert reopened(gone, "name") == {"name": None}
    assert reopened(stays, "name") == {"name": "乙"}


@pytest.mark.both_engines
def test_a_unit_of_work_uses_keys_that_it_has_not_inserted_yet(db, django_assert_num_queries):
    with unit_of_work():
        one = letter(name="甲")
        other = letter(one.reader_id, name="乙")
        assert reopened(other, "name") == {"name": "乙"}

    assert Key.objects.filter(owner_id=one.reader_id).count() == 1
    assert reopened(one, "name") == {"name": "甲"}


def test_the_column_takes_no_plain_text():
    with pytest.raises(TypeError):
        Letter._meta.get_field("name").get_db_prep_value("符某", None)


def test_tokens_and_digests_depend_on_the_key_the_kind_and_the_content(settings):
    tokens = {seal.blind("name", "符"), seal.blind("initials", "符"), seal.blind("name", "吴")}
    digest = seal.digest({"a": 1, "b": {"某", "乙"}})

    assert len(tokens) == 3 and all(-(2**63) <= token < 2**63 for token in tokens)
    assert digest == seal.digest({"b": {"乙", "某"}, "a": 1}) != seal.digest({"a": 2, "b": {"某", "乙"}})
    assert seal.fingerprint("id", "469999199001011234") != seal.fingerprint("phone", "469999199001011234")

    settings.YIMI_FIELD_KEY = "A" * 43 + "="
    assert seal.digest({"a": 1, "b": {"某", "乙"}}) != digest


def test_the_root_key_is_made_once_and_never_read_when_others_can_read_it(settings, tmp_path):
    settings.YIMI_FIELD_KEY, settings.YIMI_DATA = "", tmp_path
    first, kept = subkey("wrap"), tmp_path / "keys" / "field"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    settings.YIMI_DATA = str(tmp_path)  # asked for anew, as by another process
    assert subkey("wrap") == first

    kept.chmod(0o640)
    with pytest.raises(ImproperlyConfigured):
        subkey("blind")
    settings.YIMI_FIELD_KEY = "too short"
    with pytest.raises(ImproperlyConfigured):
        subkey("wrap")
