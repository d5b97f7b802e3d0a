"""The journal of imports becomes that of every page."""

from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("provinces", "0005_rights"),
    ]

    operations = [
        migrations.RenameModel("ImportedChange", "JournalEntry"),
        migrations.RenameIndex("journalentry", new_name="journal_of_record", old_name="imported_change_of_record"),
    ]
