"""Sessions and passwords are for the application alone: with either one could go on as somebody else."""

from django.db import migrations

from throughcare.foundations.row_security import role

COLUMNS = "id, username, display_name, agency_id, roles, is_active"


def lay(apps, schema_editor):
    others = f"{role('extract')}, {role('loader')}"
    schema_editor.execute(f"revoke all on django_session from {others}")
    schema_editor.execute(f"revoke select on access_user from {others}")
    schema_editor.execute(f"grant select ({COLUMNS}) on access_user to {others}")
    schema_editor.execute(f"revoke update on access_user from {role('loader')}")


class Migration(migrations.Migration):
    dependencies = [("access", "0004_user_history"), ("sessions", "0001_initial")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
