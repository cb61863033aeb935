"""Guards the rows of this room's tables."""

from django.db import migrations

from throughcare.foundations.row_security import ByAgency, ByRegistration, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0002_guards"), ("foundations", "0001_ground"), ("people", "0001_tables")]
    operations = [
        ProtectTable("people_person", ByRegistration("id")),
        ProtectTable("people_personevent", ByRegistration("id"), append_only=True),
        ProtectTable("people_registration", ByAgency("agency_id"), read_only=True),
        ProtectTable("people_registrationevent", ByAgency("agency_id"), append_only=True),
    ]
