"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByAgency, ByCase, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0010_email"), ("alerts", "0001_tables"), ("foundations", "0001_ground")]
    operations = [
        ProtectTable("alerts_alert", ByCase("thread_id"), append_only=True),
        ProtectTable("alerts_recipient", ByCase("thread_id"), append_only=True),
        ProtectTable("alerts_delivery", ByCase("thread_id")),
        ProtectTable("alerts_duty", ByAgency("agency_id")),
        ProtectTable("alerts_dutyevent", ByAgency("agency_id"), append_only=True),
    ]
