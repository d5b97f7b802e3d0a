from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("indices", "0009_releases")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE indices_release ADD COLUMN waited integer",
            "ALTER TABLE indices_release DROP COLUMN waited",
        )
    ]
