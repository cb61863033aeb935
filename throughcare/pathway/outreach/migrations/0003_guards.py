"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("foundations", "0001_ground"), ("outreach", "0002_tables")]
    operations = [
        ProtectTable("outreach_activity", ByCase("thread_id")),
    ]
