"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("foundations", "0001_ground"), ("instruments", "0001_tables")]
    operations = [
        ProtectTable("instruments_administration", ByCase("thread_id"), append_only=True),
    ]
