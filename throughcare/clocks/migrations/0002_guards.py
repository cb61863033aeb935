"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("clocks", "0001_tables"), ("foundations", "0001_ground")]
    operations = [
        ProtectTable("clocks_thread", ByCase("id")),
        ProtectTable("clocks_milestone", ByCase("thread_id"), append_only=True),
        ProtectTable("clocks_clock", ByCase("thread_id")),
    ]
