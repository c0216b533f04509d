from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0008_records_changed_since_a_lock'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contact',
            name='contact_by_station',
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['station', '-service_on', '-id', 'voided_at', 'kind'], name='contact_by_station'),
        ),
    ]
