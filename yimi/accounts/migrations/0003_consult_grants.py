"""Roles of a station may be held on a consult. SQLite rebuilds the table, so 三员分立 is enforced anew."""

from importlib import import_module

from django.db import migrations, models

three = import_module("yimi.accounts.migrations.0002_three_administrators")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_three_administrators'),
    ]

    operations = [
        migrations.AlterField(
            model_name="grant",
            name="source",
            field=models.CharField(
                choices=[("appointment", "授权申请"), ("posting", "驻站安排"), ("consult", "会商")],
                default="appointment",
                max_length=12,
                verbose_name="来源",
            ),
        ),
        migrations.RunPython(three.relax, three.enforce),
        migrations.RemoveConstraint(
            model_name='grant',
            name='grant_role_fits_what_it_is_held_on',
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('on_kind', 'province'), ('role__in', ['audit_admin', 'auditor', 'evaluator', 'partner', 'province_leader', 'province_officer', 'resident', 'security_admin', 'system_admin', 'training_organiser', 'volunteer'])), models.Q(('on_kind', 'area'), ('role__in', ['agency_manager', 'county_officer', 'district_officer', 'evaluator', 'partner', 'resident', 'room_contact', 'supervisor', 'township_leader', 'township_officer', 'training_organiser', 'volunteer'])), models.Q(('on_kind', 'station'), ('role__in', ['agency_manager', 'centre_manager', 'room_contact', 'social_worker', 'station_head', 'supervisor', 'volunteer'])), models.Q(('on_kind', 'contract'), ('role__in', ['agency_manager'])), models.Q(('on_kind', 'evaluation'), ('role__in', ['evaluator'])), models.Q(('on_kind', 'supervision'), ('role__in', ['supervisor'])), models.Q(('on_kind', 'consult'), ('role__in', ['social_worker', 'station_head'])), _connector='OR'), name='grant_role_fits_what_it_is_held_on'),
        ),
        migrations.RunPython(three.enforce, three.relax),
    ]
