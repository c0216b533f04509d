"""How search tokens lie: people of a station together, and found as before whatever shelf they were put on."""

import pytest
from django.core.management import call_command
from django.db import connection

from yimi.clients.models import SearchToken
from yimi.clients.queries import people_for
from yimi.clients.search import find

from .people import NUMBER, person

QUERIES = ("王桂兰", "wgl", NUMBER, "0014", "5610", "QZCZ-000001", "1")


def found(actor):
    return {query: [one.pk for one in find(actor, query, people=people_for(actor)).people] for query in QUERIES}


@pytest.mark.django_db
def test_tokens_of_a_station_lie_on_one_shelf(world):
    person(world.worker, id_number=NUMBER)
    person(world.worker, name="陈志明")

    assert SearchToken.objects.values("shelf").distinct().count() == 1


@pytest.mark.django_db
def test_the_table_of_tokens_is_its_own_index_on_sqlite():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [SearchToken._meta.db_table])
        (made,) = cursor.fetchone()

    assert made.endswith("WITHOUT ROWID"), "a migration rebuilt it: see clients/migrations/0003_tokens_on_shelves.py"


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_whoever_had_tokens_before_there_were_shelves_is_found_by_the_same_words(world):
    wanted = person(world.worker, id_number=NUMBER, phone="13800005610")
    before = found(world.worker)

    call_command("migrate", "clients", "0002", verbosity=0)
    call_command("migrate", verbosity=0)

    assert found(world.worker) == before == {query: [wanted.pk] for query in QUERIES}
