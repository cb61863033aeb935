"""Guards the records of training, and lets their history only be added to."""

from django.db import migrations

from throughcare.foundations.row_security import ByAgency, ProtectTable


class Migration(migrations.Migration):
    dependencies = [("access", "0008_training")]
    operations = [
        ProtectTable("access_trainingrecord", ByAgency("agency_id")),
        ProtectTable("access_trainingrecordevent", ByAgency("agency_id"), append_only=True),
    ]
