"""Totals stand by themselves beside the counts. Until a leaf is made again, its counts stand there whole."""

from django.db import migrations, models


def fill(apps, _schema):
    for name in ("Leaf", "Node"):
        apps.get_model("figures", name).objects.update(totals=models.F("counts"))


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_leaves_by_measure")]
    operations = [
        migrations.AddField("leaf", "totals", models.BinaryField("合计", default=b"[]\n"), preserve_default=False),
        migrations.AddField("node", "totals", models.BinaryField("合计", default=b"[]\n"), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
