"""Each part of a leaf or node is a row: what was kept in one row is taken apart, nothing is made again."""

import json

import django.db.models.deletion
from django.db import migrations, models

BATCH = 1000


def fill(apps, _schema):
    for whole, part, place in (("Leaf", "LeafPart", "station_id"), ("Node", "NodePart", "area_id")):
        old, new, rows = apps.get_model("figures", whole), apps.get_model("figures", part), []
        for kept in old.objects.order_by("pk").iterator(100):
            key = {place: getattr(kept, place), "month": kept.month}
            rows += [new(**key, part=name, content=content) for name, content in _parts(kept)]
            if len(rows) > BATCH:
                new.objects.bulk_create(rows, batch_size=BATCH)
                rows = []
        new.objects.bulk_create(rows, batch_size=BATCH)


def _parts(kept):
    yield "totals", bytes(kept.totals)
    yield "counts", bytes(kept.counts)
    for measure, breakdowns in _opened(bytes(kept.sets)):
        for head, sets in _opened(breakdowns):
            yield f"{measure} {head}".rstrip(), sets


def _opened(blob):
    at = blob.index(b"\n") + 1
    for name, length in json.loads(blob[: at - 1]):
        yield name, blob[at : at + length]
        at += length


def fields(name, related, verbose):
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("month", models.DateField(verbose_name="月份")),
        ("part", models.CharField(max_length=80, verbose_name="部分")),
        ("content", models.BinaryField(verbose_name="内容")),
        (
            name,
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=related, verbose_name=verbose
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_totals_by_themselves")]
    operations = [
        migrations.CreateModel(
            "LeafPart", fields("station", "network.station", "社工站"), options={"verbose_name": "月叶"}
        ),
        migrations.CreateModel("NodePart", fields("area", "network.area", "市县"), options={"verbose_name": "月节点"}),
        migrations.AddConstraint(
            "leafpart", models.UniqueConstraint(fields=("month", "part", "station"), name="leaf_part_once")
        ),
        migrations.AddConstraint(
            "nodepart", models.UniqueConstraint(fields=("month", "part", "area"), name="node_part_once")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.DeleteModel("Leaf"),
        migrations.DeleteModel("Node"),
    ]
