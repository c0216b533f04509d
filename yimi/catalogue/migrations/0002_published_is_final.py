"""The database refuses to change a published edition."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER published_edition_is_final BEFORE UPDATE ON catalogue_edition WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'a published edition is final'); END
"""
POSTGRES = """
CREATE FUNCTION published_edition_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a published edition is final' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER published_edition_is_final BEFORE UPDATE ON catalogue_edition
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION published_edition_is_final();
"""


def guard(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def unguard(apps, schema_editor):
    table = "" if schema_editor.connection.vendor == "sqlite" else " ON catalogue_edition"
    schema_editor.execute(f"DROP TRIGGER published_edition_is_final{table}")
    if table:
        schema_editor.execute("DROP FUNCTION published_edition_is_final")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
