"""The journal made insert-only, the order of transactions on PostgreSQL, and the table of the cache."""

from django.core.management import call_command
from django.db import migrations

from yimi.core.journal.guard import protect, unprotect

_ORDER = [
    "ALTER TABLE core_entry ADD COLUMN txid xid8 NOT NULL DEFAULT pg_current_xact_id()",
    "CREATE INDEX core_entry_txid ON core_entry (txid, id)",
]


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in _ORDER:
            schema_editor.execute(statement)
    protect(schema_editor.connection)


def unguard(apps, schema_editor):
    unprotect(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE core_entry DROP COLUMN txid")


def make_cache(apps, schema_editor):
    call_command("createcachetable", "core_cache", database=schema_editor.connection.alias, verbosity=0)


def drop_cache(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS core_cache")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(make_cache, drop_cache),
    ]
