"""Leaves and nodes are kept measure by measure: what was made before is marked and made again from the facts."""

from django.db import migrations


def make_again(apps, _schema):
    leaf, node, mark = (apps.get_model("figures", name) for name in ("Leaf", "Node", "Mark"))
    keys = leaf.objects.values_list("station_id", "month").iterator()
    mark.objects.bulk_create((mark(station_id=station, month=month) for station, month in keys), batch_size=500)
    leaf.objects.all().delete()
    node.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_locked_months")]
    operations = [migrations.RunPython(make_again, migrations.RunPython.noop)]
