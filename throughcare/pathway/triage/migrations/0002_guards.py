"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("foundations", "0001_ground"), ("triage", "0001_tables")]
    operations = [
        ProtectTable("triage_riskanswer", ByCase("thread_id"), append_only=True),
    ]
