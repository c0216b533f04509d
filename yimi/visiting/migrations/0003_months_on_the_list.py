"""The months at whose end each person is on the list, also of the lists that there are."""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from yimi.core.ids import name_id
from yimi.core.periods import Period


def fill(apps, schema_editor):
    ListMonth = apps.get_model("visiting", "ListMonth")
    listed = apps.get_model("visiting", "Listed").objects.filter(since_on__isnull=False)
    rows = listed.exclude(person__state__in=("merged", "voided")).select_related("list", "person")
    ListMonth.objects.bulk_create((month for row in rows.iterator() for month in _months(ListMonth, row)), 500)


def _months(model, row):
    last = min(day for day in (date(row.list.year, 12, 31), row.until_on, row.person.ended_on) if day)
    for month in Period.range(row.since_on, last).months() if row.since_on <= last else ():
        if month.last <= last:
            yield model(
                id=name_id("list-month", row.pk, month.last), listed_id=row.pk, person_id=row.person_id,
                station_id=row.list.station_id, from_on=month.first, until_on=month.last,
            )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0003_tokens_on_shelves'),
        ('network', '0001_initial'),
        ('visiting', '0002_published_rule_is_final'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListMonth',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField(verbose_name='月初')),
                ('until_on', models.DateField(verbose_name='月末')),
                ('listed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='months', to='visiting.listed', verbose_name='名单成员')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.person', verbose_name='服务对象')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.station', verbose_name='社工站')),
            ],
            options={
                'verbose_name': '名单成员月',
                'indexes': [models.Index(fields=['station', 'until_on'], name='list_month_by_station')],
                'constraints': [models.UniqueConstraint(fields=('listed', 'until_on'), name='list_month_once_for_a_listing'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='list_month_ends_after_it_begins')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
