"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByUser, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_tables"), ("foundations", "0001_ground")]
    operations = [ProtectTable("drafts_draft", ByUser("owner_id"))]
