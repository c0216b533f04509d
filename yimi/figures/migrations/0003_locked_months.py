"""Samples that differed, and locked months with their numbers, which the database keeps as they are."""

import django.db.models.deletion
from django.db import migrations, models


SQLITE = """
CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'a locked month is final'); END
"""
POSTGRES = """
CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION locked_month_is_final();
"""
FUNCTION = """
CREATE FUNCTION locked_month_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a locked month is final' USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""
TABLES = ("figures_monthlock", "figures_frozen")


def guard(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    if not on_sqlite:
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        schema_editor.execute((SQLITE if on_sqlite else POSTGRES).format(table=table))


def unguard(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_is_final" + ("" if on_sqlite else f" ON {table}"))
    if not on_sqlite:
        schema_editor.execute("DROP FUNCTION locked_month_is_final")


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0002_stock_changes_of_station'),
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='月份')),
                ('at', models.DateTimeField(verbose_name='锁定时间')),
                ('position', models.BigIntegerField(verbose_name='日志序号')),
            ],
            options={
                'verbose_name': '月锁定',
            },
        ),
        migrations.CreateModel(
            name='Frozen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.UUIDField(verbose_name='社工站或区划')),
                ('values', models.JSONField(verbose_name='各指标的数')),
                ('lock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='figures.monthlock', verbose_name='月锁定')),
            ],
            options={
                'verbose_name': '锁定值',
                'constraints': [models.UniqueConstraint(fields=('lock', 'place'), name='frozen_once_for_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Unlike',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='月份')),
                ('found_on', models.DateField(verbose_name='抽查日期')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.area', verbose_name='市县')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.station', verbose_name='社工站')),
            ],
            options={
                'verbose_name': '抽查不一致',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('station', None)), models.Q(('area', None), ('station__isnull', False)), _connector='OR'), name='unlike_is_of_a_station_or_a_county')],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
