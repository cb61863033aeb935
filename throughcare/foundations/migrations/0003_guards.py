"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByAgency, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("foundations", "0001_ground"), ("foundations", "0002_tables")]
    operations = [
        ProtectTable("foundations_accesslogentry", ByAgency("agency_id"), append_only=True),
    ]
