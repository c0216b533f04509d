"""What the nets are cast over (巡检天地): made once for all tests of a module."""

import logging
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.sweep import rows
from yimi.core import journal


@pytest.fixture(scope="module")
def sweepable(django_db_setup, django_db_blocker, tmp_path_factory, found_world):
    """Made once for all tests here: each undoes what it does, and the last undoes this.

    With the keys of the session, and sealed, so that its journal can be verified whatever ran before.
    """
    folder = tmp_path_factory.mktemp("sweep")
    shutil.copytree(Path(settings.YIMI_DATA) / "keys", folder / "keys")
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), override_settings(YIMI_DATA=folder), transaction.atomic():
        made = rows.make(found_world())
        journal.seal_tail()
        yield made
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
