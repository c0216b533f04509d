"""What lets tests with real transactions run beside an insert-only journal."""

import pytest

_REAL = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def emptied_journal(request):
    """After a test with real transactions Django empties every table, so the triggers give way to it.

    Such a test seals its journal for good: it begins with an empty one, whose keys and anchors lie
    in a folder of their own.
    """
    marker = request.node.get_closest_marker("django_db")
    if not _REAL & set(request.fixturenames) and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("settings").YIMI_DATA = request.getfixturevalue("tmp_path")
    request.getfixturevalue("transactional_db")
    yield from _guarded()


def _guarded():
    # Imported here because the plugin may be read before Django is set up.
    from django.db import connection

    from yimi.core.journal.guard import protect, unprotect
    from yimi.core.models import Entry, Seal

    unprotect(connection)
    Seal.objects.all().delete()
    Entry.objects.all().delete()
    protect(connection)
    yield
    unprotect(connection)
