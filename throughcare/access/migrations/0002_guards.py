"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByAgency, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0001_tables"), ("foundations", "0001_ground")]
    operations = [
        ProtectTable("access_caseaccess", ByAgency("agency_id"), read_only=True),
    ]
