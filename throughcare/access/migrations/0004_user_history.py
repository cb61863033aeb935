"""The history of sign-ins is only added to."""

from django.db import migrations

from throughcare.foundations.row_security import OnlyAddedTo


class Migration(migrations.Migration):
    dependencies = [("access", "0003_open_case")]
    operations = [OnlyAddedTo("access_userevent")]
