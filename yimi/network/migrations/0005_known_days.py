"""What was known so far, in the new rows: running pauses, the days stations were on, and the seats they serve."""

from django.db import migrations


def _begun(first, last):
    return first if first and (last is None or first <= last) else None


def keep(apps, schema_editor):
    Station = apps.get_model("network", "Station")
    Pause, Span, Served = (
        apps.get_model("network", name) for name in ("StationPause", "StationSpan", "ServedArea")
    )
    first_months = {}
    for member in apps.get_model("network", "StationArea").objects.order_by("-from_on"):
        first_months[member.station_id] = member.from_on
    pauses, spans, served = [], [], []
    for one in Station._base_manager.all():
        last = one.ceased_on
        if one.state == "suspended":
            pauses.append(Pause(station=one, from_on=last, reason=one.stop_reason))
        built, on = _begun(one.accepted_on, last), _begun(one.operating_on, last)
        if built or on:
            spans.append(Span(station=one, built_from=built, on_from=on, to_on=last))
        since = first_months.get(one.pk)
        until = last if one.state == "closed" else None
        if since:
            served.append(
                Served(station=one, area_id=one.area_id, from_on=min(since, until or since), to_on=until)
            )
    Pause.objects.bulk_create(pauses)
    Span.objects.bulk_create(spans)
    Served.objects.bulk_create(served)


class Migration(migrations.Migration):
    dependencies = [("network", "0004_pauses_merging_served")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
