"""The database refuses to change a published version."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER published_version_is_final BEFORE UPDATE ON policies_version WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'a published version is final'); END
"""
POSTGRES = """
CREATE FUNCTION published_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published version is final' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER published_version_is_final BEFORE UPDATE ON policies_version
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION published_version_is_final();
"""


def guard(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def unguard(apps, schema_editor):
    table = "" if schema_editor.connection.vendor == "sqlite" else " ON policies_version"
    schema_editor.execute(f"DROP TRIGGER published_version_is_final{table}")
    if table:
        schema_editor.execute("DROP FUNCTION published_version_is_final")


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
