"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("episode", "0002_tables"), ("foundations", "0001_ground")]
    operations = [
        ProtectTable("episode_episode", ByCase("thread_id")),
        ProtectTable("episode_note", ByCase("thread_id"), append_only=True),
    ]
