"""Tokens lie on shelves, those of a person together, and those of file numbers in the order of their serials.

On SQLite the table is its own primary index (WITHOUT ROWID): a third less to write for each person. A later migration
that rebuilds the table has to do this again; a test says so.
"""

from django.db import migrations, models

from yimi.clients.models import shelf_of
from yimi.clients.tokens import hashed, words_of_file
from yimi.core.seal import blind

TABLE, OLD = "clients_searchtoken", "clients_formertoken"
AT_ONCE = 5_000


def make_primary_index(apps, schema_editor):
    """SQLite only, while the table is empty."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TABLE])
        (made,) = cursor.fetchone()
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"{made} WITHOUT ROWID")


def put_on_shelves(apps, schema_editor):
    """Copy the rows, station by station."""
    station_field = apps.get_model("clients", "Person")._meta.get_field("station")
    with schema_editor.connection.cursor() as cursor:
        for station in apps.get_model("network", "Station").objects.values_list("pk", flat=True):
            named = station_field.get_db_prep_value(station, schema_editor.connection)
            cursor.execute(
                f"INSERT INTO {TABLE} (number, token, shelf, area_path)"  # noqa: S608
                f" SELECT t.number, t.token, %s, MIN(t.area_path) FROM {OLD} t"
                " JOIN clients_personnumber n ON n.number = t.number JOIN clients_person p ON p.id = n.person_id"
                " WHERE p.station_id = %s GROUP BY t.number, t.token ORDER BY t.number",
                [shelf_of(station), named],
            )


def put_back(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {OLD} (token, area_path, rank, number)"  # noqa: S608
            f" SELECT token, area_path, 0, number FROM {TABLE}"
        )


def put_files_in_order(apps, schema_editor):
    _rewrite(apps, schema_editor, forward=True)


def scatter_files(apps, schema_editor):
    _rewrite(apps, schema_editor, forward=False)


def _rewrite(apps, schema_editor, *, forward):
    people = apps.get_model("clients", "Person").objects.filter(file_number__isnull=False)
    changes = []

    def write():
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {OLD} SET token = %s WHERE token = %s", changes)  # noqa: S608
        changes.clear()

    for number in people.values_list("file_number", flat=True).iterator(AT_ONCE):
        for word in words_of_file(number):
            scattered, (in_order,) = blind(*word), hashed([word])
            changes.append((in_order, scattered) if forward else (scattered, in_order))
        if len(changes) >= AT_ONCE:
            write()
    write()


class Migration(migrations.Migration):

    dependencies = [("clients", "0002_one_file"), ("network", "0001_initial")]

    operations = [
        migrations.RenameModel("SearchToken", "FormerToken"),
        migrations.RunPython(put_files_in_order, scatter_files),
        migrations.RemoveIndex("formertoken", "search_by_token"),
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                ("pk", models.CompositePrimaryKey("number", "token", blank=True, editable=False, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(verbose_name="内部编号")),
                ("token", models.BigIntegerField(verbose_name="令牌")),
                ("shelf", models.SmallIntegerField(verbose_name="分架")),
                ("area_path", models.CharField(max_length=80, verbose_name="区划路径")),
            ],
            options={"verbose_name": "检索令牌"},
        ),
        migrations.RunPython(make_primary_index, migrations.RunPython.noop),
        migrations.RunPython(put_on_shelves, put_back),
        migrations.AddIndex(
            "searchtoken", models.Index(fields=["shelf", "token", "area_path", "number"], name="search_by_token")
        ),
        migrations.DeleteModel("FormerToken"),
    ]
